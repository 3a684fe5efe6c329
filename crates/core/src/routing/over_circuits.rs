//! What a gateway hears from beyond its circuits and sites: networks and hubs on the same
//! circuit, and gateways that a site passes on.

use nexthop_source::Step;

use super::{
    Code, RouteDestination, RouteOrigin,
    announcement::{Announcement, Uplink, gateway_route, space_destinations},
    bgp::PassedOn,
    condition::Condition,
    control_plane::Builder,
    index::{Exit, Row},
};
use crate::network::{Gateway, Id};

impl Builder<'_> {
    /// What other networks on the same circuit tell, where both gateways are told to
    /// take each other's traffic.
    pub(super) fn hairpin(&self, gateway: Id<Gateway>) -> Vec<Announcement> {
        let uplinks = || self.edges.iter().flatten();
        let mut all = Vec::new();
        for own in uplinks().filter(|uplink| uplink.gateway == gateway) {
            for other in uplinks().filter(|uplink| {
                uplink.gateway != gateway
                    && uplink.circuit.is_some()
                    && uplink.circuit == own.circuit
            }) {
                let Some(when) = own
                    .hairpin
                    .as_ref()
                    .zip(other.hairpin.as_ref())
                    .and_then(|(here, there)| own.when.and(here)?.and(&other.when)?.and(there))
                else {
                    continue;
                };
                all.extend(self.told_over_circuit(gateway, other, &when));
            }
        }
        all
    }

    /// What sites pass on from other gateways.
    pub(super) fn over_sites(&self, gateway: Id<Gateway>) -> Vec<Announcement> {
        let passed = self.bgp.iter().flat_map(|bgp| bgp.passed_on(gateway));
        passed.filter_map(|passed| self.over_site(gateway, &passed)).collect()
    }

    fn over_site(&self, gateway: Id<Gateway>, passed: &PassedOn) -> Option<Announcement> {
        let network = self.announcer.network;
        let (_, vnet) = self.placed(passed.gateway)?;
        let destination = RouteDestination::Net(passed.network);
        let spaces = self.announcer.spaces(passed.gateway, vnet).into_iter();
        let (route, row) =
            spaces.into_iter().find(|(route, _)| route.destination == destination)?;
        let when = |of: Id<Gateway>| {
            let uplinks = &self.announcer.uplinks[passed.site.index()];
            uplinks.iter().find(|uplink| uplink.gateway == of).map(|uplink| &uplink.when)
        };
        let when = row.when.and(when(gateway)?)?.and(when(passed.gateway)?)?;
        let mut far = self.far_route(gateway, vnet, route);
        let site = &network.sites[passed.site];
        far.because.push(Step {
            code: Code::SitePassesOn.as_str(),
            message: format!(
                "the site {} passes on what {} tells it",
                site.name,
                network.gateways[passed.gateway].declared.label()
            ),
            span: Some(site.span),
        });
        let exit = Some(Exit::PassedOn(passed.site, passed.gateway));
        let rank = self.announcer.rank(gateway);
        Some((far, Row { when, rank, exit, by_bgp: true, ..row }))
    }

    /// What virtual hubs on the same circuit tell.
    pub(super) fn hubs_over_circuits(&self, gateway: Id<Gateway>) -> Vec<Announcement> {
        let network = self.announcer.network;
        let mut all = Vec::new();
        for (hub, when) in &self.hubs[gateway.index()] {
            let declared = &network.virtual_hubs[*hub];
            let own = declared.prefix.value().copied().flatten().map(|prefix| {
                let step = Step {
                    code: Code::HubPrefix.as_str(),
                    message: format!("{} is the prefix of the hub", prefix.net),
                    span: Some(prefix.span),
                };
                (RouteDestination::Net(prefix.net), step, RouteOrigin::VirtualHub(*hub))
            });
            let connections = network.hub_connections.entries().filter(|(_, one)| one.hub == *hub);
            let connected = connections.flat_map(|(id, one)| {
                let spaces = space_destinations(network, one.virtual_network).into_iter();
                spaces.map(move |(to, step)| (to, step, RouteOrigin::HubNetwork(id)))
            });
            for (destination, step, origin) in own.into_iter().chain(connected) {
                let mut far = gateway_route(destination, gateway, origin);
                far.because.push(step);
                far.because.push(Step {
                    code: Code::SameCircuit.as_str(),
                    message: format!(
                        "hub {} is on the same circuit, and both gateways take the other's traffic",
                        declared.declared.label()
                    ),
                    span: Some(network.gateways[gateway].allow_virtual_wan_traffic.span),
                });
                let exit = Some(Exit::EdgeOfHub(*hub));
                let when = when.clone();
                let row = Row { when, rank: 1, exit, inside_known: true, ..Row::default() };
                all.push((far, row));
            }
        }
        all
    }

    fn told_over_circuit(
        &self,
        gateway: Id<Gateway>,
        other: &Uplink,
        when: &Condition,
    ) -> Vec<Announcement> {
        let Some((_, vnet)) = self.placed(other.gateway) else { return Vec::new() };
        let spaces = self.announcer.spaces(other.gateway, vnet).into_iter();
        spaces
            .filter_map(|(route, row)| {
                let origin = match route.origin {
                    RouteOrigin::GatewayTransit(peering) => {
                        RouteOrigin::RemoteNetwork(self.announcer.network.peerings[peering].local)
                    }
                    _ => RouteOrigin::RemoteNetwork(vnet),
                };
                let mut far = gateway_route(route.destination, gateway, origin);
                far.because = route.because;
                far.because.push(Step {
                    code: Code::SameCircuit.as_str(),
                    message: format!(
                        "{} is on the same circuit, and both gateways take traffic of other virtual networks",
                        self.announcer.network.gateways[other.gateway].declared.label()
                    ),
                    span: Some(self.announcer.network.gateways[other.gateway].allow_remote_vnet_traffic.span),
                });
                let exit = Some(Exit::Gateway(other.gateway));
                Some((far, Row { when: row.when.and(when)?, rank: 1, exit, ..row }))
            })
            .collect()
    }
}
