//! `vhub-prefix-too-small`

use nexthop_source::Severity;

use crate::{Context, Findings, Rule, virtual_wan};

/// The longest prefix of a hub.
const SMALLEST: u8 = 24;

pub(super) static RULE: Rule = Rule {
    name: "vhub-prefix-too-small",
    severity: Severity::Error,
    since: "0.1.0",
    summary: "the address prefix of a virtual hub is smaller than /24",
    docs: include_str!("rule.md"),
    check,
};

fn check(ctx: &Context<'_>, findings: &mut Findings) {
    for (_, hub) in virtual_wan::hubs(ctx.network) {
        let Some(Some(prefix)) = findings.need(&hub.prefix) else { continue };
        if prefix.net.prefix_len() <= SMALLEST {
            continue;
        }
        findings
            .report(
                &hub.declared,
                prefix.span,
                format!(
                    "{} is too small for a virtual hub, which takes at least a /24",
                    prefix.net
                ),
            )
            .help("Use a /23: the prefix cannot be changed later.");
    }
}
