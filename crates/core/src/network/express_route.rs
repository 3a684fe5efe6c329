//! ExpressRoute circuits.

use ipnet::IpNet;

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

impl Circuit {
    /// Its private peering.
    pub fn private_peering(&self) -> Option<&CircuitPeering> {
        self.peerings.known.iter().find(|peering| peering.kind.is(&PeeringType::Private))
    }

    /// The prefixes of a link of its private peering, IPv4 first, where those of both
    /// links are known.
    pub fn link_prefixes(&self, link: CircuitLink) -> impl Iterator<Item = IpNet> {
        let peering = self.private_peering();
        let families = peering.map(|one| [&one.link_prefixes, &one.ipv6_link_prefixes]);
        families.into_iter().flatten().filter_map(move |both| match both.value()?[..] {
            [primary, secondary] => Some(match link {
                CircuitLink::Primary => primary.net,
                CircuitLink::Secondary => secondary.net,
            }),
            _ => None,
        })
    }
}

/// One of the two links of a circuit, each with an edge router of its own.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum CircuitLink {
    /// The primary one.
    Primary,
    /// The secondary one.
    Secondary,
}

impl CircuitLink {
    /// Both.
    pub const ALL: [Self; 2] = [Self::Primary, Self::Secondary];

    /// The word of Azure's commands.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Primary => "primary",
            Self::Secondary => "secondary",
        }
    }
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
    /// Whether `ipv6PeeringConfig` is there.
    pub has_ipv6: Fact<bool>,
    /// The same prefixes in it.
    pub ipv6_link_prefixes: Fact<Vec<Prefix>>,
}
