//! Route Servers: virtual hubs without a Virtual WAN, in whichever of the
//! spellings.

use ipnet::IpNet;
use nexthop_iac::Why;
use nexthop_source::Span;

use super::{
    class::{Class, Rows},
    conversion::{choice, truth, whole},
    directory::{Directory, EntryId},
    gateway::placed,
    route_table,
    subnet::Placement,
};
use crate::{
    Fact, Model, Network,
    network::{BgpPeer, RouteServer, RoutingPreference, Several},
    routing::appliance_model_of,
};

/// Gives the hubs that are Route Servers their rows: a Route Server has no
/// Virtual WAN and stands in a subnet
/// (<https://learn.microsoft.com/azure/templates/microsoft.network/virtualhubs>).
pub(super) fn enrol(directory: &mut Directory<'_>) {
    for hub in directory.of_class(Class::VirtualHub) {
        if is_route_server(directory, hub) {
            directory.enrol(hub, Rows::RouteServers);
        }
    }
}

/// Whether a hub is a Route Server.
pub(super) fn is_route_server(directory: &Directory<'_>, hub: EntryId) -> bool {
    !directory.attributes(hub).has("properties.virtualWan")
        && !directory.children(Class::HubIpConfiguration, hub).is_empty()
}

/// `hubRoutingPreference`
pub(super) const PREFERENCES: &[(&str, RoutingPreference)] = &[
    ("ExpressRoute", RoutingPreference::ExpressRoute),
    ("VpnGateway", RoutingPreference::VpnGateway),
    ("ASPath", RoutingPreference::AsPath),
];

/// Branch-to-branch is off and ExpressRoute preferred unless said otherwise
/// (<https://learn.microsoft.com/azure/route-server/expressroute-vpn-support>,
/// <https://learn.microsoft.com/azure/route-server/hub-routing-preference>).
pub(super) fn read(directory: &mut Directory<'_>, id: EntryId) -> RouteServer {
    let attributes = directory.attributes(id);
    let configuration = directory.children(Class::HubIpConfiguration, id).first().copied();
    let (placement, public_address) = match configuration {
        Some(configuration) => {
            let configuration = directory.attributes(configuration);
            let address = directory.link(&configuration, "properties.publicIPAddress.id");
            (placed(directory, &configuration), address)
        }
        None => nowhere(&attributes.left_out("properties.ipConfigurations"), attributes.header()),
    };
    RouteServer {
        subnet: placement.subnet,
        virtual_network: placement.virtual_network,
        branch_to_branch: attributes.or("properties.allowBranchToBranchTraffic", false, truth),
        routing_preference: attributes.or(
            "properties.hubRoutingPreference",
            RoutingPreference::ExpressRoute,
            choice(PREFERENCES),
        ),
        public_address,
        peers: peers(directory, id),
        declared: directory.entry(id).declared.clone(),
    }
}

fn nowhere<T>(why: &Why, span: Span) -> (Placement, Fact<T>) {
    let placement = Placement {
        subnet: Fact::unknown(why.clone(), span),
        virtual_network: Fact::unknown(why.clone(), span),
    };
    (placement, Fact::unknown(why.clone(), span))
}

/// Notes what the peers of Route Servers are configured to advertise.
pub(super) fn note_advertisements(network: &mut Network, model: &Model) {
    let mut told = Vec::new();
    for (id, server) in network.route_servers.entries() {
        for (at, peer) in server.peers.known.iter().enumerate() {
            if let Some(appliance) = appliance_model_of(network, &model.appliances, peer) {
                told.push((id, at, appliance.advertises.iter().map(IpNet::trunc).collect()));
            }
        }
    }
    for (id, at, advertises) in told {
        network.route_servers[id].peers.known[at].advertises = advertises;
    }
}

/// The BGP peers of a Route Server or of a virtual hub.
pub(super) fn peers(directory: &Directory<'_>, id: EntryId) -> Several<BgpPeer> {
    let inline = directory.attributes(id).blocks("properties.bgpConnections");
    let peers = directory.children(Class::BgpConnection, id).iter().map(|&child| {
        let attributes = directory.attributes(child);
        BgpPeer {
            declared: directory.entry(child).declared.clone(),
            asn: attributes.required("properties.peerAsn", whole),
            ip: attributes
                .required("properties.peerIp", |value| route_table::address(directory, value)),
            advertises: Vec::new(),
        }
    });
    Several {
        known: peers.collect(),
        more: inline.more.or_else(|| directory.orphans.get(&Class::BgpConnection).cloned()),
        span: inline.span,
    }
}
