//! BGP: which router tells which prefix, with which path.
//!
//! Gateways, Microsoft's edge routers, on-premises routers and Route Servers are speakers,
//! what joins them are sessions, and paths pass from one to the next until nothing changes.
//! What of it is Microsoft's word and what was seen in captured tables is in
//! `docs/routing.md`, "BGP tables".

mod advertised;
mod export;
mod sessions;

use std::{collections::BTreeMap, net::IpAddr};

use ipnet::IpNet;

use super::{
    Appliance,
    announcement::{Announcer, Uplink},
    partners::{Exchange, Neighbour},
    parts_down::PartsDown,
};
use crate::{
    Network,
    network::{
        Circuit, CircuitLink, Gateway, GatewayKind, HubGateway, Id, RouteServer, Site, SiteLink,
    },
};
use export::Session;
pub(super) use export::is_private;

/// What private peering tells of itself
/// (<https://learn.microsoft.com/azure/expressroute/expressroute-routing>).
pub(super) const EDGE_ASN: u32 = 12076;

/// The AS of gateways that have no other and of Route Servers, which none of them takes
/// from a neighbour in another AS (<https://learn.microsoft.com/azure/route-server/route-server-faq>).
const AZURE_ASN: u32 = 65515;

/// Weights as `list-learned-routes` prints them: a gateway prefers what came over
/// ExpressRoute (captured tables, `docs/routing.md`).
const WEIGHT: u32 = 32768;
const WEIGHT_OF_EXPRESS_ROUTE: u32 = 32769;

/// A path crosses a network of gateways, edges and sites in fewer steps than that.
const MOST_ROUNDS: usize = 32;

/// A router that speaks BGP.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Speaker {
    /// An instance of a gateway, counted from 0.
    Gateway(Id<Gateway>, u8),
    /// The router of Microsoft's edge at the end of a circuit's link.
    Edge(Id<Circuit>, CircuitLink),
    /// The routers of an on-premises site.
    Site(Id<Site>),
    /// An instance of a Route Server, counted from 0.
    RouteServer(Id<RouteServer>, u8),
    /// An appliance that peers with a Route Server.
    Appliance(Appliance),
    /// An instance of a VPN gateway of a virtual hub, counted from 0.
    HubGateway(Id<HubGateway>, u8),
}

/// How a router has come to know a prefix, in the words of `list-learned-routes` and
/// `list-advertised-routes`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum BgpOrigin {
    /// `Network`: of itself, without BGP.
    Network,
    /// `EBgp`
    External,
    /// `IBgp`
    Internal,
    /// `Igp`, of what a router tells: it begins there.
    Igp,
    /// Of what a router tells: `Igp` or `Incomplete`, as it was where it began.
    Elsewhere,
}

impl BgpOrigin {
    /// The word of Azure's tables.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Network => "Network",
            Self::External => "EBgp",
            Self::Internal => "IBgp",
            Self::Igp => "Igp",
            Self::Elsewhere => "?",
        }
    }
}

/// A row of a gateway's or a circuit's table.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BgpRoute {
    /// The prefix.
    pub network: IpNet,
    /// Where it leads; none for what the router has of itself.
    pub next_hop: Option<Speaker>,
    /// How it came.
    pub origin: BgpOrigin,
    /// Who told it: for what the router has of itself, it; for what it tells, none.
    pub source_peer: Option<Speaker>,
    /// The autonomous systems on the way, the nearest first; one that cannot be told is none.
    pub as_path: Vec<Option<u32>>,
    /// The gateway's weight, where it is known.
    pub weight: Option<u32>,
    /// Whose row it is.
    pub at: Speaker,
    /// Whether the row is there for certain, and not only where something unknown exists.
    pub is_sure: bool,
}

impl BgpRoute {
    /// The address of a router that the row names, where it can be told. What Azure gives
    /// the instances of gateways and its edge routers cannot.
    pub fn address(&self, network: &Network, router: Speaker) -> Option<IpAddr> {
        match (self.at, router) {
            // "The first usable IP address of the subnet" is the customer's
            // (<https://learn.microsoft.com/azure/expressroute/expressroute-routing>).
            (Speaker::Edge(circuit, link), Speaker::Site(_)) => {
                network.circuits[circuit].link_prefixes(link).next()?.hosts().next()
            }
            // "Microsoft will use the second usable IP for its router."
            (Speaker::Edge(circuit, link), own @ Speaker::Edge(..)) if own == self.at => {
                network.circuits[circuit].link_prefixes(link).next()?.hosts().nth(1)
            }
            (Speaker::Gateway(..), Speaker::Site(site)) => {
                let links = network.sites[site].links.known.iter();
                links
                    .filter_map(|link| match *link {
                        SiteLink::Vpn { local_network_gateway, .. } => Some(local_network_gateway),
                        _ => None,
                    })
                    .find_map(|id| {
                        network.local_network_gateways[id].bgp_peering_address.value().copied()?
                    })
            }
            (_, Speaker::Appliance(appliance)) => appliance.address(network),
            _ => None,
        }
    }
}

