//! `firewall-two-regions-asymmetric`

use std::{collections::BTreeMap, rc::Rc};

use nexthop_core::{
    network::Declared,
    routing::{Appliance, Flow},
};
use nexthop_source::Severity;

use crate::{Context, Findings, Rule, asymmetry, p2s, topology};

pub(super) static RULE: Rule = Rule {
    name: "firewall-two-regions-asymmetric",
    severity: Severity::Error,
    since: "0.1.0",
    summary: "two directions of a connection pass different firewalls",
    docs: include_str!("rule.md"),
    check,
};

fn check(ctx: &Context<'_>, findings: &mut Findings) {
    let network = ctx.network;
    let mut found: BTreeMap<(Appliance, Appliance), Vec<Rc<Flow>>> = BTreeMap::new();
    for flow in ctx.overview() {
        if let Some((there, back)) = asymmetry::two_sided(flow) {
            let pair = if there <= back { (there, back) } else { (back, there) };
            found.entry(pair).or_default().push(Rc::clone(flow));
        }
    }
    for ((one, other), flows) in found {
        let Some(flow) = flows.first() else { continue };
        let (Some(firewall), second) = (azure(ctx, one).or(azure(ctx, other)), azure(ctx, other))
        else {
            continue;
        };
        let diagnostic = findings.report(
            firewall,
            flow.because.span.unwrap_or(firewall.span),
            format!(
                "packets between {} and {} pass {} in one direction and {} in the other",
                flow.from.id(network),
                flow.to.id(network),
                topology::appliance_name(network, one),
                topology::appliance_name(network, other)
            ),
        );
        diagnostic.relate(firewall.span, "one firewall");
        if let Some(second) = second.filter(|second| second.span != firewall.span) {
            diagnostic.relate(second.span, "the other firewall");
        }
        diagnostic.steps = p2s::steps(flow);
        diagnostic.help("Let both directions pass the same firewalls.");
        findings.explain(flows.iter().map(|flow| (flow.from, flow.to)));
    }
}

fn azure<'a>(ctx: &Context<'a>, appliance: Appliance) -> Option<&'a Declared> {
    match appliance {
        Appliance::Firewall(id) => Some(&ctx.network.firewalls[id].declared),
        _ => None,
    }
}
