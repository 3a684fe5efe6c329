//! Modules: local, and fetched by the Bicep CLI.

use nexthop_iac::Workspace;

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
    let [project] = &workspace.projects[..] else { panic!("one root") };
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
    let [project] = &workspace.projects[..] else { panic!("one root") };
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

/// What Bicep computes in a template is evaluated by the file, a text in brackets where
/// it is deployed:
/// <https://learn.microsoft.com/azure/azure-resource-manager/templates/linked-templates#expression-evaluation-scope-in-nested-templates>
#[test]
fn a_template_is_written_out() {
    check(
        r"
param name string = 'hub'
var subnets = [ 'a', 'b' ]
var extra = {
  type: 'Microsoft.Network/routeTables'
  apiVersion: '2024-05-01'
  name: 'rt-${name}'
}
resource nsg 'Microsoft.Network/networkSecurityGroups@2024-05-01' = { name: 'nsg' }
resource inner 'Microsoft.Resources/deployments@2024-03-01' = [for (one, at) in subnets: {
  name: 'inner-${one}'
  resourceGroup: 'rg-${one}'
  properties: {
    mode: 'Incremental'
    parameters: { prefix: { value: '10.${at}.0.0/16' } }
    template: {
      '$schema': 'https://schema.management.azure.com/schemas/2019-04-01/deploymentTemplate.json#'
      contentVersion: '1.0.0.0'
      parameters: { prefix: { type: 'string' } }
      resources: [
        {
          type: 'Microsoft.Network/virtualNetworks'
          apiVersion: '2024-05-01'
          name: 'vnet-${name}-${one}'
          properties: {
            addressSpace: { addressPrefixes: [ '[parameters(\'prefix\')]' ] }
            subnets: [for i in range(0, 2): {
              name: 'snet-${i}'
              properties: { networkSecurityGroup: { id: nsg.id } }
            }]
          }
        }
        extra
      ]
      outputs: { first: { type: 'string', value: '[parameters(\'prefix\')]' } }
    }
  }
}]
resource table 'Microsoft.Network/routeTables@2024-05-01' = {
  name: 'rt'
  tags: { prefix: inner[1].properties.outputs.first.value }
}
",
        r#"
        inner[0]/routeTables/rt-{name}.name = "rt-hub"
        inner[0]/routeTables/rt-{name}.resourceGroup = "rg-a"
        inner[0]/virtualNetworks/vnet-{name}-{one}.name = "vnet-hub-a"
        inner[0]/virtualNetworks/vnet-{name}-{one}.properties.addressSpace.addressPrefixes[0] = "10.0.0.0/16"
        inner[0]/virtualNetworks/vnet-{name}-{one}.properties.subnets[0].name = "snet-0"
        inner[0]/virtualNetworks/vnet-{name}-{one}.properties.subnets[0].properties.networkSecurityGroup.id = ~nsg.id
        inner[0]/virtualNetworks/vnet-{name}-{one}.properties.subnets[1].name = "snet-1"
        inner[0]/virtualNetworks/vnet-{name}-{one}.properties.subnets[1].properties.networkSecurityGroup.id = ~nsg.id
        inner[0]/virtualNetworks/vnet-{name}-{one}.resourceGroup = "rg-a"
        inner[1]/routeTables/rt-{name}.name = "rt-hub"
        inner[1]/routeTables/rt-{name}.resourceGroup = "rg-b"
        inner[1]/virtualNetworks/vnet-{name}-{one}.name = "vnet-hub-b"
        inner[1]/virtualNetworks/vnet-{name}-{one}.properties.addressSpace.addressPrefixes[0] = "10.1.0.0/16"
        inner[1]/virtualNetworks/vnet-{name}-{one}.properties.subnets[0].name = "snet-0"
        inner[1]/virtualNetworks/vnet-{name}-{one}.properties.subnets[0].properties.networkSecurityGroup.id = ~nsg.id
        inner[1]/virtualNetworks/vnet-{name}-{one}.properties.subnets[1].name = "snet-1"
        inner[1]/virtualNetworks/vnet-{name}-{one}.properties.subnets[1].properties.networkSecurityGroup.id = ~nsg.id
        inner[1]/virtualNetworks/vnet-{name}-{one}.resourceGroup = "rg-b"
        nsg.name = "nsg"
        table.name = "rt"
        table.tags.prefix = "10.1.0.0/16"
        "#,
    );
}

