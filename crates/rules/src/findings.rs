//! What a rule reports to.

use nexthop_core::{
    Fact, Why,
    network::Declared,
    routing::{Endpoint, Flow},
};
use nexthop_source::{Diagnostic, Span};

use crate::{Rule, root_cause::Found};

/// Something a rule could not decide.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Undecided {
    /// The rule.
    pub rule: &'static str,
    /// What is missing.
    pub message: String,
    /// Where it is missing.
    pub span: Span,
}

/// The findings of one rule. Its name, severity and the module calls that led
/// to a resource are put on here.
#[derive(Debug)]
pub struct Findings {
    rule: &'static Rule,
    found: Vec<Found>,
    undecided: Vec<Undecided>,
}

impl Findings {
    pub(crate) fn new(rule: &'static Rule) -> Self {
        Self { rule, found: Vec::new(), undecided: Vec::new() }
    }

    pub(crate) fn finish(self) -> (Vec<Found>, Vec<Undecided>) {
        (self.found, self.undecided)
    }

    /// Reports that something is wrong with a resource, at `span`.
    pub fn report(
        &mut self,
        resource: &Declared,
        span: Span,
        message: impl Into<String>,
    ) -> &mut Diagnostic {
        let mut diagnostic = Diagnostic::new(self.rule.name, self.rule.severity, span, message);
        diagnostic.resource = Some(resource.address.to_string());
        diagnostic.declared = Some(resource.span);
        for call in resource.calls.iter().rev().filter(|call| call.span != span) {
            diagnostic.relate(call.span, format!("{} is called here", call.address));
        }
        self.found.push(Found { diagnostic, flows: Vec::new() });
        let last = self.found.len() - 1;
        &mut self.found[last].diagnostic
    }

    /// Says which flows break, or go another way, by what was reported last.
    pub(crate) fn explain(&mut self, flows: impl IntoIterator<Item = (Endpoint, Endpoint)>) {
        if let Some(found) = self.found.last_mut() {
            found.flows.extend(flows);
        }
    }

    /// The value of a fact the rule cannot decide without. Where it is unknown,
    /// the rule is undecided there.
    pub fn need<'f, T>(&mut self, fact: &'f Fact<T>) -> Option<&'f T> {
        if let Some(why) = fact.why() {
            self.cannot_tell(why, fact.span);
        }
        fact.value()
    }

    /// Says that the rule is undecided at `span`.
    pub fn cannot_tell(&mut self, why: &Why, span: Span) {
        self.undecided(why.to_string(), span);
    }

    /// Says that the rule is undecided because of a flow whose verdict hangs on
    /// something unknown; at `span`, where the flow itself does not say where.
    pub fn flow_cannot_be_told(&mut self, flow: &Flow, span: Span) {
        self.undecided(flow.because.message.clone(), flow.because.span.unwrap_or(span));
    }

    fn undecided(&mut self, message: String, span: Span) {
        self.undecided.push(Undecided { rule: self.rule.name, message, span });
    }
}
