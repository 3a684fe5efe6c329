//! Arrays and objects.

use super::check_all;

#[test]
fn what_the_documents_say_of_arrays() {
    check_all(&[
        ("array(1)", "[1]"),
        ("array('efgh')", r#"["efgh"]"#),
        ("array(createArray(1))", "[1]"),
        ("array(createObject('a', 'b'))", r#"[{"a": "b"}]"#),
        ("concat(createArray('1-1', '1-2'), createArray('2-1'))", r#"["1-1", "1-2", "2-1"]"#),
        ("contains(createArray('one', 'two'), 'two')", "true"),
        ("contains(createArray('one', 'two'), 'four')", "false"),
        ("createArray()", "[]"),
        ("createArray(createArray('one'))", r#"[["one"]]"#),
        ("empty(createArray())", "true"),
        ("first(createArray('one', 'two', 'three'))", r#""one""#),
        ("first(createArray())", "null"),
        (
            "intersection(createArray('one', 'two', 'three'), createArray('two', 'three'))",
            r#"["two", "three"]"#,
        ),
        ("last(createArray('one', 'two', 'three'))", r#""three""#),
        ("length(createArray('one', 'two', 'three'))", "3"),
        ("skip(createArray('one', 'two', 'three'), 2)", r#"["three"]"#),
        ("take(createArray('one', 'two', 'three'), 2)", r#"["one", "two"]"#),
        ("take(createArray('one'), -1)", "[]"),
        (
            "union(createArray('one', 'two', 'three'), createArray('three', 'four', 'two'))",
            r#"["one", "two", "three", "four"]"#,
        ),
        (
            "union(createArray(createArray('one', 'two'), createArray('three')), createArray(createArray('three'), createArray('four', 'two')))",
            r#"[["one", "two"], ["three"], ["four", "two"]]"#,
        ),
        ("flatten(createArray(createArray(0, 1), createArray(2), createArray()))", "[0, 1, 2]"),
        ("flatten(createArray())", "[]"),
        ("distinct(createArray('a', 'b', 'a', 'c', 'b'))", r#"["a", "b", "c"]"#),
        ("distinct(createArray(1, 2, 3, 1, 2, 4))", "[1, 2, 3, 4]"),
        (
            "distinct(createArray(createObject('a', 1), createObject('a', 1), createObject('b', 2)))",
            r#"[{"a": 1}, {"b": 2}]"#,
        ),
        ("length(union(range(0, 10000), range(5000, 10000)))", "15000"),
        ("length(intersection(range(0, 10000), range(5000, 10000)))", "5000"),
        ("intersection(createArray('a', parameters('u')), createArray('b', 'a'))", "?"),
        ("tryIndexFromEnd(createArray('a', 'b'), 1)", r#""b""#),
        ("tryIndexFromEnd(createArray('a', 'b'), 3)", "null"),
    ]);
}

#[test]
fn what_the_documents_say_of_objects() {
    check_all(&[
        ("contains(createObject('one', 'a'), 'one')", "true"),
        ("contains(createObject('one', 'a'), 'a')", "false"),
        ("empty(createObject())", "true"),
        ("empty(json('null'))", "true"),
        (
            "intersection(createObject('one', 'a', 'two', 'b', 'three', 'c'), createObject('one', 'a', 'two', 'z', 'three', 'c'))",
            r#"{"one": "a", "three": "c"}"#,
        ),
        (
            "items(createObject('item002', 2, 'item001', 1))",
            r#"[{"key": "item001", "value": 1}, {"key": "item002", "value": 2}]"#,
        ),
        (
            "map(items(json('{\"ghi\":1,\"def\":1,\"abc\":1,\"123\":1,\"GHI\":1,\"DEF\":1,\"ABC\":1,\"456\":1}')), lambda('x', lambdaVariables('x').key))",
            r#"["123", "456", "abc", "ABC", "def", "DEF", "ghi", "GHI"]"#,
        ),
        ("json('{''a'': ''b''}')", r#"{"a": "b"}"#),
        ("json('\"test\"')", r#""test""#),
        ("json('true')", "true"),
        ("json('3')", "3"),
        ("json('[[1,2,3]')", "error"),
        ("json(concat('{\"a\": \"', 'demo value', '\"}'))", r#"{"a": "demo value"}"#),
        ("length(createObject('a', 1, 'b', createObject('c', 2)))", "2"),
        (
            "union(createObject('one', 'a', 'three', 'c1'), createObject('three', 'c2', 'four', 'd'))",
            r#"{"four": "d", "one": "a", "three": "c2"}"#,
        ),
        (
            "union(createObject('property', createObject('one', 'a', 'three', 'c1'), 'nestedArray', createArray(1, 2)), createObject('property', createObject('three', 'c2'), 'nestedArray', createArray(3, 4)))",
            r#"{"nestedArray": [3, 4], "property": {"one": "a", "three": "c2"}}"#,
        ),
        ("objectKeys(createObject('b', 1, 'a', 2))", r#"["a", "b"]"#),
        (
            "shallowMerge(createArray(createObject('a', createObject('x', 1)), createObject('a', createObject('y', 2))))",
            r#"{"a": {"y": 2}}"#,
        ),
        ("tryGet(createObject('a', createObject('b', 1)), 'a', 'b')", "1"),
        ("tryGet(createObject('a', createObject('b', 1)), 'x', 'b')", "null"),
        ("tryGet(null(), 'x')", "null"),
        ("tryGet(createArray(1, 2), 5)", "null"),
        ("tryGet(createArray(1, 2), createObject('value', 1, 'fromEnd', true()))", "2"),
        ("createObject('a')", "error"),
        ("createObject('a', 1).b", "error"),
        ("null().b", "error"),
        ("variables('copied').x", "[1, 2, 3]"),
        ("variables('copied')['x'][1]", "2"),
        ("variables('copied').x[3]", "error"),
        ("parameters('none')", "null"),
    ]);
}
