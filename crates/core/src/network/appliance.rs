//! Network interfaces, load balancers, private endpoints and public addresses: what
//! stands in subnets, and what a route may name as its appliance.

use std::net::IpAddr;

use nexthop_source::Span;

use super::{ApplicationSecurityGroup, Declared, Id, SecurityGroup, Several, Subnet};
use crate::Fact;

/// A network interface.
#[derive(Clone, Debug)]
pub struct NetworkInterface {
    /// What every resource has.
    pub declared: Declared,
    /// `enableIPForwarding`
    pub ip_forwarding: Fact<bool>,
    /// Its private addresses.
    pub addresses: Several<PrivateAddress>,
    /// `networkSecurityGroup`: a group of its own, besides that of its subnet.
    pub security_group: Fact<Option<Id<SecurityGroup>>>,
    /// The application security groups that its addresses are in.
    pub application_groups: Several<Id<ApplicationSecurityGroup>>,
}

/// A load balancer.
#[derive(Clone, Debug)]
pub struct LoadBalancer {
    /// What every resource has.
    pub declared: Declared,
    /// `sku.name`, as written.
    pub sku: Fact<String>,
    /// The private addresses of its frontends; public frontends have none.
    pub frontends: Several<PrivateAddress>,
}

/// A private address in a subnet.
#[derive(Clone, Debug)]
pub struct PrivateAddress {
    /// The subnet.
    pub subnet: Fact<Option<Id<Subnet>>>,
    /// The address; `None` where Azure chooses it.
    pub ip: Fact<Option<IpAddr>>,
    /// The block.
    pub span: Span,
}

/// A private endpoint.
#[derive(Clone, Debug)]
pub struct PrivateEndpoint {
    /// What every resource has.
    pub declared: Declared,
    /// The subnet it stands in.
    pub subnet: Fact<Option<Id<Subnet>>>,
    /// The addresses of its IP configurations; `None` where Azure chooses one.
    pub ips: Several<Fact<Option<IpAddr>>>,
}

/// A public IP address.
#[derive(Clone, Debug)]
pub struct PublicAddress {
    /// What every resource has.
    pub declared: Declared,
    /// `sku.name`, as written.
    pub sku: Fact<String>,
    /// `publicIPAllocationMethod` is `Static`.
    pub is_static: Fact<bool>,
}
