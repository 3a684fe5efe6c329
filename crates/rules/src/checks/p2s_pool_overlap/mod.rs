//! `p2s-pool-overlap`

use nexthop_core::network::{Gateway, Prefix};
use nexthop_source::{Severity, Span};

use crate::{Context, Findings, Rule, topology};

pub(super) static RULE: Rule = Rule {
    name: "p2s-pool-overlap",
    severity: Severity::Error,
    since: "0.1.0",
    summary: "the address pool of point-to-site clients overlaps another network",
    docs: include_str!("rule.md"),
    check,
};

fn check(ctx: &Context<'_>, findings: &mut Findings) {
    for gateway in &ctx.network.gateways {
        let Some(clients) =
            gateway.clients.as_ref().filter(|_| topology::certain(&gateway.declared))
        else {
            continue;
        };
        let Some(pool) = findings.need(&clients.pool) else { continue };
        let taken = taken(ctx, gateway);
        for own in pool {
            // One clash is enough: readdressing the pool settles all of them.
            let Some(clash) =
                taken.iter().find(|clash| topology::overlap(own.net, clash.prefix.net))
            else {
                continue;
            };
            findings
                .report(
                    &gateway.declared,
                    own.span,
                    format!("the client pool {} overlaps {}, {}", own.net, clash.prefix.net, clash.owner),
                )
                .relate(clash.span, format!("{} has {}", clash.owner, clash.prefix.net))
                .help("Choose a pool that no virtual network, peered network or on-premises network uses.");
        }
    }
}

struct Taken {
    prefix: Prefix,
    owner: String,
    span: Span,
}

/// Every prefix that the clients of a gateway must keep clear of.
fn taken(ctx: &Context<'_>, gateway: &Gateway) -> Vec<Taken> {
    let network = ctx.network;
    let mut taken = Vec::new();
    let mut add = |prefixes: Option<&Vec<Prefix>>, owner: &str| {
        for &prefix in prefixes.into_iter().flatten() {
            taken.push(Taken { prefix, owner: owner.to_owned(), span: prefix.span });
        }
    };
    if let Some(&vnet) = gateway.virtual_network.value() {
        let own = &network.virtual_networks[vnet];
        add(own.address_space.value(), &format!("the virtual network {}", own.declared.label()));
        for id in network.peerings_of(vnet) {
            let peered = &network.virtual_networks[network.peerings[id].remote];
            add(
                peered.address_space.value(),
                &format!("the peered virtual network {}", peered.declared.label()),
            );
        }
    }
    for site in &network.sites {
        add(site.prefixes.value(), &format!("the on-premises site {}", site.name));
    }
    for circuit in &network.circuits {
        for peering in &circuit.peerings.known {
            add(
                peering.link_prefixes.value(),
                &format!("the peering of circuit {}", circuit.declared.label()),
            );
        }
    }
    taken
}
