//! Values of configuration code: what is known, which resource is meant, or why
//! neither can be told.

use std::{collections::BTreeMap, sync::Arc};

use nexthop_source::Span;

use crate::{Address, Number};

mod content;

pub use content::Content;
pub(crate) use content::Extent;

/// A value and where it was written.
///
/// The span is that of the text to change if the value is wrong: an argument
/// handed through three modules keeps the place of the literal that the
/// outermost caller wrote.
#[derive(Clone, Debug)]
pub struct Value {
    /// What it is.
    pub kind: Kind,
    /// Where it was written.
    pub span: Span,
    /// The attribute of a resource that it was read from, if it was: the known
    /// name of a VNet says by itself not which VNet is meant.
    pub via: Option<Arc<Reference>>,
}

/// What a value is.
#[derive(Clone, Debug)]
pub enum Kind {
    /// Left out on purpose.
    Null,
    /// A truth value.
    Bool(bool),
    /// A number, exact.
    Number(Number),
    /// Text.
    String(Arc<str>),
    /// Values in order. The elements of a set are sorted and distinct.
    List(ListKind, Content<Vec<Value>>),
    /// Values by name.
    Object(ObjectKind, Content<BTreeMap<Arc<str>, Value>>),
    /// An attribute of another resource that only Azure can tell, such as its
    /// id. The value is not known, which resource it belongs to is.
    Reference(Arc<Reference>),
    /// Not to be told offline.
    Unknown(Arc<Unknown>),
}

/// What Terraform distinguishes among sequences; Bicep and ARM know tuples only.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum ListKind {
    /// Elements of any types: `[…]` as written.
    Tuple,
    /// Elements of one type.
    List,
    /// Distinct elements of one type, in Terraform's order.
    Set,
}

/// What Terraform distinguishes among mappings; Bicep and ARM know objects only.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum ObjectKind {
    /// Attributes of any types: `{…}` as written.
    Object,
    /// Elements of one type.
    Map,
}

/// An attribute of a resource.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Reference {
    /// The resource instance.
    pub target: Address,
    /// The attribute, in the words of the source language:
    /// `id`, `ip_configuration[0].private_ip_address`; empty for the resource itself.
    pub attribute: String,
}

/// Why a value cannot be told, and the expression that made it so.
#[derive(Clone, Debug)]
pub struct Unknown {
    /// The first cause.
    pub why: Why,
    /// Where the cause is written.
    pub span: Span,
    /// For text of which some is known: its parts in order.
    pub parts: Vec<Part>,
    /// It is at least known not to be null.
    pub not_null: bool,
}

/// A part of a text that is not wholly known.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Part {
    /// Known text.
    Text(Arc<str>),
    /// An attribute of a resource.
    Reference(Arc<Reference>),
    /// Anything else.
    Unknown,
}

/// First causes of unknown values.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Why {
    /// A variable or parameter without a value (`var.prefix`).
    InputNotGiven(String),
    /// An attribute that Azure sets on creation; the target's address and the attribute.
    SetByAzure(String),
    /// Something outside of this code: a data source, a module that is not here, remote state.
    Outside(String),
    /// A function that cannot be computed offline (`timestamp`), by name.
    Function(String),
    /// A value that depends on itself.
    Cycle(String),
    /// An expression that the language's own rules reject; the message says why.
    Failed(String),
    /// What hangs on a condition that another cause leaves open.
    Test {
        /// That cause.
        why: Box<Why>,
        /// The condition as text where it is a comparison; nothing where it is the truth of
        /// the unknown value itself.
        text: String,
        /// Whether the condition must hold, or must not.
        holds: bool,
    },
}

impl Why {
    /// What is to be found out, and the answer at which this is so: two things of which one
    /// is there exactly if the other is not have the same question.
    pub fn test(&self) -> (Self, bool) {
        match self {
            Self::Test { why, text, holds } if text.is_empty() => (Self::clone(why), *holds),
            Self::Test { why, text, holds } => {
                let test = Self::Test { why: why.clone(), text: text.clone(), holds: true };
                (test, *holds)
            }
            _ => (self.clone(), true),
        }
    }
}

impl std::fmt::Display for Why {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::InputNotGiven(name) => write!(f, "{name} has no value"),
            Self::SetByAzure(what) => write!(f, "{what} is known only after deployment"),
            Self::Outside(what) => write!(f, "{what} is outside of this code"),
            Self::Function(name) => write!(f, "{name}() cannot be computed offline"),
            Self::Cycle(what) => write!(f, "{what} depends on itself"),
            Self::Failed(message) => f.write_str(message),
            Self::Test { why, .. } => why.fmt(f),
        }
    }
}

impl Value {
    /// A value written at `span`.
    pub fn new(kind: Kind, span: Span) -> Self {
        Self { kind, span, via: None }
    }

    /// `null`.
    pub fn null(span: Span) -> Self {
        Self::new(Kind::Null, span)
    }

    /// A truth value.
    pub fn bool(value: bool, span: Span) -> Self {
        Self::new(Kind::Bool(value), span)
    }

    /// A whole number.
    pub fn integer(value: i64, span: Span) -> Self {
        Self::new(Kind::Number(Number::from(value)), span)
    }

