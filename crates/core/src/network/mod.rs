//! The network as Azure would have it: one type a resource, joined by ids.

mod appliance;
mod creation;
mod express_route;
mod firewall;
mod gateway;
mod hub_tunnel;
mod machine;
mod nat_rule;
mod query;
mod route_map;
mod route_server;
mod route_table;
mod security_group;
mod site;
mod table;
mod virtual_network;
mod virtual_wan;

use std::{collections::BTreeMap, sync::Arc};

use ipnet::IpNet;
use nexthop_iac::{Address, ModuleCall, PlannedChange, Presence, Why};
use nexthop_source::Span;

pub use appliance::{
    BalancingRule, InboundRule, LoadBalancer, NetworkInterface, PrivateAddress, PrivateEndpoint,
    PublicAddress,
};
pub use creation::CreationOrders;
pub use express_route::{Circuit, CircuitLink, CircuitPeering, CircuitTier, PeeringType};
pub use firewall::{
    DestinationNat, Firewall, FirewallPlacement, FirewallPolicy, FirewallRule, FirewallTier,
    RuleKind, private_ranges,
};
pub use gateway::{
    ClientConfiguration, ClientProtocol, Connection, ConnectionKind, Gateway,
    GatewayIpConfiguration, GatewayKind, LocalNetworkGateway, VpnType,
};
pub use hub_tunnel::HubTunnel;
pub use nat_rule::{ConnectionNat, NatKind, NatMapping, NatMode, NatRule};
pub use route_map::{
    HubLink, MatchCondition, RouteAction, RouteChange, RouteCriterion, RouteMap, RouteMapRule,
};
pub use route_server::{BgpPeer, RouteServer, RoutingPreference};
pub use route_table::{NextHopTarget, Route, RoutePrefix, RouteTable, UserNextHop};
pub use security_group::{
    Action, ApplicationSecurityGroup, Direction, SecurityGroup, SecurityRule,
};
pub use site::{Site, SiteLink};
pub use table::{Id, Table};
pub use virtual_network::{Peering, Perhaps, Subnet, SubnetPurpose, VirtualNetwork};
pub use virtual_wan::{
    ConnectionNextHop, ConnectionRoute, GlobalReach, HubBranch, HubClients, HubConnection,
    HubGateway, HubGatewayKind, HubNextHop, HubRoute, HubRouteTable, HubRouting, HubTableKind,
    IntentTraffic, Propagation, RoutingIntent, RoutingPolicy, VirtualHub, VirtualWan, VpnSite,
    WanKind,
};

use crate::Fact;

/// What every resource has.
#[derive(Clone, Debug)]
pub struct Declared {
    /// Its address in the code.
    pub address: Address,
    /// Its name in Azure.
    pub name: Fact<String>,
    /// Its resource group's name.
    pub resource_group: Fact<String>,
    /// The header of the declaring block.
    pub span: Span,
    /// The module calls through which it came to be, outermost first.
    pub calls: Arc<[ModuleCall]>,
    /// Whether it is there at all.
    pub presence: Presence,
    /// It exists outside of this code: a data source, or only referred to by id.
    pub existing: bool,
}

impl Declared {
    /// The name in Azure where it is known, else the address in code.
    pub fn label(&self) -> &str {
        let name = self.name.value().filter(|name| !name.is_empty());
        name.map_or(self.address.as_str(), String::as_str)
    }

    /// Whether a user may call it so: by its name, without case as in Azure, or by its
    /// address.
    pub fn is_called(&self, name: &str) -> bool {
        self.address.as_str() == name || self.label().eq_ignore_ascii_case(name)
    }
}

/// A prefix and where it is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Prefix {
    /// The prefix, host bits cleared.
    pub net: IpNet,
    /// Where it is written.
    pub span: Span,
}

/// A list whose elements may be known in part.
#[derive(Clone, Debug)]
pub struct Several<T> {
    /// Those that are known to be there, or perhaps there.
    pub known: Vec<T>,
    /// Why there may be more than `known` says.
    pub more: Option<Why>,
    /// Where the list is written; the resource's header where it is left out.
    pub span: Span,
}

