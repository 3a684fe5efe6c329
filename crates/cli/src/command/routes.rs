//! `nexthop routes`

use std::{collections::BTreeMap, process::ExitCode};

use nexthop_core::{
    Analysis, Network,
    network::{
        CircuitLink, Declared, Gateway, GatewayKind, HubGateway, HubGatewayKind, HubRouteTable,
        HubTableKind, Id, SiteLink,
    },
    routing::{BgpRoute, Endpoint, EndpointIds, NextHop, Speaker},
};

use super::selection::select;
use crate::{
    args::{Format, RoutesArguments},
    console::{self, Console},
    project::Inputs,
    report::{
        Paint,
        route::{BgpList, BgpListKind, ListKind, Lists, RouteList, json, text},
    },
};

pub(crate) fn run(arguments: &RoutesArguments, console: &Console) -> anyhow::Result<ExitCode> {
    let (text, inputs) = render(arguments, console)?;
    console::print(&text)?;
    Ok(inputs.exit(ExitCode::SUCCESS))
}

/// What the command prints, and what it has read.
pub(crate) fn render(
    arguments: &RoutesArguments,
    console: &Console,
) -> anyhow::Result<(String, Inputs)> {
    let inputs = Inputs::load(&arguments.input, console)?;
    let analyses = inputs.analyse_what_if(&arguments.without)?;
    let lists = if arguments.at.is_empty() {
        analyses.iter().map(all).collect()
    } else {
        chosen(&analyses, &arguments.at)?
    };
    let networks: Vec<(&Network, Lists)> =
        analyses.iter().map(|analysis| &analysis.network).zip(lists).collect();
    let text = match arguments.format {
        Format::Text => text::render(&inputs, &networks, Paint::new(console.colors())),
        Format::Json => json::render(&inputs, &networks)?,
    };
    Ok((text, inputs))
}

/// Every subnet, what every gateway advertises, what clients get.
pub(super) fn all(analysis: &Analysis) -> Lists {
    let network = &analysis.network;
    let ids = EndpointIds::new(network);
    let subnets = network.subnets.ids().map(Endpoint::Subnet);
    let clients = Endpoint::all(network)
        .into_iter()
        .filter(|one| matches!(one, Endpoint::Clients(_) | Endpoint::HubClients(_)));
    let endpoints = subnets.chain(clients);
    let mut lists: Vec<_> =
        endpoints.flat_map(|endpoint| of_endpoint(analysis, &ids, endpoint)).collect();
    lists.extend(network.gateways.ids().map(|id| advertised(analysis, id)));
    let of_hubs = network.hub_gateways.entries();
    let of_hubs = of_hubs.filter(|(_, one)| one.kind != HubGatewayKind::PointToSite);
    lists.extend(of_hubs.map(|(id, _)| advertised_by_hub(analysis, id)));
    lists.extend(tables(analysis, "*"));
    Lists { routes: lists, bgp: Vec::new() }
}

/// The route tables of virtual hubs with that name: `hub/table`, or all of a hub's.
fn tables(analysis: &Analysis, name: &str) -> Vec<RouteList> {
    let network = &analysis.network;
    let tables = network.hub_route_tables.entries();
    let shown = tables.filter(|(_, table)| table.kind != HubTableKind::None);
    let named = shown.filter_map(|(id, table)| {
        let hub = &network.virtual_hubs[table.hub].declared;
        let full = format!("{}/{}", hub.label(), table.declared.label());
        let is_named = name == "*"
            || [full.as_str(), hub.label(), hub.address.as_str()]
                .iter()
                .any(|own| own.eq_ignore_ascii_case(name));
        is_named.then(|| hub_lists(analysis, id, table, &full))
    });
    named.flatten().collect()
}

/// The routes of a hub's table; with routing intent what that attracts, and what the
/// firewall then knows.
fn hub_lists(
    analysis: &Analysis,
    id: Id<HubRouteTable>,
    table: &HubRouteTable,
    full: &str,
) -> Vec<RouteList> {
    let network = &analysis.network;
    let kind = ListKind::Hub;
    let list = |at, routes| RouteList { at, kind, routes, routers: Vec::new() };
    let attracted = match table.kind {
        HubTableKind::Default => analysis.routing.attracted_by_hub(network, table.hub),
        _ => Vec::new(),
    };
    let firewall = attracted.iter().find_map(|route| match route.next_hop {
        NextHop::HubFirewall(firewall) => Some(firewall),
        _ => None,
    });
    let at = format!("hub:{full}");
    let Some(firewall) = firewall else {
        return vec![list(at, analysis.routing.hub_routes(id).to_vec())];
    };
    let hub = network.virtual_hubs[table.hub].declared.label();
    let firewall = network.firewalls[firewall].declared.label();
    let behind = analysis.routing.of_hub_firewall(network, id);
    vec![list(at, attracted), list(format!("hub:{hub}/{firewall}"), behind)]
}

