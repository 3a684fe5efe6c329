//! Who tells whom which prefixes: gateways their sites and clients, Route Server
//! the gateways beside it, VPN gateways each other.

use ipnet::IpNet;
use nexthop_source::Step;

use super::{
    Code, EffectiveRoute, RouteDestination, RouteOrigin,
    announcement::{
        Announcement, Announcer, KnownPrefixes, Uplink, gateway_route, site_prefixes, static_route,
        uplink,
    },
    appliance_model,
    bgp::{Bgp, FromHub, Ground},
    condition::Condition,
    default_site::{DefaultSite, default_sites},
    index::{Audience, Exit, RouteIndex, Row},
    partners::{
        Exchange, Neighbour, Reached, exchanges, far_row, hubs_on_circuits, neighbours,
        reached_by_bgp, told_to_route_servers,
    },
    parts_down::PartsDown,
    target::SitePrefixes,
    topology::Topology,
    vpn_nat::VpnNat,
};
use crate::{
    ApplianceModel, Network,
    network::{
        BgpPeer, CircuitLink, Gateway, GatewayKind, Id, LocalNetworkGateway, RouteServer, Several,
        VirtualHub, VirtualNetwork,
    },
};

/// What gateways tell and are told.
#[derive(Debug, Default)]
pub(super) struct ControlPlane {
    /// By site.
    pub(super) sites: Vec<SitePrefixes>,
    /// By site: the ways from it to a gateway.
    pub(super) uplinks: Vec<Vec<Uplink>>,
    /// The same with those that have no link in service.
    edges: Vec<Vec<Uplink>>,
    /// By gateway: what it tells its sites.
    pub(super) advertised: Vec<RouteIndex>,
    /// By gateway: what it tells its clients.
    pub(super) pushed: Vec<RouteIndex>,
    /// By virtual network: the routes of the gateways in it.
    pub(super) learned: Vec<RouteIndex>,
    /// By virtual network: what the Route Server in it tells the appliances that peer with it.
    pub(super) told_to_appliances: Vec<RouteIndex>,
    pub(super) known: KnownPrefixes,
    /// By Route Server: it has BGP peers of which nobody says what they tell.
    hears_more: Vec<bool>,
    /// By virtual hub: the same.
    hub_hears_more: Vec<bool>,
    pub(super) neighbours: Vec<Vec<Neighbour>>,
    pub(super) exchanges: Vec<Vec<Exchange>>,
    told: Vec<Vec<Announcement>>,
    /// What gateways hear from virtual hubs by BGP.
    pub(super) from_hubs: Vec<FromHub>,
    down: PartsDown,
}

pub(super) struct Builder<'a> {
    pub(super) announcer: Announcer<'a>,
    neighbours: Vec<Vec<Neighbour>>,
    /// By virtual network: when a Route Server there exchanges the routes of branches.
    exchanges: Vec<Vec<Exchange>>,
    /// By virtual network: what configured appliances tell the Route Server there.
    told: Vec<Vec<Announcement>>,
    /// By gateway: the hubs on its circuits, and when both take each other's traffic.
    pub(super) hubs: Vec<Vec<(Id<VirtualHub>, Condition)>>,
    /// By site: its ways to gateways, those without a link in service among them.
    pub(super) edges: &'a [Vec<Uplink>],
    /// What sites pass on from gateway to gateway.
    pub(super) bgp: Option<Bgp>,
    /// By gateway.
    pub(super) default_sites: Vec<Option<DefaultSite>>,
}

