//! What gateways do with a packet that a route sends to them.

use super::{
    Code, NextHop, Outcome,
    condition::Cause,
    index::{Exit, Row},
    target::{Place, SitePrefixes, Spot, Target},
    trail::{About, At, Contest, Position},
    walk::{Next, Walker},
};
use crate::network::{Gateway, GatewayKind, Id, Site};

impl Walker<'_> {
    pub(super) fn hand_to_gateway(
        &mut self,
        position: Position,
        chosen: Option<usize>,
        gateway: Id<Gateway>,
        row: &Row,
    ) -> Result<Next, Cause> {
        let about = About::Gateway(gateway);
        let kind =
            self.routing.topology.gateways[gateway.index()].as_ref().map(|gateway| gateway.kind);
        let from_circuit = matches!(position.at, At::Gateway(sender)
            if self.routing.topology.gateways[sender.index()]
                .as_ref()
                .is_some_and(|sender| sender.kind == GatewayKind::ExpressRoute));
        let code = match kind {
            Some(GatewayKind::ExpressRoute) if from_circuit => {
                if !matches!(row.exit, Some(Exit::Site(_))) {
                    return Ok(self.drop(position, chosen, Code::ExpressRouteNoTransit, about));
                }
                self.trail.contested.get_or_insert(Contest::CircuitToCircuit);
                Code::ExpressRouteEdge
            }
            Some(GatewayKind::ExpressRoute) => Code::ExpressRouteEdge,
            Some(GatewayKind::Vpn) | None => Code::Gateway,
        };
        self.note(position, chosen, code, about);
        Ok(match row.exit {
            Some(Exit::Site(site)) => return self.hand_to_site(gateway, kind, site),
            Some(Exit::Clients) if self.destination.place == Place::Clients(gateway) => {
                self.mark(At::Gateway(gateway), Code::ClientTunnel, about);
                Next::Arrived
            }
            Some(Exit::Gateway(peer)) => {
                if kind != Some(GatewayKind::ExpressRoute) {
                    self.mark(At::Gateway(gateway), Code::Tunnel, About::Gateway(peer));
                }
                self.enter_by_gateway(peer)
            }
            Some(Exit::EdgeOfHub(hub)) => self.enter_hub_from_edge(hub),
            Some(Exit::HubTunnel(branch)) => self.enter_hub_by_tunnel(gateway, branch),
            Some(Exit::PassedOn(site, peer)) => {
                self.mark(At::Gateway(gateway), Code::SitePassesOn, About::Site(site));
                self.enter_by_gateway(peer)
            }
            Some(
                Exit::Clients
                | Exit::VirtualNetwork
                | Exit::Neighbour(_)
                | Exit::Uplink(_)
                | Exit::Hub(..)
                | Exit::Firewall(_)
                | Exit::EdgeOfGateway(_),
            )
            | None => {
                self.mark(At::Gateway(gateway), Code::WrongDestination, about);
                Next::Done(Outcome::Dropped)
            }
        })
    }

    fn hand_to_site(
        &mut self,
        gateway: Id<Gateway>,
        kind: Option<GatewayKind>,
        site: Id<Site>,
    ) -> Result<Next, Cause> {
        if !self.is_at_site(site) {
            if let Some(next) = self.enter_appliance_behind(gateway, site)? {
                return Ok(next);
            }
            if self.destination.place == Place::Internet && self.is_default_site(gateway, site) {
                let at = At::Gateway(gateway);
                return Ok(self.undecided(at, Code::ForcedTunnel, About::Site(site)));
            }
            self.mark(At::Gateway(gateway), Code::WrongDestination, About::Site(site));
            return Ok(Next::Done(Outcome::Dropped));
        }
        let at = At::Gateway(gateway);
        if let Some(next) = self.translated_to_site(at, self.nat_of(gateway, site)) {
            return Ok(next);
        }
        if kind == Some(GatewayKind::Vpn) {
            self.mark(at, Code::Tunnel, About::Site(site));
        }
        self.leave_by_site(site);
        Ok(Next::Arrived)
    }

    /// Whether a gateway sends a site what is for the Internet because it is told to.
    fn is_default_site(&self, gateway: Id<Gateway>, site: Id<Site>) -> bool {
        let local = self.network.gateways[gateway].default_site.value().copied().flatten();
        local.is_some_and(|local| self.network.sites[site].has_local_network_gateway(local))
    }

    /// Whether the destination is at a site, or nobody's and so perhaps there.
    pub(super) fn is_at_site(&self, site: Id<Site>) -> bool {
        match self.destination.place {
            Place::Site(destination) => destination == site || self.is_held_by(site),
            Place::Nowhere => true,
            Place::Internet => self.offers_default_route(site),
            _ => false,
        }
    }

    /// Whether a site announces a default route: with forced tunnelling it is the way to
    /// the Internet (<https://learn.microsoft.com/azure/vpn-gateway/about-site-to-site-tunneling>).
    fn offers_default_route(&self, site: Id<Site>) -> bool {
        matches!(&self.routing.control.sites[site.index()], SitePrefixes::Known(prefixes)
            if prefixes.iter().any(|prefix| prefix.prefix_len() == 0))
    }

    /// A packet for the Internet has come to a site, from where the reply comes back.
    pub(super) fn leave_by_site(&mut self, site: Id<Site>) {
        if self.destination.place == Place::Internet {
            self.trail.assumed.push(Code::AssumedOnpremInternet);
            self.trail.ends_at = Some(Spot { place: Place::Site(site), ..self.destination });
        }
    }

    /// Whether the destination is among a site's prefixes: two local network gateways
    /// with one prefix are two ways to one network.
    fn is_held_by(&self, site: Id<Site>) -> bool {
        let Target::Net(destination) = self.destination.target else { return false };
        self.routing.held[site.index()].covering(destination).next().is_some()
    }

    /// A user-defined route to "the" gateway: a VPN gateway, and never beside ExpressRoute.
    pub(super) fn hand_to_any_gateway(
        &mut self,
        position: Position,
        chosen: usize,
    ) -> Result<Next, Cause> {
        let topology = &self.routing.topology;
        let vnet = position.virtual_network;
        let mut hub = (!topology.gateways_in[vnet.index()].is_empty()).then_some(vnet);
        for transit in &topology.uses[vnet.index()] {
            if hub.is_none() && transit.when.holds(self.decisions)? {
                hub = Some(transit.hub);
            }
        }
        let invalid =
            |walker: &mut Self, code| Ok(walker.drop(position, Some(chosen), code, About::Nothing));
        let Some(hub) = hub else { return invalid(self, Code::GatewayNextHopInvalid) };
        let has_circuits = topology.gateways_in[hub.index()].iter().any(|gateway| {
            let placed = topology.gateways[gateway.index()].as_ref();
            placed.is_some_and(|placed| placed.kind == GatewayKind::ExpressRoute)
        });
        if has_circuits {
            return invalid(self, Code::GatewayNextHopInvalid);
        }
        let learned = &self.routing.control.learned[hub.index()];
        if let Some(found) = learned.select(self.destination.target, self.decisions)? {
            let NextHop::VirtualNetworkGateway(Some(gateway)) = learned.routes[found].next_hop
            else {
                return invalid(self, Code::GatewayNextHopInvalid);
            };
            return self.hand_to_gateway(position, Some(chosen), gateway, &learned.rows[found]);
        }
        let again = matches!(position.at, At::Gateway(_));
        match topology.gateways_in[hub.index()].first() {
            Some(&gateway) if !again && self.destination.place == Place::Internet => {
                // A default site may be set on the gateway.
                self.note(position, Some(chosen), Code::Gateway, About::Gateway(gateway));
                Ok(self.undecided(At::Gateway(gateway), Code::NotModelled, About::Nothing))
            }
            Some(&gateway) if !again => {
                self.note(position, Some(chosen), Code::Gateway, About::Gateway(gateway));
                Ok(self.enter_by_gateway(gateway))
            }
            _ => invalid(self, Code::GatewayNextHopInvalid),
        }
    }
}
