//! Virtual WAN: what hubs know, whom they tell, and what is connected to them.
//!
//! Every connection is the origin of some prefixes. It propagates them to route tables, by
//! id or by label, of its own and of other hubs; a table chooses among what it was told as
//! Microsoft's hub routing preference says. Hubs are a full mesh, tell each other of their
//! best ways, and pass on nothing that they learned from another hub, so one round of
//! propagation is the fixed point.

mod bgp_path;
mod hairpin;
mod learned;
mod origin;
mod preference;
mod route_map;
mod table;
mod told;

use std::net::Ipv4Addr;

use ipnet::{IpNet, Ipv4Net};
use nexthop_source::Step;

pub(super) use bgp_path::BgpPath;
pub(super) use hairpin::edges_of_hub;
pub(super) use learned::Likeness;
pub(super) use origin::Heard;
use route_map::Mapped;
use table::Filled;

use std::collections::BTreeMap;

use super::{
    Code,
    condition::{Cause, Causes, Condition},
    control_plane::ControlPlane,
    hub_tunnel::Tunnel,
    index::RouteIndex,
    topology::Topology,
    trail::Routes,
};
use crate::{
    ApplianceModel, Network,
    network::{
        Circuit, HubBranch, HubConnection, HubGateway, HubGatewayKind, HubNextHop, HubRouteTable,
        HubTableKind, Id, IntentTraffic, Site, SiteLink, VirtualHub, WanKind,
    },
};
/// What routing intent prescribes for a kind of traffic.
#[derive(Clone, Debug)]
pub(super) struct Policy {
    pub(super) when: Condition,
    /// Through what; `None` where that is unknown or not modelled.
    pub(super) through: Option<HubNextHop>,
}

/// A hub as far as routing goes.
#[derive(Clone, Debug)]
pub(super) struct Hub {
    /// It is not in this code, so its routes are not known.
    pub(super) open: bool,
    /// More may be connected to it than is here.
    pub(super) may_have_more: bool,
    pub(super) when: Condition,
    /// When it is of a Standard Virtual WAN.
    pub(super) standard: Option<Condition>,
    /// When its Virtual WAN passes routes between VPN and ExpressRoute.
    pub(super) branch_to_branch: Option<Condition>,
    pub(super) private: Option<Policy>,
    pub(super) internet: Option<Policy>,
    /// What is private beside RFC 1918.
    pub(super) private_prefixes: Vec<IpNet>,
    pub(super) default_table: Option<Id<HubRouteTable>>,
}

/// The connection of a network to a hub.
#[derive(Clone, Debug)]
pub(super) struct Attached {
    pub(super) connection: Id<HubConnection>,
    pub(super) hub: Id<VirtualHub>,
    pub(super) when: Condition,
    pub(super) table: Option<Id<HubRouteTable>>,
    /// When it is associated with that table.
    associated: Condition,
    /// When the default route is delivered.
    internet: Option<Condition>,
    /// That it is associated with that table, for people.
    step: Step,
}

/// The way from a site to a gateway of a hub.
#[derive(Clone, Debug)]
pub(super) struct HubUplink {
    pub(super) gateway: Id<HubGateway>,
    pub(super) branch: Option<Id<HubBranch>>,
    pub(super) hub: Id<VirtualHub>,
    pub(super) kind: HubGatewayKind,
    pub(super) when: Condition,
    /// When routes are exchanged by BGP; `None` where they never are.
    pub(super) bgp: Option<Condition>,
    /// When the default route is told.
    pub(super) internet: Option<Condition>,
    pub(super) asn: Option<u32>,
    pub(super) circuit: Option<Id<Circuit>>,
    pub(super) table: Option<Id<HubRouteTable>>,
    /// The cause that stands for the choice of this way among equal ones.
    pub(super) spread: u32,
}

