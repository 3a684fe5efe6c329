//! Flows and their verdicts.

pub(crate) mod json;
pub(crate) mod matrix;
pub(crate) mod trace;

use nexthop_core::{
    Network,
    routing::{Endpoint, Flow, Verdict},
};
use nexthop_source::Sources;

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

/// `from → to: verdict`
fn title(flow: &Flow, network: &Network, paint: Paint) -> String {
    let (from, to) = (flow.from.id(network), flow.to.id(network));
    let title = format!("{} → {}", printable(&from), printable(&to));
    let word = colored(flow.verdict, flow.verdict.as_str(), paint);
    format!("{}: {word}", paint.bold(&title))
}

/// `sentence (file:line) [code]`
fn because(flow: &Flow, sources: &Sources, paint: Paint) -> String {
    let because = &flow.because;
    let place = because.span.map(|span| paint.dim(&format!(" ({})", line_of(sources, span))));
    let code = paint.dim(&format!("[{}]", because.code.as_str()));
    format!("{}{} {code}", printable(&because.message), place.unwrap_or_default())
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
