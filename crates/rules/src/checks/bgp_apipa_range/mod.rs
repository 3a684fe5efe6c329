//! `bgp-apipa-range`

use std::{
    net::{IpAddr, Ipv4Addr},
    ops::RangeInclusive,
};

use nexthop_core::network::GatewayKind;
use nexthop_source::Severity;

use crate::{Context, Findings, Rule, topology};

pub(super) static RULE: Rule = Rule {
    name: "bgp-apipa-range",
    severity: Severity::Error,
    since: "0.1.0",
    summary: "an APIPA address of a gateway is outside of Azure's range",
    docs: include_str!("rule.md"),
    check,
};

/// What Azure accepts, from the first to the last address
/// (<https://learn.microsoft.com/azure/vpn-gateway/vpn-gateway-vpn-faq#bgp>).
const RANGE: RangeInclusive<Ipv4Addr> =
    Ipv4Addr::new(169, 254, 21, 0)..=Ipv4Addr::new(169, 254, 22, 255);

fn check(ctx: &Context<'_>, findings: &mut Findings) {
    for gateway in topology::certain_gateways(ctx.network, GatewayKind::Vpn) {
        for addresses in &gateway.custom_bgp_addresses.known {
            let Some(addresses) = findings.need(addresses) else { continue };
            for address in addresses {
                let IpAddr::V4(ip) = address.net.addr() else { continue };
                if !RANGE.contains(&ip) {
                    findings
                        .report(
                            &gateway.declared,
                            address.span,
                            format!(
                                "the APIPA address {ip} of the gateway {} is not in 169.254.21.0-169.254.22.255",
                                gateway.declared.label()
                            ),
                        )
                        .help("Choose an address of 169.254.21.0-169.254.22.255; the device's own may be elsewhere in 169.254.0.0/16.");
                }
            }
        }
    }
}
