//! Resources, their ids, and names cut from ids.

use super::{check_all, evaluated_all, property_of, rendered};

#[test]
fn the_id_of_a_declared_resource_is_a_reference_to_it() {
    check_all(&[
        ("resourceId('Microsoft.Network/virtualNetworks', 'hub-vnet')", "<hub.id>"),
        ("resourceId('microsoft.network/VIRTUALNETWORKS', 'HUB-vnet')", "<hub.id>"),
        ("resourceId('Microsoft.Network/virtualNetworks/subnets', 'hub-vnet', 'app')", "<app.id>"),
        (
            "resourceId('Microsoft.Network/virtualNetworks/subnets', 'hub-vnet', 'GatewaySubnet')",
            r#""<hub.id>/subnets/GatewaySubnet""#,
        ),
        ("resourceId('Microsoft.Network/routeTables', 'table-1')", "<tables[1].id>"),
        (
            "resourceId('connectivity', 'Microsoft.Network/expressRouteCircuits', 'main')",
            "<existing.circuit.id>",
        ),
        (
            "extensionResourceId(resourceId('Microsoft.Network/virtualNetworks', 'hub-vnet'), 'Microsoft.Authorization/locks', 'l')",
            r#""<hub.id>/providers/Microsoft.Authorization/locks/l""#,
        ),
        (
            "concat(resourceId('Microsoft.Network/virtualNetworks', 'hub-vnet'), '/subnets/x')",
            r#""<hub.id>/subnets/x""#,
        ),
    ]);
}

