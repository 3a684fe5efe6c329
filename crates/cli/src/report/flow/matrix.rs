//! The reachability matrix: a row for each `from`, a column for each `to`, and
//! why what is not reachable is not.

use std::collections::BTreeMap;

use nexthop_core::{
    Analysis,
    routing::{Because, Endpoint, Verdict},
};
use nexthop_source::Sources;
use rayon::prelude::*;

use super::{Flows, colored, name, place_and_code, symbol};
use crate::{
    console::printable,
    project::{Inputs, shown},
    report::{Paint, count, push, wrap::wrapped},
};

/// More columns than this are no help on a terminal.
const COLUMNS: usize = 32;

/// Every network's matrix, then the reasons for what is not reachable.
pub(crate) fn render(inputs: &Inputs, networks: &[Flows<'_>], paint: Paint) -> String {
    let mut text = String::new();
    for (estate, flows) in inputs.estates.iter().zip(networks) {
        if !text.is_empty() {
            text.push('\n');
        }
        let path = printable(shown(&estate.path)).into_owned();
        let number = count(flows.len(), "flow");
        push(&mut text, format_args!("{}: {number}\n\n", paint.bold(&path)));
        if flows.is_empty() {
            text.push_str("there is nothing to connect\n");
            continue;
        }
        let matrix = Matrix::new(flows);
        matrix.head(&mut text, paint);
        for reason in &matrix.reasons {
            reason.write(&mut text, &inputs.sources, flows, paint);
        }
    }
    text
}

/// The verdicts of a network, without the paths that led to them.
struct Matrix<'a> {
    flows: &'a Flows<'a>,
    verdicts: BTreeMap<(Endpoint, Endpoint), Verdict>,
    reasons: Vec<Reason>,
}

/// Why flows are not reachable; many share one reason.
struct Reason {
    verdict: Verdict,
    because: Because,
    flows: Vec<(Endpoint, Endpoint)>,
}

impl<'a> Matrix<'a> {
    fn new(flows: &'a Flows<'a>) -> Self {
        let Analysis { network, routing, .. } = flows.analysis;
        let row = |&from: &Endpoint| {
            let verdicts = routing.matrix(network, &[from], &flows.to);
            flows.to.iter().map(move |&to| (from, to)).zip(verdicts).collect::<Vec<_>>()
        };
        let verdicts: BTreeMap<_, _> =
            flows.from.par_iter().flat_map_iter(row).filter(|((from, to), _)| from != to).collect();
        let reasons = Reason::all(flows, &verdicts);
        Self { flows, verdicts, reasons }
    }

    fn head(&self, text: &mut String, paint: Paint) {
        if self.flows.to.len() > COLUMNS {
            let number = self.flows.to.len();
            push(text, format_args!("no matrix for {number} endpoints: choose some with --to\n"));
        } else {
            self.grid(text, paint);
        }
        let mut numbers: BTreeMap<Verdict, usize> = BTreeMap::new();
        for &verdict in self.verdicts.values() {
            *numbers.entry(verdict).or_default() += 1;
        }
        let legend = numbers.iter().map(|(&verdict, number)| {
            format!("{} {number} {}", colored(verdict, symbol(verdict), paint), verdict.as_str())
        });
        push(text, format_args!("\n{}\n\n", legend.collect::<Vec<_>>().join("   ")));
    }

    /// Column heads hang above their columns, so that names need no abbreviation:
    ///
    /// ```text
    ///                  ┌ onprem:er
    ///                  │ ┌ vnet:hub
    /// p2s:vpngw-hub    ✗ ✓
    /// ```
    fn grid(&self, text: &mut String, paint: Paint) {
        let network = self.flows.network();
        let id = |endpoint: &Endpoint| printable(&endpoint.id(network)).into_owned();
        let rows: Vec<String> = self.flows.from.iter().map(id).collect();
        let width = rows.iter().map(|row| row.chars().count()).max().unwrap_or(0) + 2;
        for (at, to) in self.flows.to.iter().enumerate() {
            let bars = "│ ".repeat(at);
            push(text, format_args!("{:width$}{}┌ {}\n", "", paint.dim(&bars), id(to)));
        }
        for (row, from) in rows.iter().zip(&self.flows.from) {
            let cell = |to: &Endpoint| match self.verdicts.get(&(*from, *to)) {
                Some(&verdict) => colored(verdict, symbol(verdict), paint),
                None => paint.dim("·"),
            };
            let cells: Vec<_> = self.flows.to.iter().map(cell).collect();
            push(text, format_args!("{row:width$}{}\n", cells.join(" ")));
        }
    }
}

impl Reason {
    /// The words for what is not reachable; nobody needs them for the rest.
    fn all(flows: &Flows<'_>, verdicts: &BTreeMap<(Endpoint, Endpoint), Verdict>) -> Vec<Self> {
        let pairs = flows.from.iter().flat_map(|&from| flows.to.iter().map(move |&to| (from, to)));
        let is_broken = |pair: &(Endpoint, Endpoint)| {
            verdicts.get(pair).is_some_and(|&one| one != Verdict::Reachable)
        };
        let broken: Vec<_> = pairs.filter(is_broken).collect();
        let because: Vec<_> = broken
            .into_par_iter()
            .map(|(from, to)| {
                let flow = flows.flow(from, to);
                (from, to, flow.verdict, flow.because)
            })
            .collect();
        let mut reasons: Vec<Self> = Vec::new();
        let mut places = BTreeMap::new();
        for (from, to, verdict, because) in because {
            let key = (verdict, because.code, because.message.clone(), because.span);
            let place = *places.entry(key).or_insert(reasons.len());
            match reasons.get_mut(place) {
                Some(reason) => reason.flows.push((from, to)),
                None => reasons.push(Self { verdict, because, flows: vec![(from, to)] }),
            }
        }
        reasons
    }

    /// Its flows line by line, and it below.
    fn write(&self, text: &mut String, sources: &Sources, flows: &Flows<'_>, paint: Paint) {
        let mark = colored(self.verdict, symbol(self.verdict), paint);
        let verdict = colored(self.verdict, self.verdict.as_str(), paint);
        for &(from, to) in &self.flows {
            let name = name(from, to, flows.network(), paint);
            push(text, format_args!("{mark} {name}: {verdict}\n"));
        }
        let Because { code, message, span } = &self.because;
        let tail = place_and_code(sources, *span, code.as_str());
        wrapped(text, ("    ", 4), &printable(message), (&tail, paint));
        text.push('\n');
    }
}
