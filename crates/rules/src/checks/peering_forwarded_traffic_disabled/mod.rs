//! `peering-forwarded-traffic-disabled`

use std::rc::Rc;

use nexthop_core::{
    network::{Id, Peering, RoutePrefix, UserNextHop, VirtualNetwork},
    routing::{Code, Endpoint, Flow},
};
use nexthop_source::Severity;

use crate::{Context, Findings, Rule, fix::Fixable, p2s, topology};

pub(super) static RULE: Rule = Rule {
    name: "peering-forwarded-traffic-disabled",
    severity: Severity::Warning,
    since: "0.1.0",
    summary: "a peering drops what an appliance in the hub forwards",
    docs: include_str!("rule.md"),
    check,
};

fn check(ctx: &Context<'_>, findings: &mut Findings) {
    let network = ctx.network;
    for (id, peering) in network.peerings.entries() {
        if !topology::certain(&peering.declared) || !peering.allow_forwarded_traffic.is(&false) {
            continue;
        }
        if !steered(ctx, peering.local) {
            continue;
        }
        let Some(flow) = dropped(ctx, peering) else { continue };
        let (local, remote) = (
            network.virtual_networks[peering.local].declared.label(),
            network.virtual_networks[peering.remote].declared.label(),
        );
        let diagnostic = findings.report(
            &peering.declared,
            peering.allow_forwarded_traffic.span,
            format!("{local} does not accept what an appliance in {remote} forwards: traffic from {} is dropped", flow.from.id(network)),
        );
        diagnostic.steps = p2s::steps(&flow);
        diagnostic
            .help(format!("Allow forwarded traffic on the peering of {local} with {remote}."))
            .fix(
                &peering.declared,
                "properties.allowForwardedTraffic",
                &peering.allow_forwarded_traffic,
                true,
            );
        let reverse = network.reverse(id).map(|id| &network.peerings[id].allow_forwarded_traffic);
        if let Some(reverse) = reverse.filter(|reverse| reverse.is(&false)) {
            diagnostic.relate(reverse.span, "nor is it allowed in the other direction");
            diagnostic.severity = Severity::Error;
        }
    }
}

/// Whether some route sends traffic for a virtual network to an appliance.
fn steered(ctx: &Context<'_>, vnet: Id<VirtualNetwork>) -> bool {
    let Some(space) = ctx.network.virtual_networks[vnet].address_space.value() else {
        return false;
    };
    ctx.network.route_tables.iter().flat_map(|table| &table.routes.known).any(|route| {
        let covers = match route.prefix.value() {
            Some(RoutePrefix::Net(net)) => space.iter().any(|own| topology::overlap(*net, own.net)),
            Some(RoutePrefix::ServiceTag(_)) | None => false,
        };
        covers && route.next_hop.is(&UserNextHop::VirtualAppliance)
    })
}

/// The first flow into the peering's network that it drops: from what is behind
/// the hub's gateways, then from the other networks peered with the hub.
fn dropped(ctx: &Context<'_>, peering: &Peering) -> Option<Rc<Flow>> {
    let network = ctx.network;
    let sites = topology::sites_behind(network, peering.remote).map(Endpoint::Site);
    let clients = topology::clients_in(network, peering.remote);
    let others = network
        .peerings_of(peering.remote)
        .map(|id| network.peerings[id].remote)
        .filter(|&vnet| vnet != peering.local)
        .map(Endpoint::VirtualNetwork);
    let to = Endpoint::VirtualNetwork(peering.local);
    sites
        .chain(clients)
        .chain(others)
        .map(|from| ctx.flow(from, to))
        .find(|flow| flow.because.code == Code::ForwardedTrafficDisabled)
}
