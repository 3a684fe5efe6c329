//! How packets get into virtual hubs: from sites and from point-to-site clients.

use super::{
    Code, Outcome, RouteOrigin,
    bgp::is_private,
    condition::Cause,
    index::{Delivery, Exit},
    target::Place,
    trail::{About, At, Comer, InHub, Routes},
    walk::{Next, Walker},
    wan::HubUplink,
};
use crate::network::{HubGateway, HubGatewayKind, Id, Site};

/// A way from a site to a hub: its place among the site's, and the route for it.
#[derive(Clone, Copy, Debug)]
pub(super) struct WayToHub {
    uplink: usize,
    route: usize,
}

impl Walker<'_> {
    /// The way to a hub that a site takes, if it is better than others of a length and kind.
    /// The shorter path counts, where both are told by BGP; of several that are equally long
    /// each may be taken.
    pub(super) fn best_way_to_hub(
        &self,
        site: Id<Site>,
        other: Option<(u16, u8)>,
    ) -> Result<Option<WayToHub>, Cause> {
        let uplinks = &self.routing.wan.uplinks[site.index()];
        let mut best: Vec<(WayToHub, (u16, u8))> = Vec::new();
        for (at, uplink) in uplinks.iter().enumerate() {
            if !uplink.when.holds(self.decisions)? {
                continue;
            }
            let Some((length, route)) = self.heard_of_hub(site, uplink, true)? else { continue };
            let nat = self.nat_of_hub(uplink.gateway, site);
            if nat.is_some() && self.stays_at(site, length, nat) {
                continue;
            }
            let circuit = uplink.kind == HubGatewayKind::ExpressRoute;
            let key = (length, u8::from(circuit));
            let first = best.first().map(|(_, key)| *key).max(other);
            if first.is_some_and(|first| key < first) || best.is_empty() && Some(key) == other {
                continue;
            }
            best.retain(|(_, other)| *other >= key);
            best.push((WayToHub { uplink: at, route }, key));
        }
        let best: Vec<WayToHub> = best.into_iter().map(|(way, _)| way).collect();
        let best: Vec<WayToHub> = best
            .iter()
            .copied()
            .filter(|way| !best.iter().any(|other| self.has_shorter_path(site, other, way)))
            .collect();
        let count = best.len();
        for (at, way) in best.iter().enumerate() {
            let last = at + 1 == count;
            let spread = Cause::Spread(uplinks[way.uplink].spread, self.destination.target);
            if last || self.decisions.decide(spread)? {
                return Ok(Some(*way));
            }
        }
        Ok(None)
    }

    /// Whether one way to a hub has a shorter path than another, as far as both are told by
    /// BGP. The edge of a circuit that both come over knows them whole; to sites it tells no
    /// private numbers (<https://learn.microsoft.com/azure/expressroute/expressroute-routing>).
    fn has_shorter_path(&self, site: Id<Site>, one: &WayToHub, other: &WayToHub) -> bool {
        let uplinks = &self.routing.wan.uplinks[site.index()];
        let circuits = [one, other].map(|way| uplinks[way.uplink].circuit);
        let is_one_edge = circuits[0].is_some() && circuits[0] == circuits[1];
        let length = |way: &WayToHub| {
            let uplink = &uplinks[way.uplink];
            uplink.bgp.as_ref().filter(|bgp| bgp.is_always())?;
            let (told, _) = self.routing.wan.told_over(uplink.gateway, uplink.branch);
            let path = &told.rows[way.route].as_path;
            let is_told = |asn: &&Option<u32>| {
                is_one_edge || uplink.circuit.is_none() || !asn.is_some_and(is_private)
            };
            Some(path.iter().filter(is_told).count())
        };
        length(one).zip(length(other)).is_some_and(|(one, other)| one < other)
    }

    pub(super) fn leave_site_to_hub(&mut self, site: Id<Site>, way: WayToHub) -> Next {
        let routing = self.routing;
        let uplink = &routing.wan.uplinks[site.index()][way.uplink];
        if !matches!(self.holds(uplink.bgp.as_ref()), Ok(true)) {
            self.trail.assumed.push(Code::AssumedOnpremStaticRoutes);
        }
        let at = At::Place(Place::Site(site));
        let (_, routes) = routing.wan.told_over(uplink.gateway, uplink.branch);
        let routes = (routes, Some(way.route));
        self.mark_told(at, Code::ArrivesFromSite, About::HubGateway(uplink.gateway), routes);
        let nat = self.nat_of_hub(uplink.gateway, site);
        if let Some(next) = self.translated_from_site(At::Hub(uplink.hub), nat) {
            return next;
        }
        let from = match uplink.kind {
            HubGatewayKind::ExpressRoute => Comer::Circuit,
            HubGatewayKind::SiteToSite | HubGatewayKind::PointToSite => Comer::Vpn,
        };
        Next::Hub(InHub {
            at: At::Hub(uplink.hub),
            hub: uplink.hub,
            table: uplink.table,
            inspected: false,
            from,
        })
    }

    /// The route for the destination that a site hears from a hub, and its length.
    fn heard_of_hub(
        &self,
        site: Id<Site>,
        uplink: &HubUplink,
        prevents_loops: bool,
    ) -> Result<Option<(u16, usize)>, Cause> {
        let by_bgp = self.holds(uplink.bgp.as_ref())?;
        let internet = self.holds(uplink.internet.as_ref())?;
        let (index, _) = self.routing.wan.told_over(uplink.gateway, uplink.branch);
        let same_asn = |other: Id<Site>| {
            let others = &self.routing.wan.uplinks[other.index()];
            uplink.asn.is_some() && others.iter().any(|other| other.asn == uplink.asn)
        };
        let route = index.select_among(self.destination.target, self.decisions, |route, row| {
            let origin = match route.origin {
                RouteOrigin::HubSite(origin, _) => Some(origin),
                _ => None,
            };
            let to_circuit = matches!(row.exit, Some(Exit::Hub(_, Delivery::Site(_, gateway)))
                if self.network.hub_gateways[gateway].kind == HubGatewayKind::ExpressRoute);
            origin != Some(site)
                && (internet || !route.destination.is_default())
                && (by_bgp || !to_circuit)
                && !(by_bgp && prevents_loops && origin.is_some_and(same_asn))
        })?;
        Ok(route.map(|route| (index.routes[route].destination.length(), route)))
    }

    /// No hub tells the site of the destination: why, if it is connected to one.
    pub(super) fn unheard_of_hub(&mut self, site: Id<Site>) -> Result<Option<Next>, Cause> {
        let routing = self.routing;
        let uplinks = &routing.wan.uplinks[site.index()];
        let Some(first) = uplinks.first() else { return Ok(None) };
        if routing.wan.hubs[first.hub.index()].open {
            let at = At::Place(Place::Site(site));
            return Ok(Some(self.undecided(at, Code::OutsideOfCode, About::Hub(first.hub))));
        }
        let mut code = Code::NotAdvertised;
        for uplink in uplinks {
            let nat = self.nat_of_hub(uplink.gateway, site);
            match self.heard_of_hub(site, uplink, false)? {
                Some((length, _)) if nat.is_some() && self.stays_at(site, length, nat) => {
                    code = Code::StaysOnPremises;
                }
                Some(_) => code = Code::SameAsn,
                None => {}
            }
        }
        if code == Code::NotAdvertised {
            code = self.why_not_advertised(first);
        }
        let routes = (routing.wan.told_over(first.gateway, first.branch).1, None);
        let at = At::Place(Place::Site(site));
        self.mark_told(at, code, About::HubGateway(first.gateway), routes);
        Ok(Some(Next::Done(Outcome::Dropped)))
    }

    fn why_not_advertised(&self, uplink: &HubUplink) -> Code {
        let from_circuit = uplink.kind == HubGatewayKind::ExpressRoute;
        let hub = &self.routing.wan.hubs[uplink.hub.index()];
        match self.destination.place {
            Place::Site(site) => {
                let others = &self.routing.wan.uplinks[site.index()];
                let circuit = |one: &HubUplink| one.kind == HubGatewayKind::ExpressRoute;
                if from_circuit && !others.is_empty() && others.iter().all(circuit) {
                    Code::ExpressRouteNoTransit
                } else if hub.branch_to_branch.is_none()
                    && others.iter().any(|other| circuit(other) != from_circuit)
                {
                    Code::BranchToBranchOff
                } else {
                    Code::NotAdvertised
                }
            }
            Place::HubClients(_) if from_circuit && hub.branch_to_branch.is_none() => {
                Code::BranchToBranchOff
            }
            _ => Code::NotAdvertised,
        }
    }

    pub(super) fn leave_hub_clients(&mut self, gateway: Id<HubGateway>) -> Result<Next, Cause> {
        let at = At::Place(Place::HubClients(gateway));
        let routing = self.routing;
        let hub = self.network.hub_gateways[gateway].hub;
        if routing.wan.hubs[hub.index()].open {
            return Ok(self.undecided(at, Code::OutsideOfCode, About::Hub(hub)));
        }
        let pushed = &routing.wan.pushed[gateway.index()];
        let chosen = pushed.select(self.destination.target, self.decisions)?;
        let routes = (Routes::HubPushed(gateway), chosen);
        let Some(_) = chosen else {
            let of_circuit = matches!(self.destination.place, Place::Site(site)
                if routing.wan.uplinks[site.index()]
                    .iter()
                    .any(|uplink| uplink.kind == HubGatewayKind::ExpressRoute));
            let off = routing.wan.hubs[hub.index()].branch_to_branch.is_none();
            let code =
                if of_circuit && off { Code::BranchToBranchOff } else { Code::NoClientRoute };
            self.mark_told(at, code, About::HubGateway(gateway), routes);
            return Ok(Next::Done(Outcome::Dropped));
        };
        self.trail.assumed.push(Code::AssumedClientProfileCurrent);
        self.mark_told(at, Code::ClientTunnel, About::HubGateway(gateway), routes);
        Ok(self.enter_by_hub_gateway(gateway))
    }

    pub(super) fn enter_by_hub_gateway(&mut self, gateway: Id<HubGateway>) -> Next {
        let hub = self.network.hub_gateways[gateway].hub;
        let table = self.routing.wan.table_of_clients(self.network, gateway);
        Next::Hub(InHub { at: At::Hub(hub), hub, table, inspected: false, from: Comer::Vpn })
    }
}
