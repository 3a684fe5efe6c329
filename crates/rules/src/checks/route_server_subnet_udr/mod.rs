//! `route-server-subnet-udr`

use nexthop_core::network::SubnetPurpose;
use nexthop_source::Severity;

use crate::{Context, Findings, Rule, topology};

pub(super) static RULE: Rule = Rule {
    name: "route-server-subnet-udr",
    severity: Severity::Error,
    since: "0.1.0",
    summary: "RouteServerSubnet has a route table",
    docs: include_str!("rule.md"),
    check,
};

fn check(ctx: &Context<'_>, findings: &mut Findings) {
    for subnet in topology::certain_subnets(ctx.network, SubnetPurpose::RouteServer) {
        if let Some(Some(_)) = findings.need(&subnet.route_table) {
            findings
                .report(
                    &subnet.declared,
                    subnet.route_table.span,
                    "RouteServerSubnet has a route table, which Route Server does not support",
                )
                .relate(subnet.declared.span, "the subnet")
                .help("Remove the association.");
        }
    }
}
