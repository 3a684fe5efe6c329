//! The reachability matrix: a row for each `from`, a column for each `to`, and
//! why what is not reachable is not.

use std::collections::BTreeMap;

use nexthop_core::{
    Analysis,
    routing::{Answer, Because, Endpoint, Verdict},
};
use nexthop_source::Sources;
use rayon::prelude::*;

use super::{Flows, colored, place_and_code, symbol};
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
    /// Row by row.
    answers: Vec<Answer>,
    reasons: Vec<Reason>,
}

/// Why flows are not reachable; many share one reason.
struct Reason {
    verdict: Verdict,
    because: Because,
    /// All of them, or the first ones.
    flows: Vec<(Endpoint, Endpoint)>,
    /// How many more there are.
    more: usize,
}

/// So many flows are explained one by one; of more, those of one cause are explained together.
const EXPLAINED: usize = 1000;

/// So many flows of one cause are named then.
const NAMED: usize = 8;

/// So many rows are computed at once.
const ROWS: usize = 16;

impl<'a> Matrix<'a> {
    fn new(flows: &'a Flows<'a>) -> Self {
        let Analysis { network, routing, .. } = flows.analysis;
        let towards = routing.towards(network, &flows.to);
        let rows = |from: &[Endpoint]| towards.answers(from);
        let answers = flows.from.par_chunks(ROWS).flat_map_iter(rows).collect();
        let mut matrix = Self { flows, answers, reasons: Vec::new() };
        matrix.reasons = matrix.explain();
        matrix
    }

    /// Every flow with its answer, row by row.
    fn all(&self) -> impl Iterator<Item = ((Endpoint, Endpoint), Answer)> {
        let Flows { from, to, .. } = self.flows;
        let pairs = from.iter().flat_map(|&from| to.iter().map(move |&to| (from, to)));
        pairs.zip(self.answers.iter().copied()).filter(|((from, to), _)| from != to)
    }

    /// The words for what is not reachable; nobody needs them for the rest.
    fn explain(&self) -> Vec<Reason> {
        let broken = || self.all().filter(|(_, answer)| answer.verdict != Verdict::Reachable);
        if broken().count() > EXPLAINED {
            return self.explain_together(broken());
        }
        let pairs: Vec<_> = broken().map(|(pair, _)| pair).collect();
        let because = pairs.into_par_iter().map(|(from, to)| {
            let flow = self.flows.steps(from, to);
            (from, to, flow.verdict, flow.because)
        });
        let mut reasons: Vec<Reason> = Vec::new();
        let mut places = BTreeMap::new();
        for (from, to, verdict, because) in because.collect::<Vec<_>>() {
            let key = (verdict, because.code, because.message.clone(), because.span);
            let place = *places.entry(key).or_insert(reasons.len());
            match reasons.get_mut(place) {
                Some(reason) => reason.flows.push((from, to)),
                None => reasons.push(Reason { verdict, because, flows: vec![(from, to)], more: 0 }),
            }
        }
        reasons
    }

    /// One reason for each cause, in the words for the first flow that has it.
    fn explain_together(
        &self,
        broken: impl Iterator<Item = ((Endpoint, Endpoint), Answer)>,
    ) -> Vec<Reason> {
        let mut reasons: Vec<Reason> = Vec::new();
        let mut places = BTreeMap::new();
        for ((from, to), answer) in broken {
            let place = *places.entry(answer).or_insert(reasons.len());
            match reasons.get_mut(place) {
                Some(reason) if reason.flows.len() < NAMED => reason.flows.push((from, to)),
                Some(reason) => reason.more += 1,
                None => {
                    let because = self.flows.steps(from, to).because;
                    let flows = vec![(from, to)];
                    reasons.push(Reason { verdict: answer.verdict, because, flows, more: 0 });
                }
            }
        }
        reasons
    }

    fn head(&self, text: &mut String, paint: Paint) {
        if self.flows.to.len() > COLUMNS {
            let number = self.flows.to.len();
            push(text, format_args!("no matrix for {number} endpoints: choose some with --to\n"));
        } else {
            self.grid(text, paint);
        }
        let mut numbers: BTreeMap<Verdict, usize> = BTreeMap::new();
        for (_, answer) in self.all() {
            *numbers.entry(answer.verdict).or_default() += 1;
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
        let id = |endpoint: &Endpoint| printable(self.flows.id(*endpoint)).into_owned();
        let rows: Vec<String> = self.flows.from.iter().map(id).collect();
        let width = rows.iter().map(|row| row.chars().count()).max().unwrap_or(0) + 2;
        for (at, to) in self.flows.to.iter().enumerate() {
            let bars = "│ ".repeat(at);
            push(text, format_args!("{:width$}{}┌ {}\n", "", paint.dim(&bars), id(to)));
        }
        let answers = self.answers.chunks(self.flows.to.len());
        for ((row, from), answers) in rows.iter().zip(&self.flows.from).zip(answers) {
            let cell = |(to, answer): (&Endpoint, &Answer)| match answer.verdict {
                _ if from == to => paint.dim("·"),
                verdict => colored(verdict, symbol(verdict), paint),
            };
            let cells: Vec<_> = self.flows.to.iter().zip(answers).map(cell).collect();
            push(text, format_args!("{row:width$}{}\n", cells.join(" ")));
        }
    }
}

impl Reason {
    /// Its flows line by line, and it below.
    fn write(&self, text: &mut String, sources: &Sources, flows: &Flows<'_>, paint: Paint) {
        let mark = colored(self.verdict, symbol(self.verdict), paint);
        let verdict = colored(self.verdict, self.verdict.as_str(), paint);
        for &(from, to) in &self.flows {
            let name = flows.name(from, to, paint);
            push(text, format_args!("{mark} {name}: {verdict}\n"));
        }
        if self.more > 0 {
            let more = format!("{} more of this cause", count(self.more, "flow"));
            push(text, format_args!("{mark} {more}: {verdict}\n"));
        }
        let Because { code, message, span } = &self.because;
        let tail = place_and_code(sources, *span, code.as_str());
        wrapped(text, ("    ", 4), &printable(message), (&tail, paint));
        text.push('\n');
    }
}
