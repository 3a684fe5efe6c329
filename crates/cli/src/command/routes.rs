//! `nexthop routes`

use std::process::ExitCode;

use nexthop_core::{
    Analysis, Network,
    network::{
        Declared, Gateway, GatewayKind, HubGateway, HubGatewayKind, HubTableKind, Id, SiteLink,
    },
    routing::Endpoint,
};

use super::selection::select;
use crate::{
    args::{Format, RoutesArguments},
    console::{self, Console},
    project::Inputs,
    report::{
        Paint,
        route::{ListKind, RouteList, json, text},
    },
};

pub(crate) fn run(arguments: &RoutesArguments, console: &Console) -> anyhow::Result<ExitCode> {
    let inputs = Inputs::load(&arguments.input, console)?;
    let analyses = inputs.analyse_what_if(&arguments.without)?;
    let lists = if arguments.at.is_empty() {
        analyses.iter().map(all).collect()
    } else {
        chosen(&analyses, &arguments.at)?
    };
    let networks: Vec<(&Network, Vec<RouteList>)> =
        analyses.iter().map(|analysis| &analysis.network).zip(lists).collect();
    let text = match arguments.format {
        Format::Text => text::render(&inputs, &networks, Paint::new(console.colors())),
        Format::Json => json::render(&inputs, &networks)?,
    };
    console::print(&text)?;
    Ok(inputs.exit(ExitCode::SUCCESS))
}

/// Every subnet, what every gateway advertises, what clients get.
pub(super) fn all(analysis: &Analysis) -> Vec<RouteList> {
    let network = &analysis.network;
    let subnets = network.subnets.ids().map(Endpoint::Subnet);
    let clients = Endpoint::all(network)
        .into_iter()
        .filter(|one| matches!(one, Endpoint::Clients(_) | Endpoint::HubClients(_)));
    let mut lists: Vec<_> =
        subnets.chain(clients).flat_map(|endpoint| of_endpoint(analysis, endpoint)).collect();
    lists.extend(network.gateways.ids().map(|id| advertised(analysis, id)));
    let of_hubs = network.hub_gateways.entries();
    let of_hubs = of_hubs.filter(|(_, one)| one.kind != HubGatewayKind::PointToSite);
    lists.extend(of_hubs.map(|(id, _)| advertised_by_hub(analysis, id)));
    lists.extend(tables(analysis, "*"));
    lists
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
        is_named.then(|| RouteList {
            at: format!("hub:{full}"),
            kind: ListKind::Hub,
            routes: analysis.routing.hub_routes(id).to_vec(),
        })
    });
    named.collect()
}

fn chosen(analyses: &[Analysis], at: &[String]) -> anyhow::Result<Vec<Vec<RouteList>>> {
    let mut lists: Vec<Vec<RouteList>> = analyses.iter().map(|_| Vec::new()).collect();
    for pattern in at {
        if let Some(name) = pattern.strip_prefix("gateway:") {
            let before: usize = lists.iter().map(Vec::len).sum();
            for (analysis, lists) in analyses.iter().zip(&mut lists) {
                lists.extend(gateways(analysis, name).map(|id| advertised(analysis, id)));
                let of_hubs = analysis.network.hub_gateways.entries();
                let named = of_hubs.filter(|(_, one)| is_named(&one.declared, name));
                lists.extend(named.map(|(id, _)| advertised_by_hub(analysis, id)));
            }
            if lists.iter().map(Vec::len).sum::<usize>() == before {
                anyhow::bail!("there is no gateway `{name}`{}", known_gateways(analyses));
            }
        } else if let Some(name) = pattern.strip_prefix("hub:") {
            let before: usize = lists.iter().map(Vec::len).sum();
            for (analysis, lists) in analyses.iter().zip(&mut lists) {
                lists.extend(tables(analysis, name));
            }
            if lists.iter().map(Vec::len).sum::<usize>() == before {
                anyhow::bail!("there is no virtual hub `{name}`{}", known_hubs(analyses));
            }
        } else {
            let selected = select(analyses, std::slice::from_ref(pattern))?;
            for ((analysis, endpoints), lists) in analyses.iter().zip(selected).zip(&mut lists) {
                let found = endpoints.into_iter().flat_map(|one| of_endpoint(analysis, one));
                lists.extend(found);
            }
        }
    }
    Ok(lists)
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

fn of_endpoint(analysis: &Analysis, endpoint: Endpoint) -> Vec<RouteList> {
    let Analysis { network, routing, .. } = analysis;
    match endpoint {
        Endpoint::Subnet(id) => vec![RouteList {
            at: endpoint.id(network),
            kind: ListKind::Effective,
            routes: routing.effective_routes(id),
        }],
        Endpoint::VirtualNetwork(id) => network
            .subnets_of(id)
            .flat_map(|subnet| of_endpoint(analysis, Endpoint::Subnet(subnet)))
            .collect(),
        Endpoint::Clients(id) => vec![RouteList {
            at: endpoint.id(network),
            kind: ListKind::Pushed,
            routes: routing.pushed_to_clients(id),
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
            at: endpoint.id(network),
            kind: ListKind::Pushed,
            routes: routing.pushed_by_hub(id).to_vec(),
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
        routes: analysis.routing.advertised(id),
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
        routes: analysis.routing.advertised_by_hub(id).to_vec(),
    }
}
