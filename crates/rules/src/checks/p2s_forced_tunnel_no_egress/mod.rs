//! `p2s-forced-tunnel-no-egress`

use ipnet::IpNet;
use nexthop_core::{
    network::{ConnectionKind, Gateway, Prefix},
    routing::{Endpoint, Verdict},
};
use nexthop_source::Severity;

use crate::{Context, Findings, Rule, topology};

pub(super) static RULE: Rule = Rule {
    name: "p2s-forced-tunnel-no-egress",
    severity: Severity::Warning,
    since: "0.1.0",
    summary: "clients send all their traffic to a VPN gateway that has no way to the Internet",
    docs: include_str!("rule.md"),
    check,
};

/// `0.0.0.0/1` and `128.0.0.0/1`: everything, in a form that Azure accepts.
fn halves() -> [IpNet; 2] {
    [[0, 0, 0, 0], [128, 0, 0, 0]].map(|octets| IpNet::new_assert(octets.into(), 1))
}

fn check(ctx: &Context<'_>, findings: &mut Findings) {
    for (id, gateway) in ctx.network.gateways.entries() {
        if gateway.clients.is_none() || !topology::certain(&gateway.declared) {
            continue;
        }
        let Some(routes) = gateway.custom_routes.value() else { continue };
        if !covers_everything(routes) {
            continue;
        }
        let mut egress = false;
        for connection in &ctx.network.connections {
            if !connection.gateway.is(&id) || !connection.kind.is(&ConnectionKind::Ipsec) {
                continue;
            }
            let Some(&Some(far)) = findings.need(&connection.local_network_gateway) else {
                // It may be the way out.
                egress = true;
                continue;
            };
            let space = &ctx.network.local_network_gateways[far].address_space;
            egress |= findings.need(space).is_none_or(|space| covers_everything(space));
        }
        if egress {
            continue;
        }
        // GatewaySubnet may lead the traffic to an appliance that has a way out.
        let flow = ctx.flow(Endpoint::Clients(id), Endpoint::Internet);
        match flow.verdict {
            Verdict::Unreachable | Verdict::Asymmetric => report(findings, gateway),
            Verdict::Depends | Verdict::Undecided => {
                findings.flow_cannot_be_told(&flow, gateway.custom_routes.span);
            }
            Verdict::Reachable | Verdict::Unsupported => {}
        }
    }
}

fn covers_everything(prefixes: &[Prefix]) -> bool {
    halves().iter().all(|half| prefixes.iter().any(|prefix| prefix.net == *half))
}

fn report(findings: &mut Findings, gateway: &Gateway) {
    findings
        .report(
            &gateway.declared,
            gateway.custom_routes.span,
            format!(
                "clients of {} send everything to the gateway, which offers them no way to the Internet",
                gateway.declared.label()
            ),
        )
        .help("Give the gateway a site-to-site tunnel to an appliance that has one, with 0.0.0.0/1 and 128.0.0.0/1 in the local network gateway; or use Virtual WAN with a secured hub.");
}
