#![no_main]

const TEMPLATE: &str = r#"{
  "$schema": "https://schema.management.azure.com/schemas/2019-04-01/deploymentTemplate.json#",
  "contentVersion": "1.0.0.0",
  "parameters": { "name": { "type": "string" }, "space": { "type": "array" } },
  "resources": [{
    "type": "Microsoft.Network/virtualNetworks",
    "apiVersion": "2024-05-01",
    "name": "[parameters('name')]",
    "properties": { "addressSpace": { "addressPrefixes": "[parameters('space')]" } }
  }]
}"#;

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| {
    nexthop_fuzz::read_beside("main.parameters.json", bytes, ("main.json", TEMPLATE));
});
