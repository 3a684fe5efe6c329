//! Regular expressions in RE2's syntax.

use std::{iter::Peekable, str::Chars, sync::Arc};

use regex::{Captures, Regex, RegexBuilder};

use super::{
    Arguments, Function, Outcome, function, replacement,
    strings::{LONGEST, MOST_PIECES, replaced},
};
use crate::{Kind, ListKind, Part, Unknown, Value};

pub(super) const FUNCTIONS: &[Function] = &[
    function("regex", (2, 2), regex),
    function("regexall", (2, 2), regexall),
    function("replace", (3, 3), replace),
];

fn regex(arguments: &Arguments) -> Outcome {
    let (pattern, text) = (compiled(arguments, &arguments.text(0)?)?, arguments.text(1)?);
    match pattern.captures(&text) {
        Some(captures) => Ok(captured(arguments, &pattern, &captures)),
        None => Err(arguments.fail("pattern did not match any part of the given string")),
    }
}

fn regexall(arguments: &Arguments) -> Outcome {
    let (pattern, text) = (compiled(arguments, &arguments.text(0)?)?, arguments.text(1)?);
    let matches: Vec<Value> = pattern
        .captures_iter(&text)
        .take(MOST_PIECES + 1)
        .map(|captures| captured(arguments, &pattern, &captures))
        .collect();
    if matches.len() > MOST_PIECES {
        return Err(arguments.fail("there are too many matches"));
    }
    Ok(arguments.list_of(ListKind::List, matches))
}

fn replace(arguments: &Arguments) -> Outcome {
    let (old, new) = (arguments.text(1)?, arguments.text(2)?);
    let pattern = old.strip_prefix('/').and_then(|rest| rest.strip_suffix('/'));
    if let (None, Some(replaced)) = (pattern, replaced_in_parts(arguments, &old, &new)) {
        return Ok(replaced);
    }
    let text = arguments.text(0)?;
    let replaced = match pattern {
        Some(pattern) => replaced_matches(arguments, pattern, &text, &new)?,
        None => replaced(arguments, &text, &old, &new)?,
    };
    Ok(Value { via: arguments.values[0].via.clone(), ..replaced })
}

/// The first argument with the text replaced, if only parts of it are known.
fn replaced_in_parts(arguments: &Arguments, old: &str, new: &str) -> Option<Value> {
    let Kind::Unknown(unknown) = &arguments.given(0)?.kind else { return None };
    let known = unknown.parts.iter().map(|part| match part {
        Part::Text(text) => text.matches(old).count(),
        _ => 0,
    });
    if known.sum::<usize>().saturating_mul(new.len()) > LONGEST {
        return None;
    }
    let parts = replacement::replaced(&unknown.parts, old, new)?;
    let unknown = Unknown { parts, why: unknown.why.clone(), ..**unknown };
    Some(Value::new(Kind::Unknown(Arc::new(unknown)), arguments.span))
}

fn replaced_matches(arguments: &Arguments, pattern: &str, text: &str, new: &str) -> Outcome {
    let pattern = any_groups(arguments, pattern)?;
    let mut replaced = String::new();
    let mut copied = 0;
    for captures in pattern.captures_iter(text) {
        let Some(whole) = captures.get(0) else { continue };
        replaced.push_str(&text[copied..whole.start()]);
        captures.expand(new, &mut replaced);
        copied = whole.end();
        if replaced.len() > LONGEST {
            return Err(arguments.fail("the text is too long"));
        }
    }
    replaced.push_str(&text[copied..]);
    Ok(arguments.string(replaced))
}

/// Text if the pattern has no groups, a tuple of unnamed or an object of named ones.
fn captured(arguments: &Arguments, pattern: &Regex, captures: &Captures) -> Value {
    let group = |found: Option<regex::Match>| match found {
        Some(found) => arguments.string(found.as_str()),
        None => Value::null(arguments.span),
    };
    if pattern.captures_len() == 1 {
        return group(captures.get(0));
    }
    let named =
        pattern.capture_names().flatten().map(|name| (name.into(), group(captures.name(name))));
    let named: std::collections::BTreeMap<_, _> = named.collect();
    if named.is_empty() {
        return Value::tuple(captures.iter().skip(1).map(group).collect(), arguments.span);
    }
    Value::object(named, arguments.span)
}

fn compiled(arguments: &Arguments, pattern: &str) -> Result<Regex, Value> {
    let regex = any_groups(arguments, pattern)?;
    let named = regex.capture_names().flatten().count();
    if named > 0 && named + 1 < regex.captures_len() {
        return Err(arguments
            .fail("invalid regexp pattern: cannot mix both named and unnamed capture groups"));
    }
    Ok(regex)
}

fn any_groups(arguments: &Arguments, pattern: &str) -> Result<Regex, Value> {
    /// A compiled pattern of more bytes is refused.
    const LARGEST: usize = 1 << 22;
    let compile = || RegexBuilder::new(&from_re2(pattern)).size_limit(LARGEST).build();
    arguments.context.remembered.pattern(pattern, compile).map_err(|error| match error {
        regex::Error::CompiledTooBig(_) => arguments.not_offline(),
        _ => arguments.fail(format!("invalid regexp pattern: {pattern}")),
    })
}

/// The same pattern in this crate's syntax: in RE2 `\d`, `\s` and `\w` are ASCII,
/// and a bracket or a doubled sign within a class stands for itself.
fn from_re2(pattern: &str) -> String {
    let mut translated = String::with_capacity(pattern.len() + 16);
    let mut letters = pattern.chars().peekable();
    let mut in_class = false;
    while let Some(letter) = letters.next() {
        match letter {
            '\\' if !in_class && letters.next_if_eq(&'Q').is_some() => {
                translated.push_str(&regex::escape(&quoted(&mut letters)));
            }
            '\\' => match letters.next() {
                Some(escaped) => translated.push_str(&escape(escaped, in_class)),
                None => translated.push('\\'),
            },
            '[' if !in_class => {
                in_class = true;
                translated.push('[');
                if letters.next_if_eq(&'^').is_some() {
                    translated.push('^');
                }
                if letters.next_if_eq(&']').is_some() {
                    translated.push_str("\\]");
                }
            }
            '[' if letters.peek() == Some(&':') => {
                translated.push('[');
                while let Some(inner) = letters.next_if(|inner| *inner != ']') {
                    translated.push(inner);
                }
                translated.extend(letters.next());
            }
            '[' => translated.push_str("\\["),
            ']' => {
                in_class = false;
                translated.push(']');
            }
            '&' | '~' if in_class => {
                translated.push('\\');
                translated.push(letter);
            }
            other => translated.push(other),
        }
    }
    translated
}

/// What stands between `\Q`, which was read, and `\E`.
fn quoted(letters: &mut Peekable<Chars>) -> String {
    let mut text = String::new();
    while let Some(letter) = letters.next() {
        if letter == '\\' && letters.next_if_eq(&'E').is_some() {
            break;
        }
        text.push(letter);
    }
    text
}

fn escape(letter: char, in_class: bool) -> String {
    let class = match letter {
        'd' => "0-9",
        'w' => "0-9A-Za-z_",
        's' => "\\t\\n\\f\\r ",
        'D' if !in_class => return "[^0-9]".to_owned(),
        'W' if !in_class => return "[^0-9A-Za-z_]".to_owned(),
        'S' if !in_class => return "[^\\t\\n\\f\\r ]".to_owned(),
        'b' if !in_class => return "(?-u:\\b)".to_owned(),
        other => return format!("\\{other}"),
    };
    if in_class { class.to_owned() } else { format!("[{class}]") }
}
