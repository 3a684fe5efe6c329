//! Terraform's language in JSON: `.tf.json`, `.tofu.json`, and the values of
//! `.tfvars.json`.
//!
//! <https://developer.hashicorp.com/terraform/language/syntax/json>

mod content;
mod expression;

use std::{collections::HashMap, sync::Arc};

use nexthop_source::{Diagnostic, FileId, Severity, Span};

use self::{
    content::{Content, FILE, NESTED, Rest},
    expression::{Expressions, Reading},
};
use super::{Attribute, Block, Body, Name};
use crate::json::{self, Dialect, Entry, Node, NodeKind};

/// Whether a value in a resource of a type, by its name, is a nested block of it.
pub(super) type IsBlock = fn(&str, &str, &Node) -> bool;

/// What stands for a comment where a block has its attributes.
const COMMENT: &str = "//";

/// Reads a file. What is not JSON is nothing but a diagnostic; each other mistake
/// costs the block or the argument that it is in.
pub(crate) fn parse(text: &str, file: FileId, is_block: IsBlock) -> (Body, Vec<Diagnostic>) {
    read(text, file, |reader, root| reader.body(&FILE, root, None), is_block)
}

/// Reads a file of nothing but names and values, whose texts are not templates.
pub(crate) fn parse_values(text: &str, file: FileId) -> (Body, Vec<Diagnostic>) {
    let values = |reader: &mut Reader<'_>, root: &Node| {
        if root.as_object().is_none() {
            reader.mistake(root.span, "A variable file in JSON is an object".to_owned(), VALUES);
        }
        let mut content = Filled::default();
        let entries = root.as_object().unwrap_or_default().iter();
        for entry in entries.filter(|entry| !is_comment(entry)) {
            reader.attribute(entry, Reading::Literal, &mut content);
        }
        content.body
    };
    read(text, file, values, |_, _, _| false)
}

const VALUES: &str = "Write a JSON object of names and values.";

fn read(
    text: &str,
    file: FileId,
    read: impl FnOnce(&mut Reader<'_>, &Node) -> Body,
    is_block: IsBlock,
) -> (Body, Vec<Diagnostic>) {
    let root = match json::parse(text, file, Dialect::Strict) {
        Ok(root) => root,
        Err(diagnostic) => return (Body::default(), vec![*diagnostic]),
    };
    let expressions = Expressions { file_text: text, diagnostics: Vec::new() };
    let mut reader = Reader { expressions, is_block };
    let body = read(&mut reader, &root);
    (body, reader.expressions.diagnostics)
}

struct Reader<'a> {
    expressions: Expressions<'a>,
    is_block: IsBlock,
}

/// A body and where its attributes are set.
#[derive(Default)]
struct Filled {
    body: Body,
    set: HashMap<Arc<str>, Span>,
}

/// A kind of blocks and what leads to one of them.
struct Header<'a> {
    kind: &'a Entry,
    content: &'static Content,
    labels: Vec<Name>,
    /// The type of the resource that the block is or is in.
    resource: Option<&'a str>,
}

