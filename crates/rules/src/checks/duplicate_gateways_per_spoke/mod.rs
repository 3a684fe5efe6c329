//! `duplicate-gateways-per-spoke`

use nexthop_core::{
    Network,
    network::{Connection, Gateway, Id},
};
use nexthop_source::Severity;

use crate::{Context, Findings, Rule, topology};

pub(super) static RULE: Rule = Rule {
    name: "duplicate-gateways-per-spoke",
    severity: Severity::Note,
    since: "0.1.0",
    summary: "two peered virtual networks of a region each have a gateway to the same place",
    docs: include_str!("rule.md"),
    check,
};

fn check(ctx: &Context<'_>, findings: &mut Findings) {
    let network = ctx.network;
    let gateways: Vec<_> = network
        .gateways
        .entries()
        .filter(|(_, one)| topology::certain(&one.declared) && !one.declared.existing)
        .collect();
    for (at, &(id, gateway)) in gateways.iter().enumerate() {
        let twin = gateways[..at].iter().find_map(|&(other, twin)| {
            let same_kind = gateway.kind.value()? == twin.kind.value()?;
            let connection = to_one_place(network, id, other)?;
            (same_kind && neighbours(network, gateway, twin)).then_some((twin, connection))
        });
        let Some((twin, connection)) = twin else { continue };
        findings
            .report(
                &gateway.declared,
                gateway.declared.span,
                format!(
                    "{} and {} stand in peered networks of one region and lead to the same place: one of them would do for both",
                    twin.declared.label(),
                    gateway.declared.label()
                ),
            )
            .relate(twin.declared.span, "the other gateway")
            .relate(connection.declared.span, "this connection leads to where the other gateway leads")
            .help("Allow gateway transit on the one side of the peering and use remote gateways on the other. A VpnGw1AZ is about 153 USD a month (US, January 2025).");
    }
}

/// Whether two gateways stand in networks of one region that are peered directly.
fn neighbours(network: &Network, one: &Gateway, other: &Gateway) -> bool {
    let (Some(&one), Some(&other)) = (one.virtual_network.value(), other.virtual_network.value())
    else {
        return false;
    };
    let region = |vnet: Id<_>| network.virtual_networks[vnet].location.value();
    one != other
        && network.peers_of(one).contains(&other)
        && region(one).is_some()
        && region(one) == region(other)
}

/// A connection of the first gateway to a local network gateway or circuit that the
/// second is connected to as well.
fn to_one_place(network: &Network, one: Id<Gateway>, other: Id<Gateway>) -> Option<&Connection> {
    let of = |gateway| {
        let all = network.connections.iter();
        all.filter(move |connection: &&Connection| {
            connection.gateway.is(&gateway) && topology::certain(&connection.declared)
        })
    };
    of(one).find(|first| {
        of(other).any(|second| {
            let local = first.local_network_gateway.value().copied().flatten();
            let circuit = first.circuit.value().copied().flatten();
            (local.is_some() && second.local_network_gateway.is(&local))
                || (circuit.is_some() && second.circuit.is(&circuit))
        })
    })
}
