//! `missing-depends-on-gateway`

use nexthop_core::{
    Network,
    network::{Declared, Id, VirtualNetwork},
};
use nexthop_source::Severity;

use crate::{Context, Findings, Rule, topology};

pub(super) static RULE: Rule = Rule {
    name: "missing-depends-on-gateway",
    severity: Severity::Warning,
    since: "0.1.0",
    summary: "a peering uses remote gateways and does not wait for them to be created",
    docs: include_str!("rule.md"),
    check,
};

fn check(ctx: &Context<'_>, findings: &mut Findings) {
    let network = ctx.network;
    for peering in &network.peerings {
        let asks = peering.use_remote_gateways.is(&true) && topology::certain(&peering.declared);
        if !asks {
            continue;
        }
        let here = standing_in(network, peering.remote);
        let waits = |other: &Declared| {
            network.creation.waits_for(&peering.declared.address, &other.address)
        };
        // One is enough for the peering to be accepted.
        let Some(first) = here.first().filter(|_| here.iter().all(|one| waits(one) == Some(false)))
        else {
            continue;
        };
        findings
            .report(
                &peering.declared,
                peering.use_remote_gateways.span,
                format!(
                    "the peering uses {} and nothing makes it wait for that: Terraform creates it first, and Azure refuses it",
                    first.label()
                ),
            )
            .relate(first.span, "created at the same time")
            .help(format!("Add depends_on = [{}] to the peering or to its module's call.", after(&peering.declared, first)));
    }
}

/// The gateways and Route Servers of a network that are created here.
fn standing_in(network: &Network, vnet: Id<VirtualNetwork>) -> Vec<&Declared> {
    let gateways = network.gateways_in(vnet).map(|id| &network.gateways[id].declared);
    let servers = network.route_servers_in(vnet).map(|id| &network.route_servers[id].declared);
    gateways.chain(servers).filter(|one| !one.existing && topology::certain(one)).collect()
}

/// What `depends_on` would name: the resource, or the outermost module call that it is in
/// and the peering is not.
fn after<'a>(peering: &Declared, gateway: &'a Declared) -> &'a str {
    let shared = peering.calls.iter().zip(gateway.calls.iter()).take_while(|(a, b)| a == b).count();
    let call = gateway.calls.get(shared).map(|call| call.address.as_str());
    let text = call.unwrap_or(gateway.address.as_str());
    let own = shared.checked_sub(1).and_then(|last| gateway.calls.get(last));
    let inner = own.and_then(|own| text.strip_prefix(own.address.as_str())?.strip_prefix('.'));
    let text = inner.unwrap_or(text);
    text.split_once('[').map_or(text, |(block, _)| block)
}
