// Made ready for a Route Server.

param location string = 'westeurope'

resource hub 'Microsoft.Network/virtualNetworks@2024-05-01' = {
  name: 'vnet-hub'
  location: location
  properties: {
    addressSpace: { addressPrefixes: ['10.0.0.0/16'] }
    subnets: [
      {
        name: 'GatewaySubnet'
        properties: { addressPrefix: '10.0.0.0/26' }
      }
      {
        name: 'RouteServerSubnet'
        properties: { addressPrefix: '10.0.0.64/26' }
      }
    ]
  }
}

resource expressRoute 'Microsoft.Network/virtualNetworkGateways@2024-05-01' = {
  name: 'ergw-hub'
  location: location
  properties: {
    gatewayType: 'ExpressRoute'
    sku: {
      name: 'ErGw1AZ'
      tier: 'ErGw1AZ'
    }
    ipConfigurations: [
      {
        name: 'default'
        properties: {
          subnet: { id: '${hub.id}/subnets/GatewaySubnet' }
        }
      }
    ]
  }
}

resource vpn 'Microsoft.Network/virtualNetworkGateways@2024-05-01' = {
  name: 'vpngw-hub'
  location: location
  properties: {
    gatewayType: 'Vpn'
    sku: {
      name: 'VpnGw1AZ'
      tier: 'VpnGw1AZ'
    }
    enableBgp: true
    bgpSettings: { asn: 65010 }
    ipConfigurations: [
      {
        name: 'default'
        properties: {
          subnet: { id: '${hub.id}/subnets/GatewaySubnet' }
        }
      }
    ]
  }
}
