//! What is joined to what: peerings that work, gateways in reach, and who owns
//! an address.

use std::{collections::BTreeMap, net::IpAddr};

use ipnet::IpNet;
use nexthop_iac::Why;
use nexthop_source::Span;

use super::{
    Appliance,
    condition::{Cause, Causes, Condition, Decisions, Reason},
    loose_end::LooseEnds,
    private_endpoints::PrivateEndpoints,
    target::hub_pool,
    translation::effective_private_ranges,
};
use crate::{
    Known, Network,
    network::{
        Firewall, Gateway, GatewayKind, Id, NextHopTarget, Peering, Prefix, RouteServer, Subnet,
        SubnetPurpose, VirtualNetwork,
    },
};

/// One direction of a peering, with what the other direction adds.
#[derive(Clone, Debug)]
pub(super) struct Link {
    pub(super) remote: Id<VirtualNetwork>,
    pub(super) reverse: Option<Id<Peering>>,
    /// Both directions are there; `None` where they never are.
    pub(super) connected: Option<Condition>,
    /// Both directions allow virtual network access.
    pub(super) access: Option<Condition>,
    /// The remote network takes traffic that an appliance in the local one forwards.
    pub(super) forwards_into_remote: Option<Condition>,
    /// The local network uses the gateways of the remote one.
    pub(super) uses_gateways: Option<Condition>,
}

/// A network whose gateways another one uses.
#[derive(Clone, Debug)]
pub(super) struct Transit {
    /// The peering from the network that uses the gateways.
    pub(super) peering: Id<Peering>,
    /// The network with the gateways.
    pub(super) hub: Id<VirtualNetwork>,
    /// The network that uses them.
    pub(super) spoke: Id<VirtualNetwork>,
    pub(super) when: Condition,
}

/// A gateway in its place.
#[derive(Clone, Debug)]
pub(super) struct Placed {
    pub(super) kind: GatewayKind,
    pub(super) virtual_network: Id<VirtualNetwork>,
    pub(super) when: Condition,
}

/// From one virtual network to another.
type Direction = (Id<VirtualNetwork>, Id<VirtualNetwork>);

/// What is joined to what.
#[derive(Debug, Default)]
pub(super) struct Topology {
    pub(super) causes: Causes,
    /// By peering.
    pub(super) links: Vec<Link>,
    /// By virtual network: the peerings declared in it.
    pub(super) peerings: Vec<Vec<Id<Peering>>>,
    /// The peerings from one virtual network to another: one, unless they exist under
    /// different conditions.
    directions: BTreeMap<Direction, Vec<Id<Peering>>>,
    /// By virtual network: whose gateways it uses.
    pub(super) uses: Vec<Vec<Transit>>,
    /// By virtual network: who uses its gateways.
    pub(super) used_by: Vec<Vec<Transit>>,
    /// By gateway; `None` where its kind or place is unknown.
    pub(super) gateways: Vec<Option<Placed>>,
    /// By virtual network.
    pub(super) gateways_in: Vec<Vec<Id<Gateway>>>,
    /// By virtual network: its Route Server, and when it is there.
    pub(super) route_servers: Vec<Vec<(Id<RouteServer>, Condition)>>,
    /// By virtual network: its subnets.
    pub(super) subnets: Vec<Vec<Id<Subnet>>>,
    /// By network interface: when it forwards packets.
    pub(super) forwarding: Vec<Option<Condition>>,
    /// By firewall: the destinations that it does not translate; `None` where they are
    /// unknown.
    pub(super) private_ranges: Vec<Option<Vec<IpNet>>>,
    /// By firewall: the cause where what it translates is unknown.
    pub(super) unknown_ranges: Vec<Option<u32>>,
    /// By firewall, network interface and load balancer: when it is there.
    present: [Vec<Condition>; 3],
    /// By virtual network: a part of it may be elsewhere.
    pub(super) open: Vec<bool>,
    owners: BTreeMap<IpAddr, Vec<Appliance>>,
    pub(super) loose_ends: LooseEnds,
    pub(super) endpoints: PrivateEndpoints,
}

