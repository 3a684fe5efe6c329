//! Files that code names and that are not here.

use camino::Utf8Path;
use nexthop_source::{Diagnostic, Severity, Span};

use super::{
    files::{File, Library},
    names::{literal, sources},
    syntax::Expression,
};
/// What comes from a registry or a template spec is fetched, if it is not here.
const FETCHED: [&str; 4] = ["br:", "br/", "ts:", "ts/"];

/// What a file names that is not here and cannot be fetched.
pub(super) fn files(library: &Library, file: &File) -> Vec<Diagnostic> {
    let mut problems = Vec::new();
    for named in sources(&file.statements) {
        if let Some(source) = literal(named)
            && !FETCHED.iter().any(|scheme| source.starts_with(scheme))
        {
            let is_here = |path: &Utf8Path| {
                library.get(path).is_some() || library.documents.contains_key(path)
            };
            problems.extend(missing(library, file, named, source, is_here));
        }
    }
    problems
}

fn missing(
    library: &Library,
    file: &File,
    named: &Expression,
    source: &str,
    is_here: impl Fn(&Utf8Path) -> bool,
) -> Option<Diagnostic> {
    let path = library.resolve_exactly(file, source);
    if path.as_deref().is_some_and(is_here) {
        return None;
    }
    let other = path.as_deref().and_then(|path| library.in_other_case(path));
    let (message, help) = match (path, other) {
        (Some(path), Some(other)) => (
            format!("There is no file {path}, only {other}"),
            "Write the path as the file is called: Linux tells capital letters from small ones.",
        ),
        (Some(path), None) => (
            format!("There is no file {path}"),
            "Correct the path, which begins in the folder of this file, or add the file.",
        ),
        (None, _) => (
            format!("`{source}` is no path of a file"),
            "Write a path relative to this file, with slashes, or the module of a registry (`br:`).",
        ),
    };
    // The compiler refuses it, but what is here may be a part of what it is given: what the
    // module declares is missing, and that is said.
    let mut diagnostic = Diagnostic::new("syntax-error", Severity::Note, named.span, message);
    diagnostic.help(help);
    Some(diagnostic)
}

/// What the compiler does not accept.
pub(super) fn refused(span: Span, message: String) -> Diagnostic {
    Diagnostic::new("syntax-error", Severity::Error, span, message)
}
