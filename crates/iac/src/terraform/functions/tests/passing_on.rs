//! Elements keep what they were read from through functions and operators.

use super::evaluated_among_unknowns;

#[test]
fn a_name_stays_the_name_of_its_resource() {
    for expression in [
        "coalesce(null, name)",
        "concat([1], [name])[1]",
        "distinct([name, \"x\"])[0]",
        "element([name], 5)",
        "flatten([[[name]]])[0]",
        "lookup({ a = name }, \"a\", null)",
        "lookup({}, \"a\", name)",
        "lower(name)",
        "merge({ a = 1 }, { b = name }).b",
        "one([name])",
        "one(toset([name, name]))",
        "reverse([1, name])[0]",
        "setproduct([name], [1])[0][0]",
        "slice([1, name], 1, 2)[0]",
        "sort([name, \"a\"])[0]",
        "tolist([name, 1])[0]",
        "tomap({ a = name }).a",
        "tostring(name)",
        "true ? name : 1",
        "trimspace(name)",
        "values({ a = name })[0]",
        "zipmap([\"a\"], [name]).a",
        "{ a = [name] }.a[0]",
    ] {
        let value = evaluated_among_unknowns(expression);
        let reference = value.referent().map(|reference| reference.attribute.as_str());
        assert_eq!(reference, Some("name"), "{expression}");
    }
}

#[test]
fn text_made_of_a_name_is_not_that_name() {
    for expression in ["\"${name}-1\"", "replace(\"x\", \"x\", name)", "join(\"-\", [name, 1])"] {
        let value = evaluated_among_unknowns(expression);
        assert_eq!(value.referent(), None, "{expression}");
    }
}
