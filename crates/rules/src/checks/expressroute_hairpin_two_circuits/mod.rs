//! `expressroute-hairpin-two-circuits`

use nexthop_core::{
    Network,
    network::{Site, SiteLink},
};
use nexthop_source::Severity;

use crate::{
    Context, Findings, Rule,
    express_route::{self, Link},
};

pub(super) static RULE: Rule = Rule {
    name: "expressroute-hairpin-two-circuits",
    severity: Severity::Note,
    since: "0.1.0",
    summary: "two gateways take each other's traffic and share no circuit",
    docs: include_str!("rule.md"),
    check,
};

fn check(ctx: &Context<'_>, findings: &mut Findings) {
    let network = ctx.network;
    // A connection of which it cannot be told what it joins may be the common circuit.
    let open = network
        .connections
        .iter()
        .any(|one| one.gateway.why().is_some() || one.circuit.why().is_some());
    let takes_others: Vec<_> = express_route::links(network)
        .filter(|link| {
            let gateway = &network.gateways[link.gateway];
            gateway.allow_remote_vnet_traffic.is(&true) && !gateway.declared.existing
        })
        .collect();
    if open || takes_others.iter().any(|link| network.circuits[link.circuit].declared.existing) {
        return;
    }
    for (at, link) in takes_others.iter().enumerate() {
        let others = takes_others.iter().filter(|other| other.gateway != link.gateway);
        let shares = others.clone().any(|other| {
            other.circuit == link.circuit
                || network.peers_of(link.vnet).contains(&other.vnet)
                || express_route::may_be_joined(network, link.circuit, other.circuit)
        });
        let first = takes_others[..at].iter().any(|other| other.gateway == link.gateway);
        let Some(other) = others.clone().next().filter(|_| !shares && !first && at > 0) else {
            continue;
        };
        if !are_apart(network, link, other) {
            continue;
        }
        let (gateway, other_gateway) =
            (&network.gateways[link.gateway], &network.gateways[other.gateway]);
        findings
            .report(
                &gateway.declared,
                gateway.allow_remote_vnet_traffic.span,
                format!(
                    "{} and {} take traffic of other virtual networks, which does nothing between them: they are on different circuits",
                    other_gateway.declared.label(),
                    gateway.declared.label()
                ),
            )
            .relate(link.connection.declared.span, "this gateway's circuit")
            .relate(other.connection.declared.span, "the other gateway's circuit")
            .help("Peer the networks, or connect both gateways to one circuit.");
    }
}

/// Whether two circuits are said to lead to different sites. Nothing is known of what is
/// behind the others: routers there may pass the traffic on from one to the other.
fn are_apart(network: &Network, one: &Link<'_>, other: &Link<'_>) -> bool {
    let (one, other) = (site(network, one), site(network, other));
    one.zip(other).is_some_and(|(one, other)| !std::ptr::eq(one, other))
}

/// The site that is configured to be behind a circuit.
fn site<'a>(network: &'a Network, link: &Link<'_>) -> Option<&'a Site> {
    let leads_there = |way: &SiteLink| {
        matches!(*way, SiteLink::ExpressRoute { connection: Some(connection), .. }
            if std::ptr::eq(&raw const network.connections[connection], link.connection))
    };
    let mut configured = network.sites.iter().filter(|site| site.prefixes.value().is_some());
    configured.find(|site| site.links.known.iter().any(leads_there))
}
