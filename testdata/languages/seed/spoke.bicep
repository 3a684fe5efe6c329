param name string
param regionCode string
param location string
param addressSpace string[]
param subnets { key: string, value: string }[]
param firewallAddress string
param remoteDesktopSources string[]
param hub { name: string, id: string }

resource network 'Microsoft.Network/virtualNetworks@2024-05-01' = {
  name: 'vnet-${name}-${regionCode}'
  location: location
  properties: {
    addressSpace: { addressPrefixes: addressSpace }
    subnets: [
      for subnet in subnets: {
        name: 'snet-${subnet.key}'
        properties: {
          addressPrefix: subnet.value
          networkSecurityGroup: { id: filter.id }
          routeTable: { id: routes.id }
        }
      }
    ]
  }
}

resource filter 'Microsoft.Network/networkSecurityGroups@2024-05-01' = {
  name: 'nsg-${name}-${regionCode}'
  location: location
  properties: {
    securityRules: empty(remoteDesktopSources) ? [] : [
      {
        name: 'AllowRemoteDesktop'
        properties: {
          priority: 200
          direction: 'Inbound'
          access: 'Allow'
          protocol: 'Tcp'
          sourceAddressPrefixes: remoteDesktopSources
          sourcePortRange: '*'
          destinationAddressPrefix: '*'
          destinationPortRange: '3389'
        }
      }
    ]
  }
}

// Routes of the gateways would be longer than 0.0.0.0/0 and lead around the firewall.
resource routes 'Microsoft.Network/routeTables@2024-05-01' = {
  name: 'rt-${name}-${regionCode}'
  location: location
  properties: {
    disableBgpRoutePropagation: true
    routes: [
      {
        name: 'default-to-firewall'
        properties: {
          addressPrefix: '0.0.0.0/0'
          nextHopType: 'VirtualAppliance'
          nextHopIpAddress: firewallAddress
        }
      }
    ]
  }
}

resource toHub 'Microsoft.Network/virtualNetworks/virtualNetworkPeerings@2024-05-01' = {
  parent: network
  name: 'peer-${network.name}-to-${hub.name}'
  properties: {
    remoteVirtualNetwork: { id: hub.id }
    allowVirtualNetworkAccess: true
    allowForwardedTraffic: true
    useRemoteGateways: true
  }
}

output virtualNetworkId string = network.id
