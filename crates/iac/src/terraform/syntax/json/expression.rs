//! Expressions: in JSON their text is a template, code or nothing but text.

use std::sync::Arc;

use nexthop_source::Diagnostic;

use super::super::{Expression, ExpressionKind, Name, ObjectKey, lower::Site, recover};
use crate::{
    Number,
    json::{Entry, Node, NodeKind, Written},
    terraform::normal_form::composed,
};

/// How the texts in a value are read.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Reading {
    Template,
    Code,
    Literal,
}

/// Reads values of one file.
pub(super) struct Expressions<'a> {
    pub file_text: &'a str,
    pub diagnostics: Vec<Diagnostic>,
}

impl Expressions<'_> {
    /// The expression that a value is. What is wrong in a part of it is told, and
    /// costs the whole.
    pub(super) fn read(&mut self, node: &Node, reading: Reading) -> Option<Expression> {
        let span = node.span;
        let kind = match &node.kind {
            NodeKind::Null => ExpressionKind::Null,
            NodeKind::Bool(value) => ExpressionKind::Bool(*value),
            NodeKind::Number(text) => match Number::parse(text) {
                Some(number) => ExpressionKind::Number(number),
                None => ExpressionKind::String(Arc::clone(text)),
            },
            NodeKind::String(text) => self.text(text, node, reading)?,
            NodeKind::Array(items) => {
                let items: Vec<_> = items.iter().map(|item| self.read(item, reading)).collect();
                ExpressionKind::Tuple(items.into_iter().collect::<Option<_>>()?)
            }
            NodeKind::Object(entries) => {
                let entries: Vec<_> =
                    entries.iter().map(|entry| self.entry(entry, reading)).collect();
                ExpressionKind::Object(entries.into_iter().collect::<Option<_>>()?)
            }
        };
        Some(Expression { kind, span })
    }

    fn entry(&mut self, entry: &Entry, reading: Reading) -> Option<(ObjectKey, Expression)> {
        let name = Name { text: composed(Arc::clone(&entry.name)), span: entry.name_span };
        let key = if reading == Reading::Template && may_be_template(&entry.name) {
            let node = Node { kind: NodeKind::String(name.text), span: name.span };
            self.read(&node, reading).map(|key| ObjectKey::Expression(Box::new(key)))
        } else {
            Some(ObjectKey::Name(name))
        };
        let value = self.read(&entry.value, reading);
        Some((key?, value?))
    }

    fn text(&mut self, text: &Arc<str>, node: &Node, reading: Reading) -> Option<ExpressionKind> {
        let written = || Written::new(self.file_text, node.span);
        let file = node.span.file;
        let read = match reading {
            Reading::Template if may_be_template(text) => {
                recover::text(text, Site::within(file, &written()))
            }
            Reading::Code => recover::expression(text, Site::within(file, &written())),
            Reading::Template | Reading::Literal => {
                return Some(ExpressionKind::String(composed(Arc::clone(text))));
            }
        };
        match read {
            Ok(expression) => Some(expression.kind),
            Err(diagnostic) => {
                self.diagnostics.push(*diagnostic);
                None
            }
        }
    }
}

fn may_be_template(text: &str) -> bool {
    text.contains("${") || text.contains("%{")
}
