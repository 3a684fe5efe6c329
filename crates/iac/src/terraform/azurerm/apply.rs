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
use crate::{Kind, Value, Why, terraform::lowering::Declaration};

type Entries = BTreeMap<Arc<str>, Value>;

/// What every resource of Azure has.
static COMMON: &[Row] = &[
    text("name", "name"),
    text("resource_group_name", "resourceGroup"),
    text("location", "location"),
];

/// The body of a resource.
pub(super) fn body(resource: &Resource, values: &Value, declaration: Declaration) -> Entries {
    let lowering = Lowering(declaration);
    let mut body = Entries::new();
    if !resource.amends {
        lowering.rows(COMMON, values, declaration.declared, &mut body);
    }
    lowering.rows(resource.rows, values, declaration.declared, &mut body);
    body
}

#[derive(Clone, Copy)]
struct Lowering(Declaration);

impl Lowering {
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
            Shape::Each(rows) => self.each(rows, attribute(block, row.from)?),
            Shape::ChosenByAzure(what) => {
                let first = blocks(attribute(block, row.from)?).first()?;
                let chosen = || Value::unknown(Why::SetByAzure(what.to_owned()), first.span);
                Some(if first.is_known() { chosen() } else { first.clone() })
            }
            Shape::Plain(plain) => Some(reshape::reshape(plain, attribute(block, row.from)?)),
        }
    }

    /// No blocks are the same as a kind of block that is left out: plans have an
    /// empty list for both.
    fn each(self, rows: &[Row], value: &Value) -> Option<Value> {
        if !value.is_known() {
            return Some(value.clone());
        }
        let items: Vec<Value> =
            blocks(value).iter().filter_map(|block| self.block(rows, block)).collect();
        (!items.is_empty()).then(|| Value::tuple(items, value.span))
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
        let Declaration { declared, existing, azurerm } = self.0;
        let value = match default {
            Default::Flag(flag) => Value::bool(flag, declared),
            Default::Text(text) => Value::string(text, declared),
            Default::Changed { before, since, .. } if azurerm.highest < since => {
                Value::string(before, declared)
            }
            Default::Changed { after, since, .. } if azurerm.lowest >= since => {
                Value::string(after, declared)
            }
            Default::Changed { what, .. } => {
                let why = format!("the version of azurerm, on which the default {what} depends,");
                Value::unknown(Why::Outside(why), declared)
            }
        };
        (!existing).then_some(value)
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
        inner.change(|inner| put(inner, Place { path: rest, ..place }, value, span));
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use serde_json::json;

    use crate::terraform::testing::{declaration, from_json, header, written};
    use crate::{Address, Reference, Value, terraform::lowering::lower};

    fn at<'a>(body: &'a super::Entries, path: &str) -> &'a Value {
        let mut names = path.split('.');
        let first = names.next().and_then(|name| body.get(name));
        names.fold(first, |value, name| value?.get(name)).expect("the path is there")
    }

    #[test]
    fn values_keep_their_span_and_what_they_were_read_from() {
        let network = Reference {
            target: Address::new("azurerm_virtual_network.hub"),
            attribute: "name".to_owned(),
        };
        let mut values = from_json(&json!({"address_prefixes": ["10.0.0.0/24"]}), written());
        let name = Value::string("hub", written()).with_via(Arc::new(network.clone()));
        if let crate::Kind::Object(_, entries) = &mut values.kind {
            entries.change(|entries| drop(entries.insert("virtual_network_name".into(), name)));
        }
        let body = lower("azurerm_subnet", &values, declaration()).body;
        let name = at(&body, "parent.name");
        assert_eq!(name.referent().map(|reference| &**reference), Some(&network));
        assert_eq!(name.span, written());
        let prefixes = at(&body, "properties.addressPrefixes");
        assert_eq!(prefixes.as_list().map(|items| items[0].span), Some(written()));
    }

    #[test]
    fn a_default_that_azurerm_sends_is_written_at_the_header() {
        let span = |values| {
            let values = from_json(&values, written());
            let body = lower("azurerm_virtual_network_peering", &values, declaration()).body;
            at(&body, "properties.allowVirtualNetworkAccess").span
        };
        assert_eq!(span(json!({})), header());
        assert_eq!(span(json!({"allow_virtual_network_access": true})), written());
    }

    #[test]
    fn a_resource_of_which_nothing_is_known_has_no_known_properties() {
        let values = from_json(&json!("${var.everything}"), written());
        let body = lower("azurerm_route_table", &values, declaration()).body;
        assert!(!at(&body, "properties.routes").is_known());
        assert!(!at(&body, "name").is_known());
    }

    #[test]
    fn an_empty_list_of_blocks_is_left_out() {
        let values = json!({"address_prefixes": null, "ip_address_pool": [], "delegation": []});
        let body = lower("azurerm_subnet", &from_json(&values, written()), declaration()).body;
        assert!(body.is_empty());
    }

    #[test]
    fn a_type_that_no_table_has_is_nothing_in_arm() {
        let values = from_json(&json!({"length": 4}), written());
        let lowered = lower("random_string", &values, declaration());
        assert!(lowered.kind.is_none() && lowered.body.is_empty() && lowered.amends.is_none());
    }
}
