//! `unmodelled-route-feature`

use nexthop_core::network::UserNextHop;
use nexthop_source::Severity;

use crate::{Context, Findings, Rule, user_routes};

pub(super) static RULE: Rule = Rule {
    name: "unmodelled-route-feature",
    severity: Severity::Note,
    since: "0.1.0",
    summary: "a route table uses a feature that is not simulated",
    docs: include_str!("rule.md"),
    check,
};

fn check(ctx: &Context<'_>, findings: &mut Findings) {
    for (_, table) in user_routes::tables(ctx.network) {
        if table.disables_peering_routes.is(&true) {
            findings
                .report(
                    &table.declared,
                    table.disables_peering_routes.span,
                    "disablePeeringRoute is in preview: what a next hop in another network does without peering routes is undecided",
                )
                .help("Check the effective routes of these subnets in Azure.");
        }
        for route in user_routes::routes(table) {
            let Some(UserNextHop::Other(word)) = route.next_hop.value() else { continue };
            findings
                .report(
                    &table.declared,
                    route.next_hop.span,
                    format!(
                        "next hop type {word} is not simulated: where the route leads is undecided"
                    ),
                )
                .help("Check the effective routes of these subnets in Azure.");
        }
    }
}
