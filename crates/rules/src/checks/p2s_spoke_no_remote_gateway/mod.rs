//! `p2s-spoke-no-remote-gateway`

use nexthop_core::{
    Known,
    network::{Id, Peering},
    routing::{Code, Endpoint, Verdict},
};
use nexthop_source::Severity;

use crate::{Context, Findings, Rule, topology};

pub(super) static RULE: Rule = Rule {
    name: "p2s-spoke-no-remote-gateway",
    severity: Severity::Warning,
    since: "0.1.0",
    summary: "a spoke does not use the gateway of point-to-site clients, who have no route to it",
    docs: include_str!("rule.md"),
    check,
};

fn check(ctx: &Context<'_>, findings: &mut Findings) {
    let network = ctx.network;
    for (id, gateway) in network.gateways.entries() {
        if gateway.clients.is_none() || !topology::certain(&gateway.declared) {
            continue;
        }
        let Some(&hub) = gateway.virtual_network.value() else { continue };
        let forgotten: Vec<_> =
            network.peerings_of(hub).filter_map(|offer| forgotten(ctx, offer)).collect();
        let unreached = |peering: &&Peering| {
            let to = Endpoint::VirtualNetwork(peering.local);
            let flow = ctx.flow(Endpoint::Clients(id), to);
            let last = flow.forward.hops.last();
            flow.verdict == Verdict::Unreachable
                && last.is_some_and(|hop| hop.code == Code::NoClientRoute)
        };
        let unreached: Vec<_> = forgotten.into_iter().filter(unreached).collect();
        let Some(first) = unreached.first() else { continue };
        let names: Vec<_> = unreached
            .iter()
            .map(|peering| network.virtual_networks[peering.local].declared.label())
            .collect();
        findings
            .report(
                &first.declared,
                first.use_remote_gateways.span,
                format!(
                    "point-to-site clients of {} have no route to {}: neither do the peerings use the gateway nor does a custom route lead there",
                    gateway.declared.label(),
                    topology::several(&names)
                ),
            )
            .relate(gateway.declared.span, "the gateway")
            .help("Allow gateway transit on the hub's peering and use remote gateways on the spoke's; let the clients fetch a new profile.");
        let ends = unreached.iter().map(|peering| Endpoint::VirtualNetwork(peering.local));
        findings.explain(ends.map(|to| (Endpoint::Clients(id), to)));
    }
}

/// The spoke's direction of a hub's peering, where nobody decided that the spoke should
/// not use the gateway: it is offered and other spokes do, or neither side says anything.
fn forgotten<'a>(ctx: &Context<'a>, offer: Id<Peering>) -> Option<&'a Peering> {
    let network = ctx.network;
    let (hub, back) = (&network.peerings[offer], &network.peerings[network.reverse(offer)?]);
    let whole = [hub, back]
        .iter()
        .all(|peering| topology::certain(&peering.declared) && peering.complete.is(&true));
    let is_unused =
        back.use_remote_gateways.is(&false) && network.transit_hub(back.local).is(&None);
    let has_own = network.gateways_of(back.local).value().is_none_or(|own| !own.is_empty());
    if !whole || !is_unused || has_own {
        return None;
    }
    // Where no spoke uses what the hub offers, `gateway-transit-unused` says so.
    let forgot_to_use =
        hub.allow_gateway_transit.is(&true) && !network.transit_users(hub.local).known.is_empty();
    let said_nothing = matches!(hub.allow_gateway_transit.known, Known::Default(false))
        && matches!(back.use_remote_gateways.known, Known::Default(false));
    (forgot_to_use || said_nothing).then_some(back)
}