impl ControlPlane {
    pub(super) fn new(
        network: &Network,
        (topology, nat): (&mut Topology, &VpnNat),
        appliances: &[ApplianceModel],
        down: PartsDown,
    ) -> Self {
        let sites = site_prefixes(network, topology, nat);
        let edges = edges_of_sites(network, topology);
        let has_link = |uplink: &Uplink| {
            let is_down = |link| uplink.circuit.is_some_and(|circuit| down.has_link(circuit, link));
            !CircuitLink::ALL.into_iter().all(is_down)
        };
        let uplinks: Vec<Vec<Uplink>> = edges
            .iter()
            .map(|edges| edges.iter().filter(|uplink| has_link(uplink)).cloned().collect())
            .collect();
        let neighbours = neighbours(network, topology);
        let exchanges = exchanges(network, topology);
        let known = KnownPrefixes::new(network, &sites);
        let told = told_to_route_servers(network, topology, appliances);
        let hubs = hubs_on_circuits(network, topology);
        let default_sites = default_sites(network, topology);
        let announcer = Announcer { network, topology, sites: &sites, uplinks: &uplinks };
        let passes_on = network.sites.iter().any(|site| site.asn.is_some());
        let bgp = passes_on.then(|| {
            Bgp::new(&Ground {
                announcer,
                edges: &edges,
                neighbours: &neighbours,
                exchanges: &exchanges,
                told: &told,
                from_hubs: &[],
                down: &down,
            })
        });
        let builder = Builder {
            announcer,
            neighbours,
            exchanges,
            told,
            hubs,
            edges: &edges,
            bgp,
            default_sites,
        };
        let gateways = || network.gateways.ids();
        let advertised =
            gateways().map(|id| RouteIndex::new(builder.advertised(id, &known))).collect();
        let pushed = gateways().map(|id| RouteIndex::new(builder.pushed(id, &known))).collect();
        let learned = network
            .virtual_networks
            .ids()
            .map(|id| RouteIndex::new(builder.learned_in(id)))
            .collect();
        let networks = network.virtual_networks.ids();
        let told_to_appliances =
            networks.map(|id| RouteIndex::new(builder.told_to_appliances(id))).collect();
        let hears_more = |peers: &Several<BgpPeer>| {
            (!peers.known.is_empty() || peers.more.is_some())
                && !appliance_model::is_complete(network, appliances, peers)
        };
        let servers = network.route_servers.iter().map(|server| hears_more(&server.peers));
        let virtual_hubs = network.virtual_hubs.iter().map(|hub| hears_more(&hub.peers));
        let Builder { neighbours, exchanges, told, .. } = builder;
        Self {
            edges,
            neighbours,
            exchanges,
            told,
            from_hubs: Vec::new(),
            down,
            sites,
            uplinks,
            advertised,
            pushed,
            learned,
            told_to_appliances,
            known,
            hears_more: servers.collect(),
            hub_hears_more: virtual_hubs.collect(),
        }
    }

    /// What every router knows by BGP.
    pub(super) fn bgp(&self, network: &Network, topology: &Topology) -> Bgp {
        Bgp::new(&Ground {
            announcer: Announcer { network, topology, sites: &self.sites, uplinks: &self.uplinks },
            edges: &self.edges,
            neighbours: &self.neighbours,
            exchanges: &self.exchanges,
            told: &self.told,
            from_hubs: &self.from_hubs,
            down: &self.down,
        })
    }

    /// Whether a Route Server has BGP peers of which nobody says what they tell.
    pub(super) fn may_hear_more(&self, server: Id<RouteServer>) -> bool {
        self.hears_more[server.index()]
    }

    /// Whether a virtual hub has BGP peers of which nobody says what they tell.
    pub(super) fn hub_may_hear_more(&self, hub: Id<VirtualHub>) -> bool {
        self.hub_hears_more[hub.index()]
    }
}

/// By site: its ways to gateways.
fn edges_of_sites(network: &Network, topology: &mut Topology) -> Vec<Vec<Uplink>> {
    let mut all = Vec::with_capacity(network.sites.len());
    for site in &network.sites {
        let links = site.links.known.iter();
        all.push(links.filter_map(|&link| uplink(network, topology, link)).collect());
    }
    all
}

