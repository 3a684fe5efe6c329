//! Virtual networks, their subnets and the peerings between them.

use nexthop_iac::Why;
use nexthop_source::Span;

use super::{Declared, Id, Prefix, RouteTable, SecurityGroup};
use crate::Fact;

/// Another resource of a join that may not be there, and why.
#[derive(Clone, Debug)]
pub struct Perhaps<T> {
    /// The other resource.
    pub id: Id<T>,
    /// Why the join may not be there.
    pub why: Why,
}

/// A virtual network.
#[derive(Clone, Debug)]
pub struct VirtualNetwork {
    /// What every resource has.
    pub declared: Declared,
    /// `location`, in lower case and without spaces.
    pub location: Fact<String>,
    /// Its address space. Unknown as a whole where one prefix is.
    pub address_space: Fact<Vec<Prefix>>,
    /// `summarizedGatewayPrefixes`: what its gateways advertise in place of the
    /// prefixes that these cover (ARM API 2025-07-01).
    pub summarized_gateway_prefixes: Fact<Vec<Prefix>>,
    /// Why it cannot be told which network this is. It is meant by nothing but an
    /// unknown value, so it may be any other one, those of this code among them.
    pub unidentified: Option<Why>,
}

/// What Azure takes a subnet for, by its name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SubnetPurpose {
    /// Workloads.
    General,
    /// `GatewaySubnet`
    Gateway,
    /// `RouteServerSubnet`
    RouteServer,
    /// `AzureFirewallSubnet`
    Firewall,
    /// `AzureFirewallManagementSubnet`
    FirewallManagement,
    /// `AzureBastionSubnet`
    Bastion,
}

impl SubnetPurpose {
    /// The purpose of a subnet of that name; Azure compares without case.
    pub fn of(name: &str) -> Self {
        [
            ("GatewaySubnet", Self::Gateway),
            ("RouteServerSubnet", Self::RouteServer),
            ("AzureFirewallSubnet", Self::Firewall),
            ("AzureFirewallManagementSubnet", Self::FirewallManagement),
            ("AzureBastionSubnet", Self::Bastion),
        ]
        .into_iter()
        .find(|(special, _)| special.eq_ignore_ascii_case(name))
        .map_or(Self::General, |(_, purpose)| purpose)
    }
}

/// A subnet.
#[derive(Clone, Debug)]
pub struct Subnet {
    /// What every resource has.
    pub declared: Declared,
    /// The virtual network it is part of.
    pub virtual_network: Id<VirtualNetwork>,
    /// What Azure takes it for. `General` where the name is unknown.
    pub purpose: SubnetPurpose,
    /// Its prefixes. Unknown as a whole where one prefix is.
    pub prefixes: Fact<Vec<Prefix>>,
    /// Its route table. The span is where the two are associated.
    pub route_table: Fact<Option<Id<RouteTable>>>,
    /// Its network security group. The span is where the two are associated.
    pub security_group: Fact<Option<Id<SecurityGroup>>>,
    /// The route table of an association that may not be there.
    pub perhaps_route_table: Option<Perhaps<RouteTable>>,
    /// The network security group of an association that may not be there.
    pub perhaps_security_group: Option<Perhaps<SecurityGroup>>,
    /// Whether there are `serviceEndpointPolicies`.
    pub service_endpoint_policies: Fact<bool>,
    /// `privateEndpointNetworkPolicies` is `Enabled` or `RouteTableEnabled`: route tables
    /// count for the private endpoints in it.
    pub routes_private_endpoints: Fact<bool>,
    /// `privateEndpointNetworkPolicies` is `Enabled` or `NetworkSecurityGroupEnabled`: the
    /// network security group counts for the private endpoints in it.
    pub filters_private_endpoints: Fact<bool>,
    /// It is in the list of its virtual network, whether or not it is declared apart too.
    pub listed: bool,
    /// What it is delegated to; where the delegation is written.
    pub delegation: Option<Span>,
}

/// One direction of a peering.
#[derive(Clone, Debug)]
pub struct Peering {
    /// What every resource has.
    pub declared: Declared,
    /// The network it is declared in.
    pub local: Id<VirtualNetwork>,
    /// The network it leads to.
    pub remote: Id<VirtualNetwork>,
    /// `allowVirtualNetworkAccess`
    pub allow_access: Fact<bool>,
    /// `allowForwardedTraffic`: traffic that an appliance in `remote` forwards may enter `local`.
    pub allow_forwarded_traffic: Fact<bool>,
    /// `allowGatewayTransit`: `remote` may use the gateways of `local`.
    pub allow_gateway_transit: Fact<bool>,
    /// `useRemoteGateways`: `local` uses the gateways of `remote`.
    pub use_remote_gateways: Fact<bool>,
    /// `peerCompleteVnets`; false where only listed subnets are peered.
    pub complete: Fact<bool>,
    /// `localSubnetNames`, for a peering that is not complete.
    pub local_subnets: Fact<Vec<String>>,
    /// `remoteSubnetNames`, for a peering that is not complete.
    pub remote_subnets: Fact<Vec<String>>,
    /// `enableOnlyIPv6Peering`: of the listed subnets only the IPv6 prefixes are peered.
    pub only_ipv6: Fact<bool>,
}
