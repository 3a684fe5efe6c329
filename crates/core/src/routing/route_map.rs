//! Route maps of virtual hubs, which may drop and change routes and are not evaluated.

use nexthop_source::Span;

use super::{
    Verdict,
    target::{Place, Spot},
    trail::{About, At},
    verdict::{Judge, Judged, Reason, is_absence},
};
use crate::network::{HubRouting, Id, SiteLink, VirtualHub};

impl Judge<'_> {
    /// A flow over a hub where one of its ends is connected with a route map: which routes
    /// are left cannot be told.
    pub(super) fn beside_route_maps(&self, judged: Judged) -> Judged {
        let hangs_on_routes = match judged.verdict {
            Verdict::Reachable | Verdict::Asymmetric | Verdict::Unsupported => true,
            Verdict::Unreachable => {
                let last = judged.there.last().map(|mark| mark.code);
                last.is_some_and(is_absence)
            }
            Verdict::Depends | Verdict::Undecided => false,
        };
        let mapped = [judged.from, judged.to].into_iter().find_map(|spot| self.route_map_at(spot));
        let Some((hub, _)) = mapped.filter(|_| hangs_on_routes && passes_hub(&judged)) else {
            return judged;
        };
        Judged { verdict: Verdict::Undecided, reason: Reason::RouteMap(hub), ..judged }
    }

    /// A route map of the connection of a place to a hub, and where it is written.
    fn route_map_at(&self, spot: Spot) -> Option<(Id<VirtualHub>, Span)> {
        let network = self.network;
        let mapped = |hub, routing: &HubRouting| Some((hub, routing.route_map?));
        match spot.place {
            Place::Subnet(_) | Place::VirtualNetwork(_) | Place::PrivateEndpoint(_) => {
                let vnet = spot.place.virtual_network(network)?;
                self.routing.wan.attached[vnet.index()].iter().find_map(|attached| {
                    mapped(attached.hub, &network.hub_connections[attached.connection].routing)
                })
            }
            Place::Site(site) => network.sites[site].links.known.iter().find_map(|link| {
                let SiteLink::Hub { gateway, branch: Some(branch) } = *link else { return None };
                mapped(network.hub_gateways[gateway].hub, &network.hub_branches[branch].routing)
            }),
            Place::HubClients(gateway) => {
                let gateway = &network.hub_gateways[gateway];
                let mut clients = gateway.clients.known.iter();
                clients.find_map(|clients| mapped(gateway.hub, &clients.routing))
            }
            Place::Clients(_) | Place::Hub(_) | Place::Internet | Place::Nowhere => None,
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
