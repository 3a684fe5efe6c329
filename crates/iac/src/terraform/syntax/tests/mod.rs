//! What is read of text, and what is said about text that cannot be read.

mod broken;
mod direct;
mod limits;
mod share;
mod templates;

use std::fmt::Write as _;

use nexthop_source::{Diagnostic, FileId, Sources, Span};

use super::{
    Access, Body, Expression, ExpressionKind, For, ObjectKey, TemplatePart, parse, parse_expression,
};

fn file() -> FileId {
    Sources::default().add("main.tf", String::new())
}

/// The body of a text that has no mistake.
fn body(text: &str) -> Body {
    let (body, diagnostics) = parse(text, file());
    assert_eq!(diagnostics, [], "{text}");
    body
}

/// The value of the first argument of a text that has no mistake.
fn value(text: &str) -> Expression {
    body(&format!("x = {text}\n")).attributes.remove(0).value
}

/// Texts of values, and how their trees are written.
fn check(cases: &[(&str, &str)]) {
    for (text, expect) in cases {
        assert_eq!(show(&value(text)), *expect, "{text}");
    }
}

fn list<T>(items: &[T], show: impl Fn(&T) -> String) -> String {
    items.iter().map(show).collect::<Vec<_>>().join(", ")
}

/// A tree on one line: operators before what they are applied to, a template as
/// its parts.
fn show(value: &Expression) -> String {
    match &value.kind {
        ExpressionKind::Null => "null".to_owned(),
        ExpressionKind::Bool(value) => value.to_string(),
        ExpressionKind::Number(number) => number.to_string(),
        ExpressionKind::String(text) => format!("{text:?}"),
        ExpressionKind::Template(parts) => format!("<{}>", list(parts, show_part)),
        ExpressionKind::Tuple(items) => format!("[{}]", list(items, show)),
        ExpressionKind::Object(items) => format!(
            "{{{}}}",
            list(items, |(key, value)| match key {
                ObjectKey::Name(name) => format!("{} = {}", name.text, show(value)),
                ObjectKey::Expression(key) => format!("({}) = {}", show(key), show(value)),
            })
        ),
        ExpressionKind::Variable(name) => name.text.to_string(),
        ExpressionKind::Traversal(root, steps) => {
            let steps = steps.iter().map(show_step);
            [show(root)].into_iter().chain(steps).collect()
        }
        ExpressionKind::Call(call) => {
            let expand = if call.expand_last { "..." } else { "" };
            format!("{}({}{expand})", call.name.text, list(&call.arguments, show))
        }
        ExpressionKind::Parenthesis(inner) => format!("({})", show(inner)),
        ExpressionKind::Conditional(parts) => format!("If({})", list(&**parts, show)),
        ExpressionKind::Unary(operator, value) => format!("{operator:?}({})", show(value)),
        ExpressionKind::Binary(operator, sides) => {
            format!("{operator:?}({})", list(&**sides, show))
        }
        ExpressionKind::For(repetition) => show_for(repetition),
    }
}

fn show_step(step: &Access) -> String {
    match step {
        Access::Attribute(name) => format!(".{}", name.text),
        Access::Index(index) => format!("[{}]", show(index)),
        Access::LegacyIndex(index, _) => format!(".#{index}"),
        Access::AttributeSplat => ".*".to_owned(),
        Access::FullSplat => "[*]".to_owned(),
    }
}

fn show_for(repetition: &For) -> String {
    let mut text = String::from("For(");
    if let Some(key) = &repetition.key {
        let _ = write!(text, "{}, ", key.text);
    }
    let _ = write!(text, "{} in {}: ", repetition.value.text, show(&repetition.collection));
    if let Some(key) = &repetition.result_key {
        let _ = write!(text, "{} => ", show(key));
    }
    text.push_str(&show(&repetition.result));
    text.push_str(if repetition.grouping { "..." } else { "" });
    if let Some(condition) = &repetition.condition {
        let _ = write!(text, " if {}", show(condition));
    }
    text + ")"
}

fn show_part(part: &TemplatePart) -> String {
    match part {
        TemplatePart::Text(text) => format!("{text:?}"),
        TemplatePart::Interpolation(value) => format!("${}", show(value)),
        TemplatePart::If { condition, then, otherwise } => format!(
            "if {} <{}> <{}>",
            show(condition),
            list(then, show_part),
            list(otherwise, show_part)
        ),
        TemplatePart::For { key, value, collection, body } => format!(
            "for {}{} in {} <{}>",
            key.as_ref().map(|key| format!("{}, ", key.text)).unwrap_or_default(),
            value.text,
            show(collection),
            list(body, show_part)
        ),
    }
}

