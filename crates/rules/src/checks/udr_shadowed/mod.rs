//! `udr-shadowed`

use ipnet::IpNet;
use nexthop_core::{
    network::{Id, Subnet},
    routing::{RouteDestination, RouteState},
};
use nexthop_source::Severity;

use crate::{Context, Findings, Rule, user_routes};

pub(super) static RULE: Rule = Rule {
    name: "udr-shadowed",
    severity: Severity::Note,
    since: "0.1.0",
    summary: "a route never counts because longer ones cover all of it",
    docs: include_str!("rule.md"),
    check,
};

fn check(ctx: &Context<'_>, findings: &mut Findings) {
    let network = ctx.network;
    for (id, table) in user_routes::tables(network) {
        let candidates: Vec<_> = user_routes::routes(table)
            .filter_map(|route| Some((route, user_routes::net(route)?)))
            .filter(|(_, net)| net.prefix_len() > 0)
            .collect();
        let subnets: Vec<_> = user_routes::subnets_with(network, id).collect();
        let (Some((_, first)), false) = (subnets.first(), candidates.is_empty()) else { continue };
        let in_effect: Vec<Vec<IpNet>> =
            subnets.iter().map(|&(subnet, _)| in_effect(ctx, subnet)).collect();
        for (route, net) in candidates {
            if in_effect.iter().all(|nets| covers(nets, net)) {
                findings
                    .report(
                        &table.declared,
                        route.prefix.span,
                        format!(
                            "the route for {net} never counts: longer prefixes cover all of it"
                        ),
                    )
                    .relate(first.route_table.span, "the table is associated here")
                    .help("Write prefixes as long as the ones in the way, or remove the route.");
            }
        }
    }
}

/// The prefixes of the routes that are certainly in effect on a subnet.
fn in_effect(ctx: &Context<'_>, subnet: Id<Subnet>) -> Vec<IpNet> {
    let routes = ctx.routing.effective_routes(subnet).into_iter();
    let certain =
        routes.filter(|route| route.state == RouteState::Active && route.unsure.is_none());
    certain
        .filter_map(|route| match route.destination {
            RouteDestination::Net(net) => Some(net),
            _ => None,
        })
        .collect()
}

/// Whether prefixes that are longer cover all of one.
fn covers(nets: &[IpNet], net: IpNet) -> bool {
    let longer = nets.iter().copied().filter(|its| *its != net && net.contains(its)).collect();
    IpNet::aggregate(&longer).contains(&net)
}
