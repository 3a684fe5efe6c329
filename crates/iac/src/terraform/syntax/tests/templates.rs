//! What texts say. The expectations are what `terraform output` printed for the
//! same texts.

use std::collections::BTreeMap;

use super::{file, value};
use crate::terraform::syntax::{
    Access, BinaryOperator, Expression, ExpressionKind, ObjectKey, TemplatePart, parse_template,
};
use nexthop_source::Span;

/// Just enough of an evaluator to make a text of a template.
#[derive(Clone)]
struct Scope(BTreeMap<String, String>);

impl Scope {
    fn new() -> Self {
        let known = [("name", "bob"), ("items", "a,b")];
        Self(known.map(|(name, text)| (name.to_owned(), text.to_owned())).into())
    }

    fn text(&self, value: &Expression) -> String {
        match &value.kind {
            ExpressionKind::String(text) => text.to_string(),
            ExpressionKind::Bool(value) => value.to_string(),
            ExpressionKind::Number(value) => value.to_string(),
            ExpressionKind::Template(parts) => self.parts(parts),
            ExpressionKind::Variable(name) => self.0[&*name.text].clone(),
            ExpressionKind::Traversal(_, steps) => match steps.as_slice() {
                [Access::Attribute(name)] => self.0[&*name.text].clone(),
                _ => panic!("{value:?}"),
            },
            ExpressionKind::Binary(BinaryOperator::Equal, sides) => {
                (self.text(&sides[0]) == self.text(&sides[1])).to_string()
            }
            ExpressionKind::Object(items) => match &items[0] {
                (ObjectKey::Name(_), value) => self.text(value),
                _ => panic!("{value:?}"),
            },
            ExpressionKind::Call(call) => match (&*call.name.text, call.arguments.as_slice()) {
                ("jsonencode", [only]) => self.text(only),
                ("join", [between, items]) => self.text(items).replace(',', &self.text(between)),
                _ => panic!("{value:?}"),
            },
            _ => panic!("{value:?}"),
        }
    }

    fn parts(&self, parts: &[TemplatePart]) -> String {
        parts.iter().map(|part| self.part(part)).collect()
    }

    fn part(&self, part: &TemplatePart) -> String {
        match part {
            TemplatePart::Text(text) => text.to_string(),
            TemplatePart::Interpolation(value) => self.text(value),
            TemplatePart::If { condition, then, otherwise } => {
                self.parts(if self.text(condition) == "true" { then } else { otherwise })
            }
            TemplatePart::For { value, collection, body, .. } => {
                let items = self.text(collection);
                let once = |item: &str| {
                    let mut inner = self.clone();
                    inner.0.insert(value.text.to_string(), item.to_owned());
                    inner.parts(body)
                };
                items.split(',').map(once).collect()
            }
        }
    }
}

fn check(cases: &[(&str, &str)]) {
    for (text, expect) in cases {
        assert_eq!(Scope::new().text(&value(text)), *expect, "{text}");
    }
}

