//! `vwan-bow-tie`

use nexthop_core::{
    Network,
    network::{HubGatewayKind, Id, VirtualHub},
    routing::{Code, Endpoint},
};
use nexthop_source::Severity;

use crate::{Context, Findings, Rule, virtual_wan};

pub(super) static RULE: Rule = Rule {
    name: "vwan-bow-tie",
    severity: Severity::Warning,
    since: "0.1.0",
    summary: "two hubs on one circuit reach each other over ExpressRoute instead of directly",
    docs: include_str!("rule.md"),
    check,
};

fn check(ctx: &Context<'_>, findings: &mut Findings) {
    let network = ctx.network;
    let hubs: Vec<_> = virtual_wan::hubs(network).collect();
    for (at, &(hub, declared)) in hubs.iter().enumerate() {
        for &(other, far) in &hubs[at + 1..] {
            if far.wan != declared.wan || !share_a_circuit(network, hub, other) {
                continue;
            }
            let network_of = |hub| {
                virtual_wan::connections_of(network, hub)
                    .next()
                    .map(|(_, one)| Endpoint::VirtualNetwork(one.virtual_network))
            };
            let (Some(from), Some(to)) = (network_of(hub), network_of(other)) else { continue };
            if findings.need(&declared.routing_preference).is_none() {
                continue;
            }
            let flow = ctx.flow(from, to);
            let edge = flow.forward.hops.iter().any(|hop| hop.code == Code::ExpressRouteEdge);
            if !edge {
                continue;
            }
            let diagnostic = findings.report(
                &declared.declared,
                declared.routing_preference.span,
                format!(
                    "{} and {} are on one circuit and reach each other over it: the hub prefers ExpressRoute to the way from hub to hub",
                    declared.declared.label(),
                    far.declared.label()
                ),
            );
            diagnostic.relate(far.declared.span, "the other hub");
            diagnostic.steps = flow.forward.steps();
            diagnostic.help("Set hub_routing_preference to ASPath on both hubs, so that the direct way is used.");
        }
    }
}

fn share_a_circuit(network: &Network, one: Id<VirtualHub>, other: Id<VirtualHub>) -> bool {
    let sites = |hub| virtual_wan::sites_of(network, hub, HubGatewayKind::ExpressRoute);
    let far = sites(other);
    sites(one).iter().any(|site| far.contains(site))
}
