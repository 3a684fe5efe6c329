//! Who shares gateways with whom: what several rules ask of a network.

use std::collections::BTreeSet;

use ipnet::IpNet;
use nexthop_core::{
    Fact, Network, Presence, Why,
    network::{
        Connection, Declared, Firewall, Gateway, GatewayKind, Id, Prefix, PrivateAddress, Route,
        RoutePrefix, RouteServer, RouteTable, Site, SiteLink, Subnet, SubnetPurpose, UserNextHop,
        VirtualNetwork,
    },
    routing::{Appliance, Endpoint, Path},
};

/// A VPN and an ExpressRoute gateway in one virtual network.
#[derive(Clone, Copy)]
pub(crate) struct Coexistence<'a> {
    pub vnet: Id<VirtualNetwork>,
    pub vpn: &'a Gateway,
    pub express_route: &'a Gateway,
}

/// Every VPN gateway that has an ExpressRoute gateway beside it. Gateways that
/// are only perhaps there are left out.
pub(crate) fn coexisting(network: &Network) -> impl Iterator<Item = Coexistence<'_>> {
    certain_gateways(network, GatewayKind::Vpn).filter_map(|vpn| {
        let &vnet = vpn.virtual_network.value()?;
        let express_route = certain_gateways(network, GatewayKind::ExpressRoute)
            .find(|gateway| gateway.virtual_network.is(&vnet))?;
        Some(Coexistence { vnet, vpn, express_route })
    })
}

/// The gateways of a kind that are certainly there.
pub(crate) fn certain_gateways(
    network: &Network,
    kind: GatewayKind,
) -> impl Iterator<Item = &Gateway> {
    network
        .gateways
        .iter()
        .filter(move |gateway| gateway.kind.is(&kind) && certain(&gateway.declared))
}

/// Whether a resource is certainly there.
pub(crate) fn certain(declared: &Declared) -> bool {
    declared.presence == Presence::Certain
}

/// Why it cannot be told which network outside of the code one is: it may be the same as
/// another.
pub(crate) fn nameless(network: &Network, id: Id<VirtualNetwork>) -> Option<&Why> {
    let declared = &network.virtual_networks[id].declared;
    declared.name.why().filter(|_| declared.existing)
}

/// The virtual networks whose gateways serve `vnet`: itself, and those whose
/// gateways its peerings use.
pub(crate) fn gateway_networks(
    network: &Network,
    vnet: Id<VirtualNetwork>,
) -> impl Iterator<Item = Id<VirtualNetwork>> {
    let remote = network.peerings_of(vnet).filter_map(|id| {
        let peering = &network.peerings[id];
        (peering.use_remote_gateways.is(&true) && certain(&peering.declared))
            .then_some(peering.remote)
    });
    std::iter::once(vnet).chain(remote)
}

/// The Route Server that is certainly in the virtual network of a gateway.
pub(crate) fn route_server_beside<'a>(
    network: &'a Network,
    gateway: &Gateway,
) -> Option<&'a RouteServer> {
    let vnet = gateway.virtual_network.value()?;
    network
        .route_servers
        .iter()
        .find(|server| server.virtual_network.is(vnet) && certain(&server.declared))
}

/// The virtual networks that are certainly peered with `hub`. Those that do not use its
/// gateways are among them: custom routes bring point-to-site clients to them too.
pub(crate) fn peered_with(
    network: &Network,
    hub: Id<VirtualNetwork>,
) -> impl Iterator<Item = Id<VirtualNetwork>> {
    network
        .peerings
        .iter()
        .filter(move |peering| peering.remote == hub && certain(&peering.declared))
        .map(|peering| peering.local)
}

/// The networks that are peered with a peer of a network and not with itself, as far as
/// both peerings are certain.
pub(crate) fn two_peerings_away(
    network: &Network,
    vnet: Id<VirtualNetwork>,
) -> BTreeSet<Id<VirtualNetwork>> {
    let near = network.peers_of(vnet);
    let next = near.iter().flat_map(|&peer| {
        let mutual = network.peerings_of(peer).filter(move |&id| {
            network.reverse(id).is_some() && certain(&network.peerings[id].declared)
        });
        mutual.map(|id| network.peerings[id].remote)
    });
    next.filter(|other| *other != vnet && !near.contains(other)).collect()
}

/// The subnets of a purpose that are certainly there.
pub(crate) fn certain_subnets(
    network: &Network,
    purpose: SubnetPurpose,
) -> impl Iterator<Item = &Subnet> {
    let subnets = network.subnets.iter();
    subnets.filter(move |subnet| subnet.purpose == purpose && certain(&subnet.declared))
}

/// Whether two prefixes have addresses in common.
pub(crate) fn overlap(a: IpNet, b: IpNet) -> bool {
    a.contains(&b) || b.contains(&a)
}

/// The largest of a subnet's IPv4 prefixes.
pub(crate) fn largest_ipv4(prefixes: &[Prefix]) -> Option<&Prefix> {
    let ipv4 = prefixes.iter().filter(|prefix| prefix.net.addr().is_ipv4());
    ipv4.min_by_key(|prefix| prefix.net.prefix_len())
}

/// The workload subnets of a virtual network that are certainly there.
pub(crate) fn workload_subnets(
    network: &Network,
    vnet: Id<VirtualNetwork>,
) -> impl Iterator<Item = Id<Subnet>> {
    network.subnets_of(vnet).filter(|&id| {
        let subnet = &network.subnets[id];
        subnet.purpose == SubnetPurpose::General && certain(&subnet.declared)
    })
}