impl Topology {
    pub(super) fn new(network: &Network, causes: Causes) -> Self {
        let count = network.virtual_networks.len();
        let mut topology = Self {
            causes,
            peerings: vec![Vec::new(); count],
            uses: vec![Vec::new(); count],
            used_by: vec![Vec::new(); count],
            gateways_in: vec![Vec::new(); count],
            route_servers: vec![Vec::new(); count],
            subnets: vec![Vec::new(); count],
            open: network.virtual_networks.iter().map(|vnet| vnet.declared.existing).collect(),
            ..Self::default()
        };
        for vnet in network.hidden_modules.iter().flat_map(|module| &module.virtual_networks) {
            topology.open[vnet.index()] = true;
        }
        for (id, subnet) in network.subnets.entries() {
            topology.subnets[subnet.virtual_network.index()].push(id);
        }
        topology.place_gateways(network);
        topology.place_route_servers(network);
        topology.link_peerings(network);
        topology.place_appliances(network);
        topology.find_loose_ends(network);
        topology.owners = owners(network);
        topology.endpoints = PrivateEndpoints::new(network, &mut topology.causes);
        topology
    }

    fn place_gateways(&mut self, network: &Network) {
        for (id, gateway) in network.gateways.entries() {
            let placed = gateway.kind.value().zip(gateway.virtual_network.value());
            let placed = placed.map(|(&kind, &virtual_network)| Placed {
                kind,
                virtual_network,
                when: self.causes.presence(&gateway.declared),
            });
            if let Some(placed) = &placed {
                self.gateways_in[placed.virtual_network.index()].push(id);
            }
            self.gateways.push(placed);
        }
    }

    fn place_route_servers(&mut self, network: &Network) {
        for (id, server) in network.route_servers.entries() {
            if let Some(vnet) = server.virtual_network.value() {
                let when = self.causes.presence(&server.declared);
                self.route_servers[vnet.index()].push((id, when));
            }
        }
    }

    fn place_appliances(&mut self, network: &Network) {
        for interface in &network.network_interfaces {
            let name = interface.declared.address.as_str();
            let forwards = self.flag(&interface.ip_forwarding, "enableIPForwarding", name);
            self.forwarding.push(forwards);
        }
        for firewall in &network.firewalls {
            let unknown = unknown_ranges(network, firewall).map(|fact| {
                let (why, span) = fact;
                self.causes.number("private ranges", &why, || Reason {
                    message: format!(
                        "whether firewall {} translates source addresses ({why})",
                        firewall.declared.label()
                    ),
                    span: Some(span),
                })
            });
            self.unknown_ranges.push(unknown);
            self.private_ranges.push(effective_private_ranges(network, firewall));
        }
        let causes = &mut self.causes;
        self.present = [
            network.firewalls.iter().map(|one| causes.presence(&one.declared)).collect(),
            network.network_interfaces.iter().map(|one| causes.presence(&one.declared)).collect(),
            network.load_balancers.iter().map(|one| causes.presence(&one.declared)).collect(),
        ];
    }

    /// When an appliance is there.
    pub(super) fn presence(&self, appliance: Appliance) -> Condition {
        let [firewalls, interfaces, balancers] = &self.present;
        match appliance {
            Appliance::Firewall(id) => firewalls[id.index()].clone(),
            Appliance::NetworkInterface(id) => interfaces[id.index()].clone(),
            Appliance::LoadBalancer(id) => balancers[id.index()].clone(),
            Appliance::Address(_) | Appliance::Unknown => Condition::always(),
        }
    }

