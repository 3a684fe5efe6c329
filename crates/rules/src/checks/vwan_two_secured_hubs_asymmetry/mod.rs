//! `vwan-two-secured-hubs-asymmetry`

use std::rc::Rc;

use nexthop_core::{
    Network, Presence,
    network::{Firewall, HubNextHop, HubRoute, Id, VirtualHub},
    routing::{Appliance, Endpoint, Flow, Verdict},
};
use nexthop_source::Severity;

use crate::{Context, Findings, Rule, asymmetry, virtual_wan};

pub(super) static RULE: Rule = Rule {
    name: "vwan-two-secured-hubs-asymmetry",
    severity: Severity::Warning,
    since: "0.1.0",
    summary: "static routes lead private traffic to firewalls that see one direction between hubs",
    docs: include_str!("rule.md"),
    check,
};

fn check(ctx: &Context<'_>, findings: &mut Findings) {
    let network = ctx.network;
    for (hub, declared) in virtual_wan::hubs(network) {
        let Some((route, firewall)) = secured(network, hub) else {
            unknown_next_hops(network, hub, findings);
            continue;
        };
        let others = virtual_wan::hubs_of(network, declared.wan).filter(|(other, _)| *other != hub);
        let partner = others
            .filter(|(other, _)| virtual_wan::intent_of(network, *other).is_none())
            .find_map(|(other, far)| {
                let theirs = secured(network, other);
                // Of two hubs that are alike the first one tells of both.
                let told = theirs.is_some() && other < hub;
                let flow = broken(ctx, hub, other).filter(|_| !told)?;
                let crosses = theirs.is_none() || flow.verdict == Verdict::Asymmetric;
                crosses.then_some((far, theirs, flow))
            });
        let Some((far, theirs, flow)) = partner else { continue };
        let table = virtual_wan::default_table(network, hub);
        let Some(table) = table.map(|table| &network.hub_route_tables[table].declared) else {
            continue;
        };
        let name = |firewall: Id<Firewall>| network.firewalls[firewall].declared.label();
        let (own, far_name) = (declared.declared.label(), far.declared.label());
        let message = match theirs {
            Some((_, other)) => format!(
                "private traffic of {own} passes {}, that of {far_name} {}: {}",
                name(firewall),
                name(other),
                flow.because.message
            ),
            None => format!(
                "private traffic of {own} passes {}, but {far_name} has no such route: {}",
                name(firewall),
                flow.because.message
            ),
        };
        let diagnostic = findings.report(table, route.span, message);
        match theirs {
            Some((theirs, _)) => diagnostic.relate(theirs.span, "the route of the other hub"),
            None => diagnostic.relate(far.declared.span, "the hub without a route to a firewall"),
        };
        diagnostic.steps = flow.forward.steps();
        diagnostic.help(
            "Use routing intent on both hubs: static routes do not inspect traffic between hubs.",
        );
        if let Some((_, other)) = theirs {
            let [one, other] = [firewall, other].map(Appliance::Firewall);
            let is_between = |flow: &&Rc<Flow>| {
                asymmetry::two_sided(flow)
                    .is_some_and(|pair| pair == (one, other) || pair == (other, one))
            };
            let flows = ctx.overview().iter().filter(is_between);
            findings.explain(flows.map(|flow| (flow.from, flow.to)));
        }
    }
}

/// The static route that leads private traffic of a hub without routing intent to its firewall.
fn secured(network: &Network, hub: Id<VirtualHub>) -> Option<(&HubRoute, Id<Firewall>)> {
    if virtual_wan::intent_of(network, hub).is_some() {
        return None;
    }
    let table = virtual_wan::default_table(network, hub)?;
    network.hub_route_tables[table].routes.known.iter().find_map(|route| {
        let Some(HubNextHop::Firewall(firewall)) = route.next_hop.value() else { return None };
        let mut nets = route.destinations.value()?.iter().map(|prefix| prefix.net);
        let private = nets.any(|net| net.prefix_len() > 0 && virtual_wan::is_rfc1918(net));
        (private && route.presence == Presence::Certain).then_some((route, *firewall))
    })
}

/// Static routes for private traffic of which it is unknown where they lead, in a hub beside
/// others.
fn unknown_next_hops(network: &Network, hub: Id<VirtualHub>, findings: &mut Findings) {
    let wan = network.virtual_hubs[hub].wan;
    let beside_others = virtual_wan::hubs_of(network, wan).any(|(other, _)| other != hub);
    let Some(table) = virtual_wan::default_table(network, hub) else { return };
    if !beside_others || virtual_wan::intent_of(network, hub).is_some() {
        return;
    }
    for route in &network.hub_route_tables[table].routes.known {
        let Some(destinations) = route.destinations.value() else { continue };
        if destinations.iter().any(|prefix| virtual_wan::is_rfc1918(prefix.net)) {
            findings.need(&route.next_hop);
        }
    }
}

/// A flow between the networks of two hubs that fails.
fn broken(ctx: &Context<'_>, hub: Id<VirtualHub>, other: Id<VirtualHub>) -> Option<Rc<Flow>> {
    let first = |hub| {
        let (_, one) = virtual_wan::connections_of(ctx.network, hub).next()?;
        Some(Endpoint::VirtualNetwork(one.virtual_network))
    };
    let (from, to) = (first(hub)?, first(other)?);
    let flow = ctx.flow(from, to);
    matches!(flow.verdict, Verdict::Asymmetric | Verdict::Unreachable).then_some(flow)
}
