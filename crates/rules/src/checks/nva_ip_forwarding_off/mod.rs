//! `nva-ip-forwarding-off`

use nexthop_core::network::{Id, LoadBalancer, NetworkInterface, NextHopTarget, Route};
use nexthop_source::Severity;

use crate::{Context, Findings, Rule, fix::Fixable, topology};

pub(super) static RULE: Rule = Rule {
    name: "nva-ip-forwarding-off",
    severity: Severity::Error,
    since: "0.1.0",
    summary: "a route leads to a network interface that does not forward",
    docs: include_str!("rule.md"),
    check,
};

fn check(ctx: &Context<'_>, findings: &mut Findings) {
    let network = ctx.network;
    for (id, interface) in network.network_interfaces.entries() {
        if !topology::certain(&interface.declared) || interface.declared.existing {
            continue;
        }
        let lead = network
            .route_tables
            .entries()
            .filter(|(table, _)| {
                network.subnets.iter().any(|subnet| subnet.route_table.is(&Some(*table)))
            })
            .flat_map(|(_, table)| &table.routes.known)
            .find_map(|route| Some((route, leads_to(ctx, route, id, interface)?)));
        let Some((route, lead)) = lead else { continue };
        if findings.need(&interface.ip_forwarding) == Some(&false) {
            findings
                .report(
                    &interface.declared,
                    interface.ip_forwarding.span,
                    format!(
                        "{} is {} and does not forward: Azure drops what is not for itself",
                        interface.declared.label(),
                        match lead {
                            Lead::Itself => "the next hop of a route",
                            Lead::Balancer => "behind the load balancer that a route leads to",
                        }
                    ),
                )
                .relate(route.appliance.span, "the route that leads here")
                .help("Switch IP forwarding on for the interface (and in the appliance's operating system).")
                .fix(&interface.declared, "properties.enableIPForwarding", &interface.ip_forwarding, true);
        }
    }
}

/// How a route comes to an interface.
enum Lead {
    Itself,
    /// By the load balancer that it is a backend of.
    Balancer,
}

fn leads_to(
    ctx: &Context<'_>,
    route: &Route,
    id: Id<NetworkInterface>,
    interface: &NetworkInterface,
) -> Option<Lead> {
    let network = ctx.network;
    let is_behind = |is_it: &dyn Fn(Id<LoadBalancer>) -> bool| {
        interface.balancers.known.iter().any(|balancer| is_it(*balancer)).then_some(Lead::Balancer)
    };
    match (*route.appliance.value()?)? {
        NextHopTarget::NetworkInterface(target) => (target == id).then_some(Lead::Itself),
        NextHopTarget::LoadBalancer(target) => is_behind(&|balancer| balancer == target),
        NextHopTarget::Address(ip) => {
            let has = |interface: &NetworkInterface| {
                interface.addresses.known.iter().any(|address| address.ip.is(&Some(ip)))
            };
            let is_at = |balancer: Id<LoadBalancer>| {
                let frontends = &network.load_balancers[balancer].frontends.known;
                frontends.iter().any(|frontend| frontend.ip.is(&Some(ip)))
            };
            // Networks may use the same addresses twice; only one owner makes it certain.
            let owners = network.network_interfaces.iter().filter(|other| has(other)).count()
                + network.load_balancers.ids().filter(|balancer| is_at(*balancer)).count();
            if owners != 1 {
                return None;
            }
            if has(interface) { Some(Lead::Itself) } else { is_behind(&is_at) }
        }
        NextHopTarget::Firewall(_) => None,
    }
}
