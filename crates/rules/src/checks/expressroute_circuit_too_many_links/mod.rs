//! `expressroute-circuit-too-many-links`

use nexthop_core::network::{Circuit, CircuitTier, ConnectionKind};
use nexthop_source::Severity;

use crate::{Context, Findings, Rule, topology};

pub(super) static RULE: Rule = Rule {
    name: "expressroute-circuit-too-many-links",
    severity: Severity::Error,
    since: "0.1.0",
    summary: "more virtual networks are linked to a circuit than it takes",
    docs: include_str!("rule.md"),
    check,
};

fn check(ctx: &Context<'_>, findings: &mut Findings) {
    let network = ctx.network;
    for (id, circuit) in network.circuits.entries() {
        let to_circuit = network.connections.iter().filter(|connection| {
            connection.circuit.is(&Some(id))
                && connection.kind.is(&ConnectionKind::ExpressRoute)
                && topology::certain(&connection.declared)
        });
        let links: Vec<_> = to_circuit.collect();
        // Below the least of the limits nothing has to be known.
        if links.len() <= ctx.limits.links_per_circuit
            || (circuit.declared.existing && circuit.tier.why().is_some())
        {
            continue;
        }
        let Some(&tier) = findings.need(&circuit.tier) else { continue };
        let Some((limit, kind)) = limit(ctx, circuit, tier, findings) else { continue };
        if let Some(beyond) = links.get(limit) {
            findings
                .report(
                    &circuit.declared,
                    circuit.tier.span,
                    format!("{} virtual networks are linked to this circuit, but a {kind} takes {limit}", links.len()),
                )
                .relate(beyond.declared.span, "the first link beyond that")
                .help("A Premium circuit takes 20 to 100 links, by its bandwidth. Spokes need no links of their own: they use the gateway of a hub.");
        }
    }
}

/// How many links a circuit takes, and what for a circuit it is.
fn limit(
    ctx: &Context<'_>,
    circuit: &Circuit,
    tier: CircuitTier,
    findings: &mut Findings,
) -> Option<(usize, String)> {
    let name = match tier {
        CircuitTier::Premium => {
            let megabits = (*findings.need(&circuit.megabits)?)?;
            let limit = ctx.limits.links_of_premium_circuit(megabits)?;
            return Some((limit, format!("Premium circuit of {megabits} Mbps")));
        }
        CircuitTier::Local => "Local",
        CircuitTier::Standard | CircuitTier::Basic => "Standard",
    };
    Some((ctx.limits.links_per_circuit, format!("{name} circuit")))
}
