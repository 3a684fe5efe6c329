//! `default-udr-on-gateway-subnet`

use nexthop_core::network::{RoutePrefix, SubnetPurpose};
use nexthop_source::Severity;

use crate::{Context, Findings, Rule, topology};

pub(super) static RULE: Rule = Rule {
    name: "default-udr-on-gateway-subnet",
    severity: Severity::Error,
    since: "0.1.0",
    summary: "GatewaySubnet has a user-defined route for 0.0.0.0/0",
    docs: include_str!("rule.md"),
    check,
};

fn check(ctx: &Context<'_>, findings: &mut Findings) {
    let network = ctx.network;
    for subnet in topology::certain_subnets(network, SubnetPurpose::Gateway) {
        let Some(&Some(id)) = findings.need(&subnet.route_table) else { continue };
        let table = &network.route_tables[id];
        if let Some(why) = &table.routes.more {
            findings.cannot_tell(why, table.routes.span);
        }
        for route in &table.routes.known {
            let Some(RoutePrefix::Net(net)) = findings.need(&route.prefix) else { continue };
            if net.prefix_len() == 0 && net.addr().is_ipv4() {
                findings
                    .report(
                        &table.declared,
                        route.prefix.span,
                        "GatewaySubnet has a route for 0.0.0.0/0, which cuts the gateway off from its control plane",
                    )
                    .relate(subnet.route_table.span, "the table is associated with GatewaySubnet here")
                    .help("Route only the prefixes that must pass an appliance, such as those of the spokes.");
            }
        }
    }
}
