//! What route maps make of the routes of a connection
//! (<https://learn.microsoft.com/azure/virtual-wan/route-maps-about>, 4 March 2024).
//!
//! Whether a rule holds for a route may hang on what its path and communities are, which for
//! routes from outside of Azure are known only where they are configured. The route is then
//! there under a condition.

use std::{
    collections::{BTreeMap, BTreeSet},
    fmt::Debug,
};

use ipnet::IpNet;
use nexthop_iac::{Presence, Why};
use nexthop_source::Step;

use super::{
    Builder,
    bgp_path::BgpPath,
    origin::{Class, Heard},
    table::Entry,
};
use crate::{
    Fact, Known, Network,
    network::{
        HubLink, HubRouteTable, Id, MatchCondition, RouteAction, RouteChange, RouteMap,
        RouteMapRule,
    },
    routing::{
        Code, RouteDestination,
        condition::{Cause, Causes, Condition, Reason},
    },
};

/// A route is followed through rules of which it cannot be told whether they hold for it as
/// long as there are not more cases than these.
const MOST_CASES: usize = 16;

/// What route maps have done.
#[derive(Debug, Default)]
pub(in crate::routing) struct Mapped {
    /// Connections of which it cannot be told what a route map makes of a route.
    pub(in crate::routing) doubtful: BTreeSet<HubLink>,
    /// What route maps have dropped.
    pub(in crate::routing) dropped: Vec<Dropped>,
    /// What is left of the routes of a hub's table where networks are told them.
    pub(super) to_networks: BTreeMap<(Id<RouteMap>, Id<HubRouteTable>), Vec<Entry>>,
}

/// A route that a route map has dropped.
#[derive(Debug)]
pub(in crate::routing) struct Dropped {
    pub(in crate::routing) connected: HubLink,
    pub(in crate::routing) destination: RouteDestination,
    pub(in crate::routing) map: Id<RouteMap>,
}

/// A route on its way through the rules of a route map.
#[derive(Clone, Debug)]
struct Passing {
    destination: RouteDestination,
    path: BgpPath,
    when: Condition,
    is_summary: bool,
    is_dropped: bool,
    /// No further rule is asked.
    is_done: bool,
}

impl Passing {
    fn new(destination: &RouteDestination, path: &BgpPath, when: &Condition) -> Self {
        Self {
            destination: destination.clone(),
            path: path.clone(),
            when: when.clone(),
            is_summary: false,
            is_dropped: false,
            is_done: false,
        }
    }
}

