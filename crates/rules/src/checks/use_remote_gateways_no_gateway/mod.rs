//! `use-remote-gateways-no-gateway`

use nexthop_source::Severity;

use crate::{Context, Findings, Rule, topology};

pub(super) static RULE: Rule = Rule {
    name: "use-remote-gateways-no-gateway",
    severity: Severity::Error,
    since: "0.1.0",
    summary: "a peering uses the gateways of a network that has none",
    docs: include_str!("rule.md"),
    check,
};

fn check(ctx: &Context<'_>, findings: &mut Findings) {
    let network = ctx.network;
    for (id, peering) in network.peerings.entries() {
        let remote = &network.virtual_networks[peering.remote].declared;
        let asks = peering.use_remote_gateways.is(&true) && topology::certain(&peering.declared);
        if !asks || remote.existing || !topology::certain(remote) {
            continue;
        }
        // What the other side does not offer is `use-remote-gateways-without-transit`.
        let reverse = network.reverse(id).map(|id| &network.peerings[id].allow_gateway_transit);
        if reverse.is_some_and(|offer| offer.is(&false)) {
            continue;
        }
        let (gateways, servers) =
            (network.gateways_of(peering.remote), network.route_servers_of(peering.remote));
        let has_none = findings.need(&gateways).is_some_and(Vec::is_empty)
            && findings.need(&servers).is_some_and(Vec::is_empty);
        if has_none {
            findings
                .report(
                    &peering.declared,
                    peering.use_remote_gateways.span,
                    format!(
                        "the peering uses the gateways of {}, which has neither a gateway nor a Route Server",
                        remote.label()
                    ),
                )
                .relate(remote.span, "the remote network")
                .help("Create the gateway first, or do not use remote gateways.");
        }
    }
}
