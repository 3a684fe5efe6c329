param location string = 'westeurope'

resource a 'Microsoft.Network/virtualNetworks@2024-05-01' = {
  name: 'vnet-a'
  location: location
  properties: {
    addressSpace: { addressPrefixes: ['10.0.0.0/16'] }
    subnets: []
  }
}

resource b 'Microsoft.Network/virtualNetworks@2024-05-01' = {
  name: 'vnet-b'
  location: location
  properties: {
    addressSpace: { addressPrefixes: ['10.1.0.0/16'] }
    subnets: []
  }
}

resource aToB 'Microsoft.Network/virtualNetworks/virtualNetworkPeerings@2024-05-01' = {
  parent: a
  name: 'a-to-b'
  properties: {
    remoteVirtualNetwork: { id: b.id }
    allowVirtualNetworkAccess: false /* for now */
  }
}

resource bToA 'Microsoft.Network/virtualNetworks/virtualNetworkPeerings@2024-05-01' = {
  parent: b
  name: 'b-to-a'
  properties: {
    remoteVirtualNetwork: { id: a.id }
    allowVirtualNetworkAccess: false /* for now */
  }
}
