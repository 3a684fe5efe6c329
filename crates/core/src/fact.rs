//! What is known of a property, and where it is written.

use nexthop_iac::Why;
use nexthop_source::Span;

/// One property of a resource.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fact<T> {
    /// What is known of it.
    pub known: Known<T>,
    /// Where it is written; the resource's header where it is left out.
    pub span: Span,
}

/// What is known of a property.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Known<T> {
    /// Written in the code.
    Set(T),
    /// Left out, so the documented default.
    Default(T),
    /// Not to be told, and why.
    Unknown(Why),
}

impl<T> Fact<T> {
    /// A property that is written at `span`.
    pub fn set(value: T, span: Span) -> Self {
        Self { known: Known::Set(value), span }
    }

    /// A property that is left out.
    pub fn default(value: T, span: Span) -> Self {
        Self { known: Known::Default(value), span }
    }

    /// A property that cannot be told.
    pub fn unknown(why: Why, span: Span) -> Self {
        Self { known: Known::Unknown(why), span }
    }

    /// The value, set or default.
    #[inline]
    pub fn value(&self) -> Option<&T> {
        match &self.known {
            Known::Set(value) | Known::Default(value) => Some(value),
            Known::Unknown(_) => None,
        }
    }

    /// The value if it is written in the code.
    pub fn written(&self) -> Option<&T> {
        match &self.known {
            Known::Set(value) => Some(value),
            Known::Default(_) | Known::Unknown(_) => None,
        }
    }

    /// Why the value cannot be told, if it cannot.
    pub fn why(&self) -> Option<&Why> {
        match &self.known {
            Known::Unknown(why) => Some(why),
            Known::Set(_) | Known::Default(_) => None,
        }
    }

    /// The same fact about something derived from the value.
    pub fn map<U>(&self, derive: impl FnOnce(&T) -> U) -> Fact<U> {
        let known = match &self.known {
            Known::Set(value) => Known::Set(derive(value)),
            Known::Default(value) => Known::Default(derive(value)),
            Known::Unknown(why) => Known::Unknown(why.clone()),
        };
        Fact { known, span: self.span }
    }
}

impl<T: PartialEq> Fact<T> {
    /// Whether the value is known and this.
    #[inline]
    pub fn is(&self, value: &T) -> bool {
        self.value() == Some(value)
    }
}
