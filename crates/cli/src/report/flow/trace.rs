//! One flow hop by hop, there and back.

use nexthop_core::{
    Network,
    routing::{Candidate, Flow, Hop, Outcome, Path},
};
use nexthop_source::Sources;

use super::{Flows, colored, place_and_code};
use crate::{
    console::printable,
    project::{Inputs, shown},
    report::{Paint, push, route::RouteLine, wrap::wrapped},
};

/// Every flow of every network.
pub(crate) fn render(inputs: &Inputs, networks: &[Flows<'_>], paint: Paint) -> String {
    let mut text = String::new();
    let several = inputs.estates.len() > 1;
    for (estate, flows) in inputs.estates.iter().zip(networks) {
        if several && !flows.is_empty() {
            let path = printable(shown(&estate.path)).into_owned();
            push(&mut text, format_args!("{}\n\n", paint.bold(&path)));
        }
        for one in flows.rows(|from, to| flows.flow(from, to)).flatten() {
            flow(&mut text, &inputs.sources, flows, &one, paint);
        }
    }
    text
}

fn flow(text: &mut String, sources: &Sources, flows: &Flows<'_>, flow: &Flow, paint: Paint) {
    let network = flows.network();
    let verdict = colored(flow.verdict, flow.verdict.as_str(), paint);
    push(text, format_args!("{}: {verdict}\n", flows.name(flow.from, flow.to, paint)));
    let because = &flow.because;
    let tail = place_and_code(sources, because.span, because.code.as_str());
    wrapped(text, ("  because ", 10), &printable(&because.message), (&tail, paint));
    text.push('\n');
    path(text, sources, network, ("forward", &flow.forward), paint);
    path(text, sources, network, ("return", &flow.back), paint);
    if !flow.assumptions.is_empty() {
        push(text, format_args!("  {}\n", paint.cyan("assumed")));
        for step in &flow.assumptions {
            let tail = place_and_code(sources, step.span, step.code);
            wrapped(text, ("      - ", 8), &printable(&step.message), (&tail, paint));
        }
        text.push('\n');
    }
}

fn path(
    text: &mut String,
    sources: &Sources,
    network: &Network,
    (name, path): (&str, &Path),
    paint: Paint,
) {
    push(text, format_args!("  {}: {}\n", paint.cyan(name), outcome(path.outcome, paint)));
    for (at, hop) in path.hops.iter().enumerate() {
        self::hop(text, sources, at + 1, hop, paint);
        // A single candidate decides nothing that the hop's own words do not say.
        if hop.candidates.len() > 1 {
            for (at, candidate) in hop.candidates.iter().enumerate() {
                self::candidate(text, network, candidate, at == 0, paint);
            }
        }
    }
    text.push('\n');
}

fn outcome(outcome: Outcome, paint: Paint) -> String {
    match outcome {
        Outcome::Delivered => paint.green("arrives"),
        Outcome::Dropped => paint.red("is dropped"),
        Outcome::Loops => paint.red("goes in circles"),
        Outcome::Undecided => paint.yellow("cannot be told"),
    }
}

fn hop(text: &mut String, sources: &Sources, number: usize, hop: &Hop, paint: Paint) {
    let head = format!("  {number:>4}. {}\n", paint.bold(&printable(&hop.at)));
    let tail = place_and_code(sources, hop.span, hop.code.as_str());
    let head = format!("{head}        ");
    wrapped(text, (&head, 8), &printable(&hop.message), (&tail, paint));
}

fn candidate(
    text: &mut String,
    network: &Network,
    candidate: &Candidate,
    chosen: bool,
    paint: Paint,
) {
    let RouteLine { source, state, prefix, next_hop_type, next_hop_ip, via } =
        RouteLine::of(network, &candidate.route);
    let mark = if chosen { ">" } else { " " };
    let route = [source, state, &prefix, "→", next_hop_type, &next_hop_ip, &via].join(" ");
    let line = format!("{}: {}", route.trim_end(), candidate.why);
    wrapped(text, (&format!("        {mark} "), 10), &printable(&line), ("", paint));
}
