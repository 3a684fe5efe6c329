//! `hub-peering-global-cost`

use nexthop_core::network::VirtualNetwork;
use nexthop_source::Severity;

use crate::{Context, Findings, Rule, topology};

pub(super) static RULE: Rule = Rule {
    name: "hub-peering-global-cost",
    severity: Severity::Note,
    since: "0.1.0",
    summary: "peerings between regions are charged by the gigabyte",
    docs: include_str!("rule.md"),
    check,
};

fn check(ctx: &Context<'_>, findings: &mut Findings) {
    let network = ctx.network;
    let region = |vnet: &VirtualNetwork| {
        vnet.location.value().filter(|_| topology::certain(&vnet.declared)).cloned()
    };
    let mut global = Vec::new();
    for (id, peering) in network.peerings.entries() {
        let ends = [peering.local, peering.remote].map(|vnet| &network.virtual_networks[vnet]);
        let [Some(here), Some(there)] = ends.map(region) else { continue };
        // One of the two directions stands for both.
        let twice = network.reverse(id).is_some_and(|other| other < id);
        if here != there && !twice && topology::certain(&peering.declared) {
            global.push((peering, here, there));
        }
    }
    let Some(((first, here, there), rest)) = global.split_first() else { return };
    let others = match rest.len() {
        0 => String::new(),
        1 => ", and another one between regions, too".to_owned(),
        more => format!(", and {more} others between regions, too"),
    };
    let diagnostic = findings.report(
        &first.declared,
        first.declared.span,
        format!("this peering leads from {here} to {there}{others}: traffic between regions costs 0.035 to 0.09 USD a gigabyte in each direction, in a region 0.01"),
    );
    for (peering, here, there) in rest.iter().take(3) {
        diagnostic.relate(peering.declared.span, format!("from {here} to {there}"));
    }
    diagnostic
        .help("Keep what talks much in one region. The price is the list price of the US, 2024.");
}
