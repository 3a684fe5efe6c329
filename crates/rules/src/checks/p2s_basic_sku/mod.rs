//! `p2s-basic-sku`

use nexthop_core::{
    Why,
    network::{ClientConfiguration, ClientProtocol, GatewayKind},
};
use nexthop_source::{Severity, Span};

use crate::{Context, Findings, Rule, topology};

pub(super) static RULE: Rule = Rule {
    name: "p2s-basic-sku",
    severity: Severity::Error,
    since: "0.1.0",
    summary: "a gateway of SKU Basic is to do more than SSTP for its clients",
    docs: include_str!("rule.md"),
    check,
};

fn check(ctx: &Context<'_>, findings: &mut Findings) {
    for gateway in topology::certain_gateways(ctx.network, GatewayKind::Vpn) {
        let is_basic = gateway.sku.value().is_some_and(|sku| sku.eq_ignore_ascii_case("Basic"));
        let Some(clients) = gateway.clients.as_ref().filter(|_| is_basic) else { continue };
        let Some((what, span)) = beyond_sstp(clients, findings) else { continue };
        findings
            .report(
                &gateway.declared,
                gateway.sku.span,
                format!(
                    "the gateway {} has the SKU Basic, which does not support {what} for point-to-site clients",
                    gateway.declared.label()
                ),
            )
            .relate(span, format!("{what} is configured here"))
            .help("Use VpnGw1AZ or larger.");
    }
}

fn beyond_sstp(
    clients: &ClientConfiguration,
    findings: &mut Findings,
) -> Option<(&'static str, Span)> {
    // Protocols that are left out are Azure's choice, which will do.
    let left_out = matches!(clients.protocols.why(), Some(Why::SetByAzure(_)));
    let protocols = if left_out { None } else { findings.need(&clients.protocols) };
    let protocol = protocols.into_iter().flatten().find_map(|protocol| match protocol {
        ClientProtocol::IkeV2 => Some("IKEv2"),
        ClientProtocol::OpenVpn => Some("OpenVPN"),
        ClientProtocol::Sstp => None,
    });
    let radius = clients.radius_servers.known.first().map(|server| ("RADIUS", server.span));
    protocol.map(|protocol| (protocol, clients.protocols.span)).or(radius)
}
