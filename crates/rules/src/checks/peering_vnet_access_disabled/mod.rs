//! `peering-vnet-access-disabled`

use nexthop_source::Severity;

use crate::{Context, Findings, Rule, fix::Fixable, topology};

pub(super) static RULE: Rule = Rule {
    name: "peering-vnet-access-disabled",
    severity: Severity::Warning,
    since: "0.1.0",
    summary: "a peering has virtual network access switched off and drops everything in silence",
    docs: include_str!("rule.md"),
    check,
};

fn check(ctx: &Context<'_>, findings: &mut Findings) {
    let network = ctx.network;
    for peering in network.peerings.iter().filter(|peering| topology::certain(&peering.declared)) {
        if findings.need(&peering.allow_access) == Some(&false) {
            let remote = network.virtual_networks[peering.remote].declared.label();
            findings
                .report(
                    &peering.declared,
                    peering.allow_access.span,
                    format!("virtual network access is off: the peering with {remote} shows as connected and drops all traffic"),
                )
                .help("Allow virtual network access; filter with network security groups or a firewall.")
                .fix(&peering.declared, "properties.allowVirtualNetworkAccess", &peering.allow_access, true);
        }
    }
}
