//! `firewall-private-ranges-nonrfc1918`

use std::collections::BTreeMap;

use ipnet::IpNet;
use nexthop_core::{
    network::{Firewall, Id, Prefix, Site},
    routing::{Appliance, Code, Endpoint, Flow},
};
use nexthop_source::Severity;

use crate::{Context, Findings, Rule, topology, user_routes, virtual_wan};

/// A shorter prefix is a trick to lead the Internet on-premises, not a site's own.
const SHORTEST: u8 = 8;

pub(super) static RULE: Rule = Rule {
    name: "firewall-private-ranges-nonrfc1918",
    severity: Severity::Warning,
    since: "0.1.0",
    summary: "a firewall translates addresses towards on-premises because the prefixes there are public",
    docs: include_str!("rule.md"),
    check,
};

fn check(ctx: &Context<'_>, findings: &mut Findings) {
    let network = ctx.network;
    let mut translated: BTreeMap<Id<Firewall>, Vec<(Id<Site>, IpNet)>> = BTreeMap::new();
    for flow in ctx.overview() {
        let (Endpoint::Site(site), Endpoint::Subnet(_)) = (flow.from, flow.to) else { continue };
        let Some(net) = public_prefix(&network.sites[site]) else { continue };
        let flow = ctx.flow(flow.to, flow.from);
        if let Some(firewall) = translating(&flow) {
            let sites = translated.entry(firewall).or_default();
            if !sites.contains(&(site, net)) {
                sites.push((site, net));
            }
        }
    }
    for (id, sites) in translated {
        let firewall = &network.firewalls[id];
        let (declared, ranges) = topology::private_ranges(network, firewall);
        let Some(ranges_known) = findings.need(ranges) else { continue };
        let Some((site, net)) =
            sites.iter().find(|(_, net)| is_overlooked(ranges_known.as_deref(), *net))
        else {
            continue;
        };
        findings
            .report(
                declared,
                ranges.span,
                format!(
                    "{} replaces the source of what goes to {} ({net}): the prefix is not among its private ranges",
                    firewall.declared.label(),
                    Endpoint::Site(*site).id(network)
                ),
            )
            .relate(network.sites[*site].prefixes.span, "the prefixes of the site")
            .help("Add the on-premises prefixes to the private ranges, beside RFC 1918.");
    }
}

fn public_prefix(site: &Site) -> Option<IpNet> {
    let known = site.prefixes.value()?.iter().map(|prefix| prefix.net);
    known
        .filter(|net| net.addr().is_ipv4() && net.prefix_len() >= SHORTEST)
        .find(|net| !user_routes::is_private(*net))
}

/// The Azure Firewall that replaces the source on the way there.
fn translating(flow: &Flow) -> Option<Id<Firewall>> {
    flow.forward.hops.iter().find_map(|hop| match hop.appliance {
        Some(Appliance::Firewall(id)) if hop.code == Code::Snat => Some(id),
        _ => None,
    })
}

/// Whether private ranges are those of RFC 1918, as they are or with others, and a prefix
/// was left out. Whoever lists less than those means to translate.
fn is_overlooked(ranges: Option<&[Prefix]>, net: IpNet) -> bool {
    let Some(ranges) = ranges else { return true };
    let private = ranges.iter().filter(|range| virtual_wan::is_rfc1918(range.net)).count();
    private >= 3 && !ranges.iter().any(|range| topology::overlap(range.net, net))
}