impl Builder<'_> {
    /// What is left of prefixes behind a route map.
    pub(super) fn through_map(
        &mut self,
        connected: HubLink,
        map: &Fact<Option<Id<RouteMap>>>,
        heard: Vec<Heard>,
    ) -> Vec<Heard> {
        let Some(id) = self.known_map(connected, map) else { return heard };
        let mut all: Vec<Heard> = Vec::with_capacity(heard.len());
        for one in heard {
            let passing = Passing::new(&one.destination, &one.path, &one.when);
            for passed in self.pass(connected, id, passing, &connected) {
                let step = if passed.is_summary {
                    summary_step(self.network, id, &one.step)
                } else {
                    one.step.clone()
                };
                let Passing { destination, path, when, .. } = passed;
                let is_same = |other: &Heard| {
                    passed.is_summary && other.destination == destination && other.when == when
                };
                if !all.iter().any(is_same) {
                    all.push(Heard { destination, step, when, path, is_surpassed: false });
                }
            }
        }
        all
    }

    /// What is left of the routes that a hub tells over a connection. Its own prefix is
    /// always told.
    pub(super) fn told_through_map(
        &mut self,
        connected: HubLink,
        map: &Fact<Option<Id<RouteMap>>>,
        entries: Vec<Entry>,
    ) -> Vec<Entry> {
        let Some(id) = self.known_map(connected, map) else { return entries };
        let mut all: Vec<Entry> = Vec::with_capacity(entries.len());
        for entry in entries {
            if entry.class == Class::Hub {
                all.push(entry);
                continue;
            }
            let passing = Passing::new(&entry.route.destination, &entry.path, &entry.row.when);
            for passed in self.pass(connected, id, passing, &entry.route.origin) {
                let is_same = |other: &Entry| {
                    passed.is_summary
                        && other.route.destination == passed.destination
                        && other.row.when == passed.when
                        && other.row.exit == entry.row.exit
                };
                if !all.iter().any(is_same) {
                    all.push(mapped(self.network, id, &entry, passed));
                }
            }
        }
        all
    }

    /// A route map of which it is known that it is there. Of any other one it cannot be told
    /// what it does.
    fn known_map(
        &mut self,
        connected: HubLink,
        map: &Fact<Option<Id<RouteMap>>>,
    ) -> Option<Id<RouteMap>> {
        match map.known {
            Known::Unknown(_) => {
                self.wan.mapped.doubtful.insert(connected);
                None
            }
            Known::Set(map) | Known::Default(map) => {
                let id = map?;
                let certain = self.network.route_maps[id].declared.presence == Presence::Certain;
                if !certain {
                    self.wan.mapped.doubtful.insert(connected);
                }
                certain.then_some(id)
            }
        }
    }

    /// What becomes of a route: as many routes as there are cases, and none where it is
    /// dropped.
    fn pass(
        &mut self,
        connected: HubLink,
        id: Id<RouteMap>,
        passing: Passing,
        of: &dyn Debug,
    ) -> Vec<Passing> {
        let (network, causes) = (self.network, &mut self.topology.causes);
        let mapped = &mut self.wan.mapped;
        let mut rules = Rules { network, causes, id, of };
        let Some(mut passed) = rules.pass(&passing) else {
            mapped.doubtful.insert(connected);
            return vec![passing];
        };
        if passed.iter().any(|case| case.is_dropped && case.when == passing.when) {
            let destination = passing.destination;
            mapped.dropped.push(Dropped { connected, destination, map: id });
        }
        passed.retain(|case| !case.is_dropped);
        passed
    }
}

fn mapped(network: &Network, id: Id<RouteMap>, entry: &Entry, passed: Passing) -> Entry {
    let mut mapped = entry.clone();
    if let Some(first) = entry.route.because.first().filter(|_| passed.is_summary) {
        mapped.route.because.push(summary_step(network, id, first));
    }
    mapped.route.destination = passed.destination;
    mapped.row.when = passed.when;
    mapped.path = passed.path;
    mapped
}

fn summary_step(network: &Network, id: Id<RouteMap>, of: &Step) -> Step {
    Step {
        code: Code::SummarizedPrefix.as_str(),
        message: format!(
            "route map {} puts it in the place of what it covers ({})",
            network.route_maps[id].declared.label(),
            of.message
        ),
        span: of.span,
    }
}

/// The rules of a route map, and where what they hang on is noted.
struct Rules<'a> {
    network: &'a Network,
    causes: &'a mut Causes,
    id: Id<RouteMap>,
    /// Whose routes they are asked about.
    of: &'a dyn Debug,
}

