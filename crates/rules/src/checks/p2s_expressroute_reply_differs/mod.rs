//! `p2s-expressroute-reply-differs`

use nexthop_core::{
    network::{Site, SiteLink},
    routing::{Code, Endpoint, Verdict},
};
use nexthop_source::Severity;

use crate::{Context, Findings, Rule, p2s, topology};

pub(super) static RULE: Rule = Rule {
    name: "p2s-expressroute-reply-differs",
    severity: Severity::Note,
    since: "0.1.0",
    summary: "clients reach a site through a firewall that the answers over the other connection do not pass",
    docs: include_str!("rule.md"),
    check,
};

fn check(ctx: &Context<'_>, findings: &mut Findings) {
    let network = ctx.network;
    for (id, gateway) in network.gateways.entries() {
        if gateway.clients.is_none() || !topology::certain(&gateway.declared) {
            continue;
        }
        for (site, declared) in network.sites.entries().filter(|(_, site)| is_reached_twice(site)) {
            let flow = ctx.flow(Endpoint::Clients(id), Endpoint::Site(site));
            let differs = flow.verdict == Verdict::Asymmetric
                && flow.because.code == Code::FirewallSeesOneDirection;
            if !differs {
                continue;
            }
            let diagnostic = findings.report(
                &gateway.declared,
                gateway.declared.span,
                format!(
                    "clients of {} send to {} through a firewall, and the answers come back past it: the site has ExpressRoute and VPN",
                    gateway.declared.label(),
                    declared.name
                ),
            );
            diagnostic.steps = p2s::steps(&flow);
            diagnostic.help("Leave the firewall out of this way: drop the route of GatewaySubnet for the site, or translate the source at the firewall.");
            findings.explain([(flow.from, flow.to)]);
        }
    }
}

fn is_reached_twice(site: &Site) -> bool {
    let links = &site.links.known;
    links.iter().any(|link| matches!(link, SiteLink::ExpressRoute { .. }))
        && links.iter().any(|link| matches!(link, SiteLink::Vpn { .. }))
}
