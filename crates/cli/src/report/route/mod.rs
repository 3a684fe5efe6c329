//! Effective routes in the words of `az network nic show-effective-route-table`.

pub(crate) mod bgp;
pub(crate) mod json;
pub(crate) mod text;

use nexthop_core::{
    Network,
    network::NextHopTarget,
    routing::{
        Appliance, BgpRoute, EffectiveRoute, NextHop, RouteDestination, RouteOrigin, Speaker,
    },
};
use serde::Serialize;

/// The routes of one place.
#[derive(Debug)]
pub(crate) struct RouteList {
    /// Whose routes they are: `subnet:hub/app`, `gateway:er`.
    pub(crate) at: String,
    pub(crate) kind: ListKind,
    pub(crate) routes: Vec<EffectiveRoute>,
    /// By route: the routers that it leads to, where they are told.
    pub(crate) routers: Vec<Vec<Speaker>>,
}

/// All that is listed of one network.
#[derive(Debug, Default)]
pub(crate) struct Lists {
    pub(crate) routes: Vec<RouteList>,
    pub(crate) bgp: Vec<BgpList>,
}

/// What a gateway or the edge router of a circuit has learned by BGP, or what it tells one
/// of its neighbours.
#[derive(Clone, Debug)]
pub(crate) struct BgpList {
    pub(crate) at: String,
    pub(crate) kind: BgpListKind,
    /// The neighbour that is told.
    pub(crate) to: Option<Speaker>,
    pub(crate) rows: Vec<BgpRoute>,
}

/// Whose BGP routes are listed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum BgpListKind {
    /// `az network vnet-gateway list-learned-routes`
    Learned,
    /// `az network express-route list-route-tables`
    Circuit,
    /// `az network vnet-gateway list-advertised-routes --peer`
    Advertised,
}

impl BgpList {
    /// The neighbour that is told, with its address where that can be told.
    pub(crate) fn neighbour(&self, network: &Network) -> Option<bgp::RouterV1> {
        let to = self.to?;
        let address = self.rows.first().and_then(|row| row.address(network, to));
        let router = bgp::RouterV1::of(network, to);
        Some(bgp::RouterV1 { address: address.map(|address| address.to_string()), ..router })
    }
}

impl BgpListKind {
    pub(crate) fn as_str(self) -> &'static str {
        match self {
            Self::Learned => "learned",
            Self::Circuit => "circuit",
            Self::Advertised => "advertised",
        }
    }
}

/// Which routes of a place are listed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum ListKind {
    /// Those in effect in a subnet.
    Effective,
    /// Those a gateway tells the other side.
    Advertised,
    /// Those that clients are given.
    Pushed,
    /// Those of a virtual hub's route table.
    Hub,
}

impl ListKind {
    pub(crate) fn as_str(self) -> &'static str {
        match self {
            Self::Effective => "effective",
            Self::Advertised => "advertised",
            Self::Pushed => "pushed",
            Self::Hub => "hub",
        }
    }
}

/// A route in words.
#[derive(Debug, Serialize)]
pub(crate) struct RouteLine {
    pub(crate) source: &'static str,
    pub(crate) state: &'static str,
    #[serde(rename = "address_prefix")]
    pub(crate) prefix: String,
    pub(crate) next_hop_type: &'static str,
    #[serde(skip_serializing_if = "String::is_empty")]
    pub(crate) next_hop_ip: String,
    /// The name of what the next hop is, or of what made the route.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub(crate) via: String,
}

impl RouteLine {
    pub(crate) fn of(network: &Network, route: &EffectiveRoute) -> Self {
        let next_hop = next_hop_name(network, &route.next_hop);
        Self {
            source: route.source.as_str(),
            state: route.state.as_str(),
            prefix: prefix(network, &route.destination),
            next_hop_type: route.next_hop.as_str(),
            next_hop_ip: match route.next_hop {
                NextHop::VirtualAppliance(appliance) => named_address(network, &route.origin)
                    .unwrap_or_else(|| address(network, appliance)),
                NextHop::LearnedAppliance(appliance) | NextHop::HubBgpPeer(appliance) => {
                    address(network, appliance)
                }
                NextHop::HubFirewall(id) => address(network, Appliance::Firewall(id)),
                _ => String::new(),
            },
            via: next_hop.or_else(|| origin_name(network, &route.origin)).unwrap_or_default(),
        }
    }
}

