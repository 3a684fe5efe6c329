//! Route maps of virtual hubs.

use nexthop_iac::{Value, Why};

use super::{
    attributes::{Attributes, Blocks, Found},
    class::{Class, Tabled},
    conversion::{self, Converted, choice, prefixes, whole},
    directory::{Directory, EntryId, Named},
    hub,
    resource_path::{ResourcePath, Segment},
};
use crate::{
    Fact, Known, Network,
    network::{
        HubLink, HubRouting, Id, MatchCondition, Prefix, RouteAction, RouteChange, RouteCriterion,
        RouteMap, RouteMapRule, Several,
    },
};

pub(super) fn read(directory: &mut Directory<'_>, id: EntryId) -> RouteMap {
    let hub = hub::of_child(directory, id);
    let attributes = directory.attributes(id);
    let declared = directory.entry(id).declared.clone();
    let mut rules = attributes.several("properties.rules", rule);
    if declared.existing && !attributes.has("properties.rules") {
        rules.more = Some(Why::Outside(declared.address.to_string()));
    }
    let connections = |path| connections(directory, &attributes, path);
    RouteMap {
        hub,
        rules,
        inbound: connections("properties.associatedInboundConnections"),
        outbound: connections("properties.associatedOutboundConnections"),
        declared,
    }
}

/// The connections of a list of ids. What is not in the code is not followed.
fn connections(
    directory: &Directory<'_>,
    attributes: &Attributes<'_>,
    path: &str,
) -> Several<HubLink> {
    let nothing = |more, span| Several { known: Vec::new(), more, span };
    match attributes.find(path) {
        Found::Missing => nothing(None, attributes.header()),
        Found::Unknown(why, span) => nothing(Some(why), span),
        Found::Value(value, _) => match conversion::elements(value) {
            Err(why) => nothing(Some(why), value.span),
            Ok(ids) => {
                let (mut known, mut more) = (Vec::new(), None);
                for id in ids {
                    match connection(directory, id) {
                        Ok(link) => known.extend(link),
                        Err(why) => more = Some(why),
                    }
                }
                Several { known, more, span: value.span }
            }
        },
    }
}

/// The connection that an id names, if it is in the code.
fn connection(directory: &Directory<'_>, id: &Value) -> Converted<Option<HubLink>> {
    let mut meant = None;
    for class in [
        Class::HubConnection,
        Class::HubVpnConnection,
        Class::HubExpressRouteConnection,
        Class::HubClientGateway,
    ] {
        meant = meant.or_else(|| directory.by_reference(class, id));
    }
    let meant = match (meant, id.as_str()) {
        (Some(meant), _) => meant,
        (None, Some(text)) => match named(directory, text, id) {
            Some(meant) => meant,
            None => return Ok(None),
        },
        (None, None) => return Err(id.why().unwrap_or_else(|| Why::Failed("no id".to_owned()))),
    };
    let network = row(directory, meant).map(HubLink::Network);
    let branch = row(directory, meant).map(HubLink::Branch);
    Ok(network.or(branch).or_else(|| row(directory, meant).map(HubLink::Clients)))
}

fn row<T: Tabled>(directory: &Directory<'_>, id: EntryId) -> Option<Id<T>> {
    directory.row(id)
}

fn named(directory: &Directory<'_>, text: &str, id: &Value) -> Option<EntryId> {
    let path = ResourcePath::parse(text)?;
    let mut steps = path.steps.iter().rev();
    let (kind, name) = steps.next()?;
    let class = if kind.eq_ignore_ascii_case("hubVirtualNetworkConnections") {
        Class::HubConnection
    } else if kind.eq_ignore_ascii_case("vpnConnections") {
        Class::HubVpnConnection
    } else if kind.eq_ignore_ascii_case("expressRouteConnections") {
        Class::HubExpressRouteConnection
    } else {
        return None;
    };
    let Segment::Text(name) = name else { return None };
    let name = &Fact::set(name.clone(), id.span);
    let wanted = Named { class, parent: None, name, group: None, subscription: None };
    match directory.named(wanted)[..] {
        [meant] => Some(meant),
        _ => None,
    }
}

/// A route map names connections, or a connection names a route map: either applies it
/// (<https://learn.microsoft.com/azure/templates/microsoft.network/virtualhubs/routemaps>).
pub(super) fn associate(network: &mut Network) {
    for id in network.route_maps.ids() {
        let map = &network.route_maps[id];
        let (inbound, outbound) = (map.inbound.clone(), map.outbound.clone());
        for &link in &inbound.known {
            for_each_routing(network, link, |one| apply(&mut one.inbound, id, &inbound));
        }
        for &link in &outbound.known {
            for_each_routing(network, link, |one| apply(&mut one.outbound, id, &outbound));
        }
        if inbound.more.is_some() || outbound.more.is_some() {
            of_unknown_connections(network, id, (inbound.more, outbound.more));
        }
    }
}

