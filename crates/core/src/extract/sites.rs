//! On-premises sites: those configured and those found.

use std::collections::BTreeSet;

use nexthop_iac::Why;
use nexthop_source::Span;

use crate::{
    Fact, Model, Network, SiteModel,
    network::{
        Circuit, Connection, ConnectionKind, Declared, Gateway, GatewayKind, HubBranch, HubGateway,
        HubGatewayKind, HubTunnel, Id, LocalNetworkGateway, Prefix, Several, Site, SiteLink, Table,
        VpnSite,
    },
};

/// What a way leads to, where nobody has configured a site for it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Far {
    Circuit(Id<Circuit>),
    Connection(Id<Connection>),
    Gateway(Id<Gateway>),
    LocalNetworkGateway(Id<LocalNetworkGateway>),
    VpnSite(Id<VpnSite>),
    HubBranch(Id<HubBranch>),
    HubGateway(Id<HubGateway>),
}

/// A way from a gateway to the world outside.
#[derive(Clone, Debug)]
struct Way {
    far: Far,
    connection: Option<Id<Connection>>,
    /// Unknown where the connection does not say of which gateway it is.
    link: Fact<SiteLink>,
}

/// The sites: configured ones first, each with the ways that it names; then one
/// for each circuit, connection, gateway or local network gateway that is left.
pub(super) fn derive(network: &Network, model: &Model) -> Table<Site> {
    let tunnels = network.hub_tunnels();
    let mut ways = express_route_ways(network);
    ways.extend(vpn_ways(network, &tunnels));
    ways.extend(ways_to_unknown_gateways(network));
    ways.extend(hub_ways(network, &tunnels));
    let mut sites = Table::default();
    let owners: Vec<Option<usize>> =
        ways.iter().map(|way| owner(network, &model.sites, way)).collect();
    for (at, configured) in model.sites.iter().enumerate() {
        let own = owned(&ways, &owners, Some(at));
        if let Some(site) = configured_site(network, configured, &own) {
            sites.add(site);
        }
    }
    let mut left = owned(&ways, &owners, None);
    left.sort_by_key(|way| way.far);
    for ways in left.chunk_by(|one, other| one.far == other.far) {
        sites.add(found_site(network, ways));
    }
    sites
}

/// The ways that belong to a site, or to none.
fn owned<'w>(ways: &'w [Way], owners: &[Option<usize>], by: Option<usize>) -> Vec<&'w Way> {
    ways.iter().zip(owners).filter(|(_, owner)| **owner == by).map(|(way, _)| way).collect()
}

/// ExpressRoute connections, and gateways for which none is in the code.
fn express_route_ways(network: &Network) -> Vec<Way> {
    let mut ways: Vec<Way> = Vec::new();
    for (id, connection) in network.connections.entries() {
        let Some(&gateway) = connection.gateway.value() else { continue };
        if !is_express_route(network, connection, gateway) {
            continue;
        }
        let circuit = connection.circuit.value().copied().flatten();
        let far = circuit.map_or(Far::Connection(id), Far::Circuit);
        let link = SiteLink::ExpressRoute { gateway, connection: Some(id) };
        let link = Fact::set(link, connection.gateway.span);
        ways.push(Way { far, connection: Some(id), link });
    }
    for (gateway, declared) in network.gateways.entries() {
        let connected = network.connections.iter().any(|other| other.gateway.is(&gateway));
        if declared.kind.is(&GatewayKind::ExpressRoute) && !connected {
            let link = SiteLink::ExpressRoute { gateway, connection: None };
            let link = Fact::set(link, declared.declared.span);
            ways.push(Way { far: Far::Gateway(gateway), connection: None, link });
        }
    }
    ways
}

/// By what the connection says, else by the gateway that it belongs to.
fn is_express_route(network: &Network, connection: &Connection, gateway: Id<Gateway>) -> bool {
    match connection.kind.value() {
        Some(kind) => *kind == ConnectionKind::ExpressRoute,
        None => network.gateways[gateway].kind.is(&GatewayKind::ExpressRoute),
    }
}

/// Tunnels to sites; those to other gateways of this code are none.
fn vpn_ways(network: &Network, tunnels: &[HubTunnel]) -> Vec<Way> {
    let to_hub: BTreeSet<_> = tunnels.iter().map(|tunnel| tunnel.connection).collect();
    let ways = network.connections.entries().filter_map(|(id, connection)| {
        let gateway = *connection.gateway.value()?;
        if to_hub.contains(&id) || network.peer_by_tunnel(id).is_some() {
            return None;
        }
        let local_network_gateway = (*connection.local_network_gateway.value()?)?;
        let link = SiteLink::Vpn { gateway, connection: id, local_network_gateway };
        let link = Fact::set(link, connection.gateway.span);
        let far = Far::LocalNetworkGateway(local_network_gateway);
        Some(Way { far, connection: Some(id), link })
    });
    ways.collect()
}

