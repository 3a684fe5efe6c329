//! `p2s-expressroute-no-return-route`

use nexthop_core::{
    network::{Gateway, Id, Site},
    routing::Flow,
};
use nexthop_source::Severity;

use crate::{
    Context, Findings, Rule,
    p2s::{self, Missing},
    topology,
};

pub(super) static RULE: Rule = Rule {
    name: "p2s-expressroute-no-return-route",
    severity: Severity::Error,
    since: "0.1.0",
    summary: "point-to-site clients cannot reach on-premises over ExpressRoute: there is no way back",
    docs: include_str!("rule.md"),
    check,
};

const OPTIONS: &str = "Choose a way out:
1. Virtual WAN, both gateways in a hub and branch-to-branch on: supported by Microsoft.
2. A custom route for the on-premises prefixes on the VPN gateway, a GatewaySubnet route for them to the firewall, source NAT there: cheap, for connections from clients only.
3. Route Server with branch-to-branch, the VPN gateway active-active with ASN 65515: works in the field, documented as unsupported.
4. A site-to-site tunnel with BGP on the VPN gateway to the same site: the traffic takes the Internet.
5. A jump host (Bastion, Virtual Desktop) in a spoke.";

fn check(ctx: &Context<'_>, findings: &mut Findings) {
    for (id, vpn) in ctx.network.gateways.entries() {
        let lost: Vec<_> = p2s::express_route_flows(ctx, id, findings)
            .filter(|(_, flow)| p2s::missing(flow, vpn) == Some(Missing::WayBack))
            .collect();
        if let [(site, flow), ..] = lost.as_slice() {
            let names = topology::several(
                lost.iter().map(|(site, _)| ctx.network.sites[*site].name.as_str()),
            );
            report(ctx, findings, vpn, &names, (*site, flow));
            findings.explain(lost.iter().map(|(_, flow)| (flow.from, flow.to)));
        }
    }
}

fn report(
    ctx: &Context<'_>,
    findings: &mut Findings,
    vpn: &Gateway,
    names: &str,
    (site, flow): (Id<Site>, &Flow),
) {
    let (Some(clients), Some(&vnet)) = (&vpn.clients, vpn.virtual_network.value()) else { return };
    let network = ctx.network;
    let Some((express_route, connection)) =
        topology::express_route_to(network, vnet, &network.sites[site])
    else {
        return;
    };
    let pool = p2s::pool(clients);
    let diagnostic = findings.report(
        &vpn.declared,
        clients.span,
        format!(
            "point-to-site clients of {}{pool} cannot reach on-premises ({names}) over ExpressRoute: nobody advertises the client pool there, so no answer comes back",
            vpn.declared.label()
        ),
    );
    diagnostic.relate(
        express_route.declared.span,
        format!(
            "{} advertises this virtual network and the spokes that use it, not the client pool",
            express_route.declared.label()
        ),
    );
    match connection {
        Some(connection) => {
            diagnostic.relate(connection.declared.span, "the connection to on-premises");
        }
        // Without a connection nothing is lost yet.
        None => diagnostic.severity = Severity::Warning,
    }
    diagnostic.steps = p2s::steps(flow);
    diagnostic.help(OPTIONS);
}
