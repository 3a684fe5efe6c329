//! Virtual WANs and their hubs: which hub is meant, its built-in route tables, and
//! its static routes.

use nexthop_iac::{Presence, Value, Why};

use super::{
    attributes::{Attributes, Found},
    class::{Class, Rows},
    conversion::{choice, lower_texts, prefix, prefixes, truth},
    directory::{Directory, EntryId, Named},
    links::Link,
    route_server::{self, PREFERENCES},
};
use crate::{
    Fact, Network,
    network::{
        Declared, GlobalReach, HubNextHop, HubRoute, HubRouteTable, HubTableKind, Id,
        IntentTraffic, RoutingIntent, RoutingPolicy, RoutingPreference, Several, VirtualHub,
        VirtualWan, WanKind,
    },
};

/// The names of the tables that every hub has
/// (<https://learn.microsoft.com/azure/virtual-wan/about-virtual-hub-routing>).
pub(super) const DEFAULT_TABLE: &str = "defaultRouteTable";
const NONE_TABLE: &str = "noneRouteTable";

/// Gives every hub that is here by now its built-in tables, unless it has them.
pub(super) fn enter_built_in_tables(directory: &mut Directory<'_>) {
    for hub in directory.of_class(Class::VirtualHub) {
        if !route_server::is_route_server(directory, hub) {
            built_in_table(directory, hub, DEFAULT_TABLE);
            built_in_table(directory, hub, NONE_TABLE);
        }
    }
}

/// The built-in table of a hub, entered if the code does not name it.
fn built_in_table(directory: &mut Directory<'_>, hub: EntryId, name: &str) -> EntryId {
    let declared = Declared {
        name: Fact::default(name.to_owned(), directory.entry(hub).declared.span),
        ..directory.entry(hub).declared.clone()
    };
    let wanted = Named {
        class: Class::HubRouteTable,
        parent: Some(hub),
        name: &declared.name,
        group: None,
        subscription: None,
    };
    match directory.named(wanted).first() {
        Some(&id) => id,
        None => directory.add(Class::HubRouteTable, declared, Some(hub), Vec::new()),
    }
}

/// Gives the hubs that are no Route Servers their rows, once children are known. A hub
/// that is only referred to by what Route Servers have as well gets none.
pub(super) fn enrol(directory: &mut Directory<'_>) {
    for hub in directory.of_class(Class::VirtualHub) {
        let of_wan = !directory.entry(hub).declared.existing
            || directory.attributes(hub).has("properties.virtualWan")
            || [Class::HubConnection, Class::RoutingIntent]
                .into_iter()
                .any(|class| !directory.children(class, hub).is_empty());
        if of_wan && !route_server::is_route_server(directory, hub) {
            directory.enrol(hub, Rows::VirtualHubs);
        }
    }
}

/// The hub of a resource that names it. One that cannot be told gets a row without a name.
pub(super) fn required(
    directory: &mut Directory<'_>,
    attributes: &Attributes<'_>,
) -> Id<VirtualHub> {
    let value = named(attributes, "properties.virtualHub.id");
    let hub = directory.resolve_or_enter(Class::VirtualHub, &value);
    of_entry(directory, hub)
}

/// The hub of a resource that may stand in one.
pub(super) fn optional(
    directory: &mut Directory<'_>,
    attributes: &Attributes<'_>,
) -> Fact<Option<Id<VirtualHub>>> {
    let entry = directory.entry_link(Class::VirtualHub, attributes, "properties.virtualHub.id");
    entry.map(|hub| hub.map(|hub| of_entry(directory, hub)))
}

/// The hub that a child is a child of.
pub(super) fn of_child(directory: &mut Directory<'_>, child: EntryId) -> Id<VirtualHub> {
    let entry = directory.entry(child);
    let (parent, span) = (entry.parent, entry.declared.span);
    let hub = parent.unwrap_or_else(|| {
        let why = Why::Failed("the virtual hub is left out".to_owned());
        directory.nameless(Class::VirtualHub, why, span)
    });
    of_entry(directory, hub)
}

fn of_entry(directory: &mut Directory<'_>, hub: EntryId) -> Id<VirtualHub> {
    directory.enrol(hub, Rows::VirtualHubs);
    let id = directory.row(hub);
    // A Route Server that something is connected to as if it were a hub.
    id.unwrap_or_else(|| {
        let why = Why::Failed("a Route Server is no hub of a Virtual WAN".to_owned());
        let span = directory.entry(hub).declared.span;
        let other = directory.nameless(Class::VirtualHub, why, span);
        directory.enrol(other, Rows::VirtualHubs);
        directory.row(other).expect("a hub that was just given a row has one")
    })
}

/// The table of a hub that a connection has where it names none.
pub(super) fn default_table(directory: &mut Directory<'_>, hub: EntryId) -> Id<HubRouteTable> {
    let table = built_in_table(directory, hub, DEFAULT_TABLE);
    directory.row(table).expect("every hub route table has a row")
}

