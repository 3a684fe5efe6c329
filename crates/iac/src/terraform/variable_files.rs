//! `.tfvars` and `.tfvars.json`.

use camino::{Utf8Path, Utf8PathBuf};
use nexthop_source::{Diagnostic, FileId, Severity, Sources, Span};

use super::syntax::{self, Body};

/// A read variable file.
#[derive(Debug)]
pub(super) struct VariableFile {
    /// It has attributes only.
    pub body: Body,
    pub diagnostics: Vec<Diagnostic>,
}

/// The variable files that Terraform reads unasked, of a folder's files. A later
/// one has precedence.
pub(super) fn read_by_itself(files: &[Utf8PathBuf]) -> Vec<Utf8PathBuf> {
    let named = |file: &&Utf8PathBuf, name| file.file_name() == Some(name);
    let automatic = |file: &&Utf8PathBuf| {
        file.file_name().is_some_and(|name| {
            name.ends_with(".auto.tfvars") || name.ends_with(".auto.tfvars.json")
        })
    };
    let mut found: Vec<_> = Vec::new();
    found.extend(files.iter().find(|file| named(file, "terraform.tfvars")).cloned());
    found.extend(files.iter().find(|file| named(file, "terraform.tfvars.json")).cloned());
    let mut rest: Vec<_> = files.iter().filter(automatic).cloned().collect();
    rest.sort_unstable();
    found.append(&mut rest);
    found
}

/// Parses a variable file as its name tells.
pub(super) fn parse(sources: &Sources, file: FileId) -> VariableFile {
    let text = sources.file_text(file);
    if is_json(sources.path(file)) {
        let (body, diagnostics) = syntax::parse_json_values(text, file);
        return VariableFile { body, diagnostics };
    }
    let (mut body, mut diagnostics) = syntax::parse(text, file);
    for block in body.blocks.drain(..) {
        let message = format!("A variable file has no blocks, such as `{}`", block.kind.text);
        diagnostics.push(mistake(block.header, message, "Write `name = value`."));
    }
    VariableFile { body, diagnostics }
}

fn is_json(path: &Utf8Path) -> bool {
    path.extension() == Some("json")
}

fn mistake(span: Span, message: String, help: &str) -> Diagnostic {
    let mut diagnostic = Diagnostic::new("syntax-error", Severity::Error, span, message);
    diagnostic.help(help);
    diagnostic
}
