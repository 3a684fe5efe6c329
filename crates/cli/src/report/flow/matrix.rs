//! The reachability matrix: a row for each `from`, a column for each `to`.

use std::collections::BTreeMap;

use nexthop_core::routing::{Endpoint, Flow, Verdict};

use super::{Flows, because, colored, symbol, title};
use crate::{
    console::printable,
    project::{Inputs, shown},
    report::{Paint, count, push},
};

/// More columns than this are no help on a terminal.
const COLUMNS: usize = 32;

/// Every network's matrix, then a line for each flow that is not reachable.
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
        let broken = |flow: &&Flow| flow.verdict != Verdict::Reachable;
        for flow in flows.all.iter().filter(broken) {
            let title = title(flow, flows.network, paint);
            push(&mut text, format_args!("{title}: {}\n", because(flow, &inputs.sources, paint)));
        }
    }
    text
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
    let name = |endpoint: &Endpoint| printable(&endpoint.id(flows.network)).into_owned();
    let rows: Vec<String> = flows.from.iter().map(name).collect();
    let width = rows.iter().map(|row| row.chars().count()).max().unwrap_or(0) + 2;
    for (at, to) in flows.to.iter().enumerate() {
        let bars = "│ ".repeat(at);
        push(text, format_args!("{:width$}{}┌ {}\n", "", paint.dim(&bars), name(to)));
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
