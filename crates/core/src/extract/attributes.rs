//! The one place where property paths are read: from a path to a [`Fact`].

use std::{collections::BTreeMap, sync::Arc};

use nexthop_iac::{Kind, Value, Why};
use nexthop_source::Span;

use super::conversion::Converted;
use crate::{Fact, network::Several};

/// Values by name: a resource's body or a block.
pub(super) type Fields = BTreeMap<Arc<str>, Value>;

/// One declaration of a resource: its own, an inline block that stands for it,
/// or another resource that adds to it.
#[derive(Clone, Debug)]
pub(super) struct Layer<'a> {
    pub(super) fields: &'a Fields,
    /// The header of the declaring block.
    pub(super) header: Span,
    /// Which block of the parent's list it is, if it is one.
    pub(super) inline: Option<usize>,
    /// Why this declaration may not be there although the resource is.
    pub(super) maybe: Option<Why>,
}

/// The properties of a resource or of one of its blocks.
#[derive(Clone, Debug)]
pub(super) struct Attributes<'a> {
    /// What counts most comes first.
    layers: Vec<Layer<'a>>,
    header: Span,
    /// Where the resource exists outside of this code: what is left out is not
    /// a default but unknown.
    outside: Option<Why>,
}

/// What there is at a path.
pub(super) enum Found<'a> {
    /// It is left out.
    Missing,
    /// A value, which may itself be unknown, but is not null; and the header of
    /// the block that declares it.
    Value(&'a Value, Span),
    /// It cannot be told whether there is anything.
    Unknown(Why, Span),
}

/// A list of blocks.
pub(super) struct Blocks<'a> {
    pub(super) items: Vec<Attributes<'a>>,
    pub(super) more: Option<Why>,
    pub(super) span: Span,
}

impl<'a> Attributes<'a> {
    /// The properties of a resource whose first header is `header`.
    pub(super) fn new(layers: Vec<Layer<'a>>, header: Span, outside: Option<Why>) -> Self {
        Self { layers, header, outside }
    }

    /// A fact with a documented default.
    pub(super) fn or<T>(
        &self,
        path: &str,
        default: T,
        convert: impl Fn(&Value) -> Converted<T>,
    ) -> Fact<T> {
        self.read(path, convert).unwrap_or_else(|| match &self.outside {
            Some(why) => Fact::unknown(why.clone(), self.header),
            None => Fact::default(default, self.header),
        })
    }

    /// A fact that may be left out.
    pub(super) fn optional<T>(
        &self,
        path: &str,
        convert: impl Fn(&Value) -> Converted<T>,
    ) -> Fact<Option<T>> {
        self.or(path, None, |value| convert(value).map(Some))
    }

    /// A fact that has no documented default.
    pub(super) fn required<T>(
        &self,
        path: &str,
        convert: impl Fn(&Value) -> Converted<T>,
    ) -> Fact<T> {
        self.read(path, convert).unwrap_or_else(|| Fact::unknown(self.left_out(path), self.header))
    }

    /// Why nothing is known of a path that is left out and has no default.
    pub(super) fn left_out(&self, path: &str) -> Why {
        let name = path.rsplit('.').next().unwrap_or(path);
        self.outside.clone().unwrap_or_else(|| Why::Failed(format!("{name} is left out")))
    }

    /// The header of the resource, or the block.
    pub(super) fn header(&self) -> Span {
        self.header
    }

