//! Who speaks with whom, and what each knows of itself.

use std::collections::BTreeSet;

use ipnet::IpNet;

use super::{
    AZURE_ASN, BgpOrigin, EDGE_ASN, FromHub, Ground, Path, Rib, Scope, Speaker, WEIGHT,
    export::{Session, SessionKind},
};
use crate::{
    network::{
        Circuit, CircuitLink, ConnectionKind, Gateway, GatewayKind, Id, LocalNetworkGateway,
        RouteServer, RoutingPreference, Site, VirtualNetwork,
    },
    routing::{
        NextHop, RouteDestination,
        announcement::{Announcement, Uplink},
        index::Audience,
        target::SitePrefixes,
    },
};

/// Who speaks with whom, and what each knows of itself.
#[derive(Default)]
pub(super) struct Sessions {
    pub(super) speakers: Vec<Speaker>,
    pub(super) kinds: Vec<Option<GatewayKind>>,
    pub(super) prefers: Vec<Option<GatewayKind>>,
    pub(super) own: Vec<Rib>,
    pub(super) list: Vec<Session>,
}

pub(super) fn find(ground: &Ground<'_>) -> Sessions {
    let mut finder = Finder { ground, found: Sessions::default(), joined: BTreeSet::default() };
    for gateway in ground.announcer.network.gateways.ids() {
        finder.gateway(gateway);
    }
    for gateway in ground.announcer.network.gateways.ids() {
        finder.partners(gateway);
    }
    for site in ground.announcer.network.sites.ids() {
        finder.site(site);
    }
    for vnet in ground.announcer.network.virtual_networks.ids() {
        finder.inside(vnet);
    }
    for told in ground.from_hubs {
        finder.hub(told);
    }
    finder.found
}

/// How two routers speak.
struct Terms {
    kind: SessionKind,
    /// The autonomous systems that the telling side adds.
    adds: Vec<Option<u32>>,
    is_sure: bool,
}

impl Terms {
    fn external(kind: SessionKind, asn: Option<u32>, is_sure: bool) -> Self {
        Self { kind, adds: vec![asn], is_sure }
    }

    fn internal(kind: SessionKind, is_sure: bool) -> Self {
        Self { kind, adds: Vec::new(), is_sure }
    }
}

/// Of what kind it is what a router knows of itself.
#[derive(Clone, Copy)]
struct Known {
    scope: Scope,
    is_own_space: bool,
    is_sure: bool,
}

impl Known {
    fn by_everyone(is_sure: bool) -> Self {
        Self { scope: Scope::Everyone, is_own_space: false, is_sure }
    }
}

struct Finder<'a> {
    ground: &'a Ground<'a>,
    found: Sessions,
    joined: BTreeSet<(usize, usize)>,
}

