//! The ends of a flow, and how they are written on the command line.

use std::net::IpAddr;

use crate::{
    Network,
    network::{Gateway, Id, Site, Subnet, VirtualNetwork},
};

/// One end of a flow.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Endpoint {
    /// `p2s:<gateway>`: the clients of a VPN gateway.
    Clients(Id<Gateway>),
    /// `onprem:<site>`
    Site(Id<Site>),
    /// `vnet:<name>`: the workload subnets of a virtual network, or its address
    /// space when it has none.
    VirtualNetwork(Id<VirtualNetwork>),
    /// `subnet:<vnet>/<subnet>`
    Subnet(Id<Subnet>),
    /// `internet`
    Internet,
    /// An IP address.
    Address(IpAddr),
}

impl Endpoint {
    /// Every endpoint of a network but single addresses and subnets, in the order
    /// of the matrix: clients, sites, virtual networks, the Internet.
    pub fn all(_network: &Network) -> Vec<Self> {
        Vec::new()
    }

    /// The endpoints that a pattern of the command line names; `*` matches any.
    ///
    /// The error says what is wrong and what there is.
    pub fn find(_network: &Network, _pattern: &str) -> Result<Vec<Self>, String> {
        Ok(Vec::new())
    }

    /// The endpoint as it is written on the command line.
    pub fn id(self, _network: &Network) -> String {
        String::new()
    }

    /// The word before the colon; `internet` and `address` for those without.
    pub fn kind(self) -> &'static str {
        match self {
            Self::Clients(_) => "p2s",
            Self::Site(_) => "onprem",
            Self::VirtualNetwork(_) => "vnet",
            Self::Subnet(_) => "subnet",
            Self::Internet => "internet",
            Self::Address(_) => "address",
        }
    }
}
