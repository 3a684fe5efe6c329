//! What a user is told: one type for syntax errors, config mistakes and findings.

use crate::Span;

/// How bad it is, in ascending order.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Severity {
    /// Cost or advice.
    Note,
    /// A likely outage, asymmetry or unsupported design.
    Warning,
    /// Azure rejects it, or traffic is lost.
    Error,
}

impl Severity {
    /// The word used in every format.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Note => "note",
            Self::Warning => "warning",
            Self::Error => "error",
        }
    }
}

/// A place, and what it has to do with it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Label {
    /// The place.
    pub span: Span,
    /// What is to be seen there.
    pub message: String,
}

/// One step of a path or of a derivation.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Step {
    /// Stable name of what happens here, such as `no-return-route`.
    pub code: &'static str,
    /// What happens, for people.
    pub message: String,
    /// The line that makes it so, where one does; Azure itself has none.
    pub span: Option<Span>,
}

/// What a property shall be.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum NewValue {
    /// A truth value.
    Flag(bool),
    /// A whole number.
    Number(u32),
    /// Text.
    Text(&'static str),
}

/// A property that is to have another value: a part of a fix, in the words of ARM,
/// whichever language declares the resource.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Change {
    /// The resource's address in its language.
    pub resource: String,
    /// The path of the property in ARM's JSON, from the resource on.
    pub property: &'static str,
    /// What it shall be.
    pub value: NewValue,
    /// The text that sets it now; where it is left out, the header of the block that
    /// leaves it out.
    pub span: Span,
    /// Nothing sets it now.
    pub left_out: bool,
}

/// One thing a user is told.
///
/// The message says what is wrong, the labels where, the steps how it comes
/// about, the help what to do.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Diagnostic {
    /// The rule's name, or `syntax-error` and its like.
    pub code: &'static str,
    /// How bad it is.
    pub severity: Severity,
    /// What is wrong, in one sentence that stands alone.
    pub message: String,
    /// The text to change.
    pub span: Span,
    /// The resource it is about, as an address of its language.
    pub resource: Option<String>,
    /// The header of the block that declares that resource.
    pub declared: Option<Span>,
    /// Every other place that matters.
    pub related: Vec<Label>,
    /// How it comes about, in order.
    pub steps: Vec<Step>,
    /// What to do.
    pub help: Option<String>,
    /// What to change, all of it together, where that is certain.
    pub changes: Vec<Change>,
}

impl Diagnostic {
    /// A diagnostic with nothing but its place and message.
    pub fn new(
        code: &'static str,
        severity: Severity,
        span: Span,
        message: impl Into<String>,
    ) -> Self {
        Self {
            code,
            severity,
            message: message.into(),
            span,
            resource: None,
            declared: None,
            related: Vec::new(),
            steps: Vec::new(),
            help: None,
            changes: Vec::new(),
        }
    }

    /// Adds a related place.
    pub fn relate(&mut self, span: Span, message: impl Into<String>) -> &mut Self {
        self.related.push(Label { span, message: message.into() });
        self
    }

    /// Sets what to do.
    pub fn help(&mut self, help: impl Into<String>) -> &mut Self {
        self.help = Some(help.into());
        self
    }
}

impl From<bool> for NewValue {
    fn from(value: bool) -> Self {
        Self::Flag(value)
    }
}

impl From<u32> for NewValue {
    fn from(value: u32) -> Self {
        Self::Number(value)
    }
}

impl From<&'static str> for NewValue {
    fn from(value: &'static str) -> Self {
        Self::Text(value)
    }
}
