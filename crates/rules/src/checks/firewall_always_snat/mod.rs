//! `firewall-always-snat`

use nexthop_source::Severity;

use crate::{Context, Findings, Rule, topology};

pub(super) static RULE: Rule = Rule {
    name: "firewall-always-snat",
    severity: Severity::Note,
    since: "0.1.0",
    summary: "a firewall replaces the source address of everything",
    docs: include_str!("rule.md"),
    check,
};

fn check(ctx: &Context<'_>, findings: &mut Findings) {
    let network = ctx.network;
    for firewall in &network.firewalls {
        let vnet = firewall.virtual_network.value().copied().flatten();
        if !topology::certain(&firewall.declared) || firewall.declared.existing {
            continue;
        }
        // It is how clients without a Route Server get answers over ExpressRoute.
        let needed = topology::coexisting(network)
            .any(|pair| Some(pair.vnet) == vnet && pair.vpn.clients.is_some());
        let (declared, ranges) = topology::private_ranges(network, firewall);
        let Some(Some(known)) = ranges.value() else { continue };
        let always = known.len() == 1
            && known.iter().all(|range| range.net.to_string() == "255.255.255.255/32");
        if always && !needed {
            findings
                .report(
                    declared,
                    ranges.span,
                    format!("{} replaces the source address of everything: no destination sees who is asking", firewall.declared.label()),
                )
                .help("Leave the private ranges out, or list RFC 1918, unless this is meant.");
        }
    }
}
