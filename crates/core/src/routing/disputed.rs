//! What sources contradict each other about, so that nothing can be said.

use super::{
    announcement::Uplink,
    target::Place,
    verdict::{Judge, Judged},
};
use crate::network::{Circuit, GatewayKind, Id, VirtualNetwork};

impl Judge<'_> {
    /// Whether a flow hangs on a VPN site's prefix that two Route Servers pass on over the
    /// edge of a circuit: a lab says that they do, Microsoft's Route Server FAQ that the
    /// second one drops it.
    pub(super) fn is_disputed(&self, judged: &Judged, networks: &[Id<VirtualNetwork>]) -> bool {
        let uplinks = &self.routing.control.uplinks;
        let of_site = |place: Place| match place {
            Place::Site(site) => uplinks[site.index()].as_slice(),
            _ => &[],
        };
        let over_vpn = |uplink: &&Uplink| uplink.kind == GatewayKind::Vpn;
        let mut near = [judged.from, judged.to]
            .into_iter()
            .flat_map(|spot| of_site(spot.place))
            .filter(over_vpn)
            .filter_map(|uplink| self.network_of(uplink))
            .filter(|&vnet| self.exchanges_routes(vnet));
        near.any(|vnet| {
            let circuits = self.circuits_at(vnet);
            networks.iter().any(|&other| {
                other != vnet
                    && self.exchanges_routes(other)
                    && self.circuits_at(other).iter().any(|circuit| circuits.contains(circuit))
            })
        })
    }

    fn network_of(&self, uplink: &Uplink) -> Option<Id<VirtualNetwork>> {
        let placed = self.routing.topology.gateways[uplink.gateway.index()].as_ref()?;
        Some(placed.virtual_network)
    }

    /// Whether a Route Server in the network passes routes from branch to branch.
    fn exchanges_routes(&self, vnet: Id<VirtualNetwork>) -> bool {
        let servers = self.routing.topology.route_servers[vnet.index()].iter();
        servers
            .into_iter()
            .any(|(id, _)| self.network.route_servers[*id].branch_to_branch.is(&true))
    }

    /// The circuits that the gateways of a network are connected to.
    fn circuits_at(&self, vnet: Id<VirtualNetwork>) -> Vec<Id<Circuit>> {
        let uplinks = self.routing.control.uplinks.iter().flatten();
        let here = uplinks.filter(|uplink| self.network_of(uplink) == Some(vnet));
        here.filter_map(|uplink| uplink.circuit).collect()
    }
}