/// Standard and branch-to-branch are what azurerm sends where they are left out; what ARM
/// takes a missing flag for is not documented, so that is unknown
/// (<https://learn.microsoft.com/azure/templates/microsoft.network/virtualwans>).
pub(super) fn wan(directory: &mut Directory<'_>, id: EntryId) -> VirtualWan {
    let attributes = directory.attributes(id);
    VirtualWan {
        declared: directory.entry(id).declared.clone(),
        kind: kind(&attributes),
        branch_to_branch: attributes.required("properties.allowBranchToBranchTraffic", truth),
    }
}

const KINDS: &[(&str, WanKind)] = &[("Basic", WanKind::Basic), ("Standard", WanKind::Standard)];

fn kind(wan: &Attributes<'_>) -> Fact<WanKind> {
    wan.or("properties.type", WanKind::Standard, choice(KINDS))
}

/// The Virtual WAN of a hub. One that cannot be told gets a row without a name.
fn wan_of(directory: &mut Directory<'_>, hub: &Attributes<'_>) -> (Id<VirtualWan>, EntryId) {
    let value = named(hub, "properties.virtualWan.id");
    let entry = directory.resolve_or_enter(Class::VirtualWan, &value);
    (directory.row(entry).expect("every Virtual WAN has a row"), entry)
}

/// What a resource names at a path, or why it is not to be told.
fn named(attributes: &Attributes<'_>, path: &str) -> Value {
    match attributes.find(path) {
        Found::Value(value, _) => value.clone(),
        Found::Unknown(why, span) => Value::unknown(why, span),
        Found::Missing => Value::unknown(attributes.left_out(path), attributes.header()),
    }
}

/// A hub. ExpressRoute is preferred unless said otherwise
/// (<https://learn.microsoft.com/azure/virtual-wan/about-virtual-hub-routing-preference>).
pub(super) fn read(directory: &mut Directory<'_>, id: EntryId) -> VirtualHub {
    let attributes = directory.attributes(id);
    let preference = "properties.hubRoutingPreference";
    default_table(directory, id);
    let (wan, entry) = wan_of(directory, &attributes);
    VirtualHub {
        declared: directory.entry(id).declared.clone(),
        wan,
        kind: match attributes.read("properties.sku", choice(KINDS)) {
            Some(kind) => kind,
            None => kind(&directory.attributes(entry)),
        },
        prefix: attributes.optional("properties.addressPrefix", prefix),
        routing_preference: attributes.or(
            preference,
            RoutingPreference::ExpressRoute,
            choice(PREFERENCES),
        ),
        peers: route_server::peers(directory, id),
        unidentified: directory.unidentified(id).cloned(),
        handed_to: None,
    }
}

pub(super) fn route_table(directory: &mut Directory<'_>, id: EntryId) -> HubRouteTable {
    let hub = of_child(directory, id);
    let attributes = directory.attributes(id);
    let declared = directory.entry(id).declared.clone();
    let kind = match declared.name.value() {
        Some(name) if name.eq_ignore_ascii_case(DEFAULT_TABLE) => HubTableKind::Default,
        Some(name) if name.eq_ignore_ascii_case(NONE_TABLE) => HubTableKind::None,
        _ => HubTableKind::Custom,
    };
    let labels = match kind {
        HubTableKind::Custom => attributes.or("properties.labels", Vec::new(), lower_texts),
        HubTableKind::Default => with_label(&attributes, "default"),
        HubTableKind::None => with_label(&attributes, "none"),
    };
    let mut routes = static_routes(directory, id);
    if kind == HubTableKind::Default {
        routes.known.extend(routes_of_hub(directory, id));
    }
    HubRouteTable { declared, hub, kind, labels, routes }
}

/// Labels that may be added to a built-in table, and its own.
fn with_label(attributes: &Attributes<'_>, own: &str) -> Fact<Vec<String>> {
    let more = attributes.read("properties.labels", lower_texts);
    let mut labels: Vec<String> = more.iter().filter_map(Fact::value).flatten().cloned().collect();
    if !labels.iter().any(|label| label == own) {
        labels.push(own.to_owned());
    }
    Fact::default(labels, attributes.header())
}

/// Routes of every declaration of a table: its own and what others add to it.
fn static_routes(directory: &mut Directory<'_>, id: EntryId) -> Several<HubRoute> {
    let attributes = directory.attributes(id);
    let declared = directory.entry(id).declared.clone();
    let whole = attributes.blocks("properties.routes");
    let mut routes = Several { known: Vec::new(), more: None, span: whole.span };
    if declared.existing && !attributes.has("properties.routes") {
        routes.more.clone_from(&whole.more);
    }
    routes.more = routes.more.or_else(|| directory.may_be_changed(id));
    for (layer, maybe) in attributes.each_layer() {
        let blocks = layer.blocks("properties.routes");
        if blocks.more.is_some() {
            routes.more.clone_from(&blocks.more);
        }
        for block in &blocks.items {
            let presence = match &maybe {
                Some(why) => Presence::Maybe(why.clone()),
                None => declared.presence.clone(),
            };
            let route = HubRoute {
                name: block.required("name", super::conversion::text),
                address: declared.address.clone(),
                destinations: block.required("destinations", prefixes),
                next_hop: next_hop(directory, block, "nextHop"),
                presence,
                span: block.header(),
            };
            routes.known.push(route);
        }
    }
    routes
}

