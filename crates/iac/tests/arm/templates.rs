//! What one template says.

use nexthop_iac::Presence;

use super::{check, compare, loaded, only};

#[test]
fn expressions_stand_in_brackets_and_two_brackets_are_text() {
    check(
        r#"{{ // why
            "parameters": {"prefix": {"type": "string", "defaultValue": "it's"}},
            "resources": [{
                "type": "Microsoft.Network/routeTables", "apiVersion": "2024-05-01",
                "name": "[concat(PARAMETERS('Prefix'), ' ', 'o''clock')]",
                "tags": {"a": "[[not('evaluated')]", "b": "[", "c": "[]", "d": "[1", "[toUpper('e')]": "x"},
                "properties": {"first": "[createArray(1, 2)[0]]", "deep": "[createObject('a', createObject('b', true())).a['b']]"},
            }]}"#,
        r#"
        routeTables/{prefix} o'clock.name = "it's o'clock"
        routeTables/{prefix} o'clock.properties.deep = true
        routeTables/{prefix} o'clock.properties.first = 1
        routeTables/{prefix} o'clock.tags.E = "x"
        routeTables/{prefix} o'clock.tags.a = "[not('evaluated')]"
        routeTables/{prefix} o'clock.tags.b = "["
        routeTables/{prefix} o'clock.tags.c = "[]"
        routeTables/{prefix} o'clock.tags.d = "[1"
        "#,
    );
}

#[test]
fn what_is_no_expression_is_said_at_its_place() {
    let workspace = loaded(
        r#"{{"resources": [{"type": "Microsoft.Network/routeTables", "apiVersion": "2024-05-01",
"name": "[concat('a', )]"}]}"#,
        &["root/main.json"],
        &[],
    );
    let [diagnostic] = &workspace.projects[0].diagnostics[..] else { panic!("one mistake") };
    let place = workspace.sources.location(diagnostic.span);
    assert_eq!((place.start.line, place.start.column), (2, 23));
    assert_eq!(workspace.projects[0].resources.len(), 1);
    let deep = format!("[{}1{}]", "not(".repeat(5_000), ")".repeat(5_000));
    let text = format!(r#"{{{{"resources": [{{"type": "A.B/c", "name": "{deep}"}}]}}"#);
    let workspace = loaded(&text, &["root/main.json"], &[]);
    assert_eq!(workspace.projects[0].diagnostics.len(), 1);
}

#[test]
fn a_loop_repeats_resources_properties_and_variables() {
    check(
        r#"{{"variables": {
                "copy": [{"name": "names", "count": 2, "input": "[concat('n', copyIndex('names', 1))]"}],
                "old": {"copy": [{"name": "inner", "count": 2, "input": "[copyIndex('inner')]"}]}},
            "resources": [{
                "type": "Microsoft.Network/routeTables", "apiVersion": "2024-05-01",
                "copy": {"name": "tables", "count": "[length(variables('names'))]"},
                "name": "[variables('names')[copyIndex()]]",
                "properties": {
                    "old": "[variables('old').inner]",
                    "copy": [{"name": "routes", "count": 2, "input": {
                        "name": "[format('{0}-{1}', copyIndex(), copyIndex('routes'))]"}}]}}]}"#,
        r#"
        routeTables/{names}[0].name = "n1"
        routeTables/{names}[0].properties.old[0] = 0
        routeTables/{names}[0].properties.old[1] = 1
        routeTables/{names}[0].properties.routes[0].name = "0-0"
        routeTables/{names}[0].properties.routes[1].name = "0-1"
        routeTables/{names}[1].name = "n2"
        routeTables/{names}[1].properties.old[0] = 0
        routeTables/{names}[1].properties.old[1] = 1
        routeTables/{names}[1].properties.routes[0].name = "1-0"
        routeTables/{names}[1].properties.routes[1].name = "1-1"
        "#,
    );
}

