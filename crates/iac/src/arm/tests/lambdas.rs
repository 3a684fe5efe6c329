//! Functions that take functions.

use super::check_all;

const DOG: &str = "lambdaVariables('dog')";

#[test]
fn what_the_documents_say_of_lambdas() {
    let dogs = "variables('dogs')";
    let rows = [
        (
            format!("map({dogs}, lambda('dog', {DOG}.name))"),
            r#"["Evie", "Casper", "Indy", "Kira"]"#,
        ),
        (
            format!("map(filter({dogs}, lambda('dog', greaterOrEquals({DOG}.age, 5))), lambda('dog', {DOG}.name))"),
            r#"["Evie", "Kira"]"#,
        ),
        (
            format!("map({dogs}, lambda('dog', format('Hello {{0}}!', {DOG}.name)))"),
            r#"["Hello Evie!", "Hello Casper!", "Hello Indy!", "Hello Kira!"]"#,
        ),
        (
            format!("reduce(map({dogs}, lambda('dog', {DOG}.age)), 1, lambda('cur', 'next', add(lambdaVariables('cur'), lambdaVariables('next'))))"),
            "19",
        ),
        (
            format!("map(sort({dogs}, lambda('a', 'b', less(lambdaVariables('a').age, lambdaVariables('b').age))), lambda('dog', {DOG}.name))"),
            r#"["Indy", "Casper", "Evie", "Kira"]"#,
        ),
        (
            format!("toObject({dogs}, lambda('dog', {DOG}.name), lambda('dog', {DOG}.age))"),
            r#"{"Casper": 3, "Evie": 5, "Indy": 2, "Kira": 8}"#,
        ),
        (
            "map(range(0, 2), lambda('i', createArray(lambdaVariables('i'), variables('dogs')[lambdaVariables('i')].name)))".to_owned(),
            r#"[[0, "Evie"], [1, "Casper"]]"#,
        ),
    ];
    let rows: Vec<_> = rows.iter().map(|(text, expected)| (&**text, *expected)).collect();
    check_all(&rows);
}

#[test]
fn what_the_compiler_says_of_lambdas() {
    let concatenated = "concat(lambdaVariables('cur'), lambdaVariables('next'))";
    let rows = [
        ("filter(createArray('a', 'b', 'c', 'd'), lambda('item', 'i', equals(mod(lambdaVariables('i'), 2), 0)))".to_owned(), r#"["a", "c"]"#),
        ("map(createArray('x', 'y'), lambda('item', 'i', format('{0}{1}', lambdaVariables('item'), lambdaVariables('i'))))".to_owned(), r#"["x0", "y1"]"#),
        (format!("reduce(createArray('abc', 'def', 'ghi'), '', lambda('cur', 'next', 'i', if(equals(mod(lambdaVariables('i'), 2), 0), {concatenated}, lambdaVariables('cur'))))"), r#""abcghi""#),
        ("mapValues(createObject('a', 123, 'b', 456), lambda('val', mul(lambdaVariables('val'), 2)))".to_owned(), r#"{"a": 246, "b": 912}"#),
        ("groupBy(createArray(createObject('type', 'a', 'value', 123), createObject('type', 'b', 'value', 456), createObject('type', 'a', 'value', 789)), lambda('arg', lambdaVariables('arg').type), lambda('arg', lambdaVariables('arg').value))".to_owned(), r#"{"a": [123, 789], "b": [456]}"#),
        ("sort(createArray(8, 3, 10, -13, 5), lambda('x', 'y', less(lambdaVariables('x'), lambdaVariables('y'))))".to_owned(), "[-13, 3, 5, 8, 10]"),
        ("sort(createArray('ghi', 'abc', 'def'), lambda('x', 'y', greater(lambdaVariables('x'), lambdaVariables('y'))))".to_owned(), r#"["ghi", "def", "abc"]"#),
        ("reduce(range(1, 5), 1, lambda('cur', 'next', mul(lambdaVariables('cur'), lambdaVariables('next'))))".to_owned(), "120"),
        ("toObject(createArray(123, 456, 789), lambda('i', format('{0}', div(lambdaVariables('i'), 100))))".to_owned(), r#"{"1": 123, "4": 456, "7": 789}"#),
        ("map(filter(range(0, 4), lambda('i', contains(filter(range(0, 4), lambda('j', equals(0, mod(lambdaVariables('j'), 2)))), lambdaVariables('i')))), lambda('x', variables('dogs')[lambdaVariables('x')].name))".to_owned(), r#"["Evie", "Indy"]"#),
        ("filter(createArray('a'), lambda('x', 'yes'))".to_owned(), "error"),
        ("map('abc', lambda('x', 1))".to_owned(), "error"),
        ("map(createArray(1), 2)".to_owned(), "error"),
    ];
    let rows: Vec<_> = rows.iter().map(|(text, expected)| (&**text, *expected)).collect();
    check_all(&rows);
}
