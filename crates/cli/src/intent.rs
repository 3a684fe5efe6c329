//! Whether what a user intends is so.

use std::collections::{BTreeMap, btree_map::Entry};

use nexthop_core::{
    Analysis, Network,
    routing::{Appliance, Endpoint, Flow, Verdict},
};
use nexthop_rules::{Causes, Undecided};
use nexthop_source::{Diagnostic, Severity, Span};

use crate::config::{Expectation, Intent};

/// The name of the finding.
const NAME: &str = "intent-violated";

/// What became of the intents in one network.
#[derive(Debug, Default)]
pub(crate) struct Outcome {
    pub(crate) broken: Vec<Broken>,
    pub(crate) undecided: Vec<Undecided>,
    /// By intent, what there is instead of its endpoints.
    pub(crate) unmatched: Vec<Option<String>>,
    /// By intent, whether every flow is known to be as it must.
    holds: Vec<bool>,
}

/// An intent that flows break for one cause.
#[derive(Debug)]
pub(crate) struct Broken {
    pub(crate) diagnostic: Diagnostic,
    /// The flows and what breaks, in words.
    statement: String,
    /// Where the intent is.
    intent: Span,
    /// The line that decides.
    decided_at: Option<Span>,
    /// The ends of the flows, if they do not arrive and should.
    lost: Vec<(Endpoint, Endpoint)>,
}

