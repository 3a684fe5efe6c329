//! On-premises sites.

use nexthop_source::Span;

use super::{
    Connection, Gateway, HubBranch, HubGateway, Id, LocalNetworkGateway, NextHopTarget, Prefix,
    Several,
};
use crate::Fact;

/// An on-premises network.
///
/// Without configuration there is one for each ExpressRoute circuit (named by
/// the circuit, else by the connection, else by the gateway itself when no
/// connection is in the code), one for each local network gateway and one for each
/// VPN site of a Virtual WAN that is connected to a hub.
#[derive(Clone, Debug)]
pub struct Site {
    /// Its name.
    pub name: String,
    /// Its prefixes. Unknown (`Why::Outside`) for ExpressRoute unless configured.
    pub prefixes: Fact<Vec<Prefix>>,
    /// The autonomous system of its routers, where it is configured. They then pass on
    /// what they hear of one circuit or tunnel to the others.
    pub asn: Option<u32>,
    /// How often they put it once more before a path, by instance of the VPN gateway that
    /// they tell it.
    pub prepends: Vec<u8>,
    /// The BGP communities of what they announce, where they are configured.
    pub communities: Option<Vec<String>>,
    /// How it is reached. There may be more where a connection to it does not say
    /// of which gateway it is.
    pub links: Several<SiteLink>,
    /// Where it is declared.
    pub span: Span,
}

/// A way from a gateway to a site.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SiteLink {
    /// A circuit's connection to an ExpressRoute gateway; the connection is
    /// `None` where it is not in the code and the gateway stands for it.
    ExpressRoute {
        /// The gateway.
        gateway: Id<Gateway>,
        /// The connection.
        connection: Option<Id<Connection>>,
    },
    /// An IPsec tunnel.
    Vpn {
        /// The gateway.
        gateway: Id<Gateway>,
        /// The connection.
        connection: Id<Connection>,
        /// The other end.
        local_network_gateway: Id<LocalNetworkGateway>,
    },
    /// A gateway of a virtual hub, VPN or ExpressRoute; the connection is `None` where
    /// it is not in the code and the gateway stands for it.
    Hub {
        /// The gateway.
        gateway: Id<HubGateway>,
        /// The connection.
        branch: Option<Id<HubBranch>>,
    },
    /// A tunnel that an appliance ends, as configured.
    Appliance(NextHopTarget),
}

impl Site {
    /// Whether a local network gateway stands for it.
    pub fn has_local_network_gateway(&self, id: Id<LocalNetworkGateway>) -> bool {
        self.links.known.iter().any(|link| {
            matches!(link, SiteLink::Vpn { local_network_gateway, .. } if *local_network_gateway == id)
        })
    }
}

impl SiteLink {
    /// The gateway at Azure's end, where it stands in a virtual network.
    pub fn gateway(self) -> Option<Id<Gateway>> {
        match self {
            Self::ExpressRoute { gateway, .. } | Self::Vpn { gateway, .. } => Some(gateway),
            Self::Hub { .. } | Self::Appliance(_) => None,
        }
    }
}
