//! Texts that nobody writes: they must neither crash nor hang.

use std::{thread, time::Duration};

use proptest::prelude::*;

use super::{super::token::tokens, Dialect, check, file, parse};

/// The stack of a thread that is not the first.
const STACK: usize = 2 << 20;

/// Parses on a thread of its own; gives up on it after a time no text should
/// take. The numbers of declarations and of diagnostics.
fn read(text: String) -> (usize, usize) {
    let (sender, receiver) = std::sync::mpsc::channel();
    let thread = thread::Builder::new().stack_size(STACK).spawn(move || {
        let (statements, diagnostics) = parse(&text, file(), Dialect::Template);
        let found = (statements.len(), diagnostics.len());
        drop(statements);
        sender.send(found).expect("the other end waits");
    });
    let found = receiver.recv_timeout(Duration::from_mins(1)).expect("it neither ends nor crashes");
    thread.expect("there are threads").join().expect("it does not crash");
    found
}

#[test]
fn what_is_nested_too_deeply_is_refused() {
    for (open, close) in [
        ("(", ")"),
        ("[", "]"),
        ("{a:", "}"),
        ("{ a: 1, b: ", "}"),
        ("[for a in b: ", "]"),
        ("f(", ")"),
        ("a(b, ", ")"),
        ("'${", "}'"),
        ("'''${", "}'''"),
        ("a[", "]"),
        ("a ? b : ", ""),
        ("a ? ", " : b"),
        ("a + ", ""),
        ("a => ", ""),
        ("() => ", ""),
        ("", ".a"),
        ("", "[0]"),
        ("(", ""),
        ("[", ""),
        ("{a:", ""),
        ("", ")"),
    ] {
        let text = format!(
            "var a = 1\nvar x = {}1{}\nvar y = 2\n",
            open.repeat(5_000),
            close.repeat(5_000)
        );
        let (statements, told) = read(text);
        assert!(told >= 1, "{open}{close}");
        assert!(statements >= 2, "{open}{close}");
    }
    for (open, close) in
        [("[", "]"), ("{a: ", "}"), ("(", ")"), ("", "[]"), ("", "?"), ("", ".a"), ("a<", ">")]
    {
        let text = format!("type x = {}int{}\n", open.repeat(5_000), close.repeat(5_000));
        assert!(read(text).1 >= 1, "{open}{close}");
    }
    let nested = "resource a 'b' = {\n".repeat(5_000);
    assert!(read(nested).1 >= 1);
    let chain = format!("var x = {}1\n", "a + b.c ? d : ".repeat(20_000));
    assert!(read(chain).1 >= 1);
}

#[test]
fn a_hundred_levels_are_read() {
    let nested = format!("{}1{}", "[".repeat(100), "]".repeat(100));
    check(&format!("var x = {nested}\n"), &[&format!("var x = {nested}")]);
}

#[test]
fn time_grows_with_the_text() {
    for piece in [
        "'",
        "'${",
        "}",
        "{",
        "[\n",
        "(\n",
        "a(",
        "/*",
        "//\n",
        "\n\n ",
        "#disable-next-line ",
        "@a\n",
        "$'''",
        "var a = [\n",
        "? ",
        "\"",
        "\\",
        "a:\n",
        "resource a 'b' = {\n",
        "type a = {\n",
        ",",
        "(a,",
        "| ",
        "=> ",
        "\u{e4}",
        "\0",
    ] {
        read(piece.repeat(300_000 / piece.len()));
    }
}

/// Pieces of Bicep in any order.
fn pieces() -> impl Strategy<Value = String> {
    let piece = prop::sample::select(vec![
        "var a = ",
        "param b ",
        "resource c 'd@e' = ",
        "module f 'g.bicep' = ",
        "output h string = ",
        "type i = ",
        "import ",
        "func j(",
        "{",
        "}",
        "[",
        "]",
        "(",
        ")",
        "'",
        "'''",
        "${",
        "$'''",
        "\n",
        "\r\n",
        ", ",
        ": ",
        "=",
        "=>",
        "a",
        "for ",
        "in ",
        "if ",
        "?",
        "??",
        ".",
        "::",
        "!",
        "+",
        "-",
        "<",
        ">",
        "|",
        "@",
        "1",
        "\\",
        "//",
        "/*",
        "*/",
        "#disable-next-line x",
        "...",
        "\t",
        "é",
        "existing ",
        "string",
        "\u{feff}",
    ]);
    prop::collection::vec(piece, 0..60).prop_map(|pieces| pieces.concat())
}

fn is_whole(text: &str) {
    let (found, _) = tokens(text);
    let whole: String = found.iter().map(|token| &text[token.range()]).collect();
    assert_eq!(whole, text);
    for dialect in [Dialect::Template, Dialect::Parameters] {
        let (_, diagnostics) = parse(text, file(), dialect);
        for diagnostic in diagnostics {
            let range = diagnostic.span.start as usize..diagnostic.span.end as usize;
            assert!(text.get(range).is_some(), "{diagnostic:?} is of characters");
        }
    }
}

proptest! {
    #[test]
    fn the_tokens_of_any_text_are_the_text(text in any::<String>()) {
        is_whole(&text);
    }

    #[test]
    fn the_tokens_of_any_bicep_are_the_text(text in pieces()) {
        is_whole(&text);
    }
}
