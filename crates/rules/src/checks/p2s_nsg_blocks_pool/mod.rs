//! `p2s-nsg-blocks-pool`

use std::collections::BTreeSet;

use ipnet::IpNet;
use nexthop_core::{
    Network, Presence,
    network::{Action, Direction, Id, Prefix, SecurityGroup, SecurityRule, Subnet},
    routing::{Code, Endpoint, Verdict},
};
use nexthop_source::Severity;

use crate::{Context, Findings, Rule, topology};

pub(super) static RULE: Rule = Rule {
    name: "p2s-nsg-blocks-pool",
    severity: Severity::Warning,
    since: "0.1.0",
    summary: "a security rule that is to let point-to-site clients in comes behind one that keeps them out",
    docs: include_str!("rule.md"),
    check,
};

fn check(ctx: &Context<'_>, findings: &mut Findings) {
    let network = ctx.network;
    let mut told = BTreeSet::new();
    for (id, gateway) in network.gateways.entries() {
        let Some(clients) =
            gateway.clients.as_ref().filter(|_| topology::certain(&gateway.declared))
        else {
            continue;
        };
        let (Some(&hub), Some(pool)) = (gateway.virtual_network.value(), clients.pool.value())
        else {
            continue;
        };
        let vnets = std::iter::once(hub).chain(topology::peered_with(network, hub));
        for subnet in vnets.flat_map(|vnet| topology::workload_subnets(network, vnet)) {
            let Some(&Some(group)) = network.subnets[subnet].security_group.value() else {
                continue;
            };
            let Some(allow) = meant_for(network, group, subnet, pool) else { continue };
            let flow = ctx.flow(Endpoint::Clients(id), Endpoint::Subnet(subnet));
            let is_denied = flow.verdict == Verdict::Unreachable
                && flow.because.code == Code::SecurityGroupDenies;
            if !is_denied || !told.insert((id, group)) {
                continue;
            }
            let declared = &network.security_groups[group].declared;
            let diagnostic = findings.report(
                declared,
                allow.span,
                format!(
                    "this rule is to let point-to-site clients of {} into {}, but one that comes first denies all they send",
                    gateway.declared.label(),
                    topology::subnet_name(network, subnet)
                ),
            );
            if let Some(deny) = flow.because.span {
                diagnostic.relate(deny, "this rule comes first");
            }
            diagnostic.steps = flow.forward.steps();
            diagnostic.help("Give the rule that allows a lower number than the one that denies.");
            findings.explain([(flow.from, flow.to)]);
        }
    }
}

/// A rule of a group that allows a whole client pool into a subnet.
fn meant_for<'a>(
    network: &'a Network,
    group: Id<SecurityGroup>,
    subnet: Id<Subnet>,
    pool: &[Prefix],
) -> Option<&'a SecurityRule> {
    let own = network.subnets[subnet].prefixes.value()?;
    let covers = |texts: &[String], nets: &[Prefix]| {
        let nets_of = |text: &String| text.parse::<IpNet>().ok();
        !nets.is_empty()
            && nets
                .iter()
                .all(|net| texts.iter().filter_map(nets_of).any(|own| own.contains(&net.net)))
    };
    let is_any = |texts: &[String]| {
        texts.iter().any(|text| text == "*" || text.eq_ignore_ascii_case("VirtualNetwork"))
    };
    network.security_groups[group].rules.known.iter().find(|rule| {
        let (Some(sources), Some(destinations)) = (rule.sources.value(), rule.destinations.value())
        else {
            return false;
        };
        rule.presence == Presence::Certain
            && rule.direction.is(&Direction::Inbound)
            && rule.action.is(&Action::Allow)
            && covers(sources, pool)
            && (is_any(destinations) || covers(destinations, own))
    })
}
