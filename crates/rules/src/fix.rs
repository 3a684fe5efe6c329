//! How a rule says what to change.

use nexthop_core::{Fact, Known, network::Declared};
use nexthop_source::{Change, Diagnostic, NewValue};

/// A finding that knows how it is mended.
pub(crate) trait Fixable {
    /// Says that `property` of `resource`, of which `fact` is what it is now, shall be
    /// `value`. The property is a path of ARM's JSON, from the resource on.
    ///
    /// Only for what is certain to be right whatever the author had in mind. Several
    /// calls are one fix. Whether there is a text to change, and whether the change does
    /// what it shall and nothing else, is found out afterwards.
    fn fix<T>(
        &mut self,
        resource: &Declared,
        property: &'static str,
        fact: &Fact<T>,
        value: impl Into<NewValue>,
    ) -> &mut Self;
}

impl Fixable for Diagnostic {
    fn fix<T>(
        &mut self,
        resource: &Declared,
        property: &'static str,
        fact: &Fact<T>,
        value: impl Into<NewValue>,
    ) -> &mut Self {
        let change = Change {
            resource: resource.address.to_string(),
            property,
            value: value.into(),
            span: fact.span,
            left_out: matches!(fact.known, Known::Default(_)),
        };
        self.changes.push(change);
        self
    }
}
