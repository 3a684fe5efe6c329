//! The values of a resource: its attributes and nested blocks.

use std::{collections::BTreeMap, sync::Arc};

use super::{
    expression::{Elements, elements, unknown_because_of},
    scope::{Names, NamesKind, Scope},
    syntax::{Block, Body},
};
use crate::{Address, Reference, Value};

/// What Terraform itself takes from a resource block.
const OWN_ARGUMENTS: [&str; 4] = ["count", "for_each", "depends_on", "provider"];
const OWN_BLOCKS: [&str; 4] = ["lifecycle", "provisioner", "connection", "timeouts"];

/// The nested blocks of one kind.
#[derive(Default)]
struct Blocks {
    items: Vec<Value>,
    /// There may be more, or fewer: a dynamic block whose `for_each` is unknown.
    unknown: Option<Value>,
}

impl Scope<'_, '_> {
    /// Attributes and nested blocks of a resource, without what is Terraform's own.
    pub(super) fn resource_body(&self, block: &Block, address: &Address) -> Value {
        let this = Reference { target: address.clone(), attribute: String::new() };
        let mut entries = self.attributes(&block.body, &OWN_ARGUMENTS);
        entries.extend(self.blocks(&block.body, &this, &OWN_BLOCKS));
        Value::object(entries, block.header)
    }

    fn attributes(&self, body: &Body, except: &[&str]) -> BTreeMap<Arc<str>, Value> {
        let attributes = body.attributes.iter();
        attributes
            .filter(|attribute| !except.contains(&&*attribute.name.text))
            .map(|attribute| (Arc::clone(&attribute.name.text), self.evaluate(&attribute.value)))
            .collect()
    }

    fn blocks(&self, body: &Body, outer: &Reference, except: &[&str]) -> BTreeMap<Arc<str>, Value> {
        let mut kinds: BTreeMap<Arc<str>, Blocks> = BTreeMap::new();
        for block in &body.blocks {
            let kind = &block.kind.text;
            match block.labels.first() {
                Some(label) if &**kind == "dynamic" => {
                    let blocks = kinds.entry(Arc::clone(&label.text)).or_default();
                    self.dynamic(block, &label.text, outer, blocks);
                }
                _ if except.contains(&&**kind) => {}
                _ => {
                    let blocks = kinds.entry(Arc::clone(kind)).or_default();
                    let value = self.nested(&block.body, block, (kind, outer), blocks.items.len());
                    blocks.items.push(value);
                }
            }
        }
        let body = body.blocks.first();
        kinds.into_iter().filter_map(|(kind, blocks)| Some((kind, blocks.value(body?)))).collect()
    }

    /// A nested block. It is told by its `via`, so that attributes of it that are
    /// not configured are references.
    fn nested(
        &self,
        body: &Body,
        block: &Block,
        (kind, outer): (&str, &Reference),
        at: usize,
    ) -> Value {
        let dot = if outer.attribute.is_empty() { "" } else { "." };
        let attribute = format!("{}{dot}{kind}[{at}]", outer.attribute);
        let this = Reference { target: outer.target.clone(), attribute };
        let mut entries = self.attributes(body, &[]);
        entries.extend(self.blocks(body, &this, &[]));
        Value::object(entries, block.header).with_via(Arc::new(this))
    }

    fn dynamic(&self, block: &Block, kind: &str, outer: &Reference, blocks: &mut Blocks) {
        let (Some(each), Some(content)) = (
            block.body.attribute("for_each"),
            block.body.blocks.iter().find(|block| &*block.kind.text == "content"),
        ) else {
            return;
        };
        let collection = self.evaluate(each);
        let elements = match elements(&collection) {
            Elements::Known(elements) => elements,
            Elements::Unknown => {
                blocks.unknown = Some(unknown_because_of(&collection, block.header));
                return;
            }
            Elements::None => {
                let message = "for_each of a dynamic block needs a list, a set or a map";
                blocks.unknown = Some(self.fail(message, each.span));
                return;
            }
        };
        let iterator = iterator(block).unwrap_or(kind);
        for element in elements {
            let entries = [("key", element.key()), ("value", element.value.clone())];
            let entries = entries.map(|(name, value)| (Arc::from(name), value));
            let element = Value::object(entries.into(), each.span);
            let names = Names { kind: NamesKind::One(iterator, &element), outer: self.names };
            let scope = self.with(&names);
            let value = scope.nested(&content.body, block, (kind, outer), blocks.items.len());
            blocks.items.push(value);
        }
    }
}

impl Blocks {
    /// The blocks as a list. Where some are known and there may be more, the last
    /// element is unknown.
    fn value(self, body: &Block) -> Value {
        let Self { mut items, unknown } = self;
        match unknown {
            Some(unknown) if items.is_empty() => unknown,
            unknown => {
                items.extend(unknown);
                let span = items.first().map_or(body.header, |first| first.span);
                Value::tuple(items, span)
            }
        }
    }
}

/// The name that the content of a dynamic block has for its element.
fn iterator(block: &Block) -> Option<&str> {
    use super::syntax::ExpressionKind;
    match &block.body.attribute("iterator")?.kind {
        ExpressionKind::Variable(name) => Some(&name.text),
        _ => None,
    }
}