/// A call of a module that is not here and that is handed a part of this network, or a
/// configuration of Azure Network Manager, which connects networks by itself.
#[derive(Clone, Debug)]
pub struct HiddenModule {
    /// Its source.
    pub source: String,
    /// The calling block's header.
    pub span: Span,
    /// The virtual networks it is handed, themselves or through a subnet.
    pub virtual_networks: Vec<Id<VirtualNetwork>>,
    /// The network security groups it is handed, to which it may add rules.
    pub security_groups: Vec<Id<SecurityGroup>>,
    /// The firewall policies it is handed, to which it may add rules.
    pub firewall_policies: Vec<Id<FirewallPolicy>>,
    /// The virtual hubs it is handed, to which it may connect something.
    pub virtual_hubs: Vec<Id<VirtualHub>>,
}

/// Everything that is there. Tables are in order of address, with what exists
/// outside of the code behind what is declared in it.
#[derive(Clone, Debug, Default)]
pub struct Network {
    /// What is created before what.
    pub creation: CreationOrders,
    /// What a plan does, by address.
    pub planned: BTreeMap<Address, Arc<PlannedChange>>,
    /// Virtual networks, those only referred to among them.
    pub virtual_networks: Table<VirtualNetwork>,
    /// Subnets, inline and standalone ones merged.
    pub subnets: Table<Subnet>,
    /// Peerings, each one direction.
    pub peerings: Table<Peering>,
    /// Route tables with the routes declared inline and apart.
    pub route_tables: Table<RouteTable>,
    /// Network security groups.
    pub security_groups: Table<SecurityGroup>,
    /// Application security groups.
    pub application_groups: Table<ApplicationSecurityGroup>,
    /// Virtual network gateways (VPN and ExpressRoute).
    pub gateways: Table<Gateway>,
    /// Connections of virtual network gateways.
    pub connections: Table<Connection>,
    /// Local network gateways.
    pub local_network_gateways: Table<LocalNetworkGateway>,
    /// ExpressRoute circuits.
    pub circuits: Table<Circuit>,
    /// Route Servers.
    pub route_servers: Table<RouteServer>,
    /// Azure Firewalls.
    pub firewalls: Table<Firewall>,
    /// Firewall policies.
    pub firewall_policies: Table<FirewallPolicy>,
    /// Network interfaces.
    pub network_interfaces: Table<NetworkInterface>,
    /// The interfaces of each virtual machine that has several.
    pub machines: Vec<Vec<Id<NetworkInterface>>>,
    /// Load balancers.
    pub load_balancers: Table<LoadBalancer>,
    /// Private endpoints.
    pub private_endpoints: Table<PrivateEndpoint>,
    /// Public IP addresses.
    pub public_addresses: Table<PublicAddress>,
    /// Virtual WANs.
    pub virtual_wans: Table<VirtualWan>,
    /// Virtual hubs of Virtual WANs; Route Servers are not among them.
    pub virtual_hubs: Table<VirtualHub>,
    /// Route tables of virtual hubs, the built-in ones among them.
    pub hub_route_tables: Table<HubRouteTable>,
    /// Connections of virtual networks to hubs.
    pub hub_connections: Table<HubConnection>,
    /// Routing intents of hubs.
    pub routing_intents: Table<RoutingIntent>,
    /// Route maps of hubs.
    pub route_maps: Table<RouteMap>,
    /// Gateways in hubs: site-to-site, point-to-site, ExpressRoute.
    pub hub_gateways: Table<HubGateway>,
    /// Connections of the VPN and ExpressRoute gateways of hubs.
    pub hub_branches: Table<HubBranch>,
    /// VPN sites of Virtual WANs.
    pub vpn_sites: Table<VpnSite>,
    /// Global Reach between circuits.
    pub global_reach: Table<GlobalReach>,
    /// On-premises sites, configured and found.
    pub sites: Table<Site>,
    /// Modules that are not here and may hold more of this network.
    pub hidden_modules: Vec<HiddenModule>,
    /// It is that of several roots: what comes from outside of the code of one may be
    /// in that of another.
    pub joined: bool,
    /// A hub that is not in this code, or something that is connected to one of which
    /// it cannot be told which: virtual networks may be connected beyond what is here.
    pub open_virtual_wan: Option<Span>,
}

