//! Effective routes, in the words of `az network nic show-effective-route-table`.

use std::net::IpAddr;

use ipnet::IpNet;
use nexthop_source::{Span, Step};

use crate::{
    Network,
    network::{
        Firewall, Gateway, HubBranch, HubConnection, HubGateway, HubGatewayKind, HubRouteTable, Id,
        LoadBalancer, NetworkInterface, Peering, PrivateAddress, PrivateEndpoint, RouteServer,
        Several, Site, VirtualHub, VirtualNetwork,
    },
};

/// A route of a subnet, a gateway or a client.
#[derive(Clone, Debug)]
pub struct EffectiveRoute {
    /// What it is for.
    pub destination: RouteDestination,
    /// Where it leads.
    pub next_hop: NextHop,
    /// Who made it, which is also Azure's order of preference.
    pub source: RouteSource,
    /// Whether it is in effect.
    pub state: RouteState,
    /// What it came from.
    pub origin: RouteOrigin,
    /// What decides whether the route is there at all, where the code does not
    /// say: a resource that exists perhaps, a property without a value.
    pub unsure: Option<String>,
    /// How it came to be, first cause first.
    pub because: Vec<Step>,
}

impl EffectiveRoute {
    /// The line that made it: its own, or that of the last cause that has one.
    pub fn span(&self) -> Option<Span> {
        self.because.iter().rev().find_map(|step| step.span)
    }
}

/// The destination of a route.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum RouteDestination {
    /// A prefix.
    Net(IpNet),
    /// The prefixes of a site, whatever they are: nobody said.
    Site(Id<Site>),
    /// The address space of a virtual network whose prefixes cannot be told.
    VirtualNetwork(Id<VirtualNetwork>),
    /// The pool of a gateway's clients whose prefixes cannot be told.
    Clients(Id<Gateway>),
    /// The pool of the clients of a hub's gateway whose prefixes cannot be told.
    HubClients(Id<HubGateway>),
    /// A service tag.
    ServiceTag(String),
    /// A route table's route whose prefix cannot be told.
    Unknown,
}

impl RouteDestination {
    /// Whether it is the default route, of IPv4 or IPv6.
    pub fn is_default(&self) -> bool {
        matches!(self, Self::Net(net) if net.prefix_len() == 0)
    }

    /// By which the longest prefix is chosen; what stands for something as a whole
    /// goes before every prefix.
    pub(super) fn length(&self) -> u16 {
        match self {
            Self::Net(net) => u16::from(net.prefix_len()),
            _ => u16::MAX,
        }
    }
}

/// The next hop of a route.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum NextHop {
    /// `VnetLocal`
    VnetLocal,
    /// `VNetPeering`
    VnetPeering(Id<Peering>),
    /// `VirtualNetworkGateway`: that gateway, or the router of Microsoft's edge
    /// behind an ExpressRoute gateway.
    VirtualNetworkGateway(Option<Id<Gateway>>),
    /// `VirtualNetworkGateway`: an appliance that told a Route Server of the prefix.
    LearnedAppliance(Appliance),
    /// `VirtualNetworkGateway`: the router of the virtual hub that the network is
    /// connected to.
    VirtualHub(Id<VirtualHub>),
    /// `VNetPeering`: the virtual hub itself.
    HubPeering(Id<HubConnection>),
    /// In a hub: `Virtual Network Connection`.
    HubConnection(Id<HubConnection>),
    /// In a hub: `HubBgpConnection`, an appliance that peers with it.
    HubBgpPeer(Appliance),
    /// In a hub: one of its gateways.
    HubGateway(HubGatewayKind, Id<HubGateway>),
    /// In a hub: `Remote Hub`.
    RemoteHub(Id<VirtualHub>),
    /// In a hub: `Azure Firewall`.
    HubFirewall(Id<Firewall>),
    /// `VirtualAppliance`
    VirtualAppliance(Appliance),
    /// `InterfaceEndpoint`: a private endpoint.
    InterfaceEndpoint,
    /// `Internet`
    Internet,
    /// `None`: dropped.
    None,
    /// Not to be told, or of a kind that is not modelled.
    Unknown,
}

impl NextHop {
    /// The word of Azure's route tables.
    pub fn as_str(&self) -> &'static str {
        match self {
            Self::VnetLocal => "VnetLocal",
            Self::VnetPeering(_) | Self::HubPeering(_) => "VNetPeering",
            Self::VirtualNetworkGateway(_) | Self::LearnedAppliance(_) | Self::VirtualHub(_) => {
                "VirtualNetworkGateway"
            }
            Self::HubConnection(_) => "Virtual Network Connection",
            Self::HubBgpPeer(_) => "HubBgpConnection",
            Self::HubGateway(HubGatewayKind::SiteToSite, _) => "VPN_S2S_Gateway",
            Self::HubGateway(HubGatewayKind::PointToSite, _) => "VPN_P2S_Gateway",
            Self::HubGateway(HubGatewayKind::ExpressRoute, _) => "ExpressRouteGateway",
            Self::RemoteHub(_) => "Remote Hub",
            Self::HubFirewall(_) => "Azure Firewall",
            Self::VirtualAppliance(_) => "VirtualAppliance",
            Self::InterfaceEndpoint => "InterfaceEndpoint",
            Self::Internet => "Internet",
            Self::None => "None",
            Self::Unknown => "Unknown",
        }
    }
}

