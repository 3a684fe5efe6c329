//! Routes of one place, and which of them a packet takes.

use std::collections::BTreeMap;

use ipnet::IpNet;

use super::{
    Appliance, EffectiveRoute, NextHop, RouteDestination, RouteOrigin, RouteSource, RouteState,
    by_prefix::ByPrefix,
    common_routes::CommonRoutes,
    condition::{Cause, Condition, Decisions},
    target::{Symbol, Target},
};
use crate::network::{
    Firewall, Gateway, HubBranch, HubConnection, HubGateway, Id, Site, VirtualHub,
};

/// How a gateway gets rid of a packet.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Exit {
    /// Into its virtual network.
    VirtualNetwork,
    /// To a site, over this gateway.
    Site(Id<Site>),
    /// To its clients.
    Clients,
    /// To another gateway: by a VNet-to-VNet connection, or back from the edge of a circuit.
    Gateway(Id<Gateway>),
    /// To the other gateway of its network.
    Neighbour(Id<Gateway>),
    /// From a connected network to its hub.
    Uplink(Id<HubConnection>),
    /// Out of a hub, this one or another.
    Hub(Id<VirtualHub>, Delivery),
    /// Over the edge of a circuit into a hub.
    EdgeOfHub(Id<VirtualHub>),
    /// To the firewall of the hub.
    Firewall(Id<Firewall>),
    /// From a hub over the edge of a circuit to a gateway of a virtual network.
    EdgeOfGateway(Id<Gateway>),
    /// Through a tunnel into a hub.
    HubTunnel(Id<HubBranch>),
    /// Over a site whose routers pass it on to another gateway.
    PassedOn(Id<Site>, Id<Gateway>),
}

/// Where a packet leaves a hub.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Delivery {
    /// Into a connected network.
    Network(Id<HubConnection>),
    /// Into a connected network, to an appliance there.
    Appliance(Id<HubConnection>, Appliance),
    /// To a site.
    Site(Id<Site>, Id<HubGateway>),
    /// To point-to-site clients.
    Clients(Id<HubGateway>),
    /// Through a tunnel to a gateway of a virtual network.
    Tunnel(Id<Gateway>, Id<HubGateway>),
    /// To the hub's own firewall.
    Own,
}

/// Who may be told of a route.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Audience {
    Everyone,
    /// The subnets around the router that has it, and no other router.
    Subnets,
}

/// What the simulation knows of a route beyond what Azure shows.
#[derive(Clone, Debug)]
pub(super) struct Row {
    pub(super) when: Condition,
    /// Order among routes of one prefix and source; lower is preferred.
    pub(super) rank: u16,
    /// For a route to a gateway: what the gateway does then.
    pub(super) exit: Option<Exit>,
    /// Observed to exist, documented not to.
    pub(super) contested: bool,
    /// Learned by BGP from another branch, so native Windows clients do not get it.
    pub(super) by_bgp: bool,
    /// The prefix lies in a virtual network, a pool or a site that is known.
    pub(super) inside_known: bool,
    /// For a route whose prefix is unknown: its number among the causes.
    pub(super) number: u32,
    /// For what an appliance or a hub tells: the autonomous systems on the way.
    pub(super) as_path: Vec<Option<u32>>,
    /// Who may be told of it.
    pub(super) audience: Audience,
    /// For a route that shares its traffic with equal ones: the cause that stands for
    /// the choice of this one.
    pub(super) spread: Option<u32>,
}

impl Default for Row {
    fn default() -> Self {
        Self {
            when: Condition::always(),
            rank: 0,
            exit: None,
            contested: false,
            by_bgp: false,
            inside_known: false,
            number: 0,
            as_path: Vec::new(),
            audience: Audience::Everyone,
            spread: None,
        }
    }
}

/// The routes of a subnet, of a gateway's advertisement, or of clients.
#[derive(Debug, Default)]
pub(super) struct RouteIndex {
    pub(super) routes: Vec<EffectiveRoute>,
    pub(super) rows: Vec<Row>,
    prefixes: ByPrefix,
    /// Routes whose destination is no prefix.
    symbolic: Vec<usize>,
    /// One of them may match anything.
    has_unknown_destination: bool,
    /// Routes that are shared with others; they are numbered after its own.
    common: Option<CommonRoutes>,
}

/// A route that matches, or may.
#[derive(Clone, Copy, Debug)]
pub(super) struct Match {
    pub(super) route: usize,
    length: u16,
    /// What decides whether it matches at all.
    unsure: Option<Cause>,
}

/// Lengths of matches that are no prefix: the very target, and a route that may
/// be as long as it pleases.
const SYMBOL: u16 = 200;
const PERHAPS: u16 = 300;

