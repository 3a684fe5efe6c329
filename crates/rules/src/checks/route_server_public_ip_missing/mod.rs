//! `route-server-public-ip-missing`

use nexthop_source::Severity;

use crate::{Context, Findings, Rule, topology};

pub(super) static RULE: Rule = Rule {
    name: "route-server-public-ip-missing",
    severity: Severity::Error,
    since: "0.1.0",
    summary: "a Route Server has no static public IP address",
    docs: include_str!("rule.md"),
    check,
};

fn check(ctx: &Context<'_>, findings: &mut Findings) {
    let network = ctx.network;
    for server in network.route_servers.iter().filter(|one| topology::certain(&one.declared)) {
        if server.declared.existing {
            continue;
        }
        let Some(&address) = findings.need(&server.public_address) else { continue };
        let Some(address) = address.map(|id| &network.public_addresses[id]) else {
            findings
                .report(
                    &server.declared,
                    server.public_address.span,
                    "a Route Server needs a public IP address, and this one has none",
                )
                .help("Give it a public IP address of SKU Standard with static allocation.");
            continue;
        };
        // A Basic address is `basic-public-ip`.
        let basic = address.sku.value().is_some_and(|sku| sku.eq_ignore_ascii_case("Basic"));
        if !basic && !address.declared.existing && address.is_static.is(&false) {
            findings
                .report(
                    &address.declared,
                    address.is_static.span,
                    format!("the public IP address of {} must be static", server.declared.label()),
                )
                .relate(server.public_address.span, "the Route Server has it here")
                .help("Set the allocation to Static.");
        }
    }
}