impl Reader<'_> {
    /// What is in a body, which may be split into several objects.
    fn body(&mut self, content: &Content, node: &Node, resource: Option<&str>) -> Body {
        let mut filled = Filled::default();
        for entry in self.properties(node) {
            if is_comment(entry) {
                continue;
            }
            let name = &*entry.name;
            let own = content.blocks.iter().find(|(kind, ..)| *kind == name);
            let nested = || {
                let type_of = resource.filter(|_| content.rest == Rest::OfProvider);
                type_of.is_some_and(|type_of| (self.is_block)(type_of, name, &entry.value))
            };
            match own {
                Some(&(_, labels, inner)) => {
                    // What has two labels is a resource of its own.
                    let resource = resource.filter(|_| labels < 2);
                    let header = Header { kind: entry, content: inner, labels: vec![], resource };
                    self.labelled(&header, &entry.value, labels, &mut filled.body.blocks);
                }
                None if content.rest == Rest::Mistakes => self.unexpected(entry),
                None if nested() => {
                    let header = Header { kind: entry, content: &NESTED, labels: vec![], resource };
                    self.blocks(&header, &entry.value, &mut filled.body.blocks);
                }
                None => self.attribute(entry, reading(content, name), &mut filled),
            }
        }
        filled.body
    }

    /// The properties of an object or of all objects of an array.
    fn properties<'n>(&mut self, node: &'n Node) -> Vec<&'n Entry> {
        match &node.kind {
            NodeKind::Null => Vec::new(),
            NodeKind::Object(entries) => entries.iter().collect(),
            NodeKind::Array(items) if items.iter().all(|item| item.as_object().is_some()) => {
                items.iter().filter_map(Node::as_object).flatten().collect()
            }
            _ => {
                let message = "Only an object, or an array of objects, can stand here".to_owned();
                self.mistake(node.span, message, OBJECT);
                Vec::new()
            }
        }
    }

    /// Takes `missing` labels from the names of nested objects.
    fn labelled<'n>(
        &mut self,
        header: &Header<'n>,
        node: &'n Node,
        missing: usize,
        blocks: &mut Vec<Block>,
    ) {
        if missing == 0 {
            return self.blocks(header, node, blocks);
        }
        for entry in self.properties(node) {
            let mut labels = header.labels.clone();
            labels.push(Name { text: Arc::clone(&entry.name), span: entry.name_span });
            let resource = header.resource.unwrap_or(&entry.name);
            let inner = Header { labels, resource: Some(resource), ..*header };
            self.labelled(&inner, &entry.value, missing - 1, blocks);
        }
    }

    /// One block for an object, one for each of an array.
    fn blocks(&mut self, header: &Header<'_>, node: &Node, blocks: &mut Vec<Block>) {
        let label = header.labels.last().map_or(header.kind.name_span, |label| label.span);
        match &node.kind {
            NodeKind::Null => {}
            NodeKind::Array(items) => {
                let place = |item: &Node| match items.len() {
                    1 => label,
                    _ => first_byte(item.span),
                };
                blocks.extend(items.iter().map(|item| self.block(header, item, place(item))));
            }
            _ => blocks.push(self.block(header, node, label)),
        }
    }

    fn block(&mut self, header: &Header<'_>, node: &Node, place: Span) -> Block {
        let Header { kind, content, ref labels, resource } = *header;
        Block {
            kind: Name { text: Arc::clone(&kind.name), span: kind.name_span },
            labels: labels.clone(),
            body: self.body(content, node, resource),
            header: place,
        }
    }

    fn attribute(&mut self, entry: &Entry, reading: Reading, filled: &mut Filled) {
        let name = Name { text: Arc::clone(&entry.name), span: entry.name_span };
        if let Some(&first) = filled.set.get(&name.text) {
            let message = format!("`{}` is set twice in the same block", name.text);
            let help = "Remove one of the two; each argument may be set once.";
            let mut diagnostic = mistake(name.span, message, help);
            diagnostic.relate(first, "it is set here first");
            self.expressions.diagnostics.push(diagnostic);
            return;
        }
        filled.set.insert(Arc::clone(&name.text), name.span);
        if let Some(value) = self.expressions.read(&entry.value, reading) {
            filled.body.attributes.push(Attribute { name, value });
        }
    }

    fn unexpected(&mut self, entry: &Entry) {
        let message = format!("`{}` is no block that a file can have", entry.name);
        let help = "Write it into a block such as `locals`, or remove it.";
        self.mistake(entry.name_span, message, help);
    }

    fn mistake(&mut self, span: Span, message: String, help: &str) {
        self.expressions.diagnostics.push(mistake(span, message, help));
    }
}

const OBJECT: &str = "Write the arguments of the block as the properties of an object.";

fn mistake(span: Span, message: String, help: &str) -> Diagnostic {
    let mut diagnostic = Diagnostic::new("syntax-error", Severity::Error, span, message);
    diagnostic.help(help);
    diagnostic
}

fn reading(content: &Content, name: &str) -> Reading {
    if content.code.contains(&name) {
        Reading::Code
    } else if content.literal.contains(&name) {
        Reading::Literal
    } else {
        Reading::Template
    }
}

fn is_comment(entry: &Entry) -> bool {
    &*entry.name == COMMENT
}

/// Where one of several objects begins.
fn first_byte(span: Span) -> Span {
    Span { end: span.end.min(span.start + 1), ..span }
}
