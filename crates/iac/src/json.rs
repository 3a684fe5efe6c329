//! JSON with places: the one file that names `jsonc_parser`.

use std::{ops::Range, sync::Arc};

use jsonc_parser::{CollectOptions, ParseOptions, ast};
use nexthop_source::{Diagnostic, FileId, Severity, Span};

const BYTE_ORDER_MARK: &str = "\u{FEFF}";

/// What is taken for JSON.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Dialect {
    /// JSON as RFC 8259 has it.
    Strict,
    /// What Azure Resource Manager and its tools take besides: comments, commas
    /// after the last element, text over several lines.
    WithComments,
}

/// A value and its place.
#[derive(Clone, Debug)]
pub(crate) struct Node {
    pub kind: NodeKind,
    pub span: Span,
}

/// What a value is.
#[derive(Clone, Debug)]
pub(crate) enum NodeKind {
    Null,
    Bool(bool),
    /// As it is written.
    Number(Arc<str>),
    /// Escapes are decoded; the span is that of the text with its quotes.
    String(Arc<str>),
    Array(Vec<Node>),
    /// In order of writing, repeated names included.
    Object(Vec<Entry>),
}

/// A member of an object.
#[derive(Clone, Debug)]
pub(crate) struct Entry {
    pub name: Arc<str>,
    /// That of the name with its quotes.
    pub name_span: Span,
    pub value: Node,
}

/// Parses a whole file. What is not JSON is one diagnostic and no value.
pub(crate) fn parse(text: &str, file: FileId, dialect: Dialect) -> Result<Node, Box<Diagnostic>> {
    let body = text.strip_prefix(BYTE_ORDER_MARK).unwrap_or(text);
    let reader = Reader { file, offset: text.len() - body.len() };
    let with_comments = dialect == Dialect::WithComments;
    let options = ParseOptions {
        allow_comments: with_comments,
        allow_trailing_commas: with_comments,
        allow_loose_object_property_names: false,
        allow_missing_commas: false,
        allow_single_quoted_strings: with_comments,
        allow_hexadecimal_numbers: false,
        allow_unary_plus_numbers: false,
        allow_bare_decimal_point_numbers: false,
        allow_non_finite_numbers: false,
        allow_extended_string_escapes: false,
    };
    let parsed = jsonc_parser::parse_to_ast(body, &CollectOptions::default(), &options)
        .map_err(|error| reader.mistake(error.range().start, &error.kind().to_string()))?;
    let value = parsed.value.ok_or_else(|| reader.mistake(0, "There is no value"))?;
    Ok(reader.node(value))
}

impl Node {
    pub(crate) fn as_str(&self) -> Option<&Arc<str>> {
        match &self.kind {
            NodeKind::String(text) => Some(text),
            _ => None,
        }
    }

    pub(crate) fn as_array(&self) -> Option<&[Self]> {
        match &self.kind {
            NodeKind::Array(items) => Some(items),
            _ => None,
        }
    }

    pub(crate) fn as_object(&self) -> Option<&[Entry]> {
        match &self.kind {
            NodeKind::Object(entries) => Some(entries),
            _ => None,
        }
    }

    /// The last member of that name, as every reader of JSON takes it.
    pub(crate) fn get(&self, name: &str) -> Option<&Self> {
        let entry = self.as_object()?.iter().rev().find(|entry| &*entry.name == name)?;
        Some(&entry.value)
    }
}

/// Where a part of a decoded text stands in the file. `range` counts bytes of the
/// decoded text, `span` is that of the string with its quotes. For many parts of
/// one text there is [`Written`].
pub(crate) fn place_within(file_text: &str, span: Span, range: Range<usize>) -> Span {
    Written::new(file_text, span).place(range)
}

/// A string as it is written, by which the parts of its decoded text are found.
#[derive(Clone, Debug)]
pub(crate) struct Written {
    /// Between the quotes.
    inner: Span,
    /// For every escape how many bytes lie before its end, decoded and written.
    escapes: Vec<(usize, usize)>,
}

impl Written {
    /// `span` is that of the string with its quotes.
    pub(crate) fn new(file_text: &str, span: Span) -> Self {
        let (start, end) = (span.start as usize, span.end as usize);
        let inner = start + 1..end.saturating_sub(1).max(start + 1);
        let written = file_text.get(inner.clone()).unwrap_or_default();
        let mut escapes = Vec::new();
        let (mut before, mut decoded) = (0, 0);
        while let Some(at) = written[before..].find('\\') {
            let (wrote, stands_for) = escape(&written[before + at..]);
            before = (before + at + wrote).min(written.len());
            decoded += at + stands_for;
            escapes.push((decoded, before));
        }
        Self { inner: Span::new(span.file, inner), escapes }
    }

    /// Where a part of the decoded text stands in the file.
    pub(crate) fn place(&self, range: Range<usize>) -> Span {
        let (start, end) = (self.inner.start as usize, self.inner.end as usize);
        let at = |decoded| (start + self.offset(decoded)).min(end);
        Span::new(self.inner.file, at(range.start)..at(range.end))
    }

    fn offset(&self, decoded: usize) -> usize {
        let before = self.escapes.partition_point(|&(end, _)| end <= decoded);
        match before.checked_sub(1).and_then(|last| self.escapes.get(last)) {
            Some(&(end, written)) => written + (decoded - end),
            None => decoded,
        }
    }
}

