//! `route-table-unassociated`

use nexthop_core::network::SubnetPurpose;
use nexthop_source::Severity;

use crate::{Context, Findings, Rule, topology, user_routes};

pub(super) static RULE: Rule = Rule {
    name: "route-table-unassociated",
    severity: Severity::Note,
    since: "0.1.0",
    summary: "a route table with routes is associated with no subnet",
    docs: include_str!("rule.md"),
    check,
};

fn check(ctx: &Context<'_>, findings: &mut Findings) {
    let network = ctx.network;
    let subnets = || network.subnets.iter();
    // The association may be in a module that is not here, or by an unknown value.
    let unsure = !network.hidden_modules.is_empty()
        || subnets().any(|subnet| subnet.route_table.value().is_none());
    let associates = subnets().any(|subnet| matches!(subnet.route_table.value(), Some(Some(_))));
    if unsure || !associates {
        return;
    }
    let lacks = subnets().any(|subnet| {
        subnet.purpose == SubnetPurpose::General
            && subnet.route_table.is(&None)
            && topology::certain(&subnet.declared)
    });
    for (id, table) in user_routes::tables(network) {
        let used = subnets().any(|subnet| subnet.route_table.is(&Some(id)));
        if lacks && !used && user_routes::routes(table).next().is_some() {
            findings
                .report(
                    &table.declared,
                    table.declared.span,
                    format!("route table {} is associated with no subnet", table.declared.label()),
                )
                .help("Associate it with the subnets that it was made for, or remove it.");
        }
    }
}
