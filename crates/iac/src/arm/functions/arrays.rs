//! Functions of arrays, and of what texts have in common with them.

use std::sync::Arc;

use super::{
    ANY_NUMBER, Arguments, Function, Outcome,
    arguments::Sequence,
    function,
    text::{characters, length_of, text_of},
};
use crate::{
    Kind, Number, Part, Value,
    evaluate::{equality, is_never_null, join},
};

pub(super) const FUNCTIONS: &[Function] = &[
    function("array", (1, 1), array),
    function("concat", (0, ANY_NUMBER), concat),
    function("contains", (2, 2), contains),
    function("createArray", (0, ANY_NUMBER), |arguments| {
        Ok(arguments.array(arguments.values.to_vec()))
    }),
    function("empty", (1, 1), empty),
    function("first", (1, 1), first),
    function("flatten", (1, 1), flatten),
    function("indexFromEnd", (2, 2), |arguments| from_end(arguments, false)),
    function("last", (1, 1), last),
    function("length", (1, 1), length),
    function("range", (2, 2), range),
    function("skip", (2, 2), skip),
    function("take", (2, 2), take),
    function("tryIndexFromEnd", (2, 2), |arguments| from_end(arguments, true)),
];

/// As many elements as `range` makes at most.
const LONGEST_RANGE: usize = 10_000;
/// No array that is put together has more elements.
const MOST_ITEMS: usize = 500_000;

fn array(arguments: &Arguments) -> Outcome {
    let value = &arguments.values[0];
    match value.kind {
        Kind::List(..) => Ok(value.clone()),
        Kind::Reference(_) | Kind::Unknown(_) if value.why().is_some() => {
            Err(arguments.because_of(value))
        }
        _ => Ok(arguments.array(vec![value.clone()])),
    }
}

fn concat(arguments: &Arguments) -> Outcome {
    let values = arguments.values;
    if !values.iter().any(|value| value.as_list().is_some()) {
        let is_text = |value: &Value| {
            matches!(&value.kind, Kind::String(_) | Kind::Number(_) | Kind::Bool(_))
                || matches!(&value.kind, Kind::Unknown(unknown) if !unknown.parts.is_empty())
        };
        if !values.iter().any(is_text)
            && let Some(unknown) = values.iter().find(|value| !value.is_known())
            && values.iter().all(|value| !is_text(value))
            && !matches!(unknown.kind, Kind::Reference(_))
        {
            return Err(arguments.because_of(unknown));
        }
        return Ok(super::super::operators::interpolate(values, arguments.span));
    }
    let mut items = Vec::new();
    for position in 0..values.len() {
        items.extend(arguments.items(position)?.iter().cloned());
        if items.len() > MOST_ITEMS {
            return Err(arguments.fail("the array is too long"));
        }
    }
    Ok(arguments.array(items))
}

fn contains(arguments: &Arguments) -> Outcome {
    let (container, wanted) = (&arguments.values[0], &arguments.values[1]);
    match &container.kind {
        Kind::List(_, items) => {
            let mut undecided = None;
            for item in items.iter() {
                match equality(item, wanted) {
                    Ok(true) => return Ok(arguments.bool(true)),
                    Ok(false) => {}
                    Err(cause) => undecided = undecided.or(Some(cause)),
                }
            }
            match undecided {
                Some(cause) => Err(arguments.because_of(cause)),
                None => Ok(arguments.bool(false)),
            }
        }
        Kind::Object(..) => {
            let name = arguments.text(1)?;
            let found = super::super::access::entry(container, &name);
            match (found, &container.via) {
                (Some(_), _) => Ok(arguments.bool(true)),
                (None, None) => Ok(arguments.bool(false)),
                (None, Some(_)) => {
                    let property = super::super::access::property(container, &name, arguments.span);
                    Err(arguments.because_of(&property))
                }
            }
        }
        Kind::Null => Ok(arguments.bool(false)),
        _ => match arguments.sequence(0)? {
            Sequence::Text(text) => {
                Ok(arguments.bool(text.contains(&*wanted_text(arguments, wanted)?)))
            }
            Sequence::Parts(parts, unknown) => {
                let wanted = wanted_text(arguments, wanted)?;
                let found = parts
                    .iter()
                    .any(|part| matches!(part, Part::Text(text) if text.contains(&*wanted)));
                if found { Ok(arguments.bool(true)) } else { Err(unknown) }
            }
            Sequence::Items(_) => Err(arguments.fail("an array, an object or text is required")),
        },
    }
}

/// What is looked for in text; numbers are texts here.
fn wanted_text(arguments: &Arguments, wanted: &Value) -> Result<Arc<str>, Value> {
    match &wanted.kind {
        Kind::Number(number) => Ok(number.to_string().into()),
        _ => arguments.as_text(wanted),
    }
}

fn empty(arguments: &Arguments) -> Outcome {
    let value = &arguments.values[0];
    let empty = match &value.kind {
        Kind::Null => true,
        Kind::List(_, items) => items.is_empty(),
        Kind::Object(_, entries) => {
            if entries.is_empty() && value.via.is_some() {
                return Err(arguments.because_of(value));
            }
            entries.is_empty()
        }
        Kind::String(text) => text.is_empty(),
        Kind::Reference(reference) if reference.attribute == "id" => false,
        Kind::Unknown(unknown)
            if unknown
                .parts
                .iter()
                .any(|part| matches!(part, Part::Text(text) if !text.is_empty())) =>
        {
            false
        }
        Kind::Reference(_) | Kind::Unknown(_) => return Err(arguments.because_of(value)),
        Kind::Bool(_) | Kind::Number(_) => {
            return Err(arguments.fail("an array, an object or text is required"));
        }
    };
    Ok(arguments.bool(empty))
}

