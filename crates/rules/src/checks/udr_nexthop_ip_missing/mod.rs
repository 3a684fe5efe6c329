//! `udr-nexthop-ip-missing`

use nexthop_core::{Known, network::UserNextHop};
use nexthop_source::Severity;

use crate::{Context, Findings, Rule, user_routes};

pub(super) static RULE: Rule = Rule {
    name: "udr-nexthop-ip-missing",
    severity: Severity::Error,
    since: "0.1.0",
    summary: "a route to a virtual appliance names no address",
    docs: include_str!("rule.md"),
    check,
};

fn check(ctx: &Context<'_>, findings: &mut Findings) {
    for (_, table) in user_routes::tables(ctx.network) {
        for route in user_routes::routes(table) {
            if findings.need(&route.next_hop) == Some(&UserNextHop::VirtualAppliance)
                && route.appliance.known == Known::Default(None)
            {
                findings
                    .report(
                        &table.declared,
                        route.next_hop.span,
                        "the route leads to a virtual appliance and does not say which",
                    )
                    .help("Set the next hop's address to that of the firewall or appliance.");
            }
        }
    }
}
