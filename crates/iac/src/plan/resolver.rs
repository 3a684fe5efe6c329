//! From the references of an expression to the resource attribute that makes its
//! value unknown.
//!
//! A plan tells what an expression refers to, not what it does with it. A value
//! that is known only after the plan is applied must come from an attribute that
//! is so too: where there is but one among the references, it is that.

use std::{
    cell::Cell,
    collections::{BTreeMap, BTreeSet},
    sync::Arc,
};

use nexthop_source::Span;

use super::{
    configuration::{Configuration, Configured},
    instances::{Index, Instance, names},
    traversal::{self, Call, Key, Step},
};
use crate::{
    Address, Reference, Value, Why,
    json::{Node, NodeKind},
    terraform::is_type_of_azurerm,
};

/// References lead through modules; further than any code written by people.
const FURTHEST: usize = 32;

/// So many references are followed for one expression.
const MOST: usize = 1000;

/// Finds what an expression stands for.
#[derive(Clone, Copy, Debug)]
pub(super) struct Resolver<'r, 'n> {
    pub configuration: &'r Configuration<'n>,
    pub instances: &'r Index<'n>,
    /// How many values depend on code that a plan does not show.
    pub hidden: &'r Cell<usize>,
}

/// Where an expression is written.
#[derive(Clone, Copy, Debug)]
struct Scope<'s, 'n> {
    path: &'s [Call],
    /// The key of the instance that the expression belongs to.
    key: Option<&'s Key>,
    /// What its `for_each` is.
    each: Option<Configured<'n>>,
}

/// What an expression refers to in the end.
#[derive(Debug, Default)]
struct Found {
    attributes: BTreeSet<Reference>,
    /// What cannot be followed, such as local values.
    open: BTreeSet<String>,
    /// By block, its instances, one or all of which are meant.
    several: BTreeMap<String, Vec<Reference>>,
    /// The last name that the expression asks of what it refers to.
    asked: Option<Arc<str>>,
    /// How many references have been followed.
    followed: usize,
}

