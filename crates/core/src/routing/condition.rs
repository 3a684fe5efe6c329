//! What routes hang on where the code does not say.
//!
//! A route, a peering or a flag that is there only perhaps carries a
//! [`Condition`]. A path that meets an undecided one stops with the [`Cause`],
//! and is walked again for either answer.

use std::collections::{BTreeMap, BTreeSet};

use ipnet::IpNet;
use nexthop_iac::{Address, Presence, Why};
use nexthop_source::Span;

use super::target::{Symbol, Target};
use crate::{Fact, network::Declared};

/// Something that is true or false, and not to be told which.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) enum Cause {
    /// A property or the presence of a resource, by its number in [`Causes`].
    Resource(u32),
    /// Whether a prefix covers addresses that are unknown.
    Covers(IpNet, Symbol),
    /// Whether a route of unknown prefix, by its number in [`Causes`], covers a target.
    Matches(u32, Target),
    /// Whether one of several equal paths is used towards a target, by its number in
    /// [`Causes`]; they all are, by one connection or another, and the answers of a connection
    /// need not take the one that it took.
    Spread(u32, Target),
    /// Whether the unknown prefixes of a symbol cover a known target.
    Contains(Symbol, IpNet),
    /// Whether what is taken to be out of service serves: it does not.
    OutOfService,
}

/// Causes that must all be as they are said to be. The empty one always holds.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Condition(Vec<(Cause, bool)>);

impl Condition {
    pub(super) fn always() -> Self {
        Self::default()
    }

    pub(super) fn when(cause: Cause) -> Self {
        Self(vec![(cause, true)])
    }

    pub(super) fn is_always(&self) -> bool {
        self.0.is_empty()
    }

    /// Whether it hangs on what is out of service, so that it holds in no world.
    pub(super) fn is_never(&self) -> bool {
        self.0.contains(&(Cause::OutOfService, true))
    }

    /// Both, or `None` where they contradict each other or never hold.
    pub(super) fn and(&self, other: &Self) -> Option<Self> {
        if self.is_never() || other.is_never() {
            return None;
        }
        if other.0.is_empty() {
            return Some(self.clone());
        }
        let mut all = self.0.clone();
        all.extend_from_slice(&other.0);
        all.sort_unstable();
        all.dedup();
        all.windows(2).all(|pair| pair[0].0 != pair[1].0).then_some(Self(all))
    }

    /// That one of two holds, where they differ in the answer to one cause and in nothing else.
    pub(super) fn either(&self, other: &Self) -> Option<Self> {
        let mut differing = self.0.iter().zip(&other.0).filter(|(one, two)| one != two);
        let (one, two) = differing.next()?;
        let is_one = self.0.len() == other.0.len() && differing.next().is_none();
        (is_one && one.0 == two.0)
            .then(|| Self(self.0.iter().filter(|answer| *answer != one).copied().collect()))
    }

    /// Every condition under which this one does not hold, one cause at a time.
    pub(super) fn negations(&self) -> impl Iterator<Item = Self> {
        self.0.iter().map(|&(cause, expected)| Self(vec![(cause, !expected)]))
    }

    pub(super) fn causes(&self) -> impl Iterator<Item = Cause> {
        self.0.iter().map(|&(cause, _)| cause)
    }

    /// Whether it holds, or the first cause that is still to be decided.
    pub(super) fn holds(&self, decisions: &Decisions) -> Result<bool, Cause> {
        let mut open = None;
        for &(cause, expected) in &self.0 {
            match decisions.of(cause) {
                Some(answer) if answer == expected => {}
                Some(_) => return Ok(false),
                None => open = open.or(Some(cause)),
            }
        }
        open.map_or(Ok(true), Err)
    }
}

/// The answers taken for granted on one walk.
#[derive(Clone, Debug, Default)]
pub(super) struct Decisions {
    answers: Vec<(Cause, bool)>,
    /// The destination is nobody's as far as is known, so that a site of unknown
    /// prefixes may own it.
    nobodys: bool,
}

