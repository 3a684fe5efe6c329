//! What a gateway knows by itself, as routes: the networks around it, its sites,
//! its clients, and what Route Server or another gateway passes on.

use std::collections::{BTreeMap, BTreeSet};

use ipnet::IpNet;
use nexthop_source::{Span, Step};

use super::{
    Code, EffectiveRoute, NextHop, RouteDestination, RouteOrigin, RouteSource,
    condition::Condition,
    index::{Exit, Row, route},
    target::SitePrefixes,
    topology::{Topology, azure_prefixes},
    vpn_nat::VpnNat,
};
use crate::{
    Network,
    network::{
        Circuit, Connection, Gateway, GatewayKind, Id, LocalNetworkGateway, Prefix, Site, SiteLink,
        VirtualNetwork,
    },
};

/// A route with what the simulation knows of it.
pub(super) type Announcement = (EffectiveRoute, Row);

/// Prefixes that are known to be somewhere.
#[derive(Debug, Default)]
pub(super) struct KnownPrefixes(BTreeSet<IpNet>);

impl KnownPrefixes {
    pub(super) fn new(network: &Network, sites: &[SitePrefixes]) -> Self {
        let mut all: BTreeSet<IpNet> = azure_prefixes(network).into_iter().collect();
        for site in sites {
            if let SitePrefixes::Known(prefixes) | SitePrefixes::Assumed(prefixes, _) = site {
                all.extend(prefixes.iter().copied());
            }
        }
        Self(all)
    }

    /// Whether one of them holds all of the prefix.
    pub(super) fn hold(&self, net: IpNet) -> bool {
        (0..=net.prefix_len())
            .filter_map(|length| IpNet::new(net.network(), length).ok())
            .any(|cover| self.0.contains(&cover.trunc()))
    }
}

/// The way from a site to a gateway.
#[derive(Clone, Debug)]
pub(super) struct Uplink {
    pub(super) gateway: Id<Gateway>,
    pub(super) kind: GatewayKind,
    pub(super) when: Condition,
    /// When routes are exchanged by BGP; `None` where they never are.
    pub(super) bgp: Option<Condition>,
    /// When packets from the circuit skip the gateway.
    pub(super) fast_path: Option<Condition>,
    /// The site's ASN, where it is known.
    pub(super) asn: Option<u32>,
    /// The connection; none where it is not in the code.
    pub(super) connection: Option<Id<Connection>>,
    /// The circuit of an ExpressRoute connection.
    pub(super) circuit: Option<Id<Circuit>>,
    /// When an ExpressRoute gateway takes traffic of other networks on its circuits.
    pub(super) hairpin: Option<Condition>,
}

pub(super) fn uplink(network: &Network, topology: &mut Topology, link: SiteLink) -> Option<Uplink> {
    let (gateway, connection) = match link {
        SiteLink::ExpressRoute { gateway, connection } => (gateway, connection),
        SiteLink::Vpn { gateway, connection, .. } => (gateway, Some(connection)),
        SiteLink::Hub { .. } | SiteLink::Appliance(_) => return None,
    };
    let placed = topology.gateways[gateway.index()].clone()?;
    let named = connection;
    let connection = named.map(|id| &network.connections[id]);
    let causes = &mut topology.causes;
    let present = connection.map(|connection| causes.presence(&connection.declared));
    let when = placed.when.and(&present.unwrap_or_default())?;
    let (bgp, fast_path, asn) = match link {
        SiteLink::ExpressRoute { .. } => {
            let fast_path = connection.and_then(|connection| {
                let name = connection.declared.address.as_str();
                causes.flag(&connection.gateway_bypass, "expressRouteGatewayBypass", name)
            });
            (Some(Condition::always()), fast_path, None)
        }
        SiteLink::Vpn { local_network_gateway, .. } => {
            let bgp = connection.and_then(|connection| {
                let name = connection.declared.address.as_str();
                let own = network.gateways[gateway].declared.address.as_str();
                let here = causes.flag(&network.gateways[gateway].bgp, "enableBgp", own)?;
                here.and(&causes.flag(&connection.bgp, "enableBgp", name)?)
            });
            let asn = network.local_network_gateways[local_network_gateway].asn.value();
            (bgp, None, asn.copied().flatten())
        }
        SiteLink::Hub { .. } | SiteLink::Appliance(_) => return None,
    };
    let circuit = connection.and_then(|connection| connection.circuit.value().copied().flatten());
    let own = &network.gateways[gateway];
    let hairpin = match placed.kind {
        GatewayKind::ExpressRoute => {
            let name = own.declared.address.as_str();
            causes.flag(&own.allow_remote_vnet_traffic, "allowRemoteVnetTraffic", name)
        }
        GatewayKind::Vpn => None,
    };
    Some(Uplink {
        gateway,
        kind: placed.kind,
        when,
        bgp,
        fast_path,
        asn,
        connection: named,
        circuit,
        hairpin,
    })
}

