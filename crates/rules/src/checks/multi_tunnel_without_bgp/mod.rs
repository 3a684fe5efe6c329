//! `multi-tunnel-without-bgp`

use nexthop_core::network::{Connection, ConnectionKind, Prefix};
use nexthop_source::Severity;

use crate::{Context, Findings, Rule, topology};

pub(super) static RULE: Rule = Rule {
    name: "multi-tunnel-without-bgp",
    severity: Severity::Warning,
    since: "0.1.0",
    summary: "two connections of a gateway lead to the same prefixes without BGP",
    docs: include_str!("rule.md"),
    check,
};

fn check(ctx: &Context<'_>, findings: &mut Findings) {
    let connections: Vec<_> = ctx
        .network
        .connections
        .iter()
        .filter(|connection| {
            connection.kind.is(&ConnectionKind::Ipsec) && topology::certain(&connection.declared)
        })
        .collect();
    for (at, connection) in connections.iter().enumerate() {
        let twin = connections[..at].iter().find(|other| same_destination(ctx, connection, other));
        let Some(twin) = twin else { continue };
        if findings.need(&connection.bgp) == Some(&false)
            && findings.need(&twin.bgp) == Some(&false)
        {
            findings
                .report(
                    &connection.declared,
                    connection.declared.span,
                    format!(
                        "{} and {} lead from one gateway to the same prefixes without BGP, which several tunnels to one site need",
                        twin.declared.label(),
                        connection.declared.label()
                    ),
                )
                .relate(twin.declared.span, "the other connection")
                .help("Use BGP on both connections, with one local network gateway for each device.");
        }
    }
}

fn same_destination(ctx: &Context<'_>, a: &Connection, b: &Connection) -> bool {
    let prefixes = |connection: &Connection| {
        let &id = connection.local_network_gateway.value()?.as_ref()?;
        let space = ctx.network.local_network_gateways[id].address_space.value()?;
        let mut nets: Vec<_> = space.iter().map(|prefix: &Prefix| prefix.net).collect();
        nets.sort();
        (!nets.is_empty()).then_some(nets)
    };
    let same_gateway = a.gateway.value().is_some_and(|gateway| b.gateway.is(gateway));
    same_gateway && prefixes(a).is_some_and(|nets| prefixes(b) == Some(nets))
}
