//! What is behind each connection of a hub.

use ipnet::IpNet;
use nexthop_source::{Span, Step};

use super::{Builder, HubUplink, bgp_path::BgpPath};
use crate::{
    Fact,
    network::{
        Circuit, HubClients, HubConnection, HubGateway, HubGatewayKind, HubLink, HubRouting, Id,
        Propagation, Site, VirtualHub,
    },
    routing::{
        Code, NextHop, RouteDestination, RouteOrigin,
        announcement::{TRANSLATED, space_destinations},
        bgp::EDGE_ASN,
        condition::Condition,
        hub_tunnel::Tunnel,
        index::Delivery,
        target::{SitePrefixes, hub_pool},
    },
};

/// What kind of thing announces a prefix.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(in crate::routing) enum Class {
    /// The hub itself.
    Hub,
    /// A static route of the table.
    Static,
    Network,
    Appliance,
    Vpn,
    Clients,
    ExpressRoute,
    /// A network behind another gateway on the same circuit.
    Hairpin,
}

/// Prefixes and where they come from.
#[derive(Clone, Debug)]
pub(super) struct Origin {
    pub(super) hub: Id<VirtualHub>,
    pub(super) class: Class,
    pub(super) delivery: Delivery,
    pub(super) next_hop: NextHop,
    pub(super) announces: RouteOrigin,
    pub(super) destinations: Vec<Heard>,
    pub(super) when: Condition,
    /// Which tables learn it; every one where it is `None`.
    pub(super) propagated: Option<Fact<Propagation>>,
    pub(super) spread: Option<u32>,
    /// How it comes to be in a table.
    pub(super) step: Option<Step>,
}

/// A prefix that a hub hears of.
#[derive(Clone, Debug)]
pub(in crate::routing) struct Heard {
    pub(in crate::routing) destination: RouteDestination,
    pub(in crate::routing) step: Step,
    pub(in crate::routing) when: Condition,
    pub(in crate::routing) path: BgpPath,
    /// The hub has a better way there and tells other hubs of that one only.
    pub(in crate::routing) is_surpassed: bool,
}

impl Heard {
    pub(in crate::routing) fn new(
        (destination, step): (RouteDestination, Step),
        path: BgpPath,
    ) -> Self {
        let when = Condition::always();
        Self { destination, step, when, path, is_surpassed: false }
    }

    /// What hubs and networks have of themselves.
    fn of_azure(one: (RouteDestination, Step)) -> Self {
        Self::new(one, BgpPath::default())
    }
}

