//! The ARM types that are read, and how they hang together.

use crate::network::{
    ApplicationSecurityGroup, Circuit, Connection, Firewall, FirewallPolicy, Gateway, GlobalReach,
    HubBranch, HubConnection, HubGateway, HubRouteTable, LoadBalancer, LocalNetworkGateway,
    NetworkInterface, Peering, PrivateEndpoint, PublicAddress, RouteMap, RouteServer, RouteTable,
    RoutingIntent, SecurityGroup, Subnet, VirtualHub, VirtualNetwork, VirtualWan, VpnSite,
};

/// A kind of resource that has an identity of its own.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Class {
    VirtualNetwork,
    RouteTable,
    SecurityGroup,
    PublicAddress,
    Gateway,
    LocalNetworkGateway,
    Circuit,
    Connection,
    VirtualWan,
    VirtualHub,
    VpnSite,
    ServerConfiguration,
    HubVpnGateway,
    HubClientGateway,
    HubExpressRouteGateway,
    IpGroup,
    FirewallPolicy,
    Firewall,
    ApplicationSecurityGroup,
    NetworkInterface,
    LoadBalancer,
    PrivateEndpoint,
    VirtualMachine,
    BackendPool,
    InboundRule,
    Subnet,
    Peering,
    Route,
    SecurityRule,
    CircuitPeering,
    NatRule,
    HubNatRule,
    HubIpConfiguration,
    BgpConnection,
    HubConnection,
    HubRouteTable,
    RoutingIntent,
    RouteMap,
    HubVpnConnection,
    HubExpressRouteConnection,
    GlobalReach,
    RuleCollectionGroup,
}

struct Row {
    class: Class,
    arm_type: &'static str,
    parent: Option<Class>,
    noun: &'static str,
}

const fn row(
    class: Class,
    arm_type: &'static str,
    parent: Option<Class>,
    noun: &'static str,
) -> Row {
    Row { class, arm_type, parent, noun }
}

