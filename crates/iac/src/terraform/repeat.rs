//! How often a block is there: `count`, `for_each`, and `enabled` of OpenTofu.

use std::{collections::BTreeMap, rc::Rc, sync::Arc};

use super::{
    declarations::Repeat, expression::unknown_because_of, repeat_condition, scope::Scope,
    syntax::Expression,
};
use crate::{Address, Kind, ListKind, Number, Value};

/// What `count` and `each` are in one instance.
#[derive(Clone, Debug)]
pub(super) enum Repetition {
    Once,
    /// The index; unknown where the count is.
    Count(Value),
    /// Key and value; unknown where `for_each` is.
    Each(Value, Value),
}

impl Repetition {
    /// The address of this instance of what has the address `base`.
    pub(super) fn address(&self, base: &str) -> Address {
        let (Self::Count(key) | Self::Each(key, _)) = self else { return Address::new(base) };
        match &key.kind {
            Kind::Number(Number::Integer(index)) => Address::new(format!("{base}[{index}]")),
            Kind::String(key) => Address::new(format!("{base}[{}]", quoted(key))),
            _ => Address::new(base),
        }
    }
}

/// The instances of a block.
#[derive(Clone, Debug)]
pub(super) enum Instances<T> {
    Once(Rc<T>),
    /// It is not enabled, and null.
    Disabled,
    Count(Vec<Rc<T>>),
    Each(BTreeMap<Arc<str>, Rc<T>>),
    /// It cannot be told how many; one stands for all. The value is why.
    Unknown(Rc<T>, Value),
}

impl<T> Instances<T> {
    /// Every instance, in order.
    pub(super) fn iter(&self) -> Box<dyn Iterator<Item = &Rc<T>> + '_> {
        match self {
            Self::Once(one) | Self::Unknown(one, _) => Box::new(std::iter::once(one)),
            Self::Disabled => Box::new(std::iter::empty()),
            Self::Count(all) => Box::new(all.iter()),
            Self::Each(all) => Box::new(all.values()),
        }
    }
}

impl Repeat<'_> {
    /// The instances of a block; `make` gets the repetition and, where it cannot be
    /// told whether there are any, the reason.
    pub(super) fn expand<T>(
        self,
        scope: &Scope<'_, '_>,
        make: impl Fn(Repetition, Option<&Value>) -> T,
    ) -> Instances<T> {
        match self {
            Self::Once => Instances::Once(Rc::new(make(Repetition::Once, None))),
            Self::Enabled(enabled) => match scope.truth(&scope.evaluate(enabled)) {
                Ok(true) => Self::Once.expand(scope, make),
                Ok(false) => Instances::Disabled,
                Err(why) => self.unknown(why, make),
            },
            Self::Count(count) => match counted(scope, count) {
                Ok(number) => {
                    let span = count.span;
                    let index = |at| Repetition::Count(Value::integer(at, span));
                    Instances::Count((0..number).map(|at| Rc::new(make(index(at), None))).collect())
                }
                Err(why) => self.unknown(why, make),
            },
            Self::ForEach(each) => match keyed(scope, each) {
                Ok(entries) => Instances::Each(
                    entries
                        .into_iter()
                        .map(|(name, key, value)| {
                            (name, Rc::new(make(Repetition::Each(key, value), None)))
                        })
                        .collect(),
                ),
                Err(why) => self.unknown(why, make),
            },
        }
    }

    /// The one instance that stands for however many there are, `why` being unknown.
    pub(super) fn unknown<T>(
        self,
        why: Value,
        make: impl Fn(Repetition, Option<&Value>) -> T,
    ) -> Instances<T> {
        let repetition = match self {
            Self::Once | Self::Enabled(_) => Repetition::Once,
            Self::Count(_) => Repetition::Count(why.clone()),
            Self::ForEach(_) => Repetition::Each(why.clone(), why.clone()),
        };
        let there = match (self, why.why()) {
            (Self::Enabled(enabled), Some(cause)) => {
                Value::unknown(repeat_condition::tested(enabled, true, cause), why.span)
            }
            (Self::Count(repeat) | Self::ForEach(repeat), Some(cause)) => {
                Value::unknown(repeat_condition::of(repeat, cause), why.span)
            }
            _ => why.clone(),
        };
        Instances::Unknown(Rc::new(make(repetition, Some(&there))), why)
    }
}

fn counted(scope: &Scope<'_, '_>, count: &Expression) -> Result<i64, Value> {
    let value = scope.evaluate(count);
    match scope.number(&value)? {
        Number::Integer(number) if number >= 0 => {
            if usize::try_from(number).is_ok_and(|number| scope.run.reserve(number)) {
                Ok(number)
            } else {
                Err(scope.fail("this count is too large", count.span))
            }
        }
        _ => Err(scope.fail("count must be a whole number that is not negative", count.span)),
    }
}

type Entry = (Arc<str>, Value, Value);

fn keyed(scope: &Scope<'_, '_>, each: &Expression) -> Result<Vec<Entry>, Value> {
    let value = scope.evaluate(each);
    let entries = match &value.kind {
        Kind::Unknown(_) | Kind::Reference(_) => {
            return Err(unknown_because_of(&value, each.span));
        }
        Kind::Object(_, entries) => entries
            .iter()
            .map(|(name, value)| {
                let key = Value::string(Arc::clone(name), value.span);
                (Arc::clone(name), key, value.clone())
            })
            .collect(),
        Kind::List(ListKind::Set, items) => {
            let element = |item: &Value| match &item.kind {
                Kind::String(text) => Ok((Arc::clone(text), item.clone(), item.clone())),
                Kind::Unknown(_) | Kind::Reference(_) => Err(unknown_because_of(item, each.span)),
                _ => Err(scope.fail("the elements of a for_each set must be texts", item.span)),
            };
            items.iter().map(element).collect::<Result<Vec<_>, _>>()?
        }
        _ => return Err(scope.fail("for_each needs a map or a set of texts", each.span)),
    };
    if scope.run.reserve(entries.len()) {
        Ok(entries)
    } else {
        Err(scope.fail("this for_each has too many elements", each.span))
    }
}

/// A key as Terraform writes it in addresses.
pub(crate) fn quoted(key: &str) -> String {
    let mut text = String::with_capacity(key.len() + 2);
    text.push('"');
    let mut characters = key.chars().peekable();
    while let Some(character) = characters.next() {
        match character {
            '"' => text.push_str("\\\""),
            '\\' => text.push_str("\\\\"),
            '\n' => text.push_str("\\n"),
            '\r' => text.push_str("\\r"),
            '\t' => text.push_str("\\t"),
            '$' | '%' if characters.peek() == Some(&'{') => text.extend([character, character]),
            _ => text.push(character),
        }
    }
    text.push('"');
    text
}
