//! `dedicated-subnet-shared`

use nexthop_core::network::SubnetPurpose;
use nexthop_source::Severity;

use crate::{Context, Findings, Rule, special_subnets, topology};

pub(super) static RULE: Rule = Rule {
    name: "dedicated-subnet-shared",
    severity: Severity::Error,
    since: "0.1.0",
    summary: "something else stands in RouteServerSubnet or AzureFirewallSubnet",
    docs: include_str!("rule.md"),
    check,
};

fn check(ctx: &Context<'_>, findings: &mut Findings) {
    for (id, subnet) in ctx.network.subnets.entries() {
        let service = match subnet.purpose {
            SubnetPurpose::RouteServer => "Azure Route Server",
            SubnetPurpose::Firewall | SubnetPurpose::FirewallManagement => "Azure Firewall",
            SubnetPurpose::General | SubnetPurpose::Gateway | SubnetPurpose::Bastion => continue,
        };
        if topology::certain(&subnet.declared) {
            special_subnets::report_guests(ctx.network, findings, id, service);
        }
    }
}
