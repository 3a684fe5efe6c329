//! Flows and their verdicts.

pub(crate) mod json;
pub(crate) mod matrix;
pub(crate) mod trace;

use nexthop_core::{
    Analysis, Network,
    routing::{Endpoint, Flow, Service, Verdict},
};
use nexthop_source::{Sources, Span};
use rayon::prelude::*;

use super::{Paint, text::line_of};
use crate::console::printable;

/// The flows of one network, computed when they are asked for: those of a large
/// estate do not fit in memory.
#[derive(Debug)]
pub(crate) struct Flows<'a> {
    pub(crate) analysis: &'a Analysis,
    pub(crate) from: Vec<Endpoint>,
    pub(crate) to: Vec<Endpoint>,
    pub(crate) service: Service,
}

impl<'a> Flows<'a> {
    pub(crate) fn network(&self) -> &'a Network {
        &self.analysis.network
    }

    /// How many there are.
    pub(crate) fn len(&self) -> usize {
        self.from.iter().map(|&from| self.others(from).count()).sum()
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// What somebody makes of each flow, row by row.
    fn rows<T: Send>(
        &self,
        make: impl Fn(Endpoint, Endpoint) -> T + Sync,
    ) -> impl Iterator<Item = Vec<T>> {
        self.from.iter().map(move |&from| {
            let others: Vec<_> = self.others(from).collect();
            others.into_par_iter().map(|to| make(from, to)).collect()
        })
    }

    /// A flow with the routes that each hop chose among.
    fn flow(&self, from: Endpoint, to: Endpoint) -> Flow {
        let Analysis { network, routing, .. } = self.analysis;
        routing.flow_of(network, from, to, self.service)
    }

    /// A flow without them.
    fn steps(&self, from: Endpoint, to: Endpoint) -> Flow {
        let Analysis { network, routing, .. } = self.analysis;
        routing.flow_by_steps(network, from, to, self.service)
    }

    fn others(&self, from: Endpoint) -> impl Iterator<Item = Endpoint> {
        self.to.iter().copied().filter(move |&to| to != from)
    }
}

/// `from → to`
fn name(from: Endpoint, to: Endpoint, network: &Network, paint: Paint) -> String {
    let (from, to) = (from.id(network), to.id(network));
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
