//! Route tables and user-defined routes.

use std::net::IpAddr;

use ipnet::IpNet;
use nexthop_iac::Presence;
use nexthop_source::Span;

use super::{Declared, Firewall, Id, LoadBalancer, NetworkInterface, Several};
use crate::Fact;

/// A route table.
#[derive(Clone, Debug)]
pub struct RouteTable {
    /// What every resource has.
    pub declared: Declared,
    /// Whether subnets with this table get the routes of gateways and Route
    /// Servers (`disableBgpRoutePropagation`, turned around).
    pub propagates_gateway_routes: Fact<bool>,
    /// `disablePeeringRoute` is `All` (ARM API 2025-07-01, in preview): its subnets get no
    /// routes of peerings.
    pub disables_peering_routes: Fact<bool>,
    /// Its routes.
    pub routes: Several<Route>,
}

/// A user-defined route.
#[derive(Clone, Debug)]
pub struct Route {
    /// Its name.
    pub name: Fact<String>,
    /// The resource that declares it: the route itself where it stands apart,
    /// else its table.
    pub address: nexthop_iac::Address,
    /// What it is for.
    pub prefix: Fact<RoutePrefix>,
    /// Where it leads.
    pub next_hop: Fact<UserNextHop>,
    /// `nextHopIpAddress`: which appliance, or `None` where it is left out.
    pub appliance: Fact<Option<NextHopTarget>>,
    /// `nextHop.nextHopIpAddresses`: the appliances that share the traffic of an ECMP route.
    pub appliances: Fact<Vec<NextHopTarget>>,
    /// Whether it stands in the list of its table.
    pub listed: bool,
    /// Whether it is there at all.
    pub presence: Presence,
    /// The route's block.
    pub span: Span,
}

/// The destination of a user-defined route.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum RoutePrefix {
    /// A prefix.
    Net(IpNet),
    /// A service tag.
    ServiceTag(String),
}

/// `nextHopType`
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum UserNextHop {
    /// `VirtualAppliance`
    VirtualAppliance,
    /// `VirtualApplianceEcmp`: several, each for a part of the connections.
    VirtualApplianceEcmp,
    /// `VirtualNetworkGateway`
    VirtualNetworkGateway,
    /// `VnetLocal`
    VnetLocal,
    /// `Internet`
    Internet,
    /// `None`
    None,
    /// Anything else: not modelled.
    Other(String),
}

/// The appliance that a route names.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum NextHopTarget {
    /// By its address.
    Address(IpAddr),
    /// By a reference to a firewall's private address.
    Firewall(Id<Firewall>),
    /// By a reference to an interface's private address.
    NetworkInterface(Id<NetworkInterface>),
    /// By a reference to a load balancer's frontend.
    LoadBalancer(Id<LoadBalancer>),
}