/// How many bytes an escape takes, written and decoded.
fn escape(text: &str) -> (usize, usize) {
    let unit = |at: usize| u32::from_str_radix(text.get(at..at + 4)?, 16).ok();
    let Some(first) = text.strip_prefix("\\u").and_then(|_| unit(2)) else {
        let second = text.chars().nth(1).map_or(0, char::len_utf8);
        return (1 + second, 1);
    };
    let is_pair = (0xD800..0xDC00).contains(&first) && text.get(6..8) == Some("\\u");
    match char::from_u32(first) {
        Some(character) => (6, character.len_utf8()),
        None if is_pair => (12, 4),
        None => (6, char::REPLACEMENT_CHARACTER.len_utf8()),
    }
}

struct Reader {
    file: FileId,
    /// Of what is parsed in the file.
    offset: usize,
}

impl Reader {
    fn span(&self, range: jsonc_parser::common::Range) -> Span {
        Span::new(self.file, range.start + self.offset..range.end + self.offset)
    }

    fn node(&self, value: ast::Value<'_>) -> Node {
        let (kind, range) = match value {
            ast::Value::NullKeyword(null) => (NodeKind::Null, null.range),
            ast::Value::BooleanLit(literal) => (NodeKind::Bool(literal.value), literal.range),
            ast::Value::NumberLit(number) => (NodeKind::Number(number.value.into()), number.range),
            ast::Value::StringLit(text) => (NodeKind::String(text.value.into()), text.range),
            ast::Value::Array(array) => {
                let items = array.elements.into_iter().map(|item| self.node(item));
                (NodeKind::Array(items.collect()), array.range)
            }
            ast::Value::Object(object) => {
                let entries = object.properties.into_iter().map(|property| self.entry(property));
                (NodeKind::Object(entries.collect()), object.range)
            }
        };
        Node { kind, span: self.span(range) }
    }

    fn entry(&self, property: ast::ObjectProp<'_>) -> Entry {
        let (name, range) = match property.name {
            ast::ObjectPropName::String(name) => (Arc::from(name.value), name.range),
            ast::ObjectPropName::Word(name) => (Arc::from(name.value), name.range),
        };
        Entry { name, name_span: self.span(range), value: self.node(property.value) }
    }

    fn mistake(&self, at: usize, what: &str) -> Box<Diagnostic> {
        let at = at + self.offset;
        let span = Span::new(self.file, at..at);
        let message = format!("This is not JSON: {}", what.to_lowercase());
        Box::new(Diagnostic::new("syntax-error", Severity::Error, span, message))
    }
}

#[cfg(test)]
mod tests {
    use nexthop_source::Sources;

    use super::*;

    fn read(text: &str, dialect: Dialect) -> (Result<Node, Box<Diagnostic>>, Sources) {
        let mut sources = Sources::default();
        let file = sources.add("x.json", text.to_owned());
        (parse(text, file, dialect), sources)
    }

    #[test]
    fn every_value_knows_its_place() {
        let text = "\u{FEFF}{\"a\": [1.50, null, true],\n \"b\": {\"c\": \"d\"}, \"b\": \"é\"}";
        let (node, sources) = read(text, Dialect::Strict);
        let node = node.expect("it is JSON");
        let items = node.get("a").and_then(Node::as_array).expect("it is an array");
        let texts: Vec<_> = items.iter().map(|item| sources.text(item.span)).collect();
        assert_eq!(texts, ["1.50", "null", "true"]);
        assert_eq!(node.get("b").and_then(Node::as_str).map(|text| &**text), Some("é"));
        let names: Vec<_> = node.as_object().expect("it is an object").iter().collect();
        assert_eq!(names.len(), 3);
        assert_eq!(sources.text(names[1].name_span), "\"b\"");
    }

    #[test]
    fn a_part_of_a_text_is_found_behind_its_escapes() {
        let text = r#"["a\n\u00e9\ud83d\ude00[x]\\y"]"#;
        let (node, sources) = read(text, Dialect::Strict);
        let node = node.expect("it is JSON");
        let item = &node.as_array().expect("it is an array")[0];
        let decoded = item.as_str().expect("it is text");
        assert_eq!(&**decoded, "a\né😀[x]\\y");
        let at = decoded.find("[x]").expect("it is there");
        let part = |range| sources.text(place_within(text, item.span, range));
        assert_eq!(part(at..at + 3), "[x]");
        assert_eq!(part(at + 3..at + 5), r"\\y");
        assert_eq!(part(2..4), r"\u00e9");
        assert_eq!(part(0..999), r"a\n\u00e9\ud83d\ude00[x]\\y");
    }

    #[test]
    fn what_resource_manager_takes_is_more_than_json() {
        let text = "{ // why\n  \"a\": 'b', /* c */\n  \"d\": \"one\ntwo\",\n}";
        assert!(read(text, Dialect::WithComments).0.is_ok());
        let (strict, sources) = read(text, Dialect::Strict);
        let diagnostic = strict.expect_err("comments are no JSON");
        assert_eq!(sources.location(diagnostic.span).start.line, 1);
    }

    #[test]
    fn what_is_not_json_is_said_with_its_place() {
        for text in ["", " ", "{", "[1,", "\"a", "{\"a\" 1}", "nul", "[1] 2", "{a: 1}", "[+1]"] {
            let (node, _) = read(text, Dialect::Strict);
            assert!(node.is_err(), "{text:?}");
        }
        assert!(read(&"[".repeat(100_000), Dialect::WithComments).0.is_err());
        assert!(
            read(&format!("{}1{}", "[".repeat(300), "]".repeat(300)), Dialect::Strict).0.is_ok()
        );
    }
}
