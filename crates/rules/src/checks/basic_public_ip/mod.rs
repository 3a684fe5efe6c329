//! `basic-public-ip`

use nexthop_source::Severity;

use crate::{Context, Findings, Rule, topology};

pub(super) static RULE: Rule = Rule {
    name: "basic-public-ip",
    severity: Severity::Error,
    since: "0.1.0",
    summary: "a public IP address has the SKU Basic, which is gone",
    docs: include_str!("rule.md"),
    check,
};

fn check(ctx: &Context<'_>, findings: &mut Findings) {
    for address in &ctx.network.public_addresses {
        if address.declared.existing || !topology::certain(&address.declared) {
            continue;
        }
        let Some(sku) = findings.need(&address.sku) else { continue };
        if sku.eq_ignore_ascii_case("Basic") {
            let default = if address.sku.written().is_some() { "" } else { " by default" };
            findings
                .report(
                    &address.declared,
                    address.sku.span,
                    format!("this public IP address is of SKU Basic{default}: it was retired on 30 September 2025 and cannot be created"),
                )
                .help("Make it Standard, with static allocation.");
        }
    }
}
