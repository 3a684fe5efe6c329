//! What goes wrong in Azure hybrid networks, and the list of it.
//!
//! A rule is a function over a network and its routes. It sees no attributes, no
//! languages, no files and no output formats. It fires only on what is known;
//! what it cannot decide is in the report as [`Undecided`].

#![warn(missing_docs, clippy::disallowed_methods, clippy::unwrap_used)]

mod asymmetry;
mod checks;
mod findings;
mod p2s;
mod propagation;
mod rule;
mod suppress;
mod topology;

pub use checks::ALL;
pub use findings::{Findings, Undecided};
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

/// How a rule is set.
enum Setting {
    Off,
    AsIs,
    Level(Severity),
}

impl Settings {
    fn of(&self, rule: &Rule) -> Setting {
        let named = |names: &[String]| names.iter().any(|name| name == rule.name);
        if named(&self.ignore) || !(self.select.is_empty() || named(&self.select)) {
            return Setting::Off;
        }
        match self.levels.iter().rev().find(|(name, _)| name == rule.name) {
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
}

/// Runs the rules.
pub fn check(analysis: &Analysis, settings: &Settings) -> Report {
    let context = Context { network: &analysis.network, routing: &analysis.routing };
    let mut report = Report::default();
    for rule in ALL {
        let setting = settings.of(rule);
        if matches!(setting, Setting::Off) {
            continue;
        }
        let mut findings = Findings::new(rule);
        (rule.check)(&context, &mut findings);
        let (mut diagnostics, undecided) = findings.finish();
        if let Setting::Level(severity) = setting {
            for diagnostic in &mut diagnostics {
                diagnostic.severity = severity;
            }
        }
        report.diagnostics.extend(diagnostics);
        report.undecided.extend(undecided);
    }
    report.diagnostics.sort_by(|a, b| {
        (a.span, a.code, &a.resource, &a.message).cmp(&(b.span, b.code, &b.resource, &b.message))
    });
    report
        .undecided
        .sort_by(|a, b| (a.span, a.rule, &a.message).cmp(&(b.span, b.rule, &b.message)));
    report.undecided.dedup();
    report
}
