//! Version 1 of nexthop's own format.

use nexthop_core::routing::Verdict;
use serde::Serialize;

use super::{Difference, FlowChange};
use crate::report::json::{self, FindingV1, VERSION};

#[derive(Serialize)]
struct Document<'a> {
    version: u8,
    base: &'a str,
    head: &'a str,
    findings: FindingsV1<'a>,
    flows: Vec<FlowChangeV1<'a>>,
}

#[derive(Serialize)]
struct FindingsV1<'a> {
    added: Vec<FindingV1<'a>>,
    removed: Vec<FindingV1<'a>>,
    changed: Vec<ChangedV1<'a>>,
}

#[derive(Serialize)]
struct ChangedV1<'a> {
    was: &'static str,
    finding: FindingV1<'a>,
}

#[derive(Serialize)]
struct FlowChangeV1<'a> {
    input: &'a str,
    from: &'a str,
    to: &'a str,
    base: Option<&'static str>,
    head: Option<&'static str>,
    code: &'static str,
    because: &'a str,
}

pub(crate) fn render(difference: &Difference<'_>) -> serde_json::Result<String> {
    let (base, head) = (difference.base, difference.head);
    let changed = difference.changed.iter().map(|changed| ChangedV1 {
        was: changed.was.as_str(),
        finding: json::finding(head.1.sources, changed.finding),
    });
    let added = difference.added.iter().map(|one| json::finding(head.1.sources, one));
    let removed = difference.removed.iter().map(|one| json::finding(base.1.sources, one));
    json::document(&Document {
        version: VERSION,
        base: base.0,
        head: head.0,
        findings: FindingsV1 {
            added: added.collect(),
            removed: removed.collect(),
            changed: changed.collect(),
        },
        flows: difference.flows.iter().map(flow).collect(),
    })
}

fn flow(change: &FlowChange) -> FlowChangeV1<'_> {
    FlowChangeV1 {
        input: &change.input,
        from: &change.from,
        to: &change.to,
        base: change.was.map(Verdict::as_str),
        head: change.is.map(Verdict::as_str),
        code: change.code,
        because: &change.because,
    }
}