impl RouteIndex {
    pub(super) fn new(mut all: Vec<(EffectiveRoute, Row)>) -> Self {
        settle(&mut all);
        let mut index = Self::default();
        let mut prefixes = Vec::with_capacity(all.len());
        for (at, (route, row)) in all.into_iter().enumerate() {
            match &route.destination {
                RouteDestination::Net(net) => prefixes.push((*net, at)),
                other => {
                    index.has_unknown_destination |= *other == RouteDestination::Unknown;
                    index.symbolic.push(at);
                }
            }
            index.routes.push(route);
            index.rows.push(row);
        }
        index.prefixes = ByPrefix::new(prefixes);
        index
    }

    /// The same with more routes of its own.
    pub(super) fn extended(self, more: Vec<(EffectiveRoute, Row)>) -> Self {
        let mut all: Vec<_> = self.routes.into_iter().zip(self.rows).collect();
        for (route, _) in &mut all {
            route.state = RouteState::Active;
        }
        all.extend(more);
        Self::new(all).with_common(self.common)
    }

    /// The same with routes that are shared with others.
    pub(super) fn with_common(self, common: Option<CommonRoutes>) -> Self {
        Self { common, ..self }
    }

    pub(super) fn route(&self, at: usize) -> &EffectiveRoute {
        match &self.common {
            Some(common) if at >= self.routes.len() => &common.routes()[at - self.routes.len()],
            _ => &self.routes[at],
        }
    }

    pub(super) fn row(&self, at: usize) -> &Row {
        match &self.common {
            Some(common) if at >= self.rows.len() => &common.rows()[at - self.rows.len()],
            _ => &self.rows[at],
        }
    }

    /// Whether a route is one of those that are shared with others.
    pub(super) fn is_common(&self, at: usize) -> bool {
        at >= self.routes.len()
    }

    /// Its own routes and the shared ones, each with the number of its first one.
    pub(super) fn layers(&self) -> impl Iterator<Item = (usize, &Self)> {
        let common = self.common.iter().map(|common| (self.routes.len(), common.index()));
        std::iter::once((0, self)).chain(common)
    }

    /// Whether a route is here at all: what is shared may hold what is not for this place.
    pub(super) fn holds_route(&self, at: usize) -> bool {
        match &self.common {
            Some(common) if at >= self.routes.len() => !common.hides(at - self.routes.len()),
            _ => true,
        }
    }

