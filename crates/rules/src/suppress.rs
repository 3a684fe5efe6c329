//! Drops what is ignored, and says which ignores did nothing.

use nexthop_source::{Diagnostic, Severity, Sources, Suppression};

/// Findings that no rule makes: of the readers and of configured intents.
const OTHER_CODES: [&str; 2] = ["syntax-error", "intent-violated"];

/// What is left after suppression.
#[derive(Debug)]
pub struct Suppressed {
    /// The findings that no comment covers, and notes on the comments.
    pub kept: Vec<Diagnostic>,
    /// The findings that a comment covers, with its reason.
    pub dropped: Vec<(Diagnostic, String)>,
}

/// Applies suppression comments.
///
/// A comment that covers nothing, names no rule of ours or gives no reason is
/// itself a note.
pub fn suppress(
    diagnostics: Vec<Diagnostic>,
    comments: &[Suppression],
    sources: &Sources,
) -> Suppressed {
    let mut used = vec![false; comments.len()];
    let (mut kept, mut dropped) = (Vec::new(), Vec::new());
    for diagnostic in diagnostics {
        let line = sources.line(diagnostic.span);
        let covering = comments
            .iter()
            .position(|comment| comment.covers(diagnostic.code, diagnostic.span.file, line));
        match covering {
            Some(at) => {
                used[at] = true;
                dropped.push((diagnostic, comments[at].reason.clone()));
            }
            None => kept.push(diagnostic),
        }
    }
    for (comment, used) in comments.iter().zip(used) {
        let unknown = comment.rules.iter().find(|name| !is_code(name));
        let message = match (unknown, used) {
            (Some(name), _) => format!("there is no rule `{name}`"),
            (None, false) => "this suppression matches no finding".to_owned(),
            (None, true) if comment.reason.is_empty() => {
                "this suppression gives no reason".to_owned()
            }
            (None, true) => continue,
        };
        let mut note = Diagnostic::new("suppression", Severity::Note, comment.span, message);
        note.help(
            "Write `nexthop: ignore[rule-name] reason`, and remove it when it is no longer needed.",
        );
        kept.push(note);
    }
    Suppressed { kept, dropped }
}

fn is_code(name: &str) -> bool {
    OTHER_CODES.contains(&name) || crate::ALL.iter().any(|rule| rule.name == name)
}
