//! Values of variables, against what Terraform 1.11 makes of them.

use nexthop_source::Sources;

use super::parse;
use crate::{
    evaluate::{convert, failure},
    terraform::{
        functions::tests::{evaluated, rendered},
        syntax::parse_expression,
    },
};

#[test]
fn variables_are_converted_to_their_types() {
    for (constraint, given, expected) in VARIABLES {
        let file = Sources::default().add("main.tf", (*constraint).to_owned());
        let constraint = parse_expression(constraint, file).expect("the type can be parsed");
        let value = convert(&evaluated(given), &parse(&constraint).expect("it is a type"));
        let found = match failure(&value) {
            Some(_) => "error".to_owned(),
            None => rendered(&value),
        };
        assert_eq!(found, *expected, "{constraint:?} {given}");
    }
}

#[test]
fn what_is_no_type_is_refused() {
    for text in NO_TYPES {
        let file = Sources::default().add("main.tf", (*text).to_owned());
        let constraint = parse_expression(text, file).expect("the expression can be parsed");
        assert!(parse(&constraint).is_err(), "{text}");
    }
}

const NO_TYPES: &[&str] = &[
    "text",
    "list(string, number)",
    "optional(string)",
    "object(string)",
    "object({ a = optional() })",
    "tuple(string)",
    "upper(string)",
    "[string]",
    "object({ a = unheard_of })",
];

