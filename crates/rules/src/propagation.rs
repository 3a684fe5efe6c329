//! Tables that switch gateway route propagation off, and what their subnets lose.

use std::rc::Rc;

use nexthop_core::{
    network::{Id, RouteTable, Subnet},
    routing::{Code, Endpoint, Flow, Verdict},
};
use nexthop_source::Diagnostic;

use crate::{Context, Findings, fix::Fixable, topology};

/// A workload subnet that loses the way to something by its table.
pub(crate) struct Lost {
    pub subnet: Id<Subnet>,
    pub to: Endpoint,
    pub flow: Rc<Flow>,
}

impl Lost {
    /// What is left where gateway routes are refused, for a message.
    pub(crate) fn what_is_left(&self) -> &'static str {
        if self.flow.because.code == Code::LeavesToInternet {
            "the table sends what is for it to the Internet"
        } else {
            "no route of the table covers it"
        }
    }
}

/// The tables that are known to refuse gateway routes.
pub(crate) fn refusing_tables<'a>(
    ctx: &Context<'a>,
) -> impl Iterator<Item = (Id<RouteTable>, &'a RouteTable)> + use<'a> {
    let tables = &ctx.network.route_tables;
    tables.entries().filter(|(_, table)| {
        table.propagates_gateway_routes.is(&false) && topology::certain(&table.declared)
    })
}

/// Switches the propagation of gateway routes on.
pub(crate) fn switch_on(diagnostic: &mut Diagnostic, table: &RouteTable) {
    let property = "properties.disableBgpRoutePropagation";
    diagnostic.fix(&table.declared, property, &table.propagates_gateway_routes, false);
}

/// What the workload subnets of a table lose among the on-premises sites behind
/// their gateways.
pub(crate) fn lost_sites(
    ctx: &Context<'_>,
    table: Id<RouteTable>,
    findings: &mut Findings,
) -> Vec<Lost> {
    lost(ctx, table, findings, |vnet| {
        topology::sites_behind(ctx.network, vnet).map(Endpoint::Site).collect()
    })
}

/// What they lose among the point-to-site clients of their gateways.
pub(crate) fn lost_clients(
    ctx: &Context<'_>,
    table: Id<RouteTable>,
    findings: &mut Findings,
) -> Vec<Lost> {
    lost(ctx, table, findings, |vnet| topology::clients_in(ctx.network, vnet))
}

fn lost(
    ctx: &Context<'_>,
    table: Id<RouteTable>,
    findings: &mut Findings,
    behind: impl Fn(Id<nexthop_core::network::VirtualNetwork>) -> Vec<Endpoint>,
) -> Vec<Lost> {
    let network = ctx.network;
    let mut lost = Vec::new();
    for subnet in topology::workload_subnets_with(network, table) {
        let vnet = network.subnets[subnet].virtual_network;
        for to in topology::gateway_networks(network, vnet).flat_map(&behind) {
            let flow = ctx.flow(Endpoint::Subnet(subnet), to);
            if flow.verdict == Verdict::Depends {
                findings.flow_cannot_be_told(&flow, network.subnets[subnet].declared.span);
            }
            // The Internet is no way there either, where the subnet's own route leads to it.
            let to_internet =
                flow.because.code == Code::LeavesToInternet && flow.forward.hops.len() == 1;
            if flow.because.code == Code::PropagationDisabled || to_internet {
                lost.push(Lost { subnet, to, flow });
            }
        }
    }
    lost
}
