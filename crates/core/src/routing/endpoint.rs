//! The ends of a flow, and how they are written on the command line.

use std::{collections::BTreeSet, net::IpAddr};

use crate::{
    Network,
    network::{Declared, Gateway, HubGateway, HubGatewayKind, Id, Site, Subnet, VirtualNetwork},
};

/// One end of a flow.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Endpoint {
    /// `p2s:<gateway>`: the clients of a VPN gateway.
    Clients(Id<Gateway>),
    /// `p2s:<gateway>`: the clients of a virtual hub's gateway.
    HubClients(Id<HubGateway>),
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
    pub fn all(network: &Network) -> Vec<Self> {
        let clients = clients(network);
        let sites = network.sites.ids().map(Self::Site);
        let networks = network.virtual_networks.ids().map(Self::VirtualNetwork);
        let mut all: Vec<Self> = clients.chain(sites).chain(networks).collect();
        all.push(Self::Internet);
        all
    }

    /// The endpoints that a pattern of the command line names; `*` matches any
    /// text, alone all endpoints of the matrix.
    ///
    /// The error says what is wrong and what there is.
    pub fn find(network: &Network, pattern: &str) -> Result<Vec<Self>, String> {
        if pattern == "*" {
            return Ok(Self::all(network));
        }
        if pattern.eq_ignore_ascii_case("internet") {
            return Ok(vec![Self::Internet]);
        }
        if let Ok(ip) = pattern.parse() {
            return Ok(vec![Self::Address(ip)]);
        }
        let Some((kind, name)) = pattern.split_once(':') else {
            return Err(format!(
                "`{pattern}` is no endpoint: write p2s:<gateway>, onprem:<site>, vnet:<name>, \
                 subnet:<vnet>/<subnet>, internet or an IP address"
            ));
        };
        let candidates: Vec<Self> = match kind {
            "p2s" => clients(network).collect(),
            "onprem" => network.sites.ids().map(Self::Site).collect(),
            "vnet" => network.virtual_networks.ids().map(Self::VirtualNetwork).collect(),
            "subnet" => network.subnets.ids().map(Self::Subnet).collect(),
            _ => {
                return Err(format!(
                    "`{kind}:` is no kind of endpoint: there are p2s, onprem, vnet and subnet"
                ));
            }
        };
        let found: Vec<Self> = candidates
            .iter()
            .copied()
            .filter(|endpoint| endpoint.names(network).iter().any(|its| matches(name, its)))
            .collect();
        if !found.is_empty() {
            return Ok(found);
        }
        let there: Vec<String> = candidates.iter().map(|one| one.id(network)).collect();
        Err(match there.as_slice() {
            [] => format!("`{pattern}` matches nothing: there is no endpoint of that kind"),
            _ => format!("`{pattern}` matches nothing: there are {}", there.join(", ")),
        })
    }

    /// The endpoint as it is written on the command line. Of many, [`EndpointIds`] are
    /// found faster.
    pub fn id(self, network: &Network) -> String {
        self.with_name(network, |name| self.is_only(network, name))
    }

    /// The same, where it is known whether a name in Azure is that of one endpoint only.
    fn with_name(self, network: &Network, is_only: impl Fn(&str) -> bool) -> String {
        match self {
            Self::Internet => "internet".to_owned(),
            Self::Address(ip) => ip.to_string(),
            _ => format!("{}:{}", self.kind(), self.name(network, is_only)),
        }
    }

    /// The word before the colon; `internet` and `address` for those without.
    pub fn kind(self) -> &'static str {
        match self {
            Self::Clients(_) | Self::HubClients(_) => "p2s",
            Self::Site(_) => "onprem",
            Self::VirtualNetwork(_) => "vnet",
            Self::Subnet(_) => "subnet",
            Self::Internet => "internet",
            Self::Address(_) => "address",
        }
    }

    /// The name in Azure, or the address in code where that is not unique.
    fn name(self, network: &Network, is_only: impl Fn(&str) -> bool) -> String {
        match self.names(network).as_slice() {
            [name, ..] if is_only(name) => name.clone(),
            [.., address] => address.clone(),
            [] => String::new(),
        }
    }

    /// Whether no other endpoint of its kind has that name in Azure.
    fn is_only(self, network: &Network, name: &str) -> bool {
        match self {
            Self::Clients(_) | Self::HubClients(_) => {
                gateway_names(network).filter(|&one| one == name).count() == 1
            }
            Self::VirtualNetwork(_) => {
                network_names(network).filter(|&one| one == name).count() == 1
            }
            Self::Subnet(_) => {
                subnet_names(network).filter(|one| one.as_str() == name).count() == 1
            }
            Self::Site(_) | Self::Internet | Self::Address(_) => true,
        }
    }

    /// What it may be called: by its name in Azure, and by its address in code.
    fn names(self, network: &Network) -> Vec<String> {
        let both =
            |declared: &Declared| vec![declared.label().to_owned(), declared.address.to_string()];
        match self {
            Self::Clients(id) => both(&network.gateways[id].declared),
            Self::HubClients(id) => both(&network.hub_gateways[id].declared),
            Self::Site(id) => vec![network.sites[id].name.clone()],
            Self::VirtualNetwork(id) => both(&network.virtual_networks[id].declared),
            Self::Subnet(id) => {
                vec![subnet_name(network, id), network.subnets[id].declared.address.to_string()]
            }
            Self::Internet | Self::Address(_) => Vec::new(),
        }
    }
}

