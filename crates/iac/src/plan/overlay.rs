//! The values of an instance: what the plan knows, where the code has it written,
//! and what the code refers to where the plan does not know.

use std::{
    collections::{BTreeMap, BTreeSet, VecDeque},
    sync::Arc,
};

use nexthop_source::Span;

use super::{
    configuration::Configured,
    instances::Instance,
    resolver::{Resolver, is_true},
};
use crate::{
    Content, Kind, ListKind, Number, Reference, Value, Why,
    json::{Entry, Node, NodeKind},
};

/// How the values of one instance are put together.
#[derive(Clone, Copy, Debug)]
pub(super) struct Overlay<'o, 'n> {
    pub resolver: Resolver<'o, 'n>,
    pub instance: &'o Instance<'n>,
    /// Where it is declared: the place of what nobody has written.
    pub declared: Span,
    /// Its code is here.
    pub is_beside_code: bool,
}

/// What is written of a value.
#[derive(Clone, Copy, Debug)]
pub(super) struct Written<'w, 'n> {
    /// The value of the code beside the plan.
    pub code: Option<&'w Value>,
    /// The same as the plan has it.
    pub configured: Option<Configured<'n>>,
    /// What a value is that is written in neither.
    pub otherwise: Otherwise,
}

/// What a value is that is written nowhere in the code.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Otherwise {
    /// A default of the provider or of Azure.
    Default,
    /// There is no code: as good as written.
    Set,
    /// Part of a block that the plan does not show the code of.
    Hidden,
}

/// A value of the plan with its name, and whether it is known.
#[derive(Clone, Copy, Debug)]
struct Planned<'p, 'n> {
    name: &'p str,
    /// Of an attribute within blocks, with the name: `ip_configuration[0].subnet_id`.
    path: &'p str,
    value: Option<&'n Node>,
    unknown: Option<&'n Node>,
}

impl<'w, 'n> Written<'w, 'n> {
    fn get(self, name: &str) -> Self {
        let code = self.code.and_then(|code| match &code.kind {
            Kind::Object(_, entries) => entries.get(name),
            _ => (!code.is_known()).then_some(code),
        });
        Self { code, configured: self.configured.and_then(|block| block.get(name)), ..self }
    }

    fn item(self, at: Option<usize>) -> Self {
        let code = self.code.and_then(|code| match &code.kind {
            Kind::List(_, items) => items.get(at?),
            _ => (!code.is_known()).then_some(code),
        });
        let configured = self.configured.and_then(|blocks| blocks.item(at?));
        Self { code, configured, ..self }
    }

    fn is_anywhere(self) -> bool {
        self.code.is_some() || self.configured.is_some()
    }

    fn names(self) -> impl Iterator<Item = &'w str>
    where
        'n: 'w,
    {
        let code = self.code.and_then(Value::as_object).into_iter().flat_map(BTreeMap::keys);
        let configured = self.configured.into_iter().flat_map(Configured::names);
        code.map(|name| &**name).chain(configured)
    }

    /// The item that stands for however many there are more.
    fn more(self) -> Option<usize> {
        let items = self.code.and_then(Value::as_list)?;
        items.last().filter(|last| !last.is_known()).map(|_| items.len() - 1)
    }

    /// What tells the items of a list: their text or name.
    fn told_by(self) -> Option<Vec<Option<String>>> {
        match (self.code, self.configured) {
            (Some(code), _) => Some(code.as_list()?.iter().map(value_told_by).collect()),
            (None, Some(Configured(node))) => match node.get("constant_value") {
                Some(constant) => Some(constant.as_array()?.iter().map(told_by).collect()),
                None => Some(node.as_array()?.iter().map(block_told_by).collect()),
            },
            (None, None) => None,
        }
    }
}