fn chosen(analyses: &[Analysis], at: &[String]) -> anyhow::Result<Vec<Lists>> {
    let mut lists: Vec<Lists> = analyses.iter().map(|_| Lists::default()).collect();
    let ids: Vec<_> = analyses.iter().map(|one| EndpointIds::new(&one.network)).collect();
    for pattern in at {
        if pattern == "*" {
            let found = analyses.iter().map(|analysis| Lists {
                bgp: [of_gateways(analysis, "*").bgp, of_circuits(analysis, "*").bgp].concat(),
                ..all(analysis)
            });
            add(&mut lists, found.collect());
        } else if let Some(name) = pattern.strip_prefix("gateway:") {
            let found = analyses.iter().map(|analysis| of_gateways(analysis, name));
            if !add(&mut lists, found.collect()) {
                anyhow::bail!("there is no gateway `{name}`{}", known_gateways(analyses));
            }
        } else if let Some(name) = pattern.strip_prefix("circuit:") {
            let found = analyses.iter().map(|analysis| of_circuits(analysis, name));
            if !add(&mut lists, found.collect()) {
                anyhow::bail!("there is no circuit `{name}` with a connection");
            }
        } else if let Some(name) = pattern.strip_prefix("hub:") {
            let found = analyses
                .iter()
                .map(|analysis| Lists { routes: tables(analysis, name), bgp: Vec::new() });
            if !add(&mut lists, found.collect()) {
                anyhow::bail!("there is no virtual hub `{name}`{}", known_hubs(analyses));
            }
        } else {
            let selected = select(analyses, std::slice::from_ref(pattern))?;
            let parts = analyses.iter().zip(&ids).zip(selected);
            let found = parts.map(|((analysis, ids), endpoints)| Lists {
                routes: endpoints
                    .into_iter()
                    .flat_map(|one| of_endpoint(analysis, ids, one))
                    .collect(),
                bgp: Vec::new(),
            });
            add(&mut lists, found.collect());
        }
    }
    Ok(lists)
}

/// Adds what was found in each network; whether it was anything.
fn add(lists: &mut [Lists], found: Vec<Lists>) -> bool {
    let is_any = found.iter().any(|found| !(found.routes.is_empty() && found.bgp.is_empty()));
    for (lists, found) in lists.iter_mut().zip(found) {
        lists.routes.extend(found.routes);
        lists.bgp.extend(found.bgp);
    }
    is_any
}

/// What gateways tell, and what they have learned.
fn of_gateways(analysis: &Analysis, name: &str) -> Lists {
    let mut lists = Lists::default();
    for id in gateways(analysis, name) {
        lists.routes.push(advertised(analysis, id));
        let at = lists.routes.last().map(|list| list.at.clone()).unwrap_or_default();
        let bgp = analysis.routing.bgp(&analysis.network);
        let kind = BgpListKind::Learned;
        lists.bgp.push(BgpList { at: at.clone(), kind, to: None, rows: bgp.learned(id) });
        lists.bgp.extend(told(&at, bgp.advertised(id)));
    }
    let of_hubs = analysis.network.hub_gateways.entries();
    let named = of_hubs.filter(|(_, one)| is_named(&one.declared, name));
    lists.routes.extend(named.map(|(id, _)| advertised_by_hub(analysis, id)));
    lists
}

/// The tables of the edge routers of circuits that are called `name` or `name/primary`.
fn of_circuits(analysis: &Analysis, name: &str) -> Lists {
    let network = &analysis.network;
    let mut lists = Lists::default();
    for (id, circuit) in network.circuits.entries() {
        for link in CircuitLink::ALL {
            let at = format!("{}/{}", circuit.declared.label(), link.as_str());
            let rows = analysis.routing.bgp(network).of_circuit(network, id, link);
            if rows.is_empty() || !(is_named(&circuit.declared, name) || at == name) {
                continue;
            }
            let at = format!("circuit:{at}");
            let told = told(&at, analysis.routing.bgp(network).told_to_sites(id, link));
            lists.bgp.push(BgpList { at, kind: BgpListKind::Circuit, to: None, rows });
            lists.bgp.extend(told);
        }
    }
    lists
}

