//! What goes wrong in Azure hybrid networks, and the list of it.
//!
//! A rule is a function over a network and its routes. It sees no attributes, no
//! languages, no files and no output formats. It fires only on what is known;
//! what it cannot decide is in the report as [`Undecided`].

#![warn(missing_docs, clippy::disallowed_methods, clippy::unwrap_used)]

mod asn;
mod asymmetry;
mod checks;
mod express_route;
mod findings;
mod fix;
mod flows;
mod p2s;
mod propagation;
mod root_cause;
mod route_servers;
mod rule;
mod special_subnets;
mod suppress;
mod topology;
mod tunnels;
mod user_routes;
mod virtual_wan;

pub use checks::ALL;
pub use findings::{Findings, Undecided};
pub use root_cause::Causes;
pub use rule::{Context, Rule};
pub use suppress::{Suppressed, suppress};

use nexthop_core::Analysis;
use nexthop_source::{Diagnostic, Severity};

/// Which rules run, and how bad their findings are.
#[derive(Clone, Debug, Default)]
pub struct Settings {
    /// Overrides by rule name; `None` switches a rule off.
    pub levels: Vec<(String, Option<Severity>)>,
    /// Only these rules, if any are named.
    pub select: Vec<String>,
    /// Not these.
    pub ignore: Vec<String>,
}

/// How a rule, or another kind of finding, is set.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Setting {
    /// It is not told.
    Off,
    /// It has its own severity.
    AsIs,
    /// It has this severity.
    Level(Severity),
}

impl Settings {
    /// How a finding of that name is set.
    pub fn of(&self, name: &str) -> Setting {
        let selected = self.select.is_empty() || self.select.iter().any(|one| one == name);
        if selected { self.whatever_is_selected(name) } else { Setting::Off }
    }

    /// The same for a finding that a selection of others does not switch off.
    pub fn whatever_is_selected(&self, name: &str) -> Setting {
        if self.ignore.iter().any(|one| one == name) {
            return Setting::Off;
        }
        match self.levels.iter().rev().find(|(rule, _)| rule == name) {
            None => Setting::AsIs,
            Some((_, None)) => Setting::Off,
            Some(&(_, Some(severity))) => Setting::Level(severity),
        }
    }
}

/// What the rules say.
#[derive(Debug, Default)]
pub struct Report {
    /// The findings, by place.
    pub diagnostics: Vec<Diagnostic>,
    /// What could not be decided, by place.
    pub undecided: Vec<Undecided>,
    /// What the findings explain.
    pub causes: Causes,
}

/// Runs the rules.
pub fn check(analysis: &Analysis, settings: &Settings) -> Report {
    let Analysis { network, routing, limits } = analysis;
    let flows = &flows::Flows::default();
    let context = Context { network, routing, limits, flows };
    let mut report = Report::default();
    let mut all = Vec::new();
    for rule in ALL {
        let setting = settings.of(rule.name);
        if setting == Setting::Off {
            continue;
        }
        let mut findings = Findings::new(rule);
        (rule.check)(&context, &mut findings);
        let (mut found, undecided) = findings.finish();
        if let Setting::Level(severity) = setting {
            for one in &mut found {
                one.diagnostic.severity = severity;
            }
        }
        all.extend(found);
        report.undecided.extend(undecided);
    }
    let told = root_cause::drop_what_follows(network, all);
    report.causes = Causes::of(&told);
    report.diagnostics = told.into_iter().map(|found| found.diagnostic).collect();
    report.diagnostics.sort_by(|a, b| {
        (a.span, a.code, &a.message, &a.resource).cmp(&(b.span, b.code, &b.message, &b.resource))
    });
    // Instances of one declaration, and resources that take a value from one place.
    report
        .diagnostics
        .dedup_by(|a, b| (a.span, a.code, &a.message) == (b.span, b.code, &b.message));
    report
        .undecided
        .sort_by(|a, b| (a.span, a.rule, &a.message).cmp(&(b.span, b.rule, &b.message)));
    report.undecided.dedup();
    report
}
