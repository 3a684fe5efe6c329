//! Whether what a user intends is so.

use std::collections::BTreeMap;

use nexthop_core::{
    Analysis,
    routing::{Appliance, Endpoint, Flow, Verdict},
};
use nexthop_rules::Undecided;
use nexthop_source::{Diagnostic, Severity, Span};

use crate::config::{Expectation, Intent};

/// The name of the finding.
const NAME: &str = "intent-violated";

/// What became of the intents in one network.
#[derive(Debug, Default)]
pub(crate) struct Outcome {
    pub(crate) diagnostics: Vec<Diagnostic>,
    pub(crate) undecided: Vec<Undecided>,
    /// By intent, what there is instead of its endpoints.
    pub(crate) unmatched: Vec<Option<String>>,
}

/// Judges every intent in one network.
pub(crate) fn judge(intents: &[Intent], analysis: &Analysis) -> Outcome {
    let mut outcome = Outcome::default();
    for intent in intents {
        match flows(intent, analysis) {
            Ok(flows) => {
                outcome.unmatched.push(None);
                judge_flows(intent, &flows, analysis, &mut outcome);
            }
            Err(message) => outcome.unmatched.push(Some(message)),
        }
    }
    outcome
}

/// The intents whose endpoints are in none of the networks they hold for.
pub(crate) fn unmatched(intents: &[Intent], outcomes: &[&Outcome]) -> Vec<Undecided> {
    let nowhere = |(at, intent): (usize, &Intent)| {
        let mut messages = outcomes.iter().map(|outcome| outcome.unmatched[at].as_ref());
        let first = messages.next()??;
        messages.all(|message| message.is_some()).then(|| undecided(intent, first.clone()))
    };
    intents.iter().enumerate().filter_map(nowhere).collect()
}

fn undecided(intent: &Intent, message: String) -> Undecided {
    Undecided { rule: NAME, message, span: intent.span }
}

fn flows(intent: &Intent, analysis: &Analysis) -> Result<Vec<Flow>, String> {
    let Analysis { network, routing } = analysis;
    let from = Endpoint::find(network, &intent.from)?;
    let to = Endpoint::find(network, &intent.to)?;
    let pairs = from.iter().flat_map(|&from| to.iter().map(move |&to| (from, to)));
    Ok(pairs
        .filter(|(from, to)| from != to)
        .map(|(from, to)| routing.flow(network, from, to))
        .collect())
}

/// One cause gives one finding, however many flows it breaks.
fn judge_flows(intent: &Intent, flows: &[Flow], analysis: &Analysis, outcome: &mut Outcome) {
    let mut broken: BTreeMap<(Option<Span>, &str, &str), Vec<&Flow>> = BTreeMap::new();
    for flow in flows {
        match judge_flow(intent, flow) {
            Judgement::Holds => {}
            Judgement::Broken(how) => {
                let cause = (flow.because.span, flow.because.code.as_str(), how);
                broken.entry(cause).or_default().push(flow);
            }
            Judgement::Undecided(why) => {
                let message = format!("{}: {why}", name(flow, analysis));
                outcome.undecided.push(undecided(intent, message));
            }
        }
    }
    for ((span, _, how), flows) in broken {
        outcome.diagnostics.extend(finding(intent, span, how, &flows, analysis));
    }
}

enum Judgement {
    Holds,
    Broken(&'static str),
    Undecided(String),
}

fn judge_flow(intent: &Intent, flow: &Flow) -> Judgement {
    let arrives = match flow.verdict {
        Verdict::Unsupported if intent.expect == Expectation::Reachable => {
            return Judgement::Broken("is not supported");
        }
        Verdict::Reachable | Verdict::Unsupported => true,
        Verdict::Asymmetric | Verdict::Unreachable => false,
        Verdict::Depends | Verdict::Undecided => {
            return Judgement::Undecided(flow.because.message.clone());
        }
    };
    if !arrives {
        return match intent.expect {
            Expectation::Reachable => Judgement::Broken("must be reachable and is not"),
            Expectation::Unreachable => Judgement::Holds,
        };
    }
    if intent.via_firewall && !passes_firewall(flow) {
        return Judgement::Broken("must pass an Azure Firewall and does not");
    }
    // Some port arrives; whether this one does, flows do not say yet.
    if let Some(port) = intent.port {
        return Judgement::Undecided(format!("whether TCP port {port} passes is not judged yet"));
    }
    match intent.expect {
        Expectation::Reachable => Judgement::Holds,
        Expectation::Unreachable => Judgement::Broken("must be unreachable and is reachable"),
    }
}

fn passes_firewall(flow: &Flow) -> bool {
    flow.forward.hops.iter().any(|hop| matches!(hop.appliance, Some(Appliance::Firewall(_))))
}

fn finding(
    intent: &Intent,
    span: Option<Span>,
    how: &str,
    flows: &[&Flow],
    analysis: &Analysis,
) -> Option<Diagnostic> {
    let (first, others) = flows.split_first()?;
    let and_more = match others.len() {
        0 => String::new(),
        1 => " (and 1 flow more)".to_owned(),
        more => format!(" (and {more} flows more)"),
    };
    let flow = name(first, analysis);
    let message = format!("{flow}{and_more} {how}: {}", first.because.message);
    let place = span.unwrap_or(intent.span);
    let mut diagnostic = Diagnostic::new(NAME, Severity::Error, place, message);
    if place != intent.span {
        diagnostic.relate(intent.span, "this is intended");
    }
    diagnostic.steps = first.forward.steps();
    diagnostic.steps.extend(first.back.steps());
    diagnostic.help("Follow the steps to the hop that decides, or change the intent.");
    Some(diagnostic)
}

fn name(flow: &Flow, analysis: &Analysis) -> String {
    format!("{} → {}", flow.from.id(&analysis.network), flow.to.id(&analysis.network))
}