#[test]
fn any_other_id_is_text_of_which_the_scope_is_not_known() {
    check_all(&[
        (
            "resourceId('Microsoft.Network/virtualNetworks', 'other')",
            r#""/subscriptions/?/resourceGroups/?/providers/Microsoft.Network/virtualNetworks/other""#,
        ),
        (
            "resourceId('rg', 'Microsoft.Network/virtualNetworks', 'hub-vnet')",
            r#""/subscriptions/?/resourceGroups/rg/providers/Microsoft.Network/virtualNetworks/hub-vnet""#,
        ),
        (
            "resourceId('sub', 'rg', 'Microsoft.Network/virtualNetworks/subnets', 'a', 'b')",
            r#""/subscriptions/sub/resourceGroups/rg/providers/Microsoft.Network/virtualNetworks/a/subnets/b""#,
        ),
        (
            "resourceId('Microsoft.Network/expressRouteCircuits', 'main')",
            r#""/subscriptions/?/resourceGroups/?/providers/Microsoft.Network/expressRouteCircuits/main""#,
        ),
        (
            "subscriptionResourceId('Microsoft.Authorization/roleDefinitions', 'x')",
            r#""/subscriptions/?/providers/Microsoft.Authorization/roleDefinitions/x""#,
        ),
        (
            "subscriptionResourceId('s', 'Microsoft.Resources/resourceGroups', 'x')",
            r#""/subscriptions/s/resourceGroups/x""#,
        ),
        (
            "tenantResourceId('Microsoft.Management/managementGroups', 'x')",
            r#""/providers/Microsoft.Management/managementGroups/x""#,
        ),
        (
            "managementGroupResourceId('m', 'A.B/c', 'd')",
            r#""/providers/Microsoft.Management/managementGroups/m/providers/A.B/c/d""#,
        ),
        (
            "resourceId('Microsoft.Network/virtualNetworks', parameters('u'))",
            r#""/subscriptions/?/resourceGroups/?/providers/Microsoft.Network/virtualNetworks/?""#,
        ),
        ("resourceId('Microsoft.Network/virtualNetworks', 'a', 'b')", "error"),
        (
            "resourceId('Microsoft.Network/virtualNetworks', 'spoke-vnet')",
            r#""/subscriptions/?/resourceGroups/?/providers/Microsoft.Network/virtualNetworks/spoke-vnet""#,
        ),
        ("resourceGroup().id", r#""/subscriptions/?/resourceGroups/?""#),
        ("subscription().id", r#""/subscriptions/?""#),
    ]);
}

#[test]
fn names_are_cut_from_ids_although_the_scope_is_not_known() {
    let hub = "resourceId('Microsoft.Network/virtualNetworks', 'hub-vnet')";
    let other = "resourceId('rg', 'Microsoft.Network/virtualNetworks/subnets', 'other', 's')";
    let rows = [
        (format!("split({hub}, '/')[8]"), r#""hub-vnet""#),
        (format!("last(split({hub}, '/'))"), r#""hub-vnet""#),
        (format!("length(split({hub}, '/'))"), "9"),
        (format!("split({other}, '/')[4]"), r#""rg""#),
        (format!("split({other}, '/')[2]"), "?"),
        (format!("split({other}, '/subnets/')[1]"), r#""s""#),
        (
            format!("split({other}, '/subnets/')[0]"),
            r#""/subscriptions/?/resourceGroups/rg/providers/Microsoft.Network/virtualNetworks/other""#,
        ),
        (format!("substring({hub}, add(lastIndexOf({hub}, '/'), 1))"), r#""hub-vnet""#),
        (
            format!(
                "substring({hub}, add(lastIndexOf({hub}, '/'), 1), sub(length({hub}), add(lastIndexOf({hub}, '/'), 1)))"
            ),
            r#""hub-vnet""#,
        ),
        (format!("substring({hub}, add(lastIndexOf({hub}, '/'), 2))"), "?"),
        ("substring('/a/b', add(lastIndexOf('/a/b', '/'), 1))".to_owned(), r#""b""#),
        (
            format!("toLower({hub})"),
            r#""/subscriptions/?/resourcegroups/?/providers/microsoft.network/virtualnetworks/hub-vnet""#,
        ),
        (format!("empty({hub})"), "false"),
        (format!("contains({hub}, 'virtualNetworks')"), "true"),
        (format!("startsWith({hub}, '/subscriptions/')"), "true"),
        (format!("endsWith({hub}, 'HUB-VNET')"), "true"),
        (format!("equals({hub}, {hub})"), "true"),
        (format!("uniqueString({hub})"), "?"),
    ];
    let rows: Vec<_> = rows.iter().map(|(text, expected)| (&**text, *expected)).collect();
    check_all(&rows);
}

#[test]
fn what_is_written_of_a_resource_is_known_and_the_rest_is_asked_of_it() {
    check_all(&[
        ("reference('hub').addressSpace.addressPrefixes[0]", r#""10.0.0.0/16""#),
        ("reference('hub').subnets[0].name", r#""GatewaySubnet""#),
        ("reference('hub').subnets[0].id", "<hub.properties.subnets[0].id>"),
        ("first(reference('hub').subnets).id", "<hub.properties.subnets[0].id>"),
        (
            "map(reference('hub').subnets, lambda('x', lambdaVariables('x').id))",
            "[<hub.properties.subnets[0].id>]",
        ),
        ("reference('hub').resourceGuid", "<hub.properties.resourceGuid>"),
        ("reference('hub').ADDRESSSPACE.addressprefixes", r#"["10.0.0.0/16"]"#),
        ("reference('hub', '2024-05-01', 'Full').location", r#""westeurope""#),
        ("reference('hub', '2024-05-01', 'full').resourceId", "<hub.id>"),
        ("reference('hub', '2024-05-01', 'Full').properties.subnets[0].name", r#""GatewaySubnet""#),
        (
            "reference(resourceId('Microsoft.Network/virtualNetworks', 'hub-vnet')).addressSpace.addressPrefixes",
            r#"["10.0.0.0/16"]"#,
        ),
        (
            "reference(resourceId('Microsoft.Network/virtualNetworks', 'hub-vnet'), '2024-05-01').subnets[0].id",
            "<hub.properties.subnets[0].id>",
        ),
        ("reference('tables[1]').routes", "<tables[1].properties.routes>"),
        ("reference('tables[2]').routes", "error"),
        (
            "map(references('tables', 'Full'), lambda('x', lambdaVariables('x').name))",
            r#"["table-0", "table-1"]"#,
        ),
        ("reference('circuit').serviceKey", "<existing.circuit.properties.serviceKey>"),
        ("reference(resourceId('Microsoft.Network/virtualNetworks', 'other')).x", "?"),
        ("tryGet(reference('hub'), 'dhcpOptions')", "<hub.properties.dhcpOptions>"),
        ("contains(reference('hub'), 'subnets')", "true"),
        ("contains(reference('hub'), 'dhcpOptions')", "?"),
    ]);
}

#[test]
fn what_is_read_from_a_resource_says_from_which() {
    let values = evaluated_all(&[
        "reference('hub').addressSpace.addressPrefixes[0]",
        "split(resourceId('Microsoft.Network/virtualNetworks', 'hub-vnet'), '/')[8]",
        "concat('a', 'b')",
    ]);
    let via =
        |at: usize| values[at].via.as_ref().map(|via| format!("{}.{}", via.target, via.attribute));
    assert_eq!(via(0).as_deref(), Some("hub.properties.addressSpace.addressPrefixes[0]"));
    assert_eq!(via(2), None);
}

/// A VNet whose name is not given, a subnet of it that is named after both, and what
/// refers to them.
const NAMELESS: &str = r#"{
  "$schema": "https://schema.management.azure.com/schemas/2019-04-01/deploymentTemplate.json#",
  "contentVersion": "1.0.0.0",
  "parameters": { "vnet": { "type": "string" }, "other": { "type": "string" } },
  "variables": { "name": "[toLower(parameters('vnet'))]" },
  "resources": [
    {
      "type": "Microsoft.Network/virtualNetworks", "apiVersion": "2024-05-01",
      "name": "[parameters('vnet')]", "location": "westeurope", "properties": {}
    },
    {
      "type": "Microsoft.Network/virtualNetworks/subnets", "apiVersion": "2024-05-01",
      "name": "[format('{0}/{1}', parameters('vnet'), 'app')]", "properties": {}
    },
    {
      "type": "Test.Test/values", "apiVersion": "1", "name": "tested",
      "properties": {
        "vnet": "[resourceId('Microsoft.Network/virtualNetworks', parameters('vnet'))]",
        "variable": "[resourceId('Microsoft.Network/virtualNetworks', variables('name'))]",
        "other": "[resourceId('Microsoft.Network/virtualNetworks', parameters('other'))]",
        "part": "[resourceId('Microsoft.Network/virtualNetworks', concat(parameters('vnet'), 'x'))]",
        "subnet": "[resourceId('Microsoft.Network/virtualNetworks/subnets', parameters('vnet'), 'app')]",
        "cut": "[resourceId('Microsoft.Network/virtualNetworks/subnets', split(format('{0}/app', parameters('vnet')), '/')[0], split(format('{0}/app', parameters('vnet')), '/')[1])]",
        "inline": "[resourceId('Microsoft.Network/virtualNetworks/subnets', parameters('vnet'), 'gw')]",
        "location": "[reference(resourceId('Microsoft.Network/virtualNetworks', parameters('vnet')), '2024-05-01', 'Full').location]"
      }
    }
  ]
}"#;

#[test]
fn a_name_that_is_not_known_is_found_where_it_is_written_alike() {
    let properties = property_of(&[("azuredeploy.json", NAMELESS)], "values/tested", "properties");
    let value = |name| properties.get(name).map(rendered).expect("it is evaluated");
    assert_eq!(value("vnet"), "<virtualNetworks/{vnet}.id>");
    assert_eq!(value("variable"), "<virtualNetworks/{vnet}.id>");
    assert_eq!(value("subnet"), "<virtualNetworks/{vnet}/subnets/app.id>");
    assert_eq!(value("cut"), "<virtualNetworks/{vnet}/subnets/app.id>");
    assert_eq!(value("inline"), r#""<virtualNetworks/{vnet}.id>/subnets/gw""#);
    assert_eq!(value("location"), r#""westeurope""#);
    let text = "/subscriptions/?/resourceGroups/?/providers/Microsoft.Network/virtualNetworks/?";
    assert_eq!(value("other"), format!("\"{text}\""));
    assert_eq!(value("part"), format!("\"{text}x\""));
    let files = [("azuredeploy.json", NAMELESS)];
    let parent = property_of(&files, "virtualNetworks/{vnet}/subnets/app", "parent");
    assert_eq!(rendered(&parent), "<virtualNetworks/{vnet}.id>");
}

#[test]
fn a_name_that_is_read_from_a_symbol_is_that_of_its_declaration() {
    let text = "
param vnetName string
resource vnet 'Microsoft.Network/virtualNetworks@2024-05-01' = {
  name: vnetName
}
resource tested 'Test.Test/values@1' = {
  name: 'tested'
  properties: {
    vnet: resourceId('Microsoft.Network/virtualNetworks', vnet.name)
    subnet: resourceId('Microsoft.Network/virtualNetworks/subnets', vnet.name, 'app')
  }
}
";
    let properties = property_of(&[("main.bicep", text)], "tested", "properties");
    let value = |name| properties.get(name).map(rendered);
    assert_eq!(value("vnet").as_deref(), Some("<vnet.id>"));
    assert_eq!(value("subnet").as_deref(), Some(r#""<vnet.id>/subnets/app""#));
}

/// How the Bicep compiler writes the id of a child, and the name of a module in a loop.
#[test]
fn names_that_are_not_known_are_taken_apart_as_they_are_written() {
    let text = r#"{
  "$schema": "https://schema.management.azure.com/schemas/2019-04-01/deploymentTemplate.json#",
  "contentVersion": "1.0.0.0",
  "parameters": { "prefix": { "type": "string" }, "time": { "type": "string" } },
  "variables": { "names": [ "data", "more" ], "groups": [ { "name": "[parameters('prefix')]" } ] },
  "resources": [
    {
      "copy": { "name": "containers", "count": "[length(variables('names'))]" },
      "type": "Microsoft.Storage/storageAccounts/blobServices/containers",
      "apiVersion": "2021-02-01",
      "name": "[format('{0}/{1}/{2}', replace(parameters('prefix'), '-', ''), 'default', variables('names')[copyIndex()])]"
    },
    {
      "copy": { "name": "inner", "count": "[length(variables('groups'))]" },
      "type": "Microsoft.Resources/deployments",
      "apiVersion": "2022-09-01",
      "name": "[format('{0}-{1}', variables('groups')[copyIndex()].name, parameters('time'))]",
      "properties": {
        "expressionEvaluationOptions": { "scope": "inner" },
        "template": { "resources": [], "outputs": { "one": { "type": "int", "value": 1 } } }
      }
    },
    {
      "type": "Test.Test/values",
      "apiVersion": "1",
      "name": "tested",
      "properties": {
        "last": "[last(split(resourceId('Microsoft.Storage/storageAccounts/blobServices/containers', replace(parameters('prefix'), '-', ''), 'default', variables('names')[0]), '/'))]",
        "output": "[reference(resourceId('Microsoft.Resources/deployments', format('{0}-{1}', variables('groups')[0].name, parameters('time')))).outputs.one.value]"
      }
    }
  ]
}"#;
    let properties = property_of(&[("azuredeploy.json", text)], "values/tested", "properties");
    let value = |name| properties.get(name).map(rendered);
    assert_eq!(value("last").as_deref(), Some(r#""data""#));
    assert_eq!(value("output").as_deref(), Some("1"));
}
