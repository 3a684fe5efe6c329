//! Functions of text. Characters are UTF-16 units, as .NET counts them.

use std::sync::Arc;

use super::{Arguments, Function, Outcome, arguments::Sequence, function};
use crate::{
    Kind, Part, Value,
    arm::{identity, operators},
    evaluate::{join as joined, known_prefix, known_suffix, map_text},
};

pub(super) const FUNCTIONS: &[Function] = &[
    function("endsWith", (2, 2), ends_with),
    function("indexOf", (2, 2), |arguments| position(arguments, false)),
    function("join", (2, 2), join),
    function("lastIndexOf", (2, 2), |arguments| position(arguments, true)),
    function("like", (2, 2), like),
    function("padLeft", (2, 3), pad_left),
    function("replace", (3, 3), replace),
    function("split", (2, 2), split),
    function("startsWith", (2, 2), starts_with),
    function("string", (1, 1), |arguments| {
        Ok(operators::as_text(&arguments.values[0], arguments.span))
    }),
    function("substring", (1, 3), substring),
    function("toLower", (1, 1), |arguments| cased(arguments, str::to_lowercase)),
    function("toUpper", (1, 1), |arguments| cased(arguments, str::to_uppercase)),
    function("trim", (1, 1), |arguments| Ok(arguments.string(arguments.text(0)?.trim()))),
];

/// No text is longer than this.
pub(super) const LONGEST: usize = 4_000_000;
/// No text is cut to more pieces.
const MOST_PIECES: usize = 100_000;

/// The characters of a text.
pub(super) fn characters(text: &str) -> std::str::EncodeUtf16<'_> {
    text.encode_utf16()
}

/// How many characters a text has.
pub(super) fn length_of(text: &str) -> usize {
    characters(text).count()
}

/// The text of these characters.
pub(super) fn text_of(characters: impl Iterator<Item = u16>) -> String {
    char::decode_utf16(characters)
        .map(|character| character.unwrap_or(char::REPLACEMENT_CHARACTER))
        .collect()
}

/// The value in the other case; what Azure makes up may have letters of either.
fn cased(arguments: &Arguments, change: fn(&str) -> String) -> Outcome {
    let value = &arguments.values[0];
    match &value.kind {
        Kind::String(_) => Ok(Value { span: arguments.span, ..map_text(value, change) }),
        Kind::Reference(_) | Kind::Unknown(_) => {
            let apart = (arguments.taken_apart)(value);
            match &apart.kind {
                Kind::Unknown(unknown) if !unknown.parts.is_empty() => {
                    Ok(Value { span: arguments.span, ..map_text(&apart, change) })
                }
                _ => Err(arguments.because_of(value)),
            }
        }
        _ => Err(arguments.fail("text is required")),
    }
}

fn starts_with(arguments: &Arguments) -> Outcome {
    let wanted = arguments.text(1)?.to_lowercase();
    edge_decides(arguments, known_prefix, |known, whole| {
        if known.starts_with(&wanted) {
            return Some(true);
        }
        (whole || !wanted.starts_with(known)).then_some(false)
    })
}

fn ends_with(arguments: &Arguments) -> Outcome {
    let wanted = arguments.text(1)?.to_lowercase();
    edge_decides(arguments, known_suffix, |known, whole| {
        if known.ends_with(&wanted) {
            return Some(true);
        }
        (whole || !wanted.ends_with(known)).then_some(false)
    })
}

/// What one end of the first argument says without regard to case, `whole` if that
/// is all of it.
fn edge_decides(
    arguments: &Arguments,
    edge: fn(&Value) -> Option<&str>,
    decide: impl Fn(&str, bool) -> Option<bool>,
) -> Outcome {
    let value = operators::lower_case(&(arguments.taken_apart)(&arguments.values[0]));
    match edge(&value).and_then(|known| decide(known, value.is_known())) {
        Some(truth) => Ok(arguments.bool(truth)),
        None => Err(match arguments.text(0) {
            Ok(_) => arguments.fail("text is required"),
            Err(stop) => stop,
        }),
    }
}

/// The first or last position of a text, without regard to case, or of an element.
fn position(arguments: &Arguments, last: bool) -> Outcome {
    let found = match arguments.sequence(0)? {
        Sequence::Items(items) => {
            let mut found = None;
            for (at, item) in items.iter().enumerate() {
                let equal = crate::evaluate::equality(item, &arguments.values[1]);
                if equal.map_err(|cause| arguments.because_of(cause))? {
                    found = if last { Some(at) } else { found.or(Some(at)) };
                }
            }
            found
        }
        Sequence::Text(text) => {
            let (text, wanted) = (text.to_lowercase(), arguments.text(1)?.to_lowercase());
            let found = if last { text.rfind(&wanted) } else { text.find(&wanted) };
            found.map(|at| length_of(&text[..at]))
        }
        Sequence::Parts(parts, unknown) => {
            let wanted = arguments.text(1)?.to_lowercase();
            match parts.first() {
                Some(Part::Text(text)) if !last => {
                    let text = text.to_lowercase();
                    let at = text.find(&wanted).ok_or(unknown)?;
                    Some(length_of(&text[..at]))
                }
                _ => return Err(unknown),
            }
        }
    };
    Ok(match found {
        Some(at) => arguments.integer_value(at),
        None => Value::integer(-1, arguments.span),
    })
}

fn join(arguments: &Arguments) -> Outcome {
    let separator = Value::string(arguments.text(1)?, arguments.span);
    let texts: Vec<Value> =
        arguments.items(0)?.iter().map(|item| operators::as_text(item, arguments.span)).collect();
    Ok(joined(separated(&texts, &separator), arguments.span))
}