/// Routes of the hub itself, which name an address in a connected network. They are from
/// before hubs had several tables, and how they go with those is not documented, so where
/// they lead is unknown
/// (<https://learn.microsoft.com/azure/templates/microsoft.network/virtualhubs>).
fn routes_of_hub(directory: &Directory<'_>, table: EntryId) -> Vec<HubRoute> {
    let Some(hub) = directory.entry(table).parent else { return Vec::new() };
    let declared = directory.entry(hub).declared.clone();
    let routes = directory.attributes(hub).blocks("properties.routeTable.routes").items;
    let route = |block: &Attributes<'_>| HubRoute {
        name: Fact::unknown(block.left_out("name"), block.header()),
        address: declared.address.clone(),
        destinations: block.required("addressPrefixes", prefixes),
        next_hop: Fact::unknown(
            Why::Outside("where a route of the hub itself leads".to_owned()),
            block.header(),
        ),
        presence: declared.presence.clone(),
        span: block.header(),
    };
    routes.iter().map(route).collect()
}

/// A connection of the hub or a firewall in it, by id.
fn next_hop(directory: &mut Directory<'_>, block: &Attributes<'_>, path: &str) -> Fact<HubNextHop> {
    let value = match block.find(path) {
        Found::Value(value, _) => value,
        Found::Unknown(why, span) => return Fact::unknown(why, span),
        Found::Missing => return Fact::unknown(block.left_out(path), block.header()),
    };
    let firewall = match directory.by_reference(Class::Firewall, value) {
        Some(id) => Some(id),
        None if directory.by_reference(Class::HubConnection, value).is_some() => None,
        None => match directory.resolve(Class::Firewall, value) {
            Link::To(id) => Some(id),
            Link::Nothing | Link::Unknown(_) => None,
        },
    };
    if let Some(firewall) = firewall.and_then(|id| directory.row(id)) {
        return Fact::set(HubNextHop::Firewall(firewall), value.span);
    }
    match directory.resolve(Class::HubConnection, value) {
        Link::To(id) => match directory.row(id) {
            Some(connection) => Fact::set(HubNextHop::Connection(connection), value.span),
            None => Fact::unknown(block.left_out(path), value.span),
        },
        Link::Nothing => Fact::unknown(block.left_out(path), value.span),
        Link::Unknown(why) => Fact::unknown(why, value.span),
    }
}

pub(super) fn routing_intent(directory: &mut Directory<'_>, id: EntryId) -> RoutingIntent {
    let hub = of_child(directory, id);
    let attributes = directory.attributes(id);
    let words = choice(&[
        ("Internet", IntentTraffic::Internet),
        ("PrivateTraffic", IntentTraffic::Private),
    ]);
    let traffic = |value: &Value| match value.as_list() {
        Some(items) => items.iter().map(&words).collect(),
        None => words(value).map(|one| vec![one]),
    };
    let policies = attributes.several("properties.routingPolicies", |block| RoutingPolicy {
        traffic: block.required("destinations", traffic),
        next_hop: next_hop(directory, block, "nextHop"),
        span: block.header(),
    });
    RoutingIntent { declared: directory.entry(id).declared.clone(), hub, policies }
}

pub(super) fn global_reach(directory: &mut Directory<'_>, id: EntryId) -> GlobalReach {
    let attributes = directory.attributes(id);
    let mut circuit = |path: &str| {
        let peering = directory.entry_link(Class::CircuitPeering, &attributes, path);
        peering.map(|peering| {
            let peering = (*peering)?;
            directory.entry(peering).parent.and_then(|circuit| directory.row(circuit))
        })
    };
    GlobalReach {
        one: circuit("properties.expressRouteCircuitPeering.id"),
        other: circuit("properties.peerExpressRouteCircuitPeering.id"),
        declared: directory.entry(id).declared.clone(),
    }
}

/// Notes which hubs modules that are not here are handed, and whether there may be
/// connections beyond what is here.
pub(super) fn note_what_is_open(network: &mut Network) {
    for module in &network.hidden_modules {
        for &hub in &module.virtual_hubs {
            network.virtual_hubs[hub].handed_to.get_or_insert(module.span);
        }
    }
    let hubs = network.virtual_hubs.iter();
    let hub = hubs
        .filter(|hub| hub.declared.existing || hub.handed_to.is_some())
        .map(|hub| hub.declared.span);
    let connections = network.hub_connections.iter();
    let loose = connections
        .filter(|connection| {
            network.virtual_networks[connection.virtual_network].unidentified.is_some()
        })
        .map(|connection| connection.declared.span);
    network.open_virtual_wan = hub.chain(loose).next();
}
