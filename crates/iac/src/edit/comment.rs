//! `nexthop: ignore[rule] reason`, written into a file.

use nexthop_source::{Edit, Sources, Span};

use super::setting::{Line, indent};
use crate::{arm, evaluate::json::quoted, json};

/// The edit that has findings of these rules ignored: by a comment above the block
/// with the header `declared`, where that is in the same file, else by one behind the
/// line of `span`. In a JSON template it is metadata of the resource, in Terraform's JSON
/// the block's property `//`. `None` where the language has no comments, or there is no
/// room for one.
pub fn suppression(
    sources: &Sources,
    declared: Option<Span>,
    span: Span,
    rules: &[&str],
    reason: &str,
) -> Option<Edit> {
    let declared = declared.filter(|declared| declared.file == span.file);
    let path = sources.path(span.file);
    let marker = match path.extension()? {
        "tf" | "tofu" | "tfvars" => "#",
        "bicep" | "bicepparam" => "//",
        "json" if path.as_str().ends_with(".tf.json") => {
            return property(sources, declared?, rules, reason);
        }
        "json" | "jsonc" => return arm::json::ignore(sources, declared?, rules, reason),
        _ => return None,
    };
    let comment = format!("{marker} nexthop: ignore[{}] {reason}", rules.join(", "));
    let text = sources.file_text(span.file);
    if let Some(declared) = declared
        && let Some(indent) = indent(text, declared)
    {
        let start = declared.start as usize - indent.len();
        let ending = Line::end(text, declared.start as usize).ending;
        let span = Span::new(span.file, start..start);
        return Some(Edit { span, text: format!("{indent}{comment}{ending}") });
    }
    let end = Line::end(text, span.start as usize).at;
    let line = text.get(span.start as usize..end)?;
    let is_free = !line.contains('#') && !line.contains("//") && !line.contains("/*");
    let span = Span::new(span.file, end..end);
    is_free.then(|| Edit { span, text: format!(" {comment}") })
}

/// The edit that gives a block of Terraform's JSON a property `//`, unless it has one: of two
/// only one would be read.
fn property(sources: &Sources, declared: Span, rules: &[&str], reason: &str) -> Option<Edit> {
    let text = sources.file_text(declared.file);
    let document = json::parse(text, declared.file, json::Dialect::Strict).ok()?;
    let block = arm::json::declared(&document, declared)?;
    let arguments = block.as_object().filter(|arguments| !arguments.is_empty())?;
    if arguments.iter().any(|argument| &*argument.name == "//") {
        return None;
    }
    let first = block.span.start as usize + 1;
    let rest = text.get(first..)?;
    let gap = &rest[..rest.len() - rest.trim_start().len()];
    let (before, after) = if gap.contains('\n') { (gap, "") } else { ("", " ") };
    let comment = quoted(&format!("nexthop: ignore[{}] {reason}", rules.join(", ")));
    let span = Span::new(declared.file, first..first);
    Some(Edit { span, text: format!("{before}\"//\": {comment},{after}") })
}
