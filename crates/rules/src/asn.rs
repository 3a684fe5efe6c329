//! Autonomous system numbers that are taken.

/// Who keeps an autonomous system number to itself
/// (<https://learn.microsoft.com/azure/vpn-gateway/vpn-gateway-vpn-faq#bgp>).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Owner {
    /// Azure itself.
    Azure,
    /// The Internet Assigned Numbers Authority.
    Iana,
}

impl Owner {
    /// Its name.
    pub(crate) fn as_str(self) -> &'static str {
        match self {
            Self::Azure => "Azure",
            Self::Iana => "IANA",
        }
    }
}

/// The autonomous system of Azure's gateways, of Route Servers and of virtual hubs.
pub(crate) const GATEWAY: u32 = 65515;

/// Whose number it is, if it is reserved. [`GATEWAY`] is: only Azure may use it.
pub(crate) fn reserved(asn: u32) -> Option<Owner> {
    match asn {
        8074 | 8075 | 12076 | GATEWAY | 65517..=65520 => Some(Owner::Azure),
        0 | 23456 | 64496..=64511 | 65535..=65551 | u32::MAX => Some(Owner::Iana),
        _ => None,
    }
}

/// Whether it is a number of virtual hubs and their gateways
/// (<https://learn.microsoft.com/azure/virtual-wan/virtual-wan-faq>).
pub(crate) fn is_of_virtual_hubs(asn: u32) -> bool {
    matches!(asn, GATEWAY | 65520)
}
