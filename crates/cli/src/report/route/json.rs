//! Routes in version 1 of nexthop's own format.

use nexthop_core::{Network, routing::EffectiveRoute};
use nexthop_source::Sources;
use serde::Serialize;

use super::{
    Lists, RouteLine, RouteList,
    bgp::{BgpLine, RouterV1},
};
use crate::{
    project::{Inputs, shown},
    report::json::{self, InputV1, StepV1, VERSION, document},
};

#[derive(Serialize)]
struct Document<'a> {
    version: u8,
    inputs: Vec<InputV1<'a>>,
    tables: Vec<TableV1<'a>>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    bgp_tables: Vec<BgpTableV1<'a>>,
}

#[derive(Serialize)]
struct TableV1<'a> {
    input: &'a str,
    at: &'a str,
    kind: &'static str,
    routes: Vec<RouteV1<'a>>,
}

#[derive(Serialize)]
struct BgpTableV1<'a> {
    input: &'a str,
    at: &'a str,
    kind: &'static str,
    /// Whom it is told.
    #[serde(skip_serializing_if = "Option::is_none")]
    to: Option<RouterV1>,
    routes: Vec<BgpLine>,
}

#[derive(Serialize)]
struct RouteV1<'a> {
    #[serde(flatten)]
    line: RouteLine,
    /// The routers that it leads to: Azure prints a row for each.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    routers: Vec<RouterV1>,
    steps: Vec<StepV1<'a>>,
}

/// Every list of every network.
pub(crate) fn render(
    inputs: &Inputs,
    networks: &[(&Network, Lists)],
) -> serde_json::Result<String> {
    let estates = || inputs.estates.iter().zip(networks);
    let tables = estates().flat_map(|(estate, (network, lists))| {
        let input = shown(&estate.path);
        lists.routes.iter().map(move |list| table(input, &inputs.sources, network, list))
    });
    let bgp_tables = estates().flat_map(|(estate, (network, lists))| {
        let input = shown(&estate.path);
        lists.bgp.iter().map(move |list| BgpTableV1 {
            input,
            at: &list.at,
            kind: list.kind.as_str(),
            to: list.neighbour(network),
            routes: list.rows.iter().map(|row| BgpLine::of(network, row)).collect(),
        })
    });
    document(&Document {
        version: VERSION,
        inputs: json::inputs(inputs),
        tables: tables.collect(),
        bgp_tables: bgp_tables.collect(),
    })
}

fn table<'a>(
    input: &'a str,
    sources: &'a Sources,
    network: &Network,
    list: &'a RouteList,
) -> TableV1<'a> {
    let route = |(at, route): (usize, &'a EffectiveRoute)| RouteV1 {
        line: RouteLine::of(network, route),
        routers: list
            .routers
            .get(at)
            .into_iter()
            .flatten()
            .map(|speaker| RouterV1::of(network, *speaker))
            .collect(),
        steps: route.because.iter().map(|step| StepV1::of(sources, step)).collect(),
    };
    TableV1 {
        input,
        at: &list.at,
        kind: list.kind.as_str(),
        routes: list.routes.iter().enumerate().map(route).collect(),
    }
}
