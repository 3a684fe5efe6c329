//! Networks that answer through a firewall what came to them directly: the way in
//! from a gateway lacks the route that the way out has.

use nexthop_core::{
    network::{Id, Subnet, SubnetPurpose, VirtualNetwork},
    routing::{Appliance, Code, Endpoint, Flow, Verdict},
};
use nexthop_source::Severity;

use crate::{Context, Findings, p2s, topology};

/// A subnet whose answers pass a firewall that did not see the question.
pub(crate) struct Asymmetry {
    pub subnet: Id<Subnet>,
    /// What sees the answer only.
    appliance: Appliance,
    flow: Flow,
}

/// The workload subnets of the spokes of `hub` that are asymmetric for one of the
/// sources.
pub(crate) fn spokes_asymmetric_for(
    ctx: &Context<'_>,
    hub: Id<VirtualNetwork>,
    sources: &[Endpoint],
    findings: &mut Findings,
) -> Vec<Asymmetry> {
    topology::peered_with(ctx.network, hub)
        .flat_map(|spoke| asymmetric_for(ctx, spoke, sources, findings))
        .collect()
}

/// The workload subnets of the network of a gateway that are asymmetric for a source.
pub(crate) fn hub_subnets_asymmetric_for(
    ctx: &Context<'_>,
    hub: Id<VirtualNetwork>,
    source: Endpoint,
    findings: &mut Findings,
) -> Vec<Asymmetry> {
    asymmetric_for(ctx, hub, &[source], findings)
}

fn asymmetric_for(
    ctx: &Context<'_>,
    vnet: Id<VirtualNetwork>,
    sources: &[Endpoint],
    findings: &mut Findings,
) -> Vec<Asymmetry> {
    let network = ctx.network;
    let mut found = Vec::new();
    for subnet in topology::workload_subnets(network, vnet) {
        let first = sources.iter().find_map(|&from| {
            let flow = ctx.routing.flow(network, from, Endpoint::Subnet(subnet));
            if flow.verdict == Verdict::Depends {
                findings.flow_cannot_be_told(&flow, network.subnets[subnet].declared.span);
            }
            let appliance = answered_only(&flow)?;
            Some(Asymmetry { subnet, appliance, flow })
        });
        found.extend(first);
    }
    found
}

/// The appliance that sees the answers of a flow and not what they answer.
fn answered_only(flow: &Flow) -> Option<Appliance> {
    let sees_one =
        flow.verdict == Verdict::Asymmetric && flow.because.code == Code::FirewallSeesOneDirection;
    let seen: Vec<_> = topology::appliances(&flow.forward).collect();
    sees_one
        .then(|| topology::appliances(&flow.back).find(|appliance| !seen.contains(appliance)))
        .flatten()
}

/// Reports the asymmetric spokes of a hub as one finding: what is missing is in
/// the route table of its GatewaySubnet.
pub(crate) fn report(
    ctx: &Context<'_>,
    findings: &mut Findings,
    hub: Id<VirtualNetwork>,
    found: &[Asymmetry],
    from: &str,
) {
    let network = ctx.network;
    let Some(first) = found.first() else { return };
    let Some(gateway_subnet) = network.special_subnet(hub, SubnetPurpose::Gateway) else { return };
    let gateway_subnet = &network.subnets[gateway_subnet];
    let table = gateway_subnet.route_table.value().copied().flatten();
    // What is missing is a route of the table; without a table, the table itself.
    let (change, place, lacks) = match table.map(|id| &network.route_tables[id]) {
        Some(table) => (
            &table.declared,
            table.routes.span,
            "the route table of GatewaySubnet does not send it there",
        ),
        None => (
            &gateway_subnet.declared,
            gateway_subnet.declared.span,
            "GatewaySubnet has no route table",
        ),
    };
    let mut spokes: Vec<_> =
        found.iter().map(|found| network.subnets[found.subnet].virtual_network).collect();
    spokes.dedup();
    let names: Vec<String> = found
        .iter()
        .filter(|found| network.subnets[found.subnet].virtual_network == hub)
        .map(|found| topology::subnet_name(network, found.subnet))
        .collect();
    let vnets = spokes.iter().filter(|&&vnet| vnet != hub);
    let vnets = vnets.map(|&id| network.virtual_networks[id].declared.label().to_owned());
    let names = topology::several(names.into_iter().chain(vnets));
    let firewall = topology::appliance_name(network, first.appliance);
    // Whether an appliance other than Azure Firewall keeps state is its own affair.
    let certain = found.iter().any(|found| matches!(found.appliance, Appliance::Firewall(_)));
    let stateful = if certain { "" } else { " if it keeps state" };
    let diagnostic = findings.report(
        change,
        place,
        format!("traffic from {from} reaches {names} directly and is answered through {firewall}, which drops it{stateful}: {lacks}"),
    );
    for spoke in &spokes {
        let route =
            found.iter().find(|found| network.subnets[found.subnet].virtual_network == *spoke);
        if let Some(table) = route.map(|found| &network.subnets[found.subnet].route_table) {
            let name = network.virtual_networks[*spoke].declared.label();
            diagnostic
                .relate(table.span, format!("{name} answers through the firewall by this table"));
        }
    }
    if !certain {
        diagnostic.severity = Severity::Warning;
    }
    diagnostic.steps = p2s::steps(&first.flow);
    let each = if spokes == [hub] { "subnet" } else { "spoke" };
    diagnostic.help(format!("Add a route to the table of GatewaySubnet for the exact prefix of each {each}, with the firewall as next hop."));
}
