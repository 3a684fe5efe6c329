//! `firewall-subnet-default-route`

use nexthop_core::{
    network::{FirewallPlacement, Id, Subnet},
    routing::{EffectiveRoute, NextHop, RouteDestination, RouteState},
};
use nexthop_source::Severity;

use crate::{Context, Findings, Rule, topology};

pub(super) static RULE: Rule = Rule {
    name: "firewall-subnet-default-route",
    severity: Severity::Error,
    since: "0.1.0",
    summary: "AzureFirewallSubnet has no way to the Internet and the firewall no management interface",
    docs: include_str!("rule.md"),
    check,
};

fn check(ctx: &Context<'_>, findings: &mut Findings) {
    let network = ctx.network;
    for firewall in
        network.firewalls.iter().filter(|firewall| topology::certain(&firewall.declared))
    {
        if !firewall.placement.is(&FirewallPlacement::VirtualNetwork) {
            continue;
        }
        let Some(&Some(subnet)) = firewall.subnet.value() else { continue };
        let Some(route) = default_route(ctx, subnet) else { continue };
        if matches!(route.next_hop, NextHop::Internet | NextHop::Unknown) {
            continue;
        }
        if findings.need(&firewall.management) != Some(&None) {
            continue;
        }
        let declared = &network.subnets[subnet].declared;
        findings
            .report(
                declared,
                route.span().unwrap_or(declared.span),
                format!(
                    "the default route of AzureFirewallSubnet leads to {}, not to the Internet, which the firewall needs for itself",
                    route.next_hop.as_str()
                ),
            )
            .relate(firewall.declared.span, "the firewall, which has no management interface")
            .help("Add a route 0.0.0.0/0 with next hop Internet to the table of AzureFirewallSubnet, or give the firewall a management interface.");
    }
}

fn default_route(ctx: &Context<'_>, subnet: Id<Subnet>) -> Option<EffectiveRoute> {
    ctx.routing.effective_routes(subnet).into_iter().find(|route| {
        let default =
            matches!(&route.destination, RouteDestination::Net(net) if net.prefix_len() == 0 && net.addr().is_ipv4());
        default && route.state == RouteState::Active && route.unsure.is_none()
    })
}
