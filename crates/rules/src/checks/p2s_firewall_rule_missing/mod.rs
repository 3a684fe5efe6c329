//! `p2s-firewall-rule-missing`

use std::rc::Rc;

use nexthop_core::{
    network::{Firewall, Gateway, Id, VirtualNetwork},
    routing::{Appliance, Code, Endpoint, Flow},
};
use nexthop_source::Severity;

use crate::{Context, Findings, Rule, p2s, topology};

pub(super) static RULE: Rule = Rule {
    name: "p2s-firewall-rule-missing",
    severity: Severity::Warning,
    since: "0.1.0",
    summary: "a firewall in the way of point-to-site clients has no rule that allows them",
    docs: include_str!("rule.md"),
    check,
};

fn check(ctx: &Context<'_>, findings: &mut Findings) {
    let network = ctx.network;
    for (id, gateway) in network.gateways.entries() {
        let Some(clients) =
            gateway.clients.as_ref().filter(|_| topology::certain(&gateway.declared))
        else {
            continue;
        };
        let Some(&hub) = gateway.virtual_network.value() else { continue };
        let flows = flows(ctx, id, hub);
        let Some(denied) = flows.iter().find(|flow| flow.because.code == Code::FirewallDenies)
        else {
            continue;
        };
        // Where some pass, the others are kept out on purpose.
        let passes = |flow: &Rc<Flow>| {
            flow.because.code != Code::FirewallDenies && topology::passes_firewall(&flow.forward)
        };
        let Some(firewall) = firewall_of(denied).filter(|_| !flows.iter().any(passes)) else {
            continue;
        };
        let firewall = &network.firewalls[firewall];
        let policy =
            firewall.policy.value().copied().flatten().map(|id| &network.firewall_policies[id]);
        // A policy without any rules has them elsewhere.
        let Some(policy) = policy.filter(|policy| !policy.rules.known.is_empty()) else { continue };
        let diagnostic = findings.report(
            &policy.declared,
            policy.declared.span,
            format!(
                "no rule of {} lets through point-to-site clients of {}{}, whose traffic passes {}",
                policy.declared.label(),
                gateway.declared.label(),
                p2s::pool(clients),
                firewall.declared.label()
            ),
        );
        diagnostic.steps = denied.forward.steps();
        diagnostic
            .relate(clients.pool.span, "the client pool")
            .help("Allow the client pool to the networks and sites that clients need.");
        let denied = flows.iter().filter(|flow| flow.because.code == Code::FirewallDenies);
        findings.explain(denied.map(|flow| (flow.from, flow.to)));
    }
}

/// From the clients to every site behind the gateway's network and every workload subnet
/// of it and its peers.
fn flows(ctx: &Context<'_>, id: Id<Gateway>, hub: Id<VirtualNetwork>) -> Vec<Rc<Flow>> {
    let network = ctx.network;
    let sites = topology::sites_behind(network, hub).map(Endpoint::Site);
    let vnets = std::iter::once(hub).chain(topology::peered_with(network, hub));
    let subnets = vnets.flat_map(|vnet| topology::workload_subnets(network, vnet));
    let to = sites.chain(subnets.map(Endpoint::Subnet));
    to.map(|to| ctx.flow(Endpoint::Clients(id), to)).collect()
}

fn firewall_of(flow: &Flow) -> Option<Id<Firewall>> {
    topology::appliances(&flow.forward).find_map(|appliance| match appliance {
        Appliance::Firewall(id) => Some(id),
        _ => None,
    })
}