/// How a prefix comes about that a site does not have.
pub(super) const TRANSLATED: &str = ", by NAT rules of the connection";

/// What each site's prefixes are taken for.
pub(super) fn site_prefixes(
    network: &Network,
    topology: &Topology,
    nat: &VpnNat,
) -> Vec<SitePrefixes> {
    let known: Vec<SitePrefixes> = network
        .sites
        .entries()
        .map(|(id, site)| match site.prefixes.value() {
            _ if nat.seen(id).is_some() => {
                SitePrefixes::Known(nat.seen(id).unwrap_or_default().to_vec())
            }
            Some(prefixes) if !prefixes.is_empty() => {
                SitePrefixes::Known(prefixes.iter().map(|prefix| prefix.net).collect())
            }
            _ => SitePrefixes::Unknown,
        })
        .collect();
    let prefixes = KnownPrefixes::new(network, &known);
    network
        .sites
        .ids()
        .map(|site| match &known[site.index()] {
            SitePrefixes::Unknown => assumed(network, topology, &known, &prefixes, site),
            other => other.clone(),
        })
        .collect()
}

/// Custom routes that belong to nothing known can only be meant for the one
/// ExpressRoute site of the same network whose prefixes nobody said.
fn assumed(
    network: &Network,
    topology: &Topology,
    known: &[SitePrefixes],
    prefixes: &KnownPrefixes,
    site: Id<Site>,
) -> SitePrefixes {
    let hubs_of = |site: Id<Site>| {
        network.sites[site].links.known.iter().filter_map(|link| match link {
            SiteLink::ExpressRoute { gateway, .. } => {
                topology.gateways[gateway.index()].as_ref().map(|placed| placed.virtual_network)
            }
            SiteLink::Vpn { .. } | SiteLink::Hub { .. } | SiteLink::Appliance(_) => None,
        })
    };
    for hub in hubs_of(site) {
        let rivals = network.sites.ids().filter(|&other| {
            other != site
                && known[other.index()] == SitePrefixes::Unknown
                && hubs_of(other).any(|its| its == hub)
        });
        if rivals.count() > 0 {
            continue;
        }
        for &gateway in &topology.gateways_in[hub.index()] {
            let routes = network.gateways[gateway].custom_routes.value().into_iter().flatten();
            let mut free: Vec<IpNet> = routes
                .map(|prefix| prefix.net)
                .filter(|&net| net.prefix_len() > 1 && !prefixes.hold(net))
                .collect();
            if !free.is_empty() {
                free.sort_unstable();
                free.dedup();
                return SitePrefixes::Assumed(free, gateway);
            }
        }
    }
    SitePrefixes::Unknown
}

/// Writes the announcements of gateways.
#[derive(Clone, Copy)]
pub(super) struct Announcer<'a> {
    pub(super) network: &'a Network,
    pub(super) topology: &'a Topology,
    pub(super) sites: &'a [SitePrefixes],
    /// By site.
    pub(super) uplinks: &'a [Vec<Uplink>],
}

