//! A mistake costs what it stands in and nothing else.

use super::{Dialect, file, parse, show, told};

/// What is read of a broken text, and what is told of it.
fn check(text: &str, expected: &[&str], messages: &[&str]) {
    let (statements, diagnostics) = parse(text, file(), Dialect::Template);
    let shown: Vec<String> = statements.iter().map(show::statement).collect();
    assert_eq!(shown, expected, "{text}");
    assert_eq!(told(text, &diagnostics), messages, "{text}");
}

#[test]
fn a_line_that_declares_nothing_costs_itself() {
    check(
        "var a = 1\nwrong\nvar b = 2\n",
        &["var a = 1", "var b = 2"],
        &["2: expected a declaration, found `wrong`"],
    );
}

#[test]
fn a_broken_value_leaves_its_name() {
    check(
        "var a = \nvar b = a\n",
        &["var a = #", "var b = a"],
        &["1: expected a value, found the end of the line"],
    );
    check(
        "var a = b +\nvar c = 1",
        &["var a = #", "var c = 1"],
        &["1: expected a value, found the end of the line"],
    );
    check(
        "var a = b.\nvar c = 1",
        &["var a = #", "var c = 1"],
        &["1: expected the name of a property or function, found the end of the line"],
    );
}

#[test]
fn a_broken_property_costs_itself() {
    check(
        "resource a 'b@c' = {\n  name: 'd'\n  location:\n  sku: {\n    name: 'x' 1\n    tier\n  }\n}\n",
        &["resource a \"b@c\" = {\"name\": \"d\", \"location\": #, \"sku\": {\"name\": \"x\"}}"],
        &[
            "3: expected a value, found the end of the line",
            "5: expected a line end, `,` or `}`, found `1`",
            "6: expected `:`, found the end of the line",
        ],
    );
}

#[test]
fn a_bracket_that_is_never_closed_ends_at_the_next_declaration() {
    check(
        "resource a 'b@c' = {\n  name: 'd'\n  properties: {\n    e: 1\n\nresource f 'g@h' = {\n  name: 'i'\n}\n",
        &[
            "resource a \"b@c\" = {\"name\": \"d\", \"properties\": {\"e\": 1}}",
            "resource f \"g@h\" = {\"name\": \"i\"}",
        ],
        &["3: this bracket is never closed with `}`"],
    );
    check(
        "resource a 'b@c' = {\n  properties: {\n    e: { f: ['g' }\n  }\n}\nvar h = 1\n",
        &["resource a \"b@c\" = {\"properties\": {\"e\": {\"f\": [\"g\"]}}}", "var h = 1"],
        &["3: this bracket is never closed with `]`"],
    );
    check(
        "var a = union(b,\n  c\nvar d = 1\n",
        &["var a = union(b, c)", "var d = 1"],
        &["1: this bracket is never closed with `)`"],
    );
}

#[test]
fn a_text_that_is_never_closed_ends_with_its_line() {
    check(
        "var a = 'b\nvar c = 1",
        &["var a = #", "var c = 1"],
        &["1: this text has no closing `'` on its line"],
    );
    check(
        "var a = 'b${c\nvar d = 1",
        &["var a = #", "var d = 1"],
        &["1: a line ends within an interpolation"],
    );
    check("var a = 'b${c", &["var a = #"], &["1: expected `}`, found the end of the file"]);
    check("var a = '''b\nc", &["var a = #"], &["1: this text has no closing `'''`"]);
    check(
        "var a = 'b\\q'\n",
        &["var a = #"],
        &[r"1: only `\n`, `\r`, `\t`, `\\`, `\'`, `\$` and `\u{…}` are escapes"],
    );
    check("/* a", &[], &["1: this comment is never closed with `*/`"]);
}

#[test]
fn operators_do_not_begin_a_line() {
    check("var a = b\n  ?? c\n", &["var a = b"], &["2: expected a declaration, found `??`"]);
    check("var a = b\n  .c\n", &["var a = b"], &["2: expected a declaration, found `.`"]);
    check("var a = (b\n  && c)\n", &["var a = #"], &["2: expected `)`, found `&&`"]);
}

#[test]
fn what_stands_in_an_interpolation_is_simple() {
    check(
        "var a = 'b${[1]}c'",
        &["var a = #"],
        &["1: objects and arrays cannot stand within `${…}`"],
    );
}

#[test]
fn texts_of_other_languages_are_told_once() {
    check(
        "var a = \"b c\"\nvar d = 1\n",
        &["var a = #", "var d = 1"],
        &["1: text is written between single quotes"],
    );
    check("var a = \"b\n", &["var a = #"], &["1: text is written between single quotes"]);
}

#[test]
fn unfinished_declarations_leave_what_they_name() {
    check(
        "resource a 'b@c' = ",
        &["resource a \"b@c\" = {}"],
        &["1: expected `{`, `if` or `[`, found the end of the file"],
    );
    check(
        "module a 'b.bicep'\nvar c = 1",
        &["module a \"b.bicep\" = {}", "var c = 1"],
        &["1: expected `=`, found the end of the line"],
    );
    check(
        "param a\nvar b = 1",
        &["param a ", "var b = 1"],
        &["1: expected a type, found the end of the line"],
    );
    check("@secure()\n", &[], &["2: expected a declaration, found the end of the file"]);
}
