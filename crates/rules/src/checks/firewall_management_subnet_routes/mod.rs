//! `firewall-management-subnet-routes`

use nexthop_core::network::{Route, SubnetPurpose, UserNextHop};
use nexthop_source::Severity;

use crate::{Context, Findings, Rule, topology, user_routes};

pub(super) static RULE: Rule = Rule {
    name: "firewall-management-subnet-routes",
    severity: Severity::Error,
    since: "0.1.0",
    summary: "AzureFirewallManagementSubnet has other routes than a default route to the Internet",
    docs: include_str!("rule.md"),
    check,
};

fn check(ctx: &Context<'_>, findings: &mut Findings) {
    let network = ctx.network;
    for subnet in topology::certain_subnets(network, SubnetPurpose::FirewallManagement) {
        let Some(&Some(id)) = findings.need(&subnet.route_table) else { continue };
        let table = &network.route_tables[id];
        let other = user_routes::routes(table).find(|route| is_other(route));
        let (place, message) = match other {
            Some(route) => (
                route.span,
                "only a default route to the Internet is allowed on AzureFirewallManagementSubnet",
            ),
            None if findings.need(&table.propagates_gateway_routes) == Some(&true) => (
                table.propagates_gateway_routes.span,
                "AzureFirewallManagementSubnet must not take the routes of gateways",
            ),
            None => continue,
        };
        findings
            .report(&table.declared, place, message)
            .relate(subnet.route_table.span, "the table is associated with AzureFirewallManagementSubnet here")
            .help("Take the table off, or leave 0.0.0.0/0 to Internet alone in it and switch propagation off.");
    }
}

/// Whether a route is known to be anything but the default route to the Internet.
fn is_other(route: &Route) -> bool {
    let elsewhere =
        route.next_hop.value().is_some_and(|next_hop| *next_hop != UserNextHop::Internet);
    elsewhere || user_routes::net(route).is_some_and(|net| net.prefix_len() > 0)
}