#[test]
fn children_are_nested_or_named_after_their_parents() {
    check(
        r#"{{"parameters": {"hub": {"type": "string"}},
            "resources": [
            {"type": "Microsoft.Network/virtualNetworks", "apiVersion": "2024-05-01", "name": "spoke",
             "properties": {}, "resources": [{"type": "subnets", "apiVersion": "2024-05-01", "name": "app", "properties": {}}]},
            {"type": "Microsoft.Network/virtualNetworks", "apiVersion": "2024-05-01", "name": "[parameters('hub')]", "properties": {}},
            {"type": "Microsoft.Network/virtualNetworks/subnets", "apiVersion": "2024-05-01",
             "name": "[concat(parameters('hub'), '/gw')]", "properties": {"other": {"id": "[resourceId('Microsoft.Network/virtualNetworks', 'spoke')]"}}},
            {"type": "Microsoft.Network/virtualNetworks/subnets", "apiVersion": "2024-05-01", "name": "far/x", "properties": {}}]}"#,
        r#"
        virtualNetworks/far/subnets/x.name = "x"
        virtualNetworks/far/subnets/x.parent.name = "far"
        virtualNetworks/far/subnets/x.parent.resourceGroup = ~ resourceGroup().name is outside of this code
        virtualNetworks/far/subnets/x.properties = {}
        virtualNetworks/spoke.name = "spoke"
        virtualNetworks/spoke.properties = {}
        virtualNetworks/spoke/subnets/app.name = "app"
        virtualNetworks/spoke/subnets/app.parent = ~virtualNetworks/spoke.id
        virtualNetworks/spoke/subnets/app.properties = {}
        virtualNetworks/{hub}.name = ~ hub has no value
        virtualNetworks/{hub}.properties = {}
        virtualNetworks/{hub}/subnets/gw.name = "gw"
        virtualNetworks/{hub}/subnets/gw.parent = ~virtualNetworks/{hub}.id
        virtualNetworks/{hub}/subnets/gw.properties.other.id = ~virtualNetworks/spoke.id
        "#,
    );
}

#[test]
fn a_condition_decides_and_one_that_cannot_be_told_leaves_perhaps() {
    let text = r#"{{"parameters": {"deploy": {"type": "bool"}}, "resources": [
        {"condition": false, "type": "Microsoft.Network/routeTables", "name": "never", "properties": {}},
        {"condition": "[parameters('deploy')]", "type": "Microsoft.Network/routeTables", "name": "perhaps", "properties": {}}]}"#;
    let workspace = loaded(text, &["root/main.json"], &[]);
    let [perhaps] = &only(&workspace).resources[..] else { panic!("one is left") };
    assert!(matches!(perhaps.presence, Presence::Maybe(_)));
    let workspace = loaded(text, &["root/main.json"], &[("deploy", "TRUE")]);
    assert_eq!(only(&workspace).resources[0].presence, Presence::Certain);
}

#[test]
fn symbols_of_the_template_are_addresses() {
    check(
        r#"{{"languageVersion": "2.0", "resources": {
            "hub": {"existing": true, "type": "Microsoft.Network/virtualNetworks", "apiVersion": "2024-05-01", "name": "h", "resourceGroup": "net"},
            "hub::gw": {"type": "Microsoft.Network/virtualNetworks/subnets", "apiVersion": "2024-05-01", "name": "h/GatewaySubnet", "properties": {}},
            "table": {"type": "Microsoft.Network/routeTables", "apiVersion": "2024-05-01", "name": "t",
                "properties": {"hub": "[reference('hub', '2024-05-01', 'Full').name]"}}}}"#,
        r#"
        existing.hub.name = "h"
        existing.hub.resourceGroup = "net"
        hub::gw.name = "GatewaySubnet"
        hub::gw.parent.name = "h"
        hub::gw.parent.resourceGroup = ~ resourceGroup().name is outside of this code
        hub::gw.properties = {}
        table.name = "t"
        table.properties.hub = "h"
        "#,
    );
}

