//! `vwan-branch-not-default-route-table`

use nexthop_core::network::HubTableKind;
use nexthop_source::Severity;

use crate::{Context, Findings, Rule, virtual_wan};

pub(super) static RULE: Rule = Rule {
    name: "vwan-branch-not-default-route-table",
    severity: Severity::Error,
    since: "0.1.0",
    summary: "a branch is associated with a route table other than the default one",
    docs: include_str!("rule.md"),
    check,
};

fn check(ctx: &Context<'_>, findings: &mut Findings) {
    let network = ctx.network;
    for branch in virtual_wan::branches(network) {
        let associated = &branch.routing.associated;
        let Some(&table) = findings.need(associated) else { continue };
        let table = &network.hub_route_tables[table];
        if table.kind == HubTableKind::Default {
            continue;
        }
        findings
            .report(
                branch.declared,
                associated.span,
                format!(
                    "{} is associated with {}; branches must be associated with defaultRouteTable",
                    branch.declared.label(),
                    table.declared.label()
                ),
            )
            .relate(table.declared.span, "the table")
            .help("Associate it with the hub's default_route_table_id; networks may have tables of their own.");
    }
}
