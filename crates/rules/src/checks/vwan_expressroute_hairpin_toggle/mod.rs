//! `vwan-expressroute-hairpin-toggle`

use nexthop_source::Severity;

use crate::{Context, Findings, Rule, topology};

pub(super) static RULE: Rule = Rule {
    name: "vwan-expressroute-hairpin-toggle",
    severity: Severity::Warning,
    since: "0.1.0",
    summary: "a hub and a gateway on one circuit do not take each other's traffic, though one of them is told to",
    docs: include_str!("rule.md"),
    check,
};

fn check(ctx: &Context<'_>, findings: &mut Findings) {
    let network = ctx.network;
    for branch in &network.hub_branches {
        let (Some(&of_hub), Some(&Some(circuit))) =
            (branch.gateway.value(), branch.circuit.value())
        else {
            continue;
        };
        let of_hub = &network.hub_gateways[of_hub];
        for connection in network.connections.iter().filter(|one| one.circuit.is(&Some(circuit))) {
            let Some(&gateway) = connection.gateway.value() else { continue };
            let gateway = &network.gateways[gateway];
            let there =
                [&branch.declared, &of_hub.declared, &connection.declared, &gateway.declared];
            if !there.iter().all(|declared| topology::certain(declared) && !declared.existing) {
                continue;
            }
            let flags = [
                (
                    &of_hub.allow_non_virtual_wan_traffic,
                    &of_hub.declared,
                    "allow_non_virtual_wan_traffic",
                ),
                (
                    &gateway.allow_virtual_wan_traffic,
                    &gateway.declared,
                    "virtual_wan_traffic_enabled",
                ),
                (
                    &gateway.allow_remote_vnet_traffic,
                    &gateway.declared,
                    "remote_vnet_traffic_enabled",
                ),
            ];
            let mut values = Vec::new();
            for (flag, ..) in flags {
                values.extend(findings.need(flag).copied());
            }
            let [non_wan, wan, _] = values[..] else { continue };
            let Some(&(flag, declared, name)) = flags.iter().find(|(flag, ..)| flag.is(&false))
            else {
                continue;
            };
            if !non_wan && !wan {
                continue;
            }
            findings
                .report(
                    declared,
                    flag.span,
                    format!(
                        "{} and {} are on one circuit, but {name} is off: nothing passes between their networks",
                        of_hub.declared.label(),
                        gateway.declared.label()
                    ),
                )
                .relate(branch.declared.span, "the hub's connection to the circuit")
                .relate(connection.declared.span, "the gateway's connection to the circuit")
                .help("Traffic over the edge of a circuit takes all three flags. Microsoft advises against that way: connect the network to the hub instead.");
        }
    }
}
