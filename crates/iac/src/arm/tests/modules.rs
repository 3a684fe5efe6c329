//! Deployments within deployments.

use super::{property_of, rendered};

const SCHEMA: &str = r#""$schema": "https://schema.management.azure.com/schemas/2019-04-01/deploymentTemplate.json#", "contentVersion": "1.0.0.0""#;

/// A module with a parameter, a resource of its name, and outputs.
fn module(scope: &str, argument: &str) -> String {
    format!(
        r#"{{
          "type": "Microsoft.Resources/deployments", "apiVersion": "2022-09-01", "name": "inner", {scope}
          "properties": {{
            "mode": "Incremental",
            "expressionEvaluationOptions": {{ "scope": "inner" }},
            "parameters": {{ "name": {{ "value": "{argument}" }} }},
            "template": {{
              {SCHEMA},
              "languageVersion": "2.0",
              "parameters": {{ "name": {{ "type": "string" }} }},
              "resources": {{
                "vnet": {{
                  "type": "Microsoft.Network/virtualNetworks", "apiVersion": "2024-05-01",
                  "name": "[parameters('name')]",
                  "properties": {{ "group": "[resourceGroup().name]" }}
                }}
              }},
              "outputs": {{
                "id": {{ "type": "string", "value": "[resourceId('Microsoft.Network/virtualNetworks', parameters('name'))]" }},
                "name": {{ "type": "string", "value": "[parameters('name')]" }},
                "group": {{ "type": "string", "value": "[resourceGroup().name]" }}
              }}
            }}
          }}
        }}"#
    )
}

#[track_caller]
fn check(inner: &str, rows: &[(&str, &str)]) {
    for (expression, expected) in rows {
        let text = format!(
            r#"{{ {SCHEMA}, "languageVersion": "2.0",
              "parameters": {{ "u": {{ "type": "string" }} }},
              "resources": {{
                "inner": {inner},
                "tested": {{
                  "type": "Test.Test/values", "apiVersion": "1", "name": "tested",
                  "properties": {{ "value": "[{expression}]" }}
                }}
              }} }}"#
        );
        let properties = property_of(&[("azuredeploy.json", &text)], "tested", "properties");
        let value = properties.get("value").map(rendered);
        assert_eq!(value.as_deref(), Some(*expected), "{expression}");
    }
}

#[test]
fn outputs_are_those_of_the_inner_deployment() {
    check(
        &module("", "spoke"),
        &[
            ("reference('inner').outputs.id.value", "<inner/vnet.id>"),
            ("reference('inner').outputs.name.value", r#""spoke""#),
            ("reference('inner').outputs.group.value", "?"),
            ("reference('inner').outputs.absent.value", "error"),
            ("tryGet(reference('inner').outputs, 'absent')", "null"),
            ("tryGet(tryGet(reference('inner').outputs, 'name'), 'value')", r#""spoke""#),
            (
                "reference(resourceId('Microsoft.Resources/deployments', 'inner')).outputs.name.value",
                r#""spoke""#,
            ),
            (
                "reference('inner', '2022-09-01', 'Full').properties.outputs.name.value",
                r#""spoke""#,
            ),
            ("last(split(reference('inner').outputs.id.value, '/'))", r#""spoke""#),
            ("reference(reference('inner').outputs.id.value).group", "?"),
        ],
    );
    check(
        &module("", "[parameters('u')]"),
        &[("reference('inner').outputs.id.value", "<inner/vnet.id>")],
    );
}

#[test]
fn a_deployment_to_another_group_knows_its_name() {
    check(
        &module(r#""resourceGroup": "connectivity","#, "spoke"),
        &[
            ("reference('inner').outputs.group.value", r#""connectivity""#),
            ("split(reference('inner').outputs.id.value, '/')[4]", r#""connectivity""#),
        ],
    );
}

#[test]
fn a_deployment_that_is_not_made_has_no_outputs() {
    check(
        &module(r#""condition": false,"#, "spoke"),
        &[
            ("reference('inner').outputs.name.value", "error"),
            ("tryGet(if(false(), reference('inner'), null()), 'outputs')", "null"),
            ("if(false(), reference('inner').outputs.name.value, 'x')", r#""x""#),
        ],
    );
}

#[test]
fn a_value_that_depends_on_itself_is_unknown() {
    let text = format!(
        r#"{{ {SCHEMA},
          "variables": {{ "a": "[concat(variables('b'), 'x')]", "b": "[concat(variables('a'), 'y')]" }},
          "resources": [ {{
            "type": "Test.Test/values", "apiVersion": "1", "name": "tested",
            "properties": {{ "value": "[variables('a')]" }}
          }} ] }}"#
    );
    let properties = property_of(&[("azuredeploy.json", &text)], "values/tested", "properties");
    assert_eq!(properties.get("value").map(rendered).as_deref(), Some(r#""?yx""#));
}

#[test]
fn user_functions_see_their_own_parameters() {
    let text = format!(
        r#"{{ {SCHEMA},
          "functions": [ {{ "namespace": "contoso", "members": {{
            "uniqueName": {{
              "parameters": [ {{ "name": "namePrefix", "type": "string" }} ],
              "output": {{ "type": "string", "value": "[concat(toLower(parameters('namePrefix')), '-x')]" }}
            }},
            "endless": {{
              "parameters": [],
              "output": {{ "type": "string", "value": "[contoso.endless()]" }}
            }}
          }} }} ],
          "parameters": {{ "namePrefix": {{ "type": "string", "defaultValue": "outer" }} }},
          "resources": [ {{
            "type": "Test.Test/values", "apiVersion": "1", "name": "tested",
            "properties": {{
              "value": "[contoso.uniqueName('Inner')]", "endless": "[contoso.endless()]"
            }}
          }} ] }}"#
    );
    let properties = property_of(&[("azuredeploy.json", &text)], "values/tested", "properties");
    assert_eq!(properties.get("value").map(rendered).as_deref(), Some(r#""inner-x""#));
    assert_eq!(properties.get("endless").map(rendered).as_deref(), Some("error"));
}
