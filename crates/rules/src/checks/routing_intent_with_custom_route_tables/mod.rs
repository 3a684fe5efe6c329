//! `routing-intent-with-custom-route-tables`

use nexthop_core::{Presence, network::HubTableKind};
use nexthop_source::Severity;

use crate::{Context, Findings, Rule, topology, virtual_wan};

pub(super) static RULE: Rule = Rule {
    name: "routing-intent-with-custom-route-tables",
    severity: Severity::Error,
    since: "0.1.0",
    summary: "a hub with routing intent has route tables of its own",
    docs: include_str!("rule.md"),
    check,
};

fn check(ctx: &Context<'_>, findings: &mut Findings) {
    let network = ctx.network;
    for (hub, _) in virtual_wan::hubs(network) {
        let Some(intent) = virtual_wan::intent_of(network, hub) else { continue };
        let of_hub = network
            .hub_route_tables
            .iter()
            .filter(|table| table.hub == hub && table.kind == HubTableKind::Custom)
            .map(|table| &table.declared);
        let (custom, perhaps): (Vec<_>, Vec<_>) =
            of_hub.partition(|declared| topology::certain(declared));
        let Some(first) = custom.first() else {
            for declared in perhaps {
                if let Presence::Maybe(why) = &declared.presence {
                    findings.cannot_tell(why, declared.span);
                }
            }
            continue;
        };
        let diagnostic = findings.report(
            &intent.declared,
            intent.declared.span,
            format!(
                "the hub has routing intent and the route table {}; it can have one or the other",
                first.label()
            ),
        );
        for declared in custom.iter().take(3) {
            diagnostic.relate(declared.span, "a route table of the same hub");
        }
        diagnostic.help("Remove the hub's own route tables; routing policies take their place.");
    }
}