/// Every class, parents before children.
const ROWS: &[Row] = &[
    row(Class::VirtualNetwork, "Microsoft.Network/virtualNetworks", None, "virtual network"),
    row(Class::RouteTable, "Microsoft.Network/routeTables", None, "route table"),
    row(Class::SecurityGroup, "Microsoft.Network/networkSecurityGroups", None, "security group"),
    row(Class::PublicAddress, "Microsoft.Network/publicIPAddresses", None, "public IP address"),
    row(Class::Gateway, "Microsoft.Network/virtualNetworkGateways", None, "gateway"),
    row(
        Class::LocalNetworkGateway,
        "Microsoft.Network/localNetworkGateways",
        None,
        "local network gateway",
    ),
    row(Class::Circuit, "Microsoft.Network/expressRouteCircuits", None, "circuit"),
    row(Class::Connection, "Microsoft.Network/connections", None, "connection"),
    row(Class::VirtualWan, "Microsoft.Network/virtualWans", None, "Virtual WAN"),
    row(Class::VirtualHub, "Microsoft.Network/virtualHubs", None, "virtual hub"),
    row(Class::VpnSite, "Microsoft.Network/vpnSites", None, "VPN site"),
    row(
        Class::ServerConfiguration,
        "Microsoft.Network/vpnServerConfigurations",
        None,
        "VPN server configuration",
    ),
    row(Class::HubVpnGateway, "Microsoft.Network/vpnGateways", None, "VPN gateway of a hub"),
    row(
        Class::HubClientGateway,
        "Microsoft.Network/p2svpnGateways",
        None,
        "point-to-site gateway of a hub",
    ),
    row(
        Class::HubExpressRouteGateway,
        "Microsoft.Network/expressRouteGateways",
        None,
        "ExpressRoute gateway of a hub",
    ),
    row(Class::IpGroup, "Microsoft.Network/ipGroups", None, "IP group"),
    row(Class::FirewallPolicy, "Microsoft.Network/firewallPolicies", None, "firewall policy"),
    row(Class::Firewall, "Microsoft.Network/azureFirewalls", None, "firewall"),
    row(
        Class::ApplicationSecurityGroup,
        "Microsoft.Network/applicationSecurityGroups",
        None,
        "application security group",
    ),
    row(Class::NetworkInterface, "Microsoft.Network/networkInterfaces", None, "network interface"),
    row(Class::LoadBalancer, "Microsoft.Network/loadBalancers", None, "load balancer"),
    row(Class::PrivateEndpoint, "Microsoft.Network/privateEndpoints", None, "private endpoint"),
    row(Class::VirtualMachine, "Microsoft.Compute/virtualMachines", None, "virtual machine"),
    row(
        Class::BackendPool,
        "Microsoft.Network/loadBalancers/backendAddressPools",
        Some(Class::LoadBalancer),
        "backend pool",
    ),
    row(
        Class::InboundRule,
        "Microsoft.Network/loadBalancers/inboundNatRules",
        Some(Class::LoadBalancer),
        "inbound NAT rule",
    ),
    row(
        Class::Subnet,
        "Microsoft.Network/virtualNetworks/subnets",
        Some(Class::VirtualNetwork),
        "subnet",
    ),
    row(
        Class::Peering,
        "Microsoft.Network/virtualNetworks/virtualNetworkPeerings",
        Some(Class::VirtualNetwork),
        "peering",
    ),
    row(Class::Route, "Microsoft.Network/routeTables/routes", Some(Class::RouteTable), "route"),
    row(
        Class::SecurityRule,
        "Microsoft.Network/networkSecurityGroups/securityRules",
        Some(Class::SecurityGroup),
        "security rule",
    ),
    row(
        Class::CircuitPeering,
        "Microsoft.Network/expressRouteCircuits/peerings",
        Some(Class::Circuit),
        "circuit peering",
    ),
    row(
        Class::NatRule,
        "Microsoft.Network/virtualNetworkGateways/natRules",
        Some(Class::Gateway),
        "NAT rule",
    ),
    row(
        Class::HubNatRule,
        "Microsoft.Network/vpnGateways/natRules",
        Some(Class::HubVpnGateway),
        "NAT rule of a hub's gateway",
    ),
    row(
        Class::HubIpConfiguration,
        "Microsoft.Network/virtualHubs/ipConfigurations",
        Some(Class::VirtualHub),
        "IP configuration",
    ),
    row(
        Class::BgpConnection,
        "Microsoft.Network/virtualHubs/bgpConnections",
        Some(Class::VirtualHub),
        "BGP connection",
    ),
    row(
        Class::HubConnection,
        "Microsoft.Network/virtualHubs/hubVirtualNetworkConnections",
        Some(Class::VirtualHub),
        "hub connection",
    ),
    row(
        Class::HubRouteTable,
        "Microsoft.Network/virtualHubs/hubRouteTables",
        Some(Class::VirtualHub),
        "hub route table",
    ),
    row(
        Class::RoutingIntent,
        "Microsoft.Network/virtualHubs/routingIntent",
        Some(Class::VirtualHub),
        "routing intent",
    ),
    row(
        Class::RouteMap,
        "Microsoft.Network/virtualHubs/routeMaps",
        Some(Class::VirtualHub),
        "route map",
    ),
    row(
        Class::HubVpnConnection,
        "Microsoft.Network/vpnGateways/vpnConnections",
        Some(Class::HubVpnGateway),
        "VPN connection of a hub",
    ),
    row(
        Class::HubExpressRouteConnection,
        "Microsoft.Network/expressRouteGateways/expressRouteConnections",
        Some(Class::HubExpressRouteGateway),
        "ExpressRoute connection of a hub",
    ),
    row(
        Class::GlobalReach,
        "Microsoft.Network/expressRouteCircuits/peerings/connections",
        Some(Class::CircuitPeering),
        "Global Reach connection",
    ),
    row(
        Class::RuleCollectionGroup,
        "Microsoft.Network/firewallPolicies/ruleCollectionGroups",
        Some(Class::FirewallPolicy),
        "rule collection group",
    ),
];

