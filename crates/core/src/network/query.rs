//! Questions that many ask of a network.
//!
//! Absence is a fact: where a question can be answered by "there is none", the
//! answer is a [`Fact`], unknown as long as something perhaps there, of unknown
//! place or in a module that is not here may be what was asked for.

use std::net::IpAddr;

use nexthop_iac::{Presence, Why};
use nexthop_source::Span;

use super::{
    Connection, Declared, Firewall, FirewallPolicy, FirewallRule, Gateway, GatewayKind, Id,
    Network, NextHopTarget, Peering, PrivateAddress, RouteServer, Several, Subnet, SubnetPurpose,
    VirtualNetwork,
};
use crate::{Fact, Known};

/// Something that may stand in a virtual network, and where.
struct Candidate<'a, T> {
    id: Id<T>,
    declared: &'a Declared,
    place: Known<Option<Id<VirtualNetwork>>>,
}

/// No policy is based on more policies than that; a circle ends here.
const MOST_BASES: usize = 8;

impl Network {
    /// A policy and those that it is based on, as far as they are known: itself first.
    pub fn policies_of(&self, policy: Id<FirewallPolicy>) -> Vec<Id<FirewallPolicy>> {
        let base = |id: &Id<FirewallPolicy>| self.firewall_policies[*id].base.value().copied()?;
        std::iter::successors(Some(policy), base).take(MOST_BASES).collect()
    }

    /// The rules of a policy and of those that it is based on, with how far above it each
    /// stands.
    pub fn rules_of(
        &self,
        policy: Id<FirewallPolicy>,
    ) -> impl Iterator<Item = (usize, &FirewallRule)> {
        self.policies_of(policy).into_iter().enumerate().flat_map(|(above, id)| {
            let rules = &self.firewall_policies[id].rules.known;
            rules.iter().map(move |rule| (above, rule))
        })
    }

    /// The subnets of a virtual network.
    pub fn subnets_of(&self, vnet: Id<VirtualNetwork>) -> impl Iterator<Item = Id<Subnet>> {
        self.subnets
            .entries()
            .filter(move |(_, subnet)| subnet.virtual_network == vnet)
            .map(|(id, _)| id)
    }

    /// The subnet of a virtual network with that purpose.
    pub fn special_subnet(
        &self,
        vnet: Id<VirtualNetwork>,
        purpose: SubnetPurpose,
    ) -> Option<Id<Subnet>> {
        self.subnets_of(vnet).find(|&id| self.subnets[id].purpose == purpose)
    }

    /// The gateways known to stand in a virtual network.
    pub fn gateways_in(&self, vnet: Id<VirtualNetwork>) -> impl Iterator<Item = Id<Gateway>> {
        self.gateways
            .entries()
            .filter(move |(_, gateway)| gateway.virtual_network.is(&vnet))
            .map(|(id, _)| id)
    }

    /// The gateway at the other end of a tunnel: its public address is that of the local
    /// network gateway, and a connection leads back the same way.
    pub fn peer_by_tunnel(&self, id: Id<Connection>) -> Option<Id<Gateway>> {
        let own = *self.connections[id].gateway.value()?;
        let (other, behind) = (self.named_by_tunnel(id)?, |id| self.named_by_tunnel(id));
        let mut back = self.connections.entries();
        let is_back =
            |id, connection: &Connection| connection.gateway.is(&other) && behind(id) == Some(own);
        back.any(|(id, connection)| is_back(id, connection)).then_some(other)
    }

    /// The gateway that has the public address that a tunnel leads to.
    fn named_by_tunnel(&self, id: Id<Connection>) -> Option<Id<Gateway>> {
        let connection = &self.connections[id];
        let local = (*connection.local_network_gateway.value()?)?;
        let address = self.local_network_gateways[local].public_address?;
        let has = |gateway: &Gateway| {
            let mut own = gateway.ip_configurations.known.iter();
            own.any(|configuration| configuration.public_address.is(&Some(address)))
        };
        self.gateways.entries().find(|(_, gateway)| has(gateway)).map(|(id, _)| id)
    }

    /// The Route Servers known to stand in a virtual network.
    pub fn route_servers_in(
        &self,
        vnet: Id<VirtualNetwork>,
    ) -> impl Iterator<Item = Id<RouteServer>> {
        self.route_servers
            .entries()
            .filter(move |(_, server)| server.virtual_network.is(&vnet))
            .map(|(id, _)| id)
    }

