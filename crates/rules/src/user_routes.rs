//! The user-defined routes of tables, where they count, and which of them wins.

use ipnet::IpNet;
use nexthop_core::{
    Network, Presence,
    network::{
        Firewall, Id, NextHopTarget, Route, RoutePrefix, RouteTable, Subnet, UserNextHop,
        VirtualNetwork,
    },
};

use crate::{topology, virtual_wan};

/// The tables of this code that are certainly there.
pub(crate) fn tables(network: &Network) -> impl Iterator<Item = (Id<RouteTable>, &RouteTable)> {
    let tables = network.route_tables.entries();
    tables.filter(|(_, table)| topology::certain(&table.declared) && !table.declared.existing)
}

/// The routes of a table that are certainly there.
pub(crate) fn routes(table: &RouteTable) -> impl Iterator<Item = &Route> {
    table.routes.known.iter().filter(|route| route.presence == Presence::Certain)
}

/// The subnets that are certainly there and known to have a table.
pub(crate) fn subnets_with(
    network: &Network,
    table: Id<RouteTable>,
) -> impl Iterator<Item = (Id<Subnet>, &Subnet)> {
    network.subnets.entries().filter(move |(_, subnet)| {
        subnet.route_table.is(&Some(table)) && topology::certain(&subnet.declared)
    })
}

/// The prefix of a route, unless it is a service tag or cannot be told.
pub(crate) fn net(route: &Route) -> Option<IpNet> {
    match route.prefix.value()? {
        RoutePrefix::Net(net) => Some(*net),
        RoutePrefix::ServiceTag(_) => None,
    }
}

/// The prefix of a route that leads to an appliance.
pub(crate) fn net_to_appliance(route: &Route) -> Option<IpNet> {
    net(route).filter(|_| route.next_hop.is(&UserNextHop::VirtualAppliance))
}

/// The most specific route of a table that covers a whole prefix.
pub(crate) fn covering(table: &RouteTable, prefix: IpNet) -> Option<(&Route, IpNet)> {
    let covering = table.routes.known.iter().filter_map(|route| Some((route, net(route)?)));
    covering.filter(|(_, net)| net.contains(&prefix)).max_by_key(|(_, net)| net.prefix_len())
}

/// Whether the appliance of a route stands in a subnet.
pub(crate) fn stands_in(network: &Network, target: NextHopTarget, id: Id<Subnet>) -> bool {
    match target {
        NextHopTarget::Address(ip) => {
            let prefixes = network.subnets[id].prefixes.value().into_iter().flatten();
            prefixes.into_iter().any(|prefix| prefix.net.contains(&ip))
        }
        NextHopTarget::Firewall(firewall) => network.firewalls[firewall].subnet.is(&Some(id)),
        NextHopTarget::NetworkInterface(interface) => {
            let addresses = &network.network_interfaces[interface].addresses.known;
            addresses.iter().any(|address| address.subnet.is(&Some(id)))
        }
        NextHopTarget::LoadBalancer(balancer) => {
            let frontends = &network.load_balancers[balancer].frontends.known;
            frontends.iter().any(|address| address.subnet.is(&Some(id)))
        }
    }
}

/// A virtual network and those peered with it: where an appliance may stand.
pub(crate) fn near(network: &Network, vnet: Id<VirtualNetwork>) -> Vec<Id<VirtualNetwork>> {
    let mut near = network.peers_of(vnet);
    near.push(vnet);
    near
}

/// The subnet that holds the literal next hop of a route, seen from a subnet with its
/// table, with the address. Nothing where two of them do.
pub(crate) fn subnet_of_next_hop(
    network: &Network,
    from: &Subnet,
    route: &Route,
) -> Option<(Id<Subnet>, std::net::IpAddr)> {
    let Some(Some(NextHopTarget::Address(ip))) = route.appliance.value() else { return None };
    let near = near(network, from.virtual_network);
    let mut holding = network.subnets.entries().filter(|(id, subnet)| {
        near.contains(&subnet.virtual_network)
            && stands_in(network, NextHopTarget::Address(*ip), *id)
    });
    let (first, _) = holding.next()?;
    holding.next().is_none().then_some((first, *ip))
}

/// The virtual network in which the appliance of a route stands, seen from a subnet with
/// its table.
pub(crate) fn home(network: &Network, from: &Subnet, route: &Route) -> Option<Id<VirtualNetwork>> {
    match route.appliance.value().copied().flatten()? {
        NextHopTarget::Address(ip) => {
            let near = near(network, from.virtual_network).into_iter();
            let mut holding = near.filter(|&vnet| {
                let space = network.virtual_networks[vnet].address_space.value();
                space.into_iter().flatten().any(|prefix| prefix.net.contains(&ip))
            });
            let first = holding.next();
            first.filter(|_| holding.next().is_none())
        }
        NextHopTarget::Firewall(id) => network.firewalls[id].virtual_network.value().copied()?,
        NextHopTarget::NetworkInterface(id) => {
            topology::home_of(network, &network.network_interfaces[id].addresses.known)
        }
        NextHopTarget::LoadBalancer(id) => {
            topology::home_of(network, &network.load_balancers[id].frontends.known)
        }
    }
}

/// What the appliance of a route is called, seen from a subnet with its table: `firewall fw`
/// for Azure Firewall, else `appliance 10.0.0.4`.
pub(crate) fn appliance_name(network: &Network, from: &Subnet, route: &Route) -> String {
    let firewall =
        |id: Id<Firewall>| format!("firewall {}", network.firewalls[id].declared.label());
    match route.appliance.value().copied().flatten() {
        Some(NextHopTarget::Firewall(id)) => firewall(id),
        Some(NextHopTarget::Address(ip)) => {
            let near = near(network, from.virtual_network);
            let here = network.firewalls.entries().find(|(_, one)| {
                let home = one.virtual_network.value().copied().flatten();
                one.private_ip.is(&ip) && home.is_some_and(|home| near.contains(&home))
            });
            here.map_or_else(|| format!("appliance {ip}"), |(id, _)| firewall(id))
        }
        Some(NextHopTarget::NetworkInterface(id)) => {
            format!("appliance {}", network.network_interfaces[id].declared.label())
        }
        Some(NextHopTarget::LoadBalancer(id)) => {
            format!("load balancer {}", network.load_balancers[id].declared.label())
        }
        None => "the appliance".to_owned(),
    }
}

/// RFC 1918, or shared address space (RFC 6598).
pub(crate) fn is_private(net: IpNet) -> bool {
    let shared = "100.64.0.0/10".parse::<IpNet>();
    virtual_wan::is_rfc1918(net) || shared.is_ok_and(|shared| shared.contains(&net))
}