    /// The routes for a destination, by number.
    pub(super) fn routes_for<'a>(
        &'a self,
        destination: &'a RouteDestination,
    ) -> impl Iterator<Item = usize> + 'a {
        let found = self.layers().flat_map(move |(first, layer)| {
            let own: Vec<usize> = match destination {
                RouteDestination::Net(net) => layer.prefixes.exactly(*net).to_vec(),
                other => {
                    let is_one = |at: &usize| layer.routes[*at].destination == *other;
                    layer.symbolic.iter().copied().filter(is_one).collect()
                }
            };
            own.into_iter().map(move |at| first + at)
        });
        found.filter(|&at| self.holds_route(at))
    }

    /// The first route for the longest prefix that holds a net, and that prefix's length.
    fn longest(&self, net: IpNet) -> Option<(u8, usize)> {
        // Routes are in order of source and rank.
        let mut covering = self.prefixes.covering(net);
        covering.find_map(|(length, routes)| Some((length, *routes.first()?)))
    }

    /// The routes that match a target, or may, the preferred ones first.
    pub(super) fn matches(&self, target: Target) -> Vec<Match> {
        let mut matches = match target {
            Target::Net(net) => self.matches_of_net(net),
            Target::Symbol(symbol) => self.matches_of_symbol(symbol),
        };
        matches.retain(|found| self.holds_route(found.route));
        matches.sort_by_key(|found| {
            let (route, row) = (self.route(found.route), self.row(found.route));
            (std::cmp::Reverse(found.length), route.source, row.rank, found.route)
        });
        matches
    }

    fn matches_of_net(&self, net: IpNet) -> Vec<Match> {
        let mut matches = Vec::new();
        for (first, layer) in self.layers() {
            for (length, routes) in layer.prefixes.covering(net) {
                for &route in routes {
                    let (route, length) = (first + route, u16::from(length));
                    matches.push(Match { route, length, unsure: None });
                }
            }
        }
        for (first, layer) in self.layers() {
            for route in layer.symbolic.iter().map(|route| first + route) {
                let unsure = match self.route(route).destination {
                    RouteDestination::Unknown => {
                        Cause::Matches(self.row(route).number, Target::Net(net))
                    }
                    RouteDestination::Site(site) if !self.owns_more_specific(&matches) => {
                        Cause::Contains(Symbol::Site(site), net)
                    }
                    _ => continue,
                };
                matches.push(Match { route, length: PERHAPS, unsure: Some(unsure) });
            }
        }
        matches
    }

    /// Whether a route for an own or a known network matches, which is at least as
    /// specific as what a site may announce.
    fn owns_more_specific(&self, matches: &[Match]) -> bool {
        matches.iter().any(|found| {
            let route = self.route(found.route);
            !matches!(route.origin, RouteOrigin::System | RouteOrigin::UserDefined(..))
                || self.row(found.route).inside_known
        })
    }

    fn matches_of_symbol(&self, symbol: Symbol) -> Vec<Match> {
        let of_layer = |(first, layer): (usize, &Self)| {
            let mut matches = layer.own_matches_of_symbol(symbol);
            for found in &mut matches {
                found.route += first;
            }
            matches
        };
        self.layers().flat_map(of_layer).collect()
    }

    fn own_matches_of_symbol(&self, symbol: Symbol) -> Vec<Match> {
        let mut matches = Vec::new();
        for &route in &self.symbolic {
            let (length, unsure) = match (&self.routes[route].destination, symbol) {
                (RouteDestination::Unknown, _) => {
                    let number = self.rows[route].number;
                    (PERHAPS, Some(Cause::Matches(number, Target::Symbol(symbol))))
                }
                (RouteDestination::Site(of), Symbol::Site(site)) if *of == site => (SYMBOL, None),
                (RouteDestination::Clients(of), Symbol::Clients(gateway)) if *of == gateway => {
                    (SYMBOL, None)
                }
                (RouteDestination::HubClients(of), Symbol::HubClients(gateway))
                    if *of == gateway =>
                {
                    (SYMBOL, None)
                }
                (
                    RouteDestination::VirtualNetwork(of),
                    Symbol::VirtualNetwork(vnet) | Symbol::Subnet(_, vnet),
                ) if *of == vnet => (SYMBOL, None),
                _ => continue,
            };
            matches.push(Match { route, length, unsure });
        }
        for (net, routes) in self.prefixes.iter() {
            let length = net.prefix_len();
            if length == 0 || symbol == Symbol::Internet && length == 1 && is_lower_half(net) {
                // Somewhere in the lower half of all addresses.
                let sure = |&route| Match { route, length: u16::from(length), unsure: None };
                matches.extend(routes.iter().map(sure));
            } else if symbol != Symbol::Internet {
                let open = routes.iter().filter(|&&route| self.is_open(route));
                let unsure = Some(Cause::Covers(net, symbol));
                matches.extend(open.map(|&route| Match { route, length: PERHAPS, unsure }));
            }
        }
        matches
    }

    /// Whether a route is for a prefix that belongs to nothing known and so may cover
    /// addresses that are unknown.
    fn is_open(&self, route: usize) -> bool {
        let chosen = matches!(
            self.routes[route].origin,
            RouteOrigin::UserDefined(..) | RouteOrigin::CustomRoute(_) | RouteOrigin::Summary
        );
        chosen && !self.rows[route].inside_known
    }

    /// The route that a packet takes.
    pub(super) fn select(
        &self,
        target: Target,
        decisions: &Decisions,
    ) -> Result<Option<usize>, Cause> {
        self.select_among(target, decisions, |_, _| true)
    }

    /// The route that a packet takes if there were only those that are `eligible`.
    pub(super) fn select_among(
        &self,
        target: Target,
        decisions: &Decisions,
        eligible: impl Fn(&EffectiveRoute, &Row) -> bool,
    ) -> Result<Option<usize>, Cause> {
        if let Some(route) = self.obvious(target, decisions)
            && eligible(self.route(route), self.row(route))
        {
            return Ok(Some(route));
        }
        let matches = self.matches(target);
        for (at, found) in matches.iter().enumerate() {
            if !eligible(self.route(found.route), self.row(found.route))
                || !self.holds(found, decisions)?
            {
                continue;
            }
            if self.yields_to_virtual_network(found.route, &matches[at + 1..], decisions)? {
                continue;
            }
            if self.has_equal(found, &matches[at + 1..], &eligible)
                && let Some(number) = self.row(found.route).spread
                && !decisions.decide(Cause::Spread(number, target))?
            {
                continue;
            }
            return Ok(Some(found.route));
        }
        Ok(None)
    }

    /// Whether another route of the same prefix shares the traffic.
    fn has_equal(
        &self,
        found: &Match,
        others: &[Match],
        eligible: impl Fn(&EffectiveRoute, &Row) -> bool,
    ) -> bool {
        let key = |found: &Match| {
            let route = found.route;
            (found.length, self.route(route).source, self.row(route).rank)
        };
        others.iter().any(|other| {
            key(other) == key(found)
                && self.row(other.route).spread.is_some()
                && self.row(other.route).when.is_always()
                && eligible(self.route(other.route), self.row(other.route))
        })
    }

    /// The longest match, where nothing unknown and no preference of shorter prefixes over
    /// longer ones can change it: most of all cases, without listing the rest.
    fn obvious(&self, target: Target, decisions: &Decisions) -> Option<usize> {
        let Target::Net(net) = target else { return None };
        if self.has_unknown_destination || decisions.is_about_nobodys() {
            return None;
        }
        let own = self.longest(net);
        let shared = self.common.as_ref().and_then(|common| common.index().longest(net));
        let first = match (own, shared) {
            (Some((length, own)), Some((other, _)))
                if length > other || length == other && self.is_preferred(own) =>
            {
                own
            }
            (Some((length, _)), Some((other, _))) if length == other => return None,
            (_, Some((_, shared))) => self.routes.len() + shared,
            (own, None) => own?.1,
        };
        let row = self.row(first);
        let sure = row.when.is_always() && row.spread.is_none() && self.holds_route(first);
        (sure && !self.may_yield(first, net)).then_some(first)
    }

    /// Whether a route goes before those that gateways bring for the same prefix.
    fn is_preferred(&self, at: usize) -> bool {
        self.routes[at].source == RouteSource::User || is_of_virtual_networks(&self.routes[at])
    }

    /// Whether a route of a gateway may have to yield to one of virtual networks.
    fn may_yield(&self, at: usize, net: IpNet) -> bool {
        self.route(at).source == RouteSource::VirtualNetworkGateway
            && self.prefixes.covering(net).any(|(_, routes)| {
                routes.iter().any(|&own| is_of_virtual_networks(&self.routes[own]))
            })
    }

    fn holds(&self, found: &Match, decisions: &Decisions) -> Result<bool, Cause> {
        if !self.row(found.route).when.holds(decisions)? {
            return Ok(false);
        }
        found.unsure.map_or(Ok(true), |cause| decisions.decide(cause))
    }

    /// Routes of virtual networks and peerings are preferred to those of gateways
    /// even if the latter are more specific.
    fn yields_to_virtual_network(
        &self,
        route: usize,
        shorter: &[Match],
        decisions: &Decisions,
    ) -> Result<bool, Cause> {
        if self.route(route).source != RouteSource::VirtualNetworkGateway {
            return Ok(false);
        }
        for found in shorter {
            if is_of_virtual_networks(self.route(found.route)) && self.holds(found, decisions)? {
                return Ok(true);
            }
        }
        Ok(false)
    }
}

