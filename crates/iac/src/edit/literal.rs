//! A literal that becomes another one.

use nexthop_source::{Change, Edit, NewValue, Sources};

/// The edit of the text that sets a property, if that text is nothing but a literal.
///
/// A truth value is turned around: which of both it is depends on whether the language
/// has the property or its opposite.
pub(super) fn replaced(sources: &Sources, change: &Change) -> Option<Edit> {
    let written = sources.text(change.span);
    let quote = written.chars().next().filter(|first| matches!(first, '"' | '\''));
    let inner = match quote {
        Some(quote) => written.strip_prefix(quote)?.strip_suffix(quote)?,
        None => written,
    };
    let is_plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.');
    let text = sources.file_text(change.span.file);
    let before = text.get(..change.span.start as usize)?;
    if inner.is_empty() || !inner.chars().all(is_plain) || !follows_a_name(before) {
        return None;
    }
    let inner = match (inner, change.value) {
        ("true", _) => "false".to_owned(),
        ("false", _) => "true".to_owned(),
        (number, NewValue::Number(value)) if number.parse::<u64>().is_ok() => value.to_string(),
        (_, NewValue::Text(text)) if quote.is_some() => text.to_owned(),
        _ => return None,
    };
    let quote = quote.map(String::from).unwrap_or_default();
    Some(Edit { span: change.span, text: format!("{quote}{inner}{quote}") })
}

/// Whether a value that comes next is the whole of what a name is set to, and not a
/// part of an expression, such as one branch of a condition.
fn follows_a_name(before: &str) -> bool {
    let line = before.rsplit('\n').next().unwrap_or_default().trim_end();
    let Some(line) = line.strip_suffix(['=', ':']) else { return false };
    let name = line.rsplit(['{', ',', '(']).next().unwrap_or_default().trim();
    let is_of_a_name =
        |c: char| c.is_alphanumeric() || matches!(c, ' ' | '\t' | '"' | '\'' | '_' | '-');
    !name.is_empty() && name.chars().all(is_of_a_name)
}

#[cfg(test)]
mod tests {
    use nexthop_source::Span;

    use super::*;

    fn replaced(written: &str, value: impl Into<NewValue>) -> Option<String> {
        replaced_in("a = ", written, value)
    }

    fn replaced_in(before: &str, written: &str, value: impl Into<NewValue>) -> Option<String> {
        let mut sources = Sources::default();
        let file = sources.add("main.tf", format!("{before}{written}"));
        let change = Change {
            resource: String::new(),
            property: "properties.a",
            value: value.into(),
            span: Span::new(file, before.len()..before.len() + written.len()),
            left_out: false,
        };
        super::replaced(&sources, &change).map(|edit| edit.text)
    }

    #[test]
    fn literals_keep_their_quotes() {
        assert_eq!(replaced("false", true).as_deref(), Some("true"));
        // `disable_…`: the property is the opposite.
        assert_eq!(replaced("true", true).as_deref(), Some("false"));
        assert_eq!(replaced("\"65010\"", 65515).as_deref(), Some("\"65515\""));
        assert_eq!(replaced("65010", 65515).as_deref(), Some("65515"));
        assert_eq!(replaced("'Disabled'", "Enabled").as_deref(), Some("'Enabled'"));
    }

    #[test]
    fn what_is_computed_is_left_alone() {
        assert_eq!(replaced("var.asn", 65515), None);
        assert_eq!(replaced("\"${var.asn}\"", 65515), None);
        assert_eq!(replaced("[parameters('asn')]", 65515), None);
        assert_eq!(replaced("null", true), None);
        assert_eq!(replaced("", true), None);
        for before in ["a = b ? ", "a = b ? true : ", "a =\n  : ", "a = b == ", "a = [", "a = "] {
            let expected = (before == "a = ").then_some("true");
            assert_eq!(replaced_in(before, "false", true).as_deref(), expected, "{before}");
        }
        for before in ["x = { a = ", "{\"b\": 1, \"a\": ", "param a bool = ", "  a:"] {
            assert_eq!(replaced_in(before, "false", true).as_deref(), Some("true"), "{before}");
        }
    }
}