/// What a body holds, one word each: `name` of an argument, `kind.label` of a block,
/// what is in a block behind it in braces.
fn show_body(body: &Body) -> String {
    let attributes = body.attributes.iter().map(|attribute| attribute.name.text.to_string());
    let blocks = body.blocks.iter().map(|block| {
        let name = std::iter::once(&block.kind).chain(&block.labels).map(|name| &*name.text);
        format!("{}{{{}}}", name.collect::<Vec<_>>().join("."), show_body(&block.body))
    });
    attributes.chain(blocks).collect::<Vec<_>>().join(" ")
}

/// Diagnostics as `line:column message`.
fn show_diagnostics(text: &str, diagnostics: &[Diagnostic]) -> Vec<String> {
    let mut sources = Sources::default();
    sources.add("main.tf", text.to_owned());
    let show = |diagnostic: &Diagnostic| {
        let start = sources.location(diagnostic.span).start;
        format!("{}:{} {}", start.line, start.column, diagnostic.message)
    };
    diagnostics.iter().map(show).collect()
}

#[test]
fn expressions_are_read_as_terraform_groups_them() {
    check(&[
        ("1 + 2 * 3", "Add(1, Multiply(2, 3))"),
        ("1 - 2 - 3", "Subtract(Subtract(1, 2), 3)"),
        ("a || b && !c == d", "Or(a, And(b, Equal(Not(c), d)))"),
        ("a < 1 != (b >= 2)", "NotEqual(Less(a, 1), (GreaterOrEqual(b, 2)))"),
        ("a ? b : c ? d : e", "If(a, b, If(c, d, e))"),
        ("-a.b", "Negate(a.b)"),
        ("- 5", "-5"),
        ("7 % 4 / 2", "Divide(Modulo(7, 4), 2)"),
        ("var.a[0].b.1.c[*].d", "var.a[0].b.#1.c[*].d"),
        ("a.*.b[\"k\"]", "a.*.b[\"k\"]"),
        ("f(a, [b]...)", "f(a, [b]...)"),
        ("provider::azapi::build(a)", "provider::azapi::build(a)"),
        ("f(\n  a,\n  b,\n).c", "f(a, b).c"),
        ("[for k, v in a : v if k != null]", "For(k, v in a: v if NotEqual(k, null))"),
        ("{ for v in a : v.k => v... }", "For(v in a: v.k => v...)"),
        ("[true, false, null]", "[true, false, null]"),
    ]);
}

#[test]
fn numbers_are_exact() {
    check(&[
        ("[1.50, 1e3, 0.1, 1E-2, 007]", "[1.5, 1000, 0.1, 0.01, 7]"),
        ("123456789012345678901234567890", "123456789012345678901234567890"),
        ("-9223372036854775808", "-9223372036854775808"),
    ]);
}

#[test]
fn keys_of_objects_are_names_unless_they_are_in_parentheses() {
    check(&[
        ("{ a = 1, \"b\" : 2, (c) = 3 }", "{a = 1, (\"b\") = 2, ((c)) = 3}"),
        ("{\n  a-b = 1\n  true = 2 # c\n  5 = 3\n}", "{a-b = 1, true = 2, (5) = 3}"),
        ("{ \"${a}-b\" = 1 }", "{(<$a, \"-b\">) = 1}"),
    ]);
}

#[test]
fn what_terraform_accepts_is_accepted() {
    check(&[
        // A key for the second time, in any depth; the last one wins.
        ("{ a = 1, b = 2, a = 3 }", "{a = 1, b = 2, a = 3}"),
        (
            "{\n  a = { b = [{ c = 1, c = 2 }] }\n  a = { d = 1 } # x\n}",
            "{a = {b = [{c = 1, c = 2}]}, a = {d = 1}}",
        ),
        ("\"x${jsonencode({ a = 1, a = 2 })}\"", "<\"x\", $jsonencode({a = 1, a = 2})>"),
        // Line ends around operators, where they count for nothing.
        (
            "{ for i in a : i => i == \"a\" && # why\n    i != \"b\"\n    ? 1\n    : 2 if\n    i != \"z\" }",
            "For(i in a: i => If(And(Equal(i, \"a\"), NotEqual(i, \"b\")), 1, 2) if NotEqual(i, \"z\"))",
        ),
        ("[for i in a ?\n b : c : i]", "For(i in If(a, b, c): i)"),
        ("{ for i in a : i => { x = 1\n y = 2 }\n}", "For(i in a: i => {x = 1, y = 2})"),
        ("\"%{ if a &&\n b }c%{ endif }\"", "<if And(a, b) <\"c\"> <>>"),
        ("(\n  a ==\n  b\n  ? 1 : 2\n)", "(If(Equal(a, b), 1, 2))"),
        // A line that only begins with a heredoc's marker is text.
        ("<<EOT\nEOT of it\n EOT, too\nEOT", "\"EOT of it\\n EOT, too\\n\""),
        // A heredoc without any text ends where it begins, whatever follows.
        ("[<<EOT\nEOT\n, <<-EOT\r\n  EOT\n, <<EOT\nx\nEOT\n]", "[\"\", \"\", \"x\\n\"]"),
    ]);
}

