//! `routing-intent-connection-not-default`

use nexthop_core::network::{HubRouteTable, HubTableKind, Id, IntentTraffic};
use nexthop_source::Severity;

use crate::{Context, Findings, Rule, virtual_wan};

pub(super) static RULE: Rule = Rule {
    name: "routing-intent-connection-not-default",
    severity: Severity::Error,
    since: "0.1.0",
    summary: "a connection of a hub with routing intent keeps away from the default route table",
    docs: include_str!("rule.md"),
    check,
};

fn check(ctx: &Context<'_>, findings: &mut Findings) {
    let network = ctx.network;
    for (_, connection) in virtual_wan::connections(network) {
        let Some(intent) = virtual_wan::intent_of(network, connection.hub) else { continue };
        let Some(&table) = findings.need(&connection.routing.associated) else { continue };
        let name = connection.declared.label();
        if network.hub_route_tables[table].kind == HubTableKind::None {
            findings
                .report(
                    &connection.declared,
                    connection.routing.associated.span,
                    format!(
                        "{name} is associated with noneRouteTable, but its hub has routing intent"
                    ),
                )
                .relate(intent.declared.span, "the hub's routing intent")
                .help("Associate every connection of the hub with its default route table.");
            continue;
        }
        let hub = connection.hub;
        let only_internet = virtual_wan::policy_of(network, hub, IntentTraffic::Private).is_none()
            && virtual_wan::policy_of(network, hub, IntentTraffic::Internet).is_some();
        let told = connection.routing.propagated.value();
        let to_none = told.is_some_and(|told| {
            let none = |table: &Id<HubRouteTable>| {
                network.hub_route_tables[*table].kind == HubTableKind::None
            };
            told.tables.iter().all(none) && told.labels.iter().all(|label| label == "none")
        });
        if only_internet && to_none {
            findings
                .report(
                    &connection.declared,
                    connection.routing.propagated.span,
                    format!("{name} propagates to no table, but the hub's routing intent is for Internet traffic only"),
                )
                .relate(intent.declared.span, "the hub's routing intent")
                .help("With an Internet policy alone connections propagate to the label `default`.");
        }
    }
}
