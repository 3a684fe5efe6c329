//! Which prefixes a network names, and what names each.

use std::{
    collections::{BTreeMap, BTreeSet},
    net::IpAddr,
};

use ipnet::{IpNet, Ipv4Subnets, Ipv6Subnets};
use nexthop_iac::Presence;

use super::{filter::Written, target::hub_pool};
use crate::{
    Fact, Model, Network,
    network::{
        BgpPeer, FirewallRule, Id, NatRule, NetworkInterface, NextHopTarget, Prefix,
        PrivateAddress, Route, RoutePrefix, SecurityRule, Several, SiteLink, Subnet, UserNextHop,
    },
};

/// What names a prefix. Prefixes that the same names and that hold no other ones are treated
/// alike: all that is computed of them goes by which prefixes are equal and which hold which.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Mention {
    pub(super) by: By,
    /// Which of that kind.
    pub(super) owner: usize,
    /// Which part of it.
    part: usize,
}

/// A kind of thing that names prefixes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum By {
    /// Nothing else is like it.
    Itself,
    AddressSpace,
    Subnet,
    SummarizedPrefixes,
    ClientPool,
    CustomRoutes,
    BgpAddresses,
    NatRule,
    HubNatRule,
    LocalNetworkGateway,
    CircuitLinks,
    HubClientPool,
    VpnSite,
    Site,
    UserDefinedRoute,
    HubRoute,
    ConnectionRoute,
    PrivateRanges,
    PrivateRangesOfPolicy,
    SecurityRule,
    FirewallRule,
    ClassicRule,
    RouteMap,
    RouteServerPeer,
    HubPeer,
    Appliance,
}

/// What Azure itself and this simulation tell apart.
const KNOWN_TO_ALL: [&str; 13] = [
    "0.0.0.0/0",
    "0.0.0.0/1",
    "10.0.0.0/8",
    "100.64.0.0/10",
    "127.0.0.0/8",
    "168.63.129.16/32",
    "169.254.0.0/16",
    "172.16.0.0/12",
    "192.168.0.0/16",
    "224.0.0.0/4",
    "::/0",
    "fc00::/7",
    "fe80::/10",
];

/// All prefixes of a network, each as often as it is named.
pub(super) fn mentions(
    network: &Network,
    of_model: &[(usize, IpNet)],
    kind_of: &dyn Fn(Id<Subnet>) -> usize,
) -> Vec<(IpNet, Mention)> {
    let mut all = Mentions { network, named: Vec::new() };
    for net in KNOWN_TO_ALL.iter().filter_map(|text| text.parse().ok()) {
        all.alone(net);
    }
    for (number, net) in of_model {
        all.add(*net, By::Appliance, *number, 0);
    }
    all.of_virtual_networks(kind_of);
    all.of_gateways();
    all.of_route_tables();
    all.of_filters();
    all.of_appliances();
    all.of_virtual_wan();
    all.named
}

/// The prefixes of what a user says of appliances, each with the number of the appliance.
pub(super) fn of_model(model: &Model) -> Vec<(usize, IpNet)> {
    let appliances = model.appliances.iter().enumerate();
    let of_one = appliances.map(|(number, one)| {
        let next_hop = one.next_hop.map(IpNet::from);
        one.advertises.iter().copied().chain(next_hop).map(move |net| (number, net))
    });
    of_one.flatten().collect()
}

struct Mentions<'a> {
    network: &'a Network,
    named: Vec<(IpNet, Mention)>,
}

impl<'a> Mentions<'a> {
    fn add(&mut self, net: IpNet, by: By, owner: usize, part: usize) {
        self.named.push((net.trunc(), Mention { by, owner, part }));
    }

    /// A prefix that is like no other one.
    fn alone(&mut self, net: IpNet) {
        self.add(net, By::Itself, self.named.len(), 0);
    }

    fn prefixes(&mut self, fact: &Fact<Vec<Prefix>>, by: By, owner: usize, part: usize) {
        for prefix in fact.value().into_iter().flatten() {
            self.add(prefix.net, by, owner, part);
        }
    }

    fn address(&mut self, fact: &Fact<Option<IpAddr>>) {
        if let Some(&Some(ip)) = fact.value() {
            self.alone(ip.into());
        }
    }

    fn known_address(&mut self, fact: &Fact<IpAddr>) {
        if let Some(ip) = fact.value() {
            self.alone(IpNet::from(*ip));
        }
    }

    fn target(&mut self, target: Option<NextHopTarget>) {
        if let Some(NextHopTarget::Address(ip)) = target {
            self.alone(ip.into());
        }
    }

