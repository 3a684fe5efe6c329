//! Templates that would take all time or memory there is.

use super::{check_all, evaluated_all, property_of, rendered};

#[test]
fn arrays_and_text_do_not_grow_without_end() {
    let thousand = "join(map(range(0, 1000), lambda('x', 'aaaaaaaaaa')), '')";
    let rows = [
        "range(0, 1000000000)".to_owned(),
        format!("replace({thousand}, 'a', {thousand})"),
        format!("join(range(0, 10000), {thousand})"),
        "concat(range(0, 10000), if(true(), 'x', 'y'))".to_owned(),
        "padLeft('a', 2000000000)".to_owned(),
        "format('{0,2000000000}', 'a')".to_owned(),
        "length(map(range(0, 10000), lambda('x', map(range(0, 10000), lambda('y', 'z')))))"
            .to_owned(),
    ];
    for expression in rows {
        check_all(&[(&expression, "error")]);
    }
}

#[test]
fn a_value_that_doubles_over_and_over_is_refused() {
    let doubled = (0..60).map(|at| {
        let before = if at == 0 { "'x'".to_owned() } else { format!("variables('v{}')", at - 1) };
        format!("\"v{at}\": \"[createArray({before}, {before})]\"")
    });
    let variables = doubled.collect::<Vec<_>>().join(",");
    let text = format!(
        r#"{{ "$schema": "https://schema.management.azure.com/schemas/2019-04-01/deploymentTemplate.json#",
          "contentVersion": "1.0.0.0", "variables": {{ {variables} }},
          "resources": [ {{ "type": "Test.Test/values", "apiVersion": "1", "name": "tested",
            "properties": {{ "value": "[length(variables('v59'))]" }} }} ] }}"#
    );
    let properties = property_of(&[("azuredeploy.json", &text)], "values/tested", "properties");
    assert_eq!(properties.get("value").map(rendered).as_deref(), Some("error"));
}

#[test]
fn calls_that_are_nested_deeply_are_no_danger() {
    let nested = (0..150).fold("'a'".to_owned(), |inner, _| format!("concat({inner}, 'b')"));
    let values = evaluated_all(&[&nested]);
    assert_eq!(values[0].as_str().map(str::len), Some(151));
}

/// Each way of an expression into itself, over and over.
#[test]
fn functions_that_call_themselves_end() {
    let bodies = [
        "contoso.f(parameters('x'))",
        "concat(contoso.f(parameters('x')), 'a')",
        "if(true(), contoso.f(parameters('x')), 'a')",
        "map(createArray(1), lambda('y', contoso.f(lambdaVariables('y'))))[0]",
        "reduce(createArray(1), 0, lambda('a', 'b', contoso.f(lambdaVariables('b'))))",
        "createObject('a', contoso.f(parameters('x'))).a",
        "coalesce(null(), contoso.f(parameters('x')))",
        "substring(contoso.f(parameters('x')), 0, 1)",
        "reference(contoso.f(parameters('x'))).a",
        "resourceId('A.B/c', contoso.f(parameters('x')))",
        "sort(createArray(1, 2), lambda('a', 'b', contoso.f(lambdaVariables('b'))))",
    ];
    for body in bodies {
        let text = format!(
            r#"{{ "$schema": "https://schema.management.azure.com/schemas/2019-04-01/deploymentTemplate.json#",
              "contentVersion": "1.0.0.0",
              "functions": [ {{ "namespace": "contoso", "members": {{ "f": {{
                "parameters": [ {{ "name": "x", "type": "int" }} ],
                "output": {{ "type": "string", "value": "[{body}]" }} }} }} }} ],
              "resources": [ {{ "type": "Test.Test/values", "apiVersion": "1", "name": "tested",
                "properties": {{ "value": "[contoso.f(1)]" }} }} ] }}"#
        );
        let properties = property_of(&[("azuredeploy.json", &text)], "values/tested", "properties");
        let value = properties.get("value").map(rendered);
        assert_eq!(value.as_deref(), Some("error"), "{body}");
    }
}
