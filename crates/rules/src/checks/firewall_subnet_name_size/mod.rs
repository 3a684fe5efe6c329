//! `firewall-subnet-name-size`

use nexthop_core::network::SubnetPurpose;
use nexthop_source::Severity;

use crate::{Context, Findings, Rule, topology};

/// The longest prefix of AzureFirewallSubnet (Azure Firewall FAQ).
const LONGEST: u8 = 26;

pub(super) static RULE: Rule = Rule {
    name: "firewall-subnet-name-size",
    severity: Severity::Error,
    since: "0.1.0",
    summary: "an Azure Firewall stands in a subnet that is not AzureFirewallSubnet or is smaller than /26",
    docs: include_str!("rule.md"),
    check,
};

fn check(ctx: &Context<'_>, findings: &mut Findings) {
    let network = ctx.network;
    for firewall in
        network.firewalls.iter().filter(|firewall| topology::certain(&firewall.declared))
    {
        let Some(&Some(id)) = findings.need(&firewall.subnet) else { continue };
        let subnet = &network.subnets[id];
        let Some(name) = findings.need(&subnet.declared.name) else { continue };
        if subnet.purpose != SubnetPurpose::Firewall {
            findings
                .report(
                    &firewall.declared,
                    firewall.subnet.span,
                    format!("the firewall stands in subnet {name}; Azure Firewall needs AzureFirewallSubnet"),
                )
                .relate(subnet.declared.span, "the subnet")
                .help("Name the subnet AzureFirewallSubnet.");
            continue;
        }
        let Some(prefixes) = findings.need(&subnet.prefixes) else { continue };
        let Some(largest) = topology::largest_ipv4(prefixes) else { continue };
        if largest.net.prefix_len() > LONGEST {
            findings
                .report(
                    &subnet.declared,
                    largest.span,
                    format!(
                        "AzureFirewallSubnet is {}: Azure Firewall needs /{LONGEST} or larger",
                        largest.net
                    ),
                )
                .relate(firewall.declared.span, "the firewall in this subnet")
                .help("Enlarge the subnet; it cannot be resized while the firewall is in it.");
        }
    }
}
