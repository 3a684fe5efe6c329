//! `expressroute-s2s-transit-without-route-server`

use nexthop_core::{
    Network,
    network::{
        GatewayKind, Id, Prefix, RoutePrefix, Site, SiteLink, SubnetPurpose, UserNextHop,
        VirtualNetwork,
    },
    routing::{Endpoint, Verdict},
};
use nexthop_source::{Severity, Span};

use crate::{Context, Findings, Rule, p2s, topology};

pub(super) static RULE: Rule = Rule {
    name: "expressroute-s2s-transit-without-route-server",
    severity: Severity::Note,
    since: "0.1.0",
    summary: "sites behind VPN and behind ExpressRoute do not reach each other",
    docs: include_str!("rule.md"),
    check,
};

fn check(ctx: &Context<'_>, findings: &mut Findings) {
    let network = ctx.network;
    for pair in topology::coexisting(network) {
        if network.virtual_networks[pair.vnet].declared.existing {
            continue;
        }
        // With a Route Server it is `route-server-branch-to-branch-disabled`.
        let servers = network.route_servers_of(pair.vnet);
        let Some((tunnel, circuit)) = sites(network, pair.vnet) else { continue };
        if !findings.need(&servers).is_some_and(Vec::is_empty) {
            continue;
        }
        let (from, to) = (Endpoint::Site(tunnel), Endpoint::Site(circuit));
        let flow = ctx.routing.flow(network, from, to);
        if flow.verdict == Verdict::Depends {
            findings.flow_cannot_be_told(&flow, pair.vpn.declared.span);
        }
        if flow.verdict != Verdict::Unreachable {
            continue;
        }
        let [tunnel, circuit] = [tunnel, circuit].map(|site| &network.sites[site]);
        let diagnostic = findings.report(
            &pair.vpn.declared,
            pair.vpn.declared.span,
            format!(
                "{} (VPN) and {} (ExpressRoute) do not reach each other: their gateways exchange no routes without a Route Server",
                tunnel.name, circuit.name
            ),
        );
        diagnostic.relate(pair.express_route.declared.span, "the ExpressRoute gateway");
        if let Some(route) = meant(network, pair.vnet, [tunnel, circuit]) {
            diagnostic.severity = Severity::Warning;
            diagnostic
                .relate(route, "this route of GatewaySubnet is meant for traffic between them");
        }
        diagnostic.steps = p2s::steps(&flow);
        diagnostic.help("If they shall, add a Route Server with branch-to-branch (about 330 USD a month; active-active VPN gateway with ASN 65515), or use Virtual WAN. If both are ways to one place, say so in a [[site]] of nexthop.toml.");
    }
}

/// A site that only the VPN gateway of a network leads to, and one that only its
/// ExpressRoute gateway leads to.
fn sites(network: &Network, vnet: Id<VirtualNetwork>) -> Option<(Id<Site>, Id<Site>)> {
    let behind = |id: Id<Site>, kind: GatewayKind| {
        network.sites[id].links.known.iter().any(|link| {
            let gateway = link.gateway().map(|id| &network.gateways[id]);
            let connected = match link {
                SiteLink::ExpressRoute { connection, .. } => connection
                    .is_some_and(|id| topology::certain(&network.connections[id].declared)),
                SiteLink::Vpn { connection, .. } => {
                    topology::certain(&network.connections[*connection].declared)
                }
                SiteLink::Hub { .. } | SiteLink::Appliance(_) => false,
            };
            connected
                && gateway.is_some_and(|one| one.kind.is(&kind) && one.virtual_network.is(&vnet))
        })
    };
    let only = |kind, other| network.sites.ids().find(|&id| behind(id, kind) && !behind(id, other));
    let tunnel = only(GatewayKind::Vpn, GatewayKind::ExpressRoute)?;
    Some((tunnel, only(GatewayKind::ExpressRoute, GatewayKind::Vpn)?))
}

/// Where GatewaySubnet sends the prefixes of one of the sites to an appliance, which
/// nothing but traffic between the gateways needs.
fn meant(network: &Network, vnet: Id<VirtualNetwork>, sites: [&Site; 2]) -> Option<Span> {
    let subnet = network.special_subnet(vnet, SubnetPurpose::Gateway)?;
    let table = (*network.subnets[subnet].route_table.value()?)?;
    let prefixes: Vec<&Prefix> =
        sites.iter().filter_map(|site| site.prefixes.value()).flatten().collect();
    let routes = &network.route_tables[table].routes.known;
    let found = routes.iter().find(|route| match route.prefix.value() {
        Some(RoutePrefix::Net(net)) => {
            route.next_hop.is(&UserNextHop::VirtualAppliance)
                && prefixes.iter().any(|prefix| topology::overlap(prefix.net, *net))
        }
        Some(RoutePrefix::ServiceTag(_)) | None => false,
    });
    found.map(|route| route.span)
}
