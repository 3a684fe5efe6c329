//! `vwan-static-nexthop-invalid`

use nexthop_core::network::ConnectionNextHop;
use nexthop_source::Severity;

use crate::{Context, Findings, Rule, virtual_wan};

pub(super) static RULE: Rule = Rule {
    name: "vwan-static-nexthop-invalid",
    severity: Severity::Error,
    since: "0.1.0",
    summary: "a static route of a connection names an address that is not in the connected network",
    docs: include_str!("rule.md"),
    check,
};

fn check(ctx: &Context<'_>, findings: &mut Findings) {
    let network = ctx.network;
    for (_, connection) in virtual_wan::connections(network) {
        let vnet = &network.virtual_networks[connection.virtual_network];
        if vnet.declared.existing {
            continue;
        }
        for route in &connection.static_routes.known {
            let Some(&ConnectionNextHop::Address(ip)) = findings.need(&route.next_hop) else {
                continue;
            };
            let Some(space) = findings.need(&vnet.address_space) else { continue };
            if space.iter().any(|prefix| prefix.net.contains(&ip)) {
                continue;
            }
            let prefix = network.virtual_hubs[connection.hub].prefix.value().copied().flatten();
            let place = match prefix {
                Some(prefix) if prefix.net.contains(&ip) => "an address of the hub itself",
                _ => "not in the network",
            };
            findings
                .report(
                    &connection.declared,
                    route.next_hop.span,
                    format!("{ip} is {place}: a static route of a connection leads to an appliance in {}", vnet.declared.label()),
                )
                .relate(vnet.address_space.span, "the network's address space")
                .help("Name the address of an appliance or load balancer in the connected network.");
        }
    }
}
