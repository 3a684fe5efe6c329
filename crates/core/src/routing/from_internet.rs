//! Flows that begin on the Internet: by which door they get in, and whether the answer
//! leaves by the same.

use std::net::IpAddr;

use super::{
    Appliance, Code, Outcome, Verdict,
    condition::{Cause, Decisions},
    doors::{Door, Landing, Through},
    filter::Ports,
    target::{Place, Spot, Target},
    trail::{About, At, Mark, Trail},
    verdict::{Judge, Judged, Reason, Way, verdict_of_lost},
    walk::{Next, Walker},
};
use crate::network::{Firewall, Id, Subnet};

/// What is asked of the doors.
#[derive(Clone, Copy, Debug)]
enum Asked {
    /// Those of a public address, with a port of its own.
    Public(IpAddr),
    /// Those that lead to a spot, with a port of the spot's.
    Spot(Spot),
}

/// A door, and where behind it the packet lands.
#[derive(Clone, Copy, Debug)]
struct Entry<'a> {
    door: &'a Door,
    landing: Landing,
    spot: Spot,
    /// The ports that are asked about, at the public address.
    ports: PortsAsked,
}

/// Of a door's ports, those that are asked about.
#[derive(Clone, Copy, Debug)]
enum PortsAsked {
    All,
    One(u16),
}

