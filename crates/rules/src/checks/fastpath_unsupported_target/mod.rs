//! `fastpath-unsupported-target`

use nexthop_core::network::{LoadBalancer, SubnetPurpose};
use nexthop_source::Severity;

use crate::{Context, Findings, Rule, express_route, topology};

pub(super) static RULE: Rule = Rule {
    name: "fastpath-unsupported-target",
    severity: Severity::Warning,
    since: "0.1.0",
    summary: "FastPath does not reach a Basic load balancer",
    docs: include_str!("rule.md"),
    check,
};

fn check(ctx: &Context<'_>, findings: &mut Findings) {
    let network = ctx.network;
    let mut told = Vec::new();
    for link in express_route::links(network) {
        if !link.connection.gateway_bypass.is(&true) {
            continue;
        }
        let stands_here = |balancer: &LoadBalancer| {
            balancer.frontends.known.iter().any(|frontend| {
                let subnet = frontend.subnet.value().copied().flatten();
                let subnet = subnet.map(|id| &network.subnets[id]);
                subnet.is_some_and(|subnet| {
                    subnet.virtual_network == link.vnet && subnet.purpose == SubnetPurpose::General
                })
            })
        };
        for (id, balancer) in network.load_balancers.entries() {
            if balancer.declared.existing
                || !topology::certain(&balancer.declared)
                || told.contains(&id)
                || !stands_here(balancer)
            {
                continue;
            }
            let Some(sku) = findings.need(&balancer.sku) else { continue };
            if !sku.eq_ignore_ascii_case("Basic") {
                continue;
            }
            told.push(id);
            findings
                .report(
                    &balancer.declared,
                    balancer.sku.span,
                    format!("{} is a Basic load balancer: traffic to it does not use FastPath and goes through the gateway", balancer.declared.label()),
                )
                .relate(link.connection.gateway_bypass.span, "FastPath is on here")
                .help("Make the load balancer Standard; the Basic one is retired since 30 September 2025.");
        }
    }
}
