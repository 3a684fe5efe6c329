//! `p2s-profile-redownload`

use nexthop_core::{
    Network, PlannedAction, PlannedChange,
    network::{ClientProtocol, Gateway, GatewayKind, Peering},
};
use nexthop_source::Severity;

use crate::{Context, Findings, Rule, topology};

pub(super) static RULE: Rule = Rule {
    name: "p2s-profile-redownload",
    severity: Severity::Note,
    since: "0.1.0",
    summary: "a plan changes what point-to-site clients reach, which they learn from a new profile only",
    docs: include_str!("rule.md"),
    check,
};

fn check(ctx: &Context<'_>, findings: &mut Findings) {
    let network = ctx.network;
    for gateway in topology::certain_gateways(network, GatewayKind::Vpn) {
        let Some(clients) = gateway.clients.as_ref() else { continue };
        // With OpenVPN the clients are told when they connect.
        let protocols = clients.protocols.value();
        if protocols.is_some_and(|all| all.iter().all(|one| *one == ClientProtocol::OpenVpn)) {
            continue;
        }
        let planned = network.planned.get(&gateway.declared.address);
        // Nobody has a profile yet of a gateway that is new.
        let is_there = |planned: &PlannedChange| {
            matches!(planned.action, PlannedAction::Keep | PlannedAction::Update)
        };
        let Some(planned) = planned.filter(|planned| is_there(planned)) else { continue };
        let routes =
            planned.properties.iter().any(|name| name.eq_ignore_ascii_case("customRoutes"));
        let peering = new_spoke(network, gateway);
        let (what, span) = match (routes, peering) {
            (true, _) => ("its custom routes", gateway.custom_routes.span),
            (false, Some(peering)) => ("the networks that use it", peering.declared.span),
            (false, None) => continue,
        };
        findings
            .report(
                &gateway.declared,
                gateway.declared.span,
                format!(
                    "the plan changes {what}: Windows clients of {} need a new profile",
                    gateway.declared.label()
                ),
            )
            .relate(span, "this is changed")
            .help("Let the users download and install the profile of the VPN client again after the change.");
    }
}

/// A network that begins to use a gateway by a peering.
fn new_spoke<'a>(network: &'a Network, gateway: &Gateway) -> Option<&'a Peering> {
    let &hub = gateway.virtual_network.value()?;
    network.peerings.iter().filter(|peering| peering.remote == hub).find(|peering| {
        let planned = network.planned.get(&peering.declared.address);
        let begins = planned.is_some_and(|planned| match planned.action {
            PlannedAction::Create => true,
            PlannedAction::Update => {
                planned.properties.iter().any(|name| name.eq_ignore_ascii_case("useRemoteGateways"))
            }
            PlannedAction::Keep | PlannedAction::Replace => false,
        });
        begins && peering.use_remote_gateways.is(&true)
    })
}