impl<'n> Overlay<'_, 'n> {
    /// All values of the instance.
    pub(super) fn values(self, written: Written<'_, 'n>) -> Value {
        let Instance { values, unknown, .. } = self.instance;
        let whole = Planned { name: "", path: "", value: *values, unknown: *unknown };
        Value::object(self.entries(whole, written), self.declared)
    }

    fn entries(
        self,
        object: Planned<'_, 'n>,
        written: Written<'_, 'n>,
    ) -> BTreeMap<Arc<str>, Value> {
        let of = |node: Option<&'n Node>| -> &'n [Entry] {
            node.and_then(Node::as_object).unwrap_or_default()
        };
        let (planned, unknown) = (of(object.value), of(object.unknown));
        let in_plan = planned.iter().chain(unknown).map(|entry| &*entry.name);
        let names: BTreeSet<&str> = in_plan.chain(written.names()).collect();
        let (planned, unknown) = (by_name(planned), by_name(unknown));
        let dot = if object.path.is_empty() { "" } else { "." };
        let names = names.into_iter().filter(|&name| name != "timeouts");
        names
            .filter_map(|name| {
                let one = Planned {
                    name,
                    path: &format!("{}{dot}{name}", object.path),
                    value: planned.get(name).copied(),
                    unknown: unknown.get(name).copied(),
                };
                Some((Arc::from(name), self.value(one, written.get(name))?))
            })
            .collect()
    }

    fn value(self, planned: Planned<'_, 'n>, written: Written<'_, 'n>) -> Option<Value> {
        if planned.unknown.is_some_and(is_true) {
            return self.unknown(planned, written);
        }
        let is_written = written.is_anywhere();
        let Some(node) = planned.value else {
            if is_written && planned.unknown.is_some_and(|marks| marks.as_object().is_some()) {
                let entries = self.entries(planned, written);
                return Some(Value::object(entries, self.place(None, written)));
            }
            return self.untold(planned, written);
        };
        let span = self.place(Some(node), written);
        match &node.kind {
            // What is write-only is sent, and no plan has it.
            NodeKind::Null if planned.name.ends_with("_wo") => self.untold(planned, written),
            NodeKind::Null => is_written.then(|| Value::null(span)),
            // azurerm's own empty values.
            NodeKind::Array(items) if items.is_empty() && !is_written => None,
            NodeKind::String(text) if text.is_empty() && !is_written => None,
            NodeKind::Array(items) => Some(self.list(items, planned, written)),
            NodeKind::Object(_) => {
                let entries = self.entries(planned, written);
                let value = Value::object(entries, span);
                Some(Value { via: written.code.and_then(|code| code.via.clone()), ..value })
            }
            NodeKind::Bool(_) | NodeKind::Number(_) | NodeKind::String(_) => {
                let via = self.read_from(node, planned.name, written);
                Some(Value { via, ..Value::new(scalar(node), span) })
            }
        }
    }

    /// Where a value is written.
    fn place(self, node: Option<&Node>, written: Written<'_, 'n>) -> Span {
        let Written { code, configured, otherwise } = written;
        match (code, configured, node) {
            (Some(code), ..) => code.span,
            (None, None, _) if otherwise == Otherwise::Default => self.declared,
            (None, _, Some(node)) | (None, Some(Configured(node)), None) => node.span,
            (None, None, None) => self.declared,
        }
    }

    /// What a known value was read from.
    fn read_from(
        self,
        node: &Node,
        name: &str,
        written: Written<'_, 'n>,
    ) -> Option<Arc<Reference>> {
        if let Some(code) = written.code {
            return code.referent().cloned();
        }
        let text = node.as_str().filter(|_| name.ends_with("name"))?;
        self.resolver.read_from(written.configured?, self.instance, text)
    }

    /// What the plan says nothing of: all that is unknown in a plan that is only
    /// its values.
    fn untold(self, planned: Planned<'_, 'n>, written: Written<'_, 'n>) -> Option<Value> {
        match (written.code, written.configured) {
            (Some(code), _) => Some(code.clone()),
            (None, Some(configured)) if configured.references().is_some() => {
                Some(self.resolve(configured, planned))
            }
            (None, Some(Configured(node))) => node.get("constant_value").map(json),
            (None, None) => None,
        }
    }

    /// What is known only after the plan is applied. What nobody has written is
    /// Azure's to fill in.
    fn unknown(self, planned: Planned<'_, 'n>, written: Written<'_, 'n>) -> Option<Value> {
        let configured = || written.configured.map(|one| self.resolve(one, planned));
        let is_here =
            |reference: &Reference| self.resolver.instances.at(&reference.target).is_some();
        let Some(code) = written.code else {
            let is_hidden = written.otherwise == Otherwise::Hidden;
            return configured().or_else(|| {
                is_hidden.then(|| {
                    self.resolver.note_hidden();
                    self.unwritten(planned)
                })
            });
        };
        let is_told = match &code.kind {
            Kind::Reference(reference) => is_here(reference),
            Kind::Unknown(unknown) => !unknown.parts.is_empty(),
            Kind::List(..) | Kind::Object(..) | Kind::Null => true,
            // Read from what another resource is configured with.
            Kind::Bool(_) | Kind::Number(_) | Kind::String(_) => code.via.is_some(),
        };
        if is_told {
            return Some(code.clone());
        }
        match configured() {
            Some(configured) if matches!(configured.kind, Kind::Reference(_)) => {
                Some(Value { span: code.span, ..configured })
            }
            _ if !code.is_known() => Some(code.clone()),
            _ => Some(Value { span: code.span, ..self.unwritten(planned) }),
        }
    }

    fn list(self, items: &'n [Node], planned: Planned<'_, 'n>, written: Written<'_, 'n>) -> Value {
        let marks = planned.unknown.and_then(Node::as_array).unwrap_or_default();
        let order = match written.told_by() {
            Some(told_by) => aligned(items, &told_by),
            None => (0..items.len()).map(|at| (at, Some(at))).collect(),
        };
        let written = self.of_list(items, written);
        let ids = self.ids(marks, planned, written);
        // Of `subnet_ids`, each is a `subnet_id`.
        let name = planned.name.strip_suffix('s').filter(|name| name.ends_with("_id"));
        let name = name.unwrap_or(planned.name);
        let more = written.more();
        let values = order.into_iter().enumerate().filter_map(|(place, (at, source))| {
            let path = &format!("{}[{place}]", planned.path);
            let item = Planned { name, path, value: items.get(at), unknown: marks.get(at) };
            let value = self.value(item, written.item(source.or(more)));
            value.or_else(|| item.unknown.is_some_and(is_true).then(|| self.unwritten(item)))
        });
        let kind = match written.code.map(|code| &code.kind) {
            Some(Kind::List(kind, _)) => *kind,
            _ => ListKind::Tuple,
        };
        let span = self.place(planned.value, written);
        let list =
            Value::new(Kind::List(kind, ids.map_or_else(|| values.collect(), Content::from)), span);
        Value { via: written.code.and_then(|code| code.via.clone()), ..list }
    }

    /// The elements of a list of ids of which the plan knows none.
    fn ids(
        self,
        marks: &[Node],
        planned: Planned<'_, 'n>,
        written: Written<'_, 'n>,
    ) -> Option<Vec<Value>> {
        let expression = written.configured.filter(|_| written.code.is_none())?;
        let is_unknown = !marks.is_empty() && marks.iter().all(is_true);
        let of = (planned.name, marks.len());
        is_unknown.then(|| self.resolver.ids(expression, self.instance, of))?
    }

    /// The blocks of a `dynamic` are not part of what a plan says of the code.
    fn of_list<'w>(self, items: &[Node], written: Written<'w, 'n>) -> Written<'w, 'n> {
        let has_blocks = items.iter().any(|item| item.as_object().is_some());
        let is_dynamic = !self.is_beside_code && !written.is_anywhere() && has_blocks;
        if is_dynamic && written.otherwise == Otherwise::Default {
            Written { otherwise: Otherwise::Hidden, ..written }
        } else {
            written
        }
    }

    fn resolve(self, configured: Configured<'n>, planned: Planned<'_, 'n>) -> Value {
        self.resolver.unknown(configured, self.instance, (planned.name, planned.path))
    }

    fn unwritten(self, planned: Planned<'_, 'n>) -> Value {
        let what = format!("{}.{}", self.instance.address, planned.path);
        Value::unknown(Why::SetByAzure(what), self.declared)
    }
}

