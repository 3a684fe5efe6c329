//! YAML as expressions: the one file that names `yaml_rust2`.

use std::{collections::BTreeMap, sync::Arc};

use nexthop_source::{FileId, Span};
use yaml_rust2::{
    Event, Yaml,
    parser::{MarkedEventReceiver, Parser},
    scanner::{Marker, TScalarStyle},
};

use crate::{
    Number,
    arm::expression::{Entry, Expression, ExpressionKind, Item},
};

/// More values than any YAML file that people write has; aliases count as what they
/// stand for.
const MOST_VALUES: usize = 200_000;

/// Nothing that is nested deeper is read.
const DEEPEST: usize = 100;

/// The first document of a text; `None` if it is no YAML that can be read.
pub(super) fn expression(text: &str, file: FileId) -> Option<Expression> {
    let mut reader = Reader::new(text, file);
    Parser::new_from_str(text).load(&mut reader, false).ok()?;
    if reader.broken { None } else { reader.document }
}

struct Reader<'t> {
    text: &'t str,
    file: FileId,
    open: Vec<Open>,
    anchors: BTreeMap<usize, (Expression, usize)>,
    document: Option<Expression>,
    left: usize,
    broken: bool,
}

/// An array or object that is being read.
struct Open {
    start: Span,
    anchor: usize,
    object: bool,
    /// In an object keys and values by turns.
    values: Vec<Expression>,
    /// How many values there are in all.
    size: usize,
}

impl MarkedEventReceiver for Reader<'_> {
    fn on_event(&mut self, event: Event, mark: Marker) {
        if self.broken || self.document.is_some() {
            return;
        }
        match event {
            Event::Scalar(value, style, anchor, tag) => {
                let span = self.scalar_span(&value, mark);
                let plain = style == TScalarStyle::Plain && tag.is_none();
                let kind = if plain { plain_value(value) } else { string(value) };
                self.add(Expression { kind, span }, 1, anchor);
            }
            Event::SequenceStart(anchor, _) => self.begin(false, anchor, mark),
            Event::MappingStart(anchor, _) => self.begin(true, anchor, mark),
            Event::SequenceEnd | Event::MappingEnd => self.end(mark),
            Event::Alias(anchor) => match self.anchors.get(&anchor) {
                Some((value, size)) => {
                    let (size, fits) = (*size, *size <= self.left);
                    if fits {
                        let value = value.clone();
                        self.add(value, size, 0);
                    } else {
                        self.broken = true;
                    }
                }
                None => self.broken = true,
            },
            Event::Nothing
            | Event::StreamStart
            | Event::StreamEnd
            | Event::DocumentStart
            | Event::DocumentEnd => {}
        }
    }
}

impl<'t> Reader<'t> {
    fn new(text: &'t str, file: FileId) -> Self {
        let (open, anchors) = (Vec::new(), BTreeMap::new());
        Self { text, file, open, anchors, document: None, left: MOST_VALUES, broken: false }
    }

    fn begin(&mut self, object: bool, anchor: usize, mark: Marker) {
        let start = self.span(mark.index(), mark.index());
        self.open.push(Open { start, anchor, object, values: Vec::new(), size: 1 });
        self.broken |= self.open.len() > DEEPEST;
    }

    fn end(&mut self, mark: Marker) {
        let Some(open) = self.open.pop() else { return };
        let span = open.start.to(self.span(mark.index(), mark.index()));
        let kind = if open.object {
            let mut entries = Vec::with_capacity(open.values.len() / 2);
            let mut values = open.values.into_iter();
            while let (Some(key), Some(value)) = (values.next(), values.next()) {
                entries.push(Entry::Property { key, value });
            }
            ExpressionKind::Object(entries)
        } else {
            let items = open.values.into_iter().map(|value| Item { value, spread: false });
            ExpressionKind::Array(items.collect())
        };
        self.add(Expression { kind, span }, open.size, open.anchor);
    }

    /// Adds a value to what is open, else it is the document.
    fn add(&mut self, value: Expression, size: usize, anchor: usize) {
        match self.left.checked_sub(1) {
            Some(left) => self.left = left,
            None => self.broken = true,
        }
        if anchor > 0 {
            // What is kept aside counts too.
            self.left = self.left.saturating_sub(size);
            self.anchors.insert(anchor, (value.clone(), size));
        }
        match self.open.last_mut() {
            Some(open) => {
                open.size = open.size.saturating_add(size);
                self.broken |= open.size > MOST_VALUES;
                open.values.push(value);
            }
            None => self.document = Some(value),
        }
    }

    fn span(&self, start: usize, end: usize) -> Span {
        let length = self.text.len();
        Span::new(self.file, start.min(length)..end.min(length))
    }

    /// The place of a scalar: with its quotes, or up to the end of its line if it is
    /// written otherwise than it reads.
    fn scalar_span(&self, value: &str, mark: Marker) -> Span {
        let start = mark.index();
        let rest = self.text.get(start..).unwrap_or_default();
        let quote = usize::from(rest.starts_with(['\'', '"']));
        let as_written = rest.get(quote..).is_some_and(|rest| rest.starts_with(value));
        let length = if as_written {
            value.len() + 2 * quote
        } else {
            rest.find('\n').map_or(rest.len(), |end| end)
        };
        self.span(start, start + length)
    }
}

fn string(text: String) -> ExpressionKind {
    ExpressionKind::String(text.into())
}

fn plain_value(text: String) -> ExpressionKind {
    match Yaml::from_str(&text) {
        Yaml::Null => ExpressionKind::Null,
        Yaml::Boolean(value) => ExpressionKind::Bool(value),
        Yaml::Integer(value) => ExpressionKind::Number(Number::from(value)),
        Yaml::Real(_) => Number::parse(&text).map_or_else(|| string(text), ExpressionKind::Number),
        _ => ExpressionKind::String(Arc::from(text)),
    }
}