#[test]
fn nested_deployments_see_their_own_names_or_those_around_them() {
    let nested = |scope: &str| {
        format!(
            r#"{{{{"parameters": {{"name": {{"type": "string", "defaultValue": "outer"}}}}, "resources": [
            {{"type": "Microsoft.Resources/deployments", "apiVersion": "2024-03-01", "name": "d", "resourceGroup": "other",
             "properties": {{"mode": "Incremental", {scope} "parameters": {{"name": {{"value": "inner"}}}},
                "template": {{"$schema": "x", "parameters": {{"name": {{"type": "string"}}}}, "resources": [
                    {{"type": "Microsoft.Network/routeTables", "apiVersion": "2024-05-01", "name": "[parameters('name')]", "properties": {{}}}}]}}}}}}]}}"#
        )
    };
    let expect = |name: &str| {
        format!(
            "d/routeTables/{{name}}.name = \"{name}\"
             d/routeTables/{{name}}.properties = {{}}
             d/routeTables/{{name}}.resourceGroup = \"other\""
        )
    };
    check(&nested(""), &expect("outer"));
    check(&nested(r#""expressionEvaluationOptions": {"scope": "inner"},"#), &expect("inner"));
}

#[test]
fn what_is_deployed_twice_is_one_resource_and_the_later_one_counts() {
    let workspace = loaded(
        r#"{{"resources": [
            {"type": "Microsoft.Network/routeTables", "name": "t", "properties": {"disableBgpRoutePropagation": false}},
            {"type": "Microsoft.Resources/deployments", "name": "again", "properties": {"template": {"resources": [
                {"type": "microsoft.network/ROUTETABLES", "name": "T", "properties": {"disableBgpRoutePropagation": true}}]}}}]}"#,
        &["root/main.json"],
        &[],
    );
    let [later, earlier] = &only(&workspace).resources[..] else { panic!("two declarations") };
    assert!(later.amends.is_none());
    let target =
        earlier.amends.as_ref().and_then(|target| target.referent()).expect("it is the other one");
    assert_eq!((&target.target, earlier.body.len()), (&later.address, 0));
}

#[test]
fn what_is_to_be_ignored_may_stand_in_metadata() {
    let workspace = loaded(
        r#"{{"metadata": {"nexthop": {"ignore": {"whole-file": "a lab"}}}, "resources": [
// nexthop: ignore[by-comment] because
{"type": "Microsoft.Network/routeTables", "name": "t", "properties": {},
 "metadata": {"nexthop": {"ignore": ["of-resource"]}}}]}"#,
        &["root/main.json"],
        &[],
    );
    let found = &only(&workspace).suppressions;
    let file = found[0].span.file;
    let covers = |rule, line| found.iter().any(|one| one.covers(rule, file, line));
    assert!(covers("whole-file", 1) && covers("whole-file", 4));
    assert!(covers("by-comment", 3) && !covers("by-comment", 4));
    assert!(covers("of-resource", 3) && covers("of-resource", 4) && !covers("of-resource", 1));
}

#[test]
fn a_compiled_template_beside_its_source_is_no_input() {
    let compiled = r#"{{"metadata": {"_generator": {"name": "bicep", "version": "0.40"}}, "resources": []}
--- main.bicep
param x string = 'y'
"#;
    let workspace = loaded(compiled, &["root"], &[]);
    let inputs: Vec<_> = workspace.projects.iter().map(|one| one.input.path.as_str()).collect();
    assert_eq!(inputs, ["root/main.bicep"]);
    let named = loaded(compiled, &["root/main.json"], &[]);
    compare(only(&named), "");
}