fn is_lower_half(net: IpNet) -> bool {
    match net {
        IpNet::V4(net) => net.network().is_unspecified(),
        IpNet::V6(net) => net.network().is_unspecified(),
    }
}

pub(super) fn is_of_virtual_networks(route: &EffectiveRoute) -> bool {
    route.source == RouteSource::Default
        && matches!(route.origin, RouteOrigin::VirtualNetwork | RouteOrigin::Peering(_))
}

/// Orders routes and says which are in effect.
fn settle(all: &mut [(EffectiveRoute, Row)]) {
    all.sort_by(|(a, x), (b, y)| {
        (a.source, &a.destination, x.rank).cmp(&(b.source, &b.destination, y.rank))
    });
    let certain = |(route, row): &&(EffectiveRoute, Row)| {
        is_of_virtual_networks(route) && row.when.is_always()
    };
    let spaces = all.iter().filter(certain);
    let spaces = spaces.filter_map(|(route, _)| match route.destination {
        RouteDestination::Net(net) => Some((net, 0)),
        _ => None,
    });
    let spaces = ByPrefix::new(spaces.collect());
    // Virtual networks go before what gateways bring, also for the same prefix.
    let ignored = |route: &EffectiveRoute| {
        route.source == RouteSource::VirtualNetworkGateway
            && matches!(&route.destination, RouteDestination::Net(net)
                if spaces.covering(*net).next().is_some())
    };
    let mut winners: BTreeMap<RouteDestination, (RouteSource, u16)> = BTreeMap::new();
    for (route, row) in all.iter().filter(|(route, row)| row.when.is_always() && !ignored(route)) {
        let preference = (route.source, row.rank);
        let winner = winners.entry(route.destination.clone()).or_insert(preference);
        *winner = preference.min(*winner);
    }
    for (route, row) in all {
        let beaten = winners
            .get(&route.destination)
            .is_some_and(|&winner| winner < (route.source, row.rank));
        if beaten || ignored(route) {
            route.state = RouteState::Invalid;
        }
    }
}

/// A route of a gateway or a subnet, in effect until others are known.
pub(super) fn route(
    destination: RouteDestination,
    next_hop: NextHop,
    source: RouteSource,
    origin: RouteOrigin,
) -> EffectiveRoute {
    EffectiveRoute {
        destination,
        next_hop,
        source,
        state: RouteState::Active,
        origin,
        unsure: None,
        because: Vec::new(),
    }
}
