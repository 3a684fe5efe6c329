resource vnet 'Microsoft.Network/virtualNetworks@2024-05-01' = {
  name: 'vnet-hub'
  location: 'westeurope'
  properties: {
    addressSpace: {
      addressPrefixes: [
        '10.0.0.0/16'
      ]
    }
    subnets: [
      {
        name: 'RouteServerSubnet'
        properties: {
          addressPrefix: '10.0.1.0/26'
        }
      }
    ]
  }
}

resource server 'Microsoft.Network/virtualHubs@2024-05-01' = {
  name: 'rs-hub'
  location: 'westeurope'
  properties: {
    sku: 'Standard'
  }

  resource configuration 'ipConfigurations' = {
    name: 'ipconfig'
    properties: {
      subnet: {
        id: vnet.properties.subnets[0].id
      }
    }
  }
}
