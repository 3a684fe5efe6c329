param name string

resource spoke 'Microsoft.Network/virtualNetworks@2024-05-01' = {
  name: name
  location: 'westeurope'
  properties: {
    addressSpace: {
      addressPrefixes: ['10.1.0.0/16']
    }
    subnets: [
      {
        name: 'app'
        properties: {
          addressPrefix: '10.1.0.0/24'
        }
      }
    ]
  }
}

resource again 'Microsoft.Network/virtualNetworks@2024-05-01' existing = {
  name: name
}

resource app 'Microsoft.Network/virtualNetworks/subnets@2024-05-01' = {
  parent: again
  name: 'app'
  properties: {
    addressPrefix: '10.1.0.0/24'
  }
}
