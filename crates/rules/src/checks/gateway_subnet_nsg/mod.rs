//! `gateway-subnet-nsg`

use nexthop_core::network::SubnetPurpose;
use nexthop_source::Severity;

use crate::{Context, Findings, Rule, topology};

pub(super) static RULE: Rule = Rule {
    name: "gateway-subnet-nsg",
    severity: Severity::Error,
    since: "0.1.0",
    summary: "GatewaySubnet has a network security group",
    docs: include_str!("rule.md"),
    check,
};

fn check(ctx: &Context<'_>, findings: &mut Findings) {
    for subnet in topology::certain_subnets(ctx.network, SubnetPurpose::Gateway) {
        if let Some(Some(_)) = findings.need(&subnet.security_group) {
            findings
                .report(
                    &subnet.declared,
                    subnet.security_group.span,
                    "GatewaySubnet has a network security group, which virtual network gateways do not support",
                )
                .relate(subnet.declared.span, "the subnet")
                .help("Remove the association; filter in the workload subnets or in a firewall.");
        }
    }
}
