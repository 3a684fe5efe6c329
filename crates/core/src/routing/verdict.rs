//! From the two ways of a flow to its verdict.

use super::{
    Appliance, Code, Outcome, Routing, Verdict,
    appliance_arms::is_same_box,
    condition::{Cause, Condition, Decisions},
    filter::Service,
    private_endpoint_flow::Sighting,
    target::{Place, Spot},
    trail::{About, At, Contest, Start, Trail, translated_source},
    vpn_nat::NatDoubt,
    walk::Walker,
};
use crate::{
    Contested, Network,
    network::{
        Gateway, Id, PrivateEndpoint, RouteServer, Site, Subnet, VirtualHub, VirtualNetwork,
    },
};

/// One of the two ways of a flow.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Way {
    There,
    Back,
}

/// Why a flow is judged as it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Reason {
    /// Both ways arrive.
    Arrives,
    /// Both ways arrive, by what Microsoft does not support.
    Contested(Contest),
    /// Sources contradict each other.
    Disputed,
    /// The last hop of one way says why.
    Lost(Way),
    /// A stateful box is on one way only.
    OneDirection(Appliance, Way),
    /// A stateful box hands what is for a private endpoint on under the client's address.
    Untranslated(Appliance, Sighting),
    /// Whether a private endpoint heeds the route table of its subnet decides.
    EndpointTable(Id<PrivateEndpoint>),
    /// A VPN gateway on the way does not work as it is configured.
    GatewayFails(Id<Gateway>, Code),
    /// Something unknown decides.
    Unknown(Cause),
    /// Where a gateway stands decides.
    Unplaced(Id<Gateway>),
    /// Where in its network a subnet lies decides.
    SomewhereIn(Id<Subnet>),
    /// A network that may hold the missing part is partly elsewhere.
    Outside(Id<VirtualNetwork>),
    /// What appliances tell a Route Server may be the missing part.
    RouteServer(Id<RouteServer>),
    /// What appliances tell a virtual hub may be the missing part.
    HubPeers(Id<VirtualHub>),
    /// More may be connected to a hub than is here.
    Hub(Id<VirtualHub>),
    /// The gateway of a site translates addresses.
    NatRules(Id<Site>, NatDoubt),
    /// A route map of a hub's connection may change the routes.
    RouteMap(Id<VirtualHub>),
    /// Virtual WAN may hold the missing part.
    VirtualWan,
}

/// A flow between two spots, judged.
#[derive(Clone, Debug)]
pub(super) struct Judged {
    pub(super) from: Spot,
    pub(super) to: Spot,
    pub(super) verdict: Verdict,
    pub(super) reason: Reason,
    pub(super) there: Trail,
    pub(super) back: Option<Trail>,
}

/// How many unknowns one flow may hang on before the answer is that it does.
const MOST_UNKNOWNS: usize = 8;

/// What is decided along one branch of a tree of cases at most, choices among equal paths
/// included.
const MOST_DECISIONS: usize = 24;

#[derive(Debug)]
pub(super) struct Judge<'a> {
    pub(super) routing: &'a Routing,
    pub(super) network: &'a Network,
    pub(super) service: Service,
}