impl Finder<'_> {
    fn speaker(&mut self, speaker: Speaker, kind: Option<GatewayKind>) -> usize {
        let found = &mut self.found;
        if let Some(at) = found.speakers.iter().position(|one| *one == speaker) {
            return at;
        }
        found.speakers.push(speaker);
        found.kinds.push(kind);
        found.prefers.push(None);
        found.own.push(Rib::new());
        found.speakers.len() - 1
    }

    /// The instances of a gateway: an ExpressRoute gateway has two, a VPN gateway if it is
    /// active-active (<https://learn.microsoft.com/azure/vpn-gateway/about-active-active-gateways>).
    fn instances(&mut self, gateway: Id<Gateway>) -> Vec<usize> {
        let Some((kind, _)) = self.placed(gateway) else { return Vec::new() };
        let is_single = kind == GatewayKind::Vpn
            && !self.ground.announcer.network.gateways[gateway].active_active.is(&true);
        let number = if is_single { 1 } else { 2 };
        let one = |instance| self.speaker(Speaker::Gateway(gateway, instance), Some(kind));
        (0..number).map(one).collect()
    }

    fn placed(&self, gateway: Id<Gateway>) -> Option<(GatewayKind, Id<VirtualNetwork>)> {
        let placed = self.ground.announcer.topology.gateways[gateway.index()].as_ref()?;
        (!placed.when.is_never()).then_some((placed.kind, placed.virtual_network))
    }

    fn own_prefixes(&self, speaker: usize) -> Vec<IpNet> {
        let Speaker::Gateway(gateway, _) = self.found.speakers[speaker] else { return Vec::new() };
        let Some((_, vnet)) = self.placed(gateway) else { return Vec::new() };
        let space = self.ground.announcer.network.virtual_networks[vnet].address_space.value();
        space.into_iter().flatten().map(|prefix| prefix.net).collect()
    }

    fn join(&mut self, from: usize, to: usize, terms: Terms) {
        if self.joined.insert((from, to)) {
            let Terms { kind, adds, is_sure } = terms;
            let own = self.own_prefixes(to);
            let refuses = self.number_of(to);
            let is_ipv4_only = self.is_ipv4_only(from) || self.is_ipv4_only(to);
            self.found.list.push(Session {
                from,
                to,
                kind,
                adds,
                is_ipv4_only,
                own,
                refuses,
                is_sure,
            });
        }
    }

    /// The number of a gateway, 65515 where it is not known.
    fn number_of(&self, at: usize) -> u32 {
        match self.found.speakers[at] {
            Speaker::Gateway(gateway, _) => {
                let asn = &self.ground.announcer.network.gateways[gateway].asn;
                asn.value().copied().unwrap_or(AZURE_ASN)
            }
            _ => AZURE_ASN,
        }
    }

    /// The instances of a hub's VPN gateway and those of a gateway of a virtual network.
    fn hub(&mut self, from: &FromHub) {
        for (instance, to) in (0..).zip(self.instances(from.gateway)) {
            let at = self.speaker(Speaker::HubGateway(from.hub_gateway, instance), None);
            for (network, systems, is_sure) in &from.told {
                let path = Path {
                    from: None,
                    next_hop: None,
                    origin: BgpOrigin::Network,
                    systems: systems.clone(),
                    weight: None,
                    begins: at,
                    through: None,
                    scope: Scope::Everyone,
                    is_own_space: false,
                    is_sure: *is_sure,
                };
                let paths = self.found.own[at].entry(*network).or_default();
                if !paths.contains(&path) {
                    paths.push(path);
                }
            }
            self.join(at, to, Terms::external(SessionKind::FromHub, Some(AZURE_ASN), true));
            let own = self.number_of(to);
            self.join(to, at, Terms::external(SessionKind::ToSite, Some(own), true));
        }
    }

    /// Whether IPv6 does not pass a router: that of a circuit without it in its private
    /// peering, that of a gateway whose subnet has none
    /// (<https://learn.microsoft.com/azure/expressroute/expressroute-howto-add-ipv6-portal>).
    fn is_ipv4_only(&self, at: usize) -> bool {
        let network = self.ground.announcer.network;
        match self.found.speakers[at] {
            Speaker::Edge(circuit, _) => {
                let peering = network.circuits[circuit].private_peering();
                peering.is_some_and(|peering| peering.has_ipv6.is(&false))
            }
            Speaker::Gateway(gateway, _) => {
                let subnets = network.gateways[gateway].ip_configurations.known.iter();
                let subnets = subnets.filter_map(|one| one.subnet.value());
                let mut prefixes =
                    subnets.filter_map(|&subnet| network.subnets[subnet].prefixes.value());
                prefixes.next().is_some_and(|prefixes| {
                    prefixes.iter().all(|prefix| matches!(prefix.net, IpNet::V4(_)))
                })
            }
            Speaker::HubGateway(..) => true,
            Speaker::Site(_) | Speaker::RouteServer(..) | Speaker::Appliance(_) => false,
        }
    }

    /// What a router knows of itself. VPN gateways have nothing of their own in IPv6
    /// (captured tables).
    fn knows(&mut self, at: usize, network: IpNet, known: Known) {
        let Known { scope, is_own_space, is_sure } = known;
        let is_vpn = self.found.kinds[at] == Some(GatewayKind::Vpn);
        if is_vpn && matches!(network, IpNet::V6(_)) {
            return;
        }
        let path = Path {
            from: None,
            next_hop: None,
            origin: BgpOrigin::Network,
            systems: Vec::new(),
            weight: self.found.kinds[at].map(|_| WEIGHT),
            begins: at,
            through: None,
            scope,
            is_own_space,
            is_sure,
        };
        let paths = self.found.own[at].entry(network).or_default();
        if !paths.contains(&path) {
            paths.push(path);
        }
    }

    fn gateway(&mut self, gateway: Id<Gateway>) {
        let Some((kind, vnet)) = self.placed(gateway) else { return };
        let spaces = self.ground.announcer.spaces(gateway, vnet);
        let clients = self.ground.announcer.clients(gateway);
        let summaries = self.summaries(kind, vnet);
        for at in self.instances(gateway) {
            for (route, row) in &spaces {
                let RouteDestination::Net(net) = route.destination else { continue };
                let is_covered = summaries.iter().any(|summary| summary.contains(&net));
                let is_replaced = !summaries.is_empty()
                    && route.origin == super::super::RouteOrigin::VirtualNetwork;
                let scope =
                    if is_covered || is_replaced { Scope::NotEdge } else { Scope::Everyone };
                let is_sure = row.when.is_always();
                self.knows(at, net, Known { scope, is_own_space: true, is_sure });
            }
            for (network, sure) in clients.iter().filter_map(net_of) {
                self.knows(at, network, Known::by_everyone(sure));
            }
            for &summary in &summaries {
                let known = Known { scope: Scope::Edge, is_own_space: true, is_sure: true };
                self.knows(at, summary, known);
            }
        }
    }

    fn summaries(&self, kind: GatewayKind, vnet: Id<VirtualNetwork>) -> Vec<IpNet> {
        let vnet = &self.ground.announcer.network.virtual_networks[vnet];
        let summaries = vnet.summarized_gateway_prefixes.value().into_iter().flatten();
        let summaries = summaries.filter(|_| kind == GatewayKind::ExpressRoute);
        summaries.map(|prefix| prefix.net).collect()
    }

    /// Other VPN gateways that this one has tunnels to.
    fn partners(&mut self, gateway: Id<Gateway>) {
        let ground = self.ground;
        let network = ground.announcer.network;
        for neighbour in &ground.neighbours[gateway.index()] {
            let Some((_, vnet)) = self.placed(neighbour.gateway) else { continue };
            let sure = neighbour.when.is_always();
            let here = self.instances(gateway);
            let there = self.instances(neighbour.gateway);
            if neighbour.bgp.is_some() {
                let asn = network.gateways[gateway].asn.value().copied();
                for (number, (&from, &to)) in here.iter().zip(&there).enumerate() {
                    if ground.down.has_tunnel(neighbour.connection, number) {
                        continue;
                    }
                    self.join(from, to, Terms::external(SessionKind::ToSite, asn, sure));
                }
                continue;
            }
            let spaces: Vec<(IpNet, bool)> = if let Some(local) = neighbour.static_prefixes {
                let space = network.local_network_gateways[local].address_space.value();
                space.into_iter().flatten().map(|prefix| (prefix.net, true)).collect()
            } else {
                let spaces = ground.announcer.spaces(neighbour.gateway, vnet);
                spaces.iter().filter_map(net_of).collect()
            };
            for &at in &here {
                for &(network, known) in &spaces {
                    self.knows(at, network, Known::by_everyone(sure && known));
                }
            }
        }
    }

    fn site(&mut self, site: Id<Site>) {
        let ground = self.ground;
        let at = self.speaker(Speaker::Site(site), None);
        if let SitePrefixes::Known(prefixes) | SitePrefixes::Assumed(prefixes, _) =
            &ground.announcer.sites[site.index()]
        {
            for &prefix in prefixes {
                self.knows(at, prefix, Known::by_everyone(true));
            }
        }
        for uplink in &ground.edges[site.index()] {
            match uplink.kind {
                GatewayKind::ExpressRoute => self.circuit(site, at, uplink),
                GatewayKind::Vpn => self.tunnel(site, at, uplink),
            }
        }
    }

    fn circuit(&mut self, site: Id<Site>, at: usize, uplink: &Uplink) {
        let Some(circuit) = uplink.circuit else { return };
        let ground = self.ground;
        let declared = &ground.announcer.network.sites[site];
        let asn = declared.asn.or_else(|| self.peer_asn(circuit));
        let passes_on = declared.asn.is_some();
        let hairpin = uplink.hairpin.is_some();
        let own = ground.announcer.network.gateways[uplink.gateway].asn.value().copied();
        let sure = uplink.when.is_always();
        for link in CircuitLink::ALL {
            let edge = self.speaker(Speaker::Edge(circuit, link), None);
            for instance in self.instances(uplink.gateway) {
                let terms = Terms::external(SessionKind::GatewayToEdge, own, sure);
                self.join(instance, edge, terms);
                let kind = SessionKind::EdgeToGateway { hairpin };
                self.join(edge, instance, Terms::external(kind, Some(EDGE_ASN), sure));
            }
            if !ground.down.has_link(circuit, link) {
                let kind = SessionKind::EdgeToSite;
                self.join(edge, at, Terms::external(kind, Some(EDGE_ASN), sure));
                let kind = SessionKind::FromSite { site, passes_on };
                self.join(at, edge, Terms::external(kind, asn, sure));
            }
        }
    }

    /// The AS of the other side of private peering.
    fn peer_asn(&self, circuit: Id<Circuit>) -> Option<u32> {
        self.ground.announcer.network.circuits[circuit].private_peering()?.asn.value().copied()?
    }

    fn tunnel(&mut self, site: Id<Site>, at: usize, uplink: &Uplink) {
        let ground = self.ground;
        let network = ground.announcer.network;
        let passes_on = network.sites[site].asn.is_some();
        let sure = uplink.when.is_always();
        let own = network.gateways[uplink.gateway].asn.value().copied();
        for (number, instance) in self.instances(uplink.gateway).into_iter().enumerate() {
            for local in self.far_ends(site, uplink.gateway) {
                self.static_routes(instance, local, uplink.bgp.is_some(), sure);
            }
            let is_down = uplink.connection.is_some_and(|id| ground.down.has_tunnel(id, number));
            if uplink.bgp.is_some() && !is_down {
                self.join(instance, at, Terms::external(SessionKind::ToSite, own, sure));
                let kind = SessionKind::FromSite { site, passes_on };
                let prepends = network.sites[site].prepends.get(number).copied();
                let times = 1 + usize::from(prepends.unwrap_or_default());
                let adds = vec![uplink.asn; times];
                self.join(at, instance, Terms { kind, adds, is_sure: sure });
            }
        }
    }

    fn far_ends(&self, site: Id<Site>, gateway: Id<Gateway>) -> Vec<Id<LocalNetworkGateway>> {
        let network = self.ground.announcer.network;
        let connections = network.connections.iter().filter(|connection| {
            connection.gateway.is(&gateway) && connection.kind.is(&ConnectionKind::Ipsec)
        });
        let ends = connections.filter_map(|one| one.local_network_gateway.value().copied()?);
        ends.filter(|end| network.sites[site].has_local_network_gateway(*end)).collect()
    }

    /// What the local network gateway declares. The address of a BGP peer has a route of
    /// its own, which no other router hears of
    /// (<https://learn.microsoft.com/azure/vpn-gateway/vpn-gateway-vpn-faq>).
    fn static_routes(
        &mut self,
        instance: usize,
        local: Id<LocalNetworkGateway>,
        bgp: bool,
        sure: bool,
    ) {
        let local = &self.ground.announcer.network.local_network_gateways[local];
        let peer =
            local.bgp_peering_address.value().copied().flatten().filter(|_| bgp).map(IpNet::from);
        if let Some(peer) = peer {
            let known = Known { scope: Scope::Sibling, ..Known::by_everyone(sure) };
            self.knows(instance, peer, known);
        }
        for prefix in local.address_space.value().into_iter().flatten() {
            if Some(prefix.net) != peer {
                self.knows(instance, prefix.net, Known::by_everyone(sure));
            }
        }
    }

    /// The gateways and the Route Server of a network.
    fn inside(&mut self, vnet: Id<VirtualNetwork>) {
        let ground = self.ground;
        let gateways = &ground.announcer.topology.gateways_in[vnet.index()];
        for &one in gateways {
            for &other in gateways {
                let kind = if one == other { SessionKind::Siblings } else { SessionKind::Beside };
                let (from, to) = (self.placed(one), self.placed(other));
                let is_circuit = |kind: &Option<(GatewayKind, _)>| {
                    matches!(kind, Some((GatewayKind::ExpressRoute, _)))
                };
                if one == other && is_circuit(&from) || one != other && from == to {
                    continue;
                }
                for from in self.instances(one) {
                    for to in self.instances(other) {
                        if from != to {
                            self.join(from, to, Terms::internal(kind, true));
                        }
                    }
                }
            }
        }
        self.route_server(vnet);
    }

    fn route_server(&mut self, vnet: Id<VirtualNetwork>) {
        let ground = self.ground;
        let servers = &ground.announcer.topology.route_servers[vnet.index()];
        let Some(exchange) = ground.exchanges[vnet.index()].first() else { return };
        let sure = exchange.when.is_always();
        for (server, _) in servers {
            for instance in [0, 1] {
                let at = self.speaker(Speaker::RouteServer(*server, instance), None);
                self.found.prefers[at] = self.preferred_kind(*server);
                self.appliances(at, vnet);
                for &gateway in &ground.announcer.topology.gateways_in[vnet.index()] {
                    let Some((kind, _)) = self.placed(gateway) else { continue };
                    for other in self.instances(gateway) {
                        self.join(other, at, Terms::internal(SessionKind::ToRouteServer, sure));
                        let kind = SessionKind::FromRouteServer(kind);
                        self.join(at, other, Terms::internal(kind, sure));
                    }
                }
            }
        }
    }

    fn preferred_kind(&self, server: Id<RouteServer>) -> Option<GatewayKind> {
        let server = &self.ground.announcer.network.route_servers[server];
        match server.routing_preference.value()? {
            RoutingPreference::ExpressRoute => Some(GatewayKind::ExpressRoute),
            RoutingPreference::VpnGateway => Some(GatewayKind::Vpn),
            RoutingPreference::AsPath => None,
        }
    }

    /// What appliances tell the Route Server.
    fn appliances(&mut self, at: usize, vnet: Id<VirtualNetwork>) {
        let ground = self.ground;
        let told = ground.told[vnet.index()].iter();
        for (route, row) in told.filter(|(_, row)| row.audience == Audience::Everyone) {
            let (RouteDestination::Net(net), NextHop::LearnedAppliance(appliance)) =
                (&route.destination, &route.next_hop)
            else {
                continue;
            };
            let path = Path {
                from: None,
                next_hop: Some(Speaker::Appliance(*appliance)),
                origin: BgpOrigin::External,
                systems: row.as_path.clone(),
                weight: None,
                begins: at,
                through: None,
                scope: Scope::Everyone,
                is_own_space: false,
                is_sure: row.when.is_always(),
            };
            let paths = self.found.own[at].entry(*net).or_default();
            if !paths.contains(&path) {
                paths.push(path);
            }
        }
    }
}

fn net_of((route, row): &Announcement) -> Option<(IpNet, bool)> {
    match route.destination {
        RouteDestination::Net(net) => Some((net, row.when.is_always())),
        _ => None,
    }
}