/// The texts with a separator between them.
fn separated<'v>(texts: &'v [Value], separator: &'v Value) -> impl Iterator<Item = &'v Value> {
    let texts = texts.iter().enumerate();
    texts.flat_map(move |(at, text)| (at > 0).then_some(separator).into_iter().chain([text]))
}

fn pad_left(arguments: &Arguments) -> Outcome {
    let value = arguments.known(0)?;
    let text: Arc<str> = match &value.kind {
        Kind::Number(number) => number.to_string().into(),
        _ => arguments.as_text(value)?,
    };
    let width = arguments.count(1)?;
    if width > LONGEST {
        return Err(arguments.fail("the text is too long"));
    }
    let fill = match arguments.given(2) {
        Some(_) => arguments.text(2)?,
        None => " ".into(),
    };
    let missing = width.saturating_sub(length_of(&text));
    let padding: String = fill.chars().take(1).cycle().take(missing).collect();
    Ok(arguments.string(padding + &text))
}

fn replace(arguments: &Arguments) -> Outcome {
    let (old, new) = (arguments.text(1)?, &arguments.values[2]);
    if old.is_empty() {
        return Err(arguments.fail("the text to replace is empty"));
    }
    match arguments.sequence(0)? {
        Sequence::Text(text) => {
            let pieces = text.split(&*old).map(|piece| arguments.string(piece));
            let pieces: Vec<Value> = pieces.collect();
            if pieces.len() > 1 && !matches!(new.kind, Kind::String(_)) && new.is_known() {
                return Err(arguments.fail("text is required"));
            }
            Ok(joined(separated(&pieces, new), arguments.span))
        }
        // A match may begin in what is known and end in what is not.
        Sequence::Parts(_, unknown) => Err(unknown),
        Sequence::Items(_) => Err(arguments.fail("text is required")),
    }
}

fn split(arguments: &Arguments) -> Outcome {
    let separators: Vec<Arc<str>> = match &arguments.known(1)?.kind {
        Kind::List(_, items) => {
            items.iter().map(|item| arguments.as_text(item)).collect::<Result<_, _>>()?
        }
        _ => vec![arguments.text(1)?],
    };
    let value = &arguments.values[0];
    if let [separator] = &separators[..]
        && !value.is_known()
    {
        let apart = (arguments.taken_apart)(value);
        let pieces = identity::split(&apart, separator, arguments.span);
        return pieces
            .map(|pieces| arguments.array(pieces))
            .ok_or_else(|| arguments.because_of(value));
    }
    let text = arguments.text(0)?;
    let pieces: Vec<Value> = pieces(&text, &separators)
        .take(MOST_PIECES + 1)
        .map(|piece| arguments.string(piece))
        .collect();
    if pieces.len() > MOST_PIECES {
        return Err(arguments.fail("there are too many pieces"));
    }
    Ok(arguments.array(pieces))
}

/// The pieces of a text between any of the separators.
fn pieces<'t>(text: &'t str, separators: &[Arc<str>]) -> impl Iterator<Item = &'t str> {
    let mut rest = Some(text);
    std::iter::from_fn(move || {
        let here = rest?;
        let found = separators
            .iter()
            .filter(|separator| !separator.is_empty())
            .filter_map(|separator| Some((here.find(&**separator)?, separator.len())))
            .min_by_key(|(at, length)| (*at, std::cmp::Reverse(*length)));
        let Some((at, length)) = found else {
            rest = None;
            return Some(here);
        };
        rest = Some(&here[at + length..]);
        Some(&here[..at])
    })
}

fn substring(arguments: &Arguments) -> Outcome {
    let start = match arguments.given(1) {
        Some(_) => arguments.integer(1)?,
        None => 0,
    };
    let start = usize::try_from(start).map_err(|_| arguments.fail("the start is negative"))?;
    let length = match arguments.given(2) {
        Some(value) if !value.is_null() => Some(arguments.integer(2)?),
        _ => None,
    };
    let length = match length.map(usize::try_from) {
        Some(Err(_)) => return Err(arguments.fail("the length is negative")),
        Some(Ok(length)) => Some(length),
        None => None,
    };
    match arguments.sequence(0)? {
        Sequence::Text(text) => {
            let whole = length_of(&text);
            let length = length.unwrap_or(whole.saturating_sub(start));
            if start.checked_add(length).is_none_or(|end| end > whole) {
                return Err(arguments.fail("the text is not that long"));
            }
            Ok(arguments.string(text_of(characters(&text).skip(start).take(length))))
        }
        Sequence::Parts(parts, unknown) => match (parts.first(), length) {
            (Some(Part::Text(text)), Some(length))
                if start.checked_add(length).is_some_and(|end| end <= length_of(text)) =>
            {
                Ok(arguments.string(text_of(characters(text).skip(start).take(length))))
            }
            _ => Err(unknown),
        },
        Sequence::Items(_) => Err(arguments.fail("text is required")),
    }
}

/// Whether a text is that of a pattern in which `*` stands for any text, whatever the
/// case of its letters.
fn like(arguments: &Arguments) -> Outcome {
    let (text, pattern) = (arguments.text(0)?.to_lowercase(), arguments.text(1)?.to_lowercase());
    let Some((start, rest)) = pattern.split_once('*') else {
        return Ok(arguments.bool(text == pattern));
    };
    let Some(mut left) = text.strip_prefix(start) else { return Ok(arguments.bool(false)) };
    let (middle, end) = rest.rsplit_once('*').unwrap_or(("", rest));
    for piece in middle.split('*') {
        // The first place is as good as any other.
        match left.split_once(piece) {
            Some((_, behind)) => left = behind,
            None => return Ok(arguments.bool(false)),
        }
    }
    Ok(arguments.bool(left.ends_with(end)))
}