fn for_each_routing(network: &mut Network, link: HubLink, change: impl Fn(&mut HubRouting)) {
    match link {
        HubLink::Network(id) => change(&mut network.hub_connections[id].routing),
        HubLink::Branch(id) => change(&mut network.hub_branches[id].routing),
        HubLink::Clients(id) => {
            for clients in &mut network.hub_gateways[id].clients.known {
                change(&mut clients.routing);
            }
        }
    }
}

/// Only one route map can be applied in each direction: of two it cannot be told which.
fn apply(fact: &mut Fact<Option<Id<RouteMap>>>, map: Id<RouteMap>, list: &Several<HubLink>) {
    let other = fact.value().copied().flatten().filter(|other| *other != map);
    if other.is_some() {
        let why = Why::Failed("two route maps are applied to it".to_owned());
        *fact = Fact::unknown(why, list.span);
    } else if fact.value().is_some() {
        *fact = Fact::set(Some(map), list.span);
    }
}

/// Every connection of the hub may be in a list that is not known.
fn of_unknown_connections(
    network: &mut Network,
    id: Id<RouteMap>,
    (inbound, outbound): (Option<Why>, Option<Why>),
) {
    let (hub, span) = (network.route_maps[id].hub, network.route_maps[id].declared.span);
    let connections = network.hub_connections.entries();
    let connections = connections.filter(|(_, one)| one.hub == hub);
    let mut links: Vec<HubLink> = connections.map(|(id, _)| HubLink::Network(id)).collect();
    let gateways = network.hub_gateways.entries().filter(|(_, one)| one.hub == hub);
    let gateways: Vec<_> = gateways.map(|(id, _)| id).collect();
    let branches = network.hub_branches.entries();
    let own =
        branches.filter(|(_, one)| one.gateway.value().is_some_and(|id| gateways.contains(id)));
    links.extend(own.map(|(id, _)| HubLink::Branch(id)));
    links.extend(gateways.iter().map(|&id| HubLink::Clients(id)));
    let doubt = |fact: &mut Fact<Option<Id<RouteMap>>>, why: &Option<Why>| {
        if let Some(why) = why.as_ref().filter(|_| fact.is(&None)) {
            *fact = Fact::unknown(why.clone(), span);
        }
    };
    for link in links {
        for_each_routing(network, link, |one| {
            doubt(&mut one.inbound, &inbound);
            doubt(&mut one.outbound, &outbound);
        });
    }
}

fn rule(block: &Attributes<'_>) -> RouteMapRule {
    let conditions = choice(&[
        ("Contains", MatchCondition::Contains),
        ("Equals", MatchCondition::Equals),
        ("NotContains", MatchCondition::NotContains),
        ("NotEquals", MatchCondition::NotEquals),
    ]);
    let steps = choice(&[("Continue", Some(true)), ("Terminate", Some(false)), ("Unknown", None)]);
    RouteMapRule {
        criteria: block.several("matchCriteria", |criterion| RouteCriterion {
            condition: criterion.required("matchCondition", &conditions),
            prefixes: own_prefixes(criterion),
            as_path: criterion.or("asPath", Vec::new(), systems),
            communities: criterion.or("community", Vec::new(), conversion::lower_texts),
        }),
        actions: block.several("actions", action),
        goes_on: block.or("nextStepIfMatched", None, steps),
        span: block.header(),
    }
}

fn action(block: &Attributes<'_>) -> RouteAction {
    let changes = choice(&[
        ("Drop", RouteChange::Drop),
        ("Add", RouteChange::Add),
        ("Remove", RouteChange::Remove),
        ("Replace", RouteChange::Replace),
    ]);
    let parameters = block.blocks("parameters");
    let prefixes = listed(&parameters, "routePrefix", prefixes);
    RouteAction {
        change: block.required("type", changes),
        prefixes: prefixes.map(|all| all.iter().flatten().copied().collect()),
        as_path: listed(&parameters, "asPath", systems),
        communities: listed(&parameters, "community", conversion::lower_texts),
    }
}

/// A list of all parameters of an action together, if any has it.
fn listed<T>(
    parameters: &Blocks<'_>,
    path: &str,
    convert: fn(&Value) -> Converted<Vec<T>>,
) -> Fact<Option<Vec<T>>> {
    let mut all: Option<Vec<T>> = None;
    let mut why = parameters.more.clone();
    for parameter in &parameters.items {
        match parameter.read(path, convert).map(|list| list.known) {
            Some(Known::Set(list) | Known::Default(list)) => {
                all.get_or_insert_default().extend(list);
            }
            Some(Known::Unknown(unknown)) => why = why.or(Some(unknown)),
            None => {}
        }
    }
    match why {
        Some(why) => Fact::unknown(why, parameters.span),
        None => Fact::set(all, parameters.span),
    }
}

fn own_prefixes(block: &Attributes<'_>) -> Fact<Vec<Prefix>> {
    block.or("routePrefix", Vec::new(), prefixes)
}

/// Numbers of autonomous systems, which ARM has as texts.
fn systems(value: &Value) -> Converted<Vec<u32>> {
    conversion::elements(value)?.map(whole).collect()
}