/// With a scope of its own a template sees nothing of the file.
#[test]
fn a_template_that_is_written_out_sees_its_own_names() {
    check(
        r"
param name string = 'of the file'
resource inner 'Microsoft.Resources/deployments@2024-03-01' = {
  name: 'inner'
  properties: {
    mode: 'Incremental'
    expressionEvaluationOptions: { scope: 'inner' }
    parameters: { name: { value: 'vnet-inner' } }
    template: {
      '$schema': 'https://schema.management.azure.com/schemas/2019-04-01/deploymentTemplate.json#'
      contentVersion: '1.0.0.0'
      parameters: { name: { type: 'string' } }
      resources: [
        {
          type: 'Microsoft.Network/virtualNetworks'
          apiVersion: '2024-05-01'
          name: name
          tags: { text: '[parameters(\'name\')]' }
        }
      ]
    }
  }
}
",
        r#"
        inner/virtualNetworks/{name}.name = "vnet-inner"
        inner/virtualNetworks/{name}.tags.text = "[parameters('name')]"
        "#,
    );
}

/// What cannot be read before evaluation is said.
#[test]
fn a_template_that_is_computed_is_said_to_be_unread() {
    let workspace = loaded(
        r"
param on bool
resource all 'Microsoft.Resources/deployments@2024-03-01' = {
  name: 'all'
  properties: { mode: 'Incremental', template: on ? {} : {} }
}
resource some 'Microsoft.Resources/deployments@2024-03-01' = {
  name: 'some'
  properties: { mode: 'Incremental', template: { resources: on ? [] : [] } }
}
resource link 'Microsoft.Resources/deployments@2024-03-01' = {
  name: 'link'
  properties: { mode: 'Incremental', templateLink: { uri: 'https://example.com/vnet.json' } }
}
",
        &["root/main.bicep"],
    );
    let unread = only(&workspace).unread_modules.iter();
    let unread: Vec<_> = unread.map(|one| format!("{} ({})", one.address, one.source)).collect();
    assert_eq!(
        unread,
        [
            "all (a computed template)",
            "link (https://example.com/vnet.json)",
            "some/resources (resources that are computed)",
        ]
    );
}

fn told(text: &str) -> Vec<String> {
    told_of(&loaded(text, &["root/main.bicep"]))
}

fn told_of(workspace: &Workspace) -> Vec<String> {
    let [project] = &workspace.projects[..] else { panic!("one root") };
    let places = project.diagnostics.iter().map(|told| {
        let location = workspace.sources.location(told.span);
        format!("{}:{}: {}", location.path, location.start.line, told.message)
    });
    places.collect()
}

/// Whoever writes Bicep for the first time is told what is wrong, once and where.
#[test]
fn files_that_are_not_here_are_told_where_they_are_named() {
    assert_eq!(
        told(
            "
import { prefix } from 'names.bicep'
module spoke './modules/spoke.bicep' = { name: 'spoke' }
module windows 'modules\\\\spoke.bicep' = { name: 'windows' }
module fetched 'br/public:avm/res/network/virtual-network:9.9.9' = { name: 'fetched' }
"
        ),
        [
            "root/main.bicep:1: There is no file root/names.bicep",
            "root/main.bicep:2: There is no file root/modules/spoke.bicep",
            "root/main.bicep:3: `modules\\spoke.bicep` is no path of a file",
        ]
    );
}

/// The compiler finds it on Windows and macOS, where it was written.
#[test]
fn a_module_that_is_named_in_another_case_is_read_and_told() {
    let text = "
module spoke './modules/spoke.bicep' = { name: 'spoke' }
--- Modules/Spoke.bicep
resource x 'Microsoft.Test/tests@2024-01-01' = {
  name: 'x'
}
";
    let workspace = loaded(text, &["root"]);
    assert_eq!(
        told_of(&workspace),
        [
            "root/main.bicep:1: There is no file root/modules/spoke.bicep, only root/Modules/Spoke.bicep"
        ]
    );
    assert_eq!(rendered(&workspace.projects[0]).trim(), "spoke/x.name = \"x\"");
    let ambiguous = [text, "--- MODULES/spoke.bicep\n"].concat();
    let workspace = loaded(&ambiguous, &["root"]);
    let roots = workspace.projects.iter().map(|project| project.input.path.as_str());
    assert_eq!(
        roots.collect::<Vec<_>>(),
        ["root/MODULES/spoke.bicep", "root/Modules/Spoke.bicep", "root/main.bicep"]
    );
}

#[test]
fn modules_in_a_circle_are_told() {
    assert_eq!(
        told(
            "
module other 'other.bicep' = { name: 'other' }
--- other.bicep
module main './main.bicep' = { name: 'main' }
"
        ),
        [
            "root/other.bicep:1: These modules deploy each other in a circle: root/main.bicep > root/other.bicep > root/main.bicep"
        ]
    );
}

#[test]
fn a_name_that_is_declared_nowhere_is_told() {
    assert_eq!(
        told(
            "
param name string
resource vnet 'Microsoft.Network/virtualNetworks@2024-05-01' = {
  name: nam
  tags: { own: name, loops: [for one in range(0, 2): one], lambda: map([1], n => n + 1), az: az.resourceGroup().name }
}
"
        ),
        ["root/main.bicep:3: `nam` is declared nowhere in this file and imported from no other one"]
    );
}
