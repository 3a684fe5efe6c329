//! From a value to the resource that it means.

use std::sync::Arc;

use nexthop_iac::{Address, Kind, Value, Why};
use nexthop_source::Span;

use super::{
    attributes::{Attributes, Found},
    class::{Class, Target},
    conversion,
    directory::{Directory, EntryId, Named},
    resource_path::{ResourcePath, Segment},
};
use crate::{Fact, Known, network::Id};

/// What a value that should name a resource means.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Link {
    To(EntryId),
    Nothing,
    Unknown(Why),
}

impl Directory<'_> {
    /// The link at a path, if there is one.
    pub(super) fn link<T: Target>(
        &mut self,
        attributes: &Attributes<'_>,
        path: &str,
    ) -> Fact<Option<Id<T>>> {
        self.entry_link(T::CLASS, attributes, path).map_known(|id| match id {
            None => Ok(None),
            Some(id) => self.row(id).map(Some).ok_or_else(|| self.other_kind(id)),
        })
    }

    /// The link at a path that must be there.
    pub(super) fn required_link<T: Target>(
        &mut self,
        attributes: &Attributes<'_>,
        path: &str,
    ) -> Fact<Id<T>> {
        let left_out = attributes.left_out(path);
        self.link(attributes, path).map_known(|id| id.ok_or(left_out))
    }

    /// The resource at a path, if there is one.
    pub(super) fn entry_link(
        &mut self,
        class: Class,
        attributes: &Attributes<'_>,
        path: &str,
    ) -> Fact<Option<EntryId>> {
        let value = match attributes.find(path) {
            Found::Missing => return attributes.or(path, None, |_| Ok(None)),
            Found::Unknown(why, span) => return Fact::unknown(why, span),
            Found::Value(value, _) => value,
        };
        match self.resolve(class, value) {
            Link::To(id) => Fact::set(Some(id), value.span),
            Link::Nothing => Fact::set(None, value.span),
            Link::Unknown(why) => Fact::unknown(why, value.span),
        }
    }

    /// What a value means: a reference, an id as text, or an object with a name
    /// and a resource group. What is named and not here is entered as existing
    /// outside of this code.
    pub(super) fn resolve(&mut self, class: Class, value: &Value) -> Link {
        if let Some(id) = self.by_reference(class, value) {
            return Link::To(id);
        }
        match &value.kind {
            Kind::Null => Link::Nothing,
            Kind::String(text) if text.is_empty() => Link::Nothing,
            Kind::String(text) => match ResourcePath::parse(text) {
                Some(path) => self.by_path(class, &path, value),
                None => Link::Unknown(not_an_id(text, class)),
            },
            Kind::Unknown(unknown) => match ResourcePath::from_parts(&unknown.parts) {
                Some(path) => self.by_path(class, &path, value),
                None => Link::Unknown(unknown.why.clone()),
            },
            Kind::Object(..) => self.by_fields(class, value),
            Kind::Reference(_) | Kind::Bool(_) | Kind::Number(_) | Kind::List(..) => {
                Link::Unknown(cause(value, class))
            }
        }
    }

    /// The resource that an attribute belongs to: the one that the value stands
    /// for, else the one that it was read from.
    pub(super) fn by_reference(&self, class: Class, value: &Value) -> Option<EntryId> {
        let own = match &value.kind {
            Kind::Reference(reference) => Some(reference),
            _ => None,
        };
        own.into_iter().chain(&value.via).find_map(|reference| self.referred(class, reference))
    }

    /// `{name, resourceGroup}`, or `{id}`.
    fn by_fields(&mut self, class: Class, value: &Value) -> Link {
        if let Some(id) = value.get("id") {
            return self.resolve(class, id);
        }
        let Some(name) = value.get("name") else { return Link::Unknown(cause(value, class)) };
        if let Some(id) = self.by_reference(class, name).or_else(|| self.cut_from_id(class, name)) {
            return Link::To(id);
        }
        let group = value.get("resourceGroup").and_then(Value::as_str);
        let name = &named(name);
        self.by_name(Named { class, parent: None, name, group, subscription: None })
    }

    /// The resource of a name that is not known because it is made of nothing but
    /// that resource's id, as in `element(split("/", id), 8)`.
    fn cut_from_id(&self, class: Class, name: &Value) -> Option<EntryId> {
        let Kind::Unknown(unknown) = &name.kind else { return None };
        let Why::SetByAzure(cause) = &unknown.why else { return None };
        let id = self.at(&Address::new(cause.strip_suffix(".id")?))?;
        (unknown.parts.is_empty() && self.entry(id).class == class).then_some(id)
    }

    /// The resource of a name; one outside of this code if none here has it.
    fn by_name(&mut self, wanted: Named<'_>) -> Link {
        let what = wanted.class.noun();
        match (&self.named(wanted)[..], &wanted.name.known) {
            ([id], _) => Link::To(*id),
            (_, Known::Unknown(why)) => Link::Unknown(why.clone()),
            ([], Known::Set(_) | Known::Default(_)) => Link::To(self.outside(wanted)),
            (_, Known::Set(name) | Known::Default(name)) => {
                Link::Unknown(Why::Failed(format!("more than one {what} is named \"{name}\"")))
            }
        }
    }

    fn by_path<'p>(&mut self, class: Class, path: &'p ResourcePath, value: &Value) -> Link {
        let unknown = || Link::Unknown(cause(value, class));
        let mut at = None;
        if let Some(base) = &path.base {
            at = self.at(&base.target);
            if at.is_none() {
                return unknown();
            }
        }
        for (kind, name) in &path.steps {
            let outer = at.map_or(path.namespace.as_str(), |id| self.entry(id).class.arm_type());
            let arm_type = format!("{outer}/{kind}");
            let Some(step) = Class::of(&arm_type) else {
                return Link::Unknown(Why::Failed(format!("{arm_type} is no {}", class.noun())));
            };
            let next = match name {
                Segment::Text(text) => {
                    let outermost =
                        |text: &'p Option<String>| text.as_deref().filter(|_| at.is_none());
                    let group = outermost(&path.group);
                    let subscription = outermost(&path.subscription);
                    let name = &Fact::set(text.clone(), value.span);
                    self.by_name(Named { class: step, parent: at, name, group, subscription })
                }
                Segment::Reference(reference) => {
                    self.referred(step, reference).map_or_else(unknown, Link::To)
                }
                Segment::Unknown => unknown(),
            };
            match next {
                Link::To(id) => at = Some(id),
                Link::Nothing | Link::Unknown(_) => return next,
            }
        }
        self.arrived(class, at).unwrap_or_else(unknown)
    }

    /// What a path leads to; the id of a child will do for its parent.
    fn arrived(&self, class: Class, at: Option<EntryId>) -> Option<Link> {
        let entry = self.entry(at?);
        if entry.class == class {
            return at.map(Link::To);
        }
        entry.parent.filter(|_| entry.class.parent() == Some(class)).map(Link::To)
    }

    /// What a value means that must be there: where it cannot be told, a resource
    /// without a name, the same one for the same expression.
    pub(super) fn resolve_or_enter(&mut self, class: Class, value: &Value) -> EntryId {
        let (why, span) = match self.resolve(class, value) {
            Link::To(id) => return id,
            Link::Unknown(why) => (why, self.place(value.get("name").unwrap_or(value))),
            Link::Nothing => (Why::Failed(format!("the {} is left out", class.noun())), value.span),
        };
        self.nameless(class, why, span)
    }

    /// A resource that is only referred to and whose name cannot be told.
    pub(super) fn nameless(&mut self, class: Class, why: Why, span: Span) -> EntryId {
        let name = &Fact::unknown(why, span);
        let wanted = Named { class, parent: None, name, group: None, subscription: None };
        match self.named(wanted)[..] {
            [id] => id,
            _ => self.outside(wanted),
        }
    }

    fn other_kind(&self, id: EntryId) -> Why {
        let entry = self.entry(id);
        Why::Failed(format!("{} is another kind of resource", entry.declared.label()))
    }
}

/// A link to something in a list or at a path, kept with its place.
impl<T> Fact<T> {
    /// The same fact about something derived from the value, or why it cannot be.
    fn map_known<U>(self, derive: impl FnOnce(T) -> Result<U, Why>) -> Fact<U> {
        let known = match self.known {
            Known::Set(value) => derive(value).map(Known::Set),
            Known::Default(value) => derive(value).map(Known::Default),
            Known::Unknown(why) => Err(why),
        };
        Fact { known: known.unwrap_or_else(Known::Unknown), span: self.span }
    }
}

/// A name as text.
fn named(value: &Value) -> Fact<String> {
    match conversion::text(value) {
        Ok(name) => Fact::set(name, value.span),
        Err(why) => Fact::unknown(why, value.span),
    }
}

fn not_an_id(text: &Arc<str>, class: Class) -> Why {
    Why::Failed(format!("\"{text}\" is not the id of a {}", class.noun()))
}

fn cause(value: &Value, class: Class) -> Why {
    value.why().unwrap_or_else(|| Why::Failed(format!("not the id of a {}", class.noun())))
}
