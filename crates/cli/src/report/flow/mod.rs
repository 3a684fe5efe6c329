//! Flows and their verdicts.

mod indented;
pub(crate) mod json;
pub(crate) mod matrix;
pub(crate) mod trace;

use std::{
    collections::{BTreeMap, BTreeSet},
    io,
    sync::mpsc,
    thread,
};

use nexthop_core::{
    Analysis, Network,
    routing::{Endpoint, EndpointIds, Flow, Service, Verdict},
};
use nexthop_source::{Sources, Span};
use rayon::prelude::*;

use super::{Paint, text::line_of};
use crate::console::printable;

/// So many flows of a row are written at once.
const PART: usize = 64;

/// Most flows have no longer text.
const USUAL: usize = 2048;

/// So many rows of flows are made before those that are ready are taken.
const AHEAD: usize = 2;

/// The flows of one network, computed when they are asked for: those of a large
/// estate do not fit in memory.
#[derive(Debug)]
pub(crate) struct Flows<'a> {
    analysis: &'a Analysis,
    from: Vec<Endpoint>,
    to: Vec<Endpoint>,
    service: Service,
    /// What the endpoints are called.
    ids: BTreeMap<Endpoint, String>,
}

impl<'a> Flows<'a> {
    pub(crate) fn new(
        analysis: &'a Analysis,
        (from, to): (Vec<Endpoint>, Vec<Endpoint>),
        service: Service,
    ) -> Self {
        let ids = EndpointIds::new(&analysis.network);
        let ids = from.iter().chain(&to).map(|&endpoint| (endpoint, ids.of(endpoint))).collect();
        Self { analysis, from, to, service, ids }
    }

    pub(crate) fn network(&self) -> &'a Network {
        &self.analysis.network
    }

    /// An endpoint as it is written on the command line.
    fn id(&self, endpoint: Endpoint) -> &str {
        self.ids.get(&endpoint).map_or("", String::as_str)
    }

    /// How many there are.
    pub(crate) fn len(&self) -> usize {
        let to: BTreeSet<_> = self.to.iter().collect();
        let to_themselves = self.from.iter().filter(|from| to.contains(from)).count();
        self.from.len() * self.to.len() - to_themselves
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Hands somebody the texts of flows in order, some of a row at once, while the next are
    /// written.
    fn each_part<E: Send>(
        &self,
        append: impl Fn(&mut Vec<u8>, Endpoint, Endpoint) -> Result<(), E> + Sync,
        mut take: impl FnMut(Result<Vec<u8>, E>) -> io::Result<()>,
    ) -> io::Result<()> {
        let part = |from: Endpoint, to: &[Endpoint]| {
            let mut text = Vec::with_capacity(to.len() * USUAL);
            to.iter().try_for_each(|&to| append(&mut text, from, to)).map(|()| text)
        };
        let row = |&from: &Endpoint| {
            let others: Vec<_> = self.others(from).collect();
            others.par_chunks(PART).map(|to| part(from, to)).collect::<Vec<_>>()
        };
        thread::scope(|scope| {
            let (sender, rows) = mpsc::sync_channel(AHEAD);
            let row = &row;
            scope.spawn(move || self.from.iter().map(row).try_for_each(|row| sender.send(row)));
            rows.iter().flatten().try_for_each(&mut take)
        })
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

    /// `from → to`
    fn name(&self, from: Endpoint, to: Endpoint, paint: Paint) -> String {
        let (from, to) = (self.id(from), self.id(to));
        paint.bold(&format!("{} → {}", printable(from), printable(to)))
    }
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
