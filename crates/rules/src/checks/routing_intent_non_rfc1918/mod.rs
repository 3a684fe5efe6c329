//! `routing-intent-non-rfc1918`

use ipnet::IpNet;
use nexthop_core::{
    Network,
    network::{HubRoute, Id, IntentTraffic, VirtualHub},
};
use nexthop_source::Severity;

use crate::{Context, Findings, Rule, virtual_wan};

pub(super) static RULE: Rule = Rule {
    name: "routing-intent-non-rfc1918",
    severity: Severity::Warning,
    since: "0.1.0",
    summary: "a prefix outside of RFC 1918 is not among the private prefixes of routing intent",
    docs: include_str!("rule.md"),
    check,
};

fn check(ctx: &Context<'_>, findings: &mut Findings) {
    let network = ctx.network;
    for (_, connection) in virtual_wan::connections(network) {
        let wan = network.virtual_hubs[connection.hub].wan;
        let vnet = &network.virtual_networks[connection.virtual_network];
        let secured: Vec<_> = virtual_wan::hubs_of(network, wan)
            .filter(|(hub, _)| {
                virtual_wan::policy_of(network, *hub, IntentTraffic::Private).is_some()
            })
            .collect();
        if secured.is_empty() || vnet.declared.existing {
            continue;
        }
        let Some(space) = findings.need(&vnet.address_space) else { continue };
        for prefix in space
            .iter()
            .filter(|prefix| prefix.net.addr().is_ipv4() && !virtual_wan::is_rfc1918(prefix.net))
        {
            let without = secured.iter().find(|(hub, _)| !has_private(network, *hub, prefix.net));
            let Some((_, hub)) = without else { continue };
            findings
                .report(
                    &vnet.declared,
                    prefix.span,
                    format!(
                        "{} is not in RFC 1918 and not among the private prefixes of {}: its routing intent takes it for Internet traffic",
                        prefix.net,
                        hub.declared.label()
                    ),
                )
                .relate(connection.declared.span, "the network is connected here")
                .help("Add the prefix to the private traffic prefixes of every hub with routing intent: a route named private_traffic of the default table to the firewall.");
        }
    }
}

/// Whether the default table of a hub leads a prefix to the box of its private policy.
fn has_private(network: &Network, hub: Id<VirtualHub>, net: IpNet) -> bool {
    let policy = virtual_wan::policy_of(network, hub, IntentTraffic::Private);
    let through = policy.and_then(|policy| policy.next_hop.value());
    let Some(table) = virtual_wan::default_table(network, hub) else { return false };
    let table = &network.hub_route_tables[table];
    let covers = |route: &HubRoute| {
        let prefixes = route.destinations.value();
        prefixes.is_none_or(|all| all.iter().any(|prefix| prefix.net.contains(&net)))
            && (route.next_hop.value().is_none() || route.next_hop.value() == through)
    };
    table.routes.more.is_some() || table.routes.known.iter().any(covers)
}
