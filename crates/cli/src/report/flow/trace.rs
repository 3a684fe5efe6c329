//! One flow hop by hop, there and back.

use nexthop_core::{
    Network,
    routing::{Candidate, Flow, Hop, Outcome, Path},
};
use nexthop_source::Sources;

use super::{Flows, because, title};
use crate::{
    console::printable,
    project::{Inputs, shown},
    report::{Paint, push, route::RouteLine, text::line_of},
};

/// Every flow of every network.
pub(crate) fn render(inputs: &Inputs, networks: &[Flows<'_>], paint: Paint) -> String {
    let mut text = String::new();
    let several = inputs.projects.len() > 1;
    for (project, flows) in inputs.projects.iter().zip(networks) {
        if several && !flows.all.is_empty() {
            let path = printable(shown(&project.input.path)).into_owned();
            push(&mut text, format_args!("{}\n\n", paint.bold(&path)));
        }
        for one in &flows.all {
            flow(&mut text, &inputs.sources, flows.network, one, paint);
        }
    }
    text
}

fn flow(text: &mut String, sources: &Sources, network: &Network, flow: &Flow, paint: Paint) {
    push(text, format_args!("{}\n", title(flow, network, paint)));
    push(text, format_args!("  because {}\n\n", because(flow, sources, paint)));
    path(text, sources, network, ("forward", &flow.forward), paint);
    path(text, sources, network, ("return", &flow.back), paint);
    if !flow.assumptions.is_empty() {
        push(text, format_args!("  {}\n", paint.cyan("assumed")));
        for step in &flow.assumptions {
            let code = paint.dim(&format!("[{}]", step.code));
            push(text, format_args!("    - {} {code}\n", printable(&step.message)));
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
    let place = hop.span.map(|span| paint.dim(&format!(" ({})", line_of(sources, span))));
    push(
        text,
        format_args!(
            "  {number:>4}. {}: {}{} {}\n",
            paint.bold(&printable(&hop.at)),
            printable(&hop.message),
            place.unwrap_or_default(),
            paint.dim(&format!("[{}]", hop.code.as_str()))
        ),
    );
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
    let words = [source, state, &prefix, "→", next_hop_type, &next_hop_ip, &via];
    let words: Vec<_> = words.into_iter().filter(|word| !word.is_empty()).collect();
    let route = printable(&words.join(" ")).into_owned();
    let route = if chosen { route } else { paint.dim(&route) };
    push(text, format_args!("        {mark} {route}: {}\n", printable(&candidate.why)));
}
