//! `p2s-custom-default-route`

use nexthop_core::network::GatewayKind;
use nexthop_source::Severity;

use crate::{Context, Findings, Rule, topology};

pub(super) static RULE: Rule = Rule {
    name: "p2s-custom-default-route",
    severity: Severity::Warning,
    since: "0.1.0",
    summary: "a custom route of a VPN gateway is 0.0.0.0/0",
    docs: include_str!("rule.md"),
    check,
};

fn check(ctx: &Context<'_>, findings: &mut Findings) {
    for gateway in topology::certain_gateways(ctx.network, GatewayKind::Vpn) {
        if gateway.clients.is_none() {
            continue;
        }
        let routes = findings.need(&gateway.custom_routes).into_iter().flatten();
        let default = routes.into_iter().find(|route| route.net.prefix_len() == 0);
        if let Some(default) = default {
            findings
                .report(
                    &gateway.declared,
                    default.span,
                    format!(
                        "{} is not how the clients of {} are given a default route",
                        default.net,
                        gateway.declared.label()
                    ),
                )
                .help("Advertise the two halves 0.0.0.0/1 and 128.0.0.0/1, and see to a way out: the gateway itself offers none.");
        }
    }
}