/// Who besides the neighbours of its kind may hear of a path.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
enum Scope {
    #[default]
    Everyone,
    /// The other instance of the gateway.
    Sibling,
    /// The edge routers of circuits.
    Edge,
    /// All but the edge routers.
    NotEdge,
}

/// A prefix at one router, by one way.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Path {
    /// The neighbour that told it; none for the router's own.
    from: Option<usize>,
    next_hop: Option<Speaker>,
    origin: BgpOrigin,
    systems: Vec<Option<u32>>,
    weight: Option<u32>,
    /// The router that told it first.
    begins: usize,
    /// The last site that has passed it on.
    through: Option<Id<Site>>,
    scope: Scope,
    /// Other networks of the gateway's own: not told to the gateway beside it.
    is_own_space: bool,
    is_sure: bool,
}

/// The paths at one router, by prefix.
type Rib = BTreeMap<IpNet, Vec<Path>>;

/// What BGP is computed from.
pub(super) struct Ground<'a> {
    pub(super) announcer: Announcer<'a>,
    /// By site: its ways to gateways, those without a working link among them.
    pub(super) edges: &'a [Vec<Uplink>],
    pub(super) neighbours: &'a [Vec<Neighbour>],
    /// By virtual network.
    pub(super) exchanges: &'a [Vec<Exchange>],
    /// By virtual network: what configured appliances tell the Route Server there.
    pub(super) told: &'a [Vec<super::announcement::Announcement>],
    /// What gateways hear from virtual hubs through tunnels.
    pub(super) from_hubs: &'a [FromHub],
    pub(super) down: &'a PartsDown,
}

/// What a gateway of a virtual network hears from one of a virtual hub by BGP.
#[derive(Debug)]
pub(super) struct FromHub {
    pub(super) gateway: Id<Gateway>,
    pub(super) hub_gateway: Id<HubGateway>,
    /// Prefixes, the autonomous systems on the way, and whether they are there for certain.
    pub(super) told: Vec<(IpNet, Vec<Option<u32>>, bool)>,
}

/// What every router knows by BGP.
#[derive(Debug, Default)]
pub struct Bgp {
    speakers: Vec<Speaker>,
    ribs: Vec<Rib>,
    sessions: Vec<Session>,
    /// By speaker: the kind of gateway that it is an instance of.
    kinds: Vec<Option<GatewayKind>>,
    /// By speaker: the kind of gateway whose paths a Route Server prefers.
    prefers: Vec<Option<GatewayKind>>,
}

/// A prefix that a site passes on to a gateway from another one.
pub(super) struct PassedOn {
    pub(super) network: IpNet,
    pub(super) site: Id<Site>,
    /// The gateway at the other side of the site.
    pub(super) gateway: Id<Gateway>,
}

impl Bgp {
    pub(super) fn new(ground: &Ground<'_>) -> Self {
        let sessions::Sessions { speakers, kinds, prefers, own, list } = sessions::find(ground);
        let mut bgp = Self { speakers, ribs: own.clone(), sessions: list, kinds, prefers };
        for _ in 0..MOST_ROUNDS {
            let next = bgp.round(&own);
            if next == bgp.ribs {
                break;
            }
            bgp.ribs = next;
        }
        bgp
    }

    /// What every router knows once each has told its neighbours its best paths.
    fn round(&self, own: &[Rib]) -> Vec<Rib> {
        let mut next = own.to_vec();
        for session in &self.sessions {
            let from = &self.ribs[session.from];
            for (&network, paths) in from {
                let Some(best) = paths.first() else { continue };
                let rib = &mut next[session.to];
                if let Some(told) = session.told(self, network, best) {
                    rib.entry(network).or_default().push(told);
                }
            }
        }
        for (at, rib) in next.iter_mut().enumerate() {
            for paths in rib.values_mut() {
                paths.sort_by(|one, other| {
                    self.preference(at, one).cmp(&self.preference(at, other)).then(one.cmp(other))
                });
            }
        }
        next
    }

