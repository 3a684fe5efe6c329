//! What one router tells another of a path.

use ipnet::IpNet;

use super::{
    AZURE_ASN, Bgp, BgpOrigin, EDGE_ASN, Path, Scope, Speaker, WEIGHT, WEIGHT_OF_EXPRESS_ROUTE,
};
use crate::network::{GatewayKind, Id, Site};

/// One direction of a session.
#[derive(Clone, Debug)]
pub(super) struct Session {
    pub(super) from: usize,
    pub(super) to: usize,
    pub(super) kind: SessionKind,
    /// The autonomous systems that the telling side adds; none if they cannot be told.
    pub(super) adds: Vec<Option<u32>>,
    /// IPv6 does not pass.
    pub(super) is_ipv4_only: bool,
    /// What the hearing side drops: the prefixes of its own network.
    pub(super) own: Vec<IpNet>,
    /// A path with this number in it comes back to where it was.
    pub(super) refuses: u32,
    pub(super) is_sure: bool,
}

/// Who tells whom.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum SessionKind {
    /// An ExpressRoute gateway its circuits.
    GatewayToEdge,
    /// A circuit a gateway; whether other gateways on it, too.
    EdgeToGateway { hairpin: bool },
    /// A circuit the site.
    EdgeToSite,
    /// A site the circuit or a VPN gateway; whether what it has heard elsewhere, too.
    FromSite { site: Id<Site>, passes_on: bool },
    /// A VPN gateway a site, or a VPN gateway elsewhere.
    ToSite,
    /// The two instances of a gateway each other.
    Siblings,
    /// A virtual hub a gateway.
    FromHub,
    /// The gateways of one network each other.
    Beside,
    /// A gateway the Route Server of its network.
    ToRouteServer,
    /// A Route Server a gateway of its network.
    FromRouteServer(GatewayKind),
}

impl Session {
    /// The autonomous systems of a path as the other side is told it; none if it is not.
    pub(super) fn advertised(
        &self,
        bgp: &Bgp,
        network: IpNet,
        path: &Path,
    ) -> Option<Vec<Option<u32>>> {
        let is_told = path.from != Some(self.to) && self.tells(bgp, network, path);
        is_told.then(|| self.as_path(path))
    }

    /// A path as the other side has it then; none if it is not told or not taken.
    pub(super) fn told(&self, bgp: &Bgp, network: IpNet, path: &Path) -> Option<Path> {
        let as_path = self.advertised(bgp, network, path)?;
        let is_external = !matches!(
            self.kind,
            SessionKind::Siblings
                | SessionKind::Beside
                | SessionKind::ToRouteServer
                | SessionKind::FromRouteServer(_)
        );
        let hears_from_edge = matches!(self.kind, SessionKind::EdgeToGateway { .. });
        let is_of_gateway = bgp.kinds[self.to].is_some();
        let is_checked = match bgp.speakers[path.begins] {
            // It says so in every path, whether it comes from inside or outside.
            Speaker::HubGateway(..) => {
                is_of_gateway || matches!(bgp.speakers[self.to], Speaker::RouteServer(..))
            }
            _ => is_external && is_of_gateway,
        };
        if is_checked && as_path.contains(&Some(self.refuses)) || self.drops(network, path) {
            return None;
        }
        let from = bgp.speakers[self.from];
        let of_express_route = bgp.kinds[self.from] == Some(GatewayKind::ExpressRoute);
        let preferred = hears_from_edge || of_express_route && self.kind == SessionKind::Beside;
        let through = match self.kind {
            SessionKind::FromSite { site, .. } if path.from.is_some() => Some(site),
            _ => path.through,
        };
        Some(Path {
            from: Some(self.from),
            next_hop: Some(match (path.next_hop, from) {
                (Some(next_hop), Speaker::RouteServer(..)) => next_hop,
                (Some(next_hop), _) if self.kind == SessionKind::ToRouteServer => next_hop,
                _ => from,
            }),
            origin: if is_external { BgpOrigin::External } else { BgpOrigin::Internal },
            systems: as_path,
            weight: is_of_gateway.then_some(if preferred {
                WEIGHT_OF_EXPRESS_ROUTE
            } else {
                WEIGHT
            }),
            begins: path.begins,
            through,
            scope: Scope::Everyone,
            is_own_space: path.is_own_space && self.kind == SessionKind::Siblings,
            is_sure: path.is_sure && self.is_sure,
        })
    }

