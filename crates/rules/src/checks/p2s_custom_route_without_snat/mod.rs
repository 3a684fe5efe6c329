//! `p2s-custom-route-without-snat`

use nexthop_core::routing::Appliance;
use nexthop_source::Severity;

use crate::{
    Context, Findings, Rule,
    p2s::{self, Missing},
};

pub(super) static RULE: Rule = Rule {
    name: "p2s-custom-route-without-snat",
    severity: Severity::Error,
    since: "0.1.0",
    summary: "clients are sent to on-premises through a firewall that does not translate their address",
    docs: include_str!("rule.md"),
    check,
};

fn check(ctx: &Context<'_>, findings: &mut Findings) {
    let network = ctx.network;
    for (id, vpn) in network.gateways.entries() {
        let lost = p2s::express_route_flows(ctx, id, findings)
            .find(|(_, flow)| p2s::missing(flow, vpn) == Some(Missing::SourceNat));
        let (Some((site, flow)), Some(clients)) = (lost, &vpn.clients) else { continue };
        let firewall = flow.forward.hops.iter().find_map(|hop| match hop.appliance {
            Some(Appliance::Firewall(id)) => Some(&network.firewalls[id]),
            _ => None,
        });
        let Some(firewall) = firewall else { continue };
        // The policy's ranges count where there is one.
        let policy = firewall.policy.value().copied().flatten();
        let (owner, ranges) = match policy.map(|id| &network.firewall_policies[id]) {
            Some(policy) => (&policy.declared, policy.private_ranges.span),
            None => (&firewall.declared, firewall.private_ranges.span),
        };
        let diagnostic = findings.report(
            owner,
            ranges,
            format!(
                "{} does not translate the source towards {}, so no answer comes back to the client pool{}",
                firewall.declared.label(),
                network.sites[site].name,
                p2s::pool(clients)
            ),
        );
        diagnostic
            .relate(vpn.custom_routes.span, "clients are given the way there by a custom route")
            .relate(clients.span, "the client pool, which ExpressRoute does not advertise");
        diagnostic.steps = p2s::steps(&flow);
        diagnostic.help("Set the private ranges so that the on-premises prefixes are not among them, or allow the traffic by application rules, which always translate.");
        findings.explain([(flow.from, flow.to)]);
    }
}
