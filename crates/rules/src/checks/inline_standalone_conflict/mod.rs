//! `inline-standalone-conflict`

use nexthop_core::{Presence, network::Declared};
use nexthop_source::{Severity, Span};

use crate::{Context, Findings, Rule, topology, user_routes};

pub(super) static RULE: Rule = Rule {
    name: "inline-standalone-conflict",
    severity: Severity::Error,
    since: "0.1.0",
    summary: "subnets or routes are listed in their parent and declared apart as well",
    docs: include_str!("rule.md"),
    check,
};

fn check(ctx: &Context<'_>, findings: &mut Findings) {
    let network = ctx.network;
    // Of several roots each may have its own style.
    if network.joined {
        return;
    }
    for (id, vnet) in network.virtual_networks.entries() {
        if vnet.declared.existing || !topology::certain(&vnet.declared) {
            continue;
        }
        let children = network.subnets_of(id).map(|id| &network.subnets[id]).filter(|subnet| {
            let declared = &subnet.declared;
            // One without a name may be one of those in the list.
            declared.presence == Presence::Certain
                && !declared.existing
                && declared.name.value().is_some()
        });
        let children = children.map(|subnet| (subnet.listed, subnet.declared.span));
        report(findings, &vnet.declared, "subnet", children);
    }
    for (_, table) in user_routes::tables(network) {
        let children = user_routes::routes(table)
            .map(|route| (route.address == table.declared.address, route.span));
        report(findings, &table.declared, "route", children);
    }
}

/// Reports a parent that lists some of its children; of each it is told whether it is
/// listed, and where it is.
fn report(
    findings: &mut Findings,
    parent: &Declared,
    what: &str,
    children: impl Iterator<Item = (bool, Span)>,
) {
    let (listed, apart): (Vec<_>, Vec<_>) = children.partition(|(listed, _)| *listed);
    let (Some(&(_, listed)), Some(&(_, apart))) = (listed.first(), apart.first()) else { return };
    findings
        .report(
            parent,
            apart,
            format!("this {what} of {} is declared apart, but {0} lists its {what}s itself and removes the others", parent.label()),
        )
        .relate(listed, format!("a {what} in the list"))
        .help(format!("Declare all {what}s in one way: in the list, or apart."));
}