    fn of_virtual_networks(&mut self, kind_of: &dyn Fn(Id<Subnet>) -> usize) {
        for (id, vnet) in self.network.virtual_networks.entries() {
            self.prefixes(&vnet.address_space, By::AddressSpace, id.index(), 0);
            let summarized = &vnet.summarized_gateway_prefixes;
            self.prefixes(summarized, By::SummarizedPrefixes, id.index(), 0);
        }
        for (id, subnet) in self.network.subnets.entries() {
            self.prefixes(&subnet.prefixes, By::Subnet, kind_of(id), 0);
        }
    }

    fn of_gateways(&mut self) {
        let network = self.network;
        for (id, gateway) in network.gateways.entries() {
            if let Some(clients) = &gateway.clients {
                self.prefixes(&clients.pool, By::ClientPool, id.index(), 0);
                for server in clients.radius_servers.known.iter().filter_map(Fact::value) {
                    self.alone(IpNet::from(*server));
                }
            }
            self.prefixes(&gateway.custom_routes, By::CustomRoutes, id.index(), 0);
            for addresses in &gateway.custom_bgp_addresses.known {
                self.prefixes(addresses, By::BgpAddresses, id.index(), 0);
            }
            self.nat_rules(By::NatRule, id.index(), &gateway.nat_rules);
        }
        for (id, local) in network.local_network_gateways.entries() {
            self.prefixes(&local.address_space, By::LocalNetworkGateway, id.index(), 0);
            self.address(&local.gateway_ip);
            self.address(&local.bgp_peering_address);
            self.target(local.appliance);
        }
        for (id, circuit) in network.circuits.entries() {
            for peering in &circuit.peerings.known {
                self.prefixes(&peering.link_prefixes, By::CircuitLinks, id.index(), 0);
                self.prefixes(&peering.ipv6_link_prefixes, By::CircuitLinks, id.index(), 1);
            }
        }
        for (id, site) in network.sites.entries() {
            self.prefixes(&site.prefixes, By::Site, id.index(), 0);
            for link in &site.links.known {
                if let SiteLink::Appliance(target) = link {
                    self.target(Some(*target));
                }
            }
        }
    }

    fn nat_rules(&mut self, by: By, owner: usize, rules: &[NatRule]) {
        for (number, rule) in rules.iter().enumerate() {
            for (side, mappings) in [&rule.internal, &rule.external].into_iter().enumerate() {
                for prefix in mappings.known.iter().filter_map(|one| one.space.value()) {
                    self.add(prefix.net, by, owner, number * 2 + side);
                }
            }
        }
    }

    fn of_route_tables(&mut self) {
        let mut hops: BTreeMap<Hop<'a>, usize> = BTreeMap::new();
        for (id, table) in self.network.route_tables.entries() {
            for route in &table.routes.known {
                let Some(RoutePrefix::Net(net)) = route.prefix.value() else { continue };
                match known_hop(route) {
                    Some(hop) => {
                        let unused = hops.len();
                        let hop = *hops.entry(hop).or_insert(unused);
                        self.add(*net, By::UserDefinedRoute, id.index(), hop);
                    }
                    None => self.alone(*net),
                }
                self.target(route.appliance.value().copied().flatten());
                for appliance in route.appliances.value().into_iter().flatten() {
                    self.target(Some(*appliance));
                }
            }
        }
    }

    fn of_filters(&mut self) {
        let network = self.network;
        for (id, group) in network.security_groups.entries() {
            for (number, rule) in group.rules.known.iter().enumerate() {
                let SecurityRule { sources, destinations, .. } = rule;
                self.rule(By::SecurityRule, id.index(), number, [sources, destinations]);
            }
        }
        for (id, policy) in network.firewall_policies.entries() {
            self.ranges(&policy.private_ranges, By::PrivateRangesOfPolicy, id.index());
            self.firewall_rules(By::FirewallRule, id.index(), &policy.rules.known);
        }
        for (id, firewall) in network.firewalls.entries() {
            self.ranges(&firewall.private_ranges, By::PrivateRanges, id.index());
            self.firewall_rules(By::ClassicRule, id.index(), &firewall.rules.known);
            self.known_address(&firewall.private_ip);
        }
    }

    fn ranges(&mut self, ranges: &Fact<Option<Vec<Prefix>>>, by: By, owner: usize) {
        for range in ranges.value().into_iter().flatten().flatten() {
            self.add(range.net, by, owner, 0);
        }
    }

    fn firewall_rules(&mut self, by: By, owner: usize, rules: &[FirewallRule]) {
        for (number, rule) in rules.iter().enumerate() {
            self.rule(by, owner, number, [&rule.sources, &rule.destinations]);
            self.target(rule.translation.as_ref().and_then(|nat| nat.target.value().copied()));
        }
    }

