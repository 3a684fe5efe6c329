//! `expressroute-peer-asn-reserved`

use nexthop_source::Severity;

use crate::{Context, Findings, Rule, topology};

pub(super) static RULE: Rule = Rule {
    name: "expressroute-peer-asn-reserved",
    severity: Severity::Error,
    since: "0.1.0",
    summary: "a peering of an ExpressRoute circuit has an autonomous system number that Azure uses",
    docs: include_str!("rule.md"),
    check,
};

fn check(ctx: &Context<'_>, findings: &mut Findings) {
    for circuit in &ctx.network.circuits {
        for peering in &circuit.peerings.known {
            if peering.declared.existing || !topology::certain(&peering.declared) {
                continue;
            }
            let Some(&Some(number)) = findings.need(&peering.asn) else { continue };
            if matches!(number, 12076 | 65515..=65520) {
                findings
                    .report(
                        &peering.declared,
                        peering.asn.span,
                        format!(
                            "the peering of the circuit {} has the autonomous system {number}, which Azure uses itself",
                            circuit.declared.label()
                        ),
                    )
                    .help("Use a private number outside of 65515-65520, or a public one of your own.");
            }
        }
    }
}
