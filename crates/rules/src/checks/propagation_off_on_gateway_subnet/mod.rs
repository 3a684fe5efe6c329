//! `propagation-off-on-gateway-subnet`

use nexthop_core::network::SubnetPurpose;
use nexthop_source::Severity;

use crate::{Context, Findings, Rule, propagation, topology};

pub(super) static RULE: Rule = Rule {
    name: "propagation-off-on-gateway-subnet",
    severity: Severity::Error,
    since: "0.1.0",
    summary: "gateway route propagation is off on GatewaySubnet",
    docs: include_str!("rule.md"),
    check,
};

fn check(ctx: &Context<'_>, findings: &mut Findings) {
    let network = ctx.network;
    for subnet in topology::certain_subnets(network, SubnetPurpose::Gateway) {
        let Some(&Some(id)) = findings.need(&subnet.route_table) else { continue };
        let table = &network.route_tables[id];
        if findings.need(&table.propagates_gateway_routes) == Some(&false) {
            let diagnostic = findings
                .report(
                    &table.declared,
                    table.propagates_gateway_routes.span,
                    "gateway route propagation is off on GatewaySubnet: the gateway does not function",
                )
                .relate(subnet.route_table.span, "the table is associated with GatewaySubnet here")
                .help("Leave propagation on in the table of GatewaySubnet; give it a table of its own if the table is shared.");
            // Where it is shared, the others may want it off.
            let users = network.subnets.iter().filter(|one| one.route_table.is(&Some(id)));
            if users.count() == 1 {
                propagation::switch_on(diagnostic, table);
            }
        }
    }
}
