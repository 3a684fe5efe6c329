//! `nexthop routes`

use std::process::ExitCode;

use nexthop_core::{
    Analysis, Network,
    network::{Gateway, GatewayKind, Id},
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
    let analyses = inputs.analyse();
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
    let clients = network.gateways.entries().filter(|(_, gateway)| gateway.clients.is_some());
    let mut lists: Vec<_> = subnets
        .chain(clients.map(|(id, _)| Endpoint::Clients(id)))
        .flat_map(|endpoint| of_endpoint(analysis, endpoint))
        .collect();
    lists.extend(network.gateways.ids().map(|id| advertised(analysis, id)));
    lists
}

fn chosen(analyses: &[Analysis], at: &[String]) -> anyhow::Result<Vec<Vec<RouteList>>> {
    let mut lists: Vec<Vec<RouteList>> = analyses.iter().map(|_| Vec::new()).collect();
    for pattern in at {
        if let Some(name) = pattern.strip_prefix("gateway:") {
            let before: usize = lists.iter().map(Vec::len).sum();
            for (analysis, lists) in analyses.iter().zip(&mut lists) {
                lists.extend(gateways(analysis, name).map(|id| advertised(analysis, id)));
            }
            if lists.iter().map(Vec::len).sum::<usize>() == before {
                anyhow::bail!("there is no gateway `{name}`{}", known_gateways(analyses));
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
    let named = move |gateway: &Gateway| {
        name == "*" || gateway.declared.label() == name || gateway.declared.address.as_str() == name
    };
    analysis.network.gateways.entries().filter(move |(_, one)| named(one)).map(|(id, _)| id)
}

fn known_gateways(analyses: &[Analysis]) -> String {
    let gateways = analyses.iter().flat_map(|analysis| analysis.network.gateways.iter());
    let names: Vec<_> = gateways.map(|gateway| gateway.declared.label()).collect();
    if names.is_empty() {
        "; there are none".to_owned()
    } else {
        format!("; there are {}", names.join(", "))
    }
}

fn of_endpoint(analysis: &Analysis, endpoint: Endpoint) -> Vec<RouteList> {
    let Analysis { network, routing } = analysis;
    match endpoint {
        Endpoint::Subnet(id) => vec![RouteList {
            at: endpoint.id(network),
            kind: ListKind::Effective,
            routes: routing.effective_routes(id).to_vec(),
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
            links.map(|link| advertised(analysis, link.gateway())).collect()
        }
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
