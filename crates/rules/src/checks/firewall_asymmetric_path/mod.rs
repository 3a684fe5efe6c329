//! `firewall-asymmetric-path`

use std::{collections::BTreeMap, rc::Rc};

use nexthop_core::{
    network::{Firewall, Id},
    routing::{Appliance, Flow},
};
use nexthop_source::{Severity, Span};

use crate::{Context, Findings, Rule, asymmetry, p2s};

pub(super) static RULE: Rule = Rule {
    name: "firewall-asymmetric-path",
    severity: Severity::Error,
    since: "0.1.0",
    summary: "an Azure Firewall sees one direction of a connection only",
    docs: include_str!("rule.md"),
    check,
};

/// The line that decides, and the firewall.
type Cause = (Option<Span>, Id<Firewall>);

fn check(ctx: &Context<'_>, findings: &mut Findings) {
    let network = ctx.network;
    let mut found: BTreeMap<Cause, Vec<Rc<Flow>>> = BTreeMap::new();
    for flow in ctx.overview() {
        if let Some((Appliance::Firewall(firewall), _)) = asymmetry::one_sided(flow) {
            found.entry((flow.because.span, firewall)).or_default().push(Rc::clone(flow));
        }
    }
    for ((span, firewall), flows) in found {
        let Some(flow) = flows.first() else { continue };
        let firewall = &network.firewalls[firewall].declared;
        let diagnostic = findings.report(
            firewall,
            span.unwrap_or(firewall.span),
            format!(
                "{} sees one direction only between {} and {}: {}",
                firewall.label(),
                flow.from.id(network),
                flow.to.id(network),
                flow.because.message
            ),
        );
        diagnostic.relate(firewall.span, "the firewall");
        diagnostic.steps = p2s::steps(flow);
        diagnostic.help("Route both directions alike: through the firewall, or past it.");
        findings.explain(flows.iter().map(|flow| (flow.from, flow.to)));
    }
}
