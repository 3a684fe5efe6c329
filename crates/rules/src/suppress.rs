//! Drops what is ignored, and says which ignores did nothing.

use nexthop_source::{Date, Diagnostic, Severity, Sources, Suppression};

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
/// A comment covers what is found on its lines, and what is found about a resource
/// that is declared there: however many instances that is, and wherever their values
/// are written. One that covers nothing, is over, names no rule of ours or gives no
/// reason is itself a note.
pub fn suppress(
    diagnostics: Vec<Diagnostic>,
    comments: &[Suppression],
    sources: &Sources,
    today: Date,
) -> Suppressed {
    let mut used = vec![false; comments.len()];
    let (mut kept, mut dropped) = (Vec::new(), Vec::new());
    for diagnostic in diagnostics {
        let places = [Some(diagnostic.span), diagnostic.declared];
        let places: Vec<_> =
            places.into_iter().flatten().map(|span| (span.file, sources.line(span))).collect();
        let covering = comments.iter().position(|comment| {
            let covers = |&(file, line): &_| comment.covers(diagnostic.code, file, line);
            !comment.is_over(today) && places.iter().any(covers)
        });
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
            (None, _) if comment.is_over(today) => over(comment),
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

/// What is said of a comment that does not hold any more.
fn over(comment: &Suppression) -> String {
    match (&comment.no_date, comment.until) {
        (Some(text), _) => {
            format!("`{text}` is no date: write `until` and a day such as 2026-12-31")
        }
        (None, Some(until)) => format!("this suppression ended with {until}"),
        (None, None) => "this suppression is over".to_owned(),
    }
}

fn is_code(name: &str) -> bool {
    OTHER_CODES.contains(&name) || crate::ALL.iter().any(|rule| rule.name == name)
}
