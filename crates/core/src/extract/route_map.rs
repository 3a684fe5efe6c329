//! Route maps of virtual hubs.

use nexthop_iac::{Value, Why};

use super::{
    attributes::Attributes,
    conversion::{choice, prefixes},
    directory::{Directory, EntryId},
};
use crate::{
    Fact,
    network::{
        MatchCondition, Prefix, RouteAction, RouteChange, RouteCriterion, RouteMap, RouteMapRule,
    },
};

pub(super) fn read(directory: &mut Directory<'_>, id: EntryId) -> RouteMap {
    let attributes = directory.attributes(id);
    let declared = directory.entry(id).declared.clone();
    let mut rules = attributes.several("properties.rules", rule);
    if declared.existing && !attributes.has("properties.rules") {
        rules.more = Some(Why::Outside(declared.address.to_string()));
    }
    RouteMap { declared, rules }
}

fn rule(block: &Attributes<'_>) -> RouteMapRule {
    let conditions = choice(&[
        ("Contains", MatchCondition::Contains),
        ("Equals", MatchCondition::Equals),
        ("NotContains", MatchCondition::NotContains),
        ("NotEquals", MatchCondition::NotEquals),
    ]);
    let steps = choice(&[("Continue", Some(true)), ("Terminate", Some(false)), ("Unknown", None)]);
    RouteMapRule {
        criteria: block.several("matchCriteria", |criterion| RouteCriterion {
            condition: criterion.required("matchCondition", &conditions),
            prefixes: own_prefixes(criterion),
            by_attributes: has_some(criterion, "asPath") || has_some(criterion, "community"),
        }),
        actions: block.several("actions", action),
        goes_on: block.or("nextStepIfMatched", None, steps),
        span: block.header(),
    }
}

fn action(block: &Attributes<'_>) -> RouteAction {
    let changes = choice(&[
        ("Drop", RouteChange::Drop),
        ("Add", RouteChange::Add),
        ("Remove", RouteChange::Remove),
        ("Replace", RouteChange::Replace),
    ]);
    let parameters = block.blocks("parameters");
    let mut all = Vec::new();
    let mut why = parameters.more;
    for parameter in &parameters.items {
        let prefixes = own_prefixes(parameter);
        why = why.or_else(|| prefixes.why().cloned());
        all.extend(prefixes.value().into_iter().flatten().copied());
    }
    let has = |path: &str| parameters.items.iter().any(|one| has_some(one, path));
    RouteAction {
        change: block.required("type", changes),
        of_communities: has("community") && !has("asPath") && all.is_empty() && why.is_none(),
        prefixes: match why {
            Some(why) => Fact::unknown(why, parameters.span),
            None => Fact::set(all, parameters.span),
        },
    }
}

fn own_prefixes(block: &Attributes<'_>) -> Fact<Vec<Prefix>> {
    block.or("routePrefix", Vec::new(), prefixes)
}

/// Whether a list is there that is not known to be empty.
fn has_some(block: &Attributes<'_>, path: &str) -> bool {
    let is_empty = |value: &Value| Ok(value.as_list().is_some_and(<[Value]>::is_empty));
    block.read(path, is_empty).is_some_and(|empty| !empty.is(&true))
}
