//! `peering-sync-needed`

use nexthop_core::{PlannedAction, network::Peering};
use nexthop_source::Severity;

use crate::{Context, Findings, Rule, topology};

pub(super) static RULE: Rule = Rule {
    name: "peering-sync-needed",
    severity: Severity::Warning,
    since: "0.1.0",
    summary: "a plan changes the address space of a peered network and leaves the peering as it is",
    docs: include_str!("rule.md"),
    check,
};

fn check(ctx: &Context<'_>, findings: &mut Findings) {
    let network = ctx.network;
    for (id, vnet) in network.virtual_networks.entries() {
        let Some(planned) = network.planned.get(&vnet.declared.address) else { continue };
        if !planned.properties.iter().any(|name| name.eq_ignore_ascii_case("addressSpace")) {
            continue;
        }
        let stays = |peering: &&Peering| {
            let planned = network.planned.get(&peering.declared.address);
            planned.is_some_and(|planned| planned.action == PlannedAction::Keep)
        };
        let leading_here = network.peerings.iter().filter(|peering| peering.remote == id);
        let stale: Vec<_> = leading_here.filter(stays).collect();
        let Some(first) = stale.first() else { continue };
        let names =
            stale.iter().map(|peering| network.virtual_networks[peering.local].declared.label());
        findings
            .report(
                &first.declared,
                first.declared.span,
                format!(
                    "the plan changes the address space of {} and not its peering with {}, which goes on with the old one",
                    vnet.declared.label(),
                    topology::several(names)
                ),
            )
            .relate(vnet.address_space.span, "the address space that is changed")
            .help("Sync the peering after the change: let azurerm do so by the peering's triggers, with the address space in them.");
    }
}
