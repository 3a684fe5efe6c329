//! `route-server-subnet-service-endpoint-policy`

use nexthop_core::network::SubnetPurpose;
use nexthop_source::Severity;

use crate::{Context, Findings, Rule, topology};

pub(super) static RULE: Rule = Rule {
    name: "route-server-subnet-service-endpoint-policy",
    severity: Severity::Error,
    since: "0.1.0",
    summary: "a service endpoint policy is on RouteServerSubnet or GatewaySubnet",
    docs: include_str!("rule.md"),
    check,
};

fn check(ctx: &Context<'_>, findings: &mut Findings) {
    for purpose in [SubnetPurpose::RouteServer, SubnetPurpose::Gateway] {
        for subnet in topology::certain_subnets(ctx.network, purpose) {
            if subnet.declared.existing || !subnet.service_endpoint_policies.is(&true) {
                continue;
            }
            let name = subnet.declared.label();
            findings
                .report(
                    &subnet.declared,
                    subnet.service_endpoint_policies.span,
                    format!("{name} has a service endpoint policy, which is not supported there"),
                )
                .help(
                    "Take the policy off this subnet; put it on the subnets that use the service.",
                );
        }
    }
}
