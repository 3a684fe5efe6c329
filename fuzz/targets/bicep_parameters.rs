#![no_main]

const TEMPLATE: &str = "param name string\nparam space array = ['10.0.0.0/16']\n
resource vnet 'Microsoft.Network/virtualNetworks@2024-05-01' = {
  name: name
  properties: { addressSpace: { addressPrefixes: space } }
}\n";

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| {
    nexthop_fuzz::read_beside("main.bicepparam", bytes, ("main.bicep", TEMPLATE));
});
