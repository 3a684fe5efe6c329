//! `local-network-gateway-default-route`

use nexthop_source::Severity;

use crate::{Context, Findings, Rule, topology};

pub(super) static RULE: Rule = Rule {
    name: "local-network-gateway-default-route",
    severity: Severity::Error,
    since: "0.1.0",
    summary: "a local network gateway has the prefix 0.0.0.0/0",
    docs: include_str!("rule.md"),
    check,
};

fn check(ctx: &Context<'_>, findings: &mut Findings) {
    for far in &ctx.network.local_network_gateways {
        if far.declared.existing || !topology::certain(&far.declared) {
            continue;
        }
        let prefixes = findings.need(&far.address_space).into_iter().flatten();
        if let Some(default) = prefixes.into_iter().find(|prefix| prefix.net.prefix_len() == 0) {
            findings
                .report(
                    &far.declared,
                    default.span,
                    format!(
                        "{} has the prefix {}, which Azure does not accept",
                        far.declared.label(),
                        default.net
                    ),
                )
                .help("Write 0.0.0.0/1 and 128.0.0.0/1, or set the gateway's default site.");
        }
    }
}
