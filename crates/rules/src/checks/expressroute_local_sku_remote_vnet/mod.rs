//! `expressroute-local-sku-remote-vnet`

use nexthop_core::network::CircuitTier;
use nexthop_source::Severity;

use crate::{Context, Findings, Rule, express_route, topology};

pub(super) static RULE: Rule = Rule {
    name: "expressroute-local-sku-remote-vnet",
    severity: Severity::Error,
    since: "0.1.0",
    summary: "a Local circuit is linked to a virtual network in a region that it does not reach",
    docs: include_str!("rule.md"),
    check,
};

fn check(ctx: &Context<'_>, findings: &mut Findings) {
    let network = ctx.network;
    for link in express_route::links(network) {
        let circuit = &network.circuits[link.circuit];
        if !circuit.tier.is(&CircuitTier::Local) {
            continue;
        }
        let vnet = &network.virtual_networks[link.vnet];
        if vnet.declared.existing {
            continue;
        }
        let Some(Some(place)) = findings.need(&circuit.peering_location) else { continue };
        let Some(region) = findings.need(&vnet.location) else { continue };
        // Of regions that are not known it is not known either where they are local.
        let Some(local) = express_route::local_regions(place) else { continue };
        if express_route::geography_of_region(region).is_none() || local.contains(&region.as_str())
        {
            continue;
        }
        let reaches = if local.is_empty() {
            format!("there are no Local circuits at {place}")
        } else {
            format!("a Local circuit at {place} reaches {}", topology::several(local))
        };
        findings
            .report(
                &link.connection.declared,
                link.connection.circuit.span,
                format!("{} is in {region}, but {reaches}", vnet.declared.label()),
            )
            .relate(circuit.tier.span, "the circuit is Local")
            .relate(vnet.location.span, "the region of the virtual network")
            .help("Use the Standard tier (Premium between geopolitical regions).");
    }
}
