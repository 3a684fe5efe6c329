//! `vwan-branch-to-branch-disabled`

use nexthop_core::{
    network::HubGatewayKind,
    routing::{Code, Endpoint},
};
use nexthop_source::Severity;

use crate::{Context, Findings, Rule, fix::Fixable, virtual_wan};

pub(super) static RULE: Rule = Rule {
    name: "vwan-branch-to-branch-disabled",
    severity: Severity::Warning,
    since: "0.1.0",
    summary: "branch-to-branch is off between VPN and ExpressRoute branches",
    docs: include_str!("rule.md"),
    check,
};

fn check(ctx: &Context<'_>, findings: &mut Findings) {
    let network = ctx.network;
    for (id, wan) in network.virtual_wans.entries() {
        let hubs: Vec<_> = virtual_wan::hubs_of(network, id).map(|(hub, _)| hub).collect();
        let vpn: Vec<_> =
            hubs.iter().flat_map(|&hub| virtual_wan::vpn_ends(network, hub)).collect();
        let circuits: Vec<_> = hubs
            .iter()
            .flat_map(|&hub| virtual_wan::sites_of(network, hub, HubGatewayKind::ExpressRoute))
            .collect();
        let (Some(&from), Some(&site)) = (vpn.first(), circuits.first()) else { continue };
        if wan.declared.existing || findings.need(&wan.branch_to_branch) != Some(&false) {
            continue;
        }
        let flow = ctx.flow(from, Endpoint::Site(site));
        if flow.because.code != Code::BranchToBranchOff {
            continue;
        }
        let diagnostic = findings.report(
            &wan.declared,
            wan.branch_to_branch.span,
            format!(
                "branch-to-branch is off: {} and {} do not reach each other",
                from.id(network),
                Endpoint::Site(site).id(network)
            ),
        );
        diagnostic.steps = flow.forward.steps();
        diagnostic.help("Set allow_branch_to_branch_traffic to true if VPN sites or remote users should reach what is behind ExpressRoute.").fix(
            &wan.declared,
            "properties.allowBranchToBranchTraffic",
            &wan.branch_to_branch,
            true,
        );
    }
}