impl Class {
    /// Every class, parents before children.
    pub(super) fn all() -> impl Iterator<Item = Self> {
        ROWS.iter().map(|row| row.class)
    }

    /// The class of an ARM type, which compares without case.
    pub(super) fn of(arm_type: &str) -> Option<Self> {
        ROWS.iter().find(|row| row.arm_type.eq_ignore_ascii_case(arm_type)).map(|row| row.class)
    }

    /// The ARM type.
    pub(super) fn arm_type(self) -> &'static str {
        self.row().arm_type
    }

    /// The class of what it is a child of.
    pub(super) fn parent(self) -> Option<Self> {
        self.row().parent
    }

    /// What people call it.
    pub(super) fn noun(self) -> &'static str {
        self.row().noun
    }

    fn row(self) -> &'static Row {
        ROWS.iter().find(|row| row.class == self).expect("every class has a row")
    }
}

/// The tables of the network that hold resources. Some hold more than one class.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Rows {
    Of(Class),
    /// Hubs without a Virtual WAN.
    RouteServers,
    /// Hubs with one.
    VirtualHubs,
    HubGateways,
    HubBranches,
}

impl Class {
    /// The table that resources of the class are in. Of hubs it cannot be told yet.
    pub(super) fn rows(self) -> Option<Rows> {
        Some(match self {
            Self::VirtualHub => return None,
            Self::HubVpnGateway | Self::HubClientGateway | Self::HubExpressRouteGateway => {
                Rows::HubGateways
            }
            Self::HubVpnConnection | Self::HubExpressRouteConnection => Rows::HubBranches,
            class => Rows::Of(class),
        })
    }
}

/// A row type of the network.
pub(super) trait Tabled {
    const ROWS: Rows;
}

/// A row type of the network that resources can link to.
pub(super) trait Target: Tabled {
    const CLASS: Class;
}

impl Tabled for RouteServer {
    const ROWS: Rows = Rows::RouteServers;
}

impl Target for RouteServer {
    const CLASS: Class = Class::VirtualHub;
}

impl Tabled for VirtualHub {
    const ROWS: Rows = Rows::VirtualHubs;
}

impl Tabled for HubGateway {
    const ROWS: Rows = Rows::HubGateways;
}

impl Tabled for HubBranch {
    const ROWS: Rows = Rows::HubBranches;
}

macro_rules! targets {
    ($($row:ty => $class:ident),* $(,)?) => {
        $(impl Tabled for $row {
            const ROWS: Rows = Rows::Of(Class::$class);
        }

        impl Target for $row {
            const CLASS: Class = Class::$class;
        })*
    };
}

targets! {
    VirtualNetwork => VirtualNetwork,
    Subnet => Subnet,
    Peering => Peering,
    RouteTable => RouteTable,
    SecurityGroup => SecurityGroup,
    PublicAddress => PublicAddress,
    Gateway => Gateway,
    LocalNetworkGateway => LocalNetworkGateway,
    Circuit => Circuit,
    Connection => Connection,
    VirtualWan => VirtualWan,
    VpnSite => VpnSite,
    HubConnection => HubConnection,
    RouteMap => RouteMap,
    HubRouteTable => HubRouteTable,
    RoutingIntent => RoutingIntent,
    GlobalReach => GlobalReach,
    FirewallPolicy => FirewallPolicy,
    Firewall => Firewall,
    ApplicationSecurityGroup => ApplicationSecurityGroup,
    NetworkInterface => NetworkInterface,
    LoadBalancer => LoadBalancer,
    PrivateEndpoint => PrivateEndpoint,
}