/// What hubs know and tell.
#[derive(Debug, Default)]
pub(super) struct Wan {
    /// By hub.
    pub(super) hubs: Vec<Hub>,
    /// By route table of a hub.
    pub(super) tables: Vec<RouteIndex>,
    /// By hub: all that is connected to it or to a hub of the same Virtual WAN.
    pub(super) all: Vec<RouteIndex>,
    /// By virtual network.
    pub(super) attached: Vec<Vec<Attached>>,
    /// What the tables are made of.
    filled: Filled,
    /// By gateway of a hub: what it tells its sites.
    pub(super) advertised: Vec<RouteIndex>,
    /// What it tells over connections with a route map.
    mapped_told: BTreeMap<Id<HubBranch>, RouteIndex>,
    /// What route maps have done.
    pub(super) mapped: Mapped,
    /// By gateway of a hub: what it tells its clients.
    pub(super) pushed: Vec<RouteIndex>,
    /// By site.
    pub(super) uplinks: Vec<Vec<HubUplink>>,
}

/// What is needed to compute the rest.
pub(super) struct Builder<'a> {
    pub(super) network: &'a Network,
    pub(super) topology: &'a mut Topology,
    pub(super) control: &'a ControlPlane,
    pub(super) tunnels: &'a [Tunnel],
    pub(super) appliances: &'a [ApplianceModel],
    pub(super) wan: Wan,
}

impl Wan {
    pub(super) fn new(
        network: &Network,
        topology: &mut Topology,
        (control, tunnels): (&ControlPlane, &[Tunnel]),
        appliances: &[ApplianceModel],
    ) -> Self {
        if network.virtual_hubs.is_empty() {
            let count = network.virtual_networks.len();
            return Self {
                attached: vec![Vec::new(); count],
                uplinks: network.sites.iter().map(|_| Vec::new()).collect(),
                ..Self::default()
            };
        }
        let wan = Self::default();
        let mut builder = Builder { network, topology, control, tunnels, appliances, wan };
        builder.hubs();
        builder.attach();
        builder.find_uplinks();
        let origins = builder.origins();
        let filled = builder.fill_tables(&origins);
        builder.tell(&filled);
        builder.tell_networks_through_maps(&filled);
        Self { filled, ..builder.wan }
    }

    /// What a gateway of a hub tells over one of its connections.
    pub(super) fn told_over(
        &self,
        gateway: Id<HubGateway>,
        branch: Option<Id<HubBranch>>,
    ) -> (&RouteIndex, Routes) {
        let mapped = branch.and_then(|branch| Some((branch, self.mapped_told.get(&branch)?)));
        match mapped {
            Some((branch, told)) => (told, Routes::HubMapped(branch)),
            None => (&self.advertised[gateway.index()], Routes::HubAdvertised(gateway)),
        }
    }

    /// What a gateway of a hub tells over a connection with a route map.
    pub(super) fn mapped_over(&self, branch: Id<HubBranch>) -> &RouteIndex {
        &self.mapped_told[&branch]
    }

    /// The table that decides for what comes from clients of a hub's gateway.
    pub(super) fn table_of_clients(
        &self,
        network: &Network,
        gateway: Id<HubGateway>,
    ) -> Option<Id<HubRouteTable>> {
        let gateway = &network.hub_gateways[gateway];
        let first = gateway.clients.known.first();
        first
            .and_then(|clients| clients.routing.associated.value().copied())
            .or(self.hubs[gateway.hub.index()].default_table)
    }
}