/// A type, a value given, what the variable is then.
const VARIABLES: &[(&str, &str, &str)] = &[
    ("string", "1", r#""1""#),
    ("string", "true", r#""true""#),
    ("string", "null", "null"),
    ("string", "[]", "error"),
    ("number", r#""5""#, "5"),
    ("number", r#""x""#, "error"),
    ("number", "true", "error"),
    ("bool", r#""true""#, "true"),
    ("bool", r#""1""#, "true"),
    ("bool", "1", "error"),
    ("any", r#"{a=1,b="x"}"#, r#"{"a" = 1, "b" = "x"}"#),
    ("any", r#"[1,"a"]"#, r#"[1, "a"]"#),
    ("list(string)", r#"[1,"a",true]"#, r#"tolist(["1", "a", "true"])"#),
    ("list(string)", r#""a""#, "error"),
    ("list(string)", "null", "null"),
    ("list(string)", "[null]", "tolist([null])"),
    ("list(string)", "[]", "tolist([])"),
    ("list(any)", r#"[1,"a"]"#, r#"tolist(["1", "a"])"#),
    ("list(any)", "[{a=1},{b=2}]", r#"tolist([tomap({"a" = 1}), tomap({"b" = 2})])"#),
    ("list(any)", r#"[{a=1},{a="x"}]"#, r#"tolist([{"a" = "1"}, {"a" = "x"}])"#),
    ("list(any)", "[{a=1},{b=[]}]", "error"),
    ("list(any)", "[]", "tolist([])"),
    ("set(string)", r#"["b","a","b"]"#, r#"toset(["a", "b"])"#),
    ("set(number)", r#"["10","9"]"#, "toset([9, 10])"),
    ("map(string)", "{a=1,b=true}", r#"tomap({"a" = "1", "b" = "true"})"#),
    ("map(string)", "{a=null}", r#"tomap({"a" = null})"#),
    ("map(any)", r#"{a=1,b="x"}"#, r#"tomap({"a" = "1", "b" = "x"})"#),
    (
        "map(any)",
        r#"{a={x=1},b={y="s"}}"#,
        r#"tomap({"a" = tomap({"x" = "1"}), "b" = tomap({"y" = "s"})})"#,
    ),
    (
        "map(any)",
        r#"{a=[1],b=["x","y"]}"#,
        r#"tomap({"a" = tolist(["1"]), "b" = tolist(["x", "y"])})"#,
    ),
    ("map(any)", "{a=1,b=[]}", "error"),
    ("map(list(string))", "{a=[1,2]}", r#"tomap({"a" = tolist(["1", "2"])})"#),
    ("object({a=string})", "{a=1,b=2}", r#"{"a" = "1"}"#),
    ("object({a=string})", "{}", "error"),
    ("object({a=string})", "{a=null}", r#"{"a" = null}"#),
    ("object({a=string,b=number})", r#"{a="x",b="y"}"#, "error"),
    ("object({a=string})", "null", "null"),
    ("object({a=string})", "[]", "error"),
    ("object({a=optional(string)})", "{}", r#"{"a" = null}"#),
    (r#"object({a=optional(string,"d")})"#, "{}", r#"{"a" = "d"}"#),
    (r#"object({a=optional(string,"d")})"#, "{a=null}", r#"{"a" = "d"}"#),
    (r#"object({a=optional(string,"d")})"#, r#"{a="x"}"#, r#"{"a" = "x"}"#),
    ("object({a=optional(number,5)})", r#"{a="7"}"#, r#"{"a" = 7}"#),
    ("object({a=optional(string,5)})", "{}", r#"{"a" = "5"}"#),
    ("object({a=optional(list(string),[])})", "{}", r#"{"a" = tolist([])}"#),
    (
        r#"object({a=optional(object({b=optional(string,"x"),c=optional(number)}),{})})"#,
        "{}",
        r#"{"a" = {"b" = "x", "c" = null}}"#,
    ),
    (
        r#"object({a=optional(object({b=optional(string,"x"),c=optional(number)}),{c=3})})"#,
        "{}",
        r#"{"a" = {"b" = "x", "c" = 3}}"#,
    ),
    (r#"object({a=optional(object({b=optional(string,"x")}))})"#, "{}", r#"{"a" = null}"#),
    (
        r#"object({a=optional(object({b=optional(string,"x")}))})"#,
        "{a={}}",
        r#"{"a" = {"b" = "x"}}"#,
    ),
    (
        r#"object({a=optional(object({b=optional(string,"x")}))})"#,
        "{a={b=null}}",
        r#"{"a" = {"b" = "x"}}"#,
    ),
    (r#"object({a=optional(object({b=string}),{b="q"})})"#, "{a=null}", r#"{"a" = {"b" = "q"}}"#),
    (
        "map(object({a=string,b=optional(bool,true)}))",
        r#"{k={a="x"},l={a=1,b="false",z=9}}"#,
        r#"tomap({"k" = {"a" = "x", "b" = true}, "l" = {"a" = "1", "b" = false}})"#,
    ),
    ("map(object({a=string,b=optional(bool,true)}))", "{}", "tomap({})"),
    ("map(object({a=string}))", "{k={}}", "error"),
    (
        "list(object({a=string,b=optional(list(number),[1,2])}))",
        r#"[{a="x"},{a="y",b=["3"]}]"#,
        r#"tolist([{"a" = "x", "b" = tolist([1, 2])}, {"a" = "y", "b" = tolist([3])}])"#,
    ),
    (
        "set(object({a=string}))",
        r#"[{a="y"},{a="x"},{a="y"}]"#,
        r#"toset([{"a" = "x"}, {"a" = "y"}])"#,
    ),
    ("tuple([string,number])", r#"[1,"2"]"#, r#"["1", 2]"#),
    ("tuple([string,number])", "[1]", "error"),
    ("tuple([])", "[]", "[]"),
    ("tuple([string,object({a=optional(number,1)})])", r#"["x",{}]"#, r#"["x", {"a" = 1}]"#),
    ("list(list(string))", "[[1],[2,3]]", r#"tolist([tolist(["1"]), tolist(["2", "3"])])"#),
    ("list(tuple([string,number]))", r#"[["a","1"]]"#, r#"tolist([["a", 1]])"#),
    ("map(map(string))", "{a={b=1}}", r#"tomap({"a" = tomap({"b" = "1"})})"#),
    (
        "map(object({a=any}))",
        r#"{k={a=1},l={a="x"}}"#,
        r#"tomap({"k" = {"a" = "1"}, "l" = {"a" = "x"}})"#,
    ),
    ("object({a=any})", r#"{a=[1,"x"]}"#, r#"{"a" = [1, "x"]}"#),
    ("object({a=optional(any,{x=1})})", "{}", r#"{"a" = {"x" = 1}}"#),
    (
        "object({a=optional(map(object({b=optional(number,2)})),{k={}})})",
        "{}",
        r#"{"a" = tomap({"k" = {"b" = 2}})}"#,
    ),
    ("object({a=optional(map(string),{})})", "{a={x=1}}", r#"{"a" = tomap({"x" = "1"})}"#),
    ("object({a=string})", "{a={}}", "error"),
    (
        "list(object({a=optional(string)}))",
        r#"[{},{a="x"},null]"#,
        r#"tolist([{"a" = null}, {"a" = "x"}, null])"#,
    ),
    (r#"map(object({a=optional(string,"q")}))"#, "{k=null}", r#"tomap({"k" = null})"#),
    ("list(number)", r#"["1","x"]"#, "error"),
    ("set(any)", r#"[1,"a"]"#, r#"toset(["1", "a"])"#),
    ("set(list(string))", r#"[["b"],["a"]]"#, r#"toset([tolist(["a"]), tolist(["b"])])"#),
    ("map(bool)", r#"{a="true",b=false}"#, r#"tomap({"a" = true, "b" = false})"#),
    ("object({n=optional(number,-1)})", "{}", r#"{"n" = -1}"#),
    (
        r#"object({a=object({b=object({c=optional(string,"deep")})})})"#,
        "{a={b={}}}",
        r#"{"a" = {"b" = {"c" = "deep"}}}"#,
    ),
    (r#"object({a=optional(set(string),["b","a"])})"#, "{}", r#"{"a" = toset(["a", "b"])}"#),
    (r#"object({a=optional(tuple([string,number]),["x",1])})"#, "{}", r#"{"a" = ["x", 1]}"#),
    ("map(string)", r#"["a"]"#, "error"),
    ("map(string)", r#""a""#, "error"),
    ("object({a=optional(string,null)})", "{}", r#"{"a" = null}"#),
    (r#"object({a=optional(bool,"true")})"#, "{}", r#"{"a" = true}"#),
];
