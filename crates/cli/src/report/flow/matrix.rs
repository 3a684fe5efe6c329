//! The reachability matrix: a row for each `from`, a column for each `to`, and
//! why what is not reachable is not.

use std::collections::BTreeMap;

use nexthop_core::routing::{Because, Endpoint, Flow, Verdict};
use nexthop_source::Sources;

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
    for (project, flows) in inputs.projects.iter().zip(networks) {
        if !text.is_empty() {
            text.push('\n');
        }
        let path = printable(shown(&project.input.path)).into_owned();
        let number = count(flows.all.len(), "flow");
        push(&mut text, format_args!("{}: {number}\n\n", paint.bold(&path)));
        if flows.all.is_empty() {
            text.push_str("there is nothing to connect\n");
            continue;
        }
        matrix(&mut text, flows, paint);
        reasons(&mut text, &inputs.sources, flows, paint);
    }
    text
}

/// Every flow that is not reachable, and the reason below; many share one.
fn reasons(text: &mut String, sources: &Sources, flows: &Flows<'_>, paint: Paint) {
    let mut reasons: Vec<(&Flow, Vec<&Flow>)> = Vec::new();
    let mut places = BTreeMap::new();
    for flow in flows.all.iter().filter(|flow| flow.verdict != Verdict::Reachable) {
        let Because { code, message, span } = &flow.because;
        let place = *places.entry((flow.verdict, code, message, span)).or_insert(reasons.len());
        match reasons.get_mut(place) {
            Some((_, others)) => others.push(flow),
            None => reasons.push((flow, vec![flow])),
        }
    }
    for (first, alike) in reasons {
        for flow in alike {
            let mark = colored(flow.verdict, symbol(flow.verdict), paint);
            let verdict = colored(flow.verdict, flow.verdict.as_str(), paint);
            push(text, format_args!("{mark} {}: {verdict}\n", name(flow, flows.network, paint)));
        }
        let Because { code, message, span } = &first.because;
        let tail = place_and_code(sources, *span, code.as_str());
        wrapped(text, ("    ", 4), &printable(message), (&tail, paint));
        text.push('\n');
    }
}

fn matrix(text: &mut String, flows: &Flows<'_>, paint: Paint) {
    if flows.to.len() > COLUMNS {
        let number = flows.to.len();
        push(text, format_args!("no matrix for {number} endpoints: choose some with --to\n"));
    } else {
        grid(text, flows, paint);
    }
    text.push('\n');
    let mut numbers: BTreeMap<Verdict, usize> = BTreeMap::new();
    for flow in &flows.all {
        *numbers.entry(flow.verdict).or_default() += 1;
    }
    let legend = numbers.iter().map(|(&verdict, number)| {
        format!("{} {number} {}", colored(verdict, symbol(verdict), paint), verdict.as_str())
    });
    push(text, format_args!("{}\n\n", legend.collect::<Vec<_>>().join("   ")));
}

/// Column heads hang above their columns, so that names need no abbreviation:
///
/// ```text
///                  ┌ onprem:er
///                  │ ┌ vnet:hub
/// p2s:vpngw-hub    ✗ ✓
/// ```
fn grid(text: &mut String, flows: &Flows<'_>, paint: Paint) {
    let id = |endpoint: &Endpoint| printable(&endpoint.id(flows.network)).into_owned();
    let rows: Vec<String> = flows.from.iter().map(id).collect();
    let width = rows.iter().map(|row| row.chars().count()).max().unwrap_or(0) + 2;
    for (at, to) in flows.to.iter().enumerate() {
        let bars = "│ ".repeat(at);
        push(text, format_args!("{:width$}{}┌ {}\n", "", paint.dim(&bars), id(to)));
    }
    let verdicts: BTreeMap<_, _> =
        flows.all.iter().map(|flow| ((flow.from, flow.to), flow.verdict)).collect();
    for (row, from) in rows.iter().zip(&flows.from) {
        let cell = |to: &Endpoint| match verdicts.get(&(*from, *to)) {
            Some(&verdict) => colored(verdict, symbol(verdict), paint),
            None => paint.dim("·"),
        };
        let cells: Vec<_> = flows.to.iter().map(cell).collect();
        push(text, format_args!("{row:width$}{}\n", cells.join(" ")));
    }
}
