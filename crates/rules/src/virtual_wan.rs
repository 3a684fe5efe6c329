//! What is connected to virtual hubs: what several rules ask of a Virtual WAN.

use ipnet::IpNet;
use nexthop_core::{
    Network,
    network::{
        Declared, HubBranch, HubConnection, HubGateway, HubGatewayKind, HubRouteTable, HubRouting,
        HubTableKind, Id, IntentTraffic, NextHopTarget, RoutingIntent, RoutingPolicy, Site,
        SiteLink, Subnet, SubnetPurpose, VirtualHub, VirtualNetwork, VirtualWan, VpnSite,
    },
    routing::{EffectiveRoute, Endpoint, RouteDestination},
};

use crate::{Context, topology};

/// A branch of a hub, or its point-to-site clients.
pub(crate) struct Branch<'a> {
    pub declared: &'a Declared,
    pub hub: Id<VirtualHub>,
    pub routing: &'a HubRouting,
}

/// The hubs that are declared here and certainly there.
pub(crate) fn hubs(network: &Network) -> impl Iterator<Item = (Id<VirtualHub>, &VirtualHub)> {
    network
        .virtual_hubs
        .entries()
        .filter(|(_, hub)| !hub.declared.existing && topology::certain(&hub.declared))
}

/// The hubs of a Virtual WAN.
pub(crate) fn hubs_of(
    network: &Network,
    wan: Id<VirtualWan>,
) -> impl Iterator<Item = (Id<VirtualHub>, &VirtualHub)> {
    hubs(network).filter(move |(_, hub)| hub.wan == wan)
}

/// The connections of networks that are certainly there.
pub(crate) fn connections(
    network: &Network,
) -> impl Iterator<Item = (Id<HubConnection>, &HubConnection)> {
    network.hub_connections.entries().filter(|(_, one)| topology::certain(&one.declared))
}

/// The connections of networks to a hub.
pub(crate) fn connections_of(
    network: &Network,
    hub: Id<VirtualHub>,
) -> impl Iterator<Item = (Id<HubConnection>, &HubConnection)> {
    connections(network).filter(move |(_, one)| one.hub == hub)
}

/// The networks that are connected to the hubs of a Virtual WAN.
pub(crate) fn networks_of(network: &Network, wan: Id<VirtualWan>) -> Vec<Id<VirtualNetwork>> {
    connections(network)
        .filter(|(_, one)| network.virtual_hubs[one.hub].wan == wan)
        .map(|(_, one)| one.virtual_network)
        .collect()
}

/// The gateways of a kind in a hub.
pub(crate) fn gateways_in(
    network: &Network,
    hub: Id<VirtualHub>,
    kind: HubGatewayKind,
) -> impl Iterator<Item = (Id<HubGateway>, &HubGateway)> {
    network.hub_gateways.entries().filter(move |(_, gateway)| {
        gateway.hub == hub && gateway.kind == kind && topology::certain(&gateway.declared)
    })
}

/// The branches and clients of hubs.
pub(crate) fn branches(network: &Network) -> Vec<Branch<'_>> {
    let of_gateways = network.hub_branches.iter().filter_map(|branch| {
        let HubBranch { declared, routing, .. } = branch;
        let hub = network.hub_gateways[*branch.gateway.value()?].hub;
        topology::certain(declared).then_some(Branch { declared, hub, routing })
    });
    let clients = network.hub_gateways.iter().flat_map(|gateway| {
        let HubGateway { declared, hub, .. } = gateway;
        let known = gateway.clients.known.iter().filter(|_| topology::certain(declared));
        known.map(|clients| Branch { declared, hub: *hub, routing: &clients.routing })
    });
    of_gateways.chain(clients).collect()
}

/// The routing intent that a hub certainly has.
pub(crate) fn intent_of(network: &Network, hub: Id<VirtualHub>) -> Option<&RoutingIntent> {
    let mut intents = network.routing_intents.iter();
    intents.find(|intent| intent.hub == hub && topology::certain(&intent.declared))
}

/// The policy of a hub for a kind of traffic.
pub(crate) fn policy_of(
    network: &Network,
    hub: Id<VirtualHub>,
    traffic: IntentTraffic,
) -> Option<&RoutingPolicy> {
    let mut policies = intent_of(network, hub)?.policies.known.iter();
    policies.find(|policy| policy.traffic.value().is_some_and(|all| all.contains(&traffic)))
}

