//! `route-server-gateways-not-same-vnet`

use nexthop_source::Severity;

use crate::{Context, Findings, Rule, topology};

pub(super) static RULE: Rule = Rule {
    name: "route-server-gateways-not-same-vnet",
    severity: Severity::Note,
    since: "0.1.0",
    summary: "branch-to-branch is on, but the gateways stand in other virtual networks than the Route Server",
    docs: include_str!("rule.md"),
    check,
};

fn check(ctx: &Context<'_>, findings: &mut Findings) {
    let network = ctx.network;
    for server in network.route_servers.iter().filter(|server| topology::certain(&server.declared))
    {
        if server.branch_to_branch.written() != Some(&true) {
            continue;
        }
        let Some(&vnet) = server.virtual_network.value() else { continue };
        let unknown_place =
            network.gateways.iter().any(|gateway| gateway.virtual_network.why().is_some());
        let hidden =
            network.hidden_modules.iter().any(|hidden| hidden.virtual_networks.contains(&vnet));
        if unknown_place || hidden || network.gateways_in(vnet).next().is_some() {
            continue;
        }
        let Some(gateway) =
            network.gateways.iter().find(|gateway| topology::certain(&gateway.declared))
        else {
            continue;
        };
        let name = network.virtual_networks[vnet].declared.label();
        findings
            .report(
                &server.declared,
                server.branch_to_branch.span,
                format!("branch-to-branch has no effect here: {name} has no VPN or ExpressRoute gateway"),
            )
            .relate(gateway.declared.span, "a gateway in another virtual network")
            .help("Route Server exchanges routes only with gateways of its own virtual network. Put them together, or switch branch-to-branch off.");
    }
}
