//! `routing-weight-vpn-ignored`

use nexthop_source::Severity;

use crate::{
    Context, Findings, Rule,
    tunnels::{self, Tunnel},
};

pub(super) static RULE: Rule = Rule {
    name: "routing-weight-vpn-ignored",
    severity: Severity::Note,
    since: "0.1.0",
    summary: "a VPN connection has a routing weight, which only ExpressRoute heeds",
    docs: include_str!("rule.md"),
    check,
};

/// What azurerm writes where nothing is said
/// (<https://registry.terraform.io/providers/hashicorp/azurerm/latest/docs/resources/virtual_network_gateway_connection>),
/// and what ARM templates are exported with.
const SAYS_NOTHING: [u32; 2] = [0, 10];

fn check(ctx: &Context<'_>, findings: &mut Findings) {
    for Tunnel { connection, .. } in tunnels::all(ctx.network) {
        let weight = connection.routing_weight.written();
        if let Some(weight) = weight.filter(|weight| !SAYS_NOTHING.contains(weight)) {
            findings
                .report(
                    &connection.declared,
                    connection.routing_weight.span,
                    format!(
                        "the routing weight {weight} of {} has no effect: VPN connections ignore it",
                        connection.declared.label()
                    ),
                )
                .help("Prefer one tunnel to another by BGP, with a longer AS path or more specific prefixes.");
        }
    }
}
