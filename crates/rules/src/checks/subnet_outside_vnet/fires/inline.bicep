param addressPrefix string = '172.16.0.0/26'

resource hub 'Microsoft.Network/virtualNetworks@2023-09-01' = {
  name: 'vnet-hub'
  location: 'westeurope'
  properties: {
    addressSpace: {
      addressPrefixes: [
        addressPrefix
      ]
    }
    subnets: [
      {
        name: 'outside'
        properties: {
          addressPrefix: '172.16.0.0/26'
        }
      }
      {
        name: 'inside'
        properties: {
          addressPrefix: '172.16.0.64/26'
        }
      }
    ]
  }
}