#[test]
fn heredocs_say_what_terraform_reads_in_them() {
    check(&[
        ("<<EOT\none\n  two ${local.name}\nEOT", "one\n  two bob\n"),
        (
            "<<-EOT\n    one\n      two ${local.name}\n    ${local.name} three\n  EOT",
            "one\n  two bob\nbob three\n",
        ),
        // `~` takes the line end with it, and so the next line is no line of its own.
        (
            "<<-EOT\n    %{ for i in local.items ~}\n    item ${i}\n    %{ endfor ~}\n    done\n  EOT",
            "    item a\n    item b\n    done\n",
        ),
        (
            "<<-EOT\n    %{ if local.name == \"bob\" }\n    yes\n    %{ else }\n    no\n    %{ endif }\n    tail\n  EOT",
            "\nyes\n\ntail\n",
        ),
        ("<<-EOT\n\n    a\n\n      b\n  c\n  EOT", "\n  a\n\n    b\nc\n"),
        (
            "<<-EOT\n    $${literal} %%{lit} \\n \"q\" \\\\\n  EOT",
            "${literal} %{lit} \\n \"q\" \\\\\n",
        ),
        ("<<-EOT\n\ttab\n\t  two\n  EOT", "tab\n  two\n"),
        ("jsonencode({ a = <<-X\n      q\n    X\n    b = 1 })", "q\n"),
        ("<<EOT\n${join(\"\\n\", local.items)}\nEOT", "a\nb\n"),
        ("<<-EOT\n    a\n    ${~ local.name ~}\n    b\n  EOT", "    a\nbob    b\n"),
        ("<<-EOT\n  EOT", ""),
        ("<<-EOT\n\nEOT", "\n"),
        ("<<EOT\n%{ for i in local.items ~}\n  ${i},\n%{ endfor ~}\nend\nEOT", "  a,\n  b,\nend\n"),
        (
            "<<-EOT\n    ${local.name}\n      a\n    %{~ if true ~}\n      b\n    %{~ else ~}\n      c\n    %{~ endif ~}\n    d\n    EOT",
            "    bob\n      a\n      b\n    d\n",
        ),
        ("<<-EOT\n      x\n    EOT of it\n    EOTx\n  \ty\n  EOT", "   x\n EOT of it\n EOTx\ny\n"),
        ("<<EOT\r\n  a\r\n  b\r\nEOT", "  a\r\n  b\r\n"),
        ("<<-EOT\r\n    a\r\n\r\n      b\r\n    EOT", "a\r\n\r\n  b\r\n"),
    ]);
}

#[test]
fn quoted_text_says_what_terraform_reads_in_it() {
    check(&[
        (r#""\u00e9\U0001F600\t\"\\ \r\n""#, "é😀\t\"\\ \r\n"),
        (r#"" ${~ local.name }""#, "bob"),
        (
            r#""x${~ local.name ~} y ${ local.name } %{ for i in local.items }[${i}]%{ endfor }""#,
            "xboby bob [a][b]",
        ),
        (r#""%{ if true ~}  a  %{ else ~} b %{~ endif }|""#, "a  |"),
        (r#""a%{ if false }b%{ endif }""#, "a"),
        (r#""$$${a}""#, "$${a}"),
        (r#""$$$${a}""#, "$$${a}"),
        (r#""%%%{a}""#, "%%{a}"),
        (r#""$\n%\n$\"100%""#, "$\n%\n$\"100%"),
        (r#""$%${1}%$${a}$%%{a}""#, "$%1%${a}$%{a}"),
        (r#""$%{ if true }x%{ endif }""#, "$x"),
        (r#""${1}$""#, "1$"),
        (r#""$\u00e9$é""#, "$é$é"),
    ]);
}

#[test]
fn a_template_of_one_interpolation_is_no_text() {
    assert!(matches!(value("\"${local.items}\"").kind, ExpressionKind::Traversal(..)));
    assert!(matches!(value("\"${~ local.items ~}\"").kind, ExpressionKind::Traversal(..)));
    assert!(matches!(value("\" ${~ local.items }\"").kind, ExpressionKind::Template(_)));
    assert!(matches!(value("<<EOT\n${local.items}\nEOT").kind, ExpressionKind::Template(_)));
}

#[test]
fn a_template_file_is_read_by_itself() {
    let read = |text| {
        let span = Span::new(file(), 3..7);
        parse_template(text, span).map(|parts| Scope::new().parts(&parts))
    };
    let text = "%{ for i in items ~}\n  \"${i}\" $${a} \\n\n%{ endfor ~}\nend";
    assert_eq!(read(text).as_deref(), Ok("  \"a\" ${a} \\n\n  \"b\" ${a} \\n\nend"));
    assert_eq!(read("").as_deref(), Ok(""));
    assert_eq!(read("one\n${name"), Err("line 2: This `$` is not closed".to_owned()));
    let parts = parse_template("a ${b}", Span::new(file(), 3..7)).expect("it is a template");
    let TemplatePart::Interpolation(inner) = &parts[1] else { panic!("{parts:?}") };
    assert_eq!((inner.span.start, inner.span.end), (3, 7));
}
