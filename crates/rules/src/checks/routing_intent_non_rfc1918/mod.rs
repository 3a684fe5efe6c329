//! `routing-intent-non-rfc1918`

use std::collections::BTreeSet;

use ipnet::IpNet;
use nexthop_core::{
    Network,
    network::{Declared, HubRoute, Id, IntentTraffic, Prefix, VirtualHub},
};
use nexthop_source::{Diagnostic, Severity};

use crate::{Context, Findings, Rule, topology, virtual_wan};

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
        let vnet = &network.virtual_networks[connection.virtual_network];
        let secured = secured_beside(network, connection.hub);
        if secured.is_empty() || vnet.declared.existing {
            continue;
        }
        let Some(space) = findings.need(&vnet.address_space) else { continue };
        for (prefix, hub) in unlisted(network, space, &secured) {
            report(findings, network, (&vnet.declared, prefix), hub)
                .relate(connection.declared.span, "the network is connected here");
        }
    }
    let mut told = BTreeSet::new();
    for branch in network.hub_branches.iter().filter(|branch| topology::certain(&branch.declared)) {
        let (Some(gateway), Some(&Some(id))) = (branch.gateway.value(), branch.vpn_site.value())
        else {
            continue;
        };
        let secured = secured_beside(network, network.hub_gateways[*gateway].hub);
        let site = &network.vpn_sites[id];
        if secured.is_empty() || !told.insert(id) {
            continue;
        }
        let Some(space) = findings.need(&site.address_space) else { continue };
        for (prefix, hub) in unlisted(network, space, &secured) {
            report(findings, network, (&site.declared, prefix), hub)
                .relate(branch.declared.span, "the site is connected here");
        }
    }
}

/// The hubs with a private policy in the Virtual WAN of a hub.
fn secured_beside(network: &Network, hub: Id<VirtualHub>) -> Vec<Id<VirtualHub>> {
    virtual_wan::hubs_of(network, network.virtual_hubs[hub].wan)
        .map(|(id, _)| id)
        .filter(|&id| virtual_wan::policy_of(network, id, IntentTraffic::Private).is_some())
        .collect()
}

/// The prefixes outside of RFC 1918 that some hub does not list, each with that hub. A
/// default route is nobody's addresses.
fn unlisted<'a>(
    network: &'a Network,
    space: &'a [Prefix],
    secured: &'a [Id<VirtualHub>],
) -> impl Iterator<Item = (&'a Prefix, Id<VirtualHub>)> {
    let public = space.iter().filter(|prefix| {
        let net = prefix.net;
        net.addr().is_ipv4() && net.prefix_len() > 0 && !virtual_wan::is_rfc1918(net)
    });
    public.filter_map(|prefix| {
        let mut hubs = secured.iter();
        let hub = hubs.find(|hub| !has_private(network, **hub, prefix.net))?;
        Some((prefix, *hub))
    })
}

fn report<'a>(
    findings: &'a mut Findings,
    network: &Network,
    (declared, prefix): (&Declared, &Prefix),
    hub: Id<VirtualHub>,
) -> &'a mut Diagnostic {
    let diagnostic = findings.report(
        declared,
        prefix.span,
        format!(
            "{} is not in RFC 1918 and not among the private prefixes of {}: its routing intent takes it for Internet traffic",
            prefix.net,
            network.virtual_hubs[hub].declared.label()
        ),
    );
    diagnostic.help("Add the prefix to the private traffic prefixes of every hub with routing intent: a route named private_traffic of the default table to the firewall.");
    diagnostic
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
