//! How often something is there: `copy` and `for`.

use std::{rc::Rc, sync::Arc};

use super::{
    expression::{Repeat, RepeatOver},
    scope::{FrameKind, Frames, Scope, within},
};
use crate::{Kind, Presence, Value, evaluate};

/// The instances that one declaration has.
pub(crate) enum Instances<T> {
    /// It is not repeated.
    Once(Rc<T>),
    /// One for each round of the loop.
    Each(Vec<Rc<T>>),
    /// It cannot be told how many; one stands for all. The value is why.
    Unknown(Rc<T>, Value),
}

impl<T> Instances<T> {
    /// Every instance, in order.
    pub(crate) fn iter(&self) -> std::slice::Iter<'_, Rc<T>> {
        match self {
            Self::Once(one) | Self::Unknown(one, _) => std::slice::from_ref(one).iter(),
            Self::Each(all) => all.iter(),
        }
    }
}

/// One round of a loop, or what is in none.
pub(super) struct Round {
    /// The index, if it is in a loop and can be told.
    index: Option<usize>,
    /// What the loop gives names to.
    pub frames: Frames,
    /// Whether there is such a round.
    pub presence: Presence,
}

impl Round {
    /// The address of this instance of what has the address `base`.
    pub(super) fn address(&self, base: &str) -> String {
        self.index.map_or_else(|| base.to_owned(), |index| format!("{base}[{index}]"))
    }
}

/// The instances of a declaration, `outer` being what it sees around its own loop.
pub(super) fn instances<T>(
    scope: &Scope<'_, '_>,
    repeat: Option<&Repeat>,
    make: impl Fn(Round) -> T,
) -> Instances<T> {
    let Some(repeat) = repeat else {
        let round =
            Round { index: None, frames: scope.frames.clone(), presence: Presence::Certain };
        return Instances::Once(Rc::new(make(round)));
    };
    let rounds = match scope.rounds(repeat, true) {
        Ok(rounds) if scope.run.limits.reserve(rounds.len()) => rounds,
        Ok(_) => {
            let why = evaluate::failed("this loop has too many rounds", repeat.span);
            return unknown_count(scope, repeat, why, make);
        }
        Err(why) => return unknown_count(scope, repeat, why, make),
    };
    let round = |(index, frames)| Round { index: Some(index), frames, presence: Presence::Certain };
    Instances::Each(rounds.into_iter().enumerate().map(|one| Rc::new(make(round(one)))).collect())
}

/// The one instance that stands for however many there are, `why` being unknown.
pub(super) fn unknown_count<T>(
    scope: &Scope<'_, '_>,
    repeat: &Repeat,
    why: Value,
    make: impl Fn(Round) -> T,
) -> Instances<T> {
    let presence = why.why().map_or(Presence::Certain, Presence::Maybe);
    let frames = scope.round(repeat, why.clone(), Some(why.clone()), true);
    Instances::Unknown(Rc::new(make(Round { index: None, frames, presence })), why)
}

impl Scope<'_, '_> {
    /// What each round of a loop sees; an unknown value if it cannot be told how
    /// many there are.
    pub(super) fn rounds(&self, repeat: &Repeat, of_resource: bool) -> Result<Vec<Frames>, Value> {
        let items: Vec<Option<Value>> = match &repeat.over {
            RepeatOver::Count(count) => {
                let count = self.evaluate(count);
                let number = match &count.kind {
                    Kind::Number(number) => number.to_usize(),
                    _ if !count.is_known() => return Err(count),
                    _ => None,
                };
                match number {
                    Some(number) if number <= MOST_ROUNDS => vec![None; number],
                    _ => return Err(evaluate::failed("this is no valid count", count.span)),
                }
            }
            RepeatOver::Items(items) => {
                let items = self.evaluate(items);
                match evaluate::items_of(&items) {
                    Some(items) => items.into_owned().into_iter().map(Some).collect(),
                    None if !items.is_known() => return Err(items),
                    None => return Err(evaluate::failed("a loop needs an array", items.span)),
                }
            }
        };
        let round = |(index, item)| {
            let index = Value::integer(index, repeat.span);
            self.round(repeat, index, item, of_resource)
        };
        Ok((0..).zip(items).map(round).collect())
    }

    fn round(
        &self,
        repeat: &Repeat,
        index: Value,
        item: Option<Value>,
        of_resource: bool,
    ) -> Frames {
        let mut frames = self.frames.clone();
        if let (Some(name), Some(item)) = (&repeat.item, item) {
            frames = within(&frames, FrameKind::Local(Arc::clone(name), item));
        }
        if let Some(name) = &repeat.index {
            frames = within(&frames, FrameKind::Local(Arc::clone(name), index.clone()));
        }
        within(&frames, FrameKind::Loop { name: repeat.name.clone(), index, of_resource })
    }
}

/// More rounds than any template has.
const MOST_ROUNDS: usize = 100_000;
