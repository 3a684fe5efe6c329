//! Texts that nobody writes: they must neither crash nor hang.

use std::{iter, thread, time::Duration};

use super::{body, file, parse, show, spans};
use crate::terraform::syntax::ExpressionKind;

/// The stack of a thread that is not the first.
const STACK: usize = 2 << 20;

/// Parses on a thread of its own; gives up on it after a time no text should take.
fn check(text: String, expect: impl FnOnce(usize, usize) + Send + 'static) {
    let (sender, receiver) = std::sync::mpsc::channel();
    let thread = thread::Builder::new().stack_size(STACK).spawn(move || {
        let (body, diagnostics) = parse(&text, file());
        let found = (body.attributes.len() + body.blocks.len(), diagnostics.len());
        drop(body);
        sender.send(found).expect("the other end waits");
    });
    let (items, told) =
        receiver.recv_timeout(Duration::from_mins(1)).expect("it neither ends nor crashes");
    thread.expect("there are threads").join().expect("it does not crash");
    expect(items, told);
}

#[test]
fn what_is_nested_too_deeply_is_refused() {
    for (open, close) in [
        ("(", ")"),
        ("[", "]"),
        ("{a=", "}"),
        ("{ a = 1, a = ", "}"),
        ("{for a in ", ": a => a}"),
        ("f(", ")"),
        ("\"${", "}\""),
        ("\"%{if ", "}%{endif}\""),
        ("a[", "]"),
        ("!", ""),
        ("- ", ""),
        ("a ? b : ", ""),
        ("a + ", ""),
        ("<<A\n${", "}\nA\n"),
        ("(", ""),
        ("", ")"),
    ] {
        let text = format!("b = 1\nx = {}1{}\ny = 2\n", open.repeat(4_000), close.repeat(4_000));
        check(text, |items, told| {
            assert!(told >= 1);
            assert!(items >= 1);
        });
    }
    let blocks = format!("{}{}", "a {\n".repeat(4_000), "}\n".repeat(4_000));
    check(blocks, |_, told| assert!(told >= 1));
}

#[test]
fn sixty_levels_are_read() {
    let nested = format!("{}1{}", "[".repeat(60), "]".repeat(60));
    let read = body(&format!("x = {nested}\n"));
    assert_eq!(show(&read.attributes[0].value), nested);
    let repeated = format!("{}1{}", "{a=1,a=[".repeat(7), "]}".repeat(7));
    let read = body(&format!("x = {repeated}\n"));
    assert_eq!(show(&read.attributes[0].value).matches("a = 1").count(), 7);
}

#[test]
fn a_large_object_is_read_whole() {
    let entries: Vec<_> = (0..30_000).map(|at| format!("  k{at} = {{ v = {at} }}\n")).collect();
    let read = body(&format!("x = {{\n{}}}\n", entries.concat()));
    let ExpressionKind::Object(items) = &read.attributes[0].value.kind else { panic!() };
    assert_eq!(items.len(), 30_000);
    assert_eq!(show(&items[29_999].1), "{v = 29999}");
}

#[test]
fn many_of_a_kind_take_no_time_by_their_square() {
    let many = |text: &str| text.repeat(4_000);
    for text in [
        many("a = \n"),
        format!("l {{\n{}}}\n", many("  a = \n")),
        many("a {\n"),
        many("x = <<A\n"),
        (0..4_000).map(|at| format!("x{at} = <<A{at}\n")).collect::<Vec<_>>().concat(),
        many("x = { a = 1, a = 2 }\n"),
        format!("x = [{}]\n", many("{ a = 1, a = 2 },")),
        format!("x = <<A\n{}A\n", many("a ${b}\n")),
        format!("x = \"{}\"\n", many("${b} ")),
        many("/*"),
        many("\""),
        many("}\n"),
        many("resource \"a\" \"b\n"),
    ] {
        check(text, |_, _| {});
    }
}

/// Marsaglia's xorshift.
struct Random(u64);

impl Random {
    fn below(&mut self, end: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        usize::try_from(self.0 % end as u64).expect("it is below a usize")
    }
}

#[test]
fn no_text_at_all_brings_it_down() {
    const WORDS: [&str; 40] = [
        "a",
        "for",
        "in",
        "if",
        "=",
        "=>",
        "\n",
        "\n",
        " ",
        "\"",
        "${",
        "%{",
        "}",
        "{",
        "(",
        ")",
        "[",
        "]",
        "<<A\n",
        "\nA\n",
        "<<-A\n",
        "#",
        "//",
        "/*",
        "*/",
        "é",
        "\u{FEFF}",
        "\r\n",
        "~",
        "...",
        ".",
        ",",
        ":",
        "?",
        "1",
        "1e9",
        "\\",
        "%{ endif }",
        "null",
        "resource \"a\" \"b\" {\n",
    ];
    let mut random = Random(0x2545_F491_4F6C_DD1D);
    for _ in 0..4_000 {
        let length = 1 + random.below(40);
        let text: String =
            iter::repeat_with(|| WORDS[random.below(WORDS.len())]).take(length).collect();
        let (body, diagnostics) = parse(&text, file());
        let mut all: Vec<_> = diagnostics.iter().map(|diagnostic| diagnostic.span).collect();
        spans(&body, &mut all);
        for span in all {
            assert!(
                text.get(span.start as usize..span.end as usize).is_some(),
                "{text:?} {span:?}"
            );
        }
    }
}
