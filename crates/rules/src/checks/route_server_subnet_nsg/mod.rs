//! `route-server-subnet-nsg`

use nexthop_core::network::SubnetPurpose;
use nexthop_source::Severity;

use crate::{Context, Findings, Rule, topology};

pub(super) static RULE: Rule = Rule {
    name: "route-server-subnet-nsg",
    severity: Severity::Error,
    since: "0.1.0",
    summary: "RouteServerSubnet has a network security group",
    docs: include_str!("rule.md"),
    check,
};

fn check(ctx: &Context<'_>, findings: &mut Findings) {
    for subnet in topology::certain_subnets(ctx.network, SubnetPurpose::RouteServer) {
        if let Some(Some(_)) = findings.need(&subnet.security_group) {
            findings
                .report(
                    &subnet.declared,
                    subnet.security_group.span,
                    "RouteServerSubnet has a network security group, which Route Server does not support",
                )
                .relate(subnet.declared.span, "the subnet")
                .help("Remove the association. Checkov CKV2_AZURE_31 asks for a network security group on every subnet and does not know this one: skip it there with `#checkov:skip=CKV2_AZURE_31: not supported on RouteServerSubnet`.");
        }
    }
}