    /// The gateways of a virtual network.
    pub fn gateways_of(&self, vnet: Id<VirtualNetwork>) -> Fact<Vec<Id<Gateway>>> {
        self.standing(vnet, self.gateway_candidates(|_| true))
    }

    /// The gateway of a kind that a virtual network has; Azure allows one of each
    /// (<https://learn.microsoft.com/azure/expressroute/how-to-configure-coexisting-gateway-portal>),
    /// so one that is certain settles it.
    pub fn gateway_of(
        &self,
        vnet: Id<VirtualNetwork>,
        kind: GatewayKind,
    ) -> Fact<Option<Id<Gateway>>> {
        let may_be = |gateway: &Gateway| gateway.kind.value().is_none_or(|other| *other == kind);
        let certain = self.gateways_in(vnet).find(|&id| {
            let gateway = &self.gateways[id];
            gateway.kind.is(&kind) && gateway.declared.presence == Presence::Certain
        });
        match certain {
            Some(id) => Fact::set(Some(id), self.gateways[id].declared.span),
            None => self
                .standing(vnet, self.gateway_candidates(may_be))
                .map(|ids| ids.iter().copied().find(|&id| self.gateways[id].kind.is(&kind))),
        }
    }

    /// The Route Servers of a virtual network; there can be only one
    /// (<https://learn.microsoft.com/azure/route-server/quickstart-create-route-server-portal>),
    /// so one that is certain settles it.
    pub fn route_servers_of(&self, vnet: Id<VirtualNetwork>) -> Fact<Vec<Id<RouteServer>>> {
        let certain = self
            .route_servers_in(vnet)
            .find(|&id| self.route_servers[id].declared.presence == Presence::Certain);
        if let Some(id) = certain {
            return Fact::set(vec![id], self.route_servers[id].declared.span);
        }
        let candidates = self.route_servers.entries().map(|(id, server)| Candidate {
            id,
            declared: &server.declared,
            place: server.virtual_network.map(|&id| Some(id)).known,
        });
        self.standing(vnet, candidates)
    }

    /// The Azure Firewalls of a virtual network.
    pub fn firewalls_of(&self, vnet: Id<VirtualNetwork>) -> Fact<Vec<Id<Firewall>>> {
        let candidates = self.firewalls.entries().map(|(id, firewall)| Candidate {
            id,
            declared: &firewall.declared,
            place: firewall.virtual_network.known.clone(),
        });
        self.standing(vnet, candidates)
    }

