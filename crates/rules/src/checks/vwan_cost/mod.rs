//! `vwan-cost`

use nexthop_core::network::{HubGatewayKind, WanKind};
use nexthop_source::Severity;

use crate::{Context, Findings, Rule, topology, virtual_wan};

/// A month of a hub, in US cents: list price of January 2025.
const HUB: u64 = 18_250;

pub(super) static RULE: Rule = Rule {
    name: "vwan-cost",
    severity: Severity::Note,
    since: "0.1.0",
    summary: "what a Virtual WAN costs by itself",
    docs: include_str!("rule.md"),
    check,
};

fn check(ctx: &Context<'_>, findings: &mut Findings) {
    let network = ctx.network;
    for (id, wan) in network.virtual_wans.entries() {
        if wan.declared.existing
            || !topology::certain(&wan.declared)
            || wan.kind.is(&WanKind::Basic)
        {
            continue;
        }
        let hubs: Vec<_> = virtual_wan::hubs_of(network, id).map(|(hub, _)| hub).collect();
        if hubs.is_empty() {
            continue;
        }
        let gateways: Vec<_> = network
            .hub_gateways
            .iter()
            .filter(|gateway| hubs.contains(&gateway.hub) && topology::certain(&gateway.declared))
            .collect();
        let mut cents = HUB * count(hubs.len());
        let mut known = true;
        for gateway in &gateways {
            match findings.need(&gateway.scale_units) {
                Some(units) => cents += unit(gateway.kind) * u64::from(units.unwrap_or(1)),
                None => known = false,
            }
        }
        if !known {
            continue;
        }
        findings.report(
            &wan.declared,
            wan.declared.span,
            format!(
                "hubs ({}) and gateways ({}) cost about {} USD a month at list price (US, January 2025); traffic, connections and firewalls are not counted",
                hubs.len(),
                gateways.len(),
                cents / 100
            ),
        );
    }
}

/// A month of a gateway's scale unit, in US cents.
fn unit(kind: HubGatewayKind) -> u64 {
    match kind {
        HubGatewayKind::SiteToSite | HubGatewayKind::PointToSite => 26_353,
        HubGatewayKind::ExpressRoute => 30_660,
    }
}

fn count(number: usize) -> u64 {
    u64::try_from(number).unwrap_or(u64::MAX)
}