/// The appliance behind a next hop.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Appliance {
    /// An Azure Firewall: stateful, and translates sources as its policy says.
    Firewall(Id<Firewall>),
    /// A network interface of a virtual appliance.
    NetworkInterface(Id<NetworkInterface>),
    /// An internal load balancer in front of virtual appliances.
    LoadBalancer(Id<LoadBalancer>),
    /// An address that belongs to nothing in the code.
    Address(IpAddr),
    /// Not to be told which.
    Unknown,
}

impl Appliance {
    /// Its private address, where it is known.
    pub fn address(self, network: &Network) -> Option<IpAddr> {
        let first = |addresses: &Several<PrivateAddress>| {
            addresses.known.iter().find_map(|address| address.ip.value().copied().flatten())
        };
        match self {
            Self::Firewall(id) => network.firewalls[id].private_ip.value().copied(),
            Self::NetworkInterface(id) => first(&network.network_interfaces[id].addresses),
            Self::LoadBalancer(id) => first(&network.load_balancers[id].frontends),
            Self::Address(address) => Some(address),
            Self::Unknown => None,
        }
    }

    /// The name of the resource that it is, where it is one.
    pub fn label(self, network: &Network) -> Option<&str> {
        let declared = match self {
            Self::Firewall(id) => &network.firewalls[id].declared,
            Self::NetworkInterface(id) => &network.network_interfaces[id].declared,
            Self::LoadBalancer(id) => &network.load_balancers[id].declared,
            Self::Address(_) | Self::Unknown => return None,
        };
        Some(declared.label())
    }
}

/// Who made a route, in Azure's order of preference for equal prefixes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum RouteSource {
    /// A route table.
    User,
    /// A gateway or a Route Server.
    VirtualNetworkGateway,
    /// Azure.
    Default,
}

impl RouteSource {
    /// The word of Azure's route tables.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::User => "User",
            Self::VirtualNetworkGateway => "VirtualNetworkGateway",
            Self::Default => "Default",
        }
    }
}

/// Whether a route is in effect.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RouteState {
    /// It is.
    Active,
    /// Another route of the same prefix is preferred.
    Invalid,
}

impl RouteState {
    /// The word of Azure's route tables.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Active => "Active",
            Self::Invalid => "Invalid",
        }
    }
}

/// What a route came from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum RouteOrigin {
    /// Azure's own default routes.
    System,
    /// The address space of the virtual network itself.
    VirtualNetwork,
    /// The address space of a peered network.
    Peering(Id<Peering>),
    /// A private endpoint in the network or in a peered one.
    PrivateEndpoint(Id<PrivateEndpoint>),
    /// A route table: the table's id and the route's place in it.
    UserDefined(Id<crate::network::RouteTable>, usize),
    /// An on-premises site, through a gateway.
    Site(Id<Site>, Id<Gateway>),
    /// The point-to-site clients of a gateway.
    Clients(Id<Gateway>),
    /// A network virtual appliance that peers with a Route Server.
    RouteServer(Id<RouteServer>),
    /// The custom routes of a VPN gateway.
    CustomRoute(Id<Gateway>),
    /// A virtual network behind another gateway, through a VNet-to-VNet connection.
    RemoteNetwork(Id<VirtualNetwork>),
    /// The address space of a network that uses the gateway by peering.
    GatewayTransit(Id<Peering>),
    /// `summarizedGatewayPrefixes`
    Summary,
    /// The address prefix of a virtual hub.
    VirtualHub(Id<VirtualHub>),
    /// A network that is connected to a virtual hub.
    HubNetwork(Id<HubConnection>),
    /// An on-premises site, through a gateway of a virtual hub.
    HubSite(Id<Site>, Id<HubGateway>),
    /// A VPN gateway of a virtual network, through a tunnel to a virtual hub; of the hub's
    /// side where the gateway has it.
    HubTunnel(Id<HubBranch>),
    /// The clients of a virtual hub's gateway.
    HubClients(Id<HubGateway>),
    /// A static route of a virtual hub: the table's id and the route's place in it.
    HubStatic(Id<HubRouteTable>, usize),
    /// An appliance that peers with a virtual hub.
    HubPeer(Id<VirtualHub>),
    /// What a virtual hub's routing intent attracts.
    RoutingIntent(Id<VirtualHub>),
}