/// Gateways with point-to-site clients.
fn clients(network: &Network) -> impl Iterator<Item = Endpoint> {
    let gateways = network.gateways.entries();
    let own = gateways.filter(|(_, gateway)| gateway.clients.is_some());
    let of_hubs = network.hub_gateways.entries();
    let of_hubs = of_hubs.filter(|(_, gateway)| gateway.kind == HubGatewayKind::PointToSite);
    own.map(|(id, _)| Endpoint::Clients(id)).chain(of_hubs.map(|(id, _)| Endpoint::HubClients(id)))
}

fn gateway_names(network: &Network) -> impl Iterator<Item = &str> {
    let own = network.gateways.iter().map(|one| one.declared.label());
    own.chain(network.hub_gateways.iter().map(|one| one.declared.label()))
}

fn network_names(network: &Network) -> impl Iterator<Item = &str> {
    network.virtual_networks.iter().map(|one| one.declared.label())
}

fn subnet_names(network: &Network) -> impl Iterator<Item = String> {
    network.subnets.ids().map(|id| subnet_name(network, id))
}

/// Endpoints as they are written on the command line, where many are asked for.
#[derive(Debug)]
pub struct EndpointIds<'a> {
    network: &'a Network,
    /// By kind, the names in Azure that several endpoints have.
    shared: BTreeSet<(&'static str, String)>,
}

impl<'a> EndpointIds<'a> {
    /// Those of a network.
    pub fn new(network: &'a Network) -> Self {
        let gateways = gateway_names(network).map(|name| ("p2s", name.to_owned()));
        let networks = network_names(network).map(|name| ("vnet", name.to_owned()));
        let subnets = subnet_names(network).map(|name| ("subnet", name));
        let mut seen = BTreeSet::new();
        let mut shared = BTreeSet::new();
        for name in gateways.chain(networks).chain(subnets) {
            if let Some(again) = seen.replace(name) {
                shared.insert(again);
            }
        }
        Self { network, shared }
    }

    /// An endpoint, as [`Endpoint::id`] says it.
    pub fn of(&self, endpoint: Endpoint) -> String {
        let kind = endpoint.kind();
        endpoint.with_name(self.network, |name| !self.shared.contains(&(kind, name.to_owned())))
    }
}

fn subnet_name(network: &Network, id: Id<Subnet>) -> String {
    let subnet = &network.subnets[id];
    let vnet = network.virtual_networks[subnet.virtual_network].declared.label();
    format!("{vnet}/{}", subnet.declared.label())
}

/// Whether a text fits a pattern in which `*` stands for any text. Azure compares
/// names without case.
pub fn matches(pattern: &str, text: &str) -> bool {
    let (pattern, text) = (pattern.to_ascii_lowercase(), text.to_ascii_lowercase());
    let mut parts = pattern.split('*');
    let Some(mut rest) = parts.next().and_then(|first| text.strip_prefix(first)) else {
        return false;
    };
    let mut parts: Vec<&str> = parts.collect();
    let Some(last) = parts.pop() else { return rest.is_empty() };
    for part in parts {
        match rest.find(part) {
            Some(at) => rest = &rest[at + part.len()..],
            None => return false,
        }
    }
    rest.ends_with(last)
}
