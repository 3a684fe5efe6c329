//! `special-subnet-outside-vnet`

use nexthop_core::{
    Network,
    network::{Declared, Id, Prefix, Subnet, SubnetPurpose},
};
use nexthop_source::Severity;

use crate::{Context, Findings, Rule, topology};

pub(super) static RULE: Rule = Rule {
    name: "special-subnet-outside-vnet",
    severity: Severity::Error,
    since: "0.1.0",
    summary: "a special subnet lies outside of its virtual network or overlaps another subnet",
    docs: include_str!("rule.md"),
    check,
};

fn check(ctx: &Context<'_>, findings: &mut Findings) {
    report(ctx.network, findings, |purpose| purpose != SubnetPurpose::General);
}

/// Tells of the subnets of some purposes whose prefixes Azure rejects.
pub(super) fn report(
    network: &Network,
    findings: &mut Findings,
    is_asked_for: fn(SubnetPurpose) -> bool,
) {
    for (id, subnet) in network.subnets.entries() {
        let vnet = &network.virtual_networks[subnet.virtual_network].declared;
        if !is_asked_for(subnet.purpose)
            || !topology::certain(&subnet.declared)
            || subnet.declared.existing
            || vnet.existing
        {
            continue;
        }
        let Some(prefixes) = findings.need(&subnet.prefixes) else { continue };
        let name = subnet.declared.label();
        for prefix in prefixes {
            if is_outside(network, subnet, prefix) {
                findings
                    .report(
                        &subnet.declared,
                        prefix.span,
                        format!(
                            "{name} is {}, which is not in the address space of {}",
                            prefix.net,
                            vnet.label()
                        ),
                    )
                    .relate(vnet.span, "the virtual network")
                    .help("Choose a prefix inside of the address space.");
                continue;
            }
            let others = overlapping(network, id, prefix);
            let names =
                others.iter().map(|(other, its)| format!("{} ({})", other.label(), its.net));
            let names = topology::several(names);
            let subnets = if others.len() == 1 { "subnet" } else { "subnets" };
            if !others.is_empty() {
                let diagnostic = findings.report(
                    &subnet.declared,
                    prefix.span,
                    format!("{name} is {}, which overlaps {subnets} {names}", prefix.net),
                );
                for (_, its) in others.iter().take(3) {
                    diagnostic.relate(its.span, "the other subnet");
                }
                diagnostic.help("Choose a prefix that no other subnet uses.");
            }
        }
    }
}

fn is_outside(network: &Network, subnet: &Subnet, prefix: &Prefix) -> bool {
    let space = network.virtual_networks[subnet.virtual_network].address_space.value();
    space.is_some_and(|space| {
        let family = |range: &&Prefix| range.net.addr().is_ipv4() == prefix.net.addr().is_ipv4();
        !space.is_empty()
            && !space.iter().filter(family).any(|range| range.net.contains(&prefix.net))
    })
}

/// The other subnets of the network that have addresses of the prefix.
fn overlapping<'a>(
    network: &'a Network,
    id: Id<Subnet>,
    prefix: &Prefix,
) -> Vec<(&'a Declared, &'a Prefix)> {
    let subnet = &network.subnets[id];
    let siblings = network.subnets_of(subnet.virtual_network).filter(|&other| other != id);
    let overlapping = siblings.filter_map(|other| {
        let other = &network.subnets[other];
        // Of one name they are one subnet, deployed twice.
        let is_same = other.declared.label().eq_ignore_ascii_case(subnet.declared.label());
        // Of a special one and another the special one is told, else the first.
        let [is_special, own] = [other, subnet].map(|one| one.purpose != SubnetPurpose::General);
        let is_first = (&other.declared.address, other.declared.span.start)
            < (&subnet.declared.address, subnet.declared.span.start);
        let told_there = if is_special == own { is_first } else { is_special };
        let its =
            other.prefixes.value()?.iter().find(|its| topology::overlap(its.net, prefix.net))?;
        let counts = topology::certain(&other.declared) && !told_there && !is_same;
        counts.then_some((&other.declared, its))
    });
    overlapping.collect()
}