/// The default route table of a hub.
pub(crate) fn default_table(network: &Network, hub: Id<VirtualHub>) -> Option<Id<HubRouteTable>> {
    let mut tables = network.hub_route_tables.entries();
    let found = tables.find(|(_, table)| table.hub == hub && table.kind == HubTableKind::Default);
    found.map(|(id, _)| id)
}

/// The sites behind the gateways of a kind in a hub.
pub(crate) fn sites_of(
    network: &Network,
    hub: Id<VirtualHub>,
    kind: HubGatewayKind,
) -> Vec<Id<Site>> {
    let leads = |site: &Site| {
        site.links.known.iter().any(|link| match link {
            SiteLink::Hub { gateway, .. } => {
                let gateway = &network.hub_gateways[*gateway];
                gateway.hub == hub && gateway.kind == kind && topology::certain(&gateway.declared)
            }
            SiteLink::ExpressRoute { .. } | SiteLink::Vpn { .. } | SiteLink::Appliance(_) => false,
        })
    };
    network.sites.entries().filter(|(_, site)| leads(site)).map(|(id, _)| id).collect()
}

/// The VPN sites that are certainly connected to hubs of a Virtual WAN.
pub(crate) fn vpn_sites_of(network: &Network, wan: Id<VirtualWan>) -> Vec<&VpnSite> {
    let sites = network.hub_branches.iter().filter_map(|branch| {
        let gateway = &network.hub_gateways[*branch.gateway.value()?];
        let site = &network.vpn_sites[(*branch.vpn_site.value()?)?];
        let is_here = network.virtual_hubs[gateway.hub].wan == wan;
        (is_here && topology::certain(&branch.declared)).then_some(site)
    });
    sites.collect()
}

/// The VPN sites and the point-to-site clients of a hub.
pub(crate) fn vpn_ends(network: &Network, hub: Id<VirtualHub>) -> Vec<Endpoint> {
    let sites = sites_of(network, hub, HubGatewayKind::SiteToSite).into_iter().map(Endpoint::Site);
    let clients = gateways_in(network, hub, HubGatewayKind::PointToSite);
    sites.chain(clients.map(|(id, _)| Endpoint::HubClients(id))).collect()
}

/// The route of a hub's default table that covers a prefix, the longest one.
pub(crate) fn route_for<'a>(
    ctx: &Context<'a>,
    hub: Id<VirtualHub>,
    net: IpNet,
) -> Option<&'a EffectiveRoute> {
    let table = default_table(ctx.network, hub)?;
    let covering =
        ctx.routing.hub_routes(table).iter().filter_map(|route| match route.destination {
            RouteDestination::Net(own) if own.contains(&net) => Some((own.prefix_len(), route)),
            _ => None,
        });
    covering.max_by_key(|(length, _)| *length).map(|(_, route)| route)
}

/// Whether a prefix is in RFC 1918.
pub(crate) fn is_rfc1918(net: IpNet) -> bool {
    let blocks = ["10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16"];
    blocks.iter().filter_map(|block| block.parse::<IpNet>().ok()).any(|block| block.contains(&net))
}

/// The virtual hub that a next hop of a user-defined route is in: its firewall, or an
/// address of its prefix that is in no virtual network.
pub(crate) fn hub_of(network: &Network, target: NextHopTarget) -> Option<Id<VirtualHub>> {
    match target {
        NextHopTarget::Firewall(id) => network.firewalls[id].virtual_hub.value().copied().flatten(),
        NextHopTarget::Address(ip) => {
            let holds = |hub: &VirtualHub| {
                let prefix = hub.prefix.value().copied().flatten();
                prefix.is_some_and(|prefix| prefix.net.contains(&ip))
            };
            let in_network = network.virtual_networks.iter().any(|vnet| {
                let space = vnet.address_space.value();
                space.is_none_or(|all| all.iter().any(|prefix| prefix.net.contains(&ip)))
            });
            let hub = hubs(network).find(|(_, hub)| holds(hub)).map(|(id, _)| id);
            hub.filter(|_| !in_network)
        }
        NextHopTarget::NetworkInterface(_) | NextHopTarget::LoadBalancer(_) => None,
    }
}

/// Whether a network holds Azure Bastion and nothing else, which needs its own way to the
/// Internet.
pub(crate) fn is_for_bastion(network: &Network, vnet: Id<VirtualNetwork>) -> bool {
    let purpose = |id: Id<Subnet>| network.subnets[id].purpose;
    let mut subnets = network.subnets_of(vnet).map(purpose).peekable();
    subnets.peek().is_some() && subnets.all(|purpose| purpose == SubnetPurpose::Bastion)
}