/// What a router tells, a list for each neighbour.
fn told(at: &str, by_neighbour: BTreeMap<Speaker, Vec<BgpRoute>>) -> Vec<BgpList> {
    let list = |(to, rows)| BgpList {
        at: at.to_owned(),
        kind: BgpListKind::Advertised,
        to: Some(to),
        rows,
    };
    by_neighbour.into_iter().map(list).collect()
}

fn gateways<'a>(analysis: &'a Analysis, name: &'a str) -> impl Iterator<Item = Id<Gateway>> + 'a {
    let gateways = analysis.network.gateways.entries();
    gateways.filter(move |(_, one)| is_named(&one.declared, name)).map(|(id, _)| id)
}

fn is_named(declared: &Declared, name: &str) -> bool {
    name == "*" || declared.label() == name || declared.address.as_str() == name
}

fn known_hubs(analyses: &[Analysis]) -> String {
    let hubs = analyses.iter().flat_map(|analysis| analysis.network.virtual_hubs.iter());
    let names: Vec<_> = hubs.map(|hub| hub.declared.label()).collect();
    if names.is_empty() {
        "; there are none".to_owned()
    } else {
        format!("; there are {}", names.join(", "))
    }
}

fn known_gateways(analyses: &[Analysis]) -> String {
    let names: Vec<_> = analyses
        .iter()
        .flat_map(|analysis| {
            let own = analysis.network.gateways.iter().map(|gateway| &gateway.declared);
            own.chain(analysis.network.hub_gateways.iter().map(|gateway| &gateway.declared))
        })
        .map(Declared::label)
        .collect();
    if names.is_empty() {
        "; there are none".to_owned()
    } else {
        format!("; there are {}", names.join(", "))
    }
}

fn of_endpoint(analysis: &Analysis, ids: &EndpointIds<'_>, endpoint: Endpoint) -> Vec<RouteList> {
    let Analysis { network, routing, .. } = analysis;
    match endpoint {
        Endpoint::Subnet(id) => {
            let routes = routing.effective_routes(id);
            let led_to = routes.iter().map(|route| routing.routers(network, route)).collect();
            let at = ids.of(endpoint);
            vec![RouteList { at, kind: ListKind::Effective, routes, routers: led_to }]
        }
        Endpoint::VirtualNetwork(id) => network
            .subnets_of(id)
            .flat_map(|subnet| of_endpoint(analysis, ids, Endpoint::Subnet(subnet)))
            .collect(),
        Endpoint::Clients(id) => vec![RouteList {
            at: ids.of(endpoint),
            kind: ListKind::Pushed,
            routes: routing.pushed_to_clients(id),
            routers: Vec::new(),
        }],
        Endpoint::Site(id) => {
            let links = network.sites[id].links.known.iter();
            links
                .filter_map(|link| match *link {
                    SiteLink::ExpressRoute { gateway, .. } | SiteLink::Vpn { gateway, .. } => {
                        Some(advertised(analysis, gateway))
                    }
                    SiteLink::Hub { gateway, .. } => Some(advertised_by_hub(analysis, gateway)),
                    // What an appliance tells its sites is its own business.
                    SiteLink::Appliance(_) => None,
                })
                .collect()
        }
        Endpoint::HubClients(id) => vec![RouteList {
            at: ids.of(endpoint),
            kind: ListKind::Pushed,
            routes: routing.pushed_by_hub(id).to_vec(),
            routers: Vec::new(),
        }],
        // Neither the Internet nor a bare address has routes that Azure would show.
        Endpoint::Internet | Endpoint::Address(_) => Vec::new(),
    }
}

fn advertised(analysis: &Analysis, id: Id<Gateway>) -> RouteList {
    let gateway = &analysis.network.gateways[id];
    let kind = match gateway.kind.value() {
        Some(GatewayKind::ExpressRoute) => "ExpressRoute",
        Some(GatewayKind::Vpn) => "VPN",
        None => "kind unknown",
    };
    RouteList {
        at: format!("gateway:{}, {kind}", gateway.declared.label()),
        kind: ListKind::Advertised,
        routes: analysis.routing.advertised(&analysis.network, id),
        routers: Vec::new(),
    }
}

fn advertised_by_hub(analysis: &Analysis, id: Id<HubGateway>) -> RouteList {
    let gateway = &analysis.network.hub_gateways[id];
    let kind = match gateway.kind {
        HubGatewayKind::ExpressRoute => "ExpressRoute",
        HubGatewayKind::SiteToSite => "VPN",
        HubGatewayKind::PointToSite => "point-to-site",
    };
    RouteList {
        at: format!("gateway:{}, {kind}", gateway.declared.label()),
        kind: ListKind::Advertised,
        routes: analysis.routing.advertised_by_hub(&analysis.network, id),
        routers: Vec::new(),
    }
}
