//! `subnet-outside-vnet`

use nexthop_core::network::SubnetPurpose;
use nexthop_source::Severity;

use super::special_subnet_outside_vnet::report;
use crate::{Context, Findings, Rule};

pub(super) static RULE: Rule = Rule {
    name: "subnet-outside-vnet",
    severity: Severity::Error,
    since: "0.1.0",
    summary: "a subnet lies outside of its virtual network or overlaps another subnet",
    docs: include_str!("rule.md"),
    check,
};

fn check(ctx: &Context<'_>, findings: &mut Findings) {
    report(ctx.network, findings, |purpose| purpose == SubnetPurpose::General);
}
