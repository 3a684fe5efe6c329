//! `gateway-subnet-name`

use nexthop_core::network::SubnetPurpose;
use nexthop_source::Severity;

use crate::{Context, Findings, Rule, topology};

pub(super) static RULE: Rule = Rule {
    name: "gateway-subnet-name",
    severity: Severity::Error,
    since: "0.1.0",
    summary: "a virtual network gateway stands in a subnet that is not GatewaySubnet",
    docs: include_str!("rule.md"),
    check,
};

fn check(ctx: &Context<'_>, findings: &mut Findings) {
    let network = ctx.network;
    for gateway in &network.gateways {
        if !topology::certain(&gateway.declared) || gateway.declared.existing {
            continue;
        }
        let misplaced = gateway.ip_configurations.known.iter().find_map(|configuration| {
            let &id = configuration.subnet.value()?;
            let subnet = &network.subnets[id];
            let name = findings.need(&subnet.declared.name)?;
            let misplaced = subnet.purpose != SubnetPurpose::Gateway;
            misplaced.then_some((configuration.subnet.span, subnet, name))
        });
        let Some((place, subnet, name)) = misplaced else { continue };
        findings
            .report(
                &gateway.declared,
                place,
                format!("the gateway stands in subnet {name}; it needs GatewaySubnet"),
            )
            .relate(subnet.declared.span, "the subnet")
            .help("Name the subnet GatewaySubnet.");
    }
}
