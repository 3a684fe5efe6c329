//! Network interfaces, load balancers, private endpoints and public addresses: what
//! stands in subnets, and what a route may name as its appliance.

use std::net::IpAddr;

use nexthop_iac::Presence;
use nexthop_source::Span;

use super::{ApplicationSecurityGroup, Declared, Id, Perhaps, SecurityGroup, Several, Subnet};
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
    /// The group of an association that may not be there.
    pub perhaps_security_group: Option<Perhaps<SecurityGroup>>,
    /// Its virtual machine has other interfaces, so what comes in here may go out there.
    pub has_siblings: bool,
    /// The load balancers that it is a backend of.
    pub balancers: Several<Id<LoadBalancer>>,
    /// The application security groups that its addresses are in.
    pub application_groups: Several<Id<ApplicationSecurityGroup>>,
    /// The backend pools that its addresses are in, `balancer/pool`.
    pub pools: Several<String>,
    /// The inbound NAT rules of load balancers that lead to it, `balancer/rule`.
    pub inbound_rules: Several<String>,
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
    /// Which ports it hands on. Inbound NAT rules and outbound rules are not among them.
    pub rules: Several<BalancingRule>,
    /// Which ports it hands on to one interface each.
    pub inbound_rules: Vec<InboundRule>,
    /// Members of its backend pools by address.
    pub backends: Several<Fact<IpAddr>>,
}

/// A rule of a load balancer.
#[derive(Clone, Debug)]
pub struct BalancingRule {
    /// Its name.
    pub name: Fact<String>,
    /// The name of the frontend that it is of.
    pub frontend: Fact<String>,
    /// `tcp`, `udp` or `all`, in lower case.
    pub protocol: Fact<String>,
    /// The port at the frontend; 0 for all of them.
    pub port: Fact<u32>,
    /// The port at the backend; 0 for the same as at the frontend.
    pub backend_port: Fact<u32>,
    /// `enableFloatingIP`: the packet keeps the frontend's address and port.
    pub floating: Fact<bool>,
    /// The pools that it hands on to, `balancer/pool`.
    pub pools: Several<String>,
    /// Whether it is there at all.
    pub presence: Presence,
    /// The block.
    pub span: Span,
}

impl BalancingRule {
    /// A rule for every port and protocol.
    pub fn all_ports(span: Span) -> Self {
        Self {
            name: Fact::default(String::new(), span),
            frontend: Fact::default(String::new(), span),
            protocol: Fact::default("all".to_owned(), span),
            port: Fact::default(0, span),
            backend_port: Fact::default(0, span),
            floating: Fact::default(false, span),
            pools: Several { known: Vec::new(), more: None, span },
            presence: Presence::Certain,
            span,
        }
    }
}

/// An inbound NAT rule of a load balancer.
#[derive(Clone, Debug)]
pub struct InboundRule {
    /// What every resource has.
    pub declared: Declared,
    /// What interfaces name it by, `balancer/rule`.
    pub path: String,
    /// The name of the frontend that it is of.
    pub frontend: Fact<String>,
    /// `tcp`, `udp` or `all`, in lower case.
    pub protocol: Fact<String>,
    /// The first and the last port at the frontend.
    pub ports: (Fact<u32>, Fact<u32>),
    /// The port at the interface.
    pub backend_port: Fact<u32>,
    /// The pool whose members have a port of the range each, `balancer/pool`.
    pub pool: Fact<Option<String>>,
}

/// A private address in a subnet, and the public one that is translated to it.
#[derive(Clone, Debug)]
pub struct PrivateAddress {
    /// The name of the IP configuration.
    pub name: Fact<String>,
    /// The subnet.
    pub subnet: Fact<Option<Id<Subnet>>>,
    /// The address; `None` where Azure chooses it.
    pub ip: Fact<Option<IpAddr>>,
    /// `publicIPAddress`
    pub public_address: Fact<Option<Id<PublicAddress>>>,
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
    /// `ipAddress`; `None` where Azure chooses it.
    pub ip: Fact<Option<IpAddr>>,
}
