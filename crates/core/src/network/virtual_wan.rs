//! Virtual WANs, their hubs, what is connected to them, and how hubs route.

use std::net::IpAddr;

use nexthop_iac::{Address, Presence, Why};
use nexthop_source::Span;

use super::{
    Circuit, ClientProtocol, ConnectionNat, Declared, Firewall, Id, NatRule, Prefix, PublicAddress,
    RouteMap, RoutingPreference, Several, VirtualNetwork, route_server::BgpPeer,
};
use crate::Fact;

/// `type` of a Virtual WAN.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum WanKind {
    /// `Basic`: site-to-site VPN and nothing else.
    Basic,
    /// `Standard`
    Standard,
}

/// A Virtual WAN.
#[derive(Clone, Debug)]
pub struct VirtualWan {
    /// What every resource has.
    pub declared: Declared,
    /// Basic or Standard.
    pub kind: Fact<WanKind>,
    /// `allowBranchToBranchTraffic`
    pub branch_to_branch: Fact<bool>,
}

/// A virtual hub of a Virtual WAN.
#[derive(Clone, Debug)]
pub struct VirtualHub {
    /// What every resource has.
    pub declared: Declared,
    /// The Virtual WAN that it is part of.
    pub wan: Id<VirtualWan>,
    /// Its own `sku`, else the `type` of its Virtual WAN.
    pub kind: Fact<WanKind>,
    /// `addressPrefix`
    pub prefix: Fact<Option<Prefix>>,
    /// `hubRoutingPreference`
    pub routing_preference: Fact<RoutingPreference>,
    /// Its BGP peers, which stand in connected virtual networks.
    pub peers: Several<BgpPeer>,
    /// Why it cannot be told which hub this is: it is meant by an unknown value only.
    pub unidentified: Option<Why>,
    /// A module that is not here is handed the hub and may connect more to it.
    pub handed_to: Option<Span>,
}

/// What Azure takes a hub's route table for, by its name.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum HubTableKind {
    /// `defaultRouteTable`, which every hub has.
    Default,
    /// `noneRouteTable`, which every hub has and which never has a route.
    None,
    /// Any other.
    Custom,
}

/// A route table of a virtual hub.
#[derive(Clone, Debug)]
pub struct HubRouteTable {
    /// What every resource has. A built-in table that the code does not name is
    /// declared where its hub is.
    pub declared: Declared,
    /// The hub.
    pub hub: Id<VirtualHub>,
    /// Built in or not.
    pub kind: HubTableKind,
    /// Its labels, in lower case; those of the built-in tables are `default` and `none`.
    pub labels: Fact<Vec<String>>,
    /// Its static routes, inline ones and those declared apart.
    pub routes: Several<HubRoute>,
}

/// A static route of a hub's route table.
#[derive(Clone, Debug)]
pub struct HubRoute {
    /// Its name.
    pub name: Fact<String>,
    /// The resource that declares it.
    pub address: Address,
    /// What it is for.
    pub destinations: Fact<Vec<Prefix>>,
    /// Where it leads.
    pub next_hop: Fact<HubNextHop>,
    /// Whether it is there at all.
    pub presence: Presence,
    /// The route's block.
    pub span: Span,
}

/// Where a static route of a hub, or its routing intent, leads.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum HubNextHop {
    /// A connected virtual network.
    Connection(Id<HubConnection>),
    /// The firewall in the hub.
    Firewall(Id<Firewall>),
}

/// How a connection takes part in the routing of its hub.
#[derive(Clone, Debug)]
pub struct HubRouting {
    /// `associatedRouteTable`: the table that decides for what comes from the
    /// connection; the default table where it is left out.
    pub associated: Fact<Id<HubRouteTable>>,
    /// `propagatedRouteTables`: the tables that learn what is behind the connection;
    /// the label `default` where it is left out.
    pub propagated: Fact<Propagation>,
    /// `inboundRouteMap`: what becomes of the routes that the hub hears.
    pub inbound: Fact<Option<Id<RouteMap>>>,
    /// `outboundRouteMap`: what becomes of the routes that the hub tells.
    pub outbound: Fact<Option<Id<RouteMap>>>,
    /// The routing block, or the header of what has none.
    pub span: Span,
}

/// The tables that learn what is behind a connection.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Propagation {
    /// Tables by id.
    pub tables: Vec<Id<HubRouteTable>>,
    /// Labels, in lower case: every table of the Virtual WAN that has one of them.
    pub labels: Vec<String>,
}

/// The connection of a virtual network to a hub.
#[derive(Clone, Debug)]
pub struct HubConnection {
    /// What every resource has.
    pub declared: Declared,
    /// The hub.
    pub hub: Id<VirtualHub>,
    /// The virtual network.
    pub virtual_network: Id<VirtualNetwork>,
    /// `enableInternetSecurity`: the default route is delivered to the network.
    pub internet_security: Fact<bool>,
    /// Its tables.
    pub routing: HubRouting,
    /// `vnetRoutes.staticRoutes`: what an appliance in the network leads to.
    pub static_routes: Several<ConnectionRoute>,
    /// `vnetLocalRouteOverrideCriteria` is `Equal`: static routes within the
    /// network's own address space count, instead of being passed over.
    pub overrides_local_routes: Fact<bool>,
    /// `propagateStaticRoutes`: tables learn the static routes too.
    pub propagates_static_routes: Fact<bool>,
}