impl Announcer<'_> {
    /// The address spaces of the gateway's network and of those that use it.
    pub(super) fn spaces(
        &self,
        gateway: impl Into<Option<Id<Gateway>>>,
        hub: Id<VirtualNetwork>,
    ) -> Vec<Announcement> {
        let gateway = gateway.into();
        let mut all = self.space(gateway, hub);
        for transit in &self.topology.used_by[hub.index()] {
            let peering = &self.network.peerings[transit.peering];
            if peering.complete.is(&false) {
                // What little is known of subnet peering says that gateways leave it out.
                continue;
            }
            let step = Step {
                code: Code::GatewayTransit.as_str(),
                message: format!(
                    "{} uses the gateways of {} through peering {}",
                    self.vnet(transit.spoke),
                    self.vnet(hub),
                    peering.declared.label()
                ),
                span: Some(peering.use_remote_gateways.span),
            };
            for (mut route, mut row) in self.space(gateway, transit.spoke) {
                route.origin = RouteOrigin::GatewayTransit(transit.peering);
                route.because.push(step.clone());
                row.when = transit.when.clone();
                all.push((route, row));
            }
        }
        all
    }

    fn space(&self, gateway: Option<Id<Gateway>>, vnet: Id<VirtualNetwork>) -> Vec<Announcement> {
        space_destinations(self.network, vnet)
            .into_iter()
            .map(|(destination, step)| {
                let row =
                    Row { exit: Some(Exit::VirtualNetwork), inside_known: true, ..Row::default() };
                let mut route = gateway_route(destination, gateway, RouteOrigin::VirtualNetwork);
                route.because.push(step);
                (route, row)
            })
            .collect()
    }

    /// The sites of a gateway, each with when it is known by BGP.
    pub(super) fn sites(&self, gateway: Id<Gateway>) -> Vec<(Announcement, Option<Condition>)> {
        let mut all: Vec<(Announcement, Option<Condition>)> = Vec::new();
        for (site, uplinks) in self.network.sites.ids().zip(self.uplinks) {
            let mut of_site: BTreeMap<RouteDestination, Vec<usize>> = BTreeMap::new();
            for uplink in uplinks.iter().filter(|uplink| uplink.gateway == gateway) {
                for (destination, step) in self.site_destinations(site, gateway) {
                    let row = Row {
                        when: uplink.when.clone(),
                        rank: self.rank(gateway),
                        exit: Some(Exit::Site(site)),
                        by_bgp: uplink.kind == GatewayKind::Vpn && uplink.bgp.is_some(),
                        inside_known: true,
                        ..Row::default()
                    };
                    // Two circuits of one gateway are one way more to its edge routers.
                    let known = of_site.entry(destination.clone()).or_default();
                    let is_there = known.iter().any(|&at| {
                        let ((_, other), bgp) = &all[at];
                        *bgp == uplink.bgp && other.when == row.when
                    });
                    if is_there {
                        continue;
                    }
                    known.push(all.len());
                    let mut route =
                        gateway_route(destination, gateway, RouteOrigin::Site(site, gateway));
                    route.because.push(step);
                    all.push(((route, row), uplink.bgp.clone()));
                }
            }
        }
        all
    }

    fn site_destinations(
        &self,
        id: Id<Site>,
        gateway: Id<Gateway>,
    ) -> Vec<(RouteDestination, Step)> {
        let site = &self.network.sites[id];
        let own = self.network.gateways[gateway].declared.label();
        let step = |code: Code, message: String, span: Span| Step {
            code: code.as_str(),
            message,
            span: Some(span),
        };
        match &self.sites[id.index()] {
            SitePrefixes::Known(prefixes) => {
                let declared = site.prefixes.value().map_or(&[][..], Vec::as_slice);
                // Where it is written first.
                let spans: BTreeMap<IpNet, Span> =
                    declared.iter().rev().map(|prefix| (prefix.net, prefix.span)).collect();
                let one = |net: &IpNet| {
                    let how = if spans.contains_key(net) { "" } else { TRANSLATED };
                    let message = format!("{own} learns {net} from the site {}{how}", site.name);
                    let span = spans.get(net).copied().unwrap_or(site.span);
                    (RouteDestination::Net(*net), step(Code::SitePrefixes, message, span))
                };
                prefixes.iter().map(one).collect()
            }
            SitePrefixes::Assumed(prefixes, from) => {
                let custom = &self.network.gateways[*from];
                let one = |net: &IpNet| {
                    let message = format!(
                        "{net}, a custom route of {}, is taken for a prefix of the site {}",
                        custom.declared.label(),
                        site.name
                    );
                    let span = custom.custom_routes.span;
                    (RouteDestination::Net(*net), step(Code::AssumedOnpremPrefix, message, span))
                };
                prefixes.iter().map(one).collect()
            }
            SitePrefixes::Unknown => {
                let message = format!(
                    "{own} learns the prefixes of the site {}, which are not known",
                    site.name
                );
                vec![(RouteDestination::Site(id), step(Code::SitePrefixes, message, site.span))]
            }
        }
    }

    /// ExpressRoute is preferred to VPN for one prefix, unless a Route Server says otherwise.
    pub(super) fn rank(&self, gateway: Id<Gateway>) -> u16 {
        let Some(placed) = &self.topology.gateways[gateway.index()] else { return 2 };
        let vpn_first = self.topology.route_servers[placed.virtual_network.index()].iter().any(
            |(server, when)| {
                let preference = &self.network.route_servers[*server].routing_preference;
                when.is_always() && preference.is(&crate::network::RoutingPreference::VpnGateway)
            },
        );
        u16::from((placed.kind == GatewayKind::Vpn) != vpn_first)
    }

    /// The pool of a gateway's clients.
    pub(super) fn clients(&self, gateway: Id<Gateway>) -> Vec<Announcement> {
        let declared = &self.network.gateways[gateway];
        let Some(clients) = &declared.clients else { return Vec::new() };
        let when = match &self.topology.gateways[gateway.index()] {
            Some(placed) => placed.when.clone(),
            None => return Vec::new(),
        };
        let destinations: Vec<(RouteDestination, Span)> = match clients.pool.value() {
            Some(pool) => {
                pool.iter().map(|prefix| (RouteDestination::Net(prefix.net), prefix.span)).collect()
            }
            None => vec![(RouteDestination::Clients(gateway), clients.pool.span)],
        };
        destinations
            .into_iter()
            .map(|(destination, span)| {
                let row = Row {
                    when: when.clone(),
                    rank: self.rank(gateway),
                    exit: Some(Exit::Clients),
                    inside_known: true,
                    ..Row::default()
                };
                let mut route = gateway_route(destination, gateway, RouteOrigin::Clients(gateway));
                route.because.push(Step {
                    code: Code::ClientPool.as_str(),
                    message: format!(
                        "the address pool of the clients of {}",
                        declared.declared.label()
                    ),
                    span: Some(span),
                });
                (route, row)
            })
            .collect()
    }

    /// The custom routes of a VPN gateway.
    pub(super) fn custom_routes(
        &self,
        gateway: Id<Gateway>,
        known: &KnownPrefixes,
    ) -> Vec<Announcement> {
        let declared = &self.network.gateways[gateway];
        let routes = declared.custom_routes.value().into_iter().flatten();
        routes
            .map(|&Prefix { net, span }| {
                let row = Row {
                    rank: 3,
                    exit: Some(Exit::VirtualNetwork),
                    inside_known: known.hold(net),
                    ..Row::default()
                };
                let destination = RouteDestination::Net(net);
                let mut route =
                    gateway_route(destination, gateway, RouteOrigin::CustomRoute(gateway));
                route.because.push(Step {
                    code: Code::CustomRoute.as_str(),
                    message: format!("{net} is a custom route of {}", declared.declared.label()),
                    span: Some(span),
                });
                (route, row)
            })
            .collect()
    }

    fn vnet(&self, id: Id<VirtualNetwork>) -> &str {
        self.network.virtual_networks[id].declared.label()
    }
}

