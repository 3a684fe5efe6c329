//! Values.

use super::{Statement, show, statements};

/// Reads `var x = value` and compares what is read.
fn check(value: &str, expected: &str) {
    let read = statements(&format!("var x = {value}\n"));
    let [Statement::Variable { value: read, .. }] = read.as_slice() else {
        panic!("{value} is one variable, not {read:?}");
    };
    assert_eq!(show::expression(read), expected, "{value}");
}

#[test]
fn operators_bind_as_in_microsofts_table() {
    check("a + b * c - d", "((a Add (b Multiply c)) Subtract d)");
    check("a || b && c == d < e + f", "(a Or (b And (c Equal (d Less (e Add f)))))");
    check("a ?? b || c", "(a Coalesce (b Or c))");
    check("!a.b && -c[0] > 1", "((!a.b) And ((-c[0]) Greater 1))");
    check(
        "a =~ b || c !~ d != true",
        "((a EqualIgnoringCase b) Or ((c NotEqualIgnoringCase d) NotEqual true))",
    );
    check("(a + b) % c / d", "(((a Add b) Modulo c) Divide d)");
    check(
        "a <= b ? c >= d : e ? f : g",
        "((a LessOrEqual b) ? (c GreaterOrEqual d) : (e ? f : g))",
    );
}

#[test]
fn a_conditional_may_go_on_in_the_next_line() {
    check("a\n  ? b\n  : c\n", "(a ? b : c)");
    check("a // why\n\n  ? b // then\n  : c", "(a ? b : c)");
    check("(\n  a\n)", "a");
}

#[test]
fn accesses_are_steps() {
    check("a.b.c", "a.b.c");
    check("a.?b[?0][^1]", "a.?b[?0][^1]");
    check("a[?^i]!.b!", "a[?^i].b");
    check("vnet::gateway.id", "vnet::gateway.id");
    check("az.resourceGroup('a').location", "az.resourceGroup(\"a\").location");
    check("keys.listKeys().keys[0].value", "keys.listKeys().keys[0].value");
    check("a['b-c']", "a[\"b-c\"]");
}

#[test]
fn texts_are_decoded() {
    check(r"'it\'s \\ \n\t\r \$ \u{1F600}\u{41}'", "\"it's \\\\ \\n\\t\\r $ 😀A\"");
    check(r"'\${a}'", "\"${a}\"");
    check("'10.$1.0'", "\"10.$1.0\"");
    check("''", "\"\"");
    check("'a${b}c${'d${e}'}'", "<\"a\" b \"c\" <\"d\" e>>");
    check("'${a}${b}'", "<a b>");
    check("'${a ? 'x' : {a: 1}.a}'".replace("{a: 1}.a", "y").as_str(), "<(a ? \"x\" : y)>");
}

#[test]
fn texts_of_several_lines_are_as_they_stand() {
    check("'''\na ${b}\n  'c'\n'''", "\"a ${b}\\n  'c'\\n\"");
    check("''''quoted''''", "\"'quoted'\"");
    check("$'''\r\na ${b} $c\n'''", "<\"a \" b \" $c\\n\">");
    check("$$'''a ${b} $${c} $$${d}'''", "<\"a ${b} \" c \" $\" d>");
    check("''''''", "\"\"");
    check("$'''${f('a')}'''", "<f(\"a\")>");
}

#[test]
fn collections_are_separated_by_commas_or_lines() {
    check("[1, 'a', null]", "[1, \"a\", null]");
    check("[\n  1, 2\n  3\n\n]", "[1, 2, 3]");
    check("[1,]", "[1]");
    check("{ a: 1, 'b-c': 2, '${d}': 3 }", "{\"a\": 1, \"b-c\": 2, <d>: 3}");
    check(
        "{\n  if: 1 // one\n  resource: 2\n  /* two */ for: 3\n}",
        "{\"if\": 1, \"resource\": 2, \"for\": 3}",
    );
    check("[\n  ...a\n  b\n]", "[...a, b]");
    check("{ ...(a ? {} : b), c: d }", "{...(a ? {} : b), \"c\": d}");
}

#[test]
fn loops_may_have_an_index() {
    check("[for a in b: a.c]", "[for a in b: a.c]");
    check(
        "[\n  for (a, i) in range(0, 3): {\n    b: i\n  }\n]",
        "[for a, i in range(0, 3): {\"b\": i}]",
    );
    check("[for a in b: [for c in a: c]]", "[for a in b: [for c in a: c]]");
}

#[test]
fn calls_may_span_lines() {
    check("union(\n  a,\n  b\n)", "union(a, b)");
    check("map(a, x => x.b)", "map(a, ((x) => x.b))");
    check("reduce(a, {}, (b, c) => union(b, c))", "reduce(a, {}, ((b, c) => union(b, c)))");
    check("f(() => 1)", "f((() => 1))");
    check("map(a, x =>\n  { y: x })", "map(a, ((x) => {\"y\": x}))");
    check("sort(a, (\n  b,\n  c\n) => b < c)", "sort(a, ((b, c) => (b Less c)))");
}

#[test]
fn numbers_are_whole() {
    check("18446744073709551615", "18446744073709551615");
    check("-9223372036854775808", "(-9223372036854775808)");
    check("007", "7");
}
