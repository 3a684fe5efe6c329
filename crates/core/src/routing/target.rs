//! Where packets come from and go to: addresses that are known, and those that
//! have no number yet but are known by whose they are.

use std::net::IpAddr;

use ipnet::IpNet;

use super::{Endpoint, by_prefix::ByPrefix, parts::Parts, private_endpoints::addresses};
use crate::{
    Network,
    network::{
        Gateway, HubGateway, Id, Prefix, PrivateEndpoint, Site, SiteLink, Subnet, SubnetPurpose,
        VirtualHub, VirtualNetwork,
    },
};

/// Addresses that are unknown but for whose they are.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) enum Symbol {
    Site(Id<Site>),
    Clients(Id<Gateway>),
    HubClients(Id<HubGateway>),
    VirtualNetwork(Id<VirtualNetwork>),
    Subnet(Id<Subnet>, Id<VirtualNetwork>),
    /// Some public address that no route names.
    Internet,
}

/// The address of a packet.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) enum Target {
    Net(IpNet),
    Symbol(Symbol),
}

impl Target {
    /// Whether packets go between two addresses at all: they do within IPv4 and
    /// within IPv6. Unknown addresses are taken for IPv4.
    pub(super) fn speaks_with(self, other: Self) -> bool {
        let is_v6 = |target| matches!(target, Self::Net(IpNet::V6(_)));
        is_v6(self) == is_v6(other)
    }
}

/// Where a packet is handed in or taken out.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) enum Place {
    Subnet(Id<Subnet>),
    /// A virtual network without workload subnets.
    VirtualNetwork(Id<VirtualNetwork>),
    /// A private endpoint whose subnet and address are known.
    PrivateEndpoint(Id<PrivateEndpoint>),
    Site(Id<Site>),
    Clients(Id<Gateway>),
    /// The clients of a virtual hub's gateway.
    HubClients(Id<HubGateway>),
    /// A virtual hub's own addresses, those of its firewall among them.
    Hub(Id<VirtualHub>),
    Internet,
    /// An address that belongs to nothing in the code.
    Nowhere,
}

/// One address at one place.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) struct Spot {
    pub(super) place: Place,
    pub(super) target: Target,
}

impl Place {
    /// The virtual network that it is in.
    pub(super) fn virtual_network(self, network: &Network) -> Option<Id<VirtualNetwork>> {
        match self {
            Self::Subnet(subnet) => Some(network.subnets[subnet].virtual_network),
            Self::VirtualNetwork(vnet) => Some(vnet),
            Self::PrivateEndpoint(endpoint) => {
                let subnet = network.private_endpoints[endpoint].subnet.value().copied().flatten();
                subnet.map(|subnet| network.subnets[subnet].virtual_network)
            }
            Self::Site(_)
            | Self::Clients(_)
            | Self::HubClients(_)
            | Self::Hub(_)
            | Self::Internet
            | Self::Nowhere => None,
        }
    }
}

/// What a site's prefixes are taken for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum SitePrefixes {
    /// Declared or configured.
    Known(Vec<IpNet>),
    /// Custom routes of this VPN gateway that belong to nothing in the code.
    Assumed(Vec<IpNet>, Id<Gateway>),
    /// Not to be told.
    Unknown,
}

impl SitePrefixes {
    pub(super) fn by_prefix(&self) -> ByPrefix {
        let prefixes = match self {
            Self::Known(prefixes) | Self::Assumed(prefixes, _) => prefixes.as_slice(),
            Self::Unknown => &[],
        };
        ByPrefix::new(prefixes.iter().enumerate().map(|(at, net)| (*net, at)).collect())
    }
}

/// The spots of endpoints.
pub(super) struct Spots<'a> {
    pub(super) network: &'a Network,
    /// By virtual network.
    pub(super) subnets: &'a [Vec<Id<Subnet>>],
    pub(super) sites: &'a [SitePrefixes],
    /// What is inside an endpoint's addresses and routed by itself is judged by itself.
    pub(super) parts: &'a Parts,
}

