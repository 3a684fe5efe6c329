//! `coexist-dual-stack-gateway-subnet`

use nexthop_core::network::{GatewayKind, SubnetPurpose};
use nexthop_source::Severity;

use crate::{Context, Findings, Rule, topology};

pub(super) static RULE: Rule = Rule {
    name: "coexist-dual-stack-gateway-subnet",
    severity: Severity::Warning,
    since: "0.1.0",
    summary: "VPN and ExpressRoute gateways share a GatewaySubnet that has IPv6 prefixes",
    docs: include_str!("rule.md"),
    check,
};

fn check(ctx: &Context<'_>, findings: &mut Findings) {
    let network = ctx.network;
    for pair in topology::coexisting(network) {
        let Some(id) = network.special_subnet(pair.vnet, SubnetPurpose::Gateway) else { continue };
        let subnet = &network.subnets[id];
        let Some(prefixes) = findings.need(&subnet.prefixes) else { continue };
        let Some(ipv6) = prefixes.iter().find(|prefix| prefix.net.addr().is_ipv6()) else {
            continue;
        };
        let message = format!(
            "GatewaySubnet has the IPv6 prefix {} and holds a VPN and an ExpressRoute gateway, whose coexistence Microsoft does not support for IPv6",
            ipv6.net
        );
        let diagnostic = findings.report(&subnet.declared, ipv6.span, message);
        for (gateway, kind) in
            [(pair.vpn, GatewayKind::Vpn), (pair.express_route, GatewayKind::ExpressRoute)]
        {
            let name = if kind == GatewayKind::Vpn { "VPN" } else { "ExpressRoute" };
            diagnostic.relate(gateway.declared.span, format!("the {name} gateway in this subnet"));
        }
        diagnostic.help(
            "Keep GatewaySubnet IPv4 only, or put one of the two gateways into another virtual network; the VPN gateway carries IPv4 only.",
        );
    }
}
