//! `gateway-subnet-other-resources`

use nexthop_core::network::SubnetPurpose;
use nexthop_source::Severity;

use crate::{Context, Findings, Rule, special_subnets, topology};

pub(super) static RULE: Rule = Rule {
    name: "gateway-subnet-other-resources",
    severity: Severity::Error,
    since: "0.1.0",
    summary: "something other than a gateway stands in GatewaySubnet",
    docs: include_str!("rule.md"),
    check,
};

fn check(ctx: &Context<'_>, findings: &mut Findings) {
    for (id, subnet) in ctx.network.subnets.entries() {
        if subnet.purpose == SubnetPurpose::Gateway && topology::certain(&subnet.declared) {
            special_subnets::report_guests(ctx.network, findings, id, "virtual network gateways");
        }
    }
}
