//! `udr-default-bypassed-by-gateway-routes`

use nexthop_core::{
    network::{Id, RoutePrefix, RouteTable, Subnet},
    routing::{EffectiveRoute, RouteDestination, RouteOrigin, RouteState},
};
use nexthop_source::Severity;

use crate::{Context, Findings, Rule, topology, user_routes};

pub(super) static RULE: Rule = Rule {
    name: "udr-default-bypassed-by-gateway-routes",
    severity: Severity::Warning,
    since: "0.1.0",
    summary: "a default route to a firewall is bypassed by on-premises prefixes that a gateway brings",
    docs: include_str!("rule.md"),
    check,
};

fn check(ctx: &Context<'_>, findings: &mut Findings) {
    let network = ctx.network;
    for (id, table) in network.route_tables.entries() {
        if !topology::certain(&table.declared) {
            continue;
        }
        let Some(default) = topology::default_to_appliance(table) else { continue };
        let bypassed = topology::workload_subnets_with(network, id)
            .find_map(|subnet| Some((subnet, bypassing(ctx, subnet, table)?)));
        let Some((subnet, (route, site))) = bypassed else { continue };
        if findings.need(&table.propagates_gateway_routes) != Some(&true) {
            continue;
        }
        let name = topology::subnet_name(network, subnet);
        let (subnet, site) = (&network.subnets[subnet], &network.sites[site]);
        let passed = user_routes::appliance_name(network, subnet, default);
        let diagnostic = findings.report(
            &table.declared,
            table.propagates_gateway_routes.span,
            format!(
                "traffic from {name} to {} bypasses {passed}: the gateway's routes are more specific than the default route",
                site.name
            ),
        );
        diagnostic
            .relate(default.span, "the default route to the appliance")
            .relate(subnet.route_table.span, "the table is associated here");
        diagnostic.steps.clone_from(&route.because);
        diagnostic.help("Switch gateway route propagation off in this table, so that on-premises traffic takes the default route.");
    }
}

/// The first route to a site that is in effect on a subnet beside its default route.
fn bypassing(
    ctx: &Context<'_>,
    subnet: Id<Subnet>,
    table: &RouteTable,
) -> Option<(EffectiveRoute, Id<nexthop_core::network::Site>)> {
    ctx.routing.effective_routes(subnet).into_iter().find_map(|route| match route.origin {
        RouteOrigin::Site(site, _)
            if route.state == RouteState::Active && !steered(&route, table) =>
        {
            Some((route, site))
        }
        _ => None,
    })
}

/// Whether the table has routes of its own for what a gateway route covers.
fn steered(route: &EffectiveRoute, table: &RouteTable) -> bool {
    let own = table.routes.known.iter().filter_map(|route| match route.prefix.value() {
        Some(RoutePrefix::Net(net)) if net.prefix_len() > 0 => Some(*net),
        _ => None,
    });
    match &route.destination {
        RouteDestination::Net(net) => own.into_iter().any(|own| net.contains(&own)),
        // Unknown prefixes may be those that the table has routes for.
        _ => own.into_iter().next().is_some(),
    }
}
