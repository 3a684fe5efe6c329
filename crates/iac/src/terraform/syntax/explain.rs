//! Mistakes in people's words.

use nexthop_source::{Diagnostic, Severity, Span};

use super::lower::TOO_DEEP;
use super::scan::MistakeKind;

/// What is wrong, and what to do about it.
pub(super) struct Explanation {
    pub message: String,
    pub help: &'static str,
}

impl Explanation {
    pub(super) fn at(self, span: Span) -> Diagnostic {
        let mut diagnostic = Diagnostic::new("syntax-error", Severity::Error, span, self.message);
        diagnostic.help(self.help);
        diagnostic
    }
}

/// A mistake that the outline shows; `what` is the text at its place.
pub(super) fn mistake(kind: MistakeKind, what: &str) -> Explanation {
    let (message, help) = match kind {
        MistakeKind::OpenString => (
            "This string is not closed on its line".to_owned(),
            "Add the missing `\"`. Text of several lines is written as a heredoc, `<<-EOT`.",
        ),
        MistakeKind::OpenComment => {
            ("This comment is not closed".to_owned(), "Add `*/` where it ends.")
        }
        MistakeKind::OpenHeredoc => (
            "The closing marker of this heredoc is missing".to_owned(),
            "Repeat the marker behind `<<` on a line of its own.",
        ),
        MistakeKind::DanglingDot => (
            "A name is missing behind this dot".to_owned(),
            "Write the attribute's name behind the dot, or remove the dot.",
        ),
        MistakeKind::NoBrace { deep: true, .. } => {
            ("The `{` of this block is missing".to_owned(), "Add `{` at the end of its first line.")
        }
        MistakeKind::NoBrace { deep: false, .. } => (
            format!("`{what}` is neither an argument nor a block"),
            "Write `name = value` for an argument, `name { … }` for a block.",
        ),
        MistakeKind::Stray => (
            format!("There is nothing that this `{what}` closes"),
            "Remove it, or add the bracket that it is to close.",
        ),
        MistakeKind::OpenBlock { .. } => {
            ("This block is not closed".to_owned(), "Add the missing `}`.")
        }
        MistakeKind::OpenBracket { .. } => {
            (format!("This `{what}` is not closed"), "Add the missing closing bracket.")
        }
    };
    Explanation { message, help }
}

/// A label with a quote on one side only.
pub(super) fn lone_quote() -> Explanation {
    Explanation {
        message: "This label has only one of its two quotes".to_owned(),
        help: "Write the label as `\"label\"`.",
    }
}

/// The end of a list that is not complete.
pub(super) fn more() -> Explanation {
    Explanation {
        message: "There are more mistakes from here on".to_owned(),
        help: "Correct those above first.",
    }
}

/// Why the parser gave up; `what` is the text at that place.
pub(super) fn rejection(message: &str, what: &str) -> Explanation {
    let (message, help) = if message.starts_with("invalid nesting depth") || message == TOO_DEEP {
        (TOO_DEEP.to_owned(), "Move inner values to `locals`.")
    } else if message.contains("chained binary operators") {
        ("This has too many operators to be read".to_owned(), "Move parts of it to `locals`.")
    } else if message.contains("redefined attribute") {
        (
            format!("`{what}` is set twice in the same block"),
            "Remove one of the two; each argument may be set once.",
        )
    } else if message.starts_with("invalid expression")
        || message == "unexpected token" && what.is_empty()
    {
        (
            unexpected("A value is missing here", what),
            "Write a value, or remove what should have one.",
        )
    } else if message.starts_with("invalid traversal operator") {
        (
            "A name is missing behind this dot".to_owned(),
            "Write the attribute's name behind the dot, or remove the dot.",
        )
    } else if message.starts_with("invalid structure") || message == "expected `{`" {
        (
            unexpected("This is neither an argument nor a block", what),
            "Write `name = value` for an argument, `name { … }` for a block.",
        )
    } else if message.contains("escape sequence") || message.contains("hex code") {
        (
            "This escape does not exist".to_owned(),
            "Write a backslash itself as `\\\\`, a character by its number as `\\u00e9`.",
        )
    } else if message.contains("newline or eof") || message == "unexpected token" {
        (
            unexpected("Something is left over here", what),
            "Put the next argument on a line of its own, or add what joins it to the value.",
        )
    } else if let Some((_, expected)) = message.split_once("expected ") {
        (unexpected(&format!("{expected} is missing here"), what), "Correct what stands here.")
    } else {
        (message.to_owned(), "Correct what stands here.")
    };
    Explanation { message, help }
}

fn unexpected(message: &str, what: &str) -> String {
    if what.is_empty() { message.to_owned() } else { format!("{message}: `{what}`") }
}
