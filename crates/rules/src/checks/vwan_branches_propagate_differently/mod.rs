//! `vwan-branches-propagate-differently`

use std::collections::{BTreeMap, BTreeSet};

use nexthop_core::{
    Network,
    network::{HubRouteTable, Id, Propagation, VirtualHub},
};
use nexthop_source::Severity;

use crate::{
    Context, Findings, Rule,
    virtual_wan::{self, Branch},
};

pub(super) static RULE: Rule = Rule {
    name: "vwan-branches-propagate-differently",
    severity: Severity::Warning,
    since: "0.1.0",
    summary: "two branches of a hub propagate to different route tables",
    docs: include_str!("rule.md"),
    check,
};

fn check(ctx: &Context<'_>, findings: &mut Findings) {
    let network = ctx.network;
    let mut first: BTreeMap<Id<VirtualHub>, (Branch<'_>, BTreeSet<Id<HubRouteTable>>)> =
        BTreeMap::new();
    for branch in virtual_wan::branches(network) {
        let Some(propagation) = findings.need(&branch.routing.propagated) else { continue };
        let tables = tables_of(network, branch.hub, propagation);
        let Some((other, known)) = first.get(&branch.hub) else {
            first.insert(branch.hub, (branch, tables));
            continue;
        };
        if *known == tables {
            continue;
        }
        findings
            .report(
                branch.declared,
                branch.routing.propagated.span,
                format!(
                    "{} propagates to other route tables than {}",
                    branch.declared.label(),
                    other.declared.label()
                ),
            )
            .relate(other.routing.propagated.span, "this is where the other one propagates to")
            .help("Let all branches of a hub propagate to the same tables.");
    }
}

/// The tables of a hub that are meant, by id or by label.
fn tables_of(
    network: &Network,
    hub: Id<VirtualHub>,
    propagation: &Propagation,
) -> BTreeSet<Id<HubRouteTable>> {
    let labelled = |table: &HubRouteTable| {
        let labels = table.labels.value().into_iter().flatten();
        labels.into_iter().any(|label| propagation.labels.contains(label))
    };
    let tables = network.hub_route_tables.entries().filter(|(id, table)| {
        table.hub == hub && (propagation.tables.contains(id) || labelled(table))
    });
    tables.map(|(id, _)| id).collect()
}
