//! Tunnels between VPN gateways of virtual networks and those of virtual hubs.

use std::collections::BTreeMap;

use super::{
    Connection, Gateway, HubBranch, HubGateway, HubGatewayKind, Id, LocalNetworkGateway, Network,
};

/// A tunnel between a VPN gateway of a virtual network and one of a virtual hub, seen from
/// both: a VPN site stands for the former, a local network gateway for the latter
/// (<https://learn.microsoft.com/azure/virtual-wan/connect-virtual-network-gateway-vwan>).
#[derive(Clone, Copy, Debug)]
pub struct HubTunnel {
    /// The gateway of the virtual network.
    pub gateway: Id<Gateway>,
    /// Its connection.
    pub connection: Id<Connection>,
    /// What stands for the hub's gateway.
    pub local_network_gateway: Id<LocalNetworkGateway>,
    /// The gateway of the hub.
    pub hub_gateway: Id<HubGateway>,
    /// Its connection to the VPN site that stands for the other gateway.
    pub branch: Id<HubBranch>,
}

/// The two ends of a tunnel.
type Ends = (Id<Gateway>, Id<HubGateway>);

impl Network {
    /// The tunnels that are declared from either side.
    pub fn hub_tunnels(&self) -> Vec<HubTunnel> {
        let mut branches: BTreeMap<Ends, Vec<Id<HubBranch>>> = BTreeMap::new();
        for (id, branch) in self.hub_branches.entries() {
            if let Some(ends) = self.ends_of_branch(branch) {
                branches.entry(ends).or_default().push(id);
            }
        }
        if branches.is_empty() {
            return Vec::new();
        }
        let mut tunnels: Vec<HubTunnel> = Vec::new();
        for (connection, declared) in self.connections.entries() {
            let (Some(&gateway), Some(&Some(local_network_gateway))) =
                (declared.gateway.value(), declared.local_network_gateway.value())
            else {
                continue;
            };
            let Some(hub_gateway) = self.meant_by(local_network_gateway) else { continue };
            let known = tunnels
                .iter()
                .filter(|one| (one.gateway, one.hub_gateway) == (gateway, hub_gateway));
            // Instances have a connection each; the one that comes first to the other.
            let at = known.count();
            let branches = branches.get(&(gateway, hub_gateway)).map_or(&[][..], Vec::as_slice);
            if let Some(&branch) = branches.get(at).or(branches.last()) {
                let ends =
                    HubTunnel { gateway, connection, local_network_gateway, hub_gateway, branch };
                tunnels.push(ends);
            }
        }
        tunnels
    }

    /// The gateways at the ends of a hub's connection to a VPN site with the public address
    /// of a gateway.
    fn ends_of_branch(&self, branch: &HubBranch) -> Option<Ends> {
        let hub_gateway = *branch.gateway.value()?;
        let site = (*branch.vpn_site.value()?)?;
        let addresses = &self.vpn_sites[site].public_addresses;
        let has = |gateway: &Gateway| {
            let mut own = gateway.ip_configurations.known.iter();
            own.any(|one| {
                let own = one.public_address.value().copied().flatten();
                own.is_some_and(|own| addresses.contains(&own))
            })
        };
        let found = (!addresses.is_empty())
            .then(|| self.gateways.entries().find(|(_, gateway)| has(gateway)))??;
        Some((found.0, hub_gateway))
    }

    /// The gateway of a hub that a local network gateway stands for: the one that its
    /// address is read from, or the one of the hub whose addresses it speaks BGP with.
    fn meant_by(&self, id: Id<LocalNetworkGateway>) -> Option<Id<HubGateway>> {
        let local = &self.local_network_gateways[id];
        local.hub_gateway.or_else(|| {
            let peer = local.bgp_peering_address.value().copied().flatten()?;
            let mut gateways = self.hub_gateways.entries();
            let found = gateways.find(|(_, gateway)| {
                let prefix = self.virtual_hubs[gateway.hub].prefix.value().copied().flatten();
                gateway.kind == HubGatewayKind::SiteToSite
                    && prefix.is_some_and(|prefix| prefix.net.contains(&peer))
            });
            found.map(|(id, _)| id)
        })
    }
}
