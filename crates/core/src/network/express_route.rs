//! ExpressRoute circuits.

use super::{Declared, Prefix, Several};
use crate::Fact;

/// `sku.tier`
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CircuitTier {
    /// `Basic`
    Basic,
    /// `Local`
    Local,
    /// `Standard`
    Standard,
    /// `Premium`
    Premium,
}

/// A circuit.
#[derive(Clone, Debug)]
pub struct Circuit {
    /// What every resource has.
    pub declared: Declared,
    /// `sku.tier`
    pub tier: Fact<CircuitTier>,
    /// `serviceProviderProperties.peeringLocation`
    pub peering_location: Fact<Option<String>>,
    /// The bandwidth in Mbps.
    pub megabits: Fact<Option<u32>>,
    /// Whether it is on an ExpressRoute Direct port, which has no provider.
    pub on_own_port: Fact<bool>,
    /// Its peerings.
    pub peerings: Several<CircuitPeering>,
}

/// `peeringType`
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PeeringType {
    /// `AzurePrivatePeering`
    Private,
    /// `MicrosoftPeering`
    Microsoft,
    /// `AzurePublicPeering`
    Public,
}

/// A peering of a circuit.
#[derive(Clone, Debug)]
pub struct CircuitPeering {
    /// What every resource has.
    pub declared: Declared,
    /// Private, Microsoft or public.
    pub kind: Fact<PeeringType>,
    /// `peerASN`
    pub asn: Fact<Option<u32>>,
    /// `primaryPeerAddressPrefix` and `secondaryPeerAddressPrefix`
    pub link_prefixes: Fact<Vec<Prefix>>,
}