    fn rule(&mut self, by: By, owner: usize, number: usize, sides: [&Fact<Vec<String>>; 2]) {
        for (side, texts) in sides.into_iter().enumerate() {
            for text in texts.value().into_iter().flatten() {
                for net in Written::read(text).into_iter().flat_map(nets_of) {
                    self.add(net, by, owner, number * 2 + side);
                }
            }
        }
    }

    fn of_appliances(&mut self) {
        let network = self.network;
        let interfaces = network.network_interfaces.iter().flat_map(|one| &one.addresses.known);
        let frontends = network.load_balancers.iter().flat_map(|one| &one.frontends.known);
        for address in interfaces.chain(frontends) {
            self.address(&address.ip);
        }
        for public in &network.public_addresses {
            self.address(&public.ip);
        }
        for backend in network.load_balancers.iter().flat_map(|one| &one.backends.known) {
            self.known_address(backend);
        }
        for ip in network.private_endpoints.iter().flat_map(|one| &one.ips.known) {
            self.address(ip);
        }
        for (id, server) in network.route_servers.entries() {
            self.peers(By::RouteServerPeer, id.index(), &server.peers.known);
        }
    }

    fn peers(&mut self, by: By, owner: usize, peers: &[BgpPeer]) {
        for (number, peer) in peers.iter().enumerate() {
            self.known_address(&peer.ip);
            for net in &peer.advertises {
                self.add(*net, by, owner, number);
            }
        }
    }

    fn of_virtual_wan(&mut self) {
        let network = self.network;
        for (id, hub) in network.virtual_hubs.entries() {
            if let Some(&Some(prefix)) = hub.prefix.value() {
                self.alone(prefix.net);
            }
            self.peers(By::HubPeer, id.index(), &hub.peers.known);
        }
        for (id, table) in network.hub_route_tables.entries() {
            for (number, route) in table.routes.known.iter().enumerate() {
                self.prefixes(&route.destinations, By::HubRoute, id.index(), number);
            }
        }
        for (id, connection) in network.hub_connections.entries() {
            for (number, route) in connection.static_routes.known.iter().enumerate() {
                self.prefixes(&route.prefixes, By::ConnectionRoute, id.index(), number);
                self.target(route.next_hop.value().copied());
            }
        }
        for (id, gateway) in network.hub_gateways.entries() {
            for prefix in hub_pool(network, id).into_iter().flatten() {
                self.add(prefix.net, By::HubClientPool, id.index(), 0);
            }
            self.nat_rules(By::HubNatRule, id.index(), &gateway.nat_rules);
        }
        for (id, site) in network.vpn_sites.entries() {
            self.prefixes(&site.address_space, By::VpnSite, id.index(), 0);
            for ip in &site.link_addresses {
                self.alone(IpNet::from(*ip));
            }
        }
        for (id, map) in network.route_maps.entries() {
            let mut number = 0;
            for rule in &map.rules.known {
                let criteria = rule.criteria.known.iter().map(|one| &one.prefixes);
                let actions = rule.actions.known.iter().map(|one| &one.prefixes);
                for prefixes in criteria.chain(actions) {
                    self.prefixes(prefixes, By::RouteMap, id.index(), number);
                    number += 1;
                }
            }
        }
    }
}

/// Where a route leads.
type Hop<'a> = (&'a UserNextHop, Option<NextHopTarget>, &'a [NextHopTarget]);

/// `None` where something about it is unknown.
fn known_hop(route: &Route) -> Option<Hop<'_>> {
    let certain = matches!(route.presence, Presence::Certain);
    let hop = (route.next_hop.value()?, *route.appliance.value()?, &route.appliances.value()?[..]);
    certain.then_some(hop)
}

fn nets_of(written: Written) -> Vec<IpNet> {
    match written {
        Written::Net(net) => vec![net],
        Written::Range(IpAddr::V4(first), IpAddr::V4(last)) => {
            Ipv4Subnets::new(first, last, 0).map(IpNet::V4).collect()
        }
        Written::Range(IpAddr::V6(first), IpAddr::V6(last)) => {
            Ipv6Subnets::new(first, last, 0).map(IpNet::V6).collect()
        }
        Written::Range(..) => Vec::new(),
    }
}