impl Builder<'_> {
    pub(super) fn placed(&self, gateway: Id<Gateway>) -> Option<(GatewayKind, Id<VirtualNetwork>)> {
        let placed = self.announcer.topology.gateways[gateway.index()].as_ref()?;
        Some((placed.kind, placed.virtual_network))
    }

    fn advertised(&self, gateway: Id<Gateway>, known: &KnownPrefixes) -> Vec<Announcement> {
        let Some((kind, vnet)) = self.placed(gateway) else { return Vec::new() };
        let mut all = self.announcer.spaces(gateway, vnet);
        match kind {
            GatewayKind::ExpressRoute => self.summarize(gateway, vnet, known, &mut all),
            GatewayKind::Vpn => {
                all.extend(self.announcer.clients(gateway));
                let sites = self.announcer.sites(gateway);
                all.extend(sites.into_iter().map(|(announcement, _)| announcement));
                all.extend(self.remote(gateway));
            }
        }
        all.extend(self.exchanged(gateway, kind, vnet, true));
        if kind == GatewayKind::Vpn {
            all.retain(|(route, _)| !route.destination.is_default());
        }
        let spaces = self.own_prefixes(vnet);
        all.retain(|(route, row)| {
            row.exit == Some(Exit::VirtualNetwork) || !is_inside(&route.destination, &spaces)
        });
        all
    }

    fn pushed(&self, gateway: Id<Gateway>, known: &KnownPrefixes) -> Vec<Announcement> {
        let Some((GatewayKind::Vpn, vnet)) = self.placed(gateway) else { return Vec::new() };
        if self.announcer.network.gateways[gateway].clients.is_none() {
            return Vec::new();
        }
        let mut all = self.announcer.spaces(gateway, vnet);
        all.extend(self.announcer.clients(gateway));
        all.extend(self.announcer.custom_routes(gateway, known));
        for ((route, mut row), bgp) in self.announcer.sites(gateway) {
            if let Some(when) = bgp.and_then(|bgp| row.when.and(&bgp)) {
                row.when = when;
                all.push((route, row));
            }
        }
        all.extend(self.remote(gateway).into_iter().filter(|(_, row)| row.by_bgp));
        all.extend(self.exchanged(gateway, GatewayKind::Vpn, vnet, false).into_iter().map(
            |(route, row)| {
                let from_circuit = matches!(row.exit, Some(Exit::Neighbour(_)));
                (route, Row { contested: from_circuit, ..row })
            },
        ));
        all
    }

    /// The routes that the gateways of a network bring to its subnets.
    fn learned_in(&self, vnet: Id<VirtualNetwork>) -> Vec<Announcement> {
        let mut all = Vec::new();
        for &gateway in &self.announcer.topology.gateways_in[vnet.index()] {
            let sites = self.announcer.sites(gateway);
            all.extend(sites.into_iter().map(|(announcement, _)| announcement));
            all.extend(self.announcer.clients(gateway));
            all.extend(self.remote(gateway));
            all.extend(self.hairpin(gateway));
            all.extend(self.hubs_over_circuits(gateway));
            all.extend(self.over_sites(gateway));
            all.extend(self.by_default_site(gateway));
        }
        all.extend(self.told[vnet.index()].iter().cloned());
        let spaces = self.own_prefixes(vnet);
        all.retain(|(route, _)| !is_inside(&route.destination, &spaces));
        all
    }

    /// What a Route Server tells appliances: the networks around it, and what its gateways
    /// know where it passes that on.
    fn told_to_appliances(&self, vnet: Id<VirtualNetwork>) -> Vec<Announcement> {
        let topology = self.announcer.topology;
        let mut all = Vec::new();
        for (_, present) in &topology.route_servers[vnet.index()] {
            let spaces = self.announcer.spaces(None, vnet).into_iter();
            all.extend(spaces.filter_map(|(route, row)| {
                Some((route, Row { when: row.when.and(present)?, ..row }))
            }));
        }
        for exchange in &self.exchanges[vnet.index()] {
            for &gateway in &topology.gateways_in[vnet.index()] {
                let sites = self.announcer.sites(gateway).into_iter().map(|(site, _)| site);
                let known = sites.chain(self.announcer.clients(gateway));
                let known = known.chain(self.remote(gateway));
                let passed =
                    known.filter_map(|known| Self::pass(gateway, gateway, exchange, known));
                all.extend(passed);
            }
        }
        all
    }

    fn own_prefixes(&self, vnet: Id<VirtualNetwork>) -> Vec<IpNet> {
        let space = self.announcer.network.virtual_networks[vnet].address_space.value();
        space.into_iter().flatten().map(|prefix| prefix.net).collect()
    }

    /// What a Route Server passes on from the other gateways of the network.
    fn exchanged(
        &self,
        gateway: Id<Gateway>,
        kind: GatewayKind,
        vnet: Id<VirtualNetwork>,
        with_clients: bool,
    ) -> Vec<Announcement> {
        let mut all = Vec::new();
        for exchange in &self.exchanges[vnet.index()] {
            for (route, row) in self.told_to_gateways(vnet) {
                let mut passed =
                    gateway_route(route.destination.clone(), gateway, route.origin.clone());
                passed.because.clone_from(&route.because);
                passed.because.push(exchange.step.clone());
                if let Some(when) = row.when.and(&exchange.when) {
                    all.push((passed, Row { when, spread: None, ..row.clone() }));
                }
            }
            for &other in &self.announcer.topology.gateways_in[vnet.index()] {
                if self.placed(other).is_none_or(|(its, _)| its == kind) {
                    continue;
                }
                let mut passed: Vec<Announcement> =
                    self.announcer.sites(other).into_iter().map(|(site, _)| site).collect();
                passed.extend(self.remote(other));
                if with_clients {
                    let clients = self.announcer.clients(other).into_iter();
                    passed.extend(
                        clients.map(|(route, row)| (route, Row { contested: true, ..row })),
                    );
                }
                all.extend(
                    passed
                        .into_iter()
                        .filter_map(|passed| Self::pass(gateway, other, exchange, passed)),
                );
            }
        }
        all
    }

    /// What appliances tell a Route Server that it may pass on.
    fn told_to_gateways(&self, vnet: Id<VirtualNetwork>) -> impl Iterator<Item = &Announcement> {
        let told = self.told[vnet.index()].iter();
        told.filter(|(_, row)| row.audience == Audience::Everyone)
    }

    pub(super) fn pass(
        gateway: Id<Gateway>,
        other: Id<Gateway>,
        exchange: &Exchange,
        (route, row): Announcement,
    ) -> Option<Announcement> {
        let mut passed = gateway_route(route.destination, gateway, route.origin);
        passed.because = route.because;
        passed.because.push(exchange.step.clone());
        let when = row.when.and(&exchange.when)?;
        Some((passed, Row { when, exit: Some(Exit::Neighbour(other)), by_bgp: true, ..row }))
    }

    /// What a VPN gateway learns from the gateways it has VNet-to-VNet connections with.
    /// Without BGP too it knows the networks that use the other gateway: the connectivity of
    /// a gateway, VNet-to-VNet connections named, "applies to all" networks peered with it
    /// (Microsoft, "Configure VPN gateway transit for virtual network peering").
    fn remote(&self, gateway: Id<Gateway>) -> Vec<Announcement> {
        let mut all = Vec::new();
        for neighbour in &self.neighbours[gateway.index()] {
            let reached = Reached {
                gateway: neighbour.gateway,
                first: (neighbour.gateway, neighbour.connection),
                when: neighbour.when.clone(),
                hops: 1,
            };
            if let Some(local) = neighbour.static_prefixes {
                all.extend(self.by_static_routes(gateway, &reached, local));
            } else if let Some((_, vnet)) = self.placed(neighbour.gateway) {
                let spaces = self.announcer.spaces(neighbour.gateway, vnet);
                all.extend(spaces.into_iter().map(|(route, row)| {
                    let far = self.far_route(gateway, vnet, route);
                    (far, far_row(&reached, &row.when, false))
                }));
            }
        }
        for reached in reached_by_bgp(&self.neighbours, gateway, |_| true) {
            all.extend(self.told_by(gateway, &reached));
        }
        all
    }

    /// What the local network gateway says that stands for another gateway.
    fn by_static_routes(
        &self,
        gateway: Id<Gateway>,
        reached: &Reached,
        local: Id<LocalNetworkGateway>,
    ) -> Vec<Announcement> {
        let local = &self.announcer.network.local_network_gateways[local];
        let Some((_, vnet)) = self.placed(reached.gateway) else { return Vec::new() };
        let prefixes = local.address_space.value().into_iter().flatten();
        prefixes
            .map(|prefix| {
                let origin = RouteOrigin::RemoteNetwork(vnet);
                let far = static_route(local, prefix, gateway, origin);
                (far, far_row(reached, &Condition::always(), false))
            })
            .collect()
    }

    /// A route of another gateway, as this one has it.
    pub(super) fn far_route(
        &self,
        gateway: Id<Gateway>,
        vnet: Id<VirtualNetwork>,
        route: EffectiveRoute,
    ) -> EffectiveRoute {
        let origin = match route.origin {
            RouteOrigin::VirtualNetwork => RouteOrigin::RemoteNetwork(vnet),
            RouteOrigin::GatewayTransit(peering) => {
                RouteOrigin::RemoteNetwork(self.announcer.network.peerings[peering].local)
            }
            other => other,
        };
        let mut far = gateway_route(route.destination, gateway, origin);
        far.because = route.because;
        far
    }

    /// What a gateway that is reached by BGP tells of itself.
    fn told_by(&self, gateway: Id<Gateway>, reached: &Reached) -> Vec<Announcement> {
        let Some((kind, vnet)) = self.placed(reached.gateway) else { return Vec::new() };
        let mut told = self.announcer.spaces(reached.gateway, vnet);
        told.extend(self.announcer.clients(reached.gateway));
        told.extend(self.announcer.sites(reached.gateway).into_iter().map(|(site, _)| site));
        told.extend(self.exchanged_directly(reached.gateway, kind, vnet));
        let name = self.announcer.network.gateways[reached.gateway].declared.label();
        let own = self.announcer.network.gateways[gateway].declared.label();
        told.into_iter()
            .map(|(route, row)| {
                let mut far = self.far_route(gateway, vnet, route);
                far.because.push(Step {
                    code: Code::BgpTransit.as_str(),
                    message: format!("{name} tells {own} by BGP"),
                    span: Some(self.announcer.network.connections[reached.first.1].bgp.span),
                });
                let contested = row.contested;
                (far, Row { contested, ..far_row(reached, &row.when, true) })
            })
            .collect()
    }

    /// The sites of the ExpressRoute gateway beside a VPN gateway.
    fn exchanged_directly(
        &self,
        gateway: Id<Gateway>,
        kind: GatewayKind,
        vnet: Id<VirtualNetwork>,
    ) -> Vec<Announcement> {
        let mut all = Vec::new();
        for exchange in &self.exchanges[vnet.index()] {
            for &other in &self.announcer.topology.gateways_in[vnet.index()] {
                if self.placed(other).is_some_and(|(its, _)| its != kind) {
                    let sites = self.announcer.sites(other).into_iter();
                    all.extend(
                        sites.filter_map(|(site, _)| Self::pass(gateway, other, exchange, site)),
                    );
                }
            }
        }
        all
    }

    /// `summarizedGatewayPrefixes` stand in for the network's own prefixes and for
    /// every prefix that they cover.
    fn summarize(
        &self,
        gateway: Id<Gateway>,
        vnet: Id<VirtualNetwork>,
        known: &KnownPrefixes,
        all: &mut Vec<Announcement>,
    ) {
        let hub = &self.announcer.network.virtual_networks[vnet];
        let summaries = hub.summarized_gateway_prefixes.value().map_or(&[][..], Vec::as_slice);
        if summaries.is_empty() {
            return;
        }
        let covered = |route: &EffectiveRoute| match &route.destination {
            RouteDestination::Net(net) => summaries.iter().any(|summary| summary.net.contains(net)),
            _ => false,
        };
        all.retain(|(route, _)| route.origin != RouteOrigin::VirtualNetwork && !covered(route));
        for summary in summaries {
            let destination = RouteDestination::Net(summary.net);
            let mut route = gateway_route(destination, gateway, RouteOrigin::Summary);
            route.because.push(Step {
                code: Code::SummarizedPrefix.as_str(),
                message: format!(
                    "{} is a summarized gateway prefix of {}",
                    summary.net,
                    hub.declared.label()
                ),
                span: Some(summary.span),
            });
            let row = Row {
                exit: Some(Exit::VirtualNetwork),
                inside_known: known.hold(summary.net),
                ..Row::default()
            };
            all.push((route, row));
        }
    }
}

fn is_inside(destination: &RouteDestination, spaces: &[IpNet]) -> bool {
    matches!(destination, RouteDestination::Net(net)
        if spaces.iter().any(|space| space.contains(net)))
}
