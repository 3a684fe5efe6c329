//! `indirect-spoke-not-advertised`

use std::rc::Rc;

use nexthop_core::{
    Network, Presence,
    network::{
        Id, Route, RoutePrefix, RouteTable, Site, SiteLink, SubnetPurpose, UserNextHop,
        VirtualNetwork,
    },
    routing::{Code, Endpoint, Flow},
};
use nexthop_source::Severity;

use crate::{Context, Findings, Rule, topology, tunnels};

pub(super) static RULE: Rule = Rule {
    name: "indirect-spoke-not-advertised",
    severity: Severity::Warning,
    since: "0.1.0",
    summary: "on-premises learns no route to a network behind a spoke",
    docs: include_str!("rule.md"),
    check,
};

fn check(ctx: &Context<'_>, findings: &mut Findings) {
    let network = ctx.network;
    for (hub, _) in network.virtual_networks.entries() {
        let Some(gateway_subnet) = network.special_subnet(hub, SubnetPurpose::Gateway) else {
            continue;
        };
        let table = network.subnets[gateway_subnet].route_table.value().copied().flatten();
        let Some(table) = table.map(|id| &network.route_tables[id]) else { continue };
        for vnet in topology::two_peerings_away(network, hub) {
            let Some(route) = wanted(ctx, table, vnet) else { continue };
            let Some(flow) = not_told(ctx, hub, vnet) else { continue };
            let (name, hub) = (
                network.virtual_networks[vnet].declared.label(),
                network.virtual_networks[hub].declared.label(),
            );
            let diagnostic = findings.report(
                &table.declared,
                route.span,
                format!(
                    "the route leads what comes from {} to {name}, but no gateway of {hub} announces {name}, which is not peered with {hub}",
                    flow.from.id(network)
                ),
            );
            diagnostic.steps = flow.forward.steps();
            diagnostic.help(format!("Let an appliance announce {name} through a Route Server, peer {name} with {hub}, or, for ExpressRoute, cover it with summarized gateway prefixes."));
            findings.explain([(flow.from, flow.to)]);
        }
    }
}

/// A route of GatewaySubnet that shows that on-premises is to reach a network.
fn wanted<'a>(
    ctx: &Context<'_>,
    table: &'a RouteTable,
    vnet: Id<VirtualNetwork>,
) -> Option<&'a Route> {
    table.routes.known.iter().find(|route| {
        let Some(RoutePrefix::Net(net)) = route.prefix.value() else { return false };
        let mut own = tunnels::spaces(ctx.network, [vnet]);
        let is_meant = own.any(|own| own.prefix.net.contains(net));
        is_meant
            && route.next_hop.is(&UserNextHop::VirtualAppliance)
            && route.presence == Presence::Certain
    })
}

/// A flow from behind the hub's gateways that fails since its network is not announced.
fn not_told(
    ctx: &Context<'_>,
    hub: Id<VirtualNetwork>,
    vnet: Id<VirtualNetwork>,
) -> Option<Rc<Flow>> {
    let to = Endpoint::VirtualNetwork(vnet);
    topology::sites_behind(ctx.network, hub)
        .filter(|&site| is_told_by_bgp(ctx.network, &ctx.network.sites[site]))
        .map(|site| ctx.flow(Endpoint::Site(site), to))
        .find(|flow| flow.because.code == Code::NotAdvertised)
}

/// Whether a site knows what gateways announce and nothing else. At the far end of a
/// tunnel without BGP somebody may have written any route.
fn is_told_by_bgp(network: &Network, site: &Site) -> bool {
    site.links.known.iter().all(|link| match *link {
        SiteLink::ExpressRoute { .. } => true,
        SiteLink::Vpn { connection, .. } => network.connections[connection].bgp.is(&true),
        SiteLink::Hub { .. } | SiteLink::Appliance(_) => false,
    })
}