impl Rules<'_> {
    /// What becomes of a route, `None` where that cannot be told. What no rule holds for is
    /// let through.
    fn pass(&mut self, passing: &Passing) -> Option<Vec<Passing>> {
        let map = &self.network.route_maps[self.id];
        let mut cases = vec![passing.clone()];
        for (number, rule) in map.rules.known.iter().enumerate() {
            let is_last = number + 1 == map.rules.known.len();
            let mut next = Vec::with_capacity(cases.len());
            for case in cases {
                if case.is_done {
                    next.push(case);
                    continue;
                }
                let (held, not_held) = match matches(rule, &case) {
                    Some(true) => (Some(case), None),
                    Some(false) => (None, Some(case)),
                    None => self.either(("holds for", number), &case),
                };
                next.extend(not_held);
                for done in held.map_or_else(|| Some(Vec::new()), |case| act(rule, case))? {
                    self.go_on(rule, (number, is_last), done, &mut next);
                }
            }
            if next.len() > MOST_CASES {
                return None;
            }
            cases = next;
        }
        let is_open = map.rules.more.is_some() && cases.iter().any(|case| !case.is_done);
        (!is_open).then(|| merged(cases))
    }

    /// Whether further rules are asked. What a step that is neither `Continue` nor
    /// `Terminate` does is not documented.
    fn go_on(
        &mut self,
        rule: &RouteMapRule,
        (number, is_last): (usize, bool),
        mut case: Passing,
        next: &mut Vec<Passing>,
    ) {
        match rule.goes_on.value() {
            _ if case.is_dropped || is_last => next.push(case),
            Some(Some(true)) => next.push(case),
            Some(Some(false)) => {
                case.is_done = true;
                next.push(case);
            }
            Some(None) | None => {
                let (ended, goes_on) = self.either(("ends the list for", number), &case);
                next.extend(goes_on);
                next.extend(ended.map(|ended| Passing { is_done: true, ..ended }));
            }
        }
    }

    /// A case where something is so, and where it is not.
    fn either(
        &mut self,
        (what, number): (&'static str, usize),
        case: &Passing,
    ) -> (Option<Passing>, Option<Passing>) {
        let map = &self.network.route_maps[self.id];
        let rule = &map.rules.known[number];
        let key = format!("{:?} {number} {:?} {:?}", self.id, self.of, case.destination);
        let reason = || Reason {
            message: format!(
                "whether rule {} of route map {} {what} {}: what AS path and communities that has is not in the code",
                number + 1,
                map.declared.label(),
                named(self.network, &case.destination)
            ),
            span: Some(rule.span),
        };
        let number = self.causes.number(what, &Why::SetByAzure(key), reason);
        let when = Condition::when(Cause::Resource(number));
        let not = when.negations().next();
        let one = |condition: Option<Condition>| {
            let when = case.when.and(&condition?)?;
            Some(Passing { when, ..case.clone() })
        };
        (one(Some(when)), one(not))
    }
}

fn named(network: &Network, destination: &RouteDestination) -> String {
    match destination {
        RouteDestination::Net(net) => net.to_string(),
        RouteDestination::Site(site) => format!("the prefixes of {}", network.sites[*site].name),
        _ => "prefixes that are not known".to_owned(),
    }
}

/// Cases of one outcome that differ in one answer are one.
fn merged(mut cases: Vec<Passing>) -> Vec<Passing> {
    let mut at = 0;
    while at < cases.len() {
        let found = (at + 1..cases.len()).find_map(|other| {
            let (one, two) = (&cases[at], &cases[other]);
            let is_same = one.destination == two.destination
                && one.is_dropped == two.is_dropped
                && (one.is_dropped || one.path == two.path && one.is_summary == two.is_summary);
            Some((other, one.when.either(&two.when).filter(|_| is_same)?))
        });
        match found {
            Some((other, when)) => {
                cases[at].when = when;
                cases.remove(other);
                at = 0;
            }
            None => at += 1,
        }
    }
    cases
}

/// Whether a route meets all criteria of a rule; `None` where that cannot be told.
fn matches(rule: &RouteMapRule, case: &Passing) -> Option<bool> {
    let mut all = rule.criteria.more.is_none().then_some(true);
    for criterion in &rule.criteria.known {
        let condition = criterion.condition.value().copied();
        let by_prefix = match (criterion.prefixes.value(), &case.destination) {
            (Some(prefixes), _) if prefixes.is_empty() => Some(true),
            (Some(prefixes), RouteDestination::Net(net)) => {
                let mut prefixes = prefixes.iter().map(|prefix| prefix.net);
                condition.map(|condition| match condition {
                    MatchCondition::Equals => prefixes.any(|prefix| prefix == *net),
                    MatchCondition::NotEquals => prefixes.all(|prefix| prefix != *net),
                    MatchCondition::Contains => prefixes.any(|prefix| prefix.contains(net)),
                    MatchCondition::NotContains => prefixes.all(|prefix| !prefix.contains(net)),
                })
            }
            _ => None,
        };
        let by_path = match (criterion.as_path.value(), condition) {
            (Some(listed), _) if listed.is_empty() => Some(true),
            (Some(listed), Some(condition)) => case.path.has_systems(condition, listed),
            _ => None,
        };
        let by_community = match (criterion.communities.value(), condition) {
            (Some(listed), _) if listed.is_empty() => Some(true),
            (Some(listed), Some(condition)) => case.path.has_communities(condition, listed),
            _ => None,
        };
        for held in [by_prefix, by_path, by_community] {
            match held {
                Some(false) => return Some(false),
                Some(true) => {}
                None => all = None,
            }
        }
    }
    all
}

