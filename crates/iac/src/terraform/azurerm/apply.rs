//! Rows applied to the values of a resource.

use std::{
    collections::{BTreeMap, btree_map::Entry},
    slice,
    sync::Arc,
};

use nexthop_source::Span;

use super::{
    reshape,
    row::{Default, Resource, Row, Shape, text},
};
use crate::{Kind, Value, Why};

type Entries = BTreeMap<Arc<str>, Value>;

/// What every resource of Azure has.
static COMMON: &[Row] = &[
    text("name", "name"),
    text("resource_group_name", "resourceGroup"),
    text("location", "location"),
];

/// What the rows need to know of the resource as a whole.
#[derive(Clone, Copy)]
pub(super) struct Lowering {
    /// The header of the declaring block.
    pub declared: Span,
    pub existing: bool,
}

impl Lowering {
    /// The body of a resource.
    pub(super) fn resource(self, resource: &Resource, values: &Value) -> Entries {
        let mut body = Entries::new();
        if !resource.amends {
            self.rows(COMMON, values, self.declared, &mut body);
        }
        self.rows(resource.rows, values, self.declared, &mut body);
        body
    }

    /// Applies rows to the resource or block that is written at `span`.
    fn rows(self, rows: &[Row], block: &Value, span: Span, into: &mut Entries) {
        for row in rows {
            if let Some(value) = self.row(row, block, span) {
                let place =
                    Place { path: row.to, is_list_of_blocks: row.shape.is_list_of_blocks() };
                put(into, place, value, span);
            }
        }
    }

    fn row(self, row: &Row, block: &Value, span: Span) -> Option<Value> {
        match row.shape {
            Shape::Constant(text) => Some(Value::string(text, span)),
            Shape::Default(default) => self.default(default),
            Shape::First(rows) => self.block(rows, blocks(attribute(block, row.from)?).first()?),
            Shape::Each(rows) => Some(self.each(rows, attribute(block, row.from)?)),
            Shape::Plain(plain) => Some(reshape::reshape(plain, attribute(block, row.from)?)),
        }
    }

    fn each(self, rows: &[Row], value: &Value) -> Value {
        if !value.is_known() {
            return value.clone();
        }
        let items = blocks(value).iter().filter_map(|block| self.block(rows, block)).collect();
        Value::tuple(items, value.span)
    }

    fn block(self, rows: &[Row], block: &Value) -> Option<Value> {
        if block.is_null() {
            return None;
        }
        if !block.is_known() {
            return Some(block.clone());
        }
        let mut entries = Entries::new();
        self.rows(rows, block, block.span, &mut entries);
        Some(Value::object(entries, block.span))
    }

    fn default(self, default: Default) -> Option<Value> {
        let value = match default {
            Default::Flag(flag) => Value::bool(flag, self.declared),
            Default::Text(text) => Value::string(text, self.declared),
            Default::DependsOnVersion(what) => {
                let why = format!("the version of azurerm, on which the default {what} depends,");
                Value::unknown(Why::Outside(why), self.declared)
            }
        };
        (!self.existing).then_some(value)
    }
}

/// The attribute that a row is from, unless it is left out or null. Not known
/// as a whole where it is part of something that is not.
fn attribute<'a>(block: &'a Value, path: &str) -> Option<&'a Value> {
    if path.is_empty() || !block.is_known() {
        return Some(block);
    }
    let (name, rest) = path.split_once('.').unwrap_or((path, ""));
    let value = block.get(name).filter(|value| !value.is_null())?;
    if rest.is_empty() { Some(value) } else { attribute(blocks(value).first()?, rest) }
}

/// The blocks of a kind; an unknown number of them is one that is not known.
fn blocks(value: &Value) -> &[Value] {
    value.as_list().unwrap_or(slice::from_ref(value))
}

/// Where a row puts its value.
#[derive(Clone, Copy)]
struct Place<'a> {
    path: &'a str,
    is_list_of_blocks: bool,
}

/// Puts a value in its place unless there is one already; lists of blocks are
/// joined. Objects on the way are as if written at `span`.
fn put(entries: &mut Entries, place: Place<'_>, value: Value, span: Span) {
    let Some((head, rest)) = place.path.split_once('.') else {
        match entries.entry(place.path.into()) {
            Entry::Vacant(vacant) => drop(vacant.insert(value)),
            Entry::Occupied(mut occupied) if place.is_list_of_blocks => {
                let items = [blocks(occupied.get()), blocks(&value)].concat();
                let span = occupied.get().span;
                occupied.insert(Value::tuple(items, span));
            }
            Entry::Occupied(_) => {}
        }
        return;
    };
    let object = entries.entry(head.into()).or_insert_with(|| Value::object(Entries::new(), span));
    if let Kind::Object(_, inner) = &mut object.kind {
        put(Arc::make_mut(inner), Place { path: rest, ..place }, value, span);
    }
}
