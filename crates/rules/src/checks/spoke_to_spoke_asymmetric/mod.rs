//! `spoke-to-spoke-asymmetric`

use std::{collections::BTreeMap, rc::Rc};

use nexthop_core::{
    network::{Declared, Id, Subnet},
    routing::{Appliance, Endpoint, Flow},
};
use nexthop_source::{Severity, Span};

use crate::{
    Context, Findings, Rule,
    asymmetry::{self, Seen},
    p2s, topology,
};

pub(super) static RULE: Rule = Rule {
    name: "spoke-to-spoke-asymmetric",
    severity: Severity::Error,
    since: "0.1.0",
    summary: "one spoke sends to another through a firewall and is answered past it",
    docs: include_str!("rule.md"),
    check,
};

/// A flow, the appliance that sees one direction of it, and whose packets it sees.
struct OneSided {
    flow: Rc<Flow>,
    appliance: Appliance,
    sender: Id<Subnet>,
}

fn check(ctx: &Context<'_>, findings: &mut Findings) {
    let mut by_answerer: BTreeMap<Id<Subnet>, Vec<OneSided>> = BTreeMap::new();
    for flow in ctx.overview() {
        let (Endpoint::Subnet(from), Endpoint::Subnet(to)) = (flow.from, flow.to) else { continue };
        let Some((appliance, seen)) = asymmetry::one_sided(flow) else { continue };
        let (sender, answerer) = match seen {
            Seen::Question => (from, to),
            Seen::Answer => (to, from),
        };
        if is_spoke(ctx, appliance, from) && is_spoke(ctx, appliance, to) {
            let flow = Rc::clone(flow);
            by_answerer.entry(answerer).or_default().push(OneSided { flow, appliance, sender });
        }
    }
    for (answerer, found) in by_answerer {
        report(ctx, findings, answerer, &found);
    }
}

/// Whether the network of a subnet is peered with that of an appliance.
fn is_spoke(ctx: &Context<'_>, appliance: Appliance, subnet: Id<Subnet>) -> bool {
    let vnet = ctx.network.subnets[subnet].virtual_network;
    let home = topology::home(ctx.network, appliance);
    home.is_some_and(|home| ctx.network.peers_of(home).contains(&vnet))
}

fn report(ctx: &Context<'_>, findings: &mut Findings, answerer: Id<Subnet>, found: &[OneSided]) {
    let network = ctx.network;
    let Some(first) = found.first() else { return };
    let subnet = &network.subnets[answerer];
    let (declared, place): (&Declared, Span) = match subnet.route_table.value() {
        Some(Some(id)) => {
            (&network.route_tables[*id].declared, network.route_tables[*id].routes.span)
        }
        _ => (&subnet.declared, subnet.declared.span),
    };
    let senders =
        topology::several(found.iter().map(|one| topology::subnet_name(network, one.sender)));
    let diagnostic = findings.report(
        declared,
        place,
        format!(
            "{senders} sends to {} through {} and is answered past it",
            topology::subnet_name(network, answerer),
            topology::appliance_name(network, first.appliance)
        ),
    );
    diagnostic.severity = diagnostic.severity.min(asymmetry::severity(first.appliance));
    diagnostic.relate(
        network.subnets[first.sender].route_table.span,
        "the other side sends through it by this table",
    );
    diagnostic.steps = p2s::steps(&first.flow);
    diagnostic.help("Route both directions alike: through the firewall, or directly.");
    findings.explain(found.iter().map(|one| (one.flow.from, one.flow.to)));
}
