//! What is deployed, and what is predicted.

use nexthop_iac::InputKind;

use super::{compare, loaded, only};

const GATEWAY: &str = r#"
net/virtualNetworkGateways/vpn.id = "/subscriptions/0/resourceGroups/net/providers/Microsoft.Network/virtualNetworkGateways/vpn"
net/virtualNetworkGateways/vpn.location = "westeurope"
net/virtualNetworkGateways/vpn.name = "vpn"
net/virtualNetworkGateways/vpn.properties.ipConfigurations[0].id = "x"
net/virtualNetworkGateways/vpn.properties.ipConfigurations[0].name = "default"
net/virtualNetworkGateways/vpn.properties.ipConfigurations[0].properties.subnet.id = "y"
net/virtualNetworkGateways/vpn.properties.sku.name = "VpnGw1AZ"
net/virtualNetworkGateways/vpn.resourceGroup = "net"
"#;

fn export(text: &str) {
    let workspace = loaded(&format!("{{}}\n--- export.json\n{text}"), &["root/export.json"], &[]);
    let project = only(&workspace);
    assert_eq!(project.input.kind, InputKind::AzureExport);
    compare(project, GATEWAY);
}

#[test]
fn the_shape_that_az_prints_is_that_of_arm_again() {
    const ID: &str = "/subscriptions/0/resourceGroups/net/providers/Microsoft.Network/virtualNetworkGateways/vpn";
    export(&format!(
        r#"[{{"id": "{ID}", "name": "vpn", "location": "westeurope", "sku": {{"name": "VpnGw1AZ"}},
            "ipConfigurations": [{{"id": "x", "name": "default", "subnet": {{"id": "y"}}}}]}}]"#
    ));
    let arm = format!(
        r#"{{"id": "{ID}", "name": "vpn", "location": "westeurope", "properties": {{"sku": {{"name": "VpnGw1AZ"}},
            "ipConfigurations": [{{"id": "x", "name": "default", "properties": {{"subnet": {{"id": "y"}}}}}}]}}}}"#
    );
    export(&format!("[{arm}]"));
    export(&format!(r#"{{"value": [{arm}]}}"#));
    export(&format!(r#"{{"count": 1, "data": [{arm}], "total_records": 1}}"#));
}

#[test]
fn a_snapshot_is_read_as_what_it_predicts() {
    let text = r#"{}
--- main.snapshot.json
{"predictedResources": [{"id": "/subscriptions/0/resourceGroups/net/providers/Microsoft.Network/virtualNetworks/hub/subnets/app",
  "type": "Microsoft.Network/virtualNetworks/subnets", "name": "hub/app", "apiVersion": "2024-05-01",
  "properties": {"addressPrefix": "10.0.0.0/24", "note": "[resourceGroup().location]"}}]}"#;
    let workspace = loaded(text, &["root/main.snapshot.json"], &[]);
    let project = only(&workspace);
    assert_eq!(project.input.kind, InputKind::Bicep);
    compare(
        project,
        r#"
        virtualNetworks/hub/subnets/app.name = "app"
        virtualNetworks/hub/subnets/app.parent.name = "hub"
        virtualNetworks/hub/subnets/app.parent.resourceGroup = "net"
        virtualNetworks/hub/subnets/app.properties.addressPrefix = "10.0.0.0/24"
        virtualNetworks/hub/subnets/app.properties.note = ~ resourceGroup().location is outside of this code
        virtualNetworks/hub/subnets/app.resourceGroup = "net"
        "#,
    );
}