    fn link_peerings(&mut self, network: &Network) {
        for (id, peering) in network.peerings.entries() {
            self.directions.entry((peering.local, peering.remote)).or_default().push(id);
        }
        for (id, peering) in network.peerings.entries() {
            let reverse = self.peerings_to(peering.remote, peering.local).to_vec();
            let link = self.link(network, id, &reverse);
            if let Some(when) = &link.uses_gateways {
                let transit = Transit {
                    peering: id,
                    hub: peering.remote,
                    spoke: peering.local,
                    when: when.clone(),
                };
                self.used_by[peering.remote.index()].push(transit.clone());
                self.uses[peering.local.index()].push(transit);
            }
            self.peerings[peering.local.index()].push(id);
            self.links.push(link);
        }
    }

    fn link(&mut self, network: &Network, id: Id<Peering>, reverse: &[Id<Peering>]) -> Link {
        let peering = &network.peerings[id];
        let name = peering.declared.address.as_str();
        let here = self.causes.presence(&peering.declared);
        let own_access = self.flag(&peering.allow_access, "allowVirtualNetworkAccess", name);
        let uses = self.flag(&peering.use_remote_gateways, "useRemoteGateways", name);
        let [there, access, forwarded, transit] = if let Some(&first) = reverse.first() {
            self.reverse_flags(network, first, reverse.get(1).copied())
        } else {
            let perhaps = match network.perhaps_reverse(id) {
                Some(other) => Some(self.perhaps_reversed_by(network, id, other)),
                None if self.open[peering.remote.index()] => Some(self.outside(network, id)),
                None => None,
            };
            std::array::from_fn(|_| perhaps.clone())
        };
        let both = |a: Option<Condition>, b: Option<Condition>| a?.and(&b?);
        let connected = both(Some(here), there);
        Link {
            remote: peering.remote,
            reverse: reverse.first().copied(),
            access: both(own_access, access),
            forwards_into_remote: forwarded,
            uses_gateways: both(both(connected.clone(), uses), transit),
            connected,
        }
    }

    /// When the other direction of a peering is there, and what it allows: access,
    /// forwarded traffic, gateway transit.
    ///
    /// Of two that exist under opposite conditions there is always one.
    fn reverse_flags(
        &mut self,
        network: &Network,
        id: Id<Peering>,
        other: Option<Id<Peering>>,
    ) -> [Option<Condition>; 4] {
        let one = self.flags_of(network, id);
        let Some(other) = other.map(|other| self.flags_of(network, other)) else { return one };
        let (Some(here), Some(there)) = (&one[0], &other[0]) else { return one };
        if !here.either(there).is_some_and(|either| either.is_always()) {
            return one;
        }
        let mut both = std::array::from_fn(|at| match (&one[at], &other[at]) {
            (Some(one), Some(other)) if one == other => Some(one.clone()),
            (Some(one), _) => here.and(one),
            (None, Some(other)) => there.and(other),
            (None, None) => None,
        });
        both[0] = Some(Condition::always());
        both
    }

    fn flags_of(&mut self, network: &Network, id: Id<Peering>) -> [Option<Condition>; 4] {
        let peering = &network.peerings[id];
        let name = peering.declared.address.as_str();
        [
            Some(self.causes.presence(&peering.declared)),
            self.flag(&peering.allow_access, "allowVirtualNetworkAccess", name),
            self.flag(&peering.allow_forwarded_traffic, "allowForwardedTraffic", name),
            self.flag(&peering.allow_gateway_transit, "allowGatewayTransit", name),
        ]
    }

    fn flag(
        &mut self,
        fact: &crate::Fact<bool>,
        kind: &'static str,
        of: &str,
    ) -> Option<Condition> {
        self.causes.flag(fact, kind, of)
    }

    /// That the other direction of a peering, which is not in the code, is as it should be.
    fn outside(&mut self, network: &Network, id: Id<Peering>) -> Condition {
        let peering = &network.peerings[id];
        let remote = network.virtual_networks[peering.remote].declared.label();
        let why = Why::Outside(peering.declared.address.to_string());
        let number = self.causes.number("reverse peering", &why, || Reason {
            message: format!(
                "whether {remote}, which is not in this code, has the other direction of peering {}",
                peering.declared.label()
            ),
            span: Some(peering.declared.span),
        });
        Condition::when(Cause::Resource(number))
    }

