//! `firewall-fastpath-bypass`

use nexthop_core::{
    network::{Connection, Id, Route, Subnet, SubnetPurpose, VirtualNetwork},
    routing::{Code, Endpoint},
};
use nexthop_source::Severity;

use crate::{Context, Findings, Rule, topology, user_routes};

pub(super) static RULE: Rule = Rule {
    name: "firewall-fastpath-bypass",
    severity: Severity::Warning,
    since: "0.1.0",
    summary: "FastPath carries traffic past the firewall that GatewaySubnet sends it to",
    docs: include_str!("rule.md"),
    check,
};

fn check(ctx: &Context<'_>, findings: &mut Findings) {
    for connection in &ctx.network.connections {
        if topology::certain(&connection.declared)
            && findings.need(&connection.gateway_bypass) == Some(&true)
        {
            report(ctx, findings, connection);
        }
    }
}

fn report(ctx: &Context<'_>, findings: &mut Findings, connection: &Connection) {
    let network = ctx.network;
    let gateway = connection.gateway.value().map(|&id| &network.gateways[id]);
    let Some(&hub) = gateway.and_then(|gateway| gateway.virtual_network.value()) else { return };
    let Some(gateway_subnet) = network.special_subnet(hub, SubnetPurpose::Gateway) else { return };
    let Some(&Some(table)) = network.subnets[gateway_subnet].route_table.value() else { return };
    let table = &network.route_tables[table];
    let passed = topology::workload_subnets(network, hub).find_map(|subnet| {
        let route = user_routes::routes(table).find(|route| leads_to(ctx, route, subnet))?;
        let flows = fast(ctx, hub, subnet);
        (!flows.is_empty()).then_some((subnet, route, flows))
    });
    let Some((subnet, route, flows)) = passed else { return };
    findings
        .report(
            &connection.declared,
            connection.gateway_bypass.span,
            format!(
                "FastPath carries traffic to {} past GatewaySubnet, whose route to the firewall does not count for it",
                topology::subnet_name(network, subnet)
            ),
        )
        .relate(route.span, "the route that is passed")
        .relate(network.subnets[subnet].declared.span, "the subnet")
        .help("Switch FastPath off for this connection, or move the subnet to a spoke.");
    findings.explain(flows);
}

/// Whether a route to an appliance is for a part of a subnet.
fn leads_to(ctx: &Context<'_>, route: &Route, subnet: Id<Subnet>) -> bool {
    let prefixes = ctx.network.subnets[subnet].prefixes.value().into_iter().flatten();
    user_routes::net_to_appliance(route).is_some_and(|net| {
        net.prefix_len() > 0 && prefixes.into_iter().any(|own| topology::overlap(own.net, net))
    })
}

/// The flows from sites behind the hub's gateways that take FastPath to a subnet.
fn fast(
    ctx: &Context<'_>,
    hub: Id<VirtualNetwork>,
    subnet: Id<Subnet>,
) -> Vec<(Endpoint, Endpoint)> {
    let flows = topology::sites_behind(ctx.network, hub)
        .map(|site| ctx.flow(Endpoint::Site(site), Endpoint::Subnet(subnet)));
    flows
        .filter(|flow| flow.forward.hops.iter().any(|hop| hop.code == Code::FastPath))
        .map(|flow| (flow.from, flow.to))
        .collect()
}
