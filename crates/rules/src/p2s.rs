//! Point-to-site clients and what lies behind the ExpressRoute gateway beside
//! theirs: shared by the rules that tell its failures apart.

use std::rc::Rc;

use nexthop_core::{
    network::{ClientConfiguration, Gateway, Id, Site},
    routing::{Code, Endpoint, Flow, Verdict},
};
use nexthop_source::Step;

use crate::{Context, Findings, topology};

/// What is missing between clients and a site.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Missing {
    /// Nothing leads back to the client pool.
    WayBack,
    /// A firewall is on the way there as the way around that, and does not
    /// translate the source.
    SourceNat,
    /// The way back is solved; the clients are not told the way there.
    ClientRoute,
}

/// The flows from the clients of a gateway to each site behind an ExpressRoute
/// gateway of the same virtual network. Those that cannot be told are said to be
/// undecided.
pub(crate) fn express_route_flows<'a>(
    ctx: &Context<'a>,
    id: Id<Gateway>,
    findings: &'a mut Findings,
) -> impl Iterator<Item = (Id<Site>, Rc<Flow>)> {
    let network = ctx.network;
    let vpn = &network.gateways[id];
    let vnet = vpn.clients.as_ref().and(vpn.virtual_network.value()).copied();
    let mut flows = Vec::new();
    let Some(vnet) = vnet.filter(|_| topology::certain(&vpn.declared)) else {
        return flows.into_iter();
    };
    for site in topology::sites_behind(network, vnet) {
        if topology::express_route_to(network, vnet, &network.sites[site]).is_none() {
            continue;
        }
        let flow = ctx.flow(Endpoint::Clients(id), Endpoint::Site(site));
        if matches!(flow.verdict, Verdict::Depends | Verdict::Undecided) {
            findings.flow_cannot_be_told(&flow, vpn.declared.span);
        }
        flows.push((site, flow));
    }
    flows.into_iter()
}

/// What is missing, if the flow fails for one of these reasons.
pub(crate) fn missing(flow: &Flow, vpn: &Gateway) -> Option<Missing> {
    if flow.verdict != Verdict::Unreachable {
        return None;
    }
    let pushed = vpn.custom_routes.value().is_some_and(|routes| !routes.is_empty());
    match flow.because.code {
        Code::NoReturnRoute if pushed && topology::passes_firewall(&flow.forward) => {
            Some(Missing::SourceNat)
        }
        Code::NoReturnRoute => Some(Missing::WayBack),
        Code::NoClientRoute => Some(Missing::ClientRoute),
        _ => None,
    }
}

/// The pool in brackets, where it is known.
pub(crate) fn pool(clients: &ClientConfiguration) -> String {
    clients.pool.value().map_or_else(String::new, |prefixes| {
        let nets: Vec<_> = prefixes.iter().map(|prefix| prefix.net.to_string()).collect();
        if nets.is_empty() { String::new() } else { format!(" ({})", nets.join(", ")) }
    })
}

/// The way there and the way back.
pub(crate) fn steps(flow: &Flow) -> Vec<Step> {
    flow.forward.steps().into_iter().chain(flow.back.steps()).collect()
}
