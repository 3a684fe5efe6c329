//! What route maps make of the routes of a connection
//! (<https://learn.microsoft.com/azure/virtual-wan/route-maps-about>, 4 March 2024).
//!
//! They go by prefixes here. AS paths and communities of routes are not known, so what
//! hangs on those cannot be told; changes to them matter only where there are several ways.

use std::collections::BTreeSet;

use ipnet::IpNet;
use nexthop_iac::Presence;
use nexthop_source::Step;

use super::{Builder, origin::Class, table::Entry};
use crate::{
    Fact, Known, Network,
    network::{
        HubBranch, HubConnection, HubGateway, Id, MatchCondition, RouteChange, RouteMap,
        RouteMapRule,
    },
    routing::{Code, RouteDestination},
};

/// What is connected to a hub.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(in crate::routing) enum Connected {
    Network(Id<HubConnection>),
    Branch(Id<HubBranch>),
    Clients(Id<HubGateway>),
}

/// What route maps have done.
#[derive(Debug, Default)]
pub(in crate::routing) struct Mapped {
    /// Connections of which it cannot be told what a route map makes of a route.
    pub(in crate::routing) doubtful: BTreeSet<Connected>,
    /// Connections with a route map that changes the paths of routes.
    pub(in crate::routing) repathed: BTreeSet<Connected>,
    /// What route maps have dropped.
    pub(in crate::routing) dropped: Vec<Dropped>,
}

/// A route that a route map has dropped.
#[derive(Debug)]
pub(in crate::routing) struct Dropped {
    pub(in crate::routing) connected: Connected,
    pub(in crate::routing) destination: RouteDestination,
    pub(in crate::routing) map: Id<RouteMap>,
}

/// What a route map makes of a route.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Effect {
    Kept,
    Dropped,
    /// A summary stands in its place.
    Replaced(Vec<IpNet>),
    Unknown,
}

/// The same, and whether it changes the path.
type Passed = (Effect, bool);

impl Builder<'_> {
    /// What is left of prefixes behind a route map.
    pub(super) fn through_map(
        &mut self,
        connected: Connected,
        map: &Fact<Option<Id<RouteMap>>>,
        destinations: Vec<(RouteDestination, Step)>,
    ) -> Vec<(RouteDestination, Step)> {
        let Some(id) = self.known_map(connected, map) else { return destinations };
        let mut all: Vec<(RouteDestination, Step)> = Vec::new();
        for (destination, step) in destinations {
            match self.pass(connected, id, &destination) {
                Effect::Kept | Effect::Unknown => all.push((destination, step)),
                Effect::Dropped => {}
                Effect::Replaced(summaries) => {
                    let step = summary_step(self.network, id, &step);
                    all.extend(
                        summaries.into_iter().map(|net| (RouteDestination::Net(net), step.clone())),
                    );
                }
            }
        }
        let mut seen = Vec::new();
        all.retain(|(destination, _)| {
            let first = !seen.contains(destination);
            if first {
                seen.push(destination.clone());
            }
            first
        });
        all
    }

    /// What is left of the routes that a hub tells over a connection. Its own prefix is
    /// always told.
    pub(super) fn told_through_map(
        &mut self,
        connected: Connected,
        map: &Fact<Option<Id<RouteMap>>>,
        entries: Vec<Entry>,
    ) -> Vec<Entry> {
        let Some(id) = self.known_map(connected, map) else { return entries };
        for entry in &entries {
            if entry.class != Class::Hub {
                self.pass(connected, id, &entry.route.destination);
            }
        }
        told(self.network, id, entries)
    }

    /// A route map of which it is known that it is there. Of any other one it cannot be told
    /// what it does.
    fn known_map(
        &mut self,
        connected: Connected,
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

    fn pass(
        &mut self,
        connected: Connected,
        id: Id<RouteMap>,
        destination: &RouteDestination,
    ) -> Effect {
        let (effect, repathed) = pass(&self.network.route_maps[id], destination);
        let mapped = &mut self.wan.mapped;
        if repathed {
            mapped.repathed.insert(connected);
        }
        match effect {
            Effect::Unknown => {
                mapped.doubtful.insert(connected);
            }
            Effect::Dropped => {
                let destination = destination.clone();
                mapped.dropped.push(Dropped { connected, destination, map: id });
            }
            Effect::Kept | Effect::Replaced(_) => {}
        }
        effect
    }
}

