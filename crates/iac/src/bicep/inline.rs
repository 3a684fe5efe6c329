//! Templates that are written out in a Bicep file: the object in the `template` of a
//! `Microsoft.Resources/deployments`.
//!
//! The compiler makes JSON of it, and so is it read here: what is written out becomes
//! what it would be in JSON, and what Bicep computes stays an expression of the file,
//! known by its place. A text in brackets is no expression for the compiler, who puts
//! one more bracket before it; the deployment that takes it off sends it on:
//! <https://learn.microsoft.com/azure/azure-resource-manager/templates/template-expressions#escape-characters>

use std::sync::Arc;

use super::{
    expression::Lowering,
    names::{Declared, literal},
    syntax::{Entry, Expression, ExpressionKind, Item},
};
use crate::{
    arm::json::Computed,
    json::{self, Node, NodeKind},
};

/// As many variables are followed to what is written out in them.
const FOLLOWED: usize = 100;
/// As many of them in one another.
const DEEPEST: usize = 4;

/// A value as JSON has it, and what in it is computed.
pub(super) fn node(value: &Expression, lowering: &mut Lowering<'_>) -> (Node, Computed) {
    let mut inline = Inline { lowering, computed: Computed::new(), left: FOLLOWED, depth: 0 };
    let node = inline.node(value);
    (node, inline.computed)
}

struct Inline<'a, 'l> {
    lowering: &'a mut Lowering<'l>,
    computed: Computed,
    /// How many variables may still be followed.
    left: usize,
    /// How many are around this value.
    depth: usize,
}

impl<'l> Inline<'_, 'l> {
    fn node(&mut self, value: &Expression) -> Node {
        let kind = match &value.kind {
            ExpressionKind::Null => NodeKind::Null,
            ExpressionKind::Bool(truth) => NodeKind::Bool(*truth),
            ExpressionKind::Number(number) => NodeKind::Number(number.to_string().into()),
            ExpressionKind::String(text) => NodeKind::String(escaped(text)),
            ExpressionKind::Array(items) if !items.iter().any(|item| item.spread) => {
                let item = |Item { value, .. }: &Item| self.node(value);
                NodeKind::Array(items.iter().map(item).collect())
            }
            ExpressionKind::Object(entries) => match self.entries(entries) {
                Some(entries) => NodeKind::Object(entries),
                None => return self.computed(value),
            },
            ExpressionKind::Name(name) => match self.variable(&name.text) {
                Some(written) => {
                    self.depth += 1;
                    let node = self.node(written);
                    self.depth -= 1;
                    return node;
                }
                None => return self.computed(value),
            },
            _ => return self.computed(value),
        };
        Node { kind, span: value.span }
    }

    fn computed(&mut self, value: &Expression) -> Node {
        self.computed.insert(value.span, self.lowering.expression(value));
        Node { kind: NodeKind::Null, span: value.span }
    }

    /// The members of an object all of whose names are written out.
    fn entries(&mut self, entries: &[Entry]) -> Option<Vec<json::Entry>> {
        let named: Option<Vec<_>> = entries.iter().map(named).collect();
        let entry = |(name, key, value): (&str, &Expression, &Expression)| json::Entry {
            name: escaped(&Arc::from(name)),
            name_span: key.span,
            value: self.node(value),
        };
        Some(named?.into_iter().map(entry).collect())
    }

    /// What is written out in a variable of the file: an object or an array.
    fn variable(&mut self, name: &str) -> Option<&'l Expression> {
        if self.lowering.is_local(name) || self.depth >= DEEPEST {
            return None;
        }
        let (program, file) = (self.lowering.program, self.lowering.file);
        match program.names(file).get(name) {
            Some(Declared::Variable(value))
                if matches!(value.kind, ExpressionKind::Object(_) | ExpressionKind::Array(_)) =>
            {
                self.left = self.left.checked_sub(1)?;
                Some(value)
            }
            _ => None,
        }
    }
}

fn named(entry: &Entry) -> Option<(&str, &Expression, &Expression)> {
    match entry {
        Entry::Property { key, value } => Some((literal(key)?, key, value)),
        Entry::Spread(_) => None,
    }
}

/// A text as the compiler writes it, so that nobody takes it for one of its
/// expressions.
fn escaped(text: &Arc<str>) -> Arc<str> {
    if text.starts_with('[') && text.ends_with(']') {
        format!("[{text}").into()
    } else {
        Arc::clone(text)
    }
}
