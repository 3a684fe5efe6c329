//! `p2s-traffic-selectors`

use std::collections::BTreeSet;

use nexthop_core::{network::ClientProtocol, routing::RouteDestination};
use nexthop_source::Severity;

use crate::{Context, Findings, Rule, topology};

pub(super) static RULE: Rule = Rule {
    name: "p2s-traffic-selectors",
    severity: Severity::Note,
    since: "0.1.0",
    summary: "a gateway pushes more prefixes than older Windows clients take",
    docs: include_str!("rule.md"),
    check,
};

/// Traffic selectors of Windows before the updates of September 2021, such as KB5005611.
const MOST: usize = 25;

fn check(ctx: &Context<'_>, findings: &mut Findings) {
    for (id, gateway) in ctx.network.gateways.entries() {
        let Some(clients) =
            gateway.clients.as_ref().filter(|_| topology::certain(&gateway.declared))
        else {
            continue;
        };
        let protocols = clients.protocols.value();
        if !protocols.is_some_and(|protocols| protocols.contains(&ClientProtocol::IkeV2)) {
            continue;
        }
        let pushed = ctx.routing.pushed_to_clients(id);
        let nets: BTreeSet<_> = pushed
            .iter()
            .filter_map(|route| match route.destination {
                RouteDestination::Net(net) => Some(net),
                _ => None,
            })
            .collect();
        if nets.len() > MOST {
            findings
                .report(
                    &gateway.declared,
                    clients.span,
                    format!(
                        "{} pushes {} prefixes to its clients; Windows with IKEv2 takes {MOST} unless it has the updates of September 2021",
                        gateway.declared.label(),
                        nets.len()
                    ),
                )
                .help("Use OpenVPN, or summarise the address spaces and custom routes.");
        }
    }
}