/// Judges every intent in one network.
pub(crate) fn judge(intents: &[Intent], analysis: &Analysis) -> Outcome {
    let mut outcome = Outcome::default();
    for intent in intents {
        match pairs(intent, &analysis.network) {
            Ok(pairs) => {
                outcome.unmatched.push(None);
                let before = (outcome.broken.len(), outcome.undecided.len());
                judge_pairs(intent, pairs, analysis, &mut outcome);
                outcome.holds.push(before == (outcome.broken.len(), outcome.undecided.len()));
            }
            Err(message) => {
                outcome.unmatched.push(Some(message));
                outcome.holds.push(false);
            }
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

/// The intents that hold, in words: in one network at least, and in every other
/// one that has their endpoints.
pub(crate) fn held(intents: &[Intent], outcomes: &[&Outcome]) -> Vec<String> {
    let holds = |at: usize| {
        let mut concerned = outcomes.iter().filter(|one| one.unmatched[at].is_none()).peekable();
        concerned.peek().is_some() && concerned.all(|one| one.holds[at])
    };
    let intents = intents.iter().enumerate().filter(|&(at, _)| holds(at));
    intents
        .map(|(_, Intent { from, to, expect, via_firewall, service, .. })| {
            let expect = match expect {
                Expectation::Reachable => "reachable",
                Expectation::Unreachable => "unreachable",
            };
            let via = if *via_firewall { " through an Azure Firewall" } else { "" };
            let port = service.port.map_or(String::new(), |port| format!(" on port {port}"));
            format!("{to} is {expect} from {from}{port}{via}")
        })
        .collect()
}

fn undecided(intent: &Intent, message: String) -> Undecided {
    Undecided { rule: NAME, message, span: intent.span }
}

fn pairs(intent: &Intent, network: &Network) -> Result<Vec<(Endpoint, Endpoint)>, String> {
    let from = Endpoint::find(network, &intent.from)?;
    let to = Endpoint::find(network, &intent.to)?;
    let pairs = from.iter().flat_map(|&from| to.iter().map(move |&to| (from, to)));
    Ok(pairs.filter(|(from, to)| from != to).collect())
}

/// The first of the flows that one cause concerns, and how many others there are.
struct Alike {
    first: Flow,
    ends: Vec<(Endpoint, Endpoint)>,
}

impl Alike {
    fn name(&self, network: &Network) -> String {
        let Flow { from, to, .. } = self.first;
        let name = format!("{} → {}", from.id(network), to.id(network));
        match self.ends.len() {
            0 | 1 => name,
            2 => format!("{name} (and 1 flow more)"),
            all => format!("{name} (and {} flows more)", all - 1),
        }
    }
}

/// One cause gives one finding, however many flows it breaks.
fn judge_pairs(
    intent: &Intent,
    pairs: Vec<(Endpoint, Endpoint)>,
    analysis: &Analysis,
    outcome: &mut Outcome,
) {
    let Analysis { network, routing, .. } = analysis;
    let mut causes: BTreeMap<(Option<Span>, &str, &str), Alike> = BTreeMap::new();
    let mut doubts: BTreeMap<String, Alike> = BTreeMap::new();
    for (from, to) in pairs {
        let flow = routing.flow_by_steps(network, from, to, intent.service);
        match judge_flow(intent, &flow) {
            Judgement::Holds => {}
            Judgement::Broken(how) => {
                let cause = (flow.because.span, flow.because.code.as_str(), how);
                add(causes.entry(cause), flow);
            }
            Judgement::Undecided(why) => {
                add(doubts.entry(why), flow);
            }
        }
    }
    let findings =
        causes.into_iter().map(|((_, _, how), alike)| finding(intent, how, alike, network));
    outcome.broken.extend(findings);
    let doubts = doubts
        .into_iter()
        .map(|(why, alike)| undecided(intent, format!("{}: {why}", alike.name(network))));
    outcome.undecided.extend(doubts);
}

fn add<K: Ord>(entry: Entry<'_, K, Alike>, flow: Flow) {
    let ends = (flow.from, flow.to);
    entry.or_insert(Alike { first: flow, ends: Vec::new() }).ends.push(ends);
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
    match intent.expect {
        Expectation::Reachable => Judgement::Holds,
        Expectation::Unreachable => Judgement::Broken("must be unreachable and is reachable"),
    }
}

fn passes_firewall(flow: &Flow) -> bool {
    flow.forward.hops.iter().any(|hop| matches!(hop.appliance, Some(Appliance::Firewall(_))))
}

fn finding(intent: &Intent, how: &str, alike: Alike, network: &Network) -> Broken {
    let statement = format!("{} {how}", alike.name(network));
    let Flow { because, forward, back, verdict, .. } = &alike.first;
    let message = format!("{statement}: {}", because.message);
    let place = because.span.unwrap_or(intent.span);
    let mut diagnostic = Diagnostic::new(NAME, Severity::Error, place, message);
    if place != intent.span {
        diagnostic.relate(intent.span, "this is intended");
    }
    diagnostic.steps = forward.steps();
    diagnostic.steps.extend(back.steps());
    diagnostic.help("Follow the steps to the hop that decides, or change the intent.");
    let is_lost = matches!(verdict, Verdict::Unreachable | Verdict::Asymmetric);
    let decided_at = because.span;
    let lost = if is_lost { alike.ends } else { Vec::new() };
    Broken { diagnostic, statement, intent: intent.span, decided_at, lost }
}

/// Hands the intents that are broken to the findings that say why: one cause is told
/// once. Each makes the finding as bad as itself. What was handed over, in words, with
/// the reason.
pub(crate) fn hand_to_causes(
    network: &Network,
    broken: &[Broken],
    causes: &Causes,
    kept: &mut Vec<Diagnostic>,
) -> BTreeMap<String, (Severity, String)> {
    let mut handed = BTreeMap::new();
    for Broken { diagnostic, statement, intent, decided_at, lost } in broken {
        let is_own = |one: &Diagnostic| {
            one.code == NAME && one.span == diagnostic.span && one.message == diagnostic.message
        };
        // It may be ignored, or known from before.
        let Some(own) = kept.iter().position(is_own) else { continue };
        let explaining =
            |&flow: &(Endpoint, Endpoint)| causes.explaining(network, flow, *decided_at, kept);
        let found: Option<Vec<usize>> = lost.iter().map(explaining).collect();
        let Some(&first) = found.as_ref().and_then(|found| found.first()) else { continue };
        let severity = kept[own].severity;
        let cause = &mut kept[first];
        cause.severity = cause.severity.max(severity);
        cause.relate(*intent, format!("because of this, {statement}"));
        handed.insert(statement.clone(), (severity, cause.message.clone()));
        kept.remove(own);
    }
    handed
}
