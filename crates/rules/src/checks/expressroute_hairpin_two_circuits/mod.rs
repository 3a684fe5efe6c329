//! `expressroute-hairpin-two-circuits`

use nexthop_source::Severity;

use crate::{Context, Findings, Rule, express_route};

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
