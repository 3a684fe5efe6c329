//! From JSON values to expressions.

use std::{cell::RefCell, collections::BTreeMap, sync::Arc};

use nexthop_source::{Diagnostic, Severity, Span};

use super::text::{self, Mistake, Names, Text};
use crate::{
    Number,
    arm::expression::{Entry, Expression, ExpressionKind, For, Item, Repeat, RepeatOver},
    json::{self, Node, NodeKind},
};

/// The member of an object; ARM does not mind the case of its own words.
pub(super) fn member<'n>(node: &'n Node, name: &str) -> Option<&'n Node> {
    entry(node, name).map(|entry| &entry.value)
}

/// The same with its name.
pub(super) fn entry<'n>(node: &'n Node, name: &str) -> Option<&'n json::Entry> {
    let entries = node.as_object()?;
    let exact = entries.iter().rev().find(|entry| &*entry.name == name);
    exact.or_else(|| entries.iter().rev().find(|entry| entry.name.eq_ignore_ascii_case(name)))
}

/// The members of an object, of repeated names the last.
pub(super) fn members(node: &Node) -> impl Iterator<Item = &json::Entry> {
    let entries = node.as_object().unwrap_or_default();
    let mut last: BTreeMap<&str, usize> = BTreeMap::new();
    for (at, entry) in entries.iter().enumerate() {
        last.insert(&entry.name, at);
    }
    let is_last = move |(at, entry): &(usize, &json::Entry)| last.get(&*entry.name) == Some(at);
    entries.iter().enumerate().filter(is_last).map(|(_, entry)| entry)
}

/// The names that a template declares, by their lower case.
#[derive(Default)]
pub(super) struct Declared {
    pub parameters: BTreeMap<String, Arc<str>>,
    pub variables: BTreeMap<String, Arc<str>>,
}

impl Names for Declared {
    fn parameter(&self, name: &str) -> ExpressionKind {
        ExpressionKind::Parameter(declared(&self.parameters, name))
    }

    fn variable(&self, name: &str) -> ExpressionKind {
        ExpressionKind::Variable(declared(&self.variables, name))
    }
}

fn declared(names: &BTreeMap<String, Arc<str>>, name: &str) -> Arc<str> {
    names.get(&name.to_lowercase()).map_or_else(|| name.into(), Arc::clone)
}

/// The name of a variable as a template declares it.
pub(super) fn declared_in(template: &Node, name: &str) -> Arc<str> {
    let declared = member(template, "variables").into_iter().flat_map(members).find_map(|one| {
        let is = |known: &Arc<str>| known.eq_ignore_ascii_case(name).then(|| Arc::clone(known));
        match loops(one) {
            Some(mut loops) => loops.find_map(|(known, _)| is(known)),
            None => is(&one.name),
        }
    });
    declared.unwrap_or_else(|| name.into())
}

/// The names of a template whose expressions see those of the one around it.
pub(super) struct OfOuter<'a> {
    pub outer: &'a Declared,
    pub own: &'a Declared,
}

impl Names for OfOuter<'_> {
    fn parameter(&self, name: &str) -> ExpressionKind {
        self.outer.parameter(name)
    }

    fn variable(&self, name: &str) -> ExpressionKind {
        self.outer.variable(name)
    }

    fn own(&self) -> Option<&dyn Names> {
        Some(self.own)
    }
}

/// The names in a user-defined function: its own parameters.
pub(super) struct Own<'a>(pub &'a [Arc<str>]);

impl Names for Own<'_> {
    fn parameter(&self, name: &str) -> ExpressionKind {
        let own = self.0.iter().find(|own| own.eq_ignore_ascii_case(name));
        ExpressionKind::Local(own.map_or_else(|| name.into(), Arc::clone))
    }

    fn variable(&self, name: &str) -> ExpressionKind {
        ExpressionKind::Variable(name.into())
    }
}

/// Lowers the values of one file.
#[derive(Clone, Copy)]
pub(super) struct Lowering<'a> {
    pub names: &'a dyn Names,
    /// The text of the file.
    pub file: &'a str,
    /// What another language wrote in the place of a value.
    pub computed: &'a Computed,
    pub diagnostics: &'a RefCell<Vec<Diagnostic>>,
}

/// Values that are no JSON, by their places.
pub(crate) type Computed = BTreeMap<Span, Expression>;