impl Decisions {
    /// Nothing is decided yet on a flow from or to an address that is `nobodys`, or not.
    pub(super) fn about(nobodys: bool) -> Self {
        Self { answers: Vec::new(), nobodys }
    }

    pub(super) fn is_about_nobodys(&self) -> bool {
        self.nobodys
    }

    /// How much is decided.
    pub(super) fn count(&self) -> usize {
        self.answers.len()
    }

    pub(super) fn of(&self, cause: Cause) -> Option<bool> {
        if cause == Cause::OutOfService || matches!(cause, Cause::Contains(..)) && !self.nobodys {
            return Some(false);
        }
        self.answers.iter().find(|(decided, _)| *decided == cause).map(|&(_, answer)| answer)
    }

    pub(super) fn with(&self, cause: Cause, answer: bool) -> Self {
        let mut answers = self.answers.clone();
        answers.push((cause, answer));
        Self { answers, nobodys: self.nobodys }
    }

    /// The answer, or the cause to decide first.
    pub(super) fn decide(&self, cause: Cause) -> Result<bool, Cause> {
        self.of(cause).ok_or(cause)
    }
}

/// A cause in words.
#[derive(Clone, Debug)]
pub(super) struct Reason {
    /// What cannot be told, and why: reads after "depends on".
    pub(super) message: String,
    pub(super) span: Option<Span>,
}

/// All causes that come from resources. One unknown input is one cause, however
/// many resources hang on it: they appear together or not at all, unless conditions
/// tell them apart.
#[derive(Debug, Default)]
pub(super) struct Causes {
    reasons: Vec<Reason>,
    numbers: BTreeMap<(&'static str, Why), u32>,
    /// Addresses of what is taken to be out of service.
    out_of_service: BTreeSet<Address>,
}

impl Causes {
    pub(super) fn new(out_of_service: BTreeSet<Address>) -> Self {
        Self { out_of_service, ..Self::default() }
    }

    pub(super) fn reason(&self, number: u32) -> &Reason {
        &self.reasons[number as usize]
    }

    /// The number of a cause: what kind of thing is unknown, and why.
    pub(super) fn number(
        &mut self,
        kind: &'static str,
        why: &Why,
        reason: impl FnOnce() -> Reason,
    ) -> u32 {
        let next = u32::try_from(self.reasons.len()).unwrap_or(u32::MAX);
        let number = *self.numbers.entry((kind, why.clone())).or_insert(next);
        if number == next {
            self.reasons.push(reason());
        }
        number
    }

    /// When a resource is there.
    pub(super) fn presence(&mut self, declared: &Declared) -> Condition {
        if self.out_of_service.contains(&declared.address) {
            return Condition::when(Cause::OutOfService);
        }
        self.presence_of(&declared.presence, declared.address.as_str(), declared.span)
    }

    pub(super) fn presence_of(&mut self, presence: &Presence, what: &str, span: Span) -> Condition {
        match presence {
            Presence::Certain => Condition::always(),
            Presence::Maybe(why) => {
                let (test, holds) = why.test();
                let number = self.number("presence", &test, || Reason {
                    message: format!("whether {what} exists ({why})"),
                    span: Some(span),
                });
                Condition(vec![(Cause::Resource(number), holds)])
            }
        }
    }

    /// When a flag is true; `None` where it never is.
    pub(super) fn flag(
        &mut self,
        fact: &Fact<bool>,
        kind: &'static str,
        of: &str,
    ) -> Option<Condition> {
        if let Some(&value) = fact.value() {
            return value.then(Condition::always);
        }
        let why = fact.why()?;
        let number = self.number(kind, why, || Reason {
            message: format!("{kind} of {of} ({why})"),
            span: Some(fact.span),
        });
        Some(Condition::when(Cause::Resource(number)))
    }
}
