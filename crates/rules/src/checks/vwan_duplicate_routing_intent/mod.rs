//! `vwan-duplicate-routing-intent`

use std::collections::BTreeMap;

use nexthop_core::network::{IntentTraffic, RoutingIntent};
use nexthop_source::Severity;

use crate::{Context, Findings, Rule, topology, virtual_wan};

pub(super) static RULE: Rule = Rule {
    name: "vwan-duplicate-routing-intent",
    severity: Severity::Error,
    since: "0.1.0",
    summary: "a virtual hub has two routing policies for the same traffic",
    docs: include_str!("rule.md"),
    check,
};

fn check(ctx: &Context<'_>, findings: &mut Findings) {
    let network = ctx.network;
    for (hub, _) in virtual_wan::hubs(network) {
        let intents = network
            .routing_intents
            .iter()
            .filter(|intent| intent.hub == hub && topology::certain(&intent.declared));
        let mut first: Option<&RoutingIntent> = None;
        for intent in intents {
            if let Some(first) = first {
                if may_be_one(first, intent) {
                    continue;
                }
                findings
                    .report(
                        &intent.declared,
                        intent.declared.span,
                        "the hub has a second routing intent; there is one to a hub",
                    )
                    .relate(first.declared.span, "the first one")
                    .help("Put both policies into one routing intent.");
                continue;
            }
            first = Some(intent);
            twice_in(findings, intent);
        }
    }
}

/// Whether one declaration that is deployed twice makes both, under one name as far as
/// is known: the second deployment updates the first.
fn may_be_one(first: &RoutingIntent, second: &RoutingIntent) -> bool {
    let (first, second) = (&first.declared, &second.declared);
    let names = first.name.value().zip(second.name.value());
    first.span == second.span && names.is_none_or(|(a, b)| a == b)
}

/// Policies of one intent for the same traffic.
fn twice_in(findings: &mut Findings, intent: &RoutingIntent) {
    let mut seen = BTreeMap::new();
    for policy in &intent.policies.known {
        let Some(traffic) = findings.need(&policy.traffic) else { continue };
        for kind in traffic {
            let Some(earlier) = seen.insert(*kind, policy.span) else { continue };
            let word = match kind {
                IntentTraffic::Internet => "Internet traffic",
                IntentTraffic::Private => "private traffic",
            };
            findings
                .report(
                    &intent.declared,
                    policy.span,
                    format!("this is the second policy for {word}; there is one for each kind of traffic"),
                )
                .relate(earlier, "the first one")
                .help("Keep one of them.");
        }
    }
}