/// Of a file that is nothing but JSON.
pub(super) static NOTHING_COMPUTED: Computed = BTreeMap::new();

impl<'a> Lowering<'a> {
    /// The same with other names in sight.
    pub(super) fn with<'b>(self, names: &'b dyn Names) -> Lowering<'b>
    where
        'a: 'b,
    {
        Lowering { names, ..self }
    }

    /// Says what is wrong with a template.
    pub(super) fn report(&self, span: Span, message: impl Into<String>) {
        let diagnostic = Diagnostic::new("syntax-error", Severity::Error, span, message);
        self.diagnostics.borrow_mut().push(diagnostic);
    }

    /// What a JSON value stands for.
    pub(super) fn value(&self, node: &Node) -> Expression {
        if let Some(computed) = self.computed.get(&node.span) {
            return computed.clone();
        }
        let kind = match &node.kind {
            NodeKind::Null => ExpressionKind::Null,
            NodeKind::Bool(value) => ExpressionKind::Bool(*value),
            NodeKind::Number(text) => match Number::parse(text) {
                Some(number) => ExpressionKind::Number(number),
                None => ExpressionKind::Invalid("this number is too large".into()),
            },
            NodeKind::String(text) => return self.text(text, node.span),
            NodeKind::Array(items) => {
                let items = items.iter().map(|item| self.value(item));
                ExpressionKind::Array(items.map(|value| Item { value, spread: false }).collect())
            }
            NodeKind::Object(_) => ExpressionKind::Object(self.entries(node, |_| true)),
        };
        Expression { kind, span: node.span }
    }

    /// What a text stands for.
    pub(super) fn text(&self, decoded: &str, span: Span) -> Expression {
        let text = Text { decoded, span, file: self.file };
        text::read(text, self.names).unwrap_or_else(|Mistake { message, span: place }| {
            self.report(place, format!("This expression cannot be read: {message}"));
            Expression { kind: ExpressionKind::Invalid(message.into()), span }
        })
    }

    /// The entries of an object, those of its loops included, of the names that are
    /// wanted.
    pub(super) fn entries(&self, node: &Node, wanted: impl Fn(&str) -> bool) -> Vec<Entry> {
        let mut entries = Vec::new();
        for member in members(node) {
            match loops(member) {
                Some(loops) => entries.extend(loops.map(|(name, node)| Entry::Property {
                    key: self.text(name, node.span),
                    value: self.repeated(node, Some(name), "input"),
                })),
                None if wanted(&member.name) => entries.push(Entry::Property {
                    key: self.text(&member.name, member.name_span),
                    value: self.value(&member.value),
                }),
                None => {}
            }
        }
        entries
    }

    /// The array that a loop makes of its `input` (or `value`).
    pub(super) fn repeated(&self, node: &Node, name: Option<&Arc<str>>, body: &str) -> Expression {
        let missing = || {
            let message = format!("this loop has no `{body}`");
            self.report(node.span, format!("This template cannot be read: {message}"));
            Expression { kind: ExpressionKind::Invalid(message.into()), span: node.span }
        };
        let body = member(node, body).map_or_else(missing, |input| self.value(input));
        let repeat = self.repeat(node, name.cloned());
        let kind = ExpressionKind::For(Box::new(For { repeat, condition: None, body }));
        Expression { kind, span: node.span }
    }

    /// The loop that a `copy` object describes.
    pub(super) fn repeat(&self, node: &Node, name: Option<Arc<str>>) -> Repeat {
        let missing = || Expression {
            kind: ExpressionKind::Invalid("this loop has no `count`".into()),
            span: node.span,
        };
        let count = member(node, "count").map_or_else(missing, |count| self.value(count));
        Repeat { over: RepeatOver::Count(count), name, item: None, index: None, span: node.span }
    }
}

/// The loops of a member named `copy`, by the name of the property that each makes.
pub(super) fn loops(member: &json::Entry) -> Option<impl Iterator<Item = (&Arc<str>, &Node)>> {
    let items = member.name.eq_ignore_ascii_case("copy").then(|| member.value.as_array())??;
    let named: Option<Vec<_>> = items
        .iter()
        .map(|item| {
            self::member(item, "count")?;
            Some((self::member(item, "name")?.as_str()?, item))
        })
        .collect();
    named.map(Vec::into_iter)
}
