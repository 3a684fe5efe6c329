//! `route-server-expressroute-ecmp-lost`

use nexthop_core::network::{Connection, ConnectionKind};
use nexthop_source::Severity;

use crate::{Context, Findings, Rule, route_servers};

pub(super) static RULE: Rule = Rule {
    name: "route-server-expressroute-ecmp-lost",
    severity: Severity::Note,
    since: "0.1.0",
    summary: "a Route Server ends the use of two ExpressRoute circuits at once",
    docs: include_str!("rule.md"),
    check,
};

fn check(ctx: &Context<'_>, findings: &mut Findings) {
    let network = ctx.network;
    for (server, vnet) in route_servers::placed(network) {
        if server.declared.existing {
            continue;
        }
        let connections: Vec<_> =
            route_servers::connections_in(network, vnet, ConnectionKind::ExpressRoute).collect();
        let pair = connections.iter().enumerate().find_map(|(at, first)| {
            let twin = connections[at + 1..].iter().find(|other| share_traffic(ctx, first, other));
            twin.map(|second| (*first, *second))
        });
        let Some((first, second)) = pair else { continue };
        findings
            .report(
                &server.declared,
                server.declared.span,
                format!(
                    "{} and {} share traffic no longer once this Route Server is there: it ends ECMP between circuits",
                    first.declared.label(),
                    second.declared.label()
                ),
            )
            .relate(first.declared.span, "the first circuit")
            .relate(second.declared.span, "the second circuit")
            .help("Nothing has to be done if one circuit carries all traffic; set routing_weight to say which.");
    }
}

/// Whether two connections lead to different circuits with the same weight, and to one
/// site as far as anybody knows.
fn share_traffic(ctx: &Context<'_>, first: &Connection, second: &Connection) -> bool {
    let network = ctx.network;
    let (Some(circuit), Some(other)) = (first.circuit.value(), second.circuit.value()) else {
        return false;
    };
    let weights = [&first.routing_weight, &second.routing_weight];
    let [Some(weight), Some(other_weight)] = weights.map(|weight| weight.value()) else {
        return circuit != other && weights.iter().all(|weight| weight.why().is_some());
    };
    let known = network.sites.iter().filter(|site| site.prefixes.value().is_some()).count();
    circuit != other && weight == other_weight && known < 2
}
