//! Flows beside route maps of which it cannot be told what they do.

use super::{
    Code, RouteDestination, Verdict,
    target::{Place, Spot, Target},
    trail::{About, At, Mark},
    verdict::{Judge, Judged, Reason, is_absence},
    words::Words,
};
use crate::network::{HubLink, Id, VirtualHub};

impl Judge<'_> {
    /// A flow over a hub where one of its ends is connected with a route map of which it
    /// cannot be told which routes it leaves.
    pub(super) fn beside_route_maps(&self, judged: Judged) -> Judged {
        let hangs_on_routes = match judged.verdict {
            Verdict::Reachable | Verdict::Asymmetric | Verdict::Unsupported => true,
            Verdict::Unreachable => {
                let last = judged.there.last().map(|mark| mark.code);
                last.is_some_and(is_absence)
            }
            Verdict::Depends | Verdict::Undecided => false,
        };
        if self.routing.wan.mapped.doubtful.is_empty() {
            return judged;
        }
        let mapped = [judged.from, judged.to].into_iter().find_map(|spot| self.in_doubt_at(spot));
        let Some(hub) = mapped.filter(|_| hangs_on_routes && passes_hub(&judged)) else {
            return judged;
        };
        Judged { verdict: Verdict::Undecided, reason: Reason::RouteMap(hub), ..judged }
    }

    /// The hub to which a place is connected with such a route map.
    fn in_doubt_at(&self, spot: Spot) -> Option<Id<VirtualHub>> {
        let (network, wan) = (self.network, &self.routing.wan);
        let doubtful = |connected| wan.mapped.doubtful.contains(&connected);
        match spot.place {
            Place::Subnet(_) | Place::VirtualNetwork(_) | Place::PrivateEndpoint(_) => {
                let vnet = spot.place.virtual_network(network)?;
                let mut attached = wan.attached[vnet.index()].iter();
                attached
                    .find(|attached| doubtful(HubLink::Network(attached.connection)))
                    .map(|attached| attached.hub)
            }
            Place::Site(site) => {
                let mut uplinks = wan.uplinks[site.index()].iter();
                let found =
                    uplinks.find(|uplink| uplink.branch.map(HubLink::Branch).is_some_and(doubtful));
                found.map(|uplink| uplink.hub)
            }
            Place::HubClients(gateway) => {
                doubtful(HubLink::Clients(gateway)).then(|| network.hub_gateways[gateway].hub)
            }
            Place::Clients(_) | Place::Hub(_) | Place::Internet | Place::Nowhere => None,
        }
    }
}

impl Words<'_> {
    /// That a route map drops the route that is missing: of the connection of what the packet
    /// is for, or of where it is.
    pub(super) fn dropped_by_map(&self, mark: &Mark, goal: &str) -> Option<String> {
        let Target::Net(net) = mark.destination.target else { return None };
        let here = match mark.at {
            At::Place(place) => Some(place),
            _ => None,
        };
        let mut dropped = self.routing.wan.mapped.dropped.iter().filter(|_| is_absence(mark.code));
        let found = dropped.find(|dropped| {
            let covers = matches!(dropped.destination, RouteDestination::Net(its)
                if its.contains(&net));
            let is_of = |place| self.connects(dropped.connected, place);
            covers && (is_of(mark.destination.place) || here.is_some_and(is_of))
        })?;
        let map = self.network.route_maps[found.map].declared.label();
        Some(match mark.code {
            Code::NotAdvertised | Code::NoClientRoute => {
                format!("{}; route map {map} drops it", self.why_lost(mark, goal))
            }
            _ => format!("no route leads to {goal}: route map {map} drops it"),
        })
    }

    /// Whether a place is connected to a hub by a connection.
    fn connects(&self, connected: HubLink, place: Place) -> bool {
        match connected {
            HubLink::Network(id) => {
                let vnet = self.network.hub_connections[id].virtual_network;
                place.virtual_network(self.network) == Some(vnet)
            }
            HubLink::Branch(id) => matches!(place, Place::Site(site)
                if self.routing.wan.uplinks[site.index()]
                    .iter()
                    .any(|uplink| uplink.branch == Some(id))),
            HubLink::Clients(id) => place == Place::HubClients(id),
        }
    }
}

fn passes_hub(judged: &Judged) -> bool {
    let back = judged.back.iter().flat_map(|back| &back.marks);
    judged.there.marks.iter().chain(back).any(|mark| {
        matches!(mark.at, At::Hub(_))
            || matches!(
                mark.about,
                About::Hub(_) | About::HubGateway(_) | About::HubConnection(_) | About::HubTable(_)
            )
    })
}
