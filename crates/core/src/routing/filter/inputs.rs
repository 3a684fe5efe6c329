//! Rules that hang on what is given from outside: a flow depends on that by name.

use nexthop_iac::{Presence, Why};
use nexthop_source::Span;

use super::{
    super::condition::{Cause, Causes, Condition, Reason},
    addresses::Fit,
};
use crate::Fact;

/// What a rule hangs on, as it is read property by property.
pub(super) struct Inputs<'a> {
    causes: &'a mut Causes,
    /// The rule as a sentence names it.
    rule: String,
    pub(super) when: Condition,
    /// The best that the unknown properties without a name let the rule fit.
    pub(super) at_most: Fit,
}

impl<'a> Inputs<'a> {
    pub(super) fn new(
        causes: &'a mut Causes,
        rule: String,
        presence: &Presence,
        span: Span,
    ) -> Self {
        let when = causes.presence_of(presence, &rule, span);
        Self { causes, rule, when, at_most: Fit::Yes }
    }

    /// Whether a property is known. If only an input without a value is in its way, the
    /// rule is taken to fit, and `when` says so.
    pub(super) fn knows<T>(&mut self, fact: &Fact<T>, kind: &'static str) -> bool {
        let Some(why) = fact.why() else { return true };
        match self.cause(why, kind, fact.span) {
            Some(cause) => {
                let both = self.when.and(&Condition::when(cause));
                self.when = both.unwrap_or_else(|| Condition::when(cause));
            }
            None => self.at_most = Fit::Unknown,
        }
        false
    }

    /// What decides whether a rule of unknown action allows.
    pub(super) fn action<T>(&mut self, fact: &Fact<T>) -> Option<Cause> {
        self.cause(fact.why()?, "rule action", fact.span)
    }

    fn cause(&mut self, why: &Why, kind: &'static str, span: Span) -> Option<Cause> {
        if !matches!(why, Why::InputNotGiven(_)) {
            return None;
        }
        let rule = &self.rule;
        let number = self.causes.number(kind, why, || Reason {
            message: match kind {
                "rule action" => format!("whether {rule} allows ({why})"),
                _ => format!("whether {rule} fits ({why})"),
            },
            span: Some(span),
        });
        Some(Cause::Resource(number))
    }
}
