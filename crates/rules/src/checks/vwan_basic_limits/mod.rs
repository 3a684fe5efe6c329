//! `vwan-basic-limits`

use nexthop_core::{
    Network,
    network::{Declared, HubGatewayKind, Id, VirtualHub, VirtualWan, WanKind},
};
use nexthop_source::Severity;

use crate::{Context, Findings, Rule, topology};

pub(super) static RULE: Rule = Rule {
    name: "vwan-basic-limits",
    severity: Severity::Error,
    since: "0.1.0",
    summary: "a Basic Virtual WAN has what only a Standard one can have",
    docs: include_str!("rule.md"),
    check,
};

fn check(ctx: &Context<'_>, findings: &mut Findings) {
    let network = ctx.network;
    for (id, wan) in network.virtual_wans.entries() {
        let beyond = beyond_basic(network, id);
        let Some(first) = beyond.first() else { continue };
        if wan.declared.existing || findings.need(&wan.kind) != Some(&WanKind::Basic) {
            continue;
        }
        let diagnostic = findings.report(
            &wan.declared,
            wan.kind.span,
            format!(
                "a Basic Virtual WAN carries site-to-site VPN only, but {} is in a hub of it",
                first.label()
            ),
        );
        for declared in beyond.iter().take(3) {
            diagnostic.relate(declared.span, "this takes a Standard Virtual WAN");
        }
        diagnostic.help("Make the Virtual WAN Standard; there is no way back to Basic.");
    }
}

/// What stands in the hubs of a Virtual WAN that a Basic one does not have.
fn beyond_basic(network: &Network, wan: Id<VirtualWan>) -> Vec<&Declared> {
    let of_wan = |hub: Id<VirtualHub>| network.virtual_hubs[hub].wan == wan;
    let gateways = network
        .hub_gateways
        .iter()
        .filter(|gateway| of_wan(gateway.hub) && gateway.kind != HubGatewayKind::SiteToSite);
    let firewalls = network
        .firewalls
        .iter()
        .filter(|firewall| firewall.virtual_hub.value().copied().flatten().is_some_and(of_wan));
    let all = gateways.map(|one| &one.declared).chain(firewalls.map(|one| &one.declared));
    all.filter(|declared| topology::certain(declared)).collect()
}
