//! `expressroute-vnet-hairpin-toggle-missing`

use nexthop_source::Severity;

use crate::{Context, Findings, Rule, express_route};

pub(super) static RULE: Rule = Rule {
    name: "expressroute-vnet-hairpin-toggle-missing",
    severity: Severity::Warning,
    since: "0.1.0",
    summary: "one of two gateways on a circuit does not take traffic of other virtual networks, though the other does",
    docs: include_str!("rule.md"),
    check,
};

fn check(ctx: &Context<'_>, findings: &mut Findings) {
    let network = ctx.network;
    let links: Vec<_> = express_route::links(network).collect();
    for (at, link) in links.iter().enumerate() {
        let gateway = &network.gateways[link.gateway];
        // Once for each gateway, and not for one that is elsewhere.
        if gateway.declared.existing
            || links[..at].iter().any(|other| other.gateway == link.gateway)
            || !gateway.allow_remote_vnet_traffic.is(&false)
        {
            continue;
        }
        let peered = network.peers_of(link.vnet);
        let open = links.iter().find(|other| {
            other.circuit == link.circuit
                && other.vnet != link.vnet
                && !peered.contains(&other.vnet)
                && network.gateways[other.gateway].allow_remote_vnet_traffic.is(&true)
        });
        let Some(open) = open else { continue };
        let other = &network.gateways[open.gateway];
        findings
            .report(
                &gateway.declared,
                gateway.allow_remote_vnet_traffic.span,
                format!(
                    "{} and {} are on one circuit, but only {} takes traffic of other virtual networks: nothing passes between them",
                    other.declared.label(),
                    gateway.declared.label(),
                    other.declared.label()
                ),
            )
            .relate(other.allow_remote_vnet_traffic.span, "it is allowed here")
            .relate(link.connection.declared.span, "the connection to the circuit")
            .help("Peer the two networks, which Microsoft prefers to the way over the edge of a circuit. Else set remote_vnet_traffic_enabled on both gateways.");
    }
}
