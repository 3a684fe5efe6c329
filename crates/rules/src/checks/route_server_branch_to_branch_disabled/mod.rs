//! `route-server-branch-to-branch-disabled`

use nexthop_core::network::ConnectionKind;
use nexthop_source::Severity;

use crate::{Context, Findings, Rule, fix::Fixable, route_servers};

pub(super) static RULE: Rule = Rule {
    name: "route-server-branch-to-branch-disabled",
    severity: Severity::Warning,
    since: "0.1.0",
    summary: "a Route Server has branches of two kinds and does not join them",
    docs: include_str!("rule.md"),
    check,
};

fn check(ctx: &Context<'_>, findings: &mut Findings) {
    let network = ctx.network;
    for (server, vnet) in route_servers::placed(network) {
        if server.declared.existing {
            continue;
        }
        let of_kind = |kind| {
            let mut connections = route_servers::connections_in(network, vnet, kind);
            connections.next().map(|connection| &connection.declared)
        };
        let circuit = of_kind(ConnectionKind::ExpressRoute);
        let tunnel = of_kind(ConnectionKind::Ipsec);
        let appliance = route_servers::peers(server).next().map(|peer| &peer.declared);
        let kinds = [
            (circuit, "ExpressRoute"),
            (tunnel, "site-to-site VPN"),
            (appliance, "network appliances"),
        ];
        let there: Vec<_> =
            kinds.iter().filter_map(|(declared, what)| Some(((*declared)?, *what))).collect();
        if there.len() < 2 || findings.need(&server.branch_to_branch) != Some(&false) {
            continue;
        }
        let names: Vec<_> = there.iter().map(|(_, what)| *what).collect();
        let diagnostic = findings.report(
            &server.declared,
            server.branch_to_branch.span,
            format!(
                "branch-to-branch is off: {} reach the virtual network and not each other",
                match names.as_slice() {
                    [first, second] => format!("{first} and {second}"),
                    others => others.join(", "),
                }
            ),
        );
        for (declared, what) in &there {
            diagnostic.relate(declared.span, format!("a branch: {what}"));
        }
        diagnostic.help("Switch branch-to-branch on if they shall reach each other; else suppress this finding with the reason.");
        // Appliances are often there for the virtual networks alone.
        if circuit.is_none() || tunnel.is_none() {
            diagnostic.severity = Severity::Note;
        } else {
            let property = "properties.allowBranchToBranchTraffic";
            diagnostic.fix(&server.declared, property, &server.branch_to_branch, true);
        }
    }
}
