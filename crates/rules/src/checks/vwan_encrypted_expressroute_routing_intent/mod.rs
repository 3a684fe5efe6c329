//! `vwan-encrypted-expressroute-routing-intent`

use std::net::IpAddr;

use ipnet::IpNet;
use nexthop_core::{
    Fact,
    network::{FirewallRule, HubGatewayKind, HubNextHop, IntentTraffic, RuleKind},
};
use nexthop_source::Severity;

use crate::{Context, Findings, Rule, topology, virtual_wan};

pub(super) static RULE: Rule = Rule {
    name: "vwan-encrypted-expressroute-routing-intent",
    severity: Severity::Warning,
    since: "0.1.0",
    summary: "routing intent sends VPN tunnels over ExpressRoute through a firewall that has no rule for them",
    docs: include_str!("rule.md"),
    check,
};

fn check(ctx: &Context<'_>, findings: &mut Findings) {
    let network = ctx.network;
    for branch in &network.hub_branches {
        let (Some(&gateway), Some(&Some(site))) = (branch.gateway.value(), branch.vpn_site.value())
        else {
            continue;
        };
        let hub = network.hub_gateways[gateway].hub;
        let site = &network.vpn_sites[site];
        let over_circuit = site.link_addresses.iter().copied().find(|ip| is_private(*ip));
        let mut circuits = virtual_wan::gateways_in(network, hub, HubGatewayKind::ExpressRoute);
        let policy = virtual_wan::policy_of(network, hub, IntentTraffic::Private);
        let (Some(address), Some(_), Some(policy)) = (over_circuit, circuits.next(), policy) else {
            continue;
        };
        let Some(HubNextHop::Firewall(id)) = findings.need(&policy.next_hop) else { continue };
        let firewall = &network.firewalls[*id];
        let Some(Some(rules)) = findings.need(&firewall.policy) else { continue };
        let rules = &network.firewall_policies[*rules].rules;
        let prefix = network.virtual_hubs[hub].prefix.value().copied().flatten();
        let prefix = prefix.map(|prefix| prefix.net);
        if let Some(why) = &rules.more {
            findings.cannot_tell(why, rules.span);
            continue;
        }
        if !topology::certain(&branch.declared)
            || rules.known.iter().any(|rule| may_allow(rule, IpNet::from(address), prefix))
        {
            continue;
        }
        findings
            .report(
                &branch.declared,
                branch.declared.span,
                format!(
                    "the tunnel to {address} runs over ExpressRoute, and the hub's routing intent sends it through {}, which has no rule for it",
                    firewall.declared.label()
                ),
            )
            .relate(policy.span, "the policy for private traffic")
            .relate(site.declared.span, "the VPN site with a private address")
            .help("Allow the traffic between the tunnel's ends in the firewall's policy.");
    }
}

fn is_private(ip: IpAddr) -> bool {
    virtual_wan::is_rfc1918(IpNet::from(ip))
}

/// Whether a rule lets packets between an address and a hub through, or may.
fn may_allow(rule: &FirewallRule, address: IpNet, hub: Option<IpNet>) -> bool {
    let names = |list: &Fact<Vec<String>>, net: Option<IpNet>| {
        let (Some(all), Some(net)) = (list.value(), net) else { return true };
        all.iter().any(|text| match (text.parse::<IpNet>(), text.parse::<IpAddr>()) {
            (Ok(own), _) => topology::overlap(own, net),
            (_, Ok(ip)) => net.contains(&ip),
            // `*`, a range or an IP group.
            _ => true,
        })
    };
    let out = names(&rule.sources, hub) && names(&rule.destinations, Some(address));
    let back = names(&rule.sources, Some(address)) && names(&rule.destinations, hub);
    rule.kind == RuleKind::Network && !rule.allows.is(&false) && (out || back)
}
