//! `expressroute-connection-without-private-peering`

use nexthop_core::network::PeeringType;
use nexthop_source::Severity;

use crate::{Context, Findings, Rule, express_route};

pub(super) static RULE: Rule = Rule {
    name: "expressroute-connection-without-private-peering",
    severity: Severity::Warning,
    since: "0.1.0",
    summary: "a gateway is connected to a circuit that has no private peering",
    docs: include_str!("rule.md"),
    check,
};

fn check(ctx: &Context<'_>, findings: &mut Findings) {
    let network = ctx.network;
    for link in express_route::links(network) {
        let circuit = &network.circuits[link.circuit];
        let peerings = &circuit.peerings;
        let may_have_one = peerings.more.is_some()
            || peerings
                .known
                .iter()
                .any(|one| one.kind.value().is_none_or(|kind| *kind == PeeringType::Private));
        if circuit.declared.existing || may_have_one {
            continue;
        }
        // The provider of a circuit may make its peerings.
        let by_hand = peerings.known.first();
        if by_hand.is_none() && findings.need(&circuit.on_own_port) != Some(&true) {
            continue;
        }
        let diagnostic = findings.report(
            &link.connection.declared,
            link.connection.circuit.span,
            format!(
                "{} has no private peering: no virtual network is reached over it",
                circuit.declared.label()
            ),
        );
        diagnostic.relate(circuit.declared.span, "the circuit");
        if let Some(other) = by_hand {
            diagnostic.relate(other.declared.span, "its other peering");
        }
        diagnostic.help("Add a peering of type AzurePrivatePeering to the circuit.");
    }
}
