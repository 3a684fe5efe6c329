resource spoke 'Microsoft.Network/virtualNetworks@2024-05-01' = {
  name: 'vnet-spoke'
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

  resource web 'subnets' = {
    name: 'web'
    properties: {
      addressPrefix: '10.1.1.0/24'
    }
  }

  resource data 'subnets' = {
    name: 'data'
    properties: {
      addressPrefix: '10.1.2.0/24'
    }
  }
}
