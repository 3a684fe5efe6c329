//! `.tfvars` and `.tfvars.json`.

use camino::{Utf8Path, Utf8PathBuf};
use nexthop_source::{Diagnostic, FileId, Severity, Sources, Span};
use serde_json::Value as Json;

use super::syntax::{self, Attribute, Body, Expression, ExpressionKind, Name, ObjectKey};
use crate::Number;

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
        return json(text, file);
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

fn json(text: &str, file: FileId) -> VariableFile {
    let span = Span::new(file, 0..text.len());
    let wrong = |message| VariableFile {
        body: Body::default(),
        diagnostics: vec![mistake(span, message, "Write a JSON object of names and values.")],
    };
    match serde_json::from_str(text) {
        Ok(Json::Object(object)) => {
            let attributes = object
                .into_iter()
                .map(|(name, value)| Attribute {
                    name: Name { text: name.into(), span },
                    value: expression(value, span),
                })
                .collect();
            VariableFile { body: Body { attributes, blocks: Vec::new() }, diagnostics: Vec::new() }
        }
        Ok(_) => wrong("A variable file in JSON is an object".to_owned()),
        Err(error) => wrong(format!("This is not JSON: {error}")),
    }
}

/// Text in these files is text, not a template.
fn expression(value: Json, span: Span) -> Expression {
    let kind = match value {
        Json::Null => ExpressionKind::Null,
        Json::Bool(value) => ExpressionKind::Bool(value),
        Json::Number(value) => match Number::parse(&value.to_string()) {
            Some(number) => ExpressionKind::Number(number),
            None => ExpressionKind::String(value.to_string().into()),
        },
        Json::String(text) => ExpressionKind::String(text.into()),
        Json::Array(items) => {
            ExpressionKind::Tuple(items.into_iter().map(|item| expression(item, span)).collect())
        }
        Json::Object(items) => ExpressionKind::Object(
            items
                .into_iter()
                .map(|(name, value)| {
                    let name = ObjectKey::Name(Name { text: name.into(), span });
                    (name, expression(value, span))
                })
                .collect(),
        ),
    };
    Expression { kind, span }
}

fn mistake(span: Span, message: String, help: &str) -> Diagnostic {
    let mut diagnostic = Diagnostic::new("syntax-error", Severity::Error, span, message);
    diagnostic.help(help);
    diagnostic
}
