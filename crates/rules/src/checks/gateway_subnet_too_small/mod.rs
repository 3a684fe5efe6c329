//! `gateway-subnet-too-small`

use nexthop_core::network::{GatewayKind, SubnetPurpose};
use nexthop_source::Severity;

use crate::{Context, Findings, Rule, topology};

/// The longest prefix of a GatewaySubnet for ExpressRoute
/// (About ExpressRoute virtual network gateways, "Gateway subnet").
const LONGEST: u8 = 27;

pub(super) static RULE: Rule = Rule {
    name: "gateway-subnet-too-small",
    severity: Severity::Error,
    since: "0.1.0",
    summary: "GatewaySubnet is smaller than /27 and holds an ExpressRoute gateway",
    docs: include_str!("rule.md"),
    check,
};

fn check(ctx: &Context<'_>, findings: &mut Findings) {
    let network = ctx.network;
    for subnet in topology::certain_subnets(network, SubnetPurpose::Gateway) {
        let Some(gateway) = topology::certain_gateways(network, GatewayKind::ExpressRoute)
            .find(|gateway| gateway.virtual_network.is(&subnet.virtual_network))
        else {
            continue;
        };
        let Some(prefixes) = findings.need(&subnet.prefixes) else { continue };
        let Some(largest) = topology::largest_ipv4(prefixes) else { continue };
        if largest.net.prefix_len() > LONGEST {
            findings
                .report(
                    &subnet.declared,
                    largest.span,
                    format!(
                        "GatewaySubnet is {}: an ExpressRoute gateway needs /{LONGEST} or larger",
                        largest.net
                    ),
                )
                .relate(gateway.declared.span, "the ExpressRoute gateway in this subnet")
                .help("Enlarge the subnet before the gateways are created; it cannot be resized afterwards.");
        }
    }
}
