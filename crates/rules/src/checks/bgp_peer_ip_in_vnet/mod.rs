//! `bgp-peer-ip-in-vnet`

use nexthop_core::network::LocalNetworkGateway;
use nexthop_source::{Diagnostic, Severity};

use crate::{
    Context, Findings, Rule, topology,
    tunnels::{self, Own, Tunnel},
};

pub(super) static RULE: Rule = Rule {
    name: "bgp-peer-ip-in-vnet",
    severity: Severity::Error,
    since: "0.1.0",
    summary: "the BGP address of an on-premises device is its public address or lies in the virtual network",
    docs: include_str!("rule.md"),
    check,
};

fn check(ctx: &Context<'_>, findings: &mut Findings) {
    let network = ctx.network;
    for far in &network.local_network_gateways {
        let Some(&Some(ip)) = far.bgp_peering_address.value() else { continue };
        if topology::certain(&far.declared) && far.gateway_ip.is(&Some(ip)) {
            report(
                findings,
                far,
                &format!("{ip} is the public address of {} too", far.declared.label()),
            )
            .relate(far.gateway_ip.span, "its public address");
        }
    }
    for Tunnel { gateway, far, .. } in tunnels::by_far_end(network) {
        let Some(&Some(ip)) = far.bgp_peering_address.value() else { continue };
        let Some(&vnet) = gateway.virtual_network.value() else { continue };
        let own = tunnels::spaces(network, [vnet]).find(|own| own.prefix.net.contains(&ip));
        if let Some(Own { vnet, prefix }) = own {
            let message = format!(
                "{ip} lies in {} of {}, where the gateway stands",
                prefix.net,
                vnet.label()
            );
            report(findings, far, &message).relate(prefix.span, "the address space");
        }
    }
}

fn report<'f>(
    findings: &'f mut Findings,
    far: &LocalNetworkGateway,
    message: &str,
) -> &'f mut Diagnostic {
    let message = format!("the BGP address {message}: the session cannot come up");
    findings
        .report(&far.declared, far.bgp_peering_address.span, message)
        .help("Give the device a BGP address of its own: a private one on premises, such as a loopback, or one of 169.254.0.0/16.")
}