/// How the compiler writes `vnets[index].id`, `hub.?outputs.id` and
/// `resourceInfo`: of what is not known the rest is.
#[test]
fn what_is_asked_of_something_that_is_not_known_is_told_as_far_as_it_is() {
    check(
        r#"{{"languageVersion": "2.0",
            "parameters": {"hubs": {"type": "array"}, "deployed": {"type": "bool"}, "name": {"type": "string"}},
            "resources": {
                "hub": {"type": "Microsoft.Resources/deployments", "apiVersion": "2022-09-01", "name": "hub",
                    "copy": {"name": "hub", "count": "[length(parameters('hubs'))]"},
                    "properties": {"expressionEvaluationOptions": {"scope": "inner"}, "template": {
                        "resources": [], "outputs": {"prefix": {"type": "string", "value": "10.0.0.0/16"}}}}},
                "perhaps": {"type": "Microsoft.Resources/deployments", "apiVersion": "2022-09-01", "name": "perhaps",
                    "condition": "[parameters('deployed')]",
                    "properties": {"expressionEvaluationOptions": {"scope": "inner"}, "template": {
                        "resources": [], "outputs": {"prefix": {"type": "string", "value": "10.1.0.0/16"}}}}},
                "x": {"type": "Microsoft.Test/tests", "apiVersion": "2024-01-01", "name": "x", "properties": {
                    "indexed": "[reference(format('hub[{0}]', parameters('hubs')[0].index)).outputs.prefix.value]",
                    "safe": "[tryGet(if(parameters('deployed'), reference('perhaps'), null()), 'outputs', 'prefix', 'value')]",
                    "child": "[resourceId('Microsoft.Test/tests/parts', split(format('{0}/{1}', 'x', parameters('name')), '/')[0], split(format('{0}/{1}', 'x', parameters('name')), '/')[1])]",
                    "info": "[resourceInfo('x').name]",
                    "kind": "[reference('perhaps', '2022-09-01', 'full').apiVersion]"}}
            }}"#,
        r#"
        x.name = "x"
        x.properties.child = ~"/subscriptions/{?}/resourceGroups/{?}/providers/Microsoft.Test/tests/x/parts/{?}" subscription().subscriptionId is outside of this code
        x.properties.indexed = "10.0.0.0/16"
        x.properties.info = "x"
        x.properties.kind = "2022-09-01"
        x.properties.safe = "10.1.0.0/16"
        "#,
    );
}

/// What the compiler makes of `template: loadJsonContent('…')`.
#[test]
fn a_template_may_be_a_variable() {
    check(
        r#"{{"variables": {"$fxv#0": {
                "parameters": {"name": {"type": "string"}},
                "variables": {"prefix": "[[concat('10.0', '.0.0/16')]"},
                "resources": [{"type": "Microsoft.Network/virtualNetworks", "apiVersion": "2024-05-01",
                    "name": "[[parameters('name')]",
                    "tags": {"literal": "[[[not('evaluated')]"},
                    "properties": {"prefix": "[[variables('prefix')]"}}]}},
            "resources": [
                {"type": "Microsoft.Resources/deployments", "apiVersion": "2022-09-01", "name": "inner",
                    "properties": {"expressionEvaluationOptions": {"scope": "inner"},
                        "parameters": {"name": {"value": "hub"}}, "template": "[variables('$fxv#0')]"}}]}"#,
        r#"
        inner/virtualNetworks/{name}.name = "hub"
        inner/virtualNetworks/{name}.properties.prefix = "10.0.0.0/16"
        inner/virtualNetworks/{name}.tags.literal = "[not('evaluated')]"
        "#,
    );
}

