//! Virtual networks, what stands in them, and what joins them to each other and to sites.

use std::{collections::BTreeMap, net::IpAddr};

use super::{
    End, Link, Node, NodeKind, Standing, Tier,
    drafter::{Drafter, name, prefixes},
};
use crate::network::{
    BgpPeer, ConnectionKind, Gateway, GatewayKind, Id, NetworkInterface, NextHopTarget, Peering,
    SiteLink, Subnet, SubnetPurpose, VirtualNetwork,
};

/// As many subnets of a network are written out.
const MOST_SUBNETS: usize = 10;

impl Drafter<'_> {
    pub(super) fn virtual_networks(&mut self) {
        let network = self.network;
        let hubs = self.hubs();
        let mut subnets: Vec<Vec<&Subnet>> = vec![Vec::new(); network.virtual_networks.len()];
        for subnet in &network.subnets {
            subnets[subnet.virtual_network.index()].push(subnet);
        }
        for (id, vnet) in network.virtual_networks.entries() {
            let tier = if hubs.contains(&id) { Tier::Hub } else { Tier::Spoke };
            let mut lines = vec![name(&vnet.declared)];
            lines.extend(prefixes(&vnet.address_space));
            let frame = self.frame(tier, lines, &vnet.declared);
            self.virtual_networks.push(frame);
            self.subnets(frame, &subnets[id.index()]);
        }
        self.stand();
        self.peerings();
        self.sites();
        self.connections();
        self.route_servers();
    }

    /// The networks in which something stands that others may use.
    fn hubs(&self) -> Vec<Id<VirtualNetwork>> {
        let network = self.network;
        let gateways = network.gateways.iter().filter_map(|one| one.virtual_network.value());
        let servers = network.route_servers.iter().filter_map(|one| one.virtual_network.value());
        let firewalls = network.firewalls.iter();
        let firewalls = firewalls.filter_map(|one| one.virtual_network.value()?.as_ref());
        let mut hubs: Vec<_> = gateways.chain(servers).chain(firewalls).copied().collect();
        hubs.extend(self.forwarding().filter_map(|(_, _, vnet)| vnet));
        hubs
    }

    /// The interfaces that forward, each with its first address.
    fn forwarding(
        &self,
    ) -> impl Iterator<Item = (Id<NetworkInterface>, Option<IpAddr>, Option<Id<VirtualNetwork>>)>
    {
        let network = self.network;
        let interfaces = network.network_interfaces.entries();
        let forwarding = interfaces.filter(|(_, one)| one.ip_forwarding.is(&true));
        forwarding.map(|(id, interface)| {
            let first = interface.addresses.known.first();
            let subnet = first.and_then(|first| first.subnet.value().copied().flatten());
            let address = first.and_then(|first| first.ip.value().copied().flatten());
            (id, address, subnet.map(|subnet| network.subnets[subnet].virtual_network))
        })
    }

    /// The subnets in one box, since a network is about how they are reached.
    fn subnets(&mut self, frame: usize, subnets: &[&Subnet]) {
        let workloads = subnets.iter().filter(|one| one.purpose == SubnetPurpose::General);
        let mut lines: Vec<_> = workloads
            .map(|subnet| {
                let own = [Some(name(&subnet.declared)), prefixes(&subnet.prefixes)];
                let own = own.into_iter().flatten().collect::<Vec<_>>().join(" ");
                match subnet.route_table.value() {
                    Some(Some(table)) => {
                        let table = self.network.route_tables[*table].declared.label();
                        format!("{own}, routes {table}")
                    }
                    _ => own,
                }
            })
            .collect();
        if let Some(more @ 1..) = lines.len().checked_sub(MOST_SUBNETS) {
            lines.truncate(MOST_SUBNETS);
            lines.push(format!("and {more} more"));
        }
        if !lines.is_empty() {
            let (kind, standing) = (NodeKind::Subnets, Standing::Declared);
            self.put(Node { kind, frame: Some(frame), lines, standing });
        }
    }

    /// Gateways with their clients, firewalls, appliances.
    fn stand(&mut self) {
        let network = self.network;
        for gateway in &network.gateways {
            let frame = gateway.virtual_network.value().map(|id| self.virtual_networks[id.index()]);
            let end = self.add(NodeKind::Gateway, frame, described(gateway), &gateway.declared);
            self.gateways.push(end);
            if let Some(clients) = &gateway.clients {
                self.clients(end, &clients.pool, &gateway.declared);
            }
        }
        for firewall in &network.firewalls {
            let Some(Some(vnet)) = firewall.virtual_network.value() else { continue };
            let mut lines = vec!["Azure Firewall".to_owned(), name(&firewall.declared)];
            lines.extend(firewall.private_ip.value().map(ToString::to_string));
            let frame = Some(self.virtual_networks[vnet.index()]);
            self.add(NodeKind::Firewall, frame, lines, &firewall.declared);
        }
        let forwarding: Vec<_> = self.forwarding().collect();
        for (id, address, vnet) in forwarding {
            let interface = &network.network_interfaces[id];
            let mut lines = vec!["appliance".to_owned(), name(&interface.declared)];
            lines.extend(address.map(|address| address.to_string()));
            let frame = vnet.map(|id| self.virtual_networks[id.index()]);
            let end = self.add(NodeKind::Appliance, frame, lines, &interface.declared);
            self.appliances.insert(id, end);
        }
    }

    /// The peerings of two networks, both directions in one line.
    fn peerings(&mut self) {
        type Ends = (Id<VirtualNetwork>, Id<VirtualNetwork>);
        let network = self.network;
        let mut pairs: BTreeMap<Ends, Vec<&Peering>> = BTreeMap::new();
        for peering in &network.peerings {
            let (local, remote) = (peering.local, peering.remote);
            pairs.entry((local.min(remote), local.max(remote))).or_default().push(peering);
        }
        for peerings in pairs.into_values() {
            let (local, remote) = (peerings[0].local, peerings[0].remote);
            let [from, to] = [local, remote].map(|id| self.virtual_networks[id.index()]);
            let is_outside =
                [local, remote].iter().any(|id| network.virtual_networks[*id].declared.existing);
            let one_sided = !is_outside && peerings.iter().all(|one| one.local == local);
            let any = |is: fn(&Peering) -> bool| peerings.iter().find(|one| is(one));
            let part = any(|one| one.complete.is(&false)).is_some();
            let transit = any(|one| one.use_remote_gateways.is(&true)).map(|uses| {
                let hub = &network.virtual_networks[uses.remote].declared;
                format!("gateways of {}", hub.label())
            });
            let closed = any(|one| one.allow_access.is(&false)).is_some();
            let words = [
                Some(if part { "subnet peering" } else { "peering" }.to_owned()),
                transit,
                closed.then(|| "no access".to_owned()),
                one_sided.then(|| "one side only".to_owned()),
            ];
            let label = words.into_iter().flatten().collect::<Vec<_>>().join(", ");
            let certain = peerings.iter().map(|one| Standing::of(&one.declared));
            let standing = certain.fold(Standing::Declared, |all, one| match one {
                Standing::Perhaps => one,
                _ => all,
            });
            let tier = |frame: usize| self.diagram.frames[frame].tier;
            let upwards = !one_sided && tier(from) > tier(to);
            let (from, to) = if upwards { (to, from) } else { (from, to) };
            let (from, to) = (End::Frame(from), End::Frame(to));
            self.diagram.links.push(Link { from, to, label, standing, one_sided });
        }
    }

    /// What leads from gateways of virtual networks to sites.
    fn sites(&mut self) {
        let network = self.network;
        for (id, site) in network.sites.entries() {
            for link in &site.links.known {
                match *link {
                    SiteLink::ExpressRoute { gateway, connection } => {
                        let gateway = self.gateways[gateway.index()];
                        let connection = connection.map(|id| &network.connections[id]);
                        let circuit = connection.and_then(|one| one.circuit.value().copied());
                        let fast = connection.is_some_and(|one| one.gateway_bypass.is(&true));
                        let label = if fast { "ExpressRoute, FastPath" } else { "ExpressRoute" };
                        let standing = connection
                            .map_or(Standing::Declared, |one| Standing::of(&one.declared));
                        self.express_route(gateway, circuit.flatten(), id, (label, standing));
                    }
                    SiteLink::Vpn { gateway, connection, .. } => {
                        let connection = &network.connections[connection];
                        let label = tunnel(connection.bgp.is(&true));
                        let standing = Standing::of(&connection.declared);
                        self.tunnel(self.gateways[gateway.index()], id, label, standing);
                    }
                    SiteLink::Appliance(target) => {
                        let appliance = match target {
                            NextHopTarget::NetworkInterface(id) => {
                                self.appliances.get(&id).copied()
                            }
                            NextHopTarget::Address(address) => self.appliance_with(address),
                            _ => None,
                        };
                        if let Some(appliance) = appliance {
                            self.tunnel(appliance, id, "tunnel", Standing::Declared);
                        }
                    }
                    // Drawn with the hubs.
                    SiteLink::Hub { .. } => {}
                }
            }
        }
    }

    /// What leads from gateways to each other.
    fn connections(&mut self) {
        let network = self.network;
        for (id, connection) in network.connections.entries() {
            let Some(gateway) = connection.gateway.value() else { continue };
            let standing = Standing::of(&connection.declared);
            let from = self.gateways[gateway.index()];
            let (peer, label) = match connection.kind.value() {
                Some(ConnectionKind::VnetToVnet) => {
                    (connection.peer_gateway.value().copied().flatten(), "VNet to VNet")
                }
                Some(ConnectionKind::Ipsec) => {
                    (network.peer_by_tunnel(id), tunnel(connection.bgp.is(&true)))
                }
                Some(ConnectionKind::ExpressRoute) | None => (None, ""),
            };
            if let Some(peer) = peer {
                self.join(from, self.gateways[peer.index()], label, standing);
            }
        }
    }

    /// Route Servers and their peers.
    fn route_servers(&mut self) {
        let network = self.network;
        for server in &network.route_servers {
            let mut lines = vec!["Route Server".to_owned(), name(&server.declared)];
            lines.extend(
                server
                    .branch_to_branch
                    .value()
                    .map(|on| format!("branch-to-branch {}", if *on { "on" } else { "off" })),
            );
            let frame = server.virtual_network.value().map(|id| self.virtual_networks[id.index()]);
            let end = self.add(NodeKind::RouteServer, frame, lines, &server.declared);
            for peer in &server.peers.known {
                self.bgp(end, peer);
            }
        }
    }

    /// A BGP peer of a Route Server or a hub.
    pub(super) fn bgp(&mut self, router: End, peer: &BgpPeer) {
        let Some(&address) = peer.ip.value() else { return };
        let known = self.appliance_with(address);
        let end = known.unwrap_or_else(|| {
            let within = self.network.virtual_networks.entries().find(|(_, vnet)| {
                let space = vnet.address_space.value();
                space.is_some_and(|space| space.iter().any(|one| one.net.contains(&address)))
            });
            let frame = within.map(|(id, _)| self.virtual_networks[id.index()]);
            let lines = vec!["BGP peer".to_owned(), name(&peer.declared), address.to_string()];
            self.add(NodeKind::Appliance, frame, lines, &peer.declared)
        });
        let asn = peer.asn.value().map(|asn| format!(", AS {asn}")).unwrap_or_default();
        self.join(router, end, &format!("BGP{asn}"), Standing::of(&peer.declared));
    }

    fn appliance_with(&self, address: IpAddr) -> Option<End> {
        let interfaces = &self.network.network_interfaces;
        let mut drawn = self.appliances.iter();
        let found = drawn.find(|&(&id, _)| {
            let mut own = interfaces[id].addresses.known.iter();
            own.any(|own| own.ip.is(&Some(address)))
        });
        found.map(|(_, &end)| end)
    }
}

/// The words for a tunnel.
pub(super) fn tunnel(bgp: bool) -> &'static str {
    if bgp { "IPsec, BGP" } else { "IPsec" }
}

fn described(gateway: &Gateway) -> Vec<String> {
    let kind = match gateway.kind.value() {
        Some(GatewayKind::Vpn) => "VPN gateway",
        Some(GatewayKind::ExpressRoute) => "ExpressRoute gateway",
        None => "gateway",
    };
    let mut lines = vec![kind.to_owned(), name(&gateway.declared)];
    let sku = gateway.sku.value().cloned();
    let is_vpn = gateway.kind.is(&GatewayKind::Vpn);
    let asn = gateway.asn.value().filter(|_| is_vpn && gateway.bgp.is(&true));
    let asn = asn.map(|asn| format!("AS {asn}"));
    let both = (is_vpn && gateway.active_active.is(&true)).then(|| "active-active".to_owned());
    let facts: Vec<_> = [sku, asn, both].into_iter().flatten().collect();
    if !facts.is_empty() {
        lines.push(facts.join(", "));
    }
    lines
}