    fn gateway_candidates(
        &self,
        is_meant: impl Fn(&Gateway) -> bool,
    ) -> impl Iterator<Item = Candidate<'_, Gateway>> {
        self.gateways.entries().filter(move |(_, gateway)| is_meant(gateway)).map(
            |(id, gateway)| Candidate {
                id,
                declared: &gateway.declared,
                place: gateway.virtual_network.map(|&id| Some(id)).known,
            },
        )
    }

    /// Those of the candidates that stand in a virtual network, as long as that is
    /// certain.
    fn standing<'a, T>(
        &self,
        vnet: Id<VirtualNetwork>,
        candidates: impl Iterator<Item = Candidate<'a, T>>,
    ) -> Fact<Vec<Id<T>>> {
        let mut span = self.virtual_networks[vnet].declared.span;
        let mut found = Vec::new();
        for Candidate { id, declared, place } in candidates {
            let here = match &place {
                Known::Set(place) | Known::Default(place) => *place == Some(vnet),
                Known::Unknown(why) => return Fact::unknown(why.clone(), declared.span),
            };
            match &declared.presence {
                Presence::Maybe(why) if here => return Fact::unknown(why.clone(), declared.span),
                Presence::Certain if here => {
                    span = declared.span;
                    found.push(id);
                }
                Presence::Certain | Presence::Maybe(_) => {}
            }
        }
        match self.beyond(vnet) {
            Some((why, span)) => Fact::unknown(why, span),
            None => Fact::set(found, span),
        }
    }

    /// Why a virtual network may hold more than is here: it is not declared here,
    /// or a module that is not here is handed it.
    fn beyond(&self, vnet: Id<VirtualNetwork>) -> Option<(Why, Span)> {
        let declared = &self.virtual_networks[vnet].declared;
        if declared.existing {
            return Some((Why::Outside(declared.label().to_owned()), declared.span));
        }
        let hidden = self.hidden_modules.iter();
        let mut handed = hidden.filter(|module| module.virtual_networks.contains(&vnet));
        handed.next().map(|module| (Why::Outside(module.source.clone()), module.span))
    }

    /// The peerings declared in a virtual network.
    pub fn peerings_of(&self, vnet: Id<VirtualNetwork>) -> impl Iterator<Item = Id<Peering>> {
        self.peerings.entries().filter(move |(_, peering)| peering.local == vnet).map(|(id, _)| id)
    }

    /// The other direction of a peering, where it is declared.
    pub fn reverse(&self, peering: Id<Peering>) -> Option<Id<Peering>> {
        let Peering { local, remote, .. } = self.peerings[peering];
        self.peerings
            .entries()
            .find(|(_, other)| other.local == remote && other.remote == local)
            .map(|(id, _)| id)
    }

    /// Why a virtual network that is only referred to may be any other one: its name
    /// cannot be told.
    pub fn may_be_another(&self, vnet: Id<VirtualNetwork>) -> Option<&Why> {
        let VirtualNetwork { unidentified, declared, .. } = &self.virtual_networks[vnet];
        let nameless = || declared.name.why().filter(|_| declared.existing);
        unidentified.as_ref().or_else(nameless)
    }

    /// A peering that may be the other direction of one for which none is declared:
    /// one of its ends cannot be told.
    pub fn perhaps_reverse(&self, peering: Id<Peering>) -> Option<(Id<Peering>, &Why)> {
        let Peering { local, remote, .. } = self.peerings[peering];
        let unknown = |id| self.may_be_another(id);
        self.peerings.entries().filter(|(id, _)| *id != peering).find_map(|(id, other)| {
            let why = match (other.local == remote, other.remote == local) {
                (true, _) => unknown(other.remote),
                (_, true) => unknown(other.local),
                (false, false) => None,
            };
            why.map(|why| (id, why))
        })
    }

    /// The virtual networks that a virtual network is peered with, in either
    /// direction, in order of id.
    pub fn peers_of(&self, vnet: Id<VirtualNetwork>) -> Vec<Id<VirtualNetwork>> {
        let both = self.peerings.iter().filter_map(|peering| match peering {
            Peering { local, remote, .. } if *local == vnet => Some(*remote),
            Peering { local, remote, .. } if *remote == vnet => Some(*local),
            _ => None,
        });
        let mut peers: Vec<Id<VirtualNetwork>> = both.collect();
        peers.sort_unstable();
        peers.dedup();
        peers
    }

    /// The virtual network whose gateways a virtual network uses: it asks for
    /// them and the other side allows it
    /// (<https://learn.microsoft.com/azure/vpn-gateway/vpn-gateway-peering-gateway-transit>).
    pub fn transit_hub(&self, vnet: Id<VirtualNetwork>) -> Fact<Option<Id<VirtualNetwork>>> {
        let mut undecided = None;
        for id in self.peerings_of(vnet) {
            let transit = self.transit(id);
            match transit.known {
                Known::Set(true) | Known::Default(true) => {
                    return Fact::set(Some(self.peerings[id].remote), transit.span);
                }
                Known::Set(false) | Known::Default(false) => {}
                Known::Unknown(why) => {
                    undecided.get_or_insert((why, transit.span));
                }
            }
        }
        match undecided.or_else(|| self.beyond(vnet)) {
            Some((why, span)) => Fact::unknown(why, span),
            None => Fact::set(None, self.virtual_networks[vnet].declared.span),
        }
    }

    /// Whether the local side of a peering uses the gateways of the remote side.
    fn transit(&self, id: Id<Peering>) -> Fact<bool> {
        let peering = &self.peerings[id];
        let asked = certainly(peering, &peering.use_remote_gateways);
        if asked.is(&false) {
            return asked;
        }
        let allowed = match self.reverse(id) {
            Some(reverse) => {
                let reverse = &self.peerings[reverse];
                certainly(reverse, &reverse.allow_gateway_transit)
            }
            None => match self.beyond_reverse(id) {
                Some((why, span)) => Fact::unknown(why, span),
                None => Fact::set(false, peering.declared.span),
            },
        };
        if allowed.is(&false) || asked.value().is_some() { allowed } else { asked }
    }

    /// Why a peering may have another direction although none is declared for it, and
    /// what says so.
    pub fn beyond_reverse(&self, id: Id<Peering>) -> Option<(Why, Span)> {
        let perhaps = self.perhaps_reverse(id);
        let perhaps = perhaps.map(|(id, why)| (why.clone(), self.peerings[id].declared.span));
        perhaps.or_else(|| self.beyond(self.peerings[id].remote))
    }

    /// The virtual networks that use the gateways of a virtual network.
    pub fn transit_users(&self, hub: Id<VirtualNetwork>) -> Several<Id<VirtualNetwork>> {
        let span = self.virtual_networks[hub].declared.span;
        let mut users = Several { known: Vec::new(), more: None, span };
        for (id, peering) in self.peerings.entries().filter(|(_, other)| other.remote == hub) {
            match self.transit(id).known {
                Known::Set(true) | Known::Default(true) => users.known.push(peering.local),
                Known::Set(false) | Known::Default(false) => {}
                Known::Unknown(why) => {
                    users.more.get_or_insert(why);
                }
            }
        }
        if let Some((why, _)) = self.beyond(hub) {
            users.more.get_or_insert(why);
        }
        users
    }

    /// The appliance that a user calls so: by the name or address of its interface, its load
    /// balancer or its BGP connection, or by its private address.
    pub fn appliance_called(&self, name: &str) -> Option<NextHopTarget> {
        let interfaces = self.network_interfaces.entries();
        let mut interfaces = interfaces.filter(|(_, one)| one.declared.is_called(name));
        if let Some((id, _)) = interfaces.next() {
            return Some(NextHopTarget::NetworkInterface(id));
        }
        let mut balancers = self.load_balancers.entries();
        let called = balancers.find(|(_, one)| one.declared.is_called(name));
        if let Some((id, _)) = called {
            return Some(NextHopTarget::LoadBalancer(id));
        }
        let servers = self.route_servers.iter().flat_map(|server| &server.peers.known);
        let hubs = self.virtual_hubs.iter().flat_map(|hub| &hub.peers.known);
        let peer = servers.chain(hubs).find(|peer| peer.declared.is_called(name));
        let of_peer = peer.and_then(|peer| peer.ip.value().copied());
        let ip = of_peer.or_else(|| name.parse().ok())?;
        let has = |address: &PrivateAddress| address.ip.is(&Some(ip));
        let mut interfaces = self.network_interfaces.entries();
        let owner = interfaces.find(|(_, one)| one.addresses.known.iter().any(has));
        Some(match owner {
            Some((id, _)) => NextHopTarget::NetworkInterface(id),
            None => NextHopTarget::Address(ip),
        })
    }

    /// Whose address it is, in a virtual network or one peered with it.
    pub fn owner_of(&self, ip: IpAddr, vnet: Id<VirtualNetwork>) -> Option<NextHopTarget> {
        let mut near = self.peers_of(vnet);
        near.push(vnet);
        let has = |address: &PrivateAddress| {
            let subnet = address.subnet.value().copied().flatten();
            address.ip.is(&Some(ip))
                && subnet.is_none_or(|subnet| near.contains(&self.subnets[subnet].virtual_network))
        };
        let firewall = self.firewalls.entries().find(|(_, firewall)| {
            let place = firewall.virtual_network.value().copied().flatten();
            firewall.private_ip.is(&ip) && place.is_some_and(|place| near.contains(&place))
        });
        let balancer = self
            .load_balancers
            .entries()
            .find(|(_, balancer)| balancer.frontends.known.iter().any(has));
        let interface = self
            .network_interfaces
            .entries()
            .find(|(_, interface)| interface.addresses.known.iter().any(has));
        firewall
            .map(|(id, _)| NextHopTarget::Firewall(id))
            .or_else(|| balancer.map(|(id, _)| NextHopTarget::LoadBalancer(id)))
            .or_else(|| interface.map(|(id, _)| NextHopTarget::NetworkInterface(id)))
    }
}

/// A flag of a peering that may not be there.
fn certainly(peering: &Peering, flag: &Fact<bool>) -> Fact<bool> {
    match &peering.declared.presence {
        Presence::Maybe(why) if !flag.is(&false) => {
            Fact::unknown(why.clone(), peering.declared.span)
        }
        Presence::Maybe(_) | Presence::Certain => flag.clone(),
    }
}
