//! Flows and their verdicts.

pub(crate) mod json;
pub(crate) mod matrix;
pub(crate) mod trace;

use nexthop_core::{
    Network,
    routing::{Endpoint, Flow, Verdict},
};
use nexthop_source::{Sources, Span};

use super::{Paint, text::line_of};
use crate::console::printable;

/// The flows of one network.
#[derive(Debug)]
pub(crate) struct Flows<'a> {
    pub(crate) network: &'a Network,
    pub(crate) from: Vec<Endpoint>,
    pub(crate) to: Vec<Endpoint>,
    /// Row by row.
    pub(crate) all: Vec<Flow>,
}

/// `from → to`
fn name(flow: &Flow, network: &Network, paint: Paint) -> String {
    let (from, to) = (flow.from.id(network), flow.to.id(network));
    paint.bold(&format!("{} → {}", printable(&from), printable(&to)))
}

/// `(file:line) [code]`
fn place_and_code(sources: &Sources, span: Option<Span>, code: &str) -> String {
    let place = span.map(|span| format!("({}) ", line_of(sources, span)));
    format!("{}[{code}]", place.unwrap_or_default())
}

fn symbol(verdict: Verdict) -> &'static str {
    match verdict {
        Verdict::Reachable => "✓",
        Verdict::Unsupported => "!",
        Verdict::Depends => "?",
        Verdict::Undecided => "…",
        Verdict::Asymmetric => "≠",
        Verdict::Unreachable => "✗",
    }
}

fn colored(verdict: Verdict, text: &str, paint: Paint) -> String {
    match verdict {
        Verdict::Reachable => paint.green(text),
        Verdict::Unsupported | Verdict::Depends | Verdict::Undecided => paint.yellow(text),
        Verdict::Asymmetric | Verdict::Unreachable => paint.red(text),
    }
}
