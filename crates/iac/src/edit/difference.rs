//! What of a project's resources became different.

use std::collections::{BTreeMap, BTreeSet};

use crate::{Address, Kind, Project, Resource, Value};

/// A value of a resource that is another one than before.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Difference {
    /// The resource.
    pub resource: Address,
    /// The path in ARM's JSON; of a resource that ARM does not know, in its language's.
    pub path: String,
}

/// What is different in a project since it was read before. `None` where not the same
/// resources are there, or something else than single values is different.
pub fn differences(before: &Project, after: &Project) -> Option<Vec<Difference>> {
    let same_number = before.resources.len() == after.resources.len()
        && before.unread_modules.len() == after.unread_modules.len();
    let mut found = Vec::new();
    for (before, after) in before.resources.iter().zip(&after.resources) {
        if !same_number || !is_same_resource(before, after) {
            return None;
        }
        let mut comparison = Comparison { resource: &before.address, path: String::new(), found };
        comparison.resource(before, after);
        found = comparison.found;
    }
    same_number.then_some(found)
}

fn is_same_resource(before: &Resource, after: &Resource) -> bool {
    before.address == after.address
        && before.kind == after.kind
        && before.existing == after.existing
        && before.presence == after.presence
}

struct Comparison<'a> {
    resource: &'a Address,
    path: String,
    found: Vec<Difference>,
}

impl Comparison<'_> {
    fn resource(&mut self, before: &Resource, after: &Resource) {
        if before.kind.is_none() {
            return self.value(&before.values, &after.values);
        }
        self.entries(&before.body, &after.body);
        match (&before.amends, &after.amends) {
            (Some(before), Some(after)) => self.within("amends", |this| this.value(before, after)),
            (None, None) => {}
            _ => self.within("amends", Self::different),
        }
    }

    fn entries(
        &mut self,
        before: &BTreeMap<std::sync::Arc<str>, Value>,
        after: &BTreeMap<std::sync::Arc<str>, Value>,
    ) {
        let names: BTreeSet<_> = before.keys().chain(after.keys()).collect();
        for name in names {
            self.within(name, |this| match (before.get(name), after.get(name)) {
                (Some(before), Some(after)) => this.value(before, after),
                _ => this.different(),
            });
        }
    }

    fn value(&mut self, before: &Value, after: &Value) {
        match (&before.kind, &after.kind) {
            (Kind::Object(_, before), Kind::Object(_, after)) => self.entries(before, after),
            (Kind::List(_, before), Kind::List(_, after)) if before.len() == after.len() => {
                for (at, (before, after)) in before.iter().zip(after.iter()).enumerate() {
                    self.within(&at.to_string(), |this| this.value(before, after));
                }
            }
            (before, after) if is_same(before, after) => {}
            _ => self.different(),
        }
    }

    fn within(&mut self, name: &str, compare: impl FnOnce(&mut Self)) {
        let length = self.path.len();
        if length > 0 {
            self.path.push('.');
        }
        self.path.push_str(name);
        compare(self);
        self.path.truncate(length);
    }

    fn different(&mut self) {
        self.found.push(Difference { resource: self.resource.clone(), path: self.path.clone() });
    }
}

/// Whether two values that are no collections of the same shape are the same.
fn is_same(before: &Kind, after: &Kind) -> bool {
    match (before, after) {
        (Kind::Null, Kind::Null) => true,
        (Kind::Bool(before), Kind::Bool(after)) => before == after,
        (Kind::Number(before), Kind::Number(after)) => before == after,
        (Kind::String(before), Kind::String(after)) => before == after,
        (Kind::Reference(before), Kind::Reference(after)) => before == after,
        (Kind::Unknown(before), Kind::Unknown(after)) => {
            before.why == after.why && before.parts == after.parts
        }
        _ => false,
    }
}
