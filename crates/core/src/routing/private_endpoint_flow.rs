//! Flows to private endpoints: how packets come there, and how they are answered.
//!
//! An endpoint is no network interface. Its answers do not follow the routes of its subnet
//! as those of an interface do, so what a stateful box without translation makes of a
//! flow is not walked: Microsoft says that such a box has to translate
//! (<https://learn.microsoft.com/azure/private-link/inspect-traffic-with-azure-firewall>,
//! 25 March 2025), and a lab of 2021 saw it work without in some placements and fail in
//! others (github.com/mddazure/azure-privatelink-routing).

use super::{
    Appliance, Code, Outcome, RouteDestination, RouteSource, Verdict,
    condition::{Cause, Decisions},
    target::{Place, Spot, Target},
    trail::{About, At, Position, Start, Trail},
    verdict::{Judge, Judged, Reason},
    walk::{Next, Walker},
};
use crate::network::{GatewayKind, Id, PrivateEndpoint, RuleKind, Subnet};

/// What is known of flows to private endpoints through a box that does not translate,
/// where client, box and endpoint stand in their networks as they do here.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Sighting {
    /// The lab saw it work.
    Works,
    /// The lab saw it fail.
    Fails,
    /// Nobody says.
    Nothing,
}

impl Walker<'_> {
    /// Where the packet is for a private endpoint of this network or of a peered one, and no
    /// user-defined route takes the place of the endpoint's own.
    pub(super) fn straight_to_endpoint(
        &mut self,
        position: Position,
        chosen: Option<usize>,
    ) -> Result<Option<Next>, Cause> {
        let Place::PrivateEndpoint(id) = self.destination.place else { return Ok(None) };
        let home = self.destination.place.virtual_network(self.network);
        let mut peering = None;
        if home != Some(position.virtual_network) {
            let topology = &self.routing.topology;
            let from = position.virtual_network;
            peering = match home {
                Some(home) => topology.peering_in_force(from, home, self.decisions)?,
                None => None,
            };
            let link = peering.map(|peering| &topology.links[peering.index()]);
            if !self.holds(link.and_then(|link| link.connected.as_ref()))? {
                return Ok(None);
            }
        }
        if let Some(chosen) = chosen
            && self.is_overruled(id, position, chosen)?
        {
            return Ok(None);
        }
        if let Some(peering) = peering
            && let Some(code) = self.hindrance(position, peering)?
        {
            return Ok(Some(self.drop(position, None, code, About::Peering(peering))));
        }
        self.note(position, None, Code::InterfaceEndpoint, About::PrivateEndpoint(id));
        Ok(Some(Next::Arrived))
    }

    fn is_overruled(
        &self,
        id: Id<PrivateEndpoint>,
        position: Position,
        chosen: usize,
    ) -> Result<bool, Cause> {
        let route = self.routing.effective.of(position.class).route(chosen);
        let standing = self.routing.topology.endpoints.of(id);
        let (RouteSource::User, Some(standing)) = (route.source, standing) else {
            return Ok(false);
        };
        match (&route.destination, self.destination.target) {
            (RouteDestination::Net(by), Target::Net(net)) => {
                standing.is_overruled(net, *by, self.decisions)
            }
            // A route of unknown prefix that is taken to cover the endpoint.
            _ => Ok(true),
        }
    }

    /// The subnet whose network security group decides about an endpoint.
    pub(super) fn filtering_subnet(
        &self,
        id: Id<PrivateEndpoint>,
    ) -> Result<Option<Id<Subnet>>, Cause> {
        let Some(standing) = self.routing.topology.endpoints.of(id) else { return Ok(None) };
        Ok(self.holds(standing.filtered.as_ref())?.then_some(standing.subnet))
    }

    /// An endpoint answers, by the routes of its network without a route table.
    pub(super) fn leave_endpoint(&mut self, id: Id<PrivateEndpoint>) -> Next {
        let place = Place::PrivateEndpoint(id);
        let at = At::Place(place);
        if self.opens.is_some() {
            self.mark(at, Code::EndpointOpensNothing, About::PrivateEndpoint(id));
            return Next::Done(Outcome::Dropped);
        }
        match place.virtual_network(self.network) {
            Some(vnet) => Next::Position(self.in_network(at, vnet, None)),
            None => self.undecided(at, Code::NotModelled, About::PrivateEndpoint(id)),
        }
    }

    /// A hub's firewall may not see what is for an endpoint whose subnet has no network
    /// policies for route tables
    /// (<https://learn.microsoft.com/azure/firewall-manager/private-link-inspection-secure-virtual-hub>).
    pub(super) fn may_bypass_hub_firewall(&self) -> Result<Option<Id<PrivateEndpoint>>, Cause> {
        let Place::PrivateEndpoint(id) = self.destination.place else { return Ok(None) };
        let standing = self.routing.topology.endpoints.of(id);
        let routed = self.holds(standing.and_then(|standing| standing.routed.as_ref()))?;
        Ok((!routed).then_some(id))
    }
}

