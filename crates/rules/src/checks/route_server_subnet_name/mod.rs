//! `route-server-subnet-name`

use nexthop_core::network::SubnetPurpose;
use nexthop_source::Severity;

use crate::{Context, Findings, Rule, topology};

pub(super) static RULE: Rule = Rule {
    name: "route-server-subnet-name",
    severity: Severity::Error,
    since: "0.1.0",
    summary: "a Route Server stands in a subnet that is not named RouteServerSubnet",
    docs: include_str!("rule.md"),
    check,
};

fn check(ctx: &Context<'_>, findings: &mut Findings) {
    let network = ctx.network;
    for server in network.route_servers.iter().filter(|one| topology::certain(&one.declared)) {
        let Some(&subnet) = findings.need(&server.subnet) else { continue };
        let subnet = &network.subnets[subnet];
        let Some(name) = findings.need(&subnet.declared.name) else { continue };
        if subnet.purpose == SubnetPurpose::RouteServer {
            continue;
        }
        let (declared, span) = if subnet.declared.existing {
            (&server.declared, server.subnet.span)
        } else {
            (&subnet.declared, subnet.declared.name.span)
        };
        findings
            .report(
                declared,
                span,
                format!(
                    "a Route Server stands in {name}: its subnet must be named RouteServerSubnet"
                ),
            )
            .relate(server.subnet.span, "the Route Server is put there here")
            .help("Name the subnet RouteServerSubnet.");
    }
}
