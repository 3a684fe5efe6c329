//! What a packet leaves behind: hop by hop, before it is put into words.

use super::{
    Appliance, Code, Outcome,
    filter::{Filtered, Ports, Protocol},
    target::{Place, Spot, Symbol, Target},
};
use crate::{
    Network,
    network::{Gateway, Id, Peering, RouteTable, SecurityGroup, Site, Subnet, VirtualNetwork},
};

/// Where something happens.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum At {
    Place(Place),
    /// Where a gateway's packets enter its network.
    Gateway(Id<Gateway>),
    Appliance(Appliance),
}

/// What it is about, beside where it happens.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum About {
    Nothing,
    Peering(Id<Peering>),
    Gateway(Id<Gateway>),
    Site(Id<Site>),
    Appliance(Appliance),
    Table(Id<RouteTable>),
    SecurityGroup(Id<SecurityGroup>),
}

/// The routes that decide at a hop.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Routes {
    Class(usize),
    Pushed(Id<Gateway>),
    Advertised(Id<Gateway>),
}

/// A hop before it is put into words.
#[derive(Clone, Debug)]
pub(super) struct Mark {
    pub(super) at: At,
    pub(super) code: Code,
    pub(super) about: About,
    /// The routes that decide, and the chosen one.
    pub(super) routes: Option<(Routes, Option<usize>)>,
    pub(super) subnet: Option<Id<Subnet>>,
    /// Where the packet is bound for.
    pub(super) destination: Spot,
    /// The filter that makes it so.
    pub(super) filtered: Option<Filtered>,
}

impl Mark {
    pub(super) fn new(at: At, code: Code, about: About, destination: Spot) -> Self {
        Self { at, code, about, routes: None, subnet: None, destination, filtered: None }
    }
}

/// A firewall that put its own address in place of the source.
#[derive(Clone, Copy, Debug)]
pub(super) struct Translation {
    pub(super) appliance: Appliance,
    pub(super) position: Position,
}

/// What a packet left behind.
#[derive(Clone, Debug)]
pub(super) struct Trail {
    pub(super) marks: Vec<Mark>,
    pub(super) outcome: Outcome,
    /// The stateful boxes on the way.
    pub(super) boxes: Vec<Appliance>,
    pub(super) translations: Vec<Translation>,
    /// Where the packet left to the Internet.
    pub(super) egress: Option<Position>,
    pub(super) contested: bool,
    /// What is taken for granted.
    pub(super) assumed: Vec<Code>,
    /// The ports that pass, where filters let through some only.
    pub(super) passing: Option<(Protocol, Ports)>,
}

impl Trail {
    /// The trail of a packet that was never sent.
    pub(super) fn nowhere() -> Self {
        Self {
            marks: Vec::new(),
            outcome: Outcome::Undecided,
            boxes: Vec::new(),
            translations: Vec::new(),
            egress: None,
            contested: false,
            assumed: Vec::new(),
            passing: None,
        }
    }

    /// Goes on with another leg.
    pub(super) fn append(&mut self, leg: Self) {
        self.marks.extend(leg.marks);
        self.outcome = leg.outcome;
        self.boxes.extend(leg.boxes);
        self.contested |= leg.contested;
        self.assumed.extend(leg.assumed);
    }

    /// The firewall puts the address back that it had replaced.
    pub(super) fn untranslate(&mut self, translation: &Translation, destination: Spot) {
        let appliance = translation.appliance;
        let (at, about) = (At::Appliance(appliance), About::Appliance(appliance));
        let mark = Mark::new(at, Code::UnSnat, about, destination);
        self.marks.push(Mark { subnet: translation.position.subnet, ..mark });
    }

    pub(super) fn last(&self) -> Option<&Mark> {
        self.marks.last()
    }
}

/// A packet in a virtual network, about to be routed.
#[derive(Clone, Copy, Debug)]
pub(super) struct Position {
    pub(super) at: At,
    pub(super) virtual_network: Id<VirtualNetwork>,
    pub(super) class: usize,
    pub(super) subnet: Option<Id<Subnet>>,
}

/// The spot that replies to a translated packet are sent to.
pub(super) fn translated_source(network: &Network, translation: &Translation) -> Spot {
    let position = translation.position;
    let Some(subnet) = position.subnet else {
        let vnet = position.virtual_network;
        return Spot {
            place: Place::VirtualNetwork(vnet),
            target: Target::Symbol(Symbol::VirtualNetwork(vnet)),
        };
    };
    let prefixes = network.subnets[subnet].prefixes.value();
    let first = prefixes.and_then(|prefixes| prefixes.first());
    let target = first
        .map_or(Target::Symbol(Symbol::Subnet(subnet, position.virtual_network)), |prefix| {
            Target::Net(prefix.net)
        });
    Spot { place: Place::Subnet(subnet), target }
}
