//! YAML as Terraform reads it, which is 1.1 with the numbers of 1.2.

mod emit;
mod scalar;

use std::{collections::BTreeMap, sync::Arc};

use yaml_rust2::{
    Event,
    parser::{Parser, Tag},
    scanner::TScalarStyle,
};

use self::scalar::Scalar;
pub(super) use emit::encode;

use super::{Arguments, Outcome};
use crate::{Kind, Number, Value};

/// Deeper documents are not read.
const DEEPEST: usize = 200;
/// So many values a document may have; aliases can make many of few.
const MOST_VALUES: usize = 1_000_000;
/// Longer texts are not read.
const LONGEST: usize = 4 << 20;

/// The key that stands for the entries of another mapping.
const MERGE: &str = "<<";

pub(super) fn decode(arguments: &Arguments) -> Outcome {
    let text = arguments.text(0)?;
    arguments.decoded(&text, || read(arguments, &text))
}

fn read(arguments: &Arguments, text: &str) -> Outcome {
    let text = text.strip_prefix('\u{FEFF}').unwrap_or(text);
    if text.len() > LONGEST {
        return Err(arguments.fail("the text is too long"));
    }
    if text.starts_with("%YAML") && !text.starts_with("%YAML 1.1") {
        return Err(arguments.fail("incompatible YAML document"));
    }
    let document = Document { arguments, open: Vec::new(), anchors: BTreeMap::new(), values: 0 };
    document.read(text).map_err(|message| arguments.fail(message))
}

/// A document that is being read.
struct Document<'a> {
    arguments: &'a Arguments<'a>,
    /// Sequences and mappings, outermost first.
    open: Vec<Open>,
    /// What anchors name, and of how many values it is.
    anchors: BTreeMap<usize, (Value, usize)>,
    values: usize,
}

/// A sequence or mapping that is not closed yet.
struct Open {
    anchor: usize,
    /// How many values were read before it.
    before: usize,
    content: Content,
}

enum Content {
    Items(Vec<Value>),
    Entries(BTreeMap<Arc<str>, Value>, Option<Key>),
}

enum Key {
    Name(Arc<str>),
    Merge,
}

type Read<T> = Result<T, String>;

