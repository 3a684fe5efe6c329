//! What configured appliances tell the Route Server or the virtual hub they peer with.

use std::net::IpAddr;

use nexthop_iac::Why;
use nexthop_source::Step;

use super::{
    Code, RouteDestination,
    condition::{Condition, Reason},
    index::Audience,
    topology::Topology,
};
use crate::{
    ApplianceModel, Network,
    network::{BgpPeer, Declared, Several},
};

/// The AS of Route Servers and virtual hubs, which drop what has passed through one
/// (<https://learn.microsoft.com/azure/route-server/route-server-faq>).
const OWN_ASN: u32 = 65515;

/// "Azure Route Server supports `NO_ADVERTISE` BGP Community": what has it is told to no other
/// peer, "including the ExpressRoute gateway" (the same page).
const NO_ADVERTISE: &str = "65535:65282";

/// What one peer tells.
#[derive(Clone, Debug)]
pub(super) struct Told {
    pub(super) peer: IpAddr,
    pub(super) next_hop: IpAddr,
    /// The autonomous systems that it adds.
    pub(super) as_path: Vec<Option<u32>>,
    /// The communities that it adds, where they are configured.
    pub(super) communities: Option<Vec<String>>,
    pub(super) destinations: Vec<(RouteDestination, Step)>,
    pub(super) when: Condition,
    /// The cause that stands for the choice of this peer among equal ones.
    pub(super) spread: u32,
}

impl Told {
    pub(super) fn audience(&self) -> Audience {
        let mut communities = self.communities.iter().flatten();
        let is_kept = communities.any(|one| one == NO_ADVERTISE);
        if is_kept { Audience::Subnets } else { Audience::Everyone }
    }
}

/// What the configured ones of some peers tell; peers with one next hop count once.
pub(super) fn told(
    network: &Network,
    topology: &mut Topology,
    appliances: &[ApplianceModel],
    peers: &Several<BgpPeer>,
) -> Vec<Told> {
    let mut all: Vec<Told> = Vec::new();
    for peer in &peers.known {
        let (Some(&ip), Some(model)) = (peer.ip.value(), model_of(network, appliances, peer))
        else {
            continue;
        };
        let next_hop = model.next_hop.unwrap_or(ip);
        let drops = model.asn == Some(OWN_ASN) || peer.asn.is(&OWN_ASN);
        if drops || all.iter().any(|other| other.next_hop == next_hop) {
            continue;
        }
        let name = &model.name;
        let step = |net| Step {
            code: Code::ApplianceAdvertises.as_str(),
            message: format!("appliance {name} advertises {net} with next hop {next_hop}"),
            span: Some(peer.declared.span),
        };
        let destinations = model
            .advertises
            .iter()
            .map(|net| (RouteDestination::Net(net.trunc()), step(net.trunc())));
        let why = Why::SetByAzure(peer.declared.address.to_string());
        let spread = topology.causes.number("equal path", &why, || Reason {
            message: format!("whether the path over {name} is used"),
            span: Some(peer.declared.span),
        });
        all.push(Told {
            peer: ip,
            next_hop,
            as_path: vec![
                model.asn.or_else(|| peer.asn.value().copied());
                1 + usize::from(model.prepends)
            ],
            communities: model.communities.clone(),
            destinations: destinations.collect(),
            when: topology.causes.presence(&peer.declared),
            spread,
        });
    }
    all
}

/// The configured appliance that a peer is: by the name of the BGP connection, by the
/// peer's address, or by the interface that has it.
pub(crate) fn model_of<'m>(
    network: &Network,
    appliances: &'m [ApplianceModel],
    peer: &BgpPeer,
) -> Option<&'m ApplianceModel> {
    let ip = peer.ip.value();
    let named = |declared: &Declared, name: &str| {
        declared.address.as_str().eq_ignore_ascii_case(name)
            || declared.name.value().is_some_and(|own| own.eq_ignore_ascii_case(name))
    };
    let interface = network.network_interfaces.iter().find(|interface| {
        let addresses = interface.addresses.known.iter();
        ip.is_some()
            && addresses.into_iter().any(|one| one.ip.value().copied().flatten() == ip.copied())
    });
    appliances.iter().find(|model| {
        named(&peer.declared, &model.name)
            || ip.is_some_and(|ip| ip.to_string() == model.name)
            || interface.is_some_and(|interface| named(&interface.declared, &model.name))
    })
}

/// Whether of every peer it is configured what it tells.
pub(super) fn is_complete(
    network: &Network,
    appliances: &[ApplianceModel],
    peers: &Several<BgpPeer>,
) -> bool {
    peers.more.is_none()
        && peers.known.iter().all(|peer| model_of(network, appliances, peer).is_some())
}
