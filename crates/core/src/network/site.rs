//! On-premises sites.

use nexthop_source::Span;

use super::{Connection, Gateway, Id, LocalNetworkGateway, Prefix, Several};
use crate::Fact;

/// An on-premises network.
///
/// Without configuration there is one for each ExpressRoute circuit (named by
/// the circuit, else by the connection, else by the gateway itself when no
/// connection is in the code) and one for each local network gateway.
#[derive(Clone, Debug)]
pub struct Site {
    /// Its name.
    pub name: String,
    /// Its prefixes. Unknown (`Why::Outside`) for ExpressRoute unless configured.
    pub prefixes: Fact<Vec<Prefix>>,
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
}

impl SiteLink {
    /// The gateway at Azure's end.
    pub fn gateway(self) -> Id<Gateway> {
        match self {
            Self::ExpressRoute { gateway, .. } | Self::Vpn { gateway, .. } => gateway,
        }
    }
}
