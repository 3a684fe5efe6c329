//! What a router tells each of its neighbours, as
//! `az network vnet-gateway list-advertised-routes --peer` prints it.

use std::collections::BTreeMap;

use super::{Bgp, BgpOrigin, BgpRoute, Speaker, export::SessionKind};
use crate::network::{Circuit, CircuitLink, Gateway, Id};

impl Bgp {
    /// What a gateway tells its neighbours outside: circuits, sites, other VPN gateways and
    /// the Route Server of its network.
    pub fn advertised(&self, gateway: Id<Gateway>) -> BTreeMap<Speaker, Vec<BgpRoute>> {
        self.told(
            |speaker| matches!(speaker, Speaker::Gateway(id, _) if id == gateway),
            |kind| {
                matches!(
                    kind,
                    SessionKind::GatewayToEdge | SessionKind::ToSite | SessionKind::ToRouteServer
                )
            },
        )
    }

    /// What the edge router of a circuit's link tells the site.
    pub fn told_to_sites(
        &self,
        circuit: Id<Circuit>,
        link: CircuitLink,
    ) -> BTreeMap<Speaker, Vec<BgpRoute>> {
        let edge = Speaker::Edge(circuit, link);
        self.told(|speaker| speaker == edge, |kind| kind == SessionKind::EdgeToSite)
    }

    /// By neighbour: what some routers tell it over some sessions.
    fn told(
        &self,
        tells: impl Fn(Speaker) -> bool,
        over: impl Fn(SessionKind) -> bool,
    ) -> BTreeMap<Speaker, Vec<BgpRoute>> {
        let mut all: BTreeMap<Speaker, Vec<BgpRoute>> = BTreeMap::new();
        for session in &self.sessions {
            let at = self.speakers[session.from];
            if !tells(at) || !over(session.kind) {
                continue;
            }
            let rows = all.entry(self.speakers[session.to]).or_default();
            for (&network, paths) in &self.ribs[session.from] {
                let Some(path) = paths.first() else { continue };
                let Some(as_path) = session.advertised(self, network, path) else { continue };
                let unchanged =
                    path.next_hop.filter(|_| session.kind == SessionKind::ToRouteServer);
                rows.push(BgpRoute {
                    network,
                    next_hop: Some(unchanged.unwrap_or(at)),
                    origin: if path.from.is_none() { BgpOrigin::Igp } else { BgpOrigin::Elsewhere },
                    source_peer: None,
                    as_path,
                    weight: Some(0),
                    at,
                    is_sure: path.is_sure && session.is_sure,
                });
            }
        }
        all
    }
}
