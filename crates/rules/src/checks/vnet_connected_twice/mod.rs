//! `vnet-connected-twice`

use nexthop_core::network::{HubConnection, Id};
use nexthop_source::Severity;

use crate::{Context, Findings, Rule, virtual_wan};

pub(super) static RULE: Rule = Rule {
    name: "vnet-connected-twice",
    severity: Severity::Error,
    since: "0.1.0",
    summary: "a virtual network is connected to two virtual hubs",
    docs: include_str!("rule.md"),
    check,
};

fn check(ctx: &Context<'_>, findings: &mut Findings) {
    let network = ctx.network;
    let mut seen: Vec<Id<HubConnection>> = Vec::new();
    for (id, connection) in virtual_wan::connections(network) {
        let vnet = &network.virtual_networks[connection.virtual_network];
        if vnet.unidentified.is_some() {
            continue;
        }
        let earlier = seen.iter().map(|&id| &network.hub_connections[id]).find(|other| {
            other.virtual_network == connection.virtual_network && other.hub != connection.hub
        });
        if let Some(earlier) = earlier {
            let unknown = [earlier, connection]
                .into_iter()
                .find_map(|one| network.virtual_hubs[one.hub].unidentified.as_ref());
            if let Some(why) = unknown {
                findings.cannot_tell(why, connection.declared.span);
                continue;
            }
            findings
                .report(
                    &connection.declared,
                    connection.declared.span,
                    format!(
                        "{} is connected to a second hub; Azure allows one",
                        vnet.declared.label()
                    ),
                )
                .relate(earlier.declared.span, "the first connection")
                .help("Connect the network to one hub; hubs of one Virtual WAN reach each other.");
        }
        seen.push(id);
    }
}
