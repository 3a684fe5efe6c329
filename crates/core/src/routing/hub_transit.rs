//! What gateways of virtual networks that have heard it from a hub through a tunnel pass on:
//! over VNet-to-VNet connections with BGP, and what they know without BGP over a Route Server
//! with branch-to-branch. What a hub tells has 65515 in its path, so that Route Servers and
//! gateways of that number drop it (<https://learn.microsoft.com/azure/route-server/route-server-faq>).

use ipnet::IpNet;
use nexthop_source::Step;

use super::{
    Code, RouteDestination, RouteOrigin,
    announcement::{Announcement, gateway_route},
    bgp::FromHub,
    control_plane::{Builder, ControlPlane},
    hub_tunnel::{ASN_OF_HUBS, extend},
    index::Exit,
    partners::{Reached, far_row, reached_by_bgp},
    topology::Topology,
};
use crate::{
    Network,
    network::{Gateway, GatewayKind, HubTunnel, Id, VirtualNetwork},
};

impl ControlPlane {
    /// Passes on what a gateway has heard from a hub.
    pub(super) fn pass_on_from_hub(
        &mut self,
        network: &Network,
        topology: &Topology,
        ends: HubTunnel,
        told: &[Announcement],
    ) {
        let (by_bgp, by_itself): (Vec<Announcement>, Vec<Announcement>) =
            told.iter().cloned().partition(|(_, row)| row.by_bgp);
        let has_other_number = |id: Id<Gateway>| {
            network.gateways[id].asn.value().is_some_and(|asn| *asn != ASN_OF_HUBS)
        };
        for id in network.gateways.ids().filter(|id| *id != ends.gateway) {
            let Some(placed) = &topology.gateways[id.index()] else { continue };
            if placed.kind != GatewayKind::Vpn {
                continue;
            }
            let vnet = placed.virtual_network;
            if has_other_number(id) {
                let ways = reached_by_bgp(&self.neighbours, id, |other| {
                    other == ends.gateway || has_other_number(other)
                });
                self.hear_by_way(network, (id, vnet), (ends.gateway, &ways), &by_bgp);
            }
            let ways = reached_by_bgp(&self.neighbours, id, |_| true);
            self.hear_by_way(network, (id, vnet), (ends.gateway, &ways), &by_itself);
        }
        self.pass_on_by_route_server(topology, ends.gateway, &by_itself);
        let networks = by_bgp.into_iter().filter_map(|(route, row)| match route.destination {
            RouteDestination::Net(net) => Some((net, row.as_path, row.when.is_always())),
            _ => None,
        });
        let told = networks.collect();
        self.from_hubs.push(FromHub { gateway: ends.gateway, hub_gateway: ends.hub_gateway, told });
    }

    /// A gateway hears of prefixes over the VNet-to-VNet connections that lead to another one.
    fn hear_by_way(
        &mut self,
        network: &Network,
        (gateway, vnet): (Id<Gateway>, Id<VirtualNetwork>),
        (from, ways): (Id<Gateway>, &[Reached]),
        told: &[Announcement],
    ) {
        let Some(way) = ways.iter().find(|way| way.gateway == from) else { return };
        let space = network.virtual_networks[vnet].address_space.value();
        let space: Vec<IpNet> = space.into_iter().flatten().map(|prefix| prefix.net).collect();
        let is_own = |destination: &RouteDestination| {
            matches!(destination, RouteDestination::Net(net)
                if space.iter().any(|own| own.contains(net)))
        };
        let step = Step {
            code: Code::BgpTransit.as_str(),
            message: format!(
                "{} tells {} by BGP",
                network.gateways[from].declared.label(),
                network.gateways[gateway].declared.label()
            ),
            span: Some(network.connections[way.first.1].bgp.span),
        };
        let heard = told.iter().filter(|(route, _)| !is_own(&route.destination));
        let heard: Vec<Announcement> = heard
            .map(|(route, row)| {
                let (destination, origin) = (route.destination.clone(), route.origin.clone());
                let mut far = gateway_route(destination, gateway, origin);
                far.because.clone_from(&route.because);
                far.because.push(step.clone());
                (far, far_row(way, &row.when, true))
            })
            .collect();
        if network.gateways[gateway].clients.is_some() {
            extend(&mut self.pushed[gateway.index()], heard.clone());
        }
        extend(&mut self.advertised[gateway.index()], heard.clone());
        extend(&mut self.learned[vnet.index()], heard);
    }

    /// A Route Server tells the other gateways of the network and appliances what a gateway
    /// knows without BGP.
    fn pass_on_by_route_server(
        &mut self,
        topology: &Topology,
        gateway: Id<Gateway>,
        told: &[Announcement],
    ) {
        let Some(placed) = &topology.gateways[gateway.index()] else { return };
        let vnet = placed.virtual_network;
        for exchange in &self.exchanges[vnet.index()] {
            let pass = |to: Id<Gateway>| {
                let passed = told.iter().cloned();
                passed.filter_map(move |one| Builder::pass(to, gateway, exchange, one))
            };
            for &other in &topology.gateways_in[vnet.index()] {
                if other != gateway {
                    extend(&mut self.advertised[other.index()], pass(other).collect());
                }
            }
            extend(&mut self.told_to_appliances[vnet.index()], pass(gateway).collect());
        }
    }
}

/// Whether what a gateway tells a hub has passed a gateway of the hub's own number.
pub(super) fn has_passed_azure(
    network: &Network,
    origin: &RouteOrigin,
    exit: Option<Exit>,
) -> bool {
    let has_number = |gateway: &Gateway| gateway.asn.is(&ASN_OF_HUBS);
    let Some(Exit::Gateway(first)) = exit else { return false };
    let of_origin = match origin {
        RouteOrigin::RemoteNetwork(vnet) => {
            let mut gateways = network.gateways.iter();
            gateways.any(|gateway| {
                gateway.virtual_network.is(vnet)
                    && gateway.kind.is(&GatewayKind::Vpn)
                    && has_number(gateway)
            })
        }
        _ => false,
    };
    of_origin || has_number(&network.gateways[first])
}
