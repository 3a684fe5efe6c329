//! `vwan-route-table-propagation-off`

use std::rc::Rc;

use nexthop_core::{
    network::{HubGatewayKind, Id, Subnet},
    routing::{Code, Endpoint, Flow, Verdict},
};
use nexthop_source::Severity;

use crate::{Context, Findings, Rule, propagation, topology, virtual_wan};

/// So many networks and sites are tried; what a table refuses, it refuses of all.
const MOST: usize = 4;

pub(super) static RULE: Rule = Rule {
    name: "vwan-route-table-propagation-off",
    severity: Severity::Error,
    since: "0.1.0",
    summary: "gateway route propagation is off in a network that is connected to a virtual hub",
    docs: include_str!("rule.md"),
    check,
};

fn check(ctx: &Context<'_>, findings: &mut Findings) {
    let network = ctx.network;
    unknown_tables(ctx, findings);
    for (id, table) in propagation::refusing_tables(ctx) {
        let lost = topology::workload_subnets_with(network, id)
            .filter_map(|subnet| Some((subnet, lost_by(ctx, subnet)?)))
            .collect::<Vec<_>>();
        let Some((_, (to, flow))) = lost.first() else { continue };
        let names =
            topology::several(lost.iter().map(|(id, _)| topology::subnet_name(network, *id)));
        let diagnostic = findings.report(
            &table.declared,
            table.propagates_gateway_routes.span,
            format!("{names} cannot reach {}: with propagation off the routes of the virtual hub are refused", to.id(network)),
        );
        for (subnet, _) in lost.iter().take(3) {
            diagnostic
                .relate(network.subnets[*subnet].route_table.span, "the table is associated here");
        }
        diagnostic.steps = flow.forward.steps();
        diagnostic.help(
            "Switch propagation on: a virtual hub reaches its networks by gateway routes only.",
        );
    }
}

/// A table of which it is unknown whether it refuses routes that its subnets need.
fn unknown_tables(ctx: &Context<'_>, findings: &mut Findings) {
    for (id, table) in ctx.network.route_tables.entries() {
        let fact = &table.propagates_gateway_routes;
        let Some(why) = fact.why() else { continue };
        let mut subnets = topology::workload_subnets_with(ctx.network, id);
        let depends = |flow: &Flow| flow.verdict == Verdict::Depends;
        if subnets.any(|subnet| flow_that(ctx, subnet, depends).is_some()) {
            findings.cannot_tell(why, fact.span);
        }
    }
}

/// A connected network or site that a subnet loses by its table.
fn lost_by(ctx: &Context<'_>, subnet: Id<Subnet>) -> Option<(Endpoint, Rc<Flow>)> {
    flow_that(ctx, subnet, |flow| flow.because.code == Code::PropagationDisabled)
}

/// A flow over the hub to a connected network or a site that is of some kind.
fn flow_that(
    ctx: &Context<'_>,
    subnet: Id<Subnet>,
    is_one: impl Fn(&Flow) -> bool,
) -> Option<(Endpoint, Rc<Flow>)> {
    let network = ctx.network;
    let vnet = network.subnets[subnet].virtual_network;
    let (_, own) =
        virtual_wan::connections(network).find(|(_, one)| one.virtual_network == vnet)?;
    let others = virtual_wan::connections_of(network, own.hub)
        .filter(|(_, one)| one.virtual_network != vnet)
        .map(|(_, one)| Endpoint::VirtualNetwork(one.virtual_network));
    let sites = [HubGatewayKind::SiteToSite, HubGatewayKind::ExpressRoute]
        .into_iter()
        .flat_map(|kind| virtual_wan::sites_of(network, own.hub, kind))
        .map(Endpoint::Site);
    let mut ends = others.take(MOST).chain(sites.take(MOST));
    ends.find_map(|to| {
        let flow = ctx.flow(Endpoint::Subnet(subnet), to);
        is_one(&flow).then_some((to, flow))
    })
}