    /// Whether a path is told at all.
    fn tells(&self, bgp: &Bgp, network: IpNet, path: &Path) -> bool {
        let teller = path.from.map(|from| bgp.speakers[from]);
        let is_heard_inside = path.origin == BgpOrigin::Internal;
        let of_route_server = matches!(teller, Some(Speaker::RouteServer(..)));
        let scope = match path.scope {
            Scope::Everyone => true,
            Scope::Sibling => self.kind == SessionKind::Siblings,
            Scope::Edge => self.kind == SessionKind::GatewayToEdge,
            Scope::NotEdge => self.kind != SessionKind::GatewayToEdge,
        };
        let family = !(self.is_ipv4_only && matches!(network, IpNet::V6(_)));
        family
            && scope
            && match self.kind {
                SessionKind::GatewayToEdge => {
                    let came_from_edge = path.systems.contains(&Some(EDGE_ASN));
                    path.from.is_none() || of_route_server && !came_from_edge
                }
                SessionKind::EdgeToGateway { hairpin } => match teller {
                    Some(Speaker::Gateway(other, _)) => {
                        let own = bgp.speakers[self.to];
                        hairpin && !matches!(own, Speaker::Gateway(own, _) if own == other)
                    }
                    _ => !self.is_told_by(bgp, network),
                },
                SessionKind::EdgeToSite => matches!(teller, Some(Speaker::Gateway(..))),
                SessionKind::FromSite { passes_on, .. } => path.from.is_none() || passes_on,
                SessionKind::ToSite => {
                    network.prefix_len() > 0 && (!is_heard_inside || of_route_server)
                }
                SessionKind::Beside if bgp.kinds[self.from] == Some(GatewayKind::Vpn) => {
                    !is_heard_inside && !path.is_own_space
                }
                SessionKind::Beside | SessionKind::FromHub => path.from.is_none(),
                SessionKind::Siblings | SessionKind::ToRouteServer => {
                    !is_heard_inside && !path.is_own_space
                }
                // The instance that it was heard from is not told, the other one of an
                // ExpressRoute gateway is (captured tables).
                SessionKind::FromRouteServer(kind) => path.from.is_none_or(|from| {
                    kind == GatewayKind::ExpressRoute || bgp.kinds[from] != Some(kind)
                }),
            }
    }

    /// Whether the hearing gateway itself tells the edge of a prefix, which the edge then does
    /// not tell it, whatever it has best (captured tables).
    fn is_told_by(&self, bgp: &Bgp, network: IpNet) -> bool {
        let gateway = |at: usize| match bgp.speakers[at] {
            Speaker::Gateway(id, _) => Some(id),
            _ => None,
        };
        let paths = bgp.ribs[self.from].get(&network).into_iter().flatten();
        let mut tellers = paths.filter_map(|path| gateway(path.from?));
        tellers.any(|teller| Some(teller) == gateway(self.to))
    }

    fn drops(&self, network: IpNet, path: &Path) -> bool {
        let is_own = self.own.iter().any(|own| own.contains(&network));
        is_own && !(self.kind == SessionKind::Beside && path.is_own_space)
    }

    /// The path with what the telling side does to it. Microsoft's edge takes private
    /// numbers away towards a site
    /// (<https://learn.microsoft.com/azure/expressroute/expressroute-routing>), and puts its
    /// own in the place of a gateway's towards another gateway.
    fn as_path(&self, path: &Path) -> Vec<Option<u32>> {
        let told = path.systems.iter().copied();
        let told: Vec<_> = match self.kind {
            SessionKind::EdgeToSite => told.filter(|asn| !asn.is_some_and(is_private)).collect(),
            SessionKind::EdgeToGateway { .. } => {
                told.map(|asn| if asn == Some(AZURE_ASN) { Some(EDGE_ASN) } else { asn }).collect()
            }
            _ => told.collect(),
        };
        match self.kind {
            SessionKind::Siblings
            | SessionKind::Beside
            | SessionKind::ToRouteServer
            | SessionKind::FromRouteServer(_) => told,
            _ => self.adds.iter().copied().chain(told).collect(),
        }
    }
}

/// The range of private 16-bit numbers (RFC 6996).
pub(in crate::routing) fn is_private(asn: u32) -> bool {
    (64512..=65534).contains(&asn)
}