impl Judge<'_> {
    /// A flow that has come to a private endpoint.
    pub(super) fn answered_by_endpoint(
        &self,
        id: Id<PrivateEndpoint>,
        (from, to): (Spot, Spot),
        there: Trail,
        decisions: &Decisions,
    ) -> Result<Judged, Cause> {
        let unseen = self.not_translated(&there);
        if let Some(&appliance) = unseen.first() {
            let alone = unseen.len() == 1 && there.translations.is_empty();
            let sighting =
                if alone { self.sighting(from, to, &there, appliance) } else { Sighting::Nothing };
            let verdict = match sighting {
                Sighting::Works => Verdict::Unsupported,
                Sighting::Fails => Verdict::Asymmetric,
                Sighting::Nothing => Verdict::Undecided,
            };
            let reason = Reason::Untranslated(appliance, sighting);
            return Ok(Judged { from, to, verdict, reason, there, back: None });
        }
        let back = self.back((from, to), &there, decisions, None)?;
        let (verdict, reason) = self.compare(&there, &back);
        if let Some(start) = self.by_route_table(id, decisions)? {
            let other = self.back((from, to), &there, decisions, Some(start))?;
            if self.compare(&there, &other).0 != verdict {
                let (verdict, reason) = (Verdict::Undecided, Reason::EndpointTable(id));
                return Ok(Judged { from, to, verdict, reason, there, back: Some(back) });
            }
        }
        Ok(Judged { from, to, verdict, reason, there, back: Some(back) })
    }

    /// Whether routes tell the way of the answer to a packet.
    pub(super) fn is_answered_by_routes(&self, to: Spot, there: &Trail) -> bool {
        !matches!(to.place, Place::PrivateEndpoint(_)) || self.not_translated(there).is_empty()
    }

    /// The stateful boxes that a packet passes after the last one that translates.
    fn not_translated(&self, there: &Trail) -> Vec<Appliance> {
        let last = there.translations.last().map(|translation| translation.appliance);
        let passed = there.boxes.iter().rposition(|passed| Some(*passed) == last);
        let after = there.boxes.iter().skip(passed.map_or(0, |passed| passed + 1));
        after.copied().filter(|one| self.routing.tunnels.keeps_state(*one)).collect()
    }

    /// Where an endpoint's answer starts if it heeds the route table of its subnet: with
    /// network policies nobody says whether it does.
    fn by_route_table(
        &self,
        id: Id<PrivateEndpoint>,
        decisions: &Decisions,
    ) -> Result<Option<Start>, Cause> {
        let Some(standing) = self.routing.topology.endpoints.of(id) else { return Ok(None) };
        let (effective, subnet) = (&self.routing.effective, standing.subnet);
        let virtual_network = self.network.subnets[subnet].virtual_network;
        let class = effective.class_of(subnet);
        let routed = standing.routed.as_ref().map_or(Ok(false), |when| when.holds(decisions))?;
        let heeds = routed && class != effective.plain(virtual_network);
        let at = At::Place(Place::PrivateEndpoint(id));
        let subnet = Some(subnet);
        Ok(heeds.then_some(Start::Network(Position { at, virtual_network, class, subnet })))
    }

    /// What the lab saw of a placement: of a client, or the gateway that it comes in by, of
    /// the box and of the endpoint.
    fn sighting(&self, from: Spot, to: Spot, there: &Trail, appliance: Appliance) -> Sighting {
        let topology = &self.routing.topology;
        let placed = there.marks.iter().find_map(|mark| match (mark.code, mark.about) {
            (Code::ArrivesFromSite | Code::ClientTunnel, About::Gateway(gateway)) => {
                topology.gateways[gateway.index()].as_ref()
            }
            _ => None,
        });
        let own = from.place.virtual_network(self.network);
        let entry = own.or(placed.map(|placed| placed.virtual_network));
        let home = entry.and_then(|entry| topology.home(self.network, entry, appliance));
        let ends = (entry, home, to.place.virtual_network(self.network));
        let (Some(entry), Some((home, _)), Some(goal)) = ends else { return Sighting::Nothing };
        let vpn = placed.is_some_and(|placed| placed.kind == GatewayKind::Vpn);
        let seen = match (entry == home, home == goal, entry == goal) {
            (true, true, _) if own.is_some() || vpn => Sighting::Fails,
            (true, false, _) if own.is_some() => Sighting::Fails,
            (false, false, false) if own.is_some() || vpn => Sighting::Works,
            (false, ..) if own.is_some() => Sighting::Works,
            _ => Sighting::Nothing,
        };
        match seen {
            Sighting::Fails if self.may_translate_by_application_rule(appliance) => {
                Sighting::Nothing
            }
            seen => seen,
        }
    }

    /// Application rules go by names and always translate.
    fn may_translate_by_application_rule(&self, appliance: Appliance) -> bool {
        let Appliance::Firewall(id) = appliance else { return false };
        let Some(Some(policy)) = self.network.firewalls[id].policy.value() else { return true };
        let rules = &self.network.firewall_policies[*policy].rules;
        let mut kinds = rules.known.iter().map(|rule| rule.kind);
        rules.more.is_some()
            || rules.known.is_empty()
            || kinds.any(|kind| kind == RuleKind::Application)
    }
}
