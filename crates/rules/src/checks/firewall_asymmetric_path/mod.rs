//! `firewall-asymmetric-path`

use std::{collections::BTreeMap, rc::Rc};

use nexthop_core::{
    network::{Firewall, Id},
    routing::{Appliance, Endpoint, Flow},
};
use nexthop_source::{Severity, Span};

use crate::{
    Context, Findings, Rule,
    asymmetry::{self, Seen},
    p2s, topology,
};

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
    let mut found: BTreeMap<Cause, Vec<(Rc<Flow>, Seen)>> = BTreeMap::new();
    for flow in ctx.overview() {
        if let Some((Appliance::Firewall(firewall), seen)) = asymmetry::one_sided(flow) {
            let cause = (flow.because.span, firewall);
            found.entry(cause).or_default().push((Rc::clone(flow), seen));
        }
    }
    for ((span, firewall), flows) in found {
        let Some((flow, seen)) = flows.first() else { continue };
        let firewall = &network.firewalls[firewall].declared;
        let [from, to] = [flow.from, flow.to].map(|end| match end {
            Endpoint::Subnet(id) => topology::subnet_name(network, id),
            other => other.id(network),
        });
        let passing = match seen {
            Seen::Question => format!("what {from} sends to {to}, but not the answer"),
            Seen::Answer => format!("what {to} answers {from}, but not what it answers"),
        };
        let diagnostic = findings.report(
            firewall,
            span.unwrap_or(firewall.span),
            format!("{} sees {passing}, so it drops the connection", firewall.label()),
        );
        diagnostic.relate(firewall.span, "the firewall");
        diagnostic.steps = p2s::steps(flow);
        diagnostic.help("Route both directions alike: through the firewall, or past it.");
        findings.explain(flows.iter().map(|(flow, _)| (flow.from, flow.to)));
    }
}