/// The prefixes of a virtual network, or the network itself where they are unknown.
pub(super) fn space_destinations(
    network: &Network,
    id: Id<VirtualNetwork>,
) -> Vec<(RouteDestination, Step)> {
    let vnet = &network.virtual_networks[id];
    let name = vnet.declared.label();
    let step = |message: String, span: Span| Step {
        code: Code::AddressSpace.as_str(),
        message,
        span: Some(span),
    };
    let Some(space) = vnet.address_space.value() else {
        let message = format!("the address space of {name}, which is not known");
        return vec![(
            RouteDestination::VirtualNetwork(id),
            step(message, vnet.address_space.span),
        )];
    };
    space
        .iter()
        .map(|prefix| {
            let message = format!("{} is in the address space of {name}", prefix.net);
            (RouteDestination::Net(prefix.net), step(message, prefix.span))
        })
        .collect()
}

/// A route whose next hop is a gateway.
pub(super) fn gateway_route(
    destination: RouteDestination,
    gateway: impl Into<Option<Id<Gateway>>>,
    origin: RouteOrigin,
) -> EffectiveRoute {
    let next_hop = NextHop::VirtualNetworkGateway(gateway.into());
    route(destination, next_hop, RouteSource::VirtualNetworkGateway, origin)
}

/// The route of a gateway for a prefix of a local network gateway.
pub(super) fn static_route(
    local: &LocalNetworkGateway,
    prefix: &Prefix,
    gateway: Id<Gateway>,
    origin: RouteOrigin,
) -> EffectiveRoute {
    let mut route = gateway_route(RouteDestination::Net(prefix.net), gateway, origin);
    route.because.push(Step {
        code: Code::SitePrefixes.as_str(),
        message: format!("{} is in the address space of {}", prefix.net, local.declared.label()),
        span: Some(prefix.span),
    });
    route
}
