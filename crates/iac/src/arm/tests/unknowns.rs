//! What is still known around an unknown value.

use super::{check_all, evaluated_all};
use crate::Why;

#[test]
fn what_is_certain_of_an_unknown_value_is_known() {
    check_all(&[
        ("concat('abc-', parameters('u'))", r#""abc-?""#),
        ("format('{0}-x', parameters('u'))", r#""?-x""#),
        ("format('{0:D3}', parameters('n'))", r#""?""#),
        ("startsWith(concat('abc-', parameters('u')), 'ABC')", "true"),
        ("startsWith(concat('abc-', parameters('u')), 'x')", "false"),
        ("startsWith(parameters('u'), 'x')", "?"),
        ("endsWith(concat(parameters('u'), '-x'), '-X')", "true"),
        ("contains(concat('abc-', parameters('u')), 'bc')", "true"),
        ("contains(concat('abc-', parameters('u')), 'z')", "?"),
        ("empty(concat('abc-', parameters('u')))", "false"),
        ("empty(parameters('u'))", "?"),
        ("take(concat('abc-', parameters('u')), 3)", r#""abc""#),
        ("take(concat('abc-', parameters('u')), 5)", "?"),
        ("skip(concat('abc-', parameters('u')), 2)", r#""c-?""#),
        ("substring(concat('abc-', parameters('u')), 1, 2)", r#""bc""#),
        ("substring(concat('abc-', parameters('u')), 1)", "?"),
        ("first(concat('abc-', parameters('u')))", r#""a""#),
        ("last(concat(parameters('u'), 'z'))", r#""z""#),
        ("indexOf(concat('abc-', parameters('u')), 'C')", "2"),
        ("toUpper(concat('abc-', parameters('u')))", r#""ABC-?""#),
        ("split(concat('a,b', parameters('u')), ',')", "?"),
        ("replace('a-{x}', '{x}', parameters('u'))", r#""a-?""#),
        ("replace('a', '{x}', parameters('u'))", r#""a""#),
        ("uniqueString(parameters('u'))", "?"),
        ("length(createArray(parameters('u'), parameters('u')))", "2"),
        ("length(parameters('list'))", "?"),
        ("contains(createArray('a', parameters('u')), 'a')", "true"),
        ("contains(createArray('a', parameters('u')), 'b')", "?"),
        ("contains(createObject('a', parameters('u')), 'b')", "false"),
        ("union(createObject('a', parameters('u')), createObject('b', 1))", r#"{"a": ?, "b": 1}"#),
        ("union(createObject('a', 1), parameters('object'))", "?"),
        ("intersection(createArray('a'), createArray('b', parameters('u')))", "?"),
        ("items(createObject('a', parameters('u')))", r#"[{"key": "a", "value": ?}]"#),
        ("objectKeys(parameters('object'))", "?"),
        ("tryGet(parameters('object'), 'a')", "?"),
        ("max(1, parameters('n'))", "?"),
        ("flatten(createArray(createArray(1), parameters('list')))", "?"),
        ("json(concat('{\"a\": \"x-', parameters('u'), '\"}'))", r#"{"a": "x-?"}"#),
        (
            "map(createArray('a', parameters('u')), lambda('x', concat(lambdaVariables('x'), '!')))",
            r#"["a!", "?!"]"#,
        ),
        (
            "filter(createArray('a', parameters('u')), lambda('x', equals(lambdaVariables('x'), 'a')))",
            "?",
        ),
        ("map(parameters('list'), lambda('x', 1))", "?"),
    ]);
}

#[test]
fn a_condition_that_is_not_known_leaves_what_both_branches_agree_on() {
    check_all(&[
        ("if(equals(parameters('u'), 'a'), 'k', 'k')", r#""k""#),
        ("if(equals(parameters('u'), 'a'), 'x', 'y')", "?"),
        ("or(equals(parameters('u'), 'a'), true())", "true"),
        ("and(equals(parameters('u'), 'a'), false())", "false"),
        ("coalesce(parameters('u'), 'b')", "?"),
        ("equals(coalesce(parameters('u'), 'b'), null())", "false"),
        ("coalesce(null(), parameters('u'))", "?"),
        ("coalesce(concat('a', parameters('u')), 'b')", r#""a?""#),
        ("equals(parameters('u'), 'a')", "?"),
        ("equals(concat('a', parameters('u')), 'b')", "false"),
    ]);
}

#[test]
fn the_cause_is_told() {
    let causes = [
        ("concat('a', parameters('u'))", Why::InputNotGiven("u".to_owned())),
        ("add(parameters('n'), 1)", Why::InputNotGiven("n".to_owned())),
        ("newGuid()", Why::Function("newGuid".to_owned())),
        ("resourceGroup().location", Why::Outside("resourceGroup().location".to_owned())),
        ("subscription().tenantId", Why::Outside("subscription().tenantId".to_owned())),
        (
            "environment().suffixes.storage",
            Why::Outside("environment().suffixes.storage".to_owned()),
        ),
        ("deployment().name", Why::Outside("deployment().name".to_owned())),
        (
            "listKeys('circuit', '2024-01-01').keys[0].value",
            Why::Outside("listKeys(existing.circuit)".to_owned()),
        ),
        (
            "reference('/providers/A.B/c/d').x",
            Why::Outside("reference(\"/providers/A.B/c/d\")".to_owned()),
        ),
    ];
    let expressions: Vec<&str> = causes.iter().map(|(expression, _)| *expression).collect();
    for ((expression, why), value) in causes.iter().zip(evaluated_all(&expressions)) {
        assert_eq!(value.why().as_ref(), Some(why), "{expression}");
    }
}
