//! What is out of service of a circuit or of a connection, short of all of it.

use crate::{
    Network,
    network::{Circuit, CircuitLink, Connection, Id},
};

/// Links of circuits, and tunnels of single instances of gateways.
#[derive(Debug, Default)]
pub(super) struct PartsDown {
    links: Vec<(Id<Circuit>, CircuitLink)>,
    tunnels: Vec<(Id<Connection>, u8)>,
}

impl PartsDown {
    /// What is named `circuit/primary`, `circuit/secondary` or `connection/instance-0`.
    pub(super) fn named(network: &Network, names: &[String]) -> Self {
        Self {
            links: names.iter().flat_map(|name| network.circuit_links(name)).collect(),
            tunnels: names.iter().flat_map(|name| network.tunnels(name)).collect(),
        }
    }

    pub(super) fn has_link(&self, circuit: Id<Circuit>, link: CircuitLink) -> bool {
        self.links.contains(&(circuit, link))
    }

    pub(super) fn has_tunnel(&self, connection: Id<Connection>, instance: usize) -> bool {
        self.tunnels.iter().any(|&(id, number)| id == connection && usize::from(number) == instance)
    }

    /// Whether a connection has no tunnel left.
    pub(super) fn has_all_tunnels(&self, network: &Network, connection: Id<Connection>) -> bool {
        let number = usize::from(network.tunnels_of(connection));
        number > 0 && (0..number).all(|instance| self.has_tunnel(connection, instance))
    }
}
