//! `route-server-in-vwan-connected-vnet`

use nexthop_source::Severity;

use crate::{Context, Findings, Rule, topology, virtual_wan};

pub(super) static RULE: Rule = Rule {
    name: "route-server-in-vwan-connected-vnet",
    severity: Severity::Error,
    since: "0.1.0",
    summary: "a virtual network with a Route Server is connected to a virtual hub",
    docs: include_str!("rule.md"),
    check,
};

fn check(ctx: &Context<'_>, findings: &mut Findings) {
    let network = ctx.network;
    for (_, connection) in virtual_wan::connections(network) {
        let vnet = connection.virtual_network;
        // With a gateway there as well it is `vwan-vnet-with-gateway`.
        let gateways = network.gateways_in(vnet).map(|id| &network.gateways[id].declared);
        if gateways.into_iter().any(topology::certain) {
            continue;
        }
        let mut servers = network.route_servers_in(vnet).map(|id| &network.route_servers[id]);
        let Some(server) = servers.find(|server| topology::certain(&server.declared)) else {
            continue;
        };
        let name = network.virtual_networks[vnet].declared.label();
        findings
            .report(
                &connection.declared,
                connection.declared.span,
                format!("{name} has a Route Server and cannot be connected to a virtual hub"),
            )
            .relate(server.declared.span, "the Route Server")
            .help("A hub has a Route Server of its own: let the appliances peer with the hub, or do not connect the network.");
    }
}
