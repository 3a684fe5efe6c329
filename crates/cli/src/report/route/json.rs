//! Routes in version 1 of nexthop's own format.

use nexthop_core::{Network, routing::EffectiveRoute};
use nexthop_source::Sources;
use serde::Serialize;

use super::{RouteLine, RouteList};
use crate::{
    project::{Inputs, shown},
    report::json::{self, InputV1, StepV1, VERSION, document},
};

#[derive(Serialize)]
struct Document<'a> {
    version: u8,
    inputs: Vec<InputV1<'a>>,
    tables: Vec<TableV1<'a>>,
}

#[derive(Serialize)]
struct TableV1<'a> {
    input: &'a str,
    at: &'a str,
    kind: &'static str,
    routes: Vec<RouteV1<'a>>,
}

#[derive(Serialize)]
struct RouteV1<'a> {
    #[serde(flatten)]
    line: RouteLine,
    steps: Vec<StepV1<'a>>,
}

/// Every list of every network.
pub(crate) fn render(
    inputs: &Inputs,
    networks: &[(&Network, Vec<RouteList>)],
) -> serde_json::Result<String> {
    let tables = inputs.estates.iter().zip(networks).flat_map(|(estate, (network, lists))| {
        let input = shown(&estate.path);
        lists.iter().map(move |list| table(input, &inputs.sources, network, list))
    });
    document(&Document { version: VERSION, inputs: json::inputs(inputs), tables: tables.collect() })
}

fn table<'a>(
    input: &'a str,
    sources: &'a Sources,
    network: &Network,
    list: &'a RouteList,
) -> TableV1<'a> {
    let route = |route: &'a EffectiveRoute| RouteV1 {
        line: RouteLine::of(network, route),
        steps: route.because.iter().map(|step| StepV1::of(sources, step)).collect(),
    };
    TableV1 {
        input,
        at: &list.at,
        kind: list.kind.as_str(),
        routes: list.routes.iter().map(route).collect(),
    }
}
