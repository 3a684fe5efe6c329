@description('Where')
param location string = resourceGroup().location
param spokes array = [{ name: 'a', prefix: '10.1.0.0/16' }]
var hubName = 'vnet-hub-${uniqueString(resourceGroup().id)}'

resource hub 'Microsoft.Network/virtualNetworks@2024-05-01' = {
  name: hubName
  location: location
  properties: {
    addressSpace: { addressPrefixes: ['10.0.0.0/16'] }
    subnets: [
      { name: 'GatewaySubnet', properties: { addressPrefix: cidrSubnet('10.0.0.0/16', 27, 0) } }
    ]
  }
}

resource spoke 'Microsoft.Network/virtualNetworks@2024-05-01' = [for one in spokes: if (!empty(one.name)) {
  name: 'vnet-${one.name}'
  properties: { addressSpace: { addressPrefixes: [one.prefix] } }

  resource peering 'virtualNetworkPeerings' = {
    name: 'to-hub'
    properties: { remoteVirtualNetwork: { id: hub.id }, useRemoteGateways: true }
  }
}]

output id string = hub.properties.subnets[0].id
