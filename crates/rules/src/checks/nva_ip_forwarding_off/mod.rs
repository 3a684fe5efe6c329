//! `nva-ip-forwarding-off`

use nexthop_core::network::{Id, NetworkInterface, NextHopTarget, Route};
use nexthop_source::Severity;

use crate::{Context, Findings, Rule, fix::Fixable, topology};

pub(super) static RULE: Rule = Rule {
    name: "nva-ip-forwarding-off",
    severity: Severity::Error,
    since: "0.1.0",
    summary: "a route leads to a network interface that does not forward",
    docs: include_str!("rule.md"),
    check,
};

fn check(ctx: &Context<'_>, findings: &mut Findings) {
    let network = ctx.network;
    for (id, interface) in network.network_interfaces.entries() {
        if !topology::certain(&interface.declared) || interface.declared.existing {
            continue;
        }
        let route = network
            .route_tables
            .entries()
            .filter(|(table, _)| {
                network.subnets.iter().any(|subnet| subnet.route_table.is(&Some(*table)))
            })
            .flat_map(|(_, table)| &table.routes.known)
            .find(|route| leads_to(ctx, route, id, interface));
        let Some(route) = route else { continue };
        if findings.need(&interface.ip_forwarding) == Some(&false) {
            findings
                .report(
                    &interface.declared,
                    interface.ip_forwarding.span,
                    format!(
                        "{} is the next hop of a route and does not forward: Azure drops what is not for itself",
                        interface.declared.label()
                    ),
                )
                .relate(route.appliance.span, "the route that leads here")
                .help("Switch IP forwarding on for the interface (and in the appliance's operating system).")
                .fix(&interface.declared, "properties.enableIPForwarding", &interface.ip_forwarding, true);
        }
    }
}

fn leads_to(
    ctx: &Context<'_>,
    route: &Route,
    id: Id<NetworkInterface>,
    interface: &NetworkInterface,
) -> bool {
    match route.appliance.value() {
        Some(Some(NextHopTarget::NetworkInterface(target))) => *target == id,
        Some(Some(NextHopTarget::Address(ip))) => {
            let own = interface.addresses.known.iter().any(|address| address.ip.is(&Some(*ip)));
            // Networks may use the same addresses twice; only one owner makes it certain.
            own && ctx
                .network
                .network_interfaces
                .iter()
                .filter(|other| {
                    other.addresses.known.iter().any(|address| address.ip.is(&Some(*ip)))
                })
                .count()
                == 1
        }
        _ => false,
    }
}
