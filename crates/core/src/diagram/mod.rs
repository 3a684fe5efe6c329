//! What a drawing of a network shows: frames for networks and hubs, boxes in and beside
//! them, and what joins them. How it is drawn is somebody else's business.

mod drafter;
mod virtual_networks;
mod virtual_wan;

use nexthop_iac::Presence;

use crate::{Network, network::Declared};

/// A network as it is drawn.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Diagram {
    /// Virtual networks and virtual hubs.
    pub frames: Vec<Frame>,
    /// What stands in them or beside them.
    pub boxes: Vec<Node>,
    /// What joins two of them.
    pub links: Vec<Link>,
}

/// A virtual network or a virtual hub, around what stands in it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Frame {
    /// How far from Azure's edge.
    pub tier: Tier,
    /// Its name, then what else there is to say.
    pub lines: Vec<String>,
    /// Whether it is there.
    pub standing: Standing,
}

/// Something with a box of its own.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Node {
    /// What it is.
    pub kind: NodeKind,
    /// The frame it stands in, by its place among them.
    pub frame: Option<usize>,
    /// What it is and its name, then what else there is to say.
    pub lines: Vec<String>,
    /// Whether it is there.
    pub standing: Standing,
}

/// What a box stands for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NodeKind {
    /// The subnets of a virtual network.
    Subnets,
    /// A gateway.
    Gateway,
    /// A Route Server.
    RouteServer,
    /// An Azure Firewall.
    Firewall,
    /// An interface that forwards, or a BGP peer.
    Appliance,
    /// An ExpressRoute circuit.
    Circuit,
    /// An on-premises site.
    Site,
    /// Point-to-site clients.
    Clients,
}

impl NodeKind {
    /// Where a box without a frame is drawn.
    pub fn tier(self) -> Tier {
        match self {
            Self::Site => Tier::Outside,
            Self::Circuit | Self::Clients => Tier::Edge,
            Self::Subnets
            | Self::Gateway
            | Self::RouteServer
            | Self::Firewall
            | Self::Appliance => Tier::Hub,
        }
    }
}

/// How far from the outside something is, which comes first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Tier {
    /// Sites.
    Outside,
    /// Circuits and point-to-site clients.
    Edge,
    /// Virtual hubs.
    VirtualHub,
    /// Networks with gateways, Route Servers, firewalls or appliances.
    Hub,
    /// Other networks.
    Spoke,
}

/// Whether something is there.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Standing {
    /// The code declares it.
    Declared,
    /// It hangs on an unknown value.
    Perhaps,
    /// It is only referred to.
    Existing,
}

impl Standing {
    /// Whether the code does not say for certain that it is there.
    pub fn is_uncertain(self) -> bool {
        self != Self::Declared
    }

    fn of(declared: &Declared) -> Self {
        match declared.presence {
            Presence::Maybe(_) => Self::Perhaps,
            Presence::Certain if declared.existing => Self::Existing,
            Presence::Certain => Self::Declared,
        }
    }
}

/// One end of a link.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum End {
    /// A frame, by its place.
    Frame(usize),
    /// A box, by its place.
    Node(usize),
}

/// What joins two frames or boxes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Link {
    /// One end.
    pub from: End,
    /// The other.
    pub to: End,
    /// What it is.
    pub label: String,
    /// Whether it is there.
    pub standing: Standing,
    /// It is declared from the first end only, which is not enough.
    pub one_sided: bool,
}

impl Diagram {
    /// The drawing of a network.
    pub fn new(network: &Network) -> Self {
        let mut drafter = drafter::Drafter::new(network);
        drafter.virtual_networks();
        drafter.virtual_wans();
        drafter.finish()
    }
}
