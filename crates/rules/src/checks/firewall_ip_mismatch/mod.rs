//! `firewall-ip-mismatch`

use std::net::IpAddr;

use nexthop_core::{
    Network,
    network::{Firewall, Route, Subnet, SubnetPurpose},
};
use nexthop_source::Severity;

use crate::{Context, Findings, Rule, topology, user_routes};

pub(super) static RULE: Rule = Rule {
    name: "firewall-ip-mismatch",
    severity: Severity::Error,
    since: "0.1.0",
    summary: "a route leads into AzureFirewallSubnet and misses the firewall's address",
    docs: include_str!("rule.md"),
    check,
};

fn check(ctx: &Context<'_>, findings: &mut Findings) {
    let network = ctx.network;
    for (id, table) in user_routes::tables(network) {
        for route in user_routes::routes(table) {
            let missed = user_routes::subnets_with(network, id)
                .find_map(|(_, from)| missed(network, from, route));
            let Some((firewall, ip)) = missed else { continue };
            findings
                .report(
                    &table.declared,
                    route.appliance.span,
                    format!(
                        "the next hop lies in AzureFirewallSubnet, but the address of {} is {ip}",
                        firewall.declared.label()
                    ),
                )
                .relate(firewall.private_ip.span, format!("the firewall has {ip}"))
                .help("Refer to the private address that the firewall exports.");
        }
    }
}

/// The firewall in the subnet that a next hop lies in, if its address is another one.
fn missed<'a>(
    network: &'a Network,
    from: &Subnet,
    route: &Route,
) -> Option<(&'a Firewall, IpAddr)> {
    user_routes::net_to_appliance(route)?;
    let (id, ip) = user_routes::subnet_of_next_hop(network, from, route)?;
    if network.subnets[id].purpose != SubnetPurpose::Firewall {
        return None;
    }
    let mut here = network.firewalls.iter().filter(|firewall| firewall.subnet.is(&Some(id)));
    let firewall = here.next().filter(|firewall| topology::certain(&firewall.declared))?;
    let own = *firewall.private_ip.value()?;
    (here.next().is_none() && own != ip).then_some((firewall, own))
}
