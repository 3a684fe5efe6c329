//! What a plan does to a resource.

use std::{collections::BTreeMap, sync::Arc};

use super::{instances::Instance, overlay};
use crate::{
    Kind, PlannedAction, PlannedChange, Value,
    json::Node,
    terraform::{self, Declaration},
};

/// The planned change of an instance.
pub(super) fn of(instance: &Instance<'_>, declaration: Declaration) -> Option<PlannedChange> {
    let change = instance.change?;
    let actions = change.get("actions").and_then(Node::as_array)?;
    let actions: Vec<&str> =
        actions.iter().filter_map(|action| action.as_str().map(|text| &**text)).collect();
    let action = match actions[..] {
        ["create"] => PlannedAction::Create,
        ["update"] => PlannedAction::Update,
        ["no-op"] => PlannedAction::Keep,
        ["create", "delete"] | ["delete", "create"] => PlannedAction::Replace,
        _ => return None,
    };
    let lowered = |side: &str| {
        let values = overlay::json(change.get(side)?);
        let mut body = terraform::lower(instance.kind, &values, declaration).body;
        body.remove("properties")
    };
    let properties = match (action, lowered("before"), lowered("after")) {
        (PlannedAction::Update, before, Some(after)) => changed(before.as_ref(), &after),
        _ => Vec::new(),
    };
    Some(PlannedChange { action, properties })
}

/// The names of the properties that are set anew. What is unknown until the plan is
/// applied is missing and does not count.
fn changed(before: Option<&Value>, after: &Value) -> Vec<Arc<str>> {
    let nothing = BTreeMap::new();
    let before = before.and_then(Value::as_object).unwrap_or(&nothing);
    let after = after.as_object().unwrap_or(&nothing);
    let differs = |name: &Arc<str>, value: &Value| {
        !value.is_null() && !before.get(name).is_some_and(|old| is_same(old, value))
    };
    after
        .iter()
        .filter(|(name, value)| differs(name, value))
        .map(|(name, _)| name.clone())
        .collect()
}

/// Whether two values say the same, wherever they are written.
fn is_same(one: &Value, other: &Value) -> bool {
    match (&one.kind, &other.kind) {
        (Kind::Null, Kind::Null) => true,
        (Kind::Bool(one), Kind::Bool(other)) => one == other,
        (Kind::Number(one), Kind::Number(other)) => one == other,
        (Kind::String(one), Kind::String(other)) => one == other,
        (Kind::List(_, one), Kind::List(_, other)) => {
            one.len() == other.len() && one.iter().zip(other.iter()).all(|(a, b)| is_same(a, b))
        }
        (Kind::Object(_, one), Kind::Object(_, other)) => {
            one.len() == other.len()
                && one.iter().zip(other.iter()).all(|((a, x), (b, y))| a == b && is_same(x, y))
        }
        _ => false,
    }
}