impl Builder<'_> {
    fn hubs(&mut self) {
        for (id, hub) in self.network.virtual_hubs.entries() {
            let name = hub.declared.address.as_str();
            let wan = &self.network.virtual_wans[hub.wan];
            let causes = &mut self.topology.causes;
            let standard = hub.kind.map(|kind| *kind == WanKind::Standard);
            let standard = causes.flag(&standard, "type of the Virtual WAN", name);
            let wan_name = wan.declared.address.as_str();
            let branch_to_branch =
                causes.flag(&wan.branch_to_branch, "allowBranchToBranchTraffic", wan_name);
            let default_table = self
                .network
                .hub_route_tables
                .entries()
                .find(|(_, table)| table.hub == id && table.kind == HubTableKind::Default);
            let mut state = Hub {
                open: hub.declared.existing,
                may_have_more: hub.declared.existing || hub.handed_to.is_some(),
                when: causes.presence(&hub.declared),
                standard,
                branch_to_branch,
                private: None,
                internet: None,
                private_prefixes: Vec::new(),
                default_table: default_table.map(|(table, _)| table),
            };
            intents(self.network, causes, id, &mut state);
            state.private_prefixes = private_prefixes(self.network, &state);
            self.wan.hubs.push(state);
        }
    }

    fn attach(&mut self) {
        self.wan.attached = vec![Vec::new(); self.network.virtual_networks.len()];
        for (id, connection) in self.network.hub_connections.entries() {
            let own = self.topology.causes.presence(&connection.declared);
            let hub = &self.wan.hubs[connection.hub.index()];
            let Some(when) = own.and(&hub.when) else { continue };
            let name = connection.declared.address.as_str();
            let internet = self.topology.causes.flag(
                &connection.internet_security,
                "enableInternetSecurity",
                name,
            );
            let attached = Attached {
                associated: association(&mut self.topology.causes, connection),
                internet,
                step: association_step(self.network, connection),
                connection: id,
                hub: connection.hub,
                when,
                table: connection.routing.associated.value().copied(),
            };
            self.wan.attached[connection.virtual_network.index()].push(attached);
        }
    }

    fn find_uplinks(&mut self) {
        let network = self.network;
        for (site, declared) in network.sites.entries() {
            let links = declared.links.known.iter();
            let uplinks = links.filter_map(|link| match *link {
                SiteLink::Hub { gateway, branch } => self.uplink(site, gateway, branch),
                SiteLink::ExpressRoute { .. } | SiteLink::Vpn { .. } | SiteLink::Appliance(_) => {
                    None
                }
            });
            let uplinks = uplinks.collect();
            self.wan.uplinks.push(uplinks);
        }
    }

    fn uplink(
        &mut self,
        site: Id<Site>,
        id: Id<HubGateway>,
        branch: Option<Id<HubBranch>>,
    ) -> Option<HubUplink> {
        let network = self.network;
        let gateway = &network.hub_gateways[id];
        let hub = &self.wan.hubs[gateway.hub.index()];
        let causes = &mut self.topology.causes;
        let mut when = causes.presence(&gateway.declared).and(&hub.when)?;
        let branch_id = branch;
        let branch = branch.map(|id| &network.hub_branches[id]);
        let mut bgp = Some(Condition::always());
        let mut internet = None;
        if let Some(branch) = branch {
            when = when.and(&causes.presence(&branch.declared))?;
            let name = branch.declared.address.as_str();
            if gateway.kind == HubGatewayKind::SiteToSite {
                bgp = causes.flag(&branch.bgp, "enableBgp", name);
            }
            internet = causes.flag(&branch.internet_security, "enableInternetSecurity", name);
        }
        let vpn_site = branch.and_then(|branch| branch.vpn_site.value().copied().flatten());
        let asn = vpn_site.and_then(|site| network.vpn_sites[site].asn.value().copied().flatten());
        let table = branch.and_then(|branch| branch.routing.associated.value().copied());
        let name = gateway.declared.label();
        let why = nexthop_iac::Why::SetByAzure(format!("{}/{name}", site.index()));
        let spread = causes.number("uplink", &why, || super::condition::Reason {
            message: format!("whether {} uses the way over {name}", network.sites[site].name),
            span: Some(gateway.declared.span),
        });
        Some(HubUplink {
            gateway: id,
            branch: branch_id,
            hub: gateway.hub,
            kind: gateway.kind,
            when,
            bgp,
            internet,
            asn,
            circuit: branch.and_then(|branch| branch.circuit.value().copied().flatten()),
            table: table.or(hub.default_table),
            spread,
        })
    }
}