/// Connections of the gateways of hubs, and ExpressRoute gateways of hubs for which none
/// is in the code.
fn hub_ways(network: &Network, tunnels: &[HubTunnel]) -> Vec<Way> {
    let tunnels: BTreeSet<_> = tunnels.iter().map(|tunnel| tunnel.branch).collect();
    let mut ways = Vec::new();
    for (id, branch) in network.hub_branches.entries() {
        if tunnels.contains(&id) {
            continue;
        }
        let circuit = branch.circuit.value().copied().flatten();
        let vpn_site = branch.vpn_site.value().copied().flatten();
        let far = match (vpn_site, circuit) {
            (Some(site), _) => Far::VpnSite(site),
            (None, Some(circuit)) => Far::Circuit(circuit),
            (None, None) => Far::HubBranch(id),
        };
        let link = branch.gateway.map(|&gateway| SiteLink::Hub { gateway, branch: Some(id) });
        ways.push(Way { far, connection: None, link });
    }
    for (gateway, declared) in network.hub_gateways.entries() {
        let connected = network.hub_branches.iter().any(|branch| branch.gateway.is(&gateway));
        if declared.kind == HubGatewayKind::ExpressRoute && !connected {
            let link = SiteLink::Hub { gateway, branch: None };
            let link = Fact::set(link, declared.declared.span);
            ways.push(Way { far: Far::HubGateway(gateway), connection: None, link });
        }
    }
    ways
}

/// Connections that do not say of which gateway they are.
fn ways_to_unknown_gateways(network: &Network) -> Vec<Way> {
    let ways = network.connections.entries().filter_map(|(id, connection)| {
        let why = connection.gateway.why()?.clone();
        let local = connection.local_network_gateway.value().copied().flatten();
        let circuit = connection.circuit.value().copied().flatten();
        let is_express_route = connection.kind.is(&ConnectionKind::ExpressRoute);
        let far = local
            .map(Far::LocalNetworkGateway)
            .or_else(|| circuit.map(Far::Circuit))
            .or_else(|| is_express_route.then_some(Far::Connection(id)))?;
        let link = Fact::unknown(why, connection.gateway.span);
        Some(Way { far, connection: Some(id), link })
    });
    ways.collect()
}

/// The configured site that names a way: its far end or connection first, then
/// its gateway.
fn owner(network: &Network, sites: &[SiteModel], way: &Way) -> Option<usize> {
    let list: fn(&SiteModel) -> &[String] = match way.far {
        Far::LocalNetworkGateway(_) | Far::VpnSite(_) => |site| &site.vpn,
        Far::HubBranch(id) if is_vpn(network, id) => |site| &site.vpn,
        Far::Circuit(_)
        | Far::Connection(_)
        | Far::Gateway(_)
        | Far::HubBranch(_)
        | Far::HubGateway(_) => |site| &site.expressroute,
    };
    let named = |declared: Option<&Declared>, of: fn(&SiteModel) -> &[String]| {
        let declared = declared?;
        sites.iter().position(|site| of(site).iter().any(|name| names(name, declared)))
    };
    let far = named(Some(far_end(network, way.far)), list);
    let mut connection = way.connection.map(|id| &network.connections[id].declared);
    let gateway = match way.link.value() {
        Some(&SiteLink::ExpressRoute { gateway, .. }) => Some(&network.gateways[gateway].declared),
        Some(&SiteLink::Hub { gateway, branch }) => {
            connection = branch.map(|id| &network.hub_branches[id].declared);
            let gateway = &network.hub_gateways[gateway];
            (gateway.kind == HubGatewayKind::ExpressRoute).then_some(&gateway.declared)
        }
        Some(SiteLink::Vpn { .. } | SiteLink::Appliance(_)) | None => None,
    };
    far.or_else(|| named(connection, list)).or_else(|| named(gateway, list))
}

fn is_vpn(network: &Network, branch: Id<HubBranch>) -> bool {
    let gateway = network.hub_branches[branch].gateway.value();
    gateway.is_some_and(|&gateway| network.hub_gateways[gateway].kind == HubGatewayKind::SiteToSite)
}

/// Names and addresses compare without case.
pub(crate) fn names(name: &str, declared: &Declared) -> bool {
    let own = declared.name.value();
    own.is_some_and(|own| own.eq_ignore_ascii_case(name))
        || declared.address.as_str().eq_ignore_ascii_case(name)
}