/// What a rule makes of a route that it holds for: all its actions apply, in no order. `None`
/// where it cannot be told.
fn act(rule: &RouteMapRule, case: Passing) -> Option<Vec<Passing>> {
    if rule.actions.more.is_some() {
        return None;
    }
    let mut summaries: Option<Vec<IpNet>> = None;
    for action in &rule.actions.known {
        let (change, prefixes) = (action.change.value()?, action.prefixes.value()?);
        let nets: Vec<IpNet> = prefixes.iter().map(|prefix| prefix.net).collect();
        match (change, &case.destination) {
            (RouteChange::Drop, _) if nets.is_empty() => {
                return Some(vec![Passing { is_dropped: true, ..case }]);
            }
            (RouteChange::Drop, RouteDestination::Net(net)) => {
                if nets.contains(net) {
                    return Some(vec![Passing { is_dropped: true, ..case }]);
                }
            }
            (_, _) if nets.is_empty() => {}
            (RouteChange::Replace, destination) if covers(&nets, destination) => {
                summaries = Some(nets);
            }
            _ => return None,
        }
    }
    // The path and the communities of what a summary stands for are not in it.
    let mut path = if summaries.is_some() { BgpPath::default() } else { case.path.clone() };
    for action in &rule.actions.known {
        change_path(action, &mut path);
        change_communities(action, &mut path);
    }
    let Some(summaries) = summaries else { return Some(vec![Passing { path, ..case }]) };
    let summary = |net| Passing {
        destination: RouteDestination::Net(net),
        path: path.clone(),
        is_summary: true,
        ..case.clone()
    };
    Some(summaries.into_iter().map(summary).collect())
}

fn change_path(action: &RouteAction, path: &mut BgpPath) {
    let listed = match listed(&action.as_path, &action.communities) {
        Listed::Nothing => return,
        Listed::Unknown => {
            path.has_more_systems = true;
            return;
        }
        Listed::Known(listed) => listed,
    };
    match action.change.value() {
        Some(RouteChange::Add) => *path = path.behind(listed),
        Some(RouteChange::Replace) => {
            path.systems = listed.to_vec();
            path.unnamed = 0;
            path.has_more_systems = false;
        }
        // Of paths this is not documented.
        Some(RouteChange::Remove) => path.has_more_systems = true,
        Some(RouteChange::Drop) | None => {}
    }
}

fn change_communities(action: &RouteAction, path: &mut BgpPath) {
    let listed = match listed(&action.communities, &action.as_path) {
        Listed::Nothing => return,
        Listed::Unknown => {
            path.has_more_communities = true;
            return;
        }
        Listed::Known(listed) => listed,
    };
    match action.change.value() {
        Some(RouteChange::Add) => path.communities.extend_from_slice(listed),
        Some(RouteChange::Replace) => {
            path.communities = listed.to_vec();
            path.has_more_communities = false;
        }
        Some(RouteChange::Remove) => path.communities.retain(|one| !listed.contains(one)),
        Some(RouteChange::Drop) | None => {}
    }
}

/// What an action says of one attribute of a path.
enum Listed<'a, T> {
    Nothing,
    Known(&'a [T]),
    Unknown,
}

/// An empty list takes all away, but beside a list of the other attribute it is one that was
/// left out.
fn listed<'a, T, U>(list: &'a Fact<Option<Vec<T>>>, other: &Fact<Option<Vec<U>>>) -> Listed<'a, T> {
    let is_some = |other: &Option<Vec<U>>| other.as_ref().is_some_and(|other| !other.is_empty());
    match (list.value(), other.value()) {
        (Some(None), _) => Listed::Nothing,
        (Some(Some(list)), Some(None)) => Listed::Known(list),
        (Some(Some(list)), _) if !list.is_empty() => Listed::Known(list),
        (Some(Some(_)), Some(other)) if is_some(other) => Listed::Nothing,
        _ => Listed::Unknown,
    }
}

/// Summaries are supported, nothing more specific.
fn covers(nets: &[IpNet], destination: &RouteDestination) -> bool {
    match destination {
        RouteDestination::Net(net) => nets.iter().any(|summary| summary.contains(net)),
        _ => true,
    }
}