fn intents(network: &Network, causes: &mut Causes, id: Id<VirtualHub>, hub: &mut Hub) {
    for intent in network.routing_intents.iter().filter(|intent| intent.hub == id) {
        let when = causes.presence(&intent.declared);
        for policy in &intent.policies.known {
            let through = policy.next_hop.value().copied();
            let traffic = policy.traffic.value().map_or(&[][..], Vec::as_slice);
            for traffic in traffic {
                let place = match traffic {
                    IntentTraffic::Internet => &mut hub.internet,
                    IntentTraffic::Private => &mut hub.private,
                };
                place.get_or_insert(Policy { when: when.clone(), through });
            }
        }
        let unknown = intent
            .policies
            .more
            .as_ref()
            .or_else(|| intent.policies.known.iter().find_map(|policy| policy.traffic.why()));
        if let Some(why) = unknown {
            let number = causes.number("routing intent", why, || super::condition::Reason {
                message: format!(
                    "what the routing intent {} is for ({why})",
                    intent.declared.label()
                ),
                span: Some(intent.policies.span),
            });
            let when = Condition::when(Cause::Resource(number));
            hub.private.get_or_insert(Policy { when: when.clone(), through: None });
            hub.internet.get_or_insert(Policy { when, through: None });
        }
    }
}

/// Static routes of the default table to the box of the private policy are what the
/// portal calls private traffic prefixes
/// (<https://learn.microsoft.com/azure/virtual-wan/how-to-routing-policies>).
fn private_prefixes(network: &Network, hub: &Hub) -> Vec<IpNet> {
    let (Some(private), Some(table)) = (&hub.private, hub.default_table) else {
        return Vec::new();
    };
    let routes = network.hub_route_tables[table].routes.known.iter();
    let own = routes.filter(|route| {
        route.next_hop.value().is_some_and(|next_hop| Some(*next_hop) == private.through)
    });
    let mut all: Vec<IpNet> = own
        .filter_map(|route| route.destinations.value())
        .flatten()
        .map(|prefix| prefix.net)
        .filter(|net| net.prefix_len() > 0)
        .collect();
    all.sort_unstable();
    all.dedup();
    all
}

impl Hub {
    /// Whether routing intent takes an address for private.
    pub(super) fn is_private(&self, net: IpNet) -> bool {
        AGGREGATES.iter().any(|aggregate| aggregate.contains(&net))
            || self.private_prefixes.iter().any(|prefix| prefix.contains(&net))
    }
}

/// What a private routing policy attracts
/// (<https://learn.microsoft.com/azure/virtual-wan/how-to-routing-policies>).
const AGGREGATES: [IpNet; 3] = [
    IpNet::V4(Ipv4Net::new_assert(Ipv4Addr::new(10, 0, 0, 0), 8)),
    IpNet::V4(Ipv4Net::new_assert(Ipv4Addr::new(172, 16, 0, 0), 12)),
    IpNet::V4(Ipv4Net::new_assert(Ipv4Addr::new(192, 168, 0, 0), 16)),
];

/// That a connection is associated with the table that is taken for its own.
fn association(causes: &mut Causes, connection: &HubConnection) -> Condition {
    let associated = &connection.routing.associated;
    let Some(why) = associated.why() else { return Condition::always() };
    let name = connection.declared.label();
    let number = causes.number("association", why, || super::condition::Reason {
        message: format!(
            "whether connection {name} is associated with the default route table ({why})"
        ),
        span: Some(associated.span),
    });
    Condition::when(Cause::Resource(number))
}

fn association_step(network: &Network, connection: &HubConnection) -> Step {
    let table = connection.routing.associated.value();
    let table = table
        .map_or("the default table", |table| network.hub_route_tables[*table].declared.label());
    Step {
        code: Code::HubAssociation.as_str(),
        message: format!(
            "connection {} is associated with {table} of hub {}",
            connection.declared.label(),
            network.virtual_hubs[connection.hub].declared.label()
        ),
        span: Some(connection.routing.associated.span),
    }
}
