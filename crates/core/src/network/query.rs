//! Questions that many ask of a network.

use super::{Gateway, Id, Network, Peering, RouteServer, Subnet, SubnetPurpose, VirtualNetwork};

impl Network {
    /// The subnets of a virtual network.
    pub fn subnets_of(&self, vnet: Id<VirtualNetwork>) -> impl Iterator<Item = Id<Subnet>> {
        self.subnets
            .entries()
            .filter(move |(_, subnet)| subnet.virtual_network == vnet)
            .map(|(id, _)| id)
    }

    /// The subnet of a virtual network with that purpose.
    pub fn special_subnet(
        &self,
        vnet: Id<VirtualNetwork>,
        purpose: SubnetPurpose,
    ) -> Option<Id<Subnet>> {
        self.subnets_of(vnet).find(|&id| self.subnets[id].purpose == purpose)
    }

    /// The gateways known to stand in a virtual network.
    pub fn gateways_in(&self, vnet: Id<VirtualNetwork>) -> impl Iterator<Item = Id<Gateway>> {
        self.gateways
            .entries()
            .filter(move |(_, gateway)| gateway.virtual_network.is(&vnet))
            .map(|(id, _)| id)
    }

    /// The Route Servers known to stand in a virtual network.
    pub fn route_servers_in(
        &self,
        vnet: Id<VirtualNetwork>,
    ) -> impl Iterator<Item = Id<RouteServer>> {
        self.route_servers
            .entries()
            .filter(move |(_, server)| server.virtual_network.is(&vnet))
            .map(|(id, _)| id)
    }

    /// The peerings declared in a virtual network.
    pub fn peerings_of(&self, vnet: Id<VirtualNetwork>) -> impl Iterator<Item = Id<Peering>> {
        self.peerings.entries().filter(move |(_, peering)| peering.local == vnet).map(|(id, _)| id)
    }

    /// The other direction of a peering, where it is declared.
    pub fn reverse(&self, peering: Id<Peering>) -> Option<Id<Peering>> {
        let Peering { local, remote, .. } = self.peerings[peering];
        self.peerings
            .entries()
            .find(|(_, other)| other.local == remote && other.remote == local)
            .map(|(id, _)| id)
    }
}