    /// The one declaration that a block has.
    pub(super) fn only_layer(&self) -> Option<Layer<'a>> {
        self.layers.first().cloned()
    }

    /// Whether one of the declarations is a block in another resource.
    pub(super) fn is_inline(&self) -> bool {
        self.layers.iter().any(|layer| layer.inline.is_some())
    }

    /// Whether anything but null is written at a path.
    pub(super) fn has(&self, path: &str) -> bool {
        !matches!(self.find(path), Found::Missing)
    }

    /// Where a list is written that has elements, or may have some.
    pub(super) fn listed(&self, path: &str) -> Option<Span> {
        match self.find(path) {
            Found::Missing => None,
            Found::Value(value, _) if value.as_list().is_some_and(<[_]>::is_empty) => None,
            Found::Value(&Value { span, .. }, _) | Found::Unknown(_, span) => Some(span),
        }
    }

    /// The fact at a path, if there is anything.
    pub(super) fn read<T>(
        &self,
        path: &str,
        convert: impl Fn(&Value) -> Converted<T>,
    ) -> Option<Fact<T>> {
        match self.find(path) {
            Found::Missing => None,
            Found::Unknown(why, span) => Some(Fact::unknown(why, span)),
            Found::Value(value, header) => Some(match convert(value) {
                // A default that the language's provider sends.
                Ok(known) if value.span == header => Fact::default(known, value.span),
                Ok(known) => Fact::set(known, value.span),
                Err(why) => Fact::unknown(why, value.span),
            }),
        }
    }

    /// The blocks of a list; a lone object is a list of one. They are those of the
    /// resource itself: what others add to a list changes single blocks of it.
    pub(super) fn blocks(&self, path: &str) -> Blocks<'a> {
        let nothing = |more, span| Blocks { items: Vec::new(), more, span };
        let own = self.layers.iter().rev().map(|layer| find_in(layer.fields, path, layer.header));
        let found = own.into_iter().find(|found| !matches!(found, Found::Missing));
        let (value, header) = match found.unwrap_or(Found::Missing) {
            Found::Missing => return nothing(self.outside.clone(), self.header),
            Found::Unknown(why, span) => return nothing(Some(why), span),
            Found::Value(value, header) => (value, header),
        };
        let items = value.as_list().unwrap_or(std::slice::from_ref(value));
        let mut blocks = nothing(None, value.span);
        for item in items {
            self.push(&mut blocks, item, header);
        }
        blocks
    }

    /// The properties of each declaration by itself, the resource's own first, and why
    /// it may not be there.
    pub(super) fn each_layer(&self) -> impl Iterator<Item = (Self, Option<Why>)> + '_ {
        self.layers.iter().rev().map(|layer| {
            let layers = vec![Layer { maybe: None, ..layer.clone() }];
            let outside = None;
            (Self { layers, header: layer.header, outside }, layer.maybe.clone())
        })
    }

    fn push(&self, blocks: &mut Blocks<'a>, item: &'a Value, header: Span) {
        match &item.kind {
            Kind::Object(_, fields) => {
                let layers = vec![Layer { fields, header, inline: None, maybe: None }];
                let outside = self.outside.clone();
                blocks.items.push(Self { layers, header: item.span, outside });
            }
            Kind::Null => {}
            _ => {
                let why = item.why().unwrap_or_else(|| Why::Failed("not a block".to_owned()));
                blocks.more.get_or_insert(why);
            }
        }
    }

    /// Blocks as rows of the network.
    pub(super) fn several<T>(
        &self,
        path: &str,
        read: impl FnMut(&Attributes<'a>) -> T,
    ) -> Several<T> {
        let blocks = self.blocks(path);
        Several {
            known: blocks.items.iter().map(read).collect(),
            more: blocks.more,
            span: blocks.span,
        }
    }

    /// What there is at a path.
    ///
    /// Declarations that are certain come before those that are not; where only
    /// one that is not certain has the path, nothing is known.
    pub(super) fn find(&self, path: &str) -> Found<'a> {
        let mut perhaps = None;
        for layer in &self.layers {
            match (find_in(layer.fields, path, layer.header), &layer.maybe) {
                (Found::Missing, _) => {}
                (Found::Value(value, header), None)
                    if perhaps.is_some() && value.span == header => {}
                (found, None) => return found,
                (Found::Value(&Value { span, .. }, _) | Found::Unknown(_, span), Some(why)) => {
                    perhaps.get_or_insert((why.clone(), span));
                }
            }
        }
        perhaps.map_or(Found::Missing, |(why, span)| Found::Unknown(why, span))
    }

    /// The only declaration that has a path, where it may not be there, and why.
    pub(super) fn only_perhaps(&self, path: &str) -> Option<(Self, Why)> {
        let has = |layer: &&Layer<'a>| {
            !matches!(find_in(layer.fields, path, layer.header), Found::Missing)
        };
        let mut having = self.layers.iter().filter(has);
        let (layer, None) = (having.next()?, having.next()) else { return None };
        let why = layer.maybe.clone()?;
        let layers = vec![Layer { maybe: None, ..layer.clone() }];
        Some((Self { layers, header: layer.header, outside: None }, why))
    }
}

fn find_in<'a>(fields: &'a Fields, path: &str, header: Span) -> Found<'a> {
    let (name, rest) = path.split_once('.').map_or((path, None), |(name, rest)| (name, Some(rest)));
    let Some(value) = field(fields, name).filter(|value| !value.is_null()) else {
        return Found::Missing;
    };
    match (rest, &value.kind) {
        (None, _) => Found::Value(value, header),
        (Some(rest), Kind::Object(_, fields)) => find_in(fields, rest, header),
        (Some(_), _) => {
            let why = value.why().unwrap_or_else(|| Why::Failed(format!("{name} is no object")));
            Found::Unknown(why, value.span)
        }
    }
}

/// A field by name; ARM compares property names without case.
fn field<'a>(fields: &'a Fields, name: &str) -> Option<&'a Value> {
    fields.get(name).or_else(|| {
        let mut fields = fields.iter();
        fields.find(|(key, _)| key.eq_ignore_ascii_case(name)).map(|(_, value)| value)
    })
}