impl<'n> Resolver<'_, 'n> {
    /// What an attribute of a resource, of that name and path, is that is not known
    /// before the plan is applied.
    pub(super) fn unknown(
        self,
        expression: Configured<'n>,
        instance: &Instance<'n>,
        (attribute, path): (&str, &str),
    ) -> Value {
        let span = expression.0.span;
        let mut found = self.found(expression, instance);
        self.leave_what_may_be(&mut found, attribute);
        let because = || {
            if !found.open.is_empty() {
                self.note_hidden();
            }
            found.because(&format!("{}.{path}", instance.address), span)
        };
        match found.attributes.first() {
            Some(one) if found.attributes.len() == 1 && !found.is_open() => {
                if self.is_of_another_type(one, attribute) {
                    return because();
                }
                let value = referring(one, span);
                if attribute.ends_with("_ids") && one.attribute == "id" {
                    Value::tuple(vec![value], span)
                } else {
                    value
                }
            }
            _ => because(),
        }
    }

    /// Counts a value that depends on code that is not in the plan.
    pub(super) fn note_hidden(self) {
        self.hidden.set(self.hidden.get() + 1);
    }

    /// The elements of a list of ids none of which is known, if the expression
    /// refers to just as many.
    pub(super) fn ids(
        self,
        expression: Configured<'n>,
        instance: &Instance<'n>,
        (attribute, count): (&str, usize),
    ) -> Option<Vec<Value>> {
        let mut found = self.found(expression, instance);
        let several = std::mem::take(&mut found.several);
        found.attributes.extend(several.into_values().flatten());
        self.leave_what_may_be(&mut found, attribute);
        let ids = found.attributes.iter().filter(|one| one.attribute == "id");
        let ids: Vec<_> = ids.map(|one| referring(one, expression.0.span)).collect();
        (ids.len() == count && found.attributes.len() == count && !found.is_open()).then_some(ids)
    }

    /// Leaves of the attributes those that make this one unknown.
    fn leave_what_may_be(self, found: &mut Found, attribute: &str) {
        found.name_what_was_lost(attribute);
        found.attributes.retain(|reference| self.is_unknown(reference));
        if let Some(asked) = found.asked.clone() {
            found.prefer(|one| last_name(&one.attribute) == &*asked);
        }
        if let Some(wanted) = wanted_type(attribute) {
            found.prefer(|one| self.kind(one).is_some_and(|kind| is_named_for(wanted, kind)));
        }
    }

    /// The attribute that a known text was read from, if it is the only one that
    /// the expression refers to and has that very text.
    pub(super) fn read_from(
        self,
        expression: Configured<'n>,
        instance: &Instance<'n>,
        text: &str,
    ) -> Option<Arc<Reference>> {
        let found = self.found(expression, instance);
        let mut equal = found.attributes.into_iter().filter(|reference| {
            let known = self.instances.at(&reference.target);
            let known = known.and_then(|target| target.values?.get(&reference.attribute));
            known.and_then(Node::as_str).is_some_and(|known| &**known == text)
        });
        let first = equal.next()?;
        equal.next().is_none().then(|| Arc::new(first))
    }

    fn found(self, expression: Configured<'n>, instance: &Instance<'n>) -> Found {
        let module = self.configuration.module(&instance.module.name());
        let block = module.and_then(|module| module.resources.get(&*instance.block()));
        let scope = Scope {
            path: &instance.module.path,
            key: instance.key.as_ref(),
            each: block.and_then(|block| block.get("for_each_expression")).map(Configured),
        };
        let mut found = Found::default();
        self.expression(expression, scope, (&[], 0), &mut found);
        found
    }

    /// Follows every reference of an expression, of whose value `rest` is asked.
    fn expression(
        self,
        expression: Configured<'n>,
        scope: Scope<'_, 'n>,
        (rest, depth): (&[Step], usize),
        found: &mut Found,
    ) {
        let references = expression.references().into_iter().flatten().count();
        found.followed = found.followed.saturating_add(references);
        if depth > FURTHEST || found.followed > MOST {
            found.leave_open("a value behind many references");
            return;
        }
        if let Some(name) = rest.iter().rev().find_map(Step::as_name) {
            found.asked = Some(Arc::clone(name));
        }
        let subjects = subjects(expression);
        let is_keyed = subjects.iter().any(|subject| {
            matches!(subject.first().and_then(Step::as_name), Some(name) if matches!(&**name, "each" | "count"))
        });
        let scope = Scope { key: scope.key.filter(|_| is_keyed), ..scope };
        for subject in subjects {
            self.subject(&subject, scope, (rest, depth + 1), found);
        }
    }

    fn subject(
        self,
        steps: &[Step],
        scope: Scope<'_, 'n>,
        (rest, depth): (&[Step], usize),
        found: &mut Found,
    ) {
        let word = |at: usize| steps.get(at).and_then(Step::as_name).map_or("", |name| &**name);
        let behind = |at: usize| [steps.get(at..).unwrap_or_default(), rest].concat();
        match word(0) {
            "local" => found.leave_open(format!("local.{}", word(1))),
            "each" if word(1) == "value" => {
                let key = scope.key.cloned().map(Step::Key);
                let rest = [key.as_slice(), &behind(2)].concat();
                if let Some(each) = scope.each {
                    let scope = Scope { key: None, each: None, ..scope };
                    self.expression(each, scope, (&rest, depth), found);
                }
            }
            "each" | "count" | "path" | "terraform" | "self" | "ephemeral" => {}
            "var" => self.variable(word(1), scope, (&behind(2), depth), found),
            "module" => self.output(word(1), scope, (&behind(2), depth), found),
            "data" => {
                let block = format!("data.{}.{}", word(1), word(2));
                self.resource(&block, scope, &behind(3), found);
            }
            kind => self.resource(&format!("{kind}.{}", word(1)), scope, &behind(2), found),
        }
    }

    /// `var.name`: what the caller hands over. The root's variables are known.
    fn variable(
        self,
        name: &str,
        scope: Scope<'_, 'n>,
        asked: (&[Step], usize),
        found: &mut Found,
    ) {
        let Some((call, path)) = scope.path.split_last() else { return };
        let module = self.configuration.module(&names(path));
        let Some(&node) = module.and_then(|module| module.calls.get(&*call.name)) else { return };
        let argument = node.get("expressions").and_then(|arguments| arguments.get(name));
        if let Some(argument) = argument {
            let each = node.get("for_each_expression").map(Configured);
            let scope = Scope { path, key: call.key.as_ref(), each };
            self.expression(Configured(argument), scope, asked, found);
        }
    }

    /// `module.name.output`.
    fn output(
        self,
        name: &str,
        scope: Scope<'_, 'n>,
        (steps, depth): (&[Step], usize),
        found: &mut Found,
    ) {
        let Some(keys) = self.instances.of_call(scope.path, name) else { return };
        let (written, steps) = match steps.split_first() {
            Some((Step::Key(key), rest)) => (Some(key), rest),
            _ => (scope.key, steps),
        };
        let chosen = match keys.first() {
            Some(only) if keys.len() == 1 => Some(only),
            _ => keys.get(&written.cloned()),
        };
        let Some(key) = chosen.cloned() else {
            return found.leave_open(format!("module.{name}"));
        };
        let path = [scope.path, &[Call { name: name.into(), key }]].concat();
        let module = self.configuration.module(&names(&path));
        let output = steps.first().and_then(Step::as_name);
        let expression = output.and_then(|output| module?.outputs.get(&**output));
        match expression {
            Some(&expression) => {
                let scope = Scope { path: &path, key: None, each: None };
                let rest = steps.get(1..).unwrap_or_default();
                self.expression(Configured(expression), scope, (rest, depth), found);
            }
            None => found.leave_open(format!("module.{name}")),
        }
    }

    fn resource(self, block: &str, scope: Scope<'_, 'n>, steps: &[Step], found: &mut Found) {
        let Some(instances) = self.instances.of_block(scope.path, block) else { return };
        let (first, behind) = match steps.split_first() {
            Some((Step::Key(key), rest)) => (Some(key), rest),
            _ => (None, steps),
        };
        let by_key = |key: Option<&Key>| instances.get(&key.cloned());
        let (target, rest) = match (first, instances.first_key_value()) {
            (Some(key), _) if instances.contains_key(&Some(key.clone())) => {
                (by_key(Some(key)), behind)
            }
            (None, Some((_, only))) if instances.len() == 1 => (Some(only), steps),
            _ => (scope.key.and_then(|key| by_key(Some(key))), steps),
        };
        let reference = |target: &Address, rest: &[Step]| {
            let attribute = self.scalar(target, rest);
            Reference { target: target.clone(), attribute }
        };
        if let Some(target) = target {
            found.attributes.insert(reference(target, rest));
        } else {
            let all = instances.values().map(|target| reference(target, steps));
            found.several.insert(block.to_owned(), all.collect());
        }
    }

    /// The attribute at the end of `steps`, or the last one on the way that is not
    /// known as a whole: what is behind it is asked of something made of it.
    fn scalar(self, target: &Address, steps: &[Step]) -> String {
        let unknown = self.instances.at(target).and_then(|target| target.unknown);
        let mut at = unknown;
        for (count, step) in steps.iter().enumerate() {
            at = at.and_then(|node| match step {
                Step::Key(Key::Index(index)) => node.as_array()?.get(usize::try_from(*index).ok()?),
                Step::Name(name) | Step::Key(Key::Name(name)) => node.get(name),
            });
            if at.is_some_and(is_true) {
                return traversal::attribute(&steps[..=count]);
            }
        }
        traversal::attribute(steps)
    }

    fn is_unknown(self, reference: &Reference) -> bool {
        let Some(target) = self.instances.at(&reference.target) else { return true };
        let steps = traversal::parse(&reference.attribute);
        let Some(name) = steps.first().and_then(Step::as_name) else { return true };
        match target.unknown {
            Some(unknown) => unknown.get(name).is_some_and(holds_true),
            None => target.values.and_then(|values| values.get(name)).is_none(),
        }
    }

    /// The type of azurerm whose id this is.
    fn kind(self, reference: &Reference) -> Option<&'n str> {
        let target = self.instances.at(&reference.target).filter(|_| reference.attribute == "id");
        target?.kind.strip_prefix("azurerm_")
    }

    /// Whether an attribute is named for one type of azurerm and a resource is of
    /// another: `"${azurerm_virtual_network.hub.id}/subnets/app"` for a `subnet_id`.
    fn is_of_another_type(self, reference: &Reference, attribute: &str) -> bool {
        let (Some(wanted), Some(kind)) = (wanted_type(attribute), self.kind(reference)) else {
            return false;
        };
        !is_named_for(wanted, kind) && is_type_of_azurerm(&format!("azurerm_{wanted}"))
    }
}

