//! `expressroute-standard-sku-cross-geo`

use nexthop_core::network::CircuitTier;
use nexthop_source::Severity;

use crate::{Context, Findings, Rule, express_route};

pub(super) static RULE: Rule = Rule {
    name: "expressroute-standard-sku-cross-geo",
    severity: Severity::Error,
    since: "0.1.0",
    summary: "a Standard circuit is linked to a virtual network in another geopolitical region",
    docs: include_str!("rule.md"),
    check,
};

fn check(ctx: &Context<'_>, findings: &mut Findings) {
    let network = ctx.network;
    for link in express_route::links(network) {
        let circuit = &network.circuits[link.circuit];
        if !circuit.tier.is(&CircuitTier::Standard) {
            continue;
        }
        let vnet = &network.virtual_networks[link.vnet];
        if vnet.declared.existing {
            continue;
        }
        let Some(Some(place)) = findings.need(&circuit.peering_location) else { continue };
        let Some(region) = findings.need(&vnet.location) else { continue };
        let (Some(here), Some(there)) = (
            express_route::geography_of_region(region),
            express_route::geography_of_location(place),
        ) else {
            continue;
        };
        if here != there {
            findings
                .report(
                    &link.connection.declared,
                    link.connection.circuit.span,
                    format!("{} is in {here} ({region}), the circuit in {there} ({place}): a Standard circuit does not reach it", vnet.declared.label()),
                )
                .relate(circuit.tier.span, "the circuit is Standard")
                .relate(vnet.location.span, "the region of the virtual network")
                .help("Make the circuit Premium.");
        }
    }
}
