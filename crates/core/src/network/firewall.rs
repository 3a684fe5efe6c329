//! Azure Firewalls and their policies.

use std::net::IpAddr;

use ipnet::IpNet;
use nexthop_iac::Presence;
use nexthop_source::Span;

use super::{
    Declared, Id, NextHopTarget, Prefix, PublicAddress, Several, Subnet, VirtualHub, VirtualNetwork,
};
use crate::Fact;

/// Destinations that a firewall does not translate where nobody says otherwise, which
/// `IANAPrivateRanges` stands for: RFC 1918 and RFC 6598
/// (<https://learn.microsoft.com/azure/firewall/snat-private-range>).
pub fn private_ranges() -> impl Iterator<Item = IpNet> {
    let ranges = ["10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "100.64.0.0/10"];
    ranges.into_iter().filter_map(|range| range.parse().ok())
}

/// `sku.tier`
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum FirewallTier {
    /// `Basic`
    Basic,
    /// `Standard`
    Standard,
    /// `Premium`
    Premium,
}

/// `sku.name`
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FirewallPlacement {
    /// `AZFW_VNet`
    VirtualNetwork,
    /// `AZFW_Hub`
    VirtualHub,
}

/// An Azure Firewall.
#[derive(Clone, Debug)]
pub struct Firewall {
    /// What every resource has.
    pub declared: Declared,
    /// In a virtual network or in a virtual hub.
    pub placement: Fact<FirewallPlacement>,
    /// Basic, Standard or Premium.
    pub tier: Fact<FirewallTier>,
    /// The subnet of its first IP configuration; `None` in a virtual hub.
    pub subnet: Fact<Option<Id<Subnet>>>,
    /// The virtual network it stands in; `None` in a virtual hub.
    pub virtual_network: Fact<Option<Id<VirtualNetwork>>>,
    /// The virtual hub it stands in; `None` in a virtual network.
    pub virtual_hub: Fact<Option<Id<VirtualHub>>>,
    /// Its private address: the first usable one of its subnet, `.4` of the prefix.
    pub private_ip: Fact<IpAddr>,
    /// The public addresses of its IP configurations. In a virtual hub Azure chooses them.
    pub public_addresses: Several<Id<PublicAddress>>,
    /// `managementIpConfiguration`: where it is written, if it is.
    pub management: Fact<Option<Span>>,
    /// Its policy.
    pub policy: Fact<Option<Id<FirewallPolicy>>>,
    /// Destinations that are not translated, set on the firewall itself; `None`
    /// where it is left out. A policy's count in place of these.
    pub private_ranges: Fact<Option<Vec<Prefix>>>,
    /// Its classic rules, which count where it has no policy.
    pub rules: Several<FirewallRule>,
}

/// A firewall policy.
#[derive(Clone, Debug)]
pub struct FirewallPolicy {
    /// What every resource has.
    pub declared: Declared,
    /// `sku.tier`
    pub tier: Fact<FirewallTier>,
    /// `snat.privateRanges`; `None` where it is left out.
    pub private_ranges: Fact<Option<Vec<Prefix>>>,
    /// `snat.autoLearnPrivateRanges`
    pub auto_learn_private_ranges: Fact<bool>,
    /// The policy whose rules are asked before its own.
    pub base: Fact<Option<Id<FirewallPolicy>>>,
    /// The rules of its rule collection groups.
    pub rules: Several<FirewallRule>,
}

/// The kind of a firewall rule.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RuleKind {
    /// Network rule.
    Network,
    /// Application rule; always translates the source.
    Application,
    /// DNAT rule.
    Nat,
}

/// A rule of a firewall policy, or a classic one of a firewall.
#[derive(Clone, Debug)]
pub struct FirewallRule {
    /// Its name.
    pub name: Fact<String>,
    /// Its kind.
    pub kind: RuleKind,
    /// Whether it allows; unknown or deny otherwise.
    pub allows: Fact<bool>,
    /// Group priority, then collection priority. Classic collections are in no group: 0.
    pub priority: Fact<(u32, u32)>,
    /// `sourceAddresses`, as written (`*`, prefixes, ranges).
    pub sources: Fact<Vec<String>>,
    /// `destinationAddresses` and tags of services, as written; of application rules the
    /// names of hosts too.
    pub destinations: Fact<Vec<String>>,
    /// `destinationFqdns` of a network rule.
    pub hosts: Fact<Vec<String>>,
    /// `destinationPorts`, as written.
    pub ports: Fact<Vec<String>>,
    /// `ipProtocols` as written, in lower case.
    pub protocols: Fact<Vec<String>>,
    /// Where a DNAT rule translates to.
    pub translation: Option<DestinationNat>,
    /// Whether it is there at all.
    pub presence: Presence,
    /// The rule's block.
    pub span: Span,
}

/// What a DNAT rule puts in place of the destination.
#[derive(Clone, Debug)]
pub struct DestinationNat {
    /// `translatedAddress`; unknown where a name of a host is in its place.
    pub target: Fact<NextHopTarget>,
    /// `translatedPort`; `None` where the port is left as it is.
    pub port: Fact<Option<u16>>,
    /// The public addresses of this code that `destinationAddresses` refers to.
    pub public_addresses: Vec<Id<PublicAddress>>,
    /// `destinationAddresses` refers to the private address of a firewall.
    pub to_private: bool,
}
