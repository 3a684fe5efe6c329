//! Joins of which only one end can be told: what they may lead to may be anything.

use nexthop_iac::Why;
use nexthop_source::Span;

use super::{
    condition::{Causes, Reason},
    target::{Place, Spot},
    topology::Topology,
    verdict::{Judge, Judged},
};
use crate::{
    Fact, Network,
    network::{Connection, ConnectionKind, Declared, Id, VirtualHub, VirtualNetwork},
};

/// Joins of which one end cannot be told, as numbers of causes.
#[derive(Debug, Default)]
pub(super) struct LooseEnds {
    /// By virtual network: a join that leads from it to one that is unknown.
    pub(super) networks: Vec<Option<u32>>,
    /// By site: a connection that leads from it to a gateway that is unknown.
    pub(super) sites: Vec<Option<u32>>,
}

impl Topology {
    pub(super) fn find_loose_ends(&mut self, network: &Network) {
        let mut networks = vec![None; network.virtual_networks.len()];
        let ends = peerings(network).chain(nameless_peers(network)).chain(connections(network));
        for (vnet, why, span, what) in ends {
            let number = number(&mut self.causes, why, span, &what);
            networks[vnet.index()].get_or_insert(number);
        }
        let sites = network.sites.iter().map(|site| {
            let why = site.links.more.as_ref()?;
            let what = format!("the site {}", site.name);
            Some(number(&mut self.causes, why, site.links.span, &what))
        });
        self.loose_ends = LooseEnds { sites: sites.collect(), networks };
    }
}

fn number(causes: &mut Causes, why: &Why, span: Span, what: &str) -> u32 {
    causes.number("other end", why, || Reason {
        message: format!("what {what} is connected to ({why})"),
        span: Some(span),
    })
}

/// A join of a virtual network: why its other end cannot be told, where that is
/// written, and what people call it.
type LooseEnd<'a> = (Id<VirtualNetwork>, &'a Why, Span, String);

fn peerings(network: &Network) -> impl Iterator<Item = LooseEnd<'_>> {
    network.peerings.iter().filter_map(|peering| {
        let unknown = |id: Id<VirtualNetwork>| {
            let declared = &network.virtual_networks[id];
            declared.unidentified.as_ref().map(|why| (why, declared.declared.span))
        };
        let (vnet, (why, span)) = match (unknown(peering.local), unknown(peering.remote)) {
            (None, Some(remote)) => (peering.local, remote),
            (Some(local), None) => (peering.remote, local),
            (None, None) | (Some(_), Some(_)) => return None,
        };
        Some((vnet, why, span, format!("peering {}", peering.declared.label())))
    })
}

/// A peering of a network that is looked up by a name that cannot be told may be one of any
/// network here whose name cannot be told either.
fn nameless_peers(network: &Network) -> impl Iterator<Item = LooseEnd<'_>> {
    let is_elsewhere = |why: &Why| !network.joined && matches!(why, Why::Outside(_));
    network.peerings.iter().flat_map(move |peering| {
        let ends = [peering.local, peering.remote].into_iter();
        let why = ends.filter_map(|end| network.may_be_another(end)).find(|why| !is_elsewhere(why));
        why.into_iter().flat_map(move |why| {
            let nameless = network
                .virtual_networks
                .entries()
                .filter(|(_, vnet)| !vnet.declared.existing && vnet.declared.name.why().is_some());
            nameless.map(move |(vnet, _)| {
                let Declared { span, .. } = peering.declared;
                (vnet, why, span, format!("peering {}", peering.declared.label()))
            })
        })
    })
}

/// Connections between gateways of which one cannot be told.
fn connections(network: &Network) -> impl Iterator<Item = LooseEnd<'_>> {
    let between = network.connections.iter();
    let between = between.filter(|one| one.kind.is(&ConnectionKind::VnetToVnet));
    between.filter_map(|connection| {
        let Connection { declared, gateway, peer_gateway, .. } = connection;
        let known = gateway.value().copied().or_else(|| peer_gateway.value().copied().flatten())?;
        let (why, span) =
            unknown_gateway(network, gateway).or_else(|| unknown_gateway(network, peer_gateway))?;
        let vnet = network.gateways[known].virtual_network.value()?;
        Some((*vnet, why, span, format!("connection {}", declared.label())))
    })
}

/// What comes from outside of the code is no gateway that is here, unless this is the
/// code of several roots.
fn unknown_gateway<'a, T>(network: &Network, gateway: &'a Fact<T>) -> Option<(&'a Why, Span)> {
    let why = gateway.why().filter(|why| network.joined || !matches!(why, Why::Outside(_)))?;
    Some((why, gateway.span))
}

impl Judge<'_> {
    /// A join of an end of the flow, or of a network that it has to do with, that may
    /// lead to what is missing.
    pub(super) fn loose_end(
        &self,
        judged: &Judged,
        networks: &[Id<VirtualNetwork>],
    ) -> Option<u32> {
        let loose = &self.routing.topology.loose_ends;
        let of_site = |spot: &Spot| match spot.place {
            Place::Site(site) => loose.sites[site.index()],
            _ => None,
        };
        let sites = [judged.from, judged.to].iter().find_map(of_site);
        sites.or_else(|| networks.iter().find_map(|vnet| loose.networks[vnet.index()]))
    }

    /// The hub of an end whose connection to it is not in this code: to which tables it
    /// propagates is not known.
    pub(super) fn connected_elsewhere(&self, judged: &Judged) -> Option<Id<VirtualHub>> {
        [judged.from, judged.to].iter().find_map(|spot| {
            let Place::Site(site) = spot.place else { return None };
            let uplinks = &self.routing.wan.uplinks[site.index()];
            uplinks.iter().find(|uplink| uplink.branch.is_none()).map(|uplink| uplink.hub)
        })
    }
}