    /// That a peering of which one end cannot be told is the other direction of another.
    fn perhaps_reversed_by(
        &mut self,
        network: &Network,
        id: Id<Peering>,
        (other, why): (Id<Peering>, &Why),
    ) -> Condition {
        let [one, other] = [id, other].map(|id| &network.peerings[id].declared);
        let (one, name) = (one.label(), other.label());
        let number = self.causes.number("reverse peering", why, || Reason {
            message: format!("whether {name} is the other direction of peering {one} ({why})"),
            span: Some(other.span),
        });
        Condition::when(Cause::Resource(number))
    }

    /// The subnet whose routes a gateway's traffic takes.
    pub(super) fn gateway_subnet(
        &self,
        network: &Network,
        vnet: Id<VirtualNetwork>,
    ) -> Option<Id<Subnet>> {
        let subnets = self.subnets[vnet.index()].iter().copied();
        subnets.into_iter().find(|&id| network.subnets[id].purpose == SubnetPurpose::Gateway)
    }

    /// The appliance that a route of a subnet in `vnet` names.
    pub(super) fn appliance(
        &self,
        network: &Network,
        vnet: Id<VirtualNetwork>,
        target: NextHopTarget,
    ) -> Appliance {
        let ip = match target {
            NextHopTarget::Firewall(id) => return Appliance::Firewall(id),
            NextHopTarget::NetworkInterface(id) => return Appliance::NetworkInterface(id),
            NextHopTarget::LoadBalancer(id) => return Appliance::LoadBalancer(id),
            NextHopTarget::Address(ip) => ip,
        };
        let distance = |appliance: &Appliance| {
            let home = self.home(network, vnet, *appliance).map(|(home, _)| home);
            match home {
                Some(home) if home == vnet => 0,
                Some(home) if self.peering_to(vnet, home).is_some() => 1,
                Some(_) => 2,
                None => 3,
            }
        };
        let owners = self.owners.get(&ip).into_iter().flatten();
        owners
            .min_by_key(|owner| (distance(owner), **owner))
            .copied()
            .unwrap_or(Appliance::Address(ip))
    }

    /// Where an appliance is, seen from a virtual network.
    pub(super) fn home(
        &self,
        network: &Network,
        from: Id<VirtualNetwork>,
        appliance: Appliance,
    ) -> Option<(Id<VirtualNetwork>, Option<Id<Subnet>>)> {
        let subnet = match appliance {
            Appliance::Firewall(id) => {
                let firewall = &network.firewalls[id];
                let subnet = firewall.subnet.value().copied().flatten();
                let vnet = firewall.virtual_network.value().copied().flatten();
                return vnet
                    .or_else(|| subnet.map(|subnet| network.subnets[subnet].virtual_network))
                    .map(|vnet| (vnet, subnet));
            }
            Appliance::NetworkInterface(id) => {
                let addresses = &network.network_interfaces[id].addresses.known;
                addresses.iter().find_map(|address| address.subnet.value().copied().flatten())
            }
            Appliance::LoadBalancer(id) => {
                let frontends = &network.load_balancers[id].frontends.known;
                frontends.iter().find_map(|address| address.subnet.value().copied().flatten())
            }
            Appliance::Address(ip) => return self.home_of_address(network, from, ip),
            Appliance::Unknown => None,
        };
        subnet.map(|subnet| (network.subnets[subnet].virtual_network, Some(subnet)))
    }

    fn home_of_address(
        &self,
        network: &Network,
        from: Id<VirtualNetwork>,
        ip: IpAddr,
    ) -> Option<(Id<VirtualNetwork>, Option<Id<Subnet>>)> {
        let peers = self.peerings[from.index()].iter().map(|&id| self.links[id.index()].remote);
        for vnet in std::iter::once(from).chain(peers) {
            let subnets = self.subnets[vnet.index()].iter().copied();
            let holds = |id: &Id<Subnet>| {
                let prefixes = network.subnets[*id].prefixes.value();
                prefixes.is_some_and(|all| all.iter().any(|prefix| prefix.net.contains(&ip)))
            };
            if let Some(subnet) = subnets.into_iter().find(holds) {
                return Some((vnet, Some(subnet)));
            }
            let space = network.virtual_networks[vnet].address_space.value();
            if space.is_some_and(|all| all.iter().any(|prefix| prefix.net.contains(&ip))) {
                return Some((vnet, None));
            }
        }
        None
    }

