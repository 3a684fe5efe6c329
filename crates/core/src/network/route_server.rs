//! Route Servers.

use std::net::IpAddr;

use ipnet::IpNet;

use super::{Declared, Id, PublicAddress, Several, Subnet, VirtualNetwork};
use crate::Fact;

/// `hubRoutingPreference`
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RoutingPreference {
    /// `ExpressRoute`
    ExpressRoute,
    /// `VpnGateway`
    VpnGateway,
    /// `ASPath`
    AsPath,
}

/// A Route Server.
#[derive(Clone, Debug)]
pub struct RouteServer {
    /// What every resource has.
    pub declared: Declared,
    /// The subnet it stands in.
    pub subnet: Fact<Id<Subnet>>,
    /// The virtual network it stands in.
    pub virtual_network: Fact<Id<VirtualNetwork>>,
    /// `allowBranchToBranchTraffic`
    pub branch_to_branch: Fact<bool>,
    /// `hubRoutingPreference`
    pub routing_preference: Fact<RoutingPreference>,
    /// Its public address.
    pub public_address: Fact<Option<Id<PublicAddress>>>,
    /// Its BGP peers.
    pub peers: Several<BgpPeer>,
}

/// A BGP peer of a Route Server.
#[derive(Clone, Debug)]
pub struct BgpPeer {
    /// What every resource has.
    pub declared: Declared,
    /// `peerAsn`
    pub asn: Fact<u32>,
    /// `peerIp`
    pub ip: Fact<IpAddr>,
    /// What it is configured to advertise; nothing where nobody said.
    pub advertises: Vec<IpNet>,
}