impl Document<'_> {
    fn read(mut self, text: &str) -> Read<Value> {
        let mut parser = Parser::new_from_str(text);
        let mut root = None;
        loop {
            let (event, _) = parser.next_token().map_err(|error| error.to_string())?;
            let value = match event {
                Event::StreamEnd => return root.ok_or_else(|| "the text is empty".to_owned()),
                Event::DocumentStart if root.is_some() => {
                    return Err("there is more than one document".to_owned());
                }
                Event::StreamStart | Event::DocumentStart | Event::DocumentEnd | Event::Nothing => {
                    None
                }
                event => self.event(event)?,
            };
            let Some(value) = value else { continue };
            if let Some(value) = self.place(value)? {
                root = Some(value);
            }
        }
    }

    /// The value that is complete with this event.
    fn event(&mut self, event: Event) -> Read<Option<Value>> {
        self.values += 1;
        if self.values > MOST_VALUES {
            return Err("the document is too large".to_owned());
        }
        match event {
            Event::Scalar(text, style, anchor, tag) => {
                let value = self.scalar(&text, style, tag.as_ref())?;
                self.anchors.insert(anchor, (value.clone(), 1));
                Ok(Some(value))
            }
            Event::Alias(anchor) => {
                let (value, values) = self.anchors.get(&anchor).ok_or("the anchor is not there")?;
                self.values = self.values.saturating_add(*values);
                Ok(Some(value.clone()))
            }
            Event::SequenceStart(anchor, tag) => {
                expect(tag.as_ref(), "seq")?;
                self.begin(anchor, Content::Items(Vec::new()))
            }
            Event::MappingStart(anchor, tag) => {
                expect(tag.as_ref(), "map")?;
                self.begin(anchor, Content::Entries(BTreeMap::new(), None))
            }
            _ => Ok(self.end()),
        }
    }

    fn begin(&mut self, anchor: usize, content: Content) -> Read<Option<Value>> {
        if self.open.len() >= DEEPEST {
            return Err("the document is nested too deeply".to_owned());
        }
        self.open.push(Open { anchor, before: self.values, content });
        Ok(None)
    }

    fn end(&mut self) -> Option<Value> {
        let Open { anchor, before, content } = self.open.pop()?;
        let span = self.arguments.span;
        let value = match content {
            Content::Items(items) => Value::tuple(items, span),
            Content::Entries(entries, _) => Value::object(entries, span),
        };
        self.anchors.insert(anchor, (value.clone(), self.values - before));
        Some(value)
    }

    /// Puts a value where it stands; gives it back if it is the document.
    fn place(&mut self, value: Value) -> Read<Option<Value>> {
        match self.open.last_mut().map(|open| &mut open.content) {
            None => return Ok(Some(value)),
            Some(Content::Items(items)) => items.push(value),
            Some(Content::Entries(entries, key)) => match key.take() {
                None => *key = Some(as_key(&value)?),
                Some(Key::Name(name)) => {
                    entries.insert(name, value);
                }
                Some(Key::Merge) => {
                    let merged = value.as_object().ok_or("only a mapping can be merged")?;
                    entries.extend(merged.iter().map(|(key, value)| (key.clone(), value.clone())));
                }
            },
        }
        Ok(None)
    }

    fn scalar(&self, text: &str, style: TScalarStyle, tag: Option<&Tag>) -> Read<Value> {
        let span = self.arguments.span;
        let wanted = tag.map(core_tag).transpose()?;
        let text_value = || Ok(self.arguments.string(text));
        let read = match wanted {
            _ if style != TScalarStyle::Plain => return text_value(),
            Some("str" | "binary") => return text_value(),
            Some("null") => return Ok(Value::null(span)),
            Some("map" | "seq") => return Err(format!("{text:?} is a scalar")),
            _ => scalar::read(text)?,
        };
        Ok(match read {
            Scalar::Text if wanted.is_some() => {
                return Err(format!("{text:?} is not of the type that its tag says"));
            }
            Scalar::Text => return text_value(),
            Scalar::Null => Value::null(span),
            Scalar::Bool(value) => Value::bool(value, span),
            Scalar::Number(number) => Value::new(Kind::Number(number), span),
            Scalar::Time(text) => self.arguments.string(text),
        })
    }
}

/// The name of one of YAML's own tags.
fn core_tag(tag: &Tag) -> Read<&str> {
    const CORE: [&str; 9] =
        ["str", "binary", "null", "bool", "int", "float", "timestamp", "map", "seq"];
    let prefix = "tag:yaml.org,2002:";
    let name = match &*tag.handle {
        "" => tag.suffix.strip_prefix(prefix),
        handle if handle == prefix || handle == "!!" => Some(&*tag.suffix),
        _ => None,
    };
    name.filter(|name| CORE.contains(name))
        .ok_or_else(|| format!("unsupported tag \"{}{}\"", tag.handle, tag.suffix))
}

fn expect(tag: Option<&Tag>, wanted: &str) -> Read<()> {
    match tag.map(core_tag).transpose()? {
        Some(name) if name != wanted => Err(format!("this is no {name}")),
        _ => Ok(()),
    }
}

fn as_key(value: &Value) -> Read<Key> {
    match &value.kind {
        Kind::String(text) if &**text == MERGE => Ok(Key::Merge),
        Kind::String(text) => Ok(Key::Name(Arc::clone(text))),
        Kind::Number(number) => Ok(Key::Name(Number::to_string(number).into())),
        Kind::Bool(truth) => Ok(Key::Name(truth.to_string().into())),
        _ => Err("a key must be text".to_owned()),
    }
}
