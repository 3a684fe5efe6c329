//! Virtual hubs, what stands in them, and what joins them.

use super::{
    End, NodeKind, Standing, Tier,
    drafter::{Drafter, name},
    virtual_networks::tunnel,
};
use crate::network::{HubGatewayKind, HubTableKind, SiteLink, WanKind};

impl Drafter<'_> {
    pub(super) fn virtual_wans(&mut self) {
        let hubs = self.frames_of_hubs();
        let gateways = self.hub_gateways(&hubs);
        self.hub_connections(&hubs);
        self.between_hubs(&hubs);
        self.branches(&gateways);
        let network = self.network;
        for ends in network.hub_tunnels() {
            let bgp = network.hub_branches[ends.branch].bgp.is(&true);
            let branch = Standing::of(&network.hub_branches[ends.branch].declared);
            let gateway = self.gateways[ends.gateway.index()];
            self.join(gateway, gateways[ends.hub_gateway.index()], tunnel(bgp), branch);
        }
        for reach in &network.global_reach {
            if let (Some(Some(one)), Some(Some(other))) = (reach.one.value(), reach.other.value()) {
                self.between_circuits(*one, *other, Standing::of(&reach.declared));
            }
        }
    }

    fn frames_of_hubs(&mut self) -> Vec<End> {
        let mut hubs = Vec::new();
        for hub in &self.network.virtual_hubs {
            let mut lines = vec![format!("virtual hub {}", hub.declared.label())];
            lines.extend(hub.prefix.value().copied().flatten().map(|one| one.net.to_string()));
            if hub.kind.is(&WanKind::Basic) {
                lines.push("Basic".to_owned());
            }
            hubs.push(End::Frame(self.frame(Tier::VirtualHub, lines, &hub.declared)));
        }
        hubs
    }

    /// Gateways with their clients, and firewalls.
    fn hub_gateways(&mut self, hubs: &[End]) -> Vec<End> {
        let network = self.network;
        let frame = |at: usize| match hubs[at] {
            End::Frame(frame) => Some(frame),
            End::Node(_) => None,
        };
        let mut gateways = Vec::new();
        for gateway in &network.hub_gateways {
            let kind = match gateway.kind {
                HubGatewayKind::SiteToSite => "VPN gateway",
                HubGatewayKind::PointToSite => "point-to-site gateway",
                HubGatewayKind::ExpressRoute => "ExpressRoute gateway",
            };
            let lines = vec![kind.to_owned(), name(&gateway.declared)];
            let frame = frame(gateway.hub.index());
            let end = self.add(NodeKind::Gateway, frame, lines, &gateway.declared);
            gateways.push(end);
            for clients in &gateway.clients.known {
                self.clients(end, &clients.pool, &gateway.declared);
            }
        }
        for firewall in &network.firewalls {
            let Some(Some(hub)) = firewall.virtual_hub.value() else { continue };
            let lines = vec!["Azure Firewall".to_owned(), name(&firewall.declared)];
            self.add(NodeKind::Firewall, frame(hub.index()), lines, &firewall.declared);
        }
        for (hub, end) in network.virtual_hubs.iter().zip(hubs) {
            for peer in &hub.peers.known {
                self.bgp(*end, peer);
            }
        }
        gateways
    }

    fn hub_connections(&mut self, hubs: &[End]) {
        let network = self.network;
        for connection in &network.hub_connections {
            let associated = connection.routing.associated.value();
            let associated = associated.map(|id| &network.hub_route_tables[*id]);
            let label = match associated.filter(|table| table.kind != HubTableKind::Default) {
                Some(table) => format!("connection, table {}", table.declared.label()),
                None => "connection".to_owned(),
            };
            let vnet = End::Frame(self.virtual_networks[connection.virtual_network.index()]);
            let hub = hubs[connection.hub.index()];
            self.link(hub, vnet, &label, Standing::of(&connection.declared));
        }
    }

    /// Hubs of one Standard Virtual WAN are a full mesh
    /// (<https://learn.microsoft.com/azure/virtual-wan/virtual-wan-about>).
    fn between_hubs(&mut self, hubs: &[End]) {
        let network = self.network;
        for (id, hub) in network.virtual_hubs.entries() {
            for (other, beyond) in network.virtual_hubs.entries().skip(id.index() + 1) {
                let standard = [hub, beyond].iter().all(|one| one.kind.is(&WanKind::Standard));
                if hub.wan == beyond.wan && standard {
                    let wan = network.virtual_wans[hub.wan].declared.label();
                    self.link(hubs[id.index()], hubs[other.index()], wan, Standing::Declared);
                }
            }
        }
    }

    /// What leads from the gateways of hubs to sites.
    fn branches(&mut self, gateways: &[End]) {
        let network = self.network;
        for (id, site) in network.sites.entries() {
            for link in &site.links.known {
                let SiteLink::Hub { gateway, branch } = *link else { continue };
                let kind = network.hub_gateways[gateway].kind;
                let gateway = gateways[gateway.index()];
                let branch = branch.map(|id| &network.hub_branches[id]);
                let standing =
                    branch.map_or(Standing::Declared, |branch| Standing::of(&branch.declared));
                if kind == HubGatewayKind::ExpressRoute {
                    let circuit = branch.and_then(|one| one.circuit.value().copied()).flatten();
                    self.express_route(gateway, circuit, id, ("ExpressRoute", standing));
                } else {
                    let bgp = branch.is_some_and(|branch| branch.bgp.is(&true));
                    self.tunnel(gateway, id, tunnel(bgp), standing);
                }
            }
        }
    }
}