fn first(arguments: &Arguments) -> Outcome {
    match arguments.sequence(0)? {
        Sequence::Items(items) => {
            Ok(items.first().cloned().unwrap_or_else(|| Value::null(arguments.span)))
        }
        Sequence::Text(text) => Ok(arguments.string(text_of(characters(&text).take(1)))),
        Sequence::Parts(parts, unknown) => match parts.first() {
            Some(Part::Text(text)) => Ok(arguments.string(text_of(characters(text).take(1)))),
            _ => Err(unknown),
        },
    }
}

fn last(arguments: &Arguments) -> Outcome {
    match arguments.sequence(0)? {
        Sequence::Items(items) => {
            Ok(items.last().cloned().unwrap_or_else(|| Value::null(arguments.span)))
        }
        Sequence::Text(text) => Ok(arguments.string(last_character(&text))),
        Sequence::Parts(parts, unknown) => match parts.last() {
            Some(Part::Text(text)) => Ok(arguments.string(last_character(text))),
            _ => Err(unknown),
        },
    }
}

fn last_character(text: &str) -> String {
    let skipped = length_of(text).saturating_sub(1);
    text_of(characters(text).skip(skipped))
}

fn flatten(arguments: &Arguments) -> Outcome {
    let mut flat = Vec::new();
    for item in arguments.items(0)?.iter() {
        match &item.kind {
            Kind::List(_, items) => flat.extend(items.iter().cloned()),
            _ if !item.is_known() => return Err(arguments.because_of(item)),
            _ => return Err(arguments.fail("an array of arrays is required")),
        }
        if flat.len() > MOST_ITEMS {
            return Err(arguments.fail("the array is too long"));
        }
    }
    Ok(arguments.array(flat))
}

/// The element of a position that is counted from the end, the last one being 1.
fn from_end(arguments: &Arguments, safe: bool) -> Outcome {
    if arguments.values[0].is_null() && safe {
        return Ok(Value::null(arguments.span));
    }
    let (items, position) = (arguments.items(0)?, arguments.count(1)?);
    let found = items.len().checked_sub(position).and_then(|position| items.get(position));
    match found {
        Some(item) => Ok(item.clone()),
        None if safe => Ok(Value::null(arguments.span)),
        None => Err(arguments.fail("there is no such element")),
    }
}

fn length(arguments: &Arguments) -> Outcome {
    let value = arguments.known(0)?;
    match &value.kind {
        Kind::List(_, items) => Ok(arguments.integer_value(items.len())),
        Kind::Object(_, entries) if value.via.is_none() => {
            Ok(arguments.integer_value(entries.len()))
        }
        Kind::Object(..) => Err(arguments.not_offline()),
        Kind::String(text) => Ok(arguments.integer_value(length_of(text))),
        _ => Err(arguments.fail("an array, an object or text is required")),
    }
}

fn range(arguments: &Arguments) -> Outcome {
    let (start, count) = (arguments.integer(0)?, arguments.count(1)?);
    if count > LONGEST_RANGE {
        return Err(arguments.fail("the range is too long"));
    }
    let numbers = (0..count).map(|at| {
        let number = Number::from(start).plus(&Number::from(i64::try_from(at).ok()?))?;
        Some(Value::new(Kind::Number(number), arguments.span))
    });
    let numbers = numbers.collect::<Option<_>>();
    Ok(arguments.array(numbers.ok_or_else(|| arguments.fail("the range is too large"))?))
}

fn skip(arguments: &Arguments) -> Outcome {
    let count = arguments.count(1)?;
    match arguments.sequence(0)? {
        Sequence::Items(items) => Ok(arguments.array(items.iter().skip(count).cloned().collect())),
        Sequence::Text(text) => Ok(arguments.string(text_of(characters(&text).skip(count)))),
        Sequence::Parts(parts, unknown) => match parts.split_first() {
            Some((Part::Text(text), rest)) if length_of(text) >= count => {
                let kept = arguments.string(text_of(characters(text).skip(count)));
                let rest = with_parts(rest, &unknown);
                Ok(join([&kept, &rest], arguments.span))
            }
            _ => Err(unknown),
        },
    }
}

/// A text of these parts, unknown for the reason of `unknown`.
fn with_parts(parts: &[Part], unknown: &Value) -> Value {
    let mut value = unknown.clone();
    if let Kind::Unknown(inner) = &mut value.kind {
        let inner = Arc::make_mut(inner);
        inner.parts = parts.to_vec();
        inner.not_null = true;
    }
    value
}

fn take(arguments: &Arguments) -> Outcome {
    let count = arguments.count(1)?;
    match arguments.sequence(0)? {
        Sequence::Items(items) => Ok(arguments.array(items.iter().take(count).cloned().collect())),
        Sequence::Text(text) => Ok(arguments.string(text_of(characters(&text).take(count)))),
        Sequence::Parts(parts, unknown) => match parts.first() {
            Some(Part::Text(text)) if length_of(text) >= count => {
                Ok(arguments.string(text_of(characters(text).take(count))))
            }
            _ if is_never_null(&unknown) => Err(unknown),
            _ => Err(crate::evaluate::not_null(unknown)),
        },
    }
}
