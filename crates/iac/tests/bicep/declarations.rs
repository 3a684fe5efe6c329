//! Resources: nested, repeated, conditional, existing.

use super::{check, loaded, only};

#[test]
fn a_nested_resource_has_the_type_of_its_parent_before_its_own() {
    let text = "
resource vnet 'Microsoft.Network/virtualNetworks@2024-05-01' = {
  name: 'hub'
  resource gateway 'subnets' = {
    name: 'GatewaySubnet'
    properties: { id: vnet.id, sibling: other.name }
  }
  resource other 'subnets@2023-11-01' = {
    name: 'other'
  }
}
output gateway string = vnet::gateway.id
resource use 'Microsoft.Test/tests@2024-01-01' = {
  name: vnet::gateway.name
  properties: { id: vnet::gateway.id }
}
";
    check(
        text,
        r#"
        use.name = "GatewaySubnet"
        use.properties.id = ~vnet::gateway.id
        vnet.name = "hub"
        vnet::gateway.name = "GatewaySubnet"
        vnet::gateway.parent = ~vnet.id
        vnet::gateway.properties.id = ~vnet.id
        vnet::gateway.properties.sibling = "other"
        vnet::other.name = "other"
        vnet::other.parent = ~vnet.id
        "#,
    );
    let workspace = loaded(text, &["root/main.bicep"]);
    let types: Vec<String> = only(&workspace)
        .resources
        .iter()
        .map(|resource| {
            let version = resource.values.get("apiVersion").and_then(|version| version.as_str());
            format!("{} {}", resource.source_type, version.unwrap_or_default())
        })
        .collect();
    assert_eq!(
        types,
        [
            "Microsoft.Test/tests 2024-01-01",
            "Microsoft.Network/virtualNetworks 2024-05-01",
            "Microsoft.Network/virtualNetworks/subnets 2024-05-01",
            "Microsoft.Network/virtualNetworks/subnets 2023-11-01",
        ]
    );
}

#[test]
fn a_child_may_name_its_parent() {
    check(
        "
resource vnet 'Microsoft.Network/virtualNetworks@2024-05-01' = {
  name: 'hub'
}
resource subnet 'Microsoft.Network/virtualNetworks/subnets@2024-05-01' = {
  parent: vnet
  name: 'app'
  dependsOn: [vnet]
}
",
        r#"
        subnet.name = "app"
        subnet.parent = ~vnet.id
        vnet.name = "hub"
        "#,
    );
}

#[test]
fn loops_give_each_element_and_its_index() {
    check(
        "
var prefixes = ['10.0.0.0/24', '10.0.1.0/24']
resource vnets 'Microsoft.Network/virtualNetworks@2024-05-01' = [for (prefix, i) in prefixes: {
  name: 'vnet${i}'
  properties: { prefix: prefix }
}]
resource peering 'Microsoft.Network/virtualNetworks/virtualNetworkPeerings@2024-05-01' = [for i in range(0, 2): {
  parent: vnets[i]
  name: 'to${1 - i}'
  properties: { remote: vnets[1 - i].id }
}]
",
        r#"
        peering[0].name = "to1"
        peering[0].parent = ~vnets[0].id
        peering[0].properties.remote = ~vnets[1].id
        peering[1].name = "to0"
        peering[1].parent = ~vnets[1].id
        peering[1].properties.remote = ~vnets[0].id
        vnets[0].name = "vnet0"
        vnets[0].properties.prefix = "10.0.0.0/24"
        vnets[1].name = "vnet1"
        vnets[1].properties.prefix = "10.0.1.0/24"
        "#,
    );
}

#[test]
fn what_its_condition_rules_out_is_not_there() {
    check(
        "
param deploy bool = false
param unknown bool
resource never 'Microsoft.Test/tests@2024-01-01' = if (deploy) {
  name: 'never'
  resource inner 'children' = {
    name: 'inner'
  }
}
resource perhaps 'Microsoft.Test/tests@2024-01-01' = if (unknown) {
  name: 'perhaps'
  resource inner 'children' = if (!deploy) {
    name: 'inner'
  }
}
resource some 'Microsoft.Test/tests@2024-01-01' = [for n in [1, 2, 3]: if (n != 2) {
  name: 'some${n}'
}]
",
        r#"
        perhaps ~ unknown has no value
        perhaps.name = "perhaps"
        perhaps::inner ~ unknown has no value
        perhaps::inner.name = "inner"
        perhaps::inner.parent = ~perhaps.id
        some[0].name = "some1"
        some[2].name = "some3"
        "#,
    );
}

#[test]
fn an_existing_resource_is_only_referred_to() {
    let text = "
resource hub 'Microsoft.Network/virtualNetworks@2024-05-01' existing = {
  name: 'hub'
  scope: resourceGroup('rg-hub')
  resource firewall 'subnets' existing = {
    name: 'AzureFirewallSubnet'
  }
}
resource peering 'Microsoft.Network/virtualNetworks/virtualNetworkPeerings@2024-05-01' = {
  name: 'spoke/to-${hub.name}'
  properties: { remote: hub.id, subnet: hub::firewall.id }
}
";
    check(
        text,
        r#"
        existing.hub.name = "hub"
        existing.hub.resourceGroup = "rg-hub"
        existing.hub::firewall.name = "AzureFirewallSubnet"
        existing.hub::firewall.parent = ~existing.hub.id
        peering.name = "to-hub"
        peering.parent.name = "spoke"
        peering.parent.resourceGroup = ~ resourceGroup().name is outside of this code
        peering.properties.remote = ~existing.hub.id
        peering.properties.subnet = ~existing.hub::firewall.id
        "#,
    );
    let workspace = loaded(text, &["root/main.bicep"]);
    let existing = only(&workspace).resources.iter().map(|resource| resource.existing);
    assert_eq!(existing.collect::<Vec<_>>(), [true, true, false]);
}

#[test]
fn parameters_have_defaults_and_may_be_null() {
    check(
        "
type name = string?
type subnet = {
  name: string
  prefix: string?
}
param a string = 'a${b}'
param b string = 'b'
param c string?
param d name
param e subnet.prefix
param f 'x' | 'y' | null
param g string
resource x 'Microsoft.Test/tests@2024-01-01' = {
  name: a
  properties: { c: c ?? 'none', d: d, e: e, f: f, g: g }
}
",
        r#"
        x.name = "ab"
        x.properties.c = "none"
        x.properties.d = null
        x.properties.e = null
        x.properties.f = null
        x.properties.g = ~ g has no value
        "#,
    );
}

#[test]
fn a_deployment_without_resources_is_no_resource() {
    check(
        "
param enableTelemetry bool = true
resource telemetry 'Microsoft.Resources/deployments@2024-03-01' = if (enableTelemetry) {
  name: 'pid-1'
  properties: {
    mode: 'Incremental'
    template: {
      '$schema': 'https://schema.management.azure.com/schemas/2019-04-01/deploymentTemplate.json#'
      contentVersion: '1.0.0.0'
      resources: []
    }
  }
}
resource x 'Microsoft.Test/tests@2024-01-01' = {
  name: 'x'
}
",
        r#"x.name = "x""#,
    );
}
