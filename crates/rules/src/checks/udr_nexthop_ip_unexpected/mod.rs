//! `udr-nexthop-ip-unexpected`

use nexthop_core::network::UserNextHop;
use nexthop_source::Severity;

use crate::{Context, Findings, Rule, user_routes};

pub(super) static RULE: Rule = Rule {
    name: "udr-nexthop-ip-unexpected",
    severity: Severity::Error,
    since: "0.1.0",
    summary: "a route names an appliance's address and leads elsewhere",
    docs: include_str!("rule.md"),
    check,
};

fn check(ctx: &Context<'_>, findings: &mut Findings) {
    for (_, table) in user_routes::tables(ctx.network) {
        for route in user_routes::routes(table) {
            let Some(next_hop) = findings.need(&route.next_hop) else { continue };
            let word = match next_hop {
                UserNextHop::VirtualNetworkGateway => "VirtualNetworkGateway",
                UserNextHop::VnetLocal => "VnetLocal",
                UserNextHop::Internet => "Internet",
                UserNextHop::None => "None",
                UserNextHop::VirtualAppliance
                | UserNextHop::VirtualApplianceEcmp
                | UserNextHop::Other(_) => continue,
            };
            if matches!(findings.need(&route.appliance), Some(Some(_))) {
                findings
                    .report(
                        &table.declared,
                        route.appliance.span,
                        format!(
                            "the route names an appliance's address, but its next hop is {word}"
                        ),
                    )
                    .relate(route.next_hop.span, "the type of the next hop")
                    .help("Remove the address, or make the next hop a VirtualAppliance.");
            }
        }
    }
}
