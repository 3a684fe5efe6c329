//! On-premises sites: those configured and those found.

use nexthop_iac::Why;
use nexthop_source::Span;

use crate::{
    Fact, Model, Network, SiteModel,
    network::{
        Circuit, Connection, ConnectionKind, Declared, Gateway, GatewayKind, Id,
        LocalNetworkGateway, Prefix, Site, SiteLink, Table,
    },
};

/// What a way leads to, where nobody has configured a site for it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Far {
    Circuit(Id<Circuit>),
    Connection(Id<Connection>),
    Gateway(Id<Gateway>),
    LocalNetworkGateway(Id<LocalNetworkGateway>),
}

/// A way from a gateway to the world outside.
#[derive(Clone, Copy, Debug)]
struct Way {
    far: Far,
    link: SiteLink,
}

/// The sites: configured ones first, each with the ways that it names; then one
/// for each circuit, connection, gateway or local network gateway that is left.
pub(super) fn derive(network: &Network, model: &Model) -> Table<Site> {
    let mut ways = express_route_ways(network);
    ways.extend(vpn_ways(network));
    let mut sites = Table::default();
    let owners: Vec<Option<usize>> =
        ways.iter().map(|way| owner(network, &model.sites, way)).collect();
    for (at, configured) in model.sites.iter().enumerate() {
        let own: Vec<Way> = ways
            .iter()
            .zip(&owners)
            .filter(|(_, owner)| **owner == Some(at))
            .map(|(way, _)| *way)
            .collect();
        if let Some(site) = configured_site(network, configured, &own) {
            sites.add(site);
        }
    }
    let mut left: Vec<Way> = ways
        .iter()
        .zip(&owners)
        .filter(|(_, owner)| owner.is_none())
        .map(|(way, _)| *way)
        .collect();
    left.sort_by_key(|way| way.far);
    for ways in left.chunk_by(|one, other| one.far == other.far) {
        sites.add(found_site(network, ways));
    }
    sites
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
        ways.push(Way { far, link });
    }
    for (gateway, declared) in network.gateways.entries() {
        let connected = network.connections.iter().any(|other| other.gateway.is(&gateway));
        if declared.kind.is(&GatewayKind::ExpressRoute) && !connected {
            let link = SiteLink::ExpressRoute { gateway, connection: None };
            ways.push(Way { far: Far::Gateway(gateway), link });
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

fn vpn_ways(network: &Network) -> Vec<Way> {
    let ways = network.connections.entries().filter_map(|(id, connection)| {
        let gateway = *connection.gateway.value()?;
        let local_network_gateway = (*connection.local_network_gateway.value()?)?;
        let link = SiteLink::Vpn { gateway, connection: id, local_network_gateway };
        Some(Way { far: Far::LocalNetworkGateway(local_network_gateway), link })
    });
    ways.collect()
}

/// The configured site that names a way: its far end or connection first, then
/// its gateway.
fn owner(network: &Network, sites: &[SiteModel], way: &Way) -> Option<usize> {
    let named = |declared: Option<&Declared>, of: fn(&SiteModel) -> &[String]| {
        let declared = declared?;
        sites.iter().position(|site| of(site).iter().any(|name| names(name, declared)))
    };
    let far = far_end(network, way.far);
    match way.link {
        SiteLink::Vpn { connection, .. } => named(Some(far), |site| &site.vpn)
            .or_else(|| named(Some(&network.connections[connection].declared), |site| &site.vpn)),
        SiteLink::ExpressRoute { gateway, connection } => {
            let connection = connection.map(|id| &network.connections[id].declared);
            named(Some(far), |site| &site.expressroute)
                .or_else(|| named(connection, |site| &site.expressroute))
                .or_else(|| {
                    named(Some(&network.gateways[gateway].declared), |site| &site.expressroute)
                })
        }
    }
}

/// Names and addresses compare without case.
fn names(name: &str, declared: &Declared) -> bool {
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
    }
}

/// A configured site. It stands where the first thing that it names is declared;
/// one that names nothing here, at the first gateway or virtual network.
fn configured_site(network: &Network, site: &SiteModel, ways: &[Way]) -> Option<Site> {
    let local: Vec<&LocalNetworkGateway> = network
        .local_network_gateways
        .iter()
        .filter(|gateway| site.vpn.iter().any(|name| names(name, &gateway.declared)))
        .collect();
    let span = ways
        .first()
        .map(|way| far_end(network, way.far).span)
        .or_else(|| local.first().map(|gateway| gateway.declared.span))
        .or_else(|| somewhere(network))?;
    Some(Site {
        name: site.name.clone(),
        prefixes: configured_prefixes(site, ways, &local, span),
        links: ways.iter().map(|way| way.link).collect(),
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
    ways: &[Way],
    local: &[&LocalNetworkGateway],
    span: Span,
) -> Fact<Vec<Prefix>> {
    if !site.prefixes.is_empty() {
        let prefixes = site.prefixes.iter().map(|net| Prefix { net: net.trunc(), span });
        return Fact::set(prefixes.collect(), span);
    }
    let vpn_only = ways.iter().all(|way| matches!(way.link, SiteLink::Vpn { .. }));
    let Some((first, rest)) = local.split_first().filter(|_| vpn_only) else {
        return Fact::unknown(outside(&site.name), span);
    };
    let unknown = local.iter().find_map(|gateway| gateway.address_space.why());
    if let Some(why) = unknown {
        return Fact::unknown(why.clone(), span);
    }
    first.address_space.map(|prefixes| {
        let others = rest.iter().filter_map(|gateway| gateway.address_space.value()).flatten();
        prefixes.iter().chain(others).copied().collect()
    })
}

fn found_site(network: &Network, ways: &[Way]) -> Site {
    let far = ways.first().expect("a chunk has an element").far;
    let declared = far_end(network, far);
    let prefixes = match far {
        Far::LocalNetworkGateway(id) => network.local_network_gateways[id].address_space.clone(),
        Far::Circuit(_) | Far::Connection(_) | Far::Gateway(_) => {
            Fact::unknown(outside(declared.label()), declared.span)
        }
    };
    Site {
        name: declared.label().to_owned(),
        prefixes,
        links: ways.iter().map(|way| way.link).collect(),
        span: declared.span,
    }
}

fn outside(name: &str) -> Why {
    Why::Outside(format!("what {name} announces"))
}
