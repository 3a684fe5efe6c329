//! `udr-internet-for-private`

use nexthop_core::network::UserNextHop;
use nexthop_source::Severity;

use crate::{Context, Findings, Rule, user_routes};

pub(super) static RULE: Rule = Rule {
    name: "udr-internet-for-private",
    severity: Severity::Warning,
    since: "0.1.0",
    summary: "a route sends a private prefix to the Internet",
    docs: include_str!("rule.md"),
    check,
};

fn check(ctx: &Context<'_>, findings: &mut Findings) {
    for (_, table) in user_routes::tables(ctx.network) {
        for route in user_routes::routes(table) {
            let Some(net) = user_routes::net(route).filter(|net| user_routes::is_private(*net))
            else {
                continue;
            };
            if findings.need(&route.next_hop) == Some(&UserNextHop::Internet) {
                findings
                    .report(
                        &table.declared,
                        route.next_hop.span,
                        format!("{net} is private and does not exist on the Internet: the route drops it"),
                    )
                    .relate(route.prefix.span, "the prefix of the route")
                    .help("Lead it to a firewall or gateway, or use next hop None to drop it.");
            }
        }
    }
}
