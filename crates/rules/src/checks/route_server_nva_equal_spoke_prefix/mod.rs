//! `route-server-nva-equal-spoke-prefix`

use nexthop_source::Severity;

use crate::{Context, Findings, Rule, route_servers};

pub(super) static RULE: Rule = Rule {
    name: "route-server-nva-equal-spoke-prefix",
    severity: Severity::Warning,
    since: "0.1.0",
    summary: "an appliance announces a prefix that a Route Server does not pass on to virtual networks",
    docs: include_str!("rule.md"),
    check,
};

fn check(ctx: &Context<'_>, findings: &mut Findings) {
    let network = ctx.network;
    for (server, vnet) in route_servers::placed(network) {
        // With branch-to-branch the prefix is told to the gateways, which may be what it is for.
        if findings.need(&server.branch_to_branch) != Some(&false) {
            continue;
        }
        let mut near = network.peers_of(vnet);
        near.insert(0, vnet);
        for peer in route_servers::peers(server) {
            let lost = peer.advertises.iter().find_map(|net| {
                near.iter().find_map(|&vnet| {
                    let space = network.virtual_networks[vnet].address_space.value();
                    let mut space = space.into_iter().flatten();
                    let range = space.find(|range| range.net.contains(net))?;
                    Some((net, vnet, range))
                })
            });
            let Some((net, vnet, range)) = lost else { continue };
            let name = network.virtual_networks[vnet].declared.label();
            findings
                .report(
                    &peer.declared,
                    peer.declared.span,
                    format!("the appliance announces {net}, which lies in the address space of {name} ({}): {} does not inject it", range.net, server.declared.label()),
                )
                .relate(range.span, format!("the address space of {name}"))
                .help("Announce a prefix that is wider than the network's, or use user-defined routes to steer traffic between networks.");
        }
    }
}