fn by_name(entries: &[Entry]) -> BTreeMap<&str, &Node> {
    entries.iter().map(|entry| (&*entry.name, &entry.value)).collect()
}

fn scalar(node: &Node) -> Kind {
    match &node.kind {
        NodeKind::Bool(flag) => Kind::Bool(*flag),
        NodeKind::Number(text) => match Number::parse(text) {
            Some(number) => Kind::Number(number),
            None => Kind::String(Arc::clone(text)),
        },
        NodeKind::String(text) => Kind::String(Arc::clone(text)),
        NodeKind::Null | NodeKind::Array(_) | NodeKind::Object(_) => Kind::Null,
    }
}

/// A value as JSON has it.
pub(super) fn json(node: &Node) -> Value {
    match &node.kind {
        NodeKind::Array(items) => Value::tuple(items.iter().map(json).collect(), node.span),
        NodeKind::Object(entries) => {
            let entries = entries.iter();
            let entries = entries.map(|entry| (Arc::clone(&entry.name), json(&entry.value)));
            Value::object(entries.collect(), node.span)
        }
        _ => Value::new(scalar(node), node.span),
    }
}

/// The items of a list in the order of the code, each with its place there. A
/// plan has sets in an order of its own: items are told by their text or name,
/// what is left is taken in order.
fn aligned(items: &[Node], code: &[Option<String>]) -> Vec<(usize, Option<usize>)> {
    let mut places: BTreeMap<String, VecDeque<usize>> = BTreeMap::new();
    for (at, item) in items.iter().enumerate() {
        if let Some(text) = told_by(item) {
            places.entry(text).or_default().push_back(at);
        }
    }
    let found = code.iter().map(|text| places.get_mut(text.as_ref()?)?.pop_front());
    let found: Vec<Option<usize>> = found.collect();
    let taken: BTreeSet<usize> = found.iter().copied().flatten().collect();
    let mut left = (0..items.len()).filter(|at| !taken.contains(at));
    let mut order: Vec<_> = Vec::with_capacity(items.len());
    for (at, found) in found.into_iter().enumerate() {
        order.extend(found.or_else(|| left.next()).map(|item| (item, Some(at))));
    }
    order.extend(left.map(|item| (item, None)));
    order
}

fn told_by(item: &Node) -> Option<String> {
    match &item.kind {
        NodeKind::Object(_) => item.get("name").and_then(Node::as_str).map(ToString::to_string),
        NodeKind::String(text) | NodeKind::Number(text) => Some(text.to_string()),
        NodeKind::Bool(_) | NodeKind::Null | NodeKind::Array(_) => None,
    }
}

fn value_told_by(value: &Value) -> Option<String> {
    match &value.kind {
        Kind::Object(..) => value.get("name").and_then(Value::as_str).map(str::to_owned),
        Kind::String(text) => Some(text.to_string()),
        Kind::Number(number) => Some(number.to_string()),
        _ => None,
    }
}

fn block_told_by(block: &Node) -> Option<String> {
    let name = block.get("name")?.get("constant_value")?.as_str()?;
    Some(name.to_string())
}
