//! Flows in version 1 of nexthop's own format.

use std::io;

use nexthop_core::{
    Network,
    routing::{Candidate, Flow, Hop},
};
use nexthop_source::Sources;
use serde::{Serialize, Serializer, ser::SerializeSeq as _};

use super::Flows;
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

#[derive(Serialize)]
struct Document<'a> {
    version: u8,
    inputs: Vec<InputV1<'a>>,
    endpoints: Vec<EndpointV1<'a>>,
    flows: AllFlows<'a>,
}

/// Every flow of every network, made while it is written.
struct AllFlows<'a> {
    inputs: &'a Inputs,
    networks: &'a [Flows<'a>],
    detail: Detail,
}

impl Serialize for AllFlows<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut sequence = serializer.serialize_seq(None)?;
        for (estate, flows) in self.inputs.estates.iter().zip(self.networks) {
            let input = shown(&estate.path);
            for one in flows.rows().flatten() {
                let one = flow(input, &self.inputs.sources, flows.network(), &one, self.detail);
                sequence.serialize_element(&one)?;
            }
        }
        sequence.end()
    }
}

#[derive(Serialize)]
struct EndpointV1<'a> {
    input: &'a str,
    id: String,
    kind: &'static str,
}

#[derive(Serialize)]
struct FlowV1<'a> {
    input: &'a str,
    from: String,
    to: String,
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
    let document = Document {
        version: VERSION,
        inputs: json::inputs(inputs),
        endpoints: each.flat_map(|(input, flows)| endpoints(input, flows)).collect(),
        flows: AllFlows { inputs, networks, detail },
    };
    serde_json::to_writer_pretty(&mut *out, &document)?;
    out.write_all(b"\n").map_err(serde_json::Error::io)
}

fn endpoints<'a>(input: &'a str, flows: &Flows<'_>) -> Vec<EndpointV1<'a>> {
    let mut all = flows.from.clone();
    all.extend(flows.to.iter().filter(|endpoint| !flows.from.contains(endpoint)));
    all.iter()
        .map(|endpoint| EndpointV1 {
            input,
            id: endpoint.id(flows.network()),
            kind: endpoint.kind(),
        })
        .collect()
}

fn flow<'a>(
    input: &'a str,
    sources: &'a Sources,
    network: &'a Network,
    flow: &'a Flow,
    detail: Detail,
) -> FlowV1<'a> {
    let hops =
        |hops: &'a [Hop]| hops.iter().map(|one| hop(sources, network, one, detail)).collect();
    FlowV1 {
        input,
        from: flow.from.id(network),
        to: flow.to.id(network),
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