impl Spots<'_> {
    pub(super) fn of(&self, endpoint: Endpoint) -> Vec<Spot> {
        match endpoint {
            Endpoint::Clients(gateway) => self.clients(gateway),
            Endpoint::HubClients(gateway) => self.hub_clients(gateway),
            Endpoint::Site(site) => self.site(site),
            Endpoint::VirtualNetwork(vnet) => self.virtual_network(vnet),
            Endpoint::Subnet(subnet) => self.subnet(subnet),
            Endpoint::Internet => {
                vec![Spot { place: Place::Internet, target: Target::Symbol(Symbol::Internet) }]
            }
            Endpoint::Address(ip) => vec![self.at(ip)],
        }
    }

    /// Whether the spots of a place are guesses, one of which is right.
    pub(super) fn are_alternatives(&self, place: Place) -> bool {
        matches!(place, Place::Subnet(id) if self.network.subnets[id].prefixes.value().is_none())
    }

    fn clients(&self, gateway: Id<Gateway>) -> Vec<Spot> {
        let pool = self.network.gateways[gateway].clients.as_ref().map(|clients| &clients.pool);
        let prefixes = pool.and_then(|pool| pool.value());
        let prefixes = prefixes.map(|pool| pool.iter().map(|prefix| prefix.net).collect());
        self.spots(Place::Clients(gateway), prefixes, Symbol::Clients(gateway))
    }

    fn hub_clients(&self, gateway: Id<HubGateway>) -> Vec<Spot> {
        let pool = hub_pool(self.network, gateway);
        let prefixes = pool.map(|pool| pool.map(|prefix| prefix.net).collect());
        self.spots(Place::HubClients(gateway), prefixes, Symbol::HubClients(gateway))
    }

    fn site(&self, site: Id<Site>) -> Vec<Spot> {
        let prefixes = match &self.sites[site.index()] {
            SitePrefixes::Known(prefixes) | SitePrefixes::Assumed(prefixes, _) => {
                // A default route is the way to elsewhere, not what is there.
                let own = prefixes.iter().filter(|net| net.prefix_len() > 0);
                let own: Vec<IpNet> = own.copied().collect();
                Some(if own.is_empty() { prefixes.clone() } else { own })
            }
            SitePrefixes::Unknown => None,
        };
        self.spots(Place::Site(site), prefixes, Symbol::Site(site))
    }

    fn virtual_network(&self, vnet: Id<VirtualNetwork>) -> Vec<Spot> {
        let workloads: Vec<Spot> = self.subnets[vnet.index()]
            .iter()
            .copied()
            .filter(|&subnet| self.network.subnets[subnet].purpose == SubnetPurpose::General)
            .flat_map(|subnet| self.subnet(subnet))
            .collect();
        if !workloads.is_empty() {
            return workloads;
        }
        let space = self.network.virtual_networks[vnet].address_space.value();
        let prefixes = space.map(|space| space.iter().map(|prefix| prefix.net).collect());
        self.spots(Place::VirtualNetwork(vnet), prefixes, Symbol::VirtualNetwork(vnet))
    }

    fn subnet(&self, id: Id<Subnet>) -> Vec<Spot> {
        let subnet = &self.network.subnets[id];
        let space = &self.network.virtual_networks[subnet.virtual_network].address_space;
        // A subnet of unknown prefix is somewhere in its network.
        let prefixes = subnet.prefixes.value().or_else(|| space.value());
        let prefixes = prefixes.map(|all| all.iter().map(|prefix| prefix.net).collect());
        self.spots(Place::Subnet(id), prefixes, Symbol::Subnet(id, subnet.virtual_network))
    }

    fn spots(&self, place: Place, prefixes: Option<Vec<IpNet>>, symbol: Symbol) -> Vec<Spot> {
        let prefixes: Vec<IpNet> = prefixes.unwrap_or_default();
        if prefixes.is_empty() {
            return vec![Spot { place, target: Target::Symbol(symbol) }];
        }
        let own = match place {
            Place::Site(site) => self.declared_for(site),
            _ => Vec::new(),
        };
        let targets = self.parts.of(&prefixes, &own).into_iter();
        targets.map(|net| Spot { place, target: Target::Net(net) }).collect()
    }

    /// The prefixes that are declared for a site beside those that are configured: the
    /// tunnels to it are routed by them.
    fn declared_for(&self, site: Id<Site>) -> Vec<IpNet> {
        let network = self.network;
        let declared = |link: &SiteLink| match *link {
            SiteLink::Vpn { local_network_gateway, .. } => {
                network.local_network_gateways[local_network_gateway].address_space.value()
            }
            SiteLink::Hub { branch: Some(branch), .. } => {
                let vpn_site = network.hub_branches[branch].vpn_site.value().copied().flatten()?;
                network.vpn_sites[vpn_site].address_space.value()
            }
            SiteLink::Hub { branch: None, .. }
            | SiteLink::ExpressRoute { .. }
            | SiteLink::Appliance(_) => None,
        };
        let links = network.sites[site].links.known.iter();
        links.filter_map(declared).flatten().map(|prefix| prefix.net).collect()
    }

    /// The spot of an address. One on the Internet is any, unless it is known to be that of
    /// something in the code.
    pub(super) fn at(&self, ip: IpAddr) -> Spot {
        let net = IpNet::from(ip);
        let place = self.place_of(net);
        let is_declared = || self.network.public_addresses.iter().any(|one| one.ip.is(&Some(ip)));
        let target = match place {
            Place::Internet if !is_declared() => Target::Symbol(Symbol::Internet),
            _ => Target::Net(net),
        };
        Spot { place, target }
    }

    /// Whose an address is: the longest known prefix that holds it decides.
    fn place_of(&self, net: IpNet) -> Place {
        let network = self.network;
        let subnets = network.subnets.entries().flat_map(|(id, subnet)| {
            let prefixes = subnet.prefixes.value().into_iter().flatten();
            prefixes.map(move |prefix| (prefix.net, Place::Subnet(id)))
        });
        let endpoints = network.private_endpoints.entries();
        let endpoints = endpoints.filter(|(_, one)| matches!(one.subnet.value(), Some(Some(_))));
        let endpoints = endpoints.flat_map(|(id, endpoint)| {
            addresses(endpoint).map(move |ip| (IpNet::from(ip), Place::PrivateEndpoint(id)))
        });
        let spaces = network.virtual_networks.entries().flat_map(|(id, vnet)| {
            let space = vnet.address_space.value().into_iter().flatten();
            space.map(move |prefix| (prefix.net, Place::VirtualNetwork(id)))
        });
        let pools = network.gateways.entries().flat_map(|(id, gateway)| {
            let pool = gateway.clients.iter().filter_map(|clients| clients.pool.value()).flatten();
            pool.map(move |prefix| (prefix.net, Place::Clients(id)))
        });
        let sites = network.sites.ids().flat_map(|id| {
            let prefixes = match &self.sites[id.index()] {
                SitePrefixes::Known(prefixes) | SitePrefixes::Assumed(prefixes, _) => {
                    prefixes.as_slice()
                }
                SitePrefixes::Unknown => &[],
            };
            prefixes.iter().map(move |&prefix| (prefix, Place::Site(id)))
        });
        let hub_pools = network.hub_gateways.ids().flat_map(|id| {
            let pool = hub_pool(network, id).into_iter().flatten();
            pool.map(move |prefix| (prefix.net, Place::HubClients(id)))
        });
        let hubs = network.virtual_hubs.entries().filter_map(|(id, hub)| {
            let prefix = hub.prefix.value().copied().flatten()?;
            Some((prefix.net, Place::Hub(id)))
        });
        let holders = endpoints
            .chain(subnets)
            .chain(spaces)
            .chain(pools)
            .chain(sites)
            .chain(hub_pools)
            .chain(hubs);
        let longest = holders
            .filter(|(prefix, _)| prefix.contains(&net))
            .max_by_key(|&(prefix, place)| (prefix.prefix_len(), std::cmp::Reverse(place)));
        longest.map_or_else(
            || if is_private(net) { Place::Nowhere } else { Place::Internet },
            |(_, place)| place,
        )
    }
}

/// The prefixes of the clients of a virtual hub's gateway; `None` where one cannot be told.
pub(super) fn hub_pool(
    network: &Network,
    gateway: Id<HubGateway>,
) -> Option<impl Iterator<Item = Prefix> + '_> {
    let clients = &network.hub_gateways[gateway].clients;
    let known =
        clients.more.is_none() && clients.known.iter().all(|one| one.pool.value().is_some());
    let pools = clients.known.iter().filter_map(|one| one.pool.value()).flatten().copied();
    known.then_some(pools)
}

/// Whether Azure never sends the address to the Internet: RFC 1918, RFC 6598,
/// link-local and IPv6's unique local addresses.
pub(super) fn is_private(net: IpNet) -> bool {
    match net {
        IpNet::V4(net) => {
            let ip = net.network();
            ip.is_private() || ip.is_link_local() || ip.is_loopback() || {
                let [first, second, ..] = ip.octets();
                first == 100 && second & 0xC0 == 64
            }
        }
        IpNet::V6(net) => net.network().is_unique_local() || net.network().is_unicast_link_local(),
    }
}
