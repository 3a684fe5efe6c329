//! `vpn-non-az-sku`

use nexthop_core::network::GatewayKind;
use nexthop_source::Severity;

use crate::{Context, Findings, Rule, topology};

pub(super) static RULE: Rule = Rule {
    name: "vpn-non-az-sku",
    severity: Severity::Warning,
    since: "0.1.0",
    summary: "a VPN gateway has a retired SKU without availability zones",
    docs: include_str!("rule.md"),
    check,
};

const RETIRED: [&str; 5] = ["VpnGw1", "VpnGw2", "VpnGw3", "VpnGw4", "VpnGw5"];

fn check(ctx: &Context<'_>, findings: &mut Findings) {
    for vpn in topology::certain_gateways(ctx.network, GatewayKind::Vpn) {
        if vpn.declared.existing {
            continue;
        }
        let Some(sku) = findings.need(&vpn.sku) else { continue };
        if let Some(retired) = RETIRED.iter().find(|retired| retired.eq_ignore_ascii_case(sku)) {
            findings
                .report(
                    &vpn.declared,
                    vpn.sku.span,
                    format!("the SKU {retired} is retired since September 2026: no gateway of it can be created, and those that were have become {retired}AZ"),
                )
                .help(format!("Write {retired}AZ, with a Standard public IP address."));
        }
    }
}
