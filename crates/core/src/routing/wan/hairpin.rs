//! What hubs hear over the edge of a circuit that they share with others.

use nexthop_source::Step;

use super::{
    Builder,
    bgp_path::BgpPath,
    origin::{Class, Heard, Origin},
    table::{Entry, hub_route, is_ipv6},
};
use crate::{
    Network,
    network::{Gateway, HubBranch, HubLink, Id, VirtualHub},
    routing::{
        Code, NextHop, RouteOrigin,
        announcement::space_destinations,
        bgp::EDGE_ASN,
        condition::Condition,
        index::{Exit, Row},
        topology::Topology,
    },
};

/// Who is at the other side of the edge.
struct Far {
    exit: Exit,
    next_hop: NextHop,
    origin: RouteOrigin,
}

impl Builder<'_> {
    /// What hubs and networks on the circuits of a hub tell it over Microsoft's edge.
    pub(super) fn hairpins(&mut self, hub: Id<VirtualHub>, origins: &[Origin]) -> Vec<Entry> {
        let mut all = self.hairpins_of_gateways(hub);
        let uplinks = || self.wan.uplinks.iter().flatten();
        let own: Vec<_> = uplinks()
            .filter(|uplink| uplink.hub == hub && uplink.circuit.is_some())
            .map(|uplink| (uplink.circuit, uplink.branch, uplink.when.clone()))
            .collect();
        let mut shared = Vec::new();
        for other in uplinks().filter(|uplink| uplink.hub != hub) {
            let mut own = own.iter();
            let Some((_, Some(branch), here)) = own.find(|(circuit, ..)| *circuit == other.circuit)
            else {
                continue;
            };
            shared.extend(here.and(&other.when).map(|when| (other.clone(), *branch, when)));
        }
        for (other, branch, when) in shared {
            for origin in origins.iter().filter(|origin| {
                origin.hub == other.hub && matches!(origin.class, Class::Hub | Class::Network)
            }) {
                let Some(when) = when.and(&origin.when) else { continue };
                let mut heard = origin.destinations.clone();
                if let (Some(told), Class::Network) = (other.branch, origin.class) {
                    let map = &self.network.hub_branches[told].routing.outbound;
                    heard = self.through_map(HubLink::Branch(told), map, heard);
                }
                let from = Far {
                    exit: Exit::EdgeOfHub(origin.hub),
                    next_hop: NextHop::HubGateway(other.kind, other.gateway),
                    origin: origin.announces.clone(),
                };
                all.extend(self.hairpin(hub, branch, (heard, when), &from));
            }
        }
        all
    }

    /// Prefixes that come over the edge of a circuit, and by what. The edge puts its own
    /// number before a path, and in the place of what Azure's gateways put there.
    fn hairpin(
        &mut self,
        hub: Id<VirtualHub>,
        branch: Id<HubBranch>,
        (heard, when): (Vec<Heard>, Condition),
        from: &Far,
    ) -> Vec<Entry> {
        let known = heard
            .into_iter()
            .filter(|one| !one.destination.is_default() && !is_ipv6(&one.destination))
            .map(|one| Heard { path: one.path.behind(&[EDGE_ASN, EDGE_ASN]), ..one });
        let known: Vec<Heard> = known.collect();
        let map = &self.network.hub_branches[branch].routing.inbound;
        let known = self.through_map(HubLink::Branch(branch), map, known);
        let mut all = Vec::with_capacity(known.len());
        for heard in known {
            let Some(when) = when.and(&heard.when) else { continue };
            let (next_hop, origin) = (from.next_hop.clone(), from.origin.clone());
            let mut route = hub_route(heard.destination, next_hop, origin);
            route.because.push(heard.step);
            route.because.push(Step {
                code: Code::SameCircuit.as_str(),
                message: "what holds it is on the same circuit".to_owned(),
                span: None,
            });
            let row = Row {
                when,
                rank: self.rank(hub, Class::Hairpin, true, &heard.path),
                exit: Some(from.exit),
                inside_known: true,
                ..Row::default()
            };
            all.push(Entry { class: Class::Hairpin, route, row, path: heard.path });
        }
        all
    }

    /// Networks behind ExpressRoute gateways of virtual networks on a hub's circuit, where
    /// both sides are told to take each other's traffic
    /// (<https://learn.microsoft.com/azure/expressroute/expressroute-howto-add-gateway-portal-resource-manager>).
    fn hairpins_of_gateways(&mut self, hub: Id<VirtualHub>) -> Vec<Entry> {
        let network = self.network;
        let mut all = Vec::new();
        for (gateway, branch, when) in edges_of_hub(network, self.topology, hub) {
            let Some(placed) = self.topology.gateways[gateway.index()].clone() else { continue };
            let vnet = placed.virtual_network;
            let users = self.topology.used_by[vnet.index()].clone();
            let others = users.iter().map(|transit| (transit.spoke, transit.when.clone()));
            let networks = std::iter::once((vnet, Condition::always())).chain(others);
            for (vnet, uses) in networks {
                let Some(when) = when.and(&uses) else { continue };
                let spaces = space_destinations(network, vnet).into_iter();
                let heard = spaces.map(|one| Heard::new(one, BgpPath::default())).collect();
                let from = Far {
                    exit: Exit::EdgeOfGateway(gateway),
                    next_hop: NextHop::VirtualNetworkGateway(Some(gateway)),
                    origin: RouteOrigin::RemoteNetwork(vnet),
                };
                all.extend(self.hairpin(hub, branch, (heard, when), &from));
            }
        }
        all
    }
}

/// The gateways of virtual networks that share a circuit with a hub, and when both take
/// each other's traffic.
pub(in crate::routing) fn edges_of_hub(
    network: &Network,
    topology: &mut Topology,
    hub: Id<VirtualHub>,
) -> Vec<(Id<Gateway>, Id<HubBranch>, Condition)> {
    let mut all = Vec::new();
    for (id, branch) in network.hub_branches.entries() {
        let (Some(&gateway), Some(&Some(circuit))) =
            (branch.gateway.value(), branch.circuit.value())
        else {
            continue;
        };
        let of_hub = &network.hub_gateways[gateway];
        if of_hub.hub != hub {
            continue;
        }
        for connection in network.connections.iter().filter(|one| one.circuit.is(&Some(circuit))) {
            let Some(&other) = connection.gateway.value() else { continue };
            let Some(placed) = topology.gateways[other.index()].clone() else { continue };
            let declared = &network.gateways[other];
            let causes = &mut topology.causes;
            let name = of_hub.declared.address.as_str();
            let here = causes.flag(
                &of_hub.allow_non_virtual_wan_traffic,
                "allowNonVirtualWanTraffic",
                name,
            );
            let name = declared.declared.address.as_str();
            let there =
                causes.flag(&declared.allow_virtual_wan_traffic, "allowVirtualWanTraffic", name);
            let remote =
                causes.flag(&declared.allow_remote_vnet_traffic, "allowRemoteVnetTraffic", name);
            let present = causes
                .presence(&branch.declared)
                .and(&causes.presence(&of_hub.declared))
                .and_then(|when| when.and(&causes.presence(&connection.declared)))
                .and_then(|when| when.and(&placed.when));
            let when = here
                .zip(there)
                .zip(remote)
                .and_then(|((here, there), remote)| present?.and(&here)?.and(&there)?.and(&remote));
            if let Some(when) = when {
                all.push((other, id, when));
            }
        }
    }
    all
}
