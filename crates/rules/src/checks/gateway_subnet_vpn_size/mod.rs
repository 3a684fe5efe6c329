//! `gateway-subnet-vpn-size`

use nexthop_core::network::{GatewayKind, SubnetPurpose};
use nexthop_source::Severity;

use crate::{Context, Findings, Rule, topology};

/// The recommended prefix of GatewaySubnet (About ExpressRoute virtual network gateways).
const RECOMMENDED: u8 = 27;

pub(super) static RULE: Rule = Rule {
    name: "gateway-subnet-vpn-size",
    severity: Severity::Warning,
    since: "0.1.0",
    summary: "GatewaySubnet of a VPN gateway is smaller than /27",
    docs: include_str!("rule.md"),
    check,
};

fn check(ctx: &Context<'_>, findings: &mut Findings) {
    let network = ctx.network;
    for subnet in topology::certain_subnets(network, SubnetPurpose::Gateway) {
        let has = |kind| {
            topology::certain_gateways(network, kind)
                .find(|gateway| gateway.virtual_network.is(&subnet.virtual_network))
        };
        // With an ExpressRoute gateway it is an error, `gateway-subnet-too-small`.
        let (Some(vpn), None) = (has(GatewayKind::Vpn), has(GatewayKind::ExpressRoute)) else {
            continue;
        };
        let Some(prefixes) = findings.need(&subnet.prefixes) else { continue };
        let Some(largest) = topology::largest_ipv4(prefixes) else { continue };
        if largest.net.prefix_len() > RECOMMENDED {
            findings
                .report(
                    &subnet.declared,
                    largest.span,
                    format!(
                        "GatewaySubnet is {}: /{RECOMMENDED} or larger is recommended, and an ExpressRoute gateway needs it",
                        largest.net
                    ),
                )
                .relate(vpn.declared.span, "the VPN gateway in this subnet")
                .help("Enlarge the subnet before the gateway is created.");
        }
    }
}