/// The template around it takes the first bracket of `[[` away, and what is left is
/// evaluated where it is deployed:
/// <https://learn.microsoft.com/azure/azure-resource-manager/templates/template-expressions#escape-characters>
#[test]
fn a_template_of_the_outer_scope_may_keep_expressions_for_itself() {
    check(
        r#"{{"parameters": {"name": {"type": "string", "defaultValue": "of the outer"}},
            "variables": {"kept": {
                "parameters": {"name": {"type": "string"}},
                "resources": [{"type": "Microsoft.Network/routeTables", "apiVersion": "2024-05-01",
                    "name": "[[parameters('name')]",
                    "tags": {"outer": "[parameters('name')]"}}]}},
            "resources": [
                {"type": "Microsoft.Resources/deployments", "apiVersion": "2022-09-01", "name": "inner",
                    "properties": {
                        "parameters": {"name": {"value": "hub"}},
                        "template": {
                            "parameters": {"name": {"type": "string"}},
                            "resources": [{"type": "Microsoft.Network/virtualNetworks", "apiVersion": "2024-05-01",
                                "name": "[[parameters('NAME')]",
                                "tags": {"outer": "[parameters('name')]", "plain": "[[not('evaluated'"}}]}}},
                {"type": "Microsoft.Resources/deployments", "apiVersion": "2022-09-01", "name": "variable",
                    "properties": {"parameters": {"name": {"value": "table"}}, "template": "[variables('kept')]"}},
                {"type": "Microsoft.Resources/deployments", "apiVersion": "2022-09-01", "name": "twice",
                    "properties": {"parameters": {"name": {"value": "of the first"}}, "template": {
                        "parameters": {"name": {"type": "string"}},
                        "resources": [{"type": "Microsoft.Resources/deployments", "apiVersion": "2022-09-01", "name": "second",
                            "properties": {"parameters": {"name": {"value": "of the second"}}, "template": {
                                "parameters": {"name": {"type": "string"}},
                                "resources": [{"type": "Microsoft.Network/natGateways", "apiVersion": "2024-05-01",
                                    "name": "nat",
                                    "tags": {
                                        "outer": "[parameters('name')]",
                                        "first": "[[parameters('name')]"}}]}}}]}}}]}"#,
        r#"
        inner/virtualNetworks/{name}.name = "hub"
        inner/virtualNetworks/{name}.tags.outer = "of the outer"
        inner/virtualNetworks/{name}.tags.plain = "[[not('evaluated'"
        twice/second/natGateways/nat.name = "nat"
        twice/second/natGateways/nat.tags.first = "of the first"
        twice/second/natGateways/nat.tags.outer = "of the outer"
        variable/routeTables/{name}.name = "table"
        variable/routeTables/{name}.tags.outer = "of the outer"
        "#,
    );
}

/// `vault.getSecret('name')` as the compiler writes it, alone and in a conditional.
#[test]
fn a_secret_of_a_key_vault_is_given_and_not_the_default() {
    check(
        r#"{{"parameters": {"vault": {"type": "bool", "defaultValue": true}},
            "resources": [
                {"type": "Microsoft.Resources/deployments", "apiVersion": "2022-09-01", "name": "inner",
                    "properties": {"expressionEvaluationOptions": {"scope": "inner"},
                        "parameters": {
                            "alone": {"reference": {"keyVault": {"id": "/vault"}, "secretName": "key"}},
                            "chosen": "[if(parameters('vault'), createObject('reference', createObject('keyVault', createObject('id', '/vault'), 'secretName', 'key')), createObject('value', 'plain'))]",
                            "plain": "[if(not(parameters('vault')), createObject('reference', createObject()), createObject('value', 'plain'))]"},
                        "template": {
                            "parameters": {
                                "alone": {"type": "securestring", "defaultValue": ""},
                                "chosen": {"type": "securestring", "defaultValue": ""},
                                "plain": {"type": "securestring", "defaultValue": ""}},
                            "resources": [{"type": "Microsoft.Network/connections", "apiVersion": "2024-05-01", "name": "cn",
                                "tags": {"alone": "[parameters('alone')]", "chosen": "[parameters('chosen')]", "plain": "[parameters('plain')]"}}]}}}]}"#,
        r#"
        inner/connections/cn.name = "cn"
        inner/connections/cn.tags.alone = ~ getSecret() cannot be computed offline
        inner/connections/cn.tags.chosen = ~ getSecret() cannot be computed offline
        inner/connections/cn.tags.plain = "plain"
        "#,
    );
}
