//! `p2s-rt-propagation-off`

use nexthop_core::{
    network::{Id, Subnet},
    routing::{Code, Endpoint, NextHop, RouteDestination, RouteSource},
};
use nexthop_source::{Severity, Step};

use crate::{Context, Findings, Rule, propagation, topology};

pub(super) static RULE: Rule = Rule {
    name: "p2s-rt-propagation-off",
    severity: Severity::Error,
    since: "0.1.0",
    summary: "gateway route propagation is off and no route leads back to point-to-site clients",
    docs: include_str!("rule.md"),
    check,
};

fn check(ctx: &Context<'_>, findings: &mut Findings) {
    let network = ctx.network;
    for (id, table) in propagation::refusing_tables(ctx) {
        let lost = propagation::lost_clients(ctx, id, findings);
        let Some(first) = lost.first() else { continue };
        let mut subnets: Vec<_> = lost.iter().map(|lost| lost.subnet).collect();
        subnets.dedup();
        let names = topology::several(subnets.iter().map(|&id| topology::subnet_name(network, id)));
        let clients = first.to.id(network);
        let diagnostic = findings.report(
            &table.declared,
            table.propagates_gateway_routes.span,
            format!("{names} cannot answer the point-to-site clients {clients}: gateway route propagation is off and {}", first.what_is_left().replace(" it", " their pool")),
        );
        for &subnet in subnets.iter().take(3) {
            diagnostic
                .relate(network.subnets[subnet].route_table.span, "the table is associated here");
        }
        diagnostic.steps = first.flow.forward.steps();
        diagnostic.steps.extend(fallen_on_none(ctx, first.subnet, first.to));
        diagnostic.help("Switch propagation on, or route the client pool (or 0.0.0.0/0) to a firewall that knows the way.");
        propagation::switch_on(diagnostic, table);
        findings.explain(lost.iter().map(|lost| (lost.flow.from, lost.flow.to)));
    }
}

/// The route of Azure's own that is left for the clients' pool and drops it. A default
/// route of the table would have taken its place.
fn fallen_on_none(ctx: &Context<'_>, subnet: Id<Subnet>, clients: Endpoint) -> Option<Step> {
    let Endpoint::Clients(gateway) = clients else { return None };
    let pool = ctx.network.gateways[gateway].clients.as_ref()?.pool.value()?.first()?.net;
    let routes = ctx.routing.effective_routes(subnet);
    let left = routes.iter().find_map(|route| match route.destination {
        RouteDestination::Net(net)
            if route.next_hop == NextHop::None
                && route.source == RouteSource::Default
                && net.contains(&pool) =>
        {
            Some(net)
        }
        _ => None,
    })?;
    Some(Step {
        code: Code::NoRoute.as_str(),
        message: format!(
            "what is left for {pool} is Azure's own route {left} with next hop None, which drops it in silence; with a default route in the table there would be none"
        ),
        span: None,
    })
}
