//! How packets get into the network: from clients, from sites, through gateways.

use super::{
    Code, Outcome, RouteOrigin,
    announcement::Uplink,
    condition::Cause,
    index::Exit,
    target::Place,
    trail::{About, At, Contest, Routes},
    walk::{Next, Walker},
};
use crate::network::{Gateway, GatewayKind, Id, Site};

impl Walker<'_> {
    pub(super) fn leave_clients(&mut self, gateway: Id<Gateway>) -> Result<Next, Cause> {
        let at = At::Place(Place::Clients(gateway));
        let pushed = &self.routing.control.pushed[gateway.index()];
        let chosen = pushed.select(self.destination.target, self.decisions)?;
        let routes = (Routes::Pushed(gateway), chosen);
        let Some(chosen) = chosen else {
            self.mark_told(at, Code::NoClientRoute, About::Gateway(gateway), routes);
            return Ok(Next::Done(Outcome::Dropped));
        };
        let row = &pushed.rows[chosen];
        self.contest_clients(row.contested);
        self.trail.assumed.push(Code::AssumedClientProfileCurrent);
        if row.by_bgp && !row.contested {
            self.trail.assumed.push(Code::AssumedClientTakesBgpRoutes);
        }
        self.mark_told(at, Code::ClientTunnel, About::Gateway(gateway), routes);
        Ok(self.enter_by_gateway(gateway))
    }

    fn contest_clients(&mut self, contested: bool) {
        if contested {
            self.trail.contested.get_or_insert(Contest::ClientsByRouteServer);
        }
    }

    pub(super) fn enter_by_gateway(&mut self, gateway: Id<Gateway>) -> Next {
        let at = At::Gateway(gateway);
        let Some(placed) = &self.routing.topology.gateways[gateway.index()] else {
            return self.undecided(at, Code::UnknownValue, About::Gateway(gateway));
        };
        let vnet = placed.virtual_network;
        let subnet = self.routing.topology.gateway_subnet(self.network, vnet);
        Next::Position(self.in_network(at, vnet, subnet))
    }

    pub(super) fn leave_site(&mut self, site: Id<Site>) -> Result<Next, Cause> {
        let at = At::Place(Place::Site(site));
        if self.is_joined_by_global_reach(site)? {
            self.mark(at, Code::GlobalReach, About::Site(site));
            return Ok(Next::Arrived);
        }
        let uplinks = &self.routing.control.uplinks[site.index()];
        let mut best: Option<(u16, &Uplink, usize)> = None;
        for uplink in uplinks {
            if !uplink.when.holds(self.decisions)? {
                continue;
            }
            let Some((length, route)) = self.heard(site, uplink, true)? else { continue };
            if self.stays_at(site, length, self.nat_of(uplink.gateway, site)) {
                continue;
            }
            let better = best.is_none_or(|(longest, first, _)| {
                (length, uplink.kind == GatewayKind::ExpressRoute)
                    > (longest, first.kind == GatewayKind::ExpressRoute)
            });
            if better {
                best = Some((length, uplink, route));
            }
        }
        let longest = best.map(|(length, uplink, _)| {
            (length, u8::from(uplink.kind == GatewayKind::ExpressRoute))
        });
        if let Some(way) = self.best_way_to_hub(site, longest)? {
            return Ok(self.leave_site_to_hub(site, way));
        }
        let Some((_, uplink, route)) = best else {
            if let Some(next) = self.leave_site_by_appliance(site)? {
                return Ok(next);
            }
            return self.unheard(site);
        };
        let gateway = uplink.gateway;
        let index = &self.routing.control.advertised[gateway.index()];
        self.contest_clients(index.rows[route].contested);
        if !self.holds(uplink.bgp.as_ref())? {
            self.trail.assumed.push(Code::AssumedOnpremStaticRoutes);
        }
        let routes = (Routes::Advertised(gateway), Some(route));
        self.mark_told(at, Code::ArrivesFromSite, About::Gateway(gateway), routes);
        if let Some(next) = self.enter_translated(site, gateway, &index.routes[route]) {
            return Ok(next);
        }
        let to_endpoint = matches!(self.destination.place, Place::PrivateEndpoint(_));
        if self.holds(uplink.fast_path.as_ref())? && self.is_beside(gateway) && !to_endpoint {
            self.mark(At::Gateway(gateway), Code::FastPath, About::Gateway(gateway));
            return Ok(Next::Arrived);
        }
        Ok(self.enter_by_gateway(gateway))
    }

    /// Whether the destination is a site whose circuit is joined with that of this one
    /// (<https://learn.microsoft.com/azure/expressroute/expressroute-global-reach>).
    fn is_joined_by_global_reach(&self, site: Id<Site>) -> Result<bool, Cause> {
        let Place::Site(other) = self.destination.place else { return Ok(false) };
        let circuits = |site: Id<Site>| {
            let own = self.routing.control.uplinks[site.index()].iter();
            let of_hubs = self.routing.wan.uplinks[site.index()].iter();
            let own = own.filter_map(|uplink| uplink.circuit);
            own.chain(of_hubs.filter_map(|uplink| uplink.circuit)).collect::<Vec<_>>()
        };
        let (here, there) = (circuits(site), circuits(other));
        for (reach, when) in self.network.global_reach.iter().zip(&self.routing.global_reach) {
            let ends =
                (reach.one.value().copied().flatten(), reach.other.value().copied().flatten());
            let (Some(one), Some(two)) = ends else { continue };
            let joins = here.contains(&one) && there.contains(&two)
                || here.contains(&two) && there.contains(&one);
            if joins && when.holds(self.decisions)? {
                return Ok(true);
            }
        }
        Ok(false)
    }

    /// Whether the destination is in the gateway's own network.
    pub(super) fn is_beside(&self, gateway: Id<Gateway>) -> bool {
        let placed = self.routing.topology.gateways[gateway.index()].as_ref();
        let vnet = self.destination.place.virtual_network(self.network);
        vnet.is_some() && placed.map(|placed| placed.virtual_network) == vnet
    }

    /// The route for the destination that a site hears from a gateway, and its length.
    pub(super) fn heard(
        &self,
        site: Id<Site>,
        uplink: &Uplink,
        prevents_loops: bool,
    ) -> Result<Option<(u16, usize)>, Cause> {
        let by_bgp = self.holds(uplink.bgp.as_ref())?;
        let index = &self.routing.control.advertised[uplink.gateway.index()];
        let same_asn = |other: Id<Site>| {
            let others = &self.routing.control.uplinks[other.index()];
            uplink.asn.is_some() && others.iter().any(|other| other.asn == uplink.asn)
        };
        let route = index.select_among(self.destination.target, self.decisions, |route, row| {
            let origin = match route.origin {
                RouteOrigin::Site(origin, _) => Some(origin),
                _ => None,
            };
            let configured = matches!(row.exit, Some(Exit::VirtualNetwork | Exit::Neighbour(_)));
            origin != Some(site)
                && (by_bgp || configured)
                && !(by_bgp && prevents_loops && origin.is_some_and(same_asn))
        })?;
        Ok(route.map(|route| (index.routes[route].destination.length(), route)))
    }

    /// No gateway tells the site of the destination.
    pub(super) fn unheard(&mut self, site: Id<Site>) -> Result<Next, Cause> {
        let at = At::Place(Place::Site(site));
        let uplinks = &self.routing.control.uplinks[site.index()];
        let links = &self.network.sites[site].links.known;
        if uplinks.is_empty() && links.iter().any(|link| link.gateway().is_some()) {
            return Ok(self.undecided(at, Code::UnknownValue, About::Site(site)));
        }
        let Some(first) = uplinks.first() else {
            if let Some(next) = self.unheard_of_hub(site)? {
                return Ok(next);
            }
            self.mark(at, Code::NotConnectedAnywhere, About::Site(site));
            return Ok(Next::Done(Outcome::Dropped));
        };
        let mut code = Code::NotAdvertised;
        for uplink in uplinks {
            match self.heard(site, uplink, false)? {
                Some((length, _))
                    if self.stays_at(site, length, self.nat_of(uplink.gateway, site)) =>
                {
                    code = Code::StaysOnPremises;
                }
                Some(_) => code = Code::SameAsn,
                None => {}
            }
        }
        let routes = (Routes::Advertised(first.gateway), None);
        self.mark_told(at, code, About::Gateway(first.gateway), routes);
        Ok(Next::Done(Outcome::Dropped))
    }
}