/// The workload subnets that are certainly there and known to have a table.
pub(crate) fn workload_subnets_with(
    network: &Network,
    table: Id<RouteTable>,
) -> impl Iterator<Item = Id<Subnet>> {
    let subnets = network.subnets.entries().filter(move |(_, subnet)| {
        subnet.purpose == SubnetPurpose::General
            && subnet.route_table.is(&Some(table))
            && certain(&subnet.declared)
    });
    subnets.map(|(id, _)| id)
}

/// The default route of a table, if it leads to an appliance.
pub(crate) fn default_to_appliance(table: &RouteTable) -> Option<&Route> {
    table.routes.known.iter().find(|route| {
        let default =
            matches!(route.prefix.value(), Some(RoutePrefix::Net(net)) if net.prefix_len() == 0);
        default && route.next_hop.is(&UserNextHop::VirtualAppliance)
    })
}

/// The sites that the gateways of a virtual network lead to.
pub(crate) fn sites_behind(
    network: &Network,
    vnet: Id<VirtualNetwork>,
) -> impl Iterator<Item = Id<Site>> {
    network
        .sites
        .entries()
        .filter(move |(_, site)| {
            site.links.known.iter().any(|link| {
                let Some(gateway) = link.gateway() else { return false };
                let gateway = &network.gateways[gateway];
                gateway.virtual_network.is(&vnet) && certain(&gateway.declared)
            })
        })
        .map(|(id, _)| id)
}

/// The point-to-site clients of the gateways of a virtual network.
pub(crate) fn clients_in(network: &Network, vnet: Id<VirtualNetwork>) -> Vec<Endpoint> {
    network
        .gateways_in(vnet)
        .filter(|&id| {
            let gateway = &network.gateways[id];
            gateway.clients.is_some() && certain(&gateway.declared)
        })
        .map(Endpoint::Clients)
        .collect()
}

/// The ExpressRoute gateway of a virtual network through which a site is reached.
pub(crate) fn express_route_to<'a>(
    network: &'a Network,
    vnet: Id<VirtualNetwork>,
    site: &Site,
) -> Option<(&'a Gateway, Option<&'a Connection>)> {
    site.links.known.iter().find_map(|link| match link {
        SiteLink::ExpressRoute { gateway, connection } => {
            let gateway = &network.gateways[*gateway];
            let connection = connection.map(|id| &network.connections[id]);
            (gateway.virtual_network.is(&vnet)
                && certain(&gateway.declared)
                && connection.is_none_or(|connection| certain(&connection.declared)))
            .then_some((gateway, connection))
        }
        SiteLink::Vpn { .. } | SiteLink::Hub { .. } | SiteLink::Appliance(_) => None,
    })
}

/// Whether a path passes an Azure Firewall.
pub(crate) fn passes_firewall(path: &Path) -> bool {
    appliances(path).any(|appliance| matches!(appliance, Appliance::Firewall(_)))
}

/// The firewalls and appliances that a path passes.
pub(crate) fn appliances(path: &Path) -> impl Iterator<Item = Appliance> {
    path.hops.iter().filter_map(|hop| hop.appliance)
}

/// The name of a firewall or appliance.
pub(crate) fn appliance_name(network: &Network, appliance: Appliance) -> String {
    match appliance {
        Appliance::Address(ip) => ip.to_string(),
        _ => appliance.label(network).unwrap_or("an appliance").to_owned(),
    }
}

/// The virtual network that a firewall or appliance stands in.
pub(crate) fn home(network: &Network, appliance: Appliance) -> Option<Id<VirtualNetwork>> {
    match appliance {
        Appliance::Firewall(id) => network.firewalls[id].virtual_network.value().copied()?,
        Appliance::NetworkInterface(id) => {
            home_of(network, &network.network_interfaces[id].addresses.known)
        }
        Appliance::LoadBalancer(id) => {
            home_of(network, &network.load_balancers[id].frontends.known)
        }
        Appliance::Address(_) | Appliance::Unknown => None,
    }
}

/// The virtual network of the first of some addresses whose subnet is known.
pub(crate) fn home_of(
    network: &Network,
    addresses: &[PrivateAddress],
) -> Option<Id<VirtualNetwork>> {
    let subnet = addresses.iter().find_map(|address| address.subnet.value().copied()?)?;
    Some(network.subnets[subnet].virtual_network)
}

/// The private ranges of a firewall that count, and whose they are: its policy's, if it
/// has one.
pub(crate) fn private_ranges<'a>(
    network: &'a Network,
    firewall: &'a Firewall,
) -> (&'a Declared, &'a Fact<Option<Vec<Prefix>>>) {
    match firewall.policy.value() {
        Some(Some(policy)) => {
            let policy = &network.firewall_policies[*policy];
            (&policy.declared, &policy.private_ranges)
        }
        _ => (&firewall.declared, &firewall.private_ranges),
    }
}

/// A few names in a sentence: all of up to three, else two and how many more.
pub(crate) fn several(names: impl IntoIterator<Item = impl AsRef<str>>) -> String {
    let names: Vec<_> = names.into_iter().collect();
    let names: Vec<_> = names.iter().map(AsRef::as_ref).collect();
    match names.as_slice() {
        [] => String::new(),
        [one] => (*one).to_owned(),
        [first @ .., last] if names.len() <= 3 => format!("{} and {last}", first.join(", ")),
        [first, second, rest @ ..] => format!("{first}, {second} and {} more", rest.len()),
    }
}

/// A subnet as people name it: `app of vnet-spoke`.
pub(crate) fn subnet_name(network: &Network, id: Id<Subnet>) -> String {
    let subnet = &network.subnets[id];
    let vnet = network.virtual_networks[subnet.virtual_network].declared.label();
    format!("{} of {vnet}", subnet.declared.label())
}
