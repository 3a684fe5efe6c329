//! `expressroute-to-er-needs-global-reach`

use nexthop_core::{
    network::{GatewayKind, SiteLink},
    routing::{Endpoint, Verdict},
};
use nexthop_source::Severity;

use crate::{Context, Findings, Rule, p2s, topology};

pub(super) static RULE: Rule = Rule {
    name: "expressroute-to-er-needs-global-reach",
    severity: Severity::Warning,
    since: "0.1.0",
    summary: "two sites on different circuits do not reach each other through Azure",
    docs: include_str!("rule.md"),
    check,
};

fn check(ctx: &Context<'_>, findings: &mut Findings) {
    let network = ctx.network;
    for gateway in topology::certain_gateways(network, GatewayKind::ExpressRoute) {
        let Some(&vnet) = gateway.virtual_network.value() else { continue };
        // With a Route Server appliances may join the circuits.
        if network.route_servers_in(vnet).next().is_some() {
            continue;
        }
        // Only what is known to be two places: two circuits mostly lead to one.
        let places: Vec<_> = topology::sites_behind(network, vnet)
            .filter(|&site| {
                let site = &network.sites[site];
                let circuits = site.links.known.iter();
                site.prefixes.value().is_some_and(|prefixes| !prefixes.is_empty())
                    && circuits
                        .into_iter()
                        .any(|link| matches!(link, SiteLink::ExpressRoute { .. }))
            })
            .collect();
        let [first, rest @ ..] = places.as_slice() else { continue };
        let apart = rest.iter().find_map(|other| {
            let (from, to) = (Endpoint::Site(*first), Endpoint::Site(*other));
            let flow = ctx.routing.flow(network, from, to);
            (flow.verdict == Verdict::Unreachable).then_some((*other, flow))
        });
        let Some((other, flow)) = apart else { continue };
        let diagnostic = findings.report(
            &gateway.declared,
            gateway.declared.span,
            format!(
                "{} and {} do not reach each other over this gateway: it passes nothing from one circuit to another",
                network.sites[*first].name, network.sites[other].name
            ),
        );
        diagnostic.relate(network.sites[*first].span, "one circuit");
        diagnostic.relate(network.sites[other].span, "the other");
        diagnostic.steps = p2s::steps(&flow);
        diagnostic.help("Join the circuits by Global Reach.");
    }
}
