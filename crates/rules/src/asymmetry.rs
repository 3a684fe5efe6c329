//! Flows of which a firewall sees one direction only: the way in lacks the route that
//! the way out has, or the reverse.

use std::rc::Rc;

use nexthop_core::{
    network::{Id, Subnet, SubnetPurpose, VirtualNetwork},
    routing::{Appliance, Code, Endpoint, Flow, Path, Verdict},
};
use nexthop_source::Severity;

use crate::{Context, Findings, p2s, special_subnets, topology};

/// Which direction of a flow passes an appliance that the other does not.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Seen {
    /// The one that opens the connection.
    Question,
    /// The one that answers.
    Answer,
}

/// A subnet of whose flows an appliance sees one direction only.
pub(crate) struct Asymmetry {
    pub subnet: Id<Subnet>,
    /// What sees one direction only.
    pub appliance: Appliance,
    /// The flows from each of the sources that suffer.
    pub flows: Vec<Rc<Flow>>,
}

/// The workload subnets of the spokes of `hub` that are asymmetric for some of the
/// sources, in the way that is asked for.
pub(crate) fn spokes_asymmetric_for(
    ctx: &Context<'_>,
    hub: Id<VirtualNetwork>,
    sources: &[Endpoint],
    wanted: Seen,
    findings: &mut Findings,
) -> Vec<Asymmetry> {
    topology::peered_with(ctx.network, hub)
        .flat_map(|spoke| asymmetric_for(ctx, spoke, sources, wanted, findings))
        .collect()
}

/// The workload subnets of the network of a gateway that are asymmetric for a source.
pub(crate) fn hub_subnets_asymmetric_for(
    ctx: &Context<'_>,
    hub: Id<VirtualNetwork>,
    source: Endpoint,
    findings: &mut Findings,
) -> Vec<Asymmetry> {
    asymmetric_for(ctx, hub, &[source], Seen::Answer, findings)
}

fn asymmetric_for(
    ctx: &Context<'_>,
    vnet: Id<VirtualNetwork>,
    sources: &[Endpoint],
    wanted: Seen,
    findings: &mut Findings,
) -> Vec<Asymmetry> {
    let network = ctx.network;
    let mut found = Vec::new();
    for subnet in topology::workload_subnets(network, vnet) {
        if special_subnets::is_idle(network, subnet) {
            continue;
        }
        let mut flows = Vec::new();
        let mut first = None;
        for &from in sources {
            let flow = ctx.flow(from, Endpoint::Subnet(subnet));
            if flow.verdict == Verdict::Depends {
                findings.flow_cannot_be_told(&flow, network.subnets[subnet].declared.span);
            }
            if let Some((appliance, seen)) = one_sided(&flow)
                && seen == wanted
            {
                first.get_or_insert(appliance);
                flows.push(flow);
            }
        }
        found.extend(first.map(|appliance| Asymmetry { subnet, appliance, flows }));
    }
    found
}

/// The appliance that sees one direction of a flow only, and which; nothing where each
/// direction passes one that the other does not.
pub(crate) fn one_sided(flow: &Flow) -> Option<(Appliance, Seen)> {
    if !is_asymmetric(flow) {
        return None;
    }
    match (only_in(&flow.forward, &flow.back), only_in(&flow.back, &flow.forward)) {
        (Some(appliance), None) => Some((appliance, Seen::Question)),
        (None, Some(appliance)) => Some((appliance, Seen::Answer)),
        _ => None,
    }
}

/// The appliances of a flow whose directions pass different ones.
pub(crate) fn two_sided(flow: &Flow) -> Option<(Appliance, Appliance)> {
    is_asymmetric(flow)
        .then(|| only_in(&flow.forward, &flow.back).zip(only_in(&flow.back, &flow.forward)))?
}

/// Whether both directions arrive and something stateful sees only one of them.
pub(crate) fn is_asymmetric(flow: &Flow) -> bool {
    flow.verdict == Verdict::Asymmetric && flow.because.code == Code::FirewallSeesOneDirection
}

/// An appliance that one path passes and another does not.
fn only_in(path: &Path, other: &Path) -> Option<Appliance> {
    let there: Vec<_> = topology::appliances(other).collect();
    topology::appliances(path).find(|appliance| !there.contains(appliance))
}

/// How bad it is that an appliance sees one direction only: whether any but Azure
/// Firewall keeps state is its own affair.
pub(crate) fn severity(appliance: Appliance) -> Severity {
    match appliance {
        Appliance::Firewall(_) => Severity::Error,
        _ => Severity::Warning,
    }
}

/// The ends of the flows that suffer.
pub(crate) fn ends(found: &[Asymmetry]) -> Vec<(Endpoint, Endpoint)> {
    found.iter().flat_map(|one| &one.flows).map(|flow| (flow.from, flow.to)).collect()
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
                .relate(table.span, format!("{name} answers through {firewall} by this table"));
        }
    }
    if !certain {
        diagnostic.severity = Severity::Warning;
    }
    diagnostic.steps = first.flows.first().map(|flow| p2s::steps(flow)).unwrap_or_default();
    let each = if spokes == [hub] { "subnet" } else { "spoke" };
    diagnostic.help(format!("Add a route to the table of GatewaySubnet for the exact prefix of each {each}, with {firewall} as next hop."));
    findings.explain(ends(found));
}
