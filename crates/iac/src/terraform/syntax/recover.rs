//! What to do about text that `hcl_edit` does not take.

use nexthop_source::{Diagnostic, FileId, Severity, Span};

use super::lower::{self, Fragment, Rejection};
use super::{Body, Expression, TemplatePart};

/// Reads every block of a broken file that is not broken itself.
pub(super) fn body(text: &str, file: FileId) -> (Body, Vec<Diagnostic>) {
    let mut body = Body::default();
    let mut diagnostics = Vec::new();
    for (base, chunk) in chunks(text) {
        match lower::body(Fragment { text: chunk, copy: chunk, file, base, stands_for: None }) {
            Ok(read) => {
                body.attributes.extend(read.attributes);
                body.blocks.extend(read.blocks);
            }
            Err(rejection) => diagnostics.push(diagnostic(&rejection, file)),
        }
    }
    (body, diagnostics)
}

pub(super) fn expression(text: &str, file: FileId) -> Result<Expression, Diagnostic> {
    lower::expression(Fragment { text, copy: text, file, base: 0, stands_for: None })
        .map_err(|rejection| diagnostic(&rejection, file))
}

pub(super) fn template(text: &str, span: Span) -> Result<Vec<TemplatePart>, String> {
    let fragment = Fragment { text, copy: text, file: span.file, base: 0, stands_for: Some(span) };
    lower::template(fragment).map_err(|rejection| rejection.message)
}

fn diagnostic(rejection: &Rejection, file: FileId) -> Diagnostic {
    let span = Span::new(file, rejection.at..rejection.at);
    Diagnostic::new("syntax-error", Severity::Error, span, rejection.message.clone())
}

/// Cuts a text at the lines that begin with a name, with their offsets.
fn chunks(text: &str) -> Vec<(usize, &str)> {
    let mut starts = vec![0];
    let mut at = 0;
    for line in text.split_inclusive('\n') {
        if at > 0 && line.starts_with(|first: char| first.is_alphabetic() || first == '_') {
            starts.push(at);
        }
        at += line.len();
    }
    let ends = starts[1..].iter().copied().chain([text.len()]);
    starts.iter().zip(ends).map(|(&start, end)| (start, &text[start..end])).collect()
}
