//! `firewall-subnet-nsg`

use nexthop_core::network::SubnetPurpose;
use nexthop_source::Severity;

use crate::{Context, Findings, Rule, topology};

pub(super) static RULE: Rule = Rule {
    name: "firewall-subnet-nsg",
    severity: Severity::Warning,
    since: "0.1.0",
    summary: "AzureFirewallSubnet has a network security group",
    docs: include_str!("rule.md"),
    check,
};

fn check(ctx: &Context<'_>, findings: &mut Findings) {
    for subnet in topology::certain_subnets(ctx.network, SubnetPurpose::Firewall) {
        if let Some(Some(_)) = findings.need(&subnet.security_group) {
            findings
                .report(
                    &subnet.declared,
                    subnet.security_group.span,
                    "AzureFirewallSubnet has a network security group, which Azure Firewall does not support",
                )
                .relate(subnet.declared.span, "AzureFirewallSubnet")
                .help("Remove the association. If Checkov asks for one, put `#checkov:skip=CKV2_AZURE_31:not supported by Azure Firewall` into the subnet's block.");
        }
    }
}