impl Found {
    fn is_open(&self) -> bool {
        !self.open.is_empty() || !self.several.is_empty()
    }

    /// Something may be meant that cannot be followed.
    fn leave_open(&mut self, what: impl Into<String>) {
        self.open.insert(what.into());
    }

    /// Of an instance that is chosen by an expression the plan does not tell which
    /// attribute is meant. An attribute for an id takes one.
    fn name_what_was_lost(&mut self, attribute: &str) {
        let lost = self.attributes.iter().filter(|reference| reference.attribute.is_empty());
        let lost: Vec<_> = lost.cloned().collect();
        for reference in lost {
            self.attributes.remove(&reference);
            let target = reference.target;
            if wanted_type(attribute).is_some() || attribute == "parent_id" {
                self.attributes.insert(Reference { target, attribute: "id".to_owned() });
            } else {
                self.open.insert(format!("an attribute of {target}"));
            }
        }
    }

    /// Keeps the attributes that fit, if any does.
    fn prefer(&mut self, fits: impl Fn(&Reference) -> bool) {
        if self.attributes.iter().any(&fits) {
            self.attributes.retain(fits);
        }
    }

    /// Why `attribute` cannot be told. The cause names it, unless there is only one:
    /// two attributes that may come from the same are not the same.
    fn because(&self, attribute: &str, span: Span) -> Value {
        let attributes =
            self.attributes.iter().map(|one| format!("{}.{}", one.target, one.attribute));
        let several = self.several.keys().map(|block| format!("one of {block}"));
        let all: Vec<_> = attributes.chain(several).chain(self.open.iter().cloned()).collect();
        let what = match &all[..] {
            [only] if !self.is_open() => only.clone(),
            [] => attribute.to_owned(),
            [first, more @ ..] if more.len() < 3 => {
                let all = more.iter().fold(first.clone(), |all, one| all + " or " + one);
                format!("{attribute} (from {all})")
            }
            all => format!("{attribute} (from one of {} values)", all.len()),
        };
        Value::unknown(Why::SetByAzure(what), span)
    }
}

