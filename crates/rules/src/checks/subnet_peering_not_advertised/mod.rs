//! `subnet-peering-not-advertised`

use nexthop_core::network::GatewayKind;
use nexthop_source::Severity;

use crate::{Context, Findings, Rule, topology};

pub(super) static RULE: Rule = Rule {
    name: "subnet-peering-not-advertised",
    severity: Severity::Note,
    since: "0.1.0",
    summary: "a spoke uses an ExpressRoute gateway through a peering of single subnets",
    docs: include_str!("rule.md"),
    check,
};

fn check(ctx: &Context<'_>, findings: &mut Findings) {
    let network = ctx.network;
    for peering in &network.peerings {
        let is_partial = peering.complete.is(&false) && topology::certain(&peering.declared);
        if !is_partial || !peering.use_remote_gateways.is(&true) {
            continue;
        }
        let mut gateways = topology::certain_gateways(network, GatewayKind::ExpressRoute);
        let Some(gateway) = gateways.find(|gateway| gateway.virtual_network.is(&peering.remote))
        else {
            continue;
        };
        let spoke = network.virtual_networks[peering.local].declared.label();
        findings
            .report(
                &peering.declared,
                peering.complete.span,
                format!(
                    "only subnets of {spoke} are peered: {} has been seen to announce nothing of it on premises",
                    gateway.declared.label()
                ),
            )
            .relate(gateway.declared.span, "the ExpressRoute gateway")
            .help("Peer the whole network, or check on premises that its prefixes arrive.");
    }
}