impl Builder<'_> {
    pub(super) fn origins(&mut self) -> Vec<Origin> {
        let mut all = Vec::new();
        for hub in self.network.virtual_hubs.ids() {
            all.extend(self.of_hub(hub));
            all.extend(self.of_peers(hub));
        }
        for connection in self.network.hub_connections.ids() {
            all.extend(self.of_network(connection));
        }
        for site in self.network.sites.ids() {
            for at in 0..self.wan.uplinks[site.index()].len() {
                all.push(self.of_site(site, at));
            }
        }
        for gateway in self.network.hub_gateways.ids() {
            all.extend(self.of_clients(gateway));
        }
        for tunnel in self.tunnels {
            all.push(self.of_tunnel(tunnel));
        }
        self.note_surpassed(&mut all);
        all
    }

    fn of_hub(&self, id: Id<VirtualHub>) -> Option<Origin> {
        let hub = &self.network.virtual_hubs[id];
        let prefix = hub.prefix.value().copied().flatten()?;
        let step = Step {
            code: Code::HubPrefix.as_str(),
            message: format!("{} is the prefix of hub {}", prefix.net, hub.declared.label()),
            span: Some(prefix.span),
        };
        Some(Origin {
            hub: id,
            class: Class::Hub,
            delivery: Delivery::Own,
            next_hop: NextHop::VirtualHub(id),
            announces: RouteOrigin::VirtualHub(id),
            destinations: vec![Heard::of_azure((RouteDestination::Net(prefix.net), step))],
            when: self.wan.hubs[id.index()].when.clone(),
            propagated: None,
            spread: None,
            step: None,
        })
    }

    fn step(&self, what: &str, routing: &HubRouting) -> Step {
        let named = match routing.propagated.value() {
            Some(propagation) => self.propagation_words(propagation),
            None => "tables that cannot be told".to_owned(),
        };
        Step {
            code: Code::HubPropagation.as_str(),
            message: format!("{what} propagates it to {named}"),
            span: Some(routing.propagated.span),
        }
    }

    fn propagation_words(&self, propagation: &Propagation) -> String {
        let tables = propagation.tables.iter();
        let tables = tables.map(|&table| self.network.hub_route_tables[table].declared.label());
        let mut words: Vec<String> = tables.map(|table| format!("table {table}")).collect();
        words.extend(propagation.labels.iter().map(|label| format!("label {label}")));
        if words.is_empty() { "no table".to_owned() } else { words.join(", ") }
    }

    fn of_network(&mut self, id: Id<HubConnection>) -> Vec<Origin> {
        let network = self.network;
        let connection = &network.hub_connections[id];
        let attached = &self.wan.attached[connection.virtual_network.index()];
        let Some(attached) = attached.iter().find(|attached| attached.connection == id) else {
            return Vec::new();
        };
        let step =
            self.step(&format!("connection {}", connection.declared.label()), &connection.routing);
        let (when, inbound) = (attached.when.clone(), &connection.routing.inbound);
        let spaces = space_destinations(network, connection.virtual_network).into_iter();
        let spaces = spaces.map(Heard::of_azure).collect();
        let network_origin = Origin {
            hub: connection.hub,
            class: Class::Network,
            delivery: Delivery::Network(id),
            next_hop: NextHop::HubConnection(id),
            announces: RouteOrigin::HubNetwork(id),
            destinations: self.through_map(HubLink::Network(id), inbound, spaces),
            when,
            propagated: Some(connection.routing.propagated.clone()),
            spread: None,
            step: Some(step),
        };
        let mut all = vec![network_origin];
        let name = connection.declared.address.as_str();
        let causes = &mut self.topology.causes;
        let propagates =
            causes.flag(&connection.propagates_static_routes, "propagateStaticRoutes", name);
        let Some(when) = propagates.and_then(|flag| all[0].when.and(&flag)) else { return all };
        let routes = connection.static_routes.known.iter();
        let prefixes = routes.filter_map(|route| route.prefixes.value()).flatten();
        let destinations = prefixes.map(|prefix| {
            let step = Step {
                code: Code::HubConnectionRoute.as_str(),
                message: format!(
                    "{} is a static route of connection {}",
                    prefix.net,
                    connection.declared.label()
                ),
                span: Some(prefix.span),
            };
            Heard::of_azure((RouteDestination::Net(prefix.net), step))
        });
        let destinations = destinations.collect();
        let destinations = self.through_map(HubLink::Network(id), inbound, destinations);
        if !destinations.is_empty() {
            all.push(Origin { destinations, when, ..all[0].clone() });
        }
        all
    }

    fn of_site(&mut self, site: Id<Site>, at: usize) -> Origin {
        let uplink = self.wan.uplinks[site.index()][at].clone();
        let gateway = &self.network.hub_gateways[uplink.gateway];
        let path = self.path_of_site(site, &uplink);
        // Without BGP a hub knows what is declared of a site, which may be nothing.
        let is_silent = uplink.bgp.is_none()
            && self.network.sites[site].prefixes.value().is_some_and(Vec::is_empty);
        let destinations = if is_silent {
            Vec::new()
        } else {
            self.site_destinations(site, gateway.declared.label())
        };
        let destinations = destinations.into_iter();
        let mut destinations: Vec<_> =
            destinations.map(|one| Heard::new(one, path.clone())).collect();
        if let Some(id) = uplink.branch {
            let map = &self.network.hub_branches[id].routing.inbound;
            destinations = self.through_map(HubLink::Branch(id), map, destinations);
        }
        let branch = uplink.branch.map(|id| &self.network.hub_branches[id]);
        let propagated = branch.map(|branch| branch.routing.propagated.clone());
        let propagated = propagated.unwrap_or_else(|| to_default(gateway.declared.span));
        let step = branch.map(|branch| {
            self.step(&format!("connection {}", branch.declared.label()), &branch.routing)
        });
        Origin {
            hub: uplink.hub,
            class: match uplink.kind {
                HubGatewayKind::ExpressRoute => Class::ExpressRoute,
                HubGatewayKind::SiteToSite | HubGatewayKind::PointToSite => Class::Vpn,
            },
            delivery: Delivery::Site(site, uplink.gateway),
            next_hop: NextHop::HubGateway(uplink.kind, uplink.gateway),
            announces: RouteOrigin::HubSite(site, uplink.gateway),
            destinations,
            when: uplink.when,
            propagated: Some(propagated),
            spread: None,
            step,
        }
    }

    /// What a site puts before the prefixes that it announces. Its own numbers are known where
    /// it is configured with an `asn`; else the first one is, and others may follow. Without
    /// BGP there is no path.
    fn path_of_site(&self, id: Id<Site>, uplink: &HubUplink) -> BgpPath {
        let site = &self.network.sites[id];
        let of_circuit = |circuit: Id<Circuit>| {
            self.network.circuits[circuit].private_peering()?.asn.value().copied()?
        };
        let (asn, edge) = match uplink.kind {
            HubGatewayKind::ExpressRoute => {
                (site.asn.or_else(|| of_circuit(uplink.circuit?)), Some(EDGE_ASN))
            }
            HubGatewayKind::SiteToSite | HubGatewayKind::PointToSite if uplink.bgp.is_none() => {
                return BgpPath::default();
            }
            HubGatewayKind::SiteToSite | HubGatewayKind::PointToSite => {
                (site.asn.or(uplink.asn), None)
            }
        };
        // The gateway has two instances; what the better one hears counts.
        let prepends = |instance: usize| site.prepends.get(instance).copied().unwrap_or_default();
        let prepends = edge.map_or_else(|| prepends(0).min(prepends(1)), |_| 0);
        let times = 1 + usize::from(prepends);
        let own = asn.into_iter().flat_map(|asn| std::iter::repeat_n(asn, times));
        let systems = edge.into_iter().chain(own).collect();
        let path = BgpPath::from_outside(systems, site.asn.is_some(), site.communities.as_deref());
        BgpPath { unnamed: if asn.is_none() { times } else { 0 }, ..path }
    }

    /// What is behind a gateway of a virtual network at the other end of a tunnel.
    fn of_tunnel(&mut self, tunnel: &Tunnel) -> Origin {
        let ends = &tunnel.ends;
        let hub = self.network.hub_gateways[ends.hub_gateway].hub;
        let branch = &self.network.hub_branches[ends.branch];
        let name = format!("connection {}", branch.declared.label());
        let heard = tunnel.heard_by_hub(self.network, self.control);
        let link = HubLink::Branch(ends.branch);
        let destinations = self.through_map(link, &branch.routing.inbound, heard);
        Origin {
            hub,
            class: Class::Vpn,
            delivery: Delivery::Tunnel(ends.gateway, ends.hub_gateway),
            next_hop: NextHop::HubGateway(HubGatewayKind::SiteToSite, ends.hub_gateway),
            announces: RouteOrigin::HubTunnel(ends.branch),
            destinations,
            when: self.wan.hubs[hub.index()].when.clone(),
            propagated: Some(branch.routing.propagated.clone()),
            spread: None,
            step: Some(self.step(&name, &branch.routing)),
        }
    }

    fn site_destinations(&self, id: Id<Site>, gateway: &str) -> Vec<(RouteDestination, Step)> {
        let site = &self.network.sites[id];
        let (code, nets) = match &self.control.sites[id.index()] {
            SitePrefixes::Known(nets) => (Code::SitePrefixes, nets),
            SitePrefixes::Assumed(nets, _) => (Code::AssumedOnpremPrefix, nets),
            SitePrefixes::Unknown => {
                let step = Step {
                    code: Code::SitePrefixes.as_str(),
                    message: format!(
                        "{gateway} learns the prefixes of the site {}, which are not known",
                        site.name
                    ),
                    span: Some(site.span),
                };
                return vec![(RouteDestination::Site(id), step)];
            }
        };
        let declared = site.prefixes.value().map_or(&[][..], Vec::as_slice);
        let one = |net: &IpNet| {
            let span = declared.iter().find(|prefix| prefix.net == *net).map(|prefix| prefix.span);
            let is_other = code == Code::SitePrefixes && span.is_none();
            let how = if is_other { TRANSLATED } else { "" };
            let step = Step {
                code: code.as_str(),
                message: format!("{gateway} learns {net} from the site {}{how}", site.name),
                span: Some(span.unwrap_or(site.span)),
            };
            (RouteDestination::Net(*net), step)
        };
        nets.iter().map(one).collect()
    }

    /// Each configuration of a point-to-site gateway has a pool and tables of its own.
    fn of_clients(&mut self, id: Id<HubGateway>) -> Vec<Origin> {
        let network = self.network;
        let gateway = &network.hub_gateways[id];
        if gateway.kind != HubGatewayKind::PointToSite {
            return Vec::new();
        }
        let name = gateway.declared.label();
        let when = self.topology.causes.presence(&gateway.declared);
        let Some(when) = when.and(&self.wan.hubs[gateway.hub.index()].when) else {
            return Vec::new();
        };
        let step = |span: Span| Step {
            code: Code::ClientPool.as_str(),
            message: format!("the address pool of the clients of {name}"),
            span: Some(span),
        };
        let is_known = hub_pool(network, id).is_some();
        let symbol = (RouteDestination::HubClients(id), step(gateway.clients.span));
        let own = |clients: &HubClients| -> Vec<(RouteDestination, Step)> {
            let pool = clients.pool.value().filter(|_| is_known).into_iter().flatten();
            pool.map(|prefix| (RouteDestination::Net(prefix.net), step(prefix.span))).collect()
        };
        let count = if is_known { gateway.clients.known.len() } else { 1 };
        let mut all = Vec::new();
        for clients in gateway.clients.known.iter().take(count) {
            let told = if is_known { own(clients) } else { vec![symbol.clone()] };
            let map = &clients.routing.inbound;
            let told = told.into_iter().map(Heard::of_azure).collect();
            let destinations = self.through_map(HubLink::Clients(id), map, told);
            all.push((destinations, Some(clients)));
        }
        if all.is_empty() && !is_known {
            all.push((vec![Heard::of_azure(symbol)], None));
        }
        let origin = |(destinations, clients): (_, Option<&HubClients>)| {
            let propagated = clients.map(|clients| clients.routing.propagated.clone());
            Origin {
                hub: gateway.hub,
                class: Class::Clients,
                delivery: Delivery::Clients(id),
                next_hop: NextHop::HubGateway(gateway.kind, id),
                announces: RouteOrigin::HubClients(id),
                destinations,
                when: when.clone(),
                propagated: Some(propagated.unwrap_or_else(|| to_default(gateway.declared.span))),
                spread: None,
                step: clients.map(|one| self.step(&format!("gateway {name}"), &one.routing)),
            }
        };
        all.into_iter().map(origin).collect()
    }

    /// What configured appliances tell the hub, by the connection of the network that they
    /// stand in.
    fn of_peers(&mut self, hub: Id<VirtualHub>) -> Vec<Origin> {
        let network = self.network;
        let mut all: Vec<Origin> = Vec::new();
        let peers = &network.virtual_hubs[hub].peers;
        for told in
            super::super::appliance_model::told(network, self.topology, self.appliances, peers)
        {
            let holds = |id: &Id<HubConnection>| {
                let vnet = network.hub_connections[*id].virtual_network;
                let space = network.virtual_networks[vnet].address_space.value();
                space.is_some_and(|all| all.iter().any(|prefix| prefix.net.contains(&told.peer)))
            };
            let ids = network.hub_connections.entries();
            let mut ids = ids.filter(|(_, one)| one.hub == hub).map(|(id, _)| id);
            let Some(id) = ids.find(holds) else { continue };
            let connection = &network.hub_connections[id];
            let attached = &self.wan.attached[connection.virtual_network.index()];
            let Some(attached) = attached.iter().find(|attached| attached.connection == id) else {
                continue;
            };
            let Some(when) = told.when.and(&attached.when) else { continue };
            let appliance = self.topology.appliance(
                network,
                connection.virtual_network,
                crate::network::NextHopTarget::Address(told.next_hop),
            );
            let inbound = &connection.routing.inbound;
            let systems: Vec<u32> = told.as_path.iter().copied().flatten().collect();
            let communities = told.communities.as_deref();
            let unnamed = told.as_path.len() - systems.len();
            let path =
                BgpPath { unnamed, ..BgpPath::from_outside(systems, unnamed == 0, communities) };
            let heard = told.destinations.into_iter().map(|one| Heard::new(one, path.clone()));
            let heard = heard.collect();
            let destinations = self.through_map(HubLink::Network(id), inbound, heard);
            all.push(Origin {
                hub,
                class: Class::Appliance,
                delivery: Delivery::Appliance(id, appliance),
                next_hop: NextHop::HubBgpPeer(appliance),
                announces: RouteOrigin::HubPeer(hub),
                destinations,
                when,
                propagated: Some(connection.routing.propagated.clone()),
                spread: Some(told.spread),
                step: Some(self.step(
                    &format!("connection {}", connection.declared.label()),
                    &connection.routing,
                )),
            });
        }
        all
    }
}

fn to_default(span: Span) -> Fact<Propagation> {
    let labels = vec!["default".to_owned()];
    Fact::default(Propagation { tables: Vec::new(), labels }, span)
}