    /// Text.
    pub fn string(text: impl Into<Arc<str>>, span: Span) -> Self {
        Self::new(Kind::String(text.into()), span)
    }

    /// Values in order, as written.
    pub fn tuple(items: Vec<Self>, span: Span) -> Self {
        Self::new(Kind::List(ListKind::Tuple, items.into()), span)
    }

    /// Values by name, as written.
    pub fn object(entries: BTreeMap<Arc<str>, Self>, span: Span) -> Self {
        Self::new(Kind::Object(ObjectKind::Object, entries.into()), span)
    }

    /// The value as it is asked for at `span`: what only Azure can tell is written there, not
    /// where the resource, or the module that hands it out, names it. A short list of such
    /// values is handed out like one.
    pub(crate) fn asked_for_at(mut self, span: Span) -> Self {
        const SHORT: usize = 100;
        let is_azures = |value: &Self| matches!(value.kind, Kind::Reference(_));
        let here = |value: &mut Self| {
            if is_azures(value) {
                value.span = span;
            }
        };
        here(&mut self);
        let Extent { size, depth } = self.extent();
        if depth == 2 && size <= SHORT && self.via.is_none() {
            match &mut self.kind {
                Kind::List(_, items) if items.iter().any(is_azures) => {
                    items.change(|items| items.iter_mut().for_each(here));
                }
                Kind::Object(_, entries) if entries.values().any(is_azures) => {
                    entries.change(|entries| entries.values_mut().for_each(here));
                }
                _ => {}
            }
        }
        self
    }

    /// Values by name, whose order is that of their writing where they become text.
    pub(crate) fn object_as_written(entries: Vec<(Arc<str>, Self)>, span: Span) -> Self {
        Self::new(Kind::Object(ObjectKind::Object, Content::as_written(entries)), span)
    }

    /// A value that cannot be told, because of what is written at `span`.
    pub fn unknown(why: Why, span: Span) -> Self {
        let unknown = Unknown { why, span, parts: Vec::new(), not_null: false };
        Self::new(Kind::Unknown(Arc::new(unknown)), span)
    }

    /// An attribute of a resource that only Azure can tell.
    pub fn reference(target: Address, attribute: impl Into<String>, span: Span) -> Self {
        let reference = Reference { target, attribute: attribute.into() };
        Self::new(Kind::Reference(Arc::new(reference)), span)
    }

    /// The same value, read from an attribute of a resource.
    #[must_use]
    pub fn with_via(mut self, reference: Arc<Reference>) -> Self {
        self.via = Some(reference);
        self
    }

    /// The same value as if all of it were written at `span`.
    pub(crate) fn placed(&self, span: Span) -> Self {
        let kind = match &self.kind {
            Kind::List(kind, items) => {
                Kind::List(*kind, items.iter().map(|item| item.placed(span)).collect())
            }
            Kind::Object(kind, entries) => {
                let entries = entries.iter();
                let entries = entries.map(|(name, entry)| (Arc::clone(name), entry.placed(span)));
                Kind::Object(*kind, entries.collect())
            }
            other => other.clone(),
        };
        Self::new(kind, span)
    }

    /// How much there is to go through.
    pub(crate) fn extent(&self) -> Extent {
        match &self.kind {
            Kind::List(_, items) => items.extent(),
            Kind::Object(_, entries) => entries.extent(),
            _ => Extent { size: 1, depth: 1 },
        }
    }

    /// Whether it is null.
    pub fn is_null(&self) -> bool {
        matches!(self.kind, Kind::Null)
    }

    /// Whether the value itself is known; its elements may not be.
    pub fn is_known(&self) -> bool {
        !matches!(self.kind, Kind::Reference(_) | Kind::Unknown(_))
    }

    /// The text, if it is known text.
    pub fn as_str(&self) -> Option<&str> {
        match &self.kind {
            Kind::String(text) => Some(text),
            _ => None,
        }
    }

    /// The elements, if it is a known sequence.
    pub fn as_list(&self) -> Option<&[Self]> {
        match &self.kind {
            Kind::List(_, items) => Some(items),
            _ => None,
        }
    }

    /// The entries, if it is a known mapping.
    pub fn as_object(&self) -> Option<&BTreeMap<Arc<str>, Self>> {
        match &self.kind {
            Kind::Object(_, entries) => Some(entries),
            _ => None,
        }
    }

    /// The entry of a known mapping.
    pub fn get(&self, name: &str) -> Option<&Self> {
        self.as_object()?.get(name)
    }

    /// The resource attribute that this value is or was read from.
    pub fn referent(&self) -> Option<&Arc<Reference>> {
        match &self.kind {
            Kind::Reference(reference) => Some(reference),
            _ => self.via.as_ref(),
        }
    }

    /// Why the value cannot be told, if it cannot.
    pub fn why(&self) -> Option<Why> {
        match &self.kind {
            Kind::Unknown(unknown) => Some(unknown.why.clone()),
            Kind::Reference(reference) => {
                let what = format!("{}.{}", reference.target, reference.attribute);
                let outside = reference.target.is_outside();
                Some(if outside { Why::Outside(what) } else { Why::SetByAzure(what) })
            }
            _ => None,
        }
    }
}