impl Judge<'_> {
    /// The flow between two spots, in every world that the unknowns allow.
    pub(super) fn flow(&self, from: Spot, to: Spot) -> Judged {
        let nobodys = from.place == Place::Nowhere || to.place == Place::Nowhere;
        let mut decisions = Decisions::about(nobodys);
        for endpoint in [from, to] {
            decisions = self.with_endpoint(decisions, endpoint.place);
        }
        let judged = self.explore(from, to, &decisions, MOST_UNKNOWNS);
        let judged = self.with_gateways_at_work(self.what_may_be_elsewhere(judged));
        self.beside_nat_rules(self.beside_route_maps(judged))
    }

    /// A flow of something that exists perhaps is asked about for when it does.
    fn with_endpoint(&self, mut decisions: Decisions, place: Place) -> Decisions {
        let topology = &self.routing.topology;
        let present = match place {
            Place::Clients(gateway) => {
                topology.gateways[gateway.index()].as_ref().map(|placed| &placed.when)
            }
            Place::PrivateEndpoint(endpoint) => {
                topology.endpoints.of(endpoint).map(|standing| &standing.present)
            }
            _ => None,
        };
        for cause in present.into_iter().flat_map(Condition::causes) {
            decisions = decisions.with(cause, true);
        }
        decisions
    }

    fn explore(&self, from: Spot, to: Spot, decisions: &Decisions, left: usize) -> Judged {
        let cause = match self.judge(from, to, decisions) {
            Ok(judged) => return judged,
            Err(cause) => cause,
        };
        let is_choice = matches!(cause, Cause::Spread(..));
        if left == 0 && !is_choice || decisions.count() == MOST_DECISIONS {
            let there = Trail::nowhere();
            let reason = Reason::Unknown(cause);
            return Judged { from, to, verdict: Verdict::Depends, reason, there, back: None };
        }
        let left = if is_choice { left } else { left - 1 };
        let yes = self.explore(from, to, &decisions.with(cause, true), left);
        let no = self.explore(from, to, &decisions.with(cause, false), left);
        if is_choice {
            // Some connections take the one path, some the other: the worse counts.
            let (mut worse, better) = if yes.verdict >= no.verdict { (yes, no) } else { (no, yes) };
            if worse.verdict != better.verdict {
                worse.there.assumed.push(Code::AssumedAnyPath);
            }
            return worse;
        }
        if yes.verdict == no.verdict {
            // Whatever unknown prefixes cover, it comes to the same: say it without them.
            return if matches!(cause, Cause::Resource(_)) { yes } else { no };
        }
        Judged { verdict: Verdict::Depends, reason: Reason::Unknown(cause), ..yes }
    }

    pub(super) fn walker<'b>(
        &'b self,
        from: Spot,
        to: Spot,
        decisions: &'b Decisions,
    ) -> Walker<'b> {
        Walker::new(self.routing, self.network, decisions, from, to)
    }

    fn judge(&self, from: Spot, to: Spot, decisions: &Decisions) -> Result<Judged, Cause> {
        if let Some(judged) = self.begins_on_internet((from, to), decisions)? {
            return Ok(judged);
        }
        let there = self.walker(from, to, decisions).opening(self.service).start(from.place)?;
        if there.outcome == Outcome::Delivered {
            if let Place::PrivateEndpoint(endpoint) = to.place {
                return self.answered_by_endpoint(endpoint, (from, to), there, decisions);
            }
            let back = self.back((from, to), &there, decisions, None)?;
            let (verdict, reason) = self.compare(&there, &back);
            return Ok(Judged { from, to, verdict, reason, there, back: Some(back) });
        }
        let told_nothing = there.last().is_some_and(|mark| mark.code == Code::NoClientRoute);
        let opening = self.walker(from, to, decisions).opening(self.service);
        let as_if = match from.place {
            Place::Clients(gateway) if told_nothing => Some(opening.start_at_gateway(gateway)?),
            Place::HubClients(gateway) if told_nothing => Some(opening.start_at_hub(gateway)?),
            _ => None,
        };
        if let Some(as_if) = as_if
            && as_if.outcome == Outcome::Delivered
            && self.is_answered_by_routes(to, &as_if)
        {
            let back = self.back((from, to), &as_if, decisions, None)?;
            let way = if is_lost(&back) { Way::Back } else { Way::There };
            let (verdict, reason) = (Verdict::Unreachable, Reason::Lost(way));
            return Ok(Judged { from, to, verdict, reason, there, back: Some(back) });
        }
        let verdict = verdict_of_lost(&there);
        let back = self.walker(to, from, decisions).start(to.place).ok();
        Ok(Judged { from, to, verdict, reason: Reason::Lost(Way::There), there, back })
    }

    /// The way of the reply, which goes to every firewall that put its own address
    /// in place of the source. It starts where `to` is, unless it says where else.
    pub(super) fn back(
        &self,
        (from, to): (Spot, Spot),
        there: &Trail,
        decisions: &Decisions,
        mut start: Option<Start>,
    ) -> Result<Trail, Cause> {
        let to = there.ends_at.unwrap_or(to);
        let mut translations = there.translations.clone();
        let mut back = Trail::nowhere();
        if to.place == Place::Internet {
            // Replies from the Internet come back to whoever's public address was used.
            let Some(egress) = there.egress else { return Ok(back) };
            if let At::Appliance(appliance) = egress.at() {
                back.boxes.push(appliance);
                translations.retain(|translation| translation.appliance != appliance);
                start = Some(egress);
            } else {
                back.outcome = Outcome::Delivered;
                return Ok(back);
            }
        }
        for translation in translations.iter().rev() {
            let waypoint = translated_source(self.network, translation);
            let walker = self.walker(to, waypoint, decisions);
            let leg = match start {
                Some(start) => walker.start_at(start)?,
                None => walker.start(to.place)?,
            };
            let arrived = leg.outcome == Outcome::Delivered;
            back.append(leg);
            if !arrived {
                return Ok(back);
            }
            back.boxes.push(translation.appliance);
            back.untranslate(translation, waypoint);
            start = Some(translation.start);
        }
        // The answer comes from whom the packet was sent to.
        let dialled = there.dialled.as_ref().map(|(dialled, _)| *dialled);
        let walker = self.walker(dialled.unwrap_or(to), from, decisions);
        back.append(match start {
            Some(start) => walker.start_at(start)?,
            None => walker.start(to.place)?,
        });
        Ok(back)
    }

    pub(super) fn compare(&self, there: &Trail, back: &Trail) -> (Verdict, Reason) {
        if back.outcome != Outcome::Delivered {
            return (verdict_of_lost(back), Reason::Lost(Way::Back));
        }
        let only = |one: &Trail, other: &Trail| {
            let keeps_state = |seen: &Appliance| self.routing.tunnels.keeps_state(*seen);
            let seen = one.boxes.iter().copied().filter(keeps_state);
            let is_on = |seen: Appliance| {
                other.boxes.iter().any(|&one| is_same_box(self.network, seen, one))
            };
            seen.into_iter().find(|&seen| !is_on(seen))
        };
        if let Some(appliance) = only(back, there) {
            return (Verdict::Asymmetric, Reason::OneDirection(appliance, Way::Back));
        }
        if let Some(appliance) = only(there, back) {
            return (Verdict::Asymmetric, Reason::OneDirection(appliance, Way::There));
        }
        if let Some(contest) = there.contested.or(back.contested) {
            let verdict = match (contest, self.routing.contested) {
                (Contest::ClientsByRouteServer, Contested::Observed) => Verdict::Reachable,
                (Contest::ClientsByRouteServer, Contested::Documented)
                | (Contest::CircuitToCircuit, _) => Verdict::Unsupported,
            };
            return (verdict, Reason::Contested(contest));
        }
        (Verdict::Reachable, Reason::Arrives)
    }

    /// Something that is missing here may be elsewhere.
    fn what_may_be_elsewhere(&self, judged: Judged) -> Judged {
        let Reason::Lost(way) = judged.reason else { return judged };
        let trail = match way {
            Way::There => Some(&judged.there),
            Way::Back => judged.back.as_ref(),
        };
        let missing = trail.and_then(Trail::last).is_some_and(|mark| is_absence(mark.code));
        if judged.verdict != Verdict::Unreachable || !missing {
            return judged;
        }
        if trail.and_then(Trail::last).is_some_and(|mark| mark.code == Code::NoPublicAddress) {
            return self.perhaps_public_elsewhere(judged);
        }
        let unplaced = [judged.from, judged.to].iter().find_map(|spot| self.unplaced(spot.place));
        if let Some(gateway) = unplaced {
            let reason = Reason::Unplaced(gateway);
            return Judged { verdict: Verdict::Depends, reason, ..judged };
        }
        let networks = self.networks_of(&judged);
        if let Some(number) = self.loose_end(&judged, &networks) {
            let reason = Reason::Unknown(Cause::Resource(number));
            return Judged { verdict: Verdict::Depends, reason, ..judged };
        }
        if let Some(&open) = networks.iter().find(|id| self.routing.topology.open[id.index()]) {
            let reason = Reason::Outside(open);
            return Judged { verdict: Verdict::Undecided, reason, ..judged };
        }
        if self.is_disputed(&judged, &networks) {
            return Judged { verdict: Verdict::Undecided, reason: Reason::Disputed, ..judged };
        }
        let code = trail.and_then(Trail::last).map(|mark| mark.code);
        if let Some(server) = code.and_then(|code| self.may_hear_of_it(&networks, code)) {
            let reason = Reason::RouteServer(server);
            return Judged { verdict: Verdict::Undecided, reason, ..judged };
        }
        if let Some(hub) =
            self.connected_elsewhere(&judged).filter(|_| code == Some(Code::NoHubRoute))
        {
            let reason = Reason::Hub(hub);
            return Judged { verdict: Verdict::Undecided, reason, ..judged };
        }
        let hubs = self.hubs_of(&judged, &networks);
        let wan = &self.routing.wan;
        if let Some(&hub) = hubs.iter().find(|hub| wan.hubs[hub.index()].may_have_more) {
            let reason = Reason::Hub(hub);
            return Judged { verdict: Verdict::Undecided, reason, ..judged };
        }
        if let Some(&hub) = hubs.iter().find(|hub| self.routing.control.hub_may_hear_more(**hub)) {
            let reason = Reason::HubPeers(hub);
            return Judged { verdict: Verdict::Undecided, reason, ..judged };
        }
        let wan =
            [judged.from, judged.to].iter().any(|spot| self.may_be_in_virtual_wan(spot.place));
        if wan {
            return Judged { verdict: Verdict::Undecided, reason: Reason::VirtualWan, ..judged };
        }
        judged
    }

    /// The hubs that a flow has to do with.
    fn hubs_of(&self, judged: &Judged, networks: &[Id<VirtualNetwork>]) -> Vec<Id<VirtualHub>> {
        let wan = &self.routing.wan;
        let attached = networks.iter().flat_map(|vnet| &wan.attached[vnet.index()]);
        let mut hubs: Vec<Id<VirtualHub>> = attached.map(|attached| attached.hub).collect();
        for spot in [judged.from, judged.to] {
            match spot.place {
                Place::HubClients(gateway) => hubs.push(self.network.hub_gateways[gateway].hub),
                Place::Site(site) => {
                    hubs.extend(wan.uplinks[site.index()].iter().map(|uplink| uplink.hub));
                }
                _ => {}
            }
        }
        hubs
    }

    /// The networks that a flow has to do with: its ends, and those whose gateways they use.
    fn networks_of(&self, judged: &Judged) -> Vec<Id<VirtualNetwork>> {
        let topology = &self.routing.topology;
        let placed = |gateway: Id<Gateway>| {
            topology.gateways[gateway.index()].as_ref().map(|placed| placed.virtual_network)
        };
        let mut networks = Vec::new();
        for spot in [judged.from, judged.to] {
            match spot.place {
                Place::Clients(gateway) => networks.extend(placed(gateway)),
                Place::Site(site) => {
                    let uplinks = &self.routing.control.uplinks[site.index()];
                    networks.extend(uplinks.iter().filter_map(|uplink| placed(uplink.gateway)));
                }
                Place::Subnet(_) | Place::VirtualNetwork(_) | Place::PrivateEndpoint(_) => {
                    let vnet = spot.place.virtual_network(self.network);
                    networks.extend(vnet);
                    let uses = vnet.iter().flat_map(|vnet| &topology.uses[vnet.index()]);
                    networks.extend(uses.map(|transit| transit.hub));
                }
                Place::HubClients(_) | Place::Hub(_) | Place::Internet | Place::Nowhere => {}
            }
        }
        networks
    }

    /// A Route Server whose appliances may tell what is missing: to subnets always, to
    /// sites and clients only from branch to branch.
    fn may_hear_of_it(
        &self,
        networks: &[Id<VirtualNetwork>],
        code: Code,
    ) -> Option<Id<RouteServer>> {
        let servers =
            networks.iter().flat_map(|vnet| &self.routing.topology.route_servers[vnet.index()]);
        let told = |server: &RouteServer| match code {
            Code::NoRoute | Code::LeavesToInternet => true,
            Code::NotAdvertised | Code::NoClientRoute => !server.branch_to_branch.is(&false),
            _ => false,
        };
        servers.map(|(id, _)| *id).find(|&id| {
            let server = &self.network.route_servers[id];
            self.routing.control.may_hear_more(id) && told(server)
        })
    }

    /// A gateway of clients or of a site of which it is unknown where it stands.
    fn unplaced(&self, place: Place) -> Option<Id<Gateway>> {
        let is_unplaced =
            |gateway: &Id<Gateway>| self.routing.topology.gateways[gateway.index()].is_none();
        match place {
            Place::Clients(gateway) => Some(gateway).filter(is_unplaced),
            Place::Site(site) => {
                let links = self.network.sites[site].links.known.iter();
                links.filter_map(|link| link.gateway()).find(is_unplaced)
            }
            _ => None,
        }
    }

    /// A network that has gateways or uses a peered network's cannot be connected to a
    /// virtual hub; any other one may be.
    fn may_be_in_virtual_wan(&self, place: Place) -> bool {
        let topology = &self.routing.topology;
        self.network.open_virtual_wan.is_some()
            && match place {
                Place::Subnet(_) | Place::VirtualNetwork(_) | Place::PrivateEndpoint(_) => {
                    place.virtual_network(self.network).is_some_and(|vnet| {
                        topology.gateways_in[vnet.index()].is_empty()
                            && topology.uses[vnet.index()].is_empty()
                            && self.routing.wan.attached[vnet.index()].is_empty()
                    })
                }
                Place::Site(site) => self.network.sites[site].links.known.is_empty(),
                Place::Clients(_) | Place::HubClients(_) | Place::Hub(_) | Place::Internet => false,
                Place::Nowhere => true,
            }
    }
}

