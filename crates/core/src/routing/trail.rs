//! What a packet leaves behind: hop by hop, before it is put into words.

use super::{
    Appliance, Code, Outcome,
    filter::{Filtered, Ports, Protocol},
    target::{Place, Spot, Symbol, Target},
    vpn_nat_hop::TwiceTranslated,
};
use crate::{
    Network,
    network::{
        Gateway, HubBranch, HubConnection, HubGateway, HubRouteTable, Id, Peering, PrivateEndpoint,
        RouteTable, SecurityGroup, Site, Subnet, VirtualHub, VirtualNetwork,
    },
};

/// Where something happens.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum At {
    Place(Place),
    /// Where a gateway's packets enter its network.
    Gateway(Id<Gateway>),
    Hub(Id<VirtualHub>),
    Appliance(Appliance),
}

/// What it is about, beside where it happens.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum About {
    Nothing,
    Peering(Id<Peering>),
    Gateway(Id<Gateway>),
    Site(Id<Site>),
    Appliance(Appliance),
    Table(Id<RouteTable>),
    Hub(Id<VirtualHub>),
    HubConnection(Id<HubConnection>),
    HubGateway(Id<HubGateway>),
    HubTable(Id<HubRouteTable>),
    SecurityGroup(Id<SecurityGroup>),
    PrivateEndpoint(Id<PrivateEndpoint>),
}

/// The routes that decide at a hop.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Routes {
    Class(usize),
    Pushed(Id<Gateway>),
    Advertised(Id<Gateway>),
    /// What the Route Server of a network tells appliances.
    ToldToAppliances(Id<VirtualNetwork>),
    HubTable(Id<HubRouteTable>),
    /// All that a hub knows.
    Hub(Id<VirtualHub>),
    HubPushed(Id<HubGateway>),
    HubAdvertised(Id<HubGateway>),
    /// What a gateway of a hub tells over a connection with a route map.
    HubMapped(Id<HubBranch>),
}

/// Where a packet goes on from: a virtual network or a hub.
#[derive(Clone, Copy, Debug)]
pub(super) enum Start {
    Network(Position),
    Hub(InHub),
}

impl Start {
    pub(super) fn at(self) -> At {
        match self {
            Self::Network(position) => position.at,
            Self::Hub(place) => place.at,
        }
    }
}

/// A packet in a virtual hub, about to be routed.
#[derive(Clone, Copy, Debug)]
pub(super) struct InHub {
    pub(super) at: At,
    pub(super) hub: Id<VirtualHub>,
    /// The table that decides; all that the hub knows where it is `None`.
    pub(super) table: Option<Id<HubRouteTable>>,
    /// It has been through the firewall of this hub.
    pub(super) inspected: bool,
    /// What it comes from.
    pub(super) from: Comer,
}

/// What a packet in a hub comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Comer {
    Network,
    Vpn,
    Circuit,
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
    pub(super) filtered: Option<Box<Filtered>>,
    /// What NAT rules of a VPN gateway put in place of its addresses.
    pub(super) nat: Option<Box<TwiceTranslated>>,
}

impl Mark {
    pub(super) fn new(at: At, code: Code, about: About, destination: Spot) -> Self {
        Self { at, code, about, routes: None, subnet: None, destination, filtered: None, nat: None }
    }
}

/// A firewall that put its own address in place of the source.
#[derive(Clone, Copy, Debug)]
pub(super) struct Translation {
    pub(super) appliance: Appliance,
    pub(super) start: Start,
}

/// What has been seen to work and is documented not to be supported.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Contest {
    /// A Route Server tells an ExpressRoute gateway of clients, or clients of its sites.
    ClientsByRouteServer,
    /// An ExpressRoute gateway carries traffic from one of its circuits to another.
    CircuitToCircuit,
}

/// What a packet left behind.
#[derive(Clone, Debug)]
pub(super) struct Trail {
    pub(super) marks: Vec<Mark>,
    pub(super) outcome: Outcome,
    /// The stateful boxes on the way.
    pub(super) boxes: Vec<Appliance>,
    pub(super) translations: Vec<Translation>,
    /// Where the packet ended up, if not where it was sent to.
    pub(super) ends_at: Option<Spot>,
    /// Whom the packet was sent to and the ports there, where a firewall put another
    /// destination in its place.
    pub(super) dialled: Option<(Spot, Ports)>,
    /// Where the packet left to the Internet.
    pub(super) egress: Option<Start>,
    pub(super) contested: Option<Contest>,
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
            ends_at: None,
            dialled: None,
            egress: None,
            contested: None,
            assumed: Vec::new(),
            passing: None,
        }
    }

    /// Goes on with another leg.
    pub(super) fn append(&mut self, leg: Self) {
        self.marks.extend(leg.marks);
        self.outcome = leg.outcome;
        self.ends_at = leg.ends_at.or(self.ends_at);
        self.boxes.extend(leg.boxes);
        self.contested = self.contested.or(leg.contested);
        self.assumed.extend(leg.assumed);
    }

    /// The firewall puts the address back that it had replaced.
    pub(super) fn untranslate(&mut self, translation: &Translation, destination: Spot) {
        let appliance = translation.appliance;
        let (at, about) = (At::Appliance(appliance), About::Appliance(appliance));
        let mark = Mark::new(at, Code::UnSnat, about, destination);
        let subnet = match translation.start {
            Start::Network(position) => position.subnet,
            Start::Hub(_) => None,
        };
        self.marks.push(Mark { subnet, ..mark });
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
    let position = match translation.start {
        Start::Network(position) => position,
        Start::Hub(InHub { hub, .. }) => {
            let prefix = network.virtual_hubs[hub].prefix.value().copied().flatten();
            let target =
                prefix.map_or(Target::Symbol(Symbol::Internet), |prefix| Target::Net(prefix.net));
            return Spot { place: Place::Hub(hub), target };
        }
    };
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
