//! Network security groups.

use nexthop_iac::Presence;
use nexthop_source::Span;

use super::{Declared, Id, Several};
use crate::Fact;

/// A network security group.
#[derive(Clone, Debug)]
pub struct SecurityGroup {
    /// What every resource has.
    pub declared: Declared,
    /// Its own rules; Azure's default rules are not among them.
    pub rules: Several<SecurityRule>,
}

/// An application security group: a name for network interfaces.
#[derive(Clone, Debug)]
pub struct ApplicationSecurityGroup {
    /// What every resource has.
    pub declared: Declared,
}

/// `direction`
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Direction {
    /// Into the subnet.
    Inbound,
    /// Out of the subnet.
    Outbound,
}

/// `access`
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Action {
    /// `Allow`
    Allow,
    /// `Deny`
    Deny,
}

/// A rule of a network security group. Lists hold what is written: prefixes,
/// service tags, `*`, port ranges.
#[derive(Clone, Debug)]
pub struct SecurityRule {
    /// Its name.
    pub name: Fact<String>,
    /// Lower ones come first.
    pub priority: Fact<u32>,
    /// In or out.
    pub direction: Fact<Direction>,
    /// Allow or deny.
    pub action: Fact<Action>,
    /// `Tcp`, `Udp`, `Icmp`, `*` …, in lower case.
    pub protocol: Fact<String>,
    /// Source prefixes.
    pub sources: Fact<Vec<String>>,
    /// Destination prefixes.
    pub destinations: Fact<Vec<String>>,
    /// Groups of interfaces that are sources, besides the prefixes.
    pub source_groups: Vec<Id<ApplicationSecurityGroup>>,
    /// Groups of interfaces that are destinations, besides the prefixes.
    pub destination_groups: Vec<Id<ApplicationSecurityGroup>>,
    /// Source ports.
    pub source_ports: Fact<Vec<String>>,
    /// Destination ports.
    pub ports: Fact<Vec<String>>,
    /// Whether it is there at all.
    pub presence: Presence,
    /// The rule's block.
    pub span: Span,
}
