//! `nsg-priority-conflict`

use nexthop_core::{
    Presence,
    network::{Direction, SecurityRule},
};
use nexthop_source::Severity;

use crate::{Context, Findings, Rule, topology};

pub(super) static RULE: Rule = Rule {
    name: "nsg-priority-conflict",
    severity: Severity::Error,
    since: "0.1.0",
    summary: "two rules of a network security group have the same direction and priority",
    docs: include_str!("rule.md"),
    check,
};

fn check(ctx: &Context<'_>, findings: &mut Findings) {
    for group in &ctx.network.security_groups {
        if !topology::certain(&group.declared) || group.declared.existing {
            continue;
        }
        let rules = group.rules.known.iter().filter(|rule| rule.presence == Presence::Certain);
        let mut before: Vec<(&SecurityRule, Direction, u32)> = Vec::new();
        for rule in rules {
            let (Some(&direction), Some(&priority)) =
                (findings.need(&rule.direction), findings.need(&rule.priority))
            else {
                continue;
            };
            let same = before.iter().find(|(other, to, at)| {
                (*to, *at) == (direction, priority) && !is_same(other, rule)
            });
            if let Some((other, ..)) = same {
                let diagnostic = findings.report(
                    &group.declared,
                    rule.priority.span,
                    format!(
                        "{} and {} of {} are both {} rules of priority {priority}: Azure rejects the second",
                        name(other),
                        name(rule),
                        group.declared.label(),
                        word(direction),
                    ),
                );
                if other.priority.span != rule.priority.span {
                    diagnostic.relate(other.priority.span, "the same priority");
                }
                diagnostic.help("Give each rule of a direction a priority of its own.");
            }
            before.push((rule, direction, priority));
        }
    }
}

/// A rule that is declared twice is another mistake, or none.
fn is_same(one: &SecurityRule, other: &SecurityRule) -> bool {
    match (one.name.value(), other.name.value()) {
        (Some(one), Some(other)) => one.eq_ignore_ascii_case(other),
        _ => true,
    }
}

fn name(rule: &SecurityRule) -> &str {
    rule.name.value().map_or("a rule", String::as_str)
}

fn word(direction: Direction) -> &'static str {
    match direction {
        Direction::Inbound => "inbound",
        Direction::Outbound => "outbound",
    }
}