impl Network {
    /// The link of a circuit that is called `circuit/primary` or `circuit/secondary`.
    pub fn circuit_links<'n>(
        &'n self,
        name: &str,
    ) -> impl Iterator<Item = (Id<Circuit>, CircuitLink)> + use<'n> {
        let link = name.rsplit_once('/').and_then(|(circuit, link)| {
            let link = CircuitLink::ALL.into_iter().find(|one| one.as_str() == link)?;
            Some((circuit.to_owned(), link))
        });
        link.into_iter().flat_map(|(name, link)| {
            let circuits = self.circuits.entries();
            let named = circuits.filter(move |(_, one)| one.declared.is_called(&name));
            named.map(move |(id, _)| (id, link))
        })
    }

    /// The tunnel of one instance of a VPN gateway that is called `connection/instance-0`
    /// or `connection/instance-1`.
    pub fn tunnels<'n>(
        &'n self,
        name: &str,
    ) -> impl Iterator<Item = (Id<Connection>, u8)> + use<'n> {
        let tunnel = name.rsplit_once('/').and_then(|(connection, instance)| {
            let instance: u8 = instance.strip_prefix("instance-")?.parse().ok()?;
            Some((connection.to_owned(), instance))
        });
        tunnel.into_iter().flat_map(move |(name, instance)| {
            let named = self.connections.entries();
            let named = named.filter(move |(_, one)| one.declared.is_called(&name));
            named
                .map(|(id, _)| id)
                .filter(move |&id| instance < self.tunnels_of(id))
                .map(move |id| (id, instance))
        })
    }

    /// How many tunnels a connection of a VPN gateway has: one for each instance that is
    /// active (<https://learn.microsoft.com/azure/vpn-gateway/about-active-active-gateways>).
    pub fn tunnels_of(&self, connection: Id<Connection>) -> u8 {
        let connection = &self.connections[connection];
        let is_tunnel = !connection.kind.is(&ConnectionKind::ExpressRoute);
        match connection.gateway.value().filter(|_| is_tunnel) {
            Some(&gateway) => 1 + u8::from(self.gateways[gateway].active_active.is(&true)),
            None => 0,
        }
    }

    /// What carries traffic and may be out of service.
    pub fn that_may_fail(&self) -> impl Iterator<Item = &Declared> {
        let gateways = self.gateways.iter().map(|one| &one.declared);
        let connections = self.connections.iter().map(|one| &one.declared);
        let circuits = self.circuits.iter().map(|one| &one.declared);
        let servers = self.route_servers.iter().map(|one| &one.declared);
        let firewalls = self.firewalls.iter().map(|one| &one.declared);
        let interfaces = self.network_interfaces.iter().map(|one| &one.declared);
        let balancers = self.load_balancers.iter().map(|one| &one.declared);
        let peerings = self.peerings.iter().map(|one| &one.declared);
        let hubs = self.virtual_hubs.iter().map(|one| &one.declared);
        let hub_connections = self.hub_connections.iter().map(|one| &one.declared);
        let hub_gateways = self.hub_gateways.iter().map(|one| &one.declared);
        let branches = self.hub_branches.iter().map(|one| &one.declared);
        gateways
            .chain(connections)
            .chain(circuits)
            .chain(servers)
            .chain(firewalls)
            .chain(interfaces)
            .chain(balancers)
            .chain(peerings)
            .chain(hubs)
            .chain(hub_connections)
            .chain(hub_gateways)
            .chain(branches)
    }
}
