//! `vwan-static-not-interhub`

use ipnet::IpNet;
use nexthop_core::{
    Presence,
    network::{HubConnection, HubNextHop, Id, VirtualHub, VirtualWan},
};
use nexthop_source::Severity;

use crate::{Context, Findings, Rule, virtual_wan};

pub(super) static RULE: Rule = Rule {
    name: "vwan-static-not-interhub",
    severity: Severity::Error,
    since: "0.1.0",
    summary: "a static route to an indirect spoke is missing in another hub",
    docs: include_str!("rule.md"),
    check,
};

fn check(ctx: &Context<'_>, findings: &mut Findings) {
    let network = ctx.network;
    for (hub, declared) in virtual_wan::hubs(network) {
        let Some(table) = virtual_wan::default_table(network, hub) else { continue };
        let table = &network.hub_route_tables[table];
        for route in &table.routes.known {
            if route.presence != Presence::Certain {
                continue;
            }
            let Some(HubNextHop::Connection(id)) = findings.need(&route.next_hop) else { continue };
            for prefix in route.destinations.value().into_iter().flatten() {
                let missing = without(ctx, hub, declared.wan, (*id, prefix.net));
                let Some(missing) = missing else { continue };
                findings
                    .report(
                        &table.declared,
                        route.span,
                        format!(
                            "{} is known to {} only: the default table of {} has no route for it",
                            prefix.net,
                            declared.declared.label(),
                            missing.declared.label()
                        ),
                    )
                    .relate(missing.declared.span, "the hub without the route")
                    .help("Static routes are local to a hub's table: add the route to the default table of every hub.");
            }
        }
    }
}

/// Another hub of the Virtual WAN that has connections and does not know all of what the
/// static routes of a connection lead to within a prefix.
fn without<'a>(
    ctx: &Context<'a>,
    own: Id<VirtualHub>,
    wan: Id<VirtualWan>,
    (connection, net): (Id<HubConnection>, IpNet),
) -> Option<&'a VirtualHub> {
    let network = ctx.network;
    let behind = network.hub_connections[connection].static_routes.known.iter();
    let behind: Vec<IpNet> = behind
        .filter_map(|route| route.prefixes.value())
        .flatten()
        .map(|prefix| prefix.net)
        .filter(|prefix| net.contains(prefix))
        .collect();
    let wanted = if behind.is_empty() { vec![net] } else { behind };
    let knows = |hub: Id<VirtualHub>| {
        wanted
            .iter()
            .all(|net| net.prefix_len() == 0 || virtual_wan::route_for(ctx, hub, *net).is_some())
    };
    let mut hubs = virtual_wan::hubs_of(network, wan).filter(|(hub, _)| *hub != own);
    let found = hubs.find(|(hub, _)| {
        let table = virtual_wan::default_table(network, *hub);
        let more = table.is_some_and(|table| network.hub_route_tables[table].routes.more.is_some());
        let in_use = virtual_wan::connections_of(network, *hub).next().is_some()
            || virtual_wan::branches(network).iter().any(|branch| branch.hub == *hub);
        in_use && !more && virtual_wan::intent_of(network, *hub).is_none() && !knows(*hub)
    });
    found.map(|(_, hub)| hub)
}