/// A static route of a connection.
#[derive(Clone, Debug)]
pub struct ConnectionRoute {
    /// What it is for.
    pub prefixes: Fact<Vec<Prefix>>,
    /// `nextHopIpAddress`: an appliance in the connected network.
    pub next_hop: Fact<ConnectionNextHop>,
    /// The route's block.
    pub span: Span,
}

/// The appliance that a connection's static route names.
pub type ConnectionNextHop = super::NextHopTarget;

/// What kind of branch a gateway of a hub serves.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum HubGatewayKind {
    /// `vpnGateways`
    SiteToSite,
    /// `p2svpnGateways`
    PointToSite,
    /// `expressRouteGateways`
    ExpressRoute,
}

/// A gateway in a virtual hub.
#[derive(Clone, Debug)]
pub struct HubGateway {
    /// What every resource has.
    pub declared: Declared,
    /// What it serves.
    pub kind: HubGatewayKind,
    /// The hub.
    pub hub: Id<VirtualHub>,
    /// `allowNonVirtualWanTraffic`, of an ExpressRoute gateway.
    pub allow_non_virtual_wan_traffic: Fact<bool>,
    /// The connection configurations of a point-to-site gateway.
    pub clients: Several<HubClients>,
    /// Scale units, where they are said.
    pub scale_units: Fact<Option<u32>>,
    /// `natRules`, declared inline and apart.
    pub nat_rules: Vec<NatRule>,
    /// `enableBgpRouteTranslationForNat`
    pub translates_routes: Fact<bool>,
}

/// Point-to-site clients of a hub.
#[derive(Clone, Debug)]
pub struct HubClients {
    /// `vpnClientAddressPool.addressPrefixes`
    pub pool: Fact<Vec<Prefix>>,
    /// `vpnProtocols` of the server configuration.
    pub protocols: Fact<Vec<ClientProtocol>>,
    /// `enableInternetSecurity`
    pub internet_security: Fact<bool>,
    /// Its tables.
    pub routing: HubRouting,
    /// The block.
    pub span: Span,
}

/// A connection of a hub's VPN or ExpressRoute gateway.
#[derive(Clone, Debug)]
pub struct HubBranch {
    /// What every resource has.
    pub declared: Declared,
    /// The gateway; unknown where the connection does not say.
    pub gateway: Fact<Id<HubGateway>>,
    /// `remoteVpnSite`, of a VPN gateway's connection.
    pub vpn_site: Fact<Option<Id<VpnSite>>>,
    /// The circuit of `expressRouteCircuitPeering`.
    pub circuit: Fact<Option<Id<Circuit>>>,
    /// `enableBgp` of a link.
    pub bgp: Fact<bool>,
    /// `ingressNatRules` and `egressNatRules` of its first link that has any.
    pub nat_rules: Option<ConnectionNat>,
    /// `enableInternetSecurity`
    pub internet_security: Fact<bool>,
    /// Its tables.
    pub routing: HubRouting,
}

/// The other end of a hub's VPN connection.
#[derive(Clone, Debug)]
pub struct VpnSite {
    /// What every resource has.
    pub declared: Declared,
    /// `addressSpace.addressPrefixes`
    pub address_space: Fact<Vec<Prefix>>,
    /// The ASN of its first link with BGP.
    pub asn: Fact<Option<u32>>,
    /// The public addresses of its links, where they are known.
    pub link_addresses: Vec<IpAddr>,
    /// The public addresses of this code that its links have.
    pub public_addresses: Vec<Id<PublicAddress>>,
}

/// `destinations` of a routing policy.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum IntentTraffic {
    /// `Internet`
    Internet,
    /// `PrivateTraffic`
    Private,
}

/// The routing intent of a hub.
#[derive(Clone, Debug)]
pub struct RoutingIntent {
    /// What every resource has.
    pub declared: Declared,
    /// The hub.
    pub hub: Id<VirtualHub>,
    /// Its policies.
    pub policies: Several<RoutingPolicy>,
}

/// A routing policy: which traffic goes through which box.
#[derive(Clone, Debug)]
pub struct RoutingPolicy {
    /// Which traffic.
    pub traffic: Fact<Vec<IntentTraffic>>,
    /// Through what; unknown for appliances and services that are not modelled.
    pub next_hop: Fact<HubNextHop>,
    /// The block.
    pub span: Span,
}

/// Global Reach: two circuits that are joined at Microsoft's edge.
#[derive(Clone, Debug)]
pub struct GlobalReach {
    /// What every resource has.
    pub declared: Declared,
    /// One circuit.
    pub one: Fact<Option<Id<Circuit>>>,
    /// The other.
    pub other: Fact<Option<Id<Circuit>>>,
}