impl Judge<'_> {
    /// A flow that begins on the Internet, in one world; `None` where it does not or where
    /// nothing can be said of it. Of several doors the best counts.
    pub(super) fn begins_on_internet(
        &self,
        (from, to): (Spot, Spot),
        decisions: &Decisions,
    ) -> Result<Option<Judged>, Cause> {
        if from.place != Place::Internet {
            return Ok(None);
        }
        let asked = match (to.place, to.target) {
            (Place::Internet, Target::Net(net)) => Asked::Public(net.addr()),
            (Place::Internet | Place::Nowhere | Place::Hub(_), _) => return Ok(None),
            _ => Asked::Spot(to),
        };
        let mut best: Option<Judged> = None;
        let mut open = None;
        let entries = self.entries(asked);
        for entry in &entries {
            match self.by_door(entry, (from, to), asked, decisions) {
                Ok(None) => {}
                Ok(Some(judged)) => {
                    if best.as_ref().is_none_or(|best| judged.verdict < best.verdict) {
                        best = Some(judged);
                    }
                }
                Err(cause) => open = open.or(Some(cause)),
            }
        }
        match (best, open) {
            (Some(best), _) if best.verdict == Verdict::Reachable => Ok(Some(best)),
            (_, Some(cause)) => Err(cause),
            (Some(best), None) => Ok(Some(best)),
            (None, None) => Ok(self.without_door((from, to), asked, decisions)),
        }
    }

    /// The doors that what is asked is about, in order.
    fn entries(&self, asked: Asked) -> Vec<Entry<'_>> {
        let mut entries = Vec::new();
        for door in &self.routing.doors {
            if !self.is_for_protocol(door) {
                continue;
            }
            let Some(ports) = self.ports_asked(door, asked) else { continue };
            if let Asked::Public(ip) = asked
                && !self.has_address(door, ip)
            {
                continue;
            }
            for &landing in &door.landings {
                let spot = self.routing.spot_of(self.network, landing);
                let fits = match asked {
                    Asked::Public(_) => true,
                    Asked::Spot(to) => self.lands_at(landing, spot, to),
                };
                if fits {
                    entries.push(Entry { door, landing, spot, ports });
                }
            }
        }
        entries
    }

    fn is_for_protocol(&self, door: &Door) -> bool {
        let asked = self.service.protocol;
        let by_rule = match door.through {
            Through::Firewall(id, number) => {
                self.routing.filters.destination_rules(id)[number].is_for(asked)
            }
            Through::Interface(_) | Through::Balancer(_) => true,
        };
        by_rule && door.protocol.is_none_or(|protocol| protocol == asked)
    }

    fn has_address(&self, door: &Door, ip: IpAddr) -> bool {
        door.addresses.iter().any(|&id| self.network.public_addresses[id].ip.is(&Some(ip)))
    }

    /// A port of a private address is that behind the door.
    fn ports_asked(&self, door: &Door, asked: Asked) -> Option<PortsAsked> {
        let Some(port) = self.service.port else { return Some(PortsAsked::All) };
        match (asked, door.port) {
            (Asked::Spot(_), Some(inner)) => (inner == port).then_some(PortsAsked::All),
            (Asked::Spot(_), None) | (Asked::Public(_), _) => {
                door.ports.overlaps(&Ports::one(port)).then_some(PortsAsked::One(port))
            }
        }
    }

    /// Whether a landing is, or may be, at a spot: itself, or as a backend of the frontend
    /// that it is.
    fn lands_at(&self, landing: Landing, spot: Spot, to: Spot) -> bool {
        let behind = self.behind_frontend(spot);
        let fits = |one: &Spot| {
            let targets = (one.target, to.target);
            one.place == to.place
                && match targets {
                    (Target::Net(one), Target::Net(to)) => to.contains(&one) || one.contains(&to),
                    _ => true,
                }
        };
        let is_frontend_only = matches!(landing, Landing::Address(_)) && !behind.is_empty();
        fits(&spot) || is_frontend_only && behind.iter().any(fits)
    }

    /// The backends of the load balancer whose frontend a spot is.
    fn behind_frontend(&self, spot: Spot) -> Vec<Spot> {
        let Target::Net(net) = spot.target else { return Vec::new() };
        let balancers = self.network.load_balancers.entries();
        let of = balancers.filter(|(_, balancer)| {
            let mut frontends = balancer.frontends.known.iter();
            net.prefix_len() == net.max_prefix_len()
                && frontends.any(|one| one.ip.is(&Some(net.addr())))
        });
        let members = of.flat_map(|(id, _)| super::backends::backends(self.network, id, None));
        members.map(|member| member.spot()).collect()
    }

    /// The flow by one door; `None` where that is not there.
    fn by_door(
        &self,
        entry: &Entry<'_>,
        (from, to): (Spot, Spot),
        asked: Asked,
        decisions: &Decisions,
    ) -> Result<Option<Judged>, Cause> {
        if !entry.door.when.holds(decisions)? {
            return Ok(None);
        }
        let mut walker = self.walker(from, entry.spot, decisions).opening(self.service);
        walker.lands_on = match entry.landing {
            Landing::Spot(_, interface) => interface,
            Landing::Address(_) => None,
        };
        let mut there = walker.enter(entry)?;
        if matches!(asked, Asked::Public(_)) {
            there.passing = there.passing.map(|(protocol, _)| (protocol, entry.at_address()));
        }
        if entry.may_be_another(asked) && there.outcome == Outcome::Delivered {
            let about = About::Appliance(entry.door.through.appliance());
            there.marks.push(Mark::new(At::Place(to.place), Code::UnknownTranslation, about, to));
            there.outcome = Outcome::Undecided;
        }
        if there.outcome != Outcome::Delivered {
            let verdict = verdict_of_lost(&there);
            let reason = Reason::Lost(Way::There);
            return Ok(Some(Judged { from, to, verdict, reason, there, back: None }));
        }
        if let Place::PrivateEndpoint(endpoint) = entry.spot.place {
            let ends = (from, entry.spot);
            let judged = self.answered_by_endpoint(endpoint, ends, there, decisions)?;
            return Ok(Some(Judged { to, ..judged }));
        }
        self.answered((from, to), entry, there, decisions).map(Some)
    }

    fn answered(
        &self,
        (from, to): (Spot, Spot),
        entry: &Entry<'_>,
        there: Trail,
        decisions: &Decisions,
    ) -> Result<Judged, Cause> {
        let mut back = self.back((from, entry.spot), &there, decisions, None)?;
        if back.outcome == Outcome::Delivered
            && let Some(elsewhere) = back.ends_at.filter(|spot| spot.place != Place::Internet)
        {
            let place = At::Place(elsewhere.place);
            back.marks.push(Mark::new(place, Code::AnswerLeavesElsewhere, About::Nothing, from));
            back.outcome = Outcome::Dropped;
        }
        let (mut verdict, mut reason) = self.compare(&there, &back);
        let straight = !matches!(entry.door.through, Through::Firewall(..));
        if let (true, Verdict::Reachable, Some(&first)) = (straight, verdict, back.boxes.first()) {
            // Whatever it keeps in mind, its own address is another one.
            (verdict, reason) = (Verdict::Asymmetric, Reason::OneDirection(first, Way::Back));
        }
        Ok(Judged { from, to, verdict, reason, there, back: Some(back) })
    }

    /// Nothing leads there. Of sites and clients nobody says how else they may be reached.
    fn without_door(
        &self,
        (from, to): (Spot, Spot),
        asked: Asked,
        decisions: &Decisions,
    ) -> Option<Judged> {
        let mut there = Trail::nowhere();
        let at = At::Place(Place::Internet);
        let holds = |door: &&Door| door.when.holds(decisions) != Ok(false);
        match asked {
            Asked::Public(ip) => {
                let firewall = self.firewall_with(ip)?;
                let about = About::Appliance(Appliance::Firewall(firewall));
                let at = At::Appliance(Appliance::Firewall(firewall));
                there.marks.push(Mark::new(at, Code::NoDestinationNat, about, to));
            }
            Asked::Spot(_) => {
                if matches!(to.place, Place::Site(_) | Place::Clients(_) | Place::HubClients(_)) {
                    there.marks.push(Mark::new(at, Code::OutsideOfCode, About::Nothing, to));
                    return Some(lost((from, to), there));
                }
                let blind = self.routing.doors.iter().filter(holds);
                let blind = blind.filter(|door| self.ports_asked(door, asked).is_some());
                if let Some(door) = blind.into_iter().find(|door| door.landings.is_empty()) {
                    let appliance = door.through.appliance();
                    let (at, about) = (At::Appliance(appliance), About::Appliance(appliance));
                    there.marks.push(Mark::new(at, Code::UnknownTranslation, about, to));
                    return Some(lost((from, to), there));
                }
                there.marks.push(Mark::new(at, Code::NoPublicAddress, About::Nothing, to));
                there.assumed.push(Code::AssumedNoPublicAddress);
            }
        }
        there.outcome = Outcome::Dropped;
        Some(lost((from, to), there))
    }

    /// Only what is in a network itself makes it public.
    pub(super) fn perhaps_public_elsewhere(&self, judged: Judged) -> Judged {
        let vnet = judged.to.place.virtual_network(self.network);
        match vnet.filter(|vnet| self.routing.topology.open[vnet.index()]) {
            Some(open) => {
                Judged { verdict: Verdict::Undecided, reason: Reason::Outside(open), ..judged }
            }
            None => judged,
        }
    }

    /// The firewall that has a public address.
    fn firewall_with(&self, ip: IpAddr) -> Option<Id<Firewall>> {
        let has = |firewall: &Firewall| {
            let mut own = firewall.public_addresses.known.iter();
            own.any(|&id| self.network.public_addresses[id].ip.is(&Some(ip)))
        };
        self.network.firewalls.entries().find(|(_, one)| has(one)).map(|(id, _)| id)
    }
}

