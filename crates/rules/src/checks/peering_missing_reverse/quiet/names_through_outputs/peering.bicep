param virtualNetworkName string
param remoteId string
param name string

resource network 'Microsoft.Network/virtualNetworks@2024-05-01' existing = {
  name: virtualNetworkName
}

resource peering 'Microsoft.Network/virtualNetworks/virtualNetworkPeerings@2024-05-01' = {
  parent: network
  name: name
  properties: {
    allowVirtualNetworkAccess: true
    remoteVirtualNetwork: { id: remoteId }
  }
}
