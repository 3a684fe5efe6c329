//! `basic-lb-global-peering`

use nexthop_core::{
    Network,
    network::{Id, Peering, VirtualNetwork},
};
use nexthop_source::Severity;

use crate::{Context, Findings, Rule, topology};

pub(super) static RULE: Rule = Rule {
    name: "basic-lb-global-peering",
    severity: Severity::Warning,
    since: "0.1.0",
    summary: "a Basic load balancer stands in a network that is peered across regions",
    docs: include_str!("rule.md"),
    check,
};

fn check(ctx: &Context<'_>, findings: &mut Findings) {
    let network = ctx.network;
    for balancer in &network.load_balancers {
        let is_basic = balancer.sku.value().is_some_and(|sku| sku.eq_ignore_ascii_case("Basic"));
        if !is_basic || !topology::certain(&balancer.declared) {
            continue;
        }
        let vnets = balancer.frontends.known.iter().filter_map(|frontend| {
            let subnet = frontend.subnet.value().copied().flatten()?;
            Some(network.subnets[subnet].virtual_network)
        });
        let mut far = vnets.filter_map(|vnet| Some((vnet, in_another_region(network, vnet)?)));
        let Some((vnet, peering)) = far.next() else { continue };
        let (vnet, remote) =
            (&network.virtual_networks[vnet].declared, &network.virtual_networks[peering.remote]);
        findings
            .report(
                &balancer.declared,
                balancer.sku.span,
                format!(
                    "the frontend of {} is not reached from {}, which is peered with {} from another region: a Basic load balancer does not answer over global peering",
                    balancer.declared.label(), remote.declared.label(), vnet.label()
                ),
            )
            .relate(peering.declared.span, "the peering")
            .relate(remote.location.span, "the other region")
            .help("Use a Standard load balancer.");
    }
}

/// A peering of a network that certainly leads to another region.
fn in_another_region(network: &Network, vnet: Id<VirtualNetwork>) -> Option<&Peering> {
    let own = network.virtual_networks[vnet].location.value()?;
    network.peerings_of(vnet).map(|id| &network.peerings[id]).find(|peering| {
        let region = network.virtual_networks[peering.remote].location.value();
        topology::certain(&peering.declared) && region.is_some_and(|region| region != own)
    })
}
