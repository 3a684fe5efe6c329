//! The ARM types that are read, and how they hang together.

use crate::network::{
    Circuit, Connection, Firewall, FirewallPolicy, Gateway, LoadBalancer, LocalNetworkGateway,
    NetworkInterface, Peering, PublicAddress, RouteServer, RouteTable, SecurityGroup, Subnet,
    VirtualNetwork,
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
    VirtualHub,
    FirewallPolicy,
    Firewall,
    NetworkInterface,
    LoadBalancer,
    VirtualMachine,
    Subnet,
    Peering,
    Route,
    SecurityRule,
    CircuitPeering,
    HubIpConfiguration,
    BgpConnection,
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
    row(Class::VirtualHub, "Microsoft.Network/virtualHubs", None, "virtual hub"),
    row(Class::FirewallPolicy, "Microsoft.Network/firewallPolicies", None, "firewall policy"),
    row(Class::Firewall, "Microsoft.Network/azureFirewalls", None, "firewall"),
    row(Class::NetworkInterface, "Microsoft.Network/networkInterfaces", None, "network interface"),
    row(Class::LoadBalancer, "Microsoft.Network/loadBalancers", None, "load balancer"),
    row(Class::VirtualMachine, "Microsoft.Compute/virtualMachines", None, "virtual machine"),
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
        Class::RuleCollectionGroup,
        "Microsoft.Network/firewallPolicies/ruleCollectionGroups",
        Some(Class::FirewallPolicy),
        "rule collection group",
    ),
];

/// Types of a Virtual WAN; children count as their parents do. Virtual hubs
/// without one are Route Servers.
const VIRTUAL_WAN_TYPES: &[&str] = &[
    "Microsoft.Network/virtualWans",
    "Microsoft.Network/virtualHubs",
    "Microsoft.Network/vpnGateways",
    "Microsoft.Network/vpnSites",
    "Microsoft.Network/vpnServerConfigurations",
    "Microsoft.Network/p2sVpnGateways",
    "Microsoft.Network/expressRouteGateways",
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

/// Whether an ARM type belongs to a Virtual WAN.
pub(super) fn is_virtual_wan(arm_type: &str) -> bool {
    let root: Vec<&str> = arm_type.splitn(3, '/').take(2).collect();
    VIRTUAL_WAN_TYPES.iter().any(|one| one.eq_ignore_ascii_case(&root.join("/")))
}

/// A row type of the network that resources can link to.
pub(super) trait Target {
    const CLASS: Class;
}

macro_rules! targets {
    ($($row:ty => $class:ident),* $(,)?) => {
        $(impl Target for $row {
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
    RouteServer => VirtualHub,
    FirewallPolicy => FirewallPolicy,
    Firewall => Firewall,
    NetworkInterface => NetworkInterface,
    LoadBalancer => LoadBalancer,
}
