//! `nexthop: ignore[rule] reason`, written into a file.

use nexthop_source::{Edit, Sources, Span};

use super::setting::{Line, indent};
use crate::arm;

/// The edit that has findings of these rules ignored: by a comment above the block
/// with the header `declared`, where that is in the same file, else by one behind the
/// line of `span`. In a JSON template it is metadata of the resource. `None` where the
/// language has no comments, or there is no room for one.
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
        "json" | "jsonc" if !path.as_str().ends_with(".tf.json") => {
            return arm::json::ignore(sources, declared?, rules, reason);
        }
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
