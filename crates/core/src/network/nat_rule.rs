//! NAT rules of VPN gateways, of networks and of virtual hubs.

use nexthop_source::Span;

use super::{Declared, Prefix, Several};
use crate::Fact;

/// `mode`: whose addresses a rule translates.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum NatMode {
    /// `IngressSnat`: the site's.
    Ingress,
    /// `EgressSnat`: those of the networks in Azure.
    Egress,
}

/// `type`
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum NatKind {
    /// `Static`: address by address.
    Static,
    /// `Dynamic`: to any address and port that is free.
    Dynamic,
}

/// A NAT rule of a VPN gateway.
#[derive(Clone, Debug)]
pub struct NatRule {
    /// What every resource has.
    pub declared: Declared,
    /// Whose addresses it translates.
    pub mode: Fact<NatMode>,
    /// Address by address or not.
    pub kind: Fact<NatKind>,
    /// `internalMappings`: the addresses before.
    pub internal: Several<NatMapping>,
    /// `externalMappings`: the addresses after.
    pub external: Several<NatMapping>,
}

/// Addresses of a NAT rule.
#[derive(Clone, Debug)]
pub struct NatMapping {
    /// `addressSpace`
    pub space: Fact<Prefix>,
    /// It has a `portRange`.
    pub has_ports: bool,
}

/// The NAT rules of a connection to a site.
#[derive(Clone, Debug)]
pub struct ConnectionNat {
    /// `ingressNatRules`, by name.
    pub ingress: Several<String>,
    /// `egressNatRules`, by name.
    pub egress: Several<String>,
    /// `usePolicyBasedTrafficSelectors`
    pub selectors: Fact<bool>,
    /// Where they are written.
    pub span: Span,
}