/// Whether an interface matters nowhere but in its subnet.
fn is_plain(interface: &NetworkInterface) -> bool {
    let NetworkInterface { application_groups, balancers, pools, inbound_rules, .. } = interface;
    let is_free =
        |address: &PrivateAddress| address.ip.is(&None) && address.public_address.is(&None);
    interface.ip_forwarding.is(&false)
        && interface.security_group.is(&None)
        && interface.addresses.known.iter().all(is_free)
        && is_empty(application_groups)
        && is_empty(balancers)
        && is_empty(pools)
        && is_empty(inbound_rules)
}

fn is_empty<T>(list: &Several<T>) -> bool {
    list.known.is_empty() && list.more.is_none()
}

/// Subnets in which something stands whose subnet or address counts somewhere else.
pub(super) fn occupied(network: &Network) -> BTreeSet<Id<Subnet>> {
    let firewalls = network.firewalls.iter().filter_map(|one| one.subnet.value().copied()?);
    let gateways = network.gateways.iter().flat_map(|one| &one.ip_configurations.known);
    let gateways = gateways.filter_map(|one| one.subnet.value().copied());
    let servers = network.route_servers.iter().filter_map(|one| one.subnet.value().copied());
    let translations = network.firewall_policies.iter().flat_map(|one| &one.rules.known);
    let classic = network.firewalls.iter().flat_map(|one| &one.rules.known);
    let translations = translations.chain(classic).filter_map(|rule| rule.translation.as_ref());
    let targets: Vec<_> = translations.filter_map(|nat| nat.target.value()).collect();
    let interfaces = network.network_interfaces.entries().filter(|(id, one)| {
        !is_plain(one) || targets.contains(&&NextHopTarget::NetworkInterface(*id))
    });
    let interfaces = interfaces.map(|(_, one)| one);
    let interfaces = interfaces.flat_map(|one| &one.addresses.known);
    let frontends = network.load_balancers.iter().flat_map(|one| &one.frontends.known);
    let addresses = interfaces.chain(frontends).filter_map(|one| one.subnet.value().copied()?);
    let endpoints = network.private_endpoints.iter();
    let endpoints = endpoints.filter_map(|one| one.subnet.value().copied()?);
    firewalls.chain(gateways).chain(servers).chain(addresses).chain(endpoints).collect()
}

#[cfg(test)]
#[expect(clippy::disallowed_methods, reason = "networks are read from the disk")]
mod tests {
    use std::{fs, io, path::Path};

    use nexthop_iac::{Memory, Request, load};

    use super::*;
    use crate::analyse;

    /// The files of a folder and all below it.
    fn files(folder: &Path, all: &mut Vec<(String, Vec<u8>)>) -> io::Result<()> {
        for entry in fs::read_dir(folder)? {
            let path = entry?.path();
            if path.is_dir() {
                files(&path, all)?;
            } else if let Some("tf" | "bicep" | "json") =
                path.extension().and_then(|it| it.to_str())
            {
                let extension = path.extension().and_then(|it| it.to_str()).unwrap_or_default();
                all.push((format!("root/main.{extension}"), fs::read(&path)?));
            }
        }
        Ok(())
    }

    /// What looks like a prefix or an address in a text.
    fn look_like_prefixes(text: &str) -> BTreeSet<IpNet> {
        let words = text.split(|one: char| !one.is_alphanumeric() && !"./:".contains(one));
        let nets = words.filter(|word| word.contains("::") || word.matches('.').count() == 3);
        let nets = nets.filter_map(|word| word.parse().or(word.parse().map(IpAddr::into)).ok());
        nets.map(|net: IpNet| net.trunc()).collect()
    }

    /// What is computed alike for prefixes that are named alike goes wrong where a name is
    /// overlooked: whatever in a network looks like a prefix must be found.
    #[test]
    fn every_prefix_of_the_fixtures_of_all_rules_is_found() {
        let mut all = Vec::new();
        let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/../rules/src/checks");
        files(Path::new(folder), &mut all).expect("the fixtures are there");
        let mut seen = 0;
        for (name, content) in all {
            let mut memory = Memory::default();
            memory.add(name, content.clone());
            let request = Request { paths: vec!["root".into()], ..Request::default() };
            for project in &load(&memory, &request).projects {
                let model = Model::default();
                let mut network =
                    analyse(&project.resources, &project.unread_modules, &model).network;
                // Names and reasons are no prefixes.
                network.planned.clear();
                let found = mentions(&network, &[], &|subnet| subnet.index());
                let found: BTreeSet<IpNet> = found.into_iter().map(|(net, _)| net).collect();
                for net in look_like_prefixes(&format!("{network:?}")) {
                    seen += 1;
                    let text = String::from_utf8_lossy(&content);
                    assert!(found.contains(&net), "{net} is overlooked in\n{text}");
                }
            }
        }
        assert!(seen > 1000, "{seen}");
    }
}