fn far_end(network: &Network, far: Far) -> &Declared {
    match far {
        Far::Circuit(id) => &network.circuits[id].declared,
        Far::Connection(id) => &network.connections[id].declared,
        Far::Gateway(id) => &network.gateways[id].declared,
        Far::LocalNetworkGateway(id) => &network.local_network_gateways[id].declared,
        Far::VpnSite(id) => &network.vpn_sites[id].declared,
        Far::HubBranch(id) => &network.hub_branches[id].declared,
        Far::HubGateway(id) => &network.hub_gateways[id].declared,
    }
}

/// The other end of a tunnel and its prefixes.
type VpnEnd<'a> = (&'a Declared, &'a Fact<Vec<Prefix>>);

/// A configured site. It stands where the first thing that it names is declared;
/// one that names nothing here, at the first gateway or virtual network.
fn configured_site(network: &Network, site: &SiteModel, ways: &[&Way]) -> Option<Site> {
    let named = |declared: &Declared| site.vpn.iter().any(|name| names(name, declared));
    let local = network.local_network_gateways.iter();
    let local = local.map(|gateway| (&gateway.declared, &gateway.address_space));
    let remote = network.vpn_sites.iter().map(|site| (&site.declared, &site.address_space));
    let local: Vec<VpnEnd<'_>> = local.chain(remote).filter(|(end, _)| named(end)).collect();
    let span = ways
        .first()
        .map(|way| far_end(network, way.far).span)
        .or_else(|| local.first().map(|(end, _)| end.span))
        .or_else(|| somewhere(network))?;
    let links = links(ways, span);
    let mut known = links.known;
    let appliances = site.appliances.iter().filter_map(|name| network.appliance_called(name));
    known.extend(appliances.map(SiteLink::Appliance));
    Some(Site {
        name: site.name.clone(),
        prefixes: configured_prefixes(site, ways, &local, span),
        asn: site.asn,
        prepends: site.prepends.clone(),
        communities: site.communities.clone(),
        links: Several { known, ..links },
        span,
    })
}

fn somewhere(network: &Network) -> Option<Span> {
    let gateways = network.gateways.iter().map(|gateway| gateway.declared.span);
    gateways.chain(network.virtual_networks.iter().map(|vnet| vnet.declared.span)).next()
}

/// The configured prefixes; without any, those of its local network gateways if
/// nothing but VPN leads there.
fn configured_prefixes(
    site: &SiteModel,
    ways: &[&Way],
    local: &[VpnEnd<'_>],
    span: Span,
) -> Fact<Vec<Prefix>> {
    if !site.prefixes.is_empty() {
        let prefixes = site.prefixes.iter().map(|net| Prefix { net: net.trunc(), span });
        return Fact::set(prefixes.collect(), span);
    }
    let vpn_only =
        ways.iter().all(|way| matches!(way.far, Far::LocalNetworkGateway(_) | Far::VpnSite(_)));
    let Some((first, rest)) = local.split_first().filter(|_| vpn_only) else {
        return Fact::unknown(outside(&site.name), span);
    };
    let unknown = local.iter().find_map(|(_, space)| space.why());
    if let Some(why) = unknown {
        return Fact::unknown(why.clone(), span);
    }
    first.1.map(|prefixes| {
        let others = rest.iter().filter_map(|(_, space)| space.value()).flatten();
        prefixes.iter().chain(others).copied().collect()
    })
}

fn links(ways: &[&Way], span: Span) -> Several<SiteLink> {
    let unknown = ways.iter().find_map(|way| Some((way.link.why()?, way.link.span)));
    Several {
        known: ways.iter().filter_map(|way| way.link.value().copied()).collect(),
        more: unknown.map(|(why, _)| why.clone()),
        span: unknown.map_or(span, |(_, span)| span),
    }
}

fn found_site(network: &Network, ways: &[&Way]) -> Site {
    let far = ways.first().expect("a chunk has an element").far;
    let declared = far_end(network, far);
    let prefixes = match far {
        Far::LocalNetworkGateway(id) => network.local_network_gateways[id].address_space.clone(),
        Far::VpnSite(id) => network.vpn_sites[id].address_space.clone(),
        Far::Circuit(_)
        | Far::Connection(_)
        | Far::Gateway(_)
        | Far::HubBranch(_)
        | Far::HubGateway(_) => Fact::unknown(outside(declared.label()), declared.span),
    };
    Site {
        name: declared.label().to_owned(),
        prefixes,
        asn: None,
        prepends: Vec::new(),
        communities: None,
        links: links(ways, declared.span),
        span: declared.span,
    }
}

fn outside(name: &str) -> Why {
    Why::Outside(format!("what {name} announces"))
}
