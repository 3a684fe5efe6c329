//! `route-server-subnet-too-small`

use nexthop_core::network::SubnetPurpose;
use nexthop_source::Severity;

use crate::{Context, Findings, Rule, topology};

pub(super) static RULE: Rule = Rule {
    name: "route-server-subnet-too-small",
    severity: Severity::Error,
    since: "0.1.0",
    summary: "a RouteServerSubnet is smaller than Azure takes",
    docs: include_str!("rule.md"),
    check,
};

fn check(ctx: &Context<'_>, findings: &mut Findings) {
    let longest = ctx.limits.route_server_subnet_prefix_length;
    for subnet in topology::certain_subnets(ctx.network, SubnetPurpose::RouteServer) {
        if subnet.declared.existing {
            continue;
        }
        let Some(prefixes) = findings.need(&subnet.prefixes) else { continue };
        let Some(largest) = topology::largest_ipv4(prefixes) else { continue };
        if usize::from(largest.net.prefix_len()) > longest {
            findings
                .report(
                    &subnet.declared,
                    largest.span,
                    format!(
                        "RouteServerSubnet is a /{}: it must be a /{longest} or larger",
                        largest.net.prefix_len()
                    ),
                )
                .help(
                    "Make it a /26, which newer pages ask for, before the Route Server is created.",
                );
        }
    }
}
