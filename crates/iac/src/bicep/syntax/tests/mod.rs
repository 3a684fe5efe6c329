//! Bicep as text, and what is read of it.

mod broken;
mod declarations;
mod limits;
mod show;
mod values;

use nexthop_source::{Diagnostic, FileId, Sources};

use super::{Dialect, Statement, parse};

fn file() -> FileId {
    Sources::default().add("main.bicep", String::new())
}

/// Reads a Bicep file in which nothing is wrong.
fn statements(text: &str) -> Vec<Statement> {
    let (statements, diagnostics) = parse(text, file(), Dialect::Template);
    assert!(diagnostics.is_empty(), "{text}\n{diagnostics:?}");
    statements
}

/// Reads a Bicep file, and compares its declarations, one a line.
fn check(text: &str, expected: &[&str]) {
    let shown: Vec<String> = statements(text).iter().map(show::statement).collect();
    assert_eq!(shown, expected, "{text}");
}

/// The places and messages of diagnostics.
fn told(text: &str, diagnostics: &[Diagnostic]) -> Vec<String> {
    let at = |diagnostic: &Diagnostic| {
        let before = &text[..diagnostic.span.start as usize];
        let line = before.matches('\n').count() + 1;
        format!("{line}: {}", diagnostic.message)
    };
    diagnostics.iter().map(at).collect()
}
