//! `vwan-expressroute-to-expressroute`

use nexthop_core::{
    Network,
    network::{HubGatewayKind, Id, IntentTraffic, Site, SiteLink},
    routing::{Code, Endpoint, Verdict},
};
use nexthop_source::Severity;

use crate::{Context, Findings, Rule, virtual_wan};

pub(super) static RULE: Rule = Rule {
    name: "vwan-expressroute-to-expressroute",
    severity: Severity::Note,
    since: "0.1.0",
    summary: "two circuits of a Virtual WAN do not reach each other",
    docs: include_str!("rule.md"),
    check,
};

fn check(ctx: &Context<'_>, findings: &mut Findings) {
    let network = ctx.network;
    for (wan, _) in network.virtual_wans.entries() {
        let hubs = virtual_wan::hubs_of(network, wan);
        // By routing intent Microsoft switches transit on, which no code shows.
        let hubs = hubs.filter(|(hub, _)| {
            virtual_wan::policy_of(network, *hub, IntentTraffic::Private).is_none()
        });
        let mut sites: Vec<_> = hubs
            .flat_map(|(hub, _)| virtual_wan::sites_of(network, hub, HubGatewayKind::ExpressRoute))
            .filter(|site| has_circuit(network, *site))
            .collect();
        sites.sort_unstable();
        sites.dedup();
        let [first, rest @ ..] = sites.as_slice() else { continue };
        let apart = rest.iter().find_map(|other| {
            let (from, to) = (Endpoint::Site(*first), Endpoint::Site(*other));
            let flow = ctx.flow(from, to);
            if flow.verdict == Verdict::Depends {
                findings.flow_cannot_be_told(&flow, network.sites[*other].span);
            }
            (flow.because.code == Code::ExpressRouteNoTransit).then_some((from, to, flow))
        });
        let Some((from, to, flow)) = apart else { continue };
        let Some(link) = network.sites[*first].links.known.iter().find_map(|link| match link {
            SiteLink::Hub { gateway, .. } => Some(*gateway),
            SiteLink::ExpressRoute { .. } | SiteLink::Vpn { .. } | SiteLink::Appliance(_) => None,
        }) else {
            continue;
        };
        let gateway = &network.hub_gateways[link];
        let diagnostic = findings.report(
            &gateway.declared,
            gateway.declared.span,
            format!(
                "{} and {} do not reach each other over the Virtual WAN",
                from.id(network),
                to.id(network)
            ),
        );
        diagnostic.relate(network.sites[rest[0]].span, "another circuit");
        diagnostic.steps = flow.forward.steps();
        diagnostic.help("Join the circuits by Global Reach if the sites need each other. Two circuits to one site are said to be one in a [[site]] of nexthop.toml.");
    }
}

/// Whether a circuit of a site is in the code: two gateways without any may have the same.
fn has_circuit(network: &Network, site: Id<Site>) -> bool {
    network.sites[site].links.known.iter().any(|link| match link {
        SiteLink::Hub { branch, .. } => branch.is_some(),
        SiteLink::ExpressRoute { connection, .. } => connection.is_some(),
        SiteLink::Vpn { .. } | SiteLink::Appliance(_) => false,
    })
}