    /// By which a router chooses among paths for one prefix; the least is chosen.
    fn preference(&self, at: usize, path: &Path) -> (bool, u32, bool, usize, BgpOrigin) {
        let of = path.from.and_then(|from| self.kinds[from]);
        let (is_told, is_second) = match self.speakers[at] {
            Speaker::Edge(..) => (true, false),
            Speaker::RouteServer(..) => {
                (true, self.prefers[at].is_some() && of != self.prefers[at])
            }
            _ => (path.from.is_some(), false),
        };
        let weight = u32::MAX - path.weight.unwrap_or(WEIGHT);
        (is_told, weight, is_second, path.systems.len(), path.origin)
    }

    /// The table of a gateway, instance by instance, as
    /// `az network vnet-gateway list-learned-routes` prints it.
    pub fn learned(&self, gateway: Id<Gateway>) -> Vec<BgpRoute> {
        let instances = self.speakers.iter().enumerate();
        let instances = instances
            .filter(|(_, speaker)| matches!(speaker, Speaker::Gateway(id, _) if *id == gateway));
        instances.flat_map(|(at, _)| self.rows(at)).collect()
    }

    /// The table of a circuit's link, as `az network express-route list-route-tables`
    /// prints it: without the prefix of the link itself.
    pub fn of_circuit(
        &self,
        network: &Network,
        circuit: Id<Circuit>,
        link: CircuitLink,
    ) -> Vec<BgpRoute> {
        let Some(at) = self.find(Speaker::Edge(circuit, link)) else { return Vec::new() };
        let own: Vec<IpNet> = network.circuits[circuit].link_prefixes(link).collect();
        self.rows(at).into_iter().filter(|row| !own.contains(&row.network)).collect()
    }

    fn find(&self, speaker: Speaker) -> Option<usize> {
        self.speakers.iter().position(|one| *one == speaker)
    }

    fn rows(&self, at: usize) -> Vec<BgpRoute> {
        let own = self.speakers[at];
        let row = |network: IpNet, path: &Path| BgpRoute {
            network,
            next_hop: path.next_hop,
            origin: path.origin,
            source_peer: Some(path.from.map_or(own, |from| self.speakers[from])),
            as_path: path.systems.clone(),
            weight: path.weight,
            at: own,
            is_sure: path.is_sure,
        };
        let shown = |path: &&Path| path.scope != Scope::Edge;
        let rows = self.ribs[at].iter().flat_map(|(network, paths)| {
            paths.iter().filter(shown).map(|path| row(*network, path))
        });
        rows.collect()
    }

    /// The routers that a gateway's route for a prefix leads to: edge routers of circuits,
    /// or those of the gateway's instances that have a way of their own.
    pub fn ways(&self, gateway: Id<Gateway>, network: IpNet) -> Vec<Speaker> {
        let mut ways = Vec::new();
        for (at, speaker) in self.speakers.iter().enumerate() {
            let Speaker::Gateway(id, instance) = *speaker else { continue };
            if id != gateway {
                continue;
            }
            let paths = self.ribs[at].get(&network);
            let Some(best) = paths.and_then(|paths| paths.first()) else { continue };
            match self.kinds[at] {
                Some(GatewayKind::ExpressRoute) if instance == 0 => {
                    let best = self.preference(at, best);
                    let equal = paths.into_iter().flatten();
                    let equal = equal.filter(|path| self.preference(at, path) == best);
                    ways.extend(equal.filter_map(|path| path.next_hop));
                }
                Some(GatewayKind::Vpn) if best.origin != BgpOrigin::Internal => {
                    ways.push(*speaker);
                }
                _ => {}
            }
        }
        ways.sort_unstable();
        ways.dedup();
        ways
    }

    /// What sites pass on to a gateway from other gateways.
    pub(super) fn passed_on(&self, gateway: Id<Gateway>) -> Vec<PassedOn> {
        let Some(at) = self.find(Speaker::Gateway(gateway, 0)) else { return Vec::new() };
        let best = self.ribs[at].iter().filter_map(|(network, paths)| {
            let best = paths.first()?;
            let Speaker::Gateway(other, _) = self.speakers[best.begins] else { return None };
            let through = best.through.filter(|_| other != gateway)?;
            Some(PassedOn { network: *network, site: through, gateway: other })
        });
        best.collect()
    }
}