/// What is left of told routes behind a route map.
pub(super) fn told(network: &Network, id: Id<RouteMap>, entries: Vec<Entry>) -> Vec<Entry> {
    let map = &network.route_maps[id];
    let mut all: Vec<Entry> = Vec::with_capacity(entries.len());
    let mut summaries: Vec<Entry> = Vec::new();
    for entry in entries {
        if entry.class == Class::Hub {
            all.push(entry);
            continue;
        }
        match pass(map, &entry.route.destination).0 {
            Effect::Kept | Effect::Unknown => all.push(entry),
            Effect::Dropped => {}
            Effect::Replaced(nets) => {
                for net in nets {
                    let mut summary = entry.clone();
                    summary.route.destination = RouteDestination::Net(net);
                    if let Some(first) = entry.route.because.first() {
                        summary.route.because.push(summary_step(network, id, first));
                    }
                    let is_same = |other: &Entry| {
                        other.route.destination == summary.route.destination
                            && other.row.when == summary.row.when
                            && other.row.exit == summary.row.exit
                    };
                    if !summaries.iter().any(is_same) {
                        summaries.push(summary);
                    }
                }
            }
        }
    }
    all.extend(summaries);
    all
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

/// What a route map makes of a route. Where no rule matches it is let through.
fn pass(map: &RouteMap, destination: &RouteDestination) -> Passed {
    let mut repathed = false;
    let mut replaced: Option<Vec<IpNet>> = None;
    // From here on it is not known whether rules are asked.
    let mut may_have_ended = map.rules.more.is_some();
    for rule in &map.rules.known {
        let mut hit = matches(rule, destination);
        for net in replaced.iter().flatten() {
            let of_summary = matches(rule, &RouteDestination::Net(*net));
            hit = if of_summary == hit { hit } else { None };
        }
        if hit == Some(false) {
            continue;
        }
        let (effect, changes) = act(rule, destination);
        repathed |= changes;
        match effect {
            Effect::Kept => {}
            _ if hit.is_none() || may_have_ended || replaced.is_some() => {
                return (Effect::Unknown, repathed);
            }
            Effect::Replaced(nets) => replaced = Some(nets),
            effect => return (effect, repathed),
        }
        match (rule.goes_on.value(), hit) {
            (Some(Some(true)), _) => {}
            (Some(Some(false)), Some(true)) => break,
            _ => may_have_ended = true,
        }
    }
    let effect = if map.rules.more.is_some() {
        Effect::Unknown
    } else {
        replaced.map_or(Effect::Kept, Effect::Replaced)
    };
    (effect, repathed)
}

/// Whether a route meets all criteria of a rule; `None` where that cannot be told.
fn matches(rule: &RouteMapRule, destination: &RouteDestination) -> Option<bool> {
    let mut all = rule.criteria.more.is_none().then_some(true);
    for criterion in &rule.criteria.known {
        let by_prefix = match (criterion.prefixes.value(), destination) {
            (Some(prefixes), _) if prefixes.is_empty() => Some(true),
            (Some(prefixes), RouteDestination::Net(net)) => {
                let mut prefixes = prefixes.iter().map(|prefix| prefix.net);
                criterion.condition.value().map(|condition| match condition {
                    MatchCondition::Equals => prefixes.any(|prefix| prefix == *net),
                    MatchCondition::NotEquals => prefixes.all(|prefix| prefix != *net),
                    MatchCondition::Contains => prefixes.any(|prefix| prefix.contains(net)),
                    MatchCondition::NotContains => prefixes.all(|prefix| !prefix.contains(net)),
                })
            }
            _ => None,
        };
        if by_prefix == Some(false) {
            return Some(false);
        }
        if by_prefix.is_none() || criterion.by_attributes {
            all = None;
        }
    }
    all
}

/// What a rule does to a route that it matches.
fn act(rule: &RouteMapRule, destination: &RouteDestination) -> Passed {
    let mut done = Effect::Kept;
    let mut repathed = false;
    for action in &rule.actions.known {
        let (Some(change), Some(prefixes)) = (action.change.value(), action.prefixes.value())
        else {
            return (Effect::Unknown, true);
        };
        let nets: Vec<IpNet> = prefixes.iter().map(|prefix| prefix.net).collect();
        let is_listed = matches!(destination, RouteDestination::Net(net) if nets.contains(net));
        match change {
            RouteChange::Drop if nets.is_empty() || is_listed => {
                return (Effect::Dropped, repathed);
            }
            RouteChange::Replace if nets.is_empty() => repathed |= !action.of_communities,
            RouteChange::Replace if covers(&nets, destination) => {
                // The path of what a summary stands for is not in it.
                repathed = true;
                done = Effect::Replaced(nets);
            }
            RouteChange::Add | RouteChange::Remove if nets.is_empty() => {
                repathed |= !action.of_communities;
            }
            _ => return (Effect::Unknown, true),
        }
    }
    if rule.actions.more.is_some() {
        return (Effect::Unknown, true);
    }
    (done, repathed)
}

/// Summaries are supported, nothing more specific.
fn covers(nets: &[IpNet], destination: &RouteDestination) -> bool {
    match destination {
        RouteDestination::Net(net) => nets.iter().any(|summary| summary.contains(net)),
        _ => true,
    }
}