fn lost((from, to): (Spot, Spot), there: Trail) -> Judged {
    let verdict = verdict_of_lost(&there);
    Judged { from, to, verdict, reason: Reason::Lost(Way::There), there, back: None }
}

impl Entry<'_> {
    /// Whether it is one address that is asked for, and the door leads to an interface of
    /// the same subnet whose address Azure chooses.
    fn may_be_another(&self, asked: Asked) -> bool {
        let (Asked::Spot(to), Landing::Spot(spot, _)) = (asked, self.landing) else {
            return false;
        };
        match (to.target, spot.target) {
            (Target::Net(to), Target::Net(spot)) => {
                to.prefix_len() == to.max_prefix_len() && to != spot
            }
            _ => false,
        }
    }

    /// The ports at the public address.
    fn at_address(&self) -> Ports {
        match self.ports {
            PortsAsked::All => self.door.ports.clone(),
            PortsAsked::One(port) => Ports::one(port),
        }
    }
}

impl Walker<'_> {
    /// The packet comes from the Internet to a public address.
    fn enter(mut self, entry: &Entry<'_>) -> Result<Trail, Cause> {
        let appliance = entry.door.through.appliance();
        let at = At::Place(Place::Internet);
        self.mark(at, Code::PublicAddress, About::Appliance(appliance));
        let next = match entry.door.through {
            Through::Firewall(firewall, number) => {
                let ports = entry.at_address();
                self.enter_by_firewall(firewall, number, &ports, entry.door.port)?
            }
            Through::Interface(_) | Through::Balancer(_) => {
                self.behind(&entry.at_address(), entry.door.port);
                self.enter_straight(entry)?
            }
        };
        self.run(next)
    }

    /// From here on the packet is for the ports behind a door.
    pub(super) fn behind(&mut self, ports: &Ports, port: Option<u16>) {
        match port {
            Some(port) => self.open_only(port),
            None => {
                self.narrow(ports);
            }
        }
        if let (Some(protocol), Some(port)) = (self.protocol(), port) {
            self.trail.passing = Some((protocol, Ports::one(port)));
        }
    }

    fn enter_straight(&mut self, entry: &Entry<'_>) -> Result<Next, Cause> {
        let closed = self.holds(entry.door.closed.as_ref());
        let grouped = match entry.spot.place {
            Place::Subnet(subnet) => self.has_group(subnet),
            _ => true,
        };
        if !grouped && closed? {
            let about = About::Appliance(entry.door.through.appliance());
            self.mark(At::Place(entry.spot.place), Code::PublicAddressClosed, about);
            return Ok(Next::Done(Outcome::Dropped));
        }
        Ok(Next::Arrived)
    }

    /// Whether a network security group is, or may be, on the subnet or on the interface.
    fn has_group(&self, subnet: Id<Subnet>) -> bool {
        let interface =
            self.lands_on.or_else(|| self.routing.filters.interface_at(self.destination));
        let of_interface = interface
            .is_some_and(|id| !self.network.network_interfaces[id].security_group.is(&None));
        of_interface || !self.network.subnets[subnet].security_group.is(&None)
    }
}
