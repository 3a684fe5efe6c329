//! Flows in version 1 of nexthop's own format.

use std::{collections::BTreeSet, io};

use nexthop_core::{
    Network,
    routing::{Candidate, Flow, Hop},
};
use nexthop_source::Sources;
use serde::Serialize;
use serde_json::Serializer;

use super::{Flows, indented::Indented};
use crate::{
    project::{Inputs, shown},
    report::{
        json::{self, InputV1, LocationV1, StepV1, VERSION},
        route::RouteLine,
    },
};

/// How much is said of a hop.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Detail {
    /// What happens there.
    Steps,
    /// Every route that matches there, too.
    Candidates,
}

/// All but the flows, which are made while they are written.
#[derive(Serialize)]
struct Head<'a> {
    version: u8,
    inputs: Vec<InputV1<'a>>,
    endpoints: Vec<EndpointV1<'a>>,
}

#[derive(Serialize)]
struct EndpointV1<'a> {
    input: &'a str,
    id: &'a str,
    kind: &'static str,
}

#[derive(Serialize)]
struct FlowV1<'a> {
    input: &'a str,
    from: &'a str,
    to: &'a str,
    verdict: &'static str,
    code: &'static str,
    because: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    location: Option<LocationV1<'a>>,
    forward: Vec<HopV1<'a>>,
    r#return: Vec<HopV1<'a>>,
    assumptions: Vec<StepV1<'a>>,
}

#[derive(Serialize)]
struct HopV1<'a> {
    at: &'a str,
    code: &'static str,
    message: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    location: Option<LocationV1<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    candidates: Option<Vec<CandidateV1<'a>>>,
}

#[derive(Serialize)]
struct CandidateV1<'a> {
    #[serde(flatten)]
    route: RouteLine,
    why: &'a str,
}

/// Writes every flow of every network.
pub(crate) fn write(
    inputs: &Inputs,
    networks: &[Flows<'_>],
    detail: Detail,
    out: &mut dyn io::Write,
) -> serde_json::Result<()> {
    let each = inputs.estates.iter().map(|estate| shown(&estate.path)).zip(networks);
    let head = Head {
        version: VERSION,
        inputs: json::inputs(inputs),
        endpoints: each.flat_map(|(input, flows)| endpoints(input, flows)).collect(),
    };
    let head = serde_json::to_string_pretty(&head)?;
    let head = head.strip_suffix("\n}").unwrap_or(&head);
    let written = write_flows(inputs, networks, detail, head, out);
    written.map_err(serde_json::Error::io)
}

fn write_flows(
    inputs: &Inputs,
    networks: &[Flows<'_>],
    detail: Detail,
    head: &str,
    out: &mut dyn io::Write,
) -> io::Result<()> {
    write!(out, "{head},\n  \"flows\": [")?;
    let mut first = true;
    for (estate, flows) in inputs.estates.iter().zip(networks) {
        let input = shown(&estate.path);
        let append = |text: &mut Vec<u8>, from, to| {
            let one = match detail {
                Detail::Steps => flows.steps(from, to),
                Detail::Candidates => flows.flow(from, to),
            };
            text.extend_from_slice(SEPARATOR);
            let mut serializer = Serializer::with_formatter(text, Indented::at(2));
            flow(input, &inputs.sources, flows, &one, detail).serialize(&mut serializer)
        };
        flows.each_part(append, |part| {
            let part = part?;
            let from = usize::from(std::mem::take(&mut first));
            out.write_all(part.get(from..).unwrap_or_default())
        })?;
    }
    out.write_all(if first { b"]\n}\n" } else { b"\n  ]\n}\n" })
}

/// What goes before a flow, but for the first one's comma.
const SEPARATOR: &[u8] = b",\n    ";

fn endpoints<'a>(input: &'a str, flows: &'a Flows<'_>) -> Vec<EndpointV1<'a>> {
    let from: BTreeSet<_> = flows.from.iter().collect();
    let others = flows.to.iter().filter(|endpoint| !from.contains(endpoint));
    let all = flows.from.iter().chain(others);
    all.map(|&endpoint| EndpointV1 { input, id: flows.id(endpoint), kind: endpoint.kind() })
        .collect()
}

fn flow<'a>(
    input: &'a str,
    sources: &'a Sources,
    flows: &'a Flows<'_>,
    flow: &'a Flow,
    detail: Detail,
) -> FlowV1<'a> {
    let network = flows.network();
    let hops =
        |hops: &'a [Hop]| hops.iter().map(|one| hop(sources, network, one, detail)).collect();
    FlowV1 {
        input,
        from: flows.id(flow.from),
        to: flows.id(flow.to),
        verdict: flow.verdict.as_str(),
        code: flow.because.code.as_str(),
        because: &flow.because.message,
        location: flow.because.span.map(|span| LocationV1::of(sources, span)),
        forward: hops(&flow.forward.hops),
        r#return: hops(&flow.back.hops),
        assumptions: flow.assumptions.iter().map(|step| StepV1::of(sources, step)).collect(),
    }
}

fn hop<'a>(sources: &'a Sources, network: &'a Network, hop: &'a Hop, detail: Detail) -> HopV1<'a> {
    let candidate = |one: &'a Candidate| CandidateV1 {
        route: RouteLine::of(network, &one.route),
        why: &one.why,
    };
    HopV1 {
        at: &hop.at,
        code: hop.code.as_str(),
        message: &hop.message,
        location: hop.span.map(|span| LocationV1::of(sources, span)),
        candidates: (detail == Detail::Candidates)
            .then(|| hop.candidates.iter().map(candidate).collect()),
    }
}