fn prefix(network: &Network, destination: &RouteDestination) -> String {
    match destination {
        RouteDestination::Net(net) => net.to_string(),
        RouteDestination::Site(site) => format!("onprem:{}", network.sites[*site].name),
        RouteDestination::VirtualNetwork(id) => {
            format!("vnet:{}", network.virtual_networks[*id].declared.label())
        }
        RouteDestination::Clients(id) => format!("p2s:{}", network.gateways[*id].declared.label()),
        RouteDestination::HubClients(id) => {
            format!("p2s:{}", network.hub_gateways[*id].declared.label())
        }
        RouteDestination::ServiceTag(tag) => tag.clone(),
        RouteDestination::Unknown => "?".to_owned(),
    }
}

/// The address that a user-defined route names.
fn named_address(network: &Network, origin: &RouteOrigin) -> Option<String> {
    let RouteOrigin::UserDefined(table, at) = *origin else { return None };
    let route = network.route_tables[table].routes.known.get(at)?;
    match route.appliance.value()?.as_ref()? {
        NextHopTarget::Address(address) => Some(address.to_string()),
        _ => None,
    }
}

/// The appliance's address; `?` where it cannot be told.
fn address(network: &Network, appliance: Appliance) -> String {
    let address = appliance.address(network);
    address.map_or_else(|| "?".to_owned(), |address| address.to_string())
}

fn next_hop_name(network: &Network, next_hop: &NextHop) -> Option<String> {
    let name = match *next_hop {
        NextHop::VnetPeering(id) => network.peerings[id].declared.label(),
        NextHop::VirtualNetworkGateway(id) => network.gateways[id?].declared.label(),
        NextHop::VirtualAppliance(appliance)
        | NextHop::LearnedAppliance(appliance)
        | NextHop::HubBgpPeer(appliance) => appliance.label(network)?,
        NextHop::VirtualHub(id) | NextHop::RemoteHub(id) => {
            network.virtual_hubs[id].declared.label()
        }
        NextHop::HubPeering(id) | NextHop::HubConnection(id) => {
            network.hub_connections[id].declared.label()
        }
        NextHop::HubGateway(_, id) => network.hub_gateways[id].declared.label(),
        NextHop::HubFirewall(id) => network.firewalls[id].declared.label(),
        NextHop::VnetLocal
        | NextHop::InterfaceEndpoint
        | NextHop::Internet
        | NextHop::None
        | NextHop::Unknown => return None,
    };
    Some(name.to_owned())
}

fn origin_name(network: &Network, origin: &RouteOrigin) -> Option<String> {
    let name = match *origin {
        RouteOrigin::System | RouteOrigin::VirtualNetwork | RouteOrigin::Summary => return None,
        RouteOrigin::Peering(id) | RouteOrigin::GatewayTransit(id) => {
            network.peerings[id].declared.label()
        }
        RouteOrigin::PrivateEndpoint(id) => network.private_endpoints[id].declared.label(),
        RouteOrigin::RemoteNetwork(id) => network.virtual_networks[id].declared.label(),
        RouteOrigin::UserDefined(table, at) => {
            let table = &network.route_tables[table];
            let route = table.routes.known.get(at).and_then(|route| route.name.value());
            let label = table.declared.label();
            return Some(
                route.map_or_else(|| label.to_owned(), |route| format!("{label}/{route}")),
            );
        }
        RouteOrigin::Site(site, _) => &network.sites[site].name,
        RouteOrigin::Clients(gateway) | RouteOrigin::CustomRoute(gateway) => {
            network.gateways[gateway].declared.label()
        }
        RouteOrigin::RouteServer(id) => network.route_servers[id].declared.label(),
        RouteOrigin::VirtualHub(id) | RouteOrigin::HubPeer(id) | RouteOrigin::RoutingIntent(id) => {
            network.virtual_hubs[id].declared.label()
        }
        RouteOrigin::HubNetwork(id) => network.hub_connections[id].declared.label(),
        RouteOrigin::HubSite(id, _) => &network.sites[id].name,
        RouteOrigin::HubTunnel(id) => network.hub_branches[id].declared.label(),
        RouteOrigin::HubClients(id) => network.hub_gateways[id].declared.label(),
        RouteOrigin::HubStatic(id, _) => network.hub_route_tables[id].declared.label(),
    };
    Some(name.to_owned())
}