    /// The peering from one network to another.
    pub(super) fn peering_to(
        &self,
        from: Id<VirtualNetwork>,
        to: Id<VirtualNetwork>,
    ) -> Option<Id<Peering>> {
        self.peerings_to(from, to).first().copied()
    }

    fn peerings_to(&self, from: Id<VirtualNetwork>, to: Id<VirtualNetwork>) -> &[Id<Peering>] {
        self.directions.get(&(from, to)).map_or(&[], Vec::as_slice)
    }

    /// The peering from one network to another that is there in the world that is walked,
    /// or the first of them.
    pub(super) fn peering_in_force(
        &self,
        from: Id<VirtualNetwork>,
        to: Id<VirtualNetwork>,
        decisions: &Decisions,
    ) -> Result<Option<Id<Peering>>, Cause> {
        let all = self.peerings_to(from, to);
        if all.len() > 1 {
            for &id in all {
                let connected = self.links[id.index()].connected.as_ref();
                if connected.map_or(Ok(false), |when| when.holds(decisions))? {
                    return Ok(Some(id));
                }
            }
        }
        Ok(all.first().copied())
    }
}

/// Why it is unknown what a firewall translates, and where that is written.
fn unknown_ranges(network: &Network, firewall: &Firewall) -> Option<(Why, Span)> {
    let of = |fact: &crate::Fact<Option<Vec<Prefix>>>| Some((fact.why()?.clone(), fact.span));
    match &firewall.policy.known {
        Known::Unknown(why) => Some((why.clone(), firewall.policy.span)),
        Known::Set(Some(policy)) | Known::Default(Some(policy)) => {
            of(&network.firewall_policies[*policy].private_ranges)
        }
        Known::Set(None) | Known::Default(None) => of(&firewall.private_ranges),
    }
}

fn owners(network: &Network) -> BTreeMap<IpAddr, Vec<Appliance>> {
    let mut owners: BTreeMap<IpAddr, Vec<Appliance>> = BTreeMap::new();
    let mut own = |ip: Option<IpAddr>, appliance| {
        if let Some(ip) = ip {
            owners.entry(ip).or_default().push(appliance);
        }
    };
    for (id, firewall) in network.firewalls.entries() {
        own(firewall.private_ip.value().copied(), Appliance::Firewall(id));
    }
    for (id, interface) in network.network_interfaces.entries() {
        for address in &interface.addresses.known {
            own(address.ip.value().copied().flatten(), Appliance::NetworkInterface(id));
        }
    }
    for (id, balancer) in network.load_balancers.entries() {
        for address in &balancer.frontends.known {
            own(address.ip.value().copied().flatten(), Appliance::LoadBalancer(id));
        }
    }
    owners
}

/// Prefixes of virtual networks and client pools, sorted.
pub(super) fn azure_prefixes(network: &Network) -> Vec<IpNet> {
    let spaces = network.virtual_networks.iter().filter_map(|vnet| vnet.address_space.value());
    let pools =
        network.gateways.iter().filter_map(|gateway| gateway.clients.as_ref()?.pool.value());
    let mut all: Vec<IpNet> = spaces.chain(pools).flatten().map(|prefix| prefix.net).collect();
    let hubs = network.virtual_hubs.iter().filter_map(|hub| hub.prefix.value().copied().flatten());
    all.extend(hubs.map(|prefix| prefix.net));
    for gateway in network.hub_gateways.ids() {
        all.extend(hub_pool(network, gateway).into_iter().flatten().map(|prefix| prefix.net));
    }
    all.sort_unstable();
    all.dedup();
    all
}
