//! `route-server-multiregion-asn-loop`

use nexthop_source::Severity;

use crate::{Context, Findings, Rule, route_servers, topology};

pub(super) static RULE: Rule = Rule {
    name: "route-server-multiregion-asn-loop",
    severity: Severity::Note,
    since: "0.1.0",
    summary: "appliances between two Route Servers have to change the AS path",
    docs: include_str!("rule.md"),
    check,
};

fn check(ctx: &Context<'_>, findings: &mut Findings) {
    let network = ctx.network;
    let servers: Vec<_> = route_servers::placed(network)
        .filter(|(server, _)| {
            // Where it is said what appliances announce, the simulation shows what becomes of it.
            let mut peers = route_servers::peers(server).peekable();
            peers.peek().is_some() && peers.all(|peer| peer.advertises.is_empty())
        })
        .collect();
    for (at, &(server, vnet)) in servers.iter().enumerate() {
        let peered = network.peers_of(vnet);
        let other = servers[..at].iter().find(|(_, other)| peered.contains(other));
        let Some(&(other, _)) = other else { continue };
        if server.declared.existing || !topology::certain(&other.declared) {
            continue;
        }
        findings
            .report(
                &server.declared,
                server.declared.span,
                format!(
                    "{} and {} learn nothing from each other through their appliances unless these take 65515 out of the AS path",
                    other.declared.label(),
                    server.declared.label()
                ),
            )
            .relate(other.declared.span, "the other Route Server")
            .help("On the appliances, replace 65515 (as-override), and carry the traffic between them in a tunnel (IPsec, VXLAN): without one it loops.");
    }
}