#[test]
fn blocks_have_labels_and_may_stand_on_one_line() {
    let text = "\u{FEFF}a \"b\" c {\r\n  d = 1\r\n  e {}\r\n}\r\nf { g = 1 }\r\nh {\n}";
    assert_eq!(show_body(&body(text)), "a.b.c{d e{}} f{g} h{}");
}

#[test]
fn a_heredoc_without_any_text_hides_nothing_behind_it() {
    let text = "a {\n  d = <<EOT\nEOT\n  e {}\n}\nb {\n  d = <<EOT\nx\nEOT\n}\n";
    assert_eq!(show_body(&body(text)), "a{d e{}} b{d}");
}

#[test]
fn a_span_is_of_the_text_as_it_is_written() {
    let text =
        "\u{FEFF}locals {\n  ü = { a = 1, a = var.x[0], b = { b = 1\n b = \"é${y}\" } }\n}\n";
    let mut sources = Sources::default();
    let file = sources.add("main.tf", text.to_owned());
    let (body, diagnostics) = parse(text, file);
    assert_eq!(diagnostics, []);
    let block = &body.blocks[0];
    let attribute = &block.body.attributes[0];
    assert_eq!(sources.text(block.header), "locals");
    assert_eq!(sources.text(attribute.name.span), "ü");
    let ExpressionKind::Object(items) = &attribute.value.kind else { panic!("{attribute:?}") };
    let texts: Vec<_> = items.iter().map(|(_, value)| sources.text(value.span)).collect();
    assert_eq!(texts, ["1", "var.x[0]", "{ b = 1\n b = \"é${y}\" }"]);
    let ExpressionKind::Object(items) = &items[2].1.kind else { panic!("{items:?}") };
    assert_eq!(sources.text(items[1].1.span), "\"é${y}\"");
    let ObjectKey::Name(name) = &items[1].0 else { panic!("{items:?}") };
    assert_eq!(sources.text(name.span), "b");
}

#[test]
fn one_expression_is_read_by_itself() {
    let read = |text| match parse_expression(text, file()) {
        Ok(value) => show(&value),
        Err(diagnostic) => show_diagnostics(text, &[*diagnostic]).remove(0),
    };
    assert_eq!(read(" [1, { a = 1, a = 2 }] "), "[1, {a = 1, a = 2}]");
    assert_eq!(read("[1, 2"), "1:1 This `[` is not closed");
    assert_eq!(read(""), "1:1 A value is missing here");
    assert_eq!(read("1 2"), "1:3 Something is left over here: `2`");
}

/// Every span of a tree, to see that it lies on characters of the text.
fn spans(body: &Body, all: &mut Vec<Span>) {
    for attribute in &body.attributes {
        all.push(attribute.name.span);
        expression_spans(&attribute.value, all);
    }
    for block in &body.blocks {
        all.push(block.header);
        spans(&block.body, all);
    }
}

fn expression_spans(value: &Expression, all: &mut Vec<Span>) {
    all.push(value.span);
    match &value.kind {
        ExpressionKind::Tuple(items) => items.iter().for_each(|it| expression_spans(it, all)),
        ExpressionKind::Object(items) => {
            for (_, value) in items {
                expression_spans(value, all);
            }
        }
        ExpressionKind::Call(call) => {
            call.arguments.iter().for_each(|it| expression_spans(it, all));
        }
        ExpressionKind::Template(parts) => {
            for part in parts {
                if let TemplatePart::Interpolation(value) = part {
                    expression_spans(value, all);
                }
            }
        }
        _ => {}
    }
}
