//! `firewall-management-subnet`

use nexthop_core::network::{FirewallPlacement, FirewallTier, SubnetPurpose};
use nexthop_source::Severity;

use crate::{Context, Findings, Rule, topology};

/// The longest prefix of `AzureFirewallManagementSubnet` (Azure Firewall Management NIC).
const LONGEST: u8 = 26;

pub(super) static RULE: Rule = Rule {
    name: "firewall-management-subnet",
    severity: Severity::Error,
    since: "0.1.0",
    summary: "an Azure Firewall lacks the management subnet it needs, or the subnet is too small",
    docs: include_str!("rule.md"),
    check,
};

fn check(ctx: &Context<'_>, findings: &mut Findings) {
    let network = ctx.network;
    for firewall in &network.firewalls {
        let declared = &firewall.declared;
        let concerned = topology::certain(declared)
            && !declared.existing
            && firewall.placement.is(&FirewallPlacement::VirtualNetwork)
            && firewall.tier.is(&FirewallTier::Basic);
        if concerned && findings.need(&firewall.management) == Some(&None) {
            findings
                .report(
                    declared,
                    firewall.tier.span,
                    format!("{} is of tier Basic and has no management interface", declared.label()),
                )
                .help("Add a management IP configuration with a public address of its own in AzureFirewallManagementSubnet.");
        }
    }
    for subnet in topology::certain_subnets(network, SubnetPurpose::FirewallManagement) {
        let Some(prefixes) = findings.need(&subnet.prefixes) else { continue };
        let Some(largest) = topology::largest_ipv4(prefixes) else { continue };
        if largest.net.prefix_len() > LONGEST {
            findings
                .report(
                    &subnet.declared,
                    largest.span,
                    format!(
                        "AzureFirewallManagementSubnet is {}: it must be /{LONGEST} or larger",
                        largest.net
                    ),
                )
                .help("Enlarge the subnet before the firewall is created.");
        }
    }
}