fn is_lost(trail: &Trail) -> bool {
    trail.outcome != Outcome::Delivered
}

pub(super) fn verdict_of_lost(trail: &Trail) -> Verdict {
    match (trail.outcome, trail.last()) {
        (Outcome::Undecided, Some(mark)) => {
            let unknown_value = mark.code == Code::UnknownValue
                || mark.code == Code::UnknownNextHop
                    && matches!(mark.about, About::Nothing | About::Appliance(Appliance::Unknown));
            if unknown_value { Verdict::Depends } else { Verdict::Undecided }
        }
        (Outcome::Undecided, None) => Verdict::Undecided,
        (Outcome::Delivered | Outcome::Dropped | Outcome::Loops, _) => Verdict::Unreachable,
    }
}

/// Whether a packet is lost because something is not there, rather than because
/// of something that is.
pub(super) fn is_absence(code: Code) -> bool {
    matches!(
        code,
        Code::NoClientRoute
            | Code::NotAdvertised
            | Code::NoRoute
            | Code::NoHubRoute
            | Code::HubConnectionNoRoute
            | Code::PeeringNotConnected
            | Code::GatewayNextHopInvalid
            | Code::NextHopUnreachable
            | Code::NotConnectedAnywhere
            | Code::LeavesToInternet
            | Code::NoPublicAddress
    )
}