fn referring(reference: &Reference, span: Span) -> Value {
    Value::reference(reference.target.clone(), reference.attribute.clone(), span)
}

/// `subnet` of `subnet_id`.
fn wanted_type(attribute: &str) -> Option<&str> {
    attribute.strip_suffix("_id").or_else(|| attribute.strip_suffix("_ids"))
}

/// `remote_virtual_network` for `virtual_network`.
fn is_named_for(wanted: &str, kind: &str) -> bool {
    wanted.ends_with(kind) || kind.ends_with(wanted)
}

fn last_name(attribute: &str) -> &str {
    attribute.rsplit('.').next().unwrap_or(attribute)
}

/// The references of an expression without those that are the beginning of another.
fn subjects(expression: Configured<'_>) -> Vec<Vec<Step>> {
    let mut subjects: Vec<Vec<Step>> = Vec::new();
    for reference in expression.references().into_iter().flatten() {
        let steps = traversal::parse(reference);
        if !subjects.iter().any(|longer| longer.starts_with(&steps)) {
            subjects.push(steps);
        }
    }
    subjects
}

pub(super) fn is_true(node: &Node) -> bool {
    matches!(node.kind, NodeKind::Bool(true))
}

/// Whether anything in a tree of marks is marked.
pub(super) fn holds_true(node: &Node) -> bool {
    match &node.kind {
        NodeKind::Bool(marked) => *marked,
        NodeKind::Array(items) => items.iter().any(holds_true),
        NodeKind::Object(entries) => entries.iter().any(|entry| holds_true(&entry.value)),
        NodeKind::Null | NodeKind::Number(_) | NodeKind::String(_) => false,
    }
}
