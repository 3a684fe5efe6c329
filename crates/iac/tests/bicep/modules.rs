//! Modules: local, and fetched by the Bicep CLI.

use super::{check, loaded, only, rendered};

#[test]
fn a_module_is_given_values_and_gives_outputs() {
    check(
        "
module network 'network/vnet.bicep' = {
  name: 'network'
  params: { name: 'hub', prefix: '10.0.0.0/16' }
}
resource x 'Microsoft.Test/tests@2024-01-01' = {
  name: 'x'
  properties: { id: network.outputs.id, name: network.outputs.name, deployment: network.name }
}
--- network/vnet.bicep
param name string
param prefix string
param location string = 'westeurope'
module inner '../inner.bicep' = {
  params: { text: name }
}
resource vnet 'Microsoft.Network/virtualNetworks@2024-05-01' = {
  name: '${name}-${inner.outputs.text}'
  location: location
  properties: { prefix: prefix }
}
output id string = vnet.id
output name string = vnet.name
--- inner.bicep
param text string
output text string = toUpper(text)
",
        r#"
        network/vnet.location = "westeurope"
        network/vnet.name = "hub-HUB"
        network/vnet.properties.prefix = "10.0.0.0/16"
        x.name = "x"
        x.properties.deployment = "network"
        x.properties.id = ~network/vnet.id
        x.properties.name = "hub-HUB"
        "#,
    );
}

#[test]
fn modules_may_be_repeated_and_conditional() {
    check(
        "
module spokes 'spoke.bicep' = [for (name, i) in ['a', 'b']: {
  name: 'spoke-${name}'
  params: { name: name, index: i }
}]
module never 'spoke.bicep' = if (false) {
  params: { name: 'never', index: 0 }
}
resource x 'Microsoft.Test/tests@2024-01-01' = {
  name: 'x'
  properties: { ids: [for i in range(0, 2): spokes[i].outputs.id] }
}
--- spoke.bicep
param name string
param index int
resource vnet 'Microsoft.Network/virtualNetworks@2024-05-01' = {
  name: '${name}${index}'
}
output id string = vnet.id
",
        r#"
        spokes[0]/vnet.name = "a0"
        spokes[1]/vnet.name = "b1"
        x.name = "x"
        x.properties.ids[0] = ~spokes[0]/vnet.id
        x.properties.ids[1] = ~spokes[1]/vnet.id
        "#,
    );
}

#[test]
fn a_module_may_go_to_another_resource_group() {
    check(
        "
targetScope = 'subscription'
resource group 'Microsoft.Resources/resourceGroups@2024-03-01' = {
  name: 'rg-hub'
  location: 'westeurope'
}
module hub 'hub.bicep' = {
  scope: group
}
module other 'hub.bicep' = {
  scope: resourceGroup('rg-other')
}
--- hub.bicep
resource vnet 'Microsoft.Network/virtualNetworks@2024-05-01' = {
  name: 'hub'
}
",
        r#"
        group.location = "westeurope"
        group.name = "rg-hub"
        hub/vnet.name = "hub"
        hub/vnet.resourceGroup = "rg-hub"
        other/vnet.name = "hub"
        other/vnet.resourceGroup = "rg-other"
        "#,
    );
}

#[test]
fn a_module_that_is_not_here_is_said_so() {
    let workspace = loaded(
        "
module gone 'gone.bicep' = {
  params: { a: 1 }
}
module registry 'br/public:avm/res/network/virtual-network:0.5.1' = [for i in [1, 2]: {
  params: { name: 'x${i}' }
}]
resource x 'Microsoft.Test/tests@2024-01-01' = {
  name: 'x'
  properties: { id: registry[0].outputs.resourceId }
}
",
        &["root/main.bicep"],
    );
    let project = only(&workspace);
    let unread: Vec<_> = project
        .unread_modules
        .iter()
        .map(|module| (module.address.as_str(), module.source.as_str()))
        .collect();
    let registry = "br/public:avm/res/network/virtual-network:0.5.1";
    assert_eq!(
        unread,
        [("gone", "gone.bicep"), ("registry[0]", registry), ("registry[1]", registry)]
    );
    assert!(rendered(project).contains("x.properties.id = ~ registry[0]"), "{}", rendered(project));
}

#[test]
fn a_fetched_module_is_read_from_the_cache() {
    check(
        r#"
module vnet 'br/own:network/vnet:v1' = {
  params: { name: 'hub' }
}
resource x 'Microsoft.Test/tests@2024-01-01' = {
  name: 'x'
  properties: { name: vnet.outputs.name }
}
--- bicepconfig.json
{ "moduleAliases": { "br": { "own": { "registry": "example.azurecr.io", "modulePath": "bicep" } } } }
--- cache/br/example.azurecr.io/bicep$network$vnet/v1$/main.json
{
  "$schema": "https://schema.management.azure.com/schemas/2019-04-01/deploymentTemplate.json#",
  "contentVersion": "1.0.0.0",
  "parameters": { "name": { "type": "string" } },
  "resources": [
    {
      "type": "Microsoft.Network/virtualNetworks",
      "apiVersion": "2024-05-01",
      "name": "[parameters('name')]"
    }
  ],
  "outputs": { "name": { "type": "string", "value": "[toUpper(parameters('name'))]" } }
}
"#,
        r#"
        vnet/virtualNetworks/{name}.name = "hub"
        x.name = "x"
        x.properties.name = "HUB"
        "#,
    );
}

#[test]
fn modules_that_contain_themselves_end() {
    let workspace = loaded(
        "
module a 'a.bicep' = {}
--- a.bicep
module b 'b.bicep' = {}
resource x 'Microsoft.Test/tests@2024-01-01' = {
  name: 'x'
}
--- b.bicep
module a 'a.bicep' = {}
",
        &["root/main.bicep"],
    );
    let project = only(&workspace);
    assert_eq!(rendered(project), "a/x.name = \"x\"\n");
    let unread: Vec<_> =
        project.unread_modules.iter().map(|module| module.address.as_str()).collect();
    assert_eq!(unread, ["a/b/a"]);
}

#[test]
fn a_deployment_may_take_in_a_template_in_json() {
    check(
        r#"
param name string = 'hub'
resource inner 'Microsoft.Resources/deployments@2024-03-01' = {
  name: 'inner'
  resourceGroup: 'rg-hub'
  properties: {
    mode: 'Incremental'
    expressionEvaluationOptions: { scope: 'Inner' }
    template: loadJsonContent('vnet.json')
    parameters: { name: { value: '${name}-vnet' } }
  }
}
--- vnet.json
{
  "$schema": "https://schema.management.azure.com/schemas/2019-04-01/deploymentTemplate.json#",
  "contentVersion": "1.0.0.0",
  "parameters": { "name": { "type": "string" } },
  "resources": [
    {
      "type": "Microsoft.Network/virtualNetworks",
      "apiVersion": "2024-05-01",
      "name": "[parameters('name')]"
    }
  ]
}
"#,
        r#"
        inner/virtualNetworks/{name}.name = "hub-vnet"
        inner/virtualNetworks/{name}.resourceGroup = "rg-hub"
        "#,
    );
}
