//! Virtual network gateways, their connections and local network gateways.

use std::net::IpAddr;

use nexthop_source::Span;

use super::{
    Circuit, ConnectionNat, Declared, HubGateway, Id, NatRule, NextHopTarget, Prefix,
    PublicAddress, Several, Subnet, VirtualNetwork,
};
use crate::Fact;

/// `gatewayType`
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum GatewayKind {
    /// `Vpn`
    Vpn,
    /// `ExpressRoute`
    ExpressRoute,
}

/// `vpnType`
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum VpnType {
    /// `RouteBased`
    RouteBased,
    /// `PolicyBased`
    PolicyBased,
}

/// A virtual network gateway.
#[derive(Clone, Debug)]
pub struct Gateway {
    /// What every resource has.
    pub declared: Declared,
    /// VPN or ExpressRoute.
    pub kind: Fact<GatewayKind>,
    /// The virtual network it stands in, from its first IP configuration.
    pub virtual_network: Fact<Id<VirtualNetwork>>,
    /// Its IP configurations.
    pub ip_configurations: Several<GatewayIpConfiguration>,
    /// Route-based or policy-based.
    pub vpn_type: Fact<VpnType>,
    /// `sku.name`, as written.
    pub sku: Fact<String>,
    /// `vpnGatewayGeneration`, as written.
    pub generation: Fact<Option<String>>,
    /// `autoScaleConfiguration.bounds` of an `ErGwScale` gateway: the least and the most.
    pub scale_units: (Fact<Option<u32>>, Fact<Option<u32>>),
    /// `activeActive`
    pub active_active: Fact<bool>,
    /// `enableBgp`
    pub bgp: Fact<bool>,
    /// `bgpSettings.asn`; 65515 where it is left out (VPN Gateway FAQ).
    pub asn: Fact<u32>,
    /// `bgpSettings.bgpPeeringAddresses[].customBgpIpAddresses`, a list an instance:
    /// the APIPA addresses at which it speaks BGP.
    pub custom_bgp_addresses: Several<Fact<Vec<Prefix>>>,
    /// `vpnClientConfiguration`, where there is one.
    pub clients: Option<ClientConfiguration>,
    /// `customRoutes.addressPrefixes`: pushed to clients.
    pub custom_routes: Fact<Vec<Prefix>>,
    /// `allowRemoteVnetTraffic`
    pub allow_remote_vnet_traffic: Fact<bool>,
    /// `allowVirtualWanTraffic`
    pub allow_virtual_wan_traffic: Fact<bool>,
    /// `gatewayDefaultSite`: where what is for the Internet is sent.
    pub default_site: Fact<Option<Id<LocalNetworkGateway>>>,
    /// `natRules`, declared inline and apart.
    pub nat_rules: Vec<NatRule>,
    /// `enableBgpRouteTranslationForNat`
    pub translates_routes: Fact<bool>,
}

/// One of a gateway's IP configurations.
#[derive(Clone, Debug)]
pub struct GatewayIpConfiguration {
    /// The subnet.
    pub subnet: Fact<Id<Subnet>>,
    /// The public address.
    pub public_address: Fact<Option<Id<PublicAddress>>>,
    /// The block.
    pub span: Span,
}

/// Point-to-site.
#[derive(Clone, Debug)]
pub struct ClientConfiguration {
    /// `vpnClientAddressPool.addressPrefixes`
    pub pool: Fact<Vec<Prefix>>,
    /// `vpnClientProtocols`; Azure's default where it is left out.
    pub protocols: Fact<Vec<ClientProtocol>>,
    /// `radiusServerAddress` and `radiusServers[].radiusServerAddress`
    pub radius_servers: Several<Fact<IpAddr>>,
    /// The block.
    pub span: Span,
}

/// `vpnClientProtocols`
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ClientProtocol {
    /// `IkeV2`
    IkeV2,
    /// `SSTP`
    Sstp,
    /// `OpenVPN`
    OpenVpn,
}

/// `connectionType`
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ConnectionKind {
    /// `IPsec`
    Ipsec,
    /// `Vnet2Vnet`
    VnetToVnet,
    /// `ExpressRoute`
    ExpressRoute,
}

/// A connection of a gateway.
#[derive(Clone, Debug)]
pub struct Connection {
    /// What every resource has.
    pub declared: Declared,
    /// To what.
    pub kind: Fact<ConnectionKind>,
    /// `virtualNetworkGateway1`
    pub gateway: Fact<Id<Gateway>>,
    /// `virtualNetworkGateway2`, for VNet to VNet.
    pub peer_gateway: Fact<Option<Id<Gateway>>>,
    /// `localNetworkGateway2`, for IPsec.
    pub local_network_gateway: Fact<Option<Id<LocalNetworkGateway>>>,
    /// `peer`, for ExpressRoute.
    pub circuit: Fact<Option<Id<Circuit>>>,
    /// `enableBgp`
    pub bgp: Fact<bool>,
    /// `expressRouteGatewayBypass` (FastPath)
    pub gateway_bypass: Fact<bool>,
    /// `routingWeight`
    pub routing_weight: Fact<u32>,
    /// `ingressNatRules` and `egressNatRules`, if it has any.
    pub nat_rules: Option<ConnectionNat>,
}

/// A local network gateway: the other end of an IPsec connection.
#[derive(Clone, Debug)]
pub struct LocalNetworkGateway {
    /// What every resource has.
    pub declared: Declared,
    /// `localNetworkAddressSpace.addressPrefixes`
    pub address_space: Fact<Vec<Prefix>>,
    /// `gatewayIpAddress`
    pub gateway_ip: Fact<Option<IpAddr>>,
    /// The public address that `gatewayIpAddress` refers to, where it is in this code.
    pub public_address: Option<Id<PublicAddress>>,
    /// The appliance whose private address `gatewayIpAddress` is or refers to.
    pub appliance: Option<NextHopTarget>,
    /// The gateway of a virtual hub that `gatewayIpAddress` is read from.
    pub hub_gateway: Option<Id<HubGateway>>,
    /// `bgpSettings.asn`, where there are BGP settings.
    pub asn: Fact<Option<u32>>,
    /// `bgpSettings.bgpPeeringAddress`
    pub bgp_peering_address: Fact<Option<IpAddr>>,
}
