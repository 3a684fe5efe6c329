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

resource rsAddress 'Microsoft.Network/publicIPAddresses@2024-05-01' = {
  name: 'pip-rs-hub'
  location: location
  sku: { name: 'Standard' }
  zones: ['1', '2', '3']
  properties: { publicIPAllocationMethod: 'Static' }
}

resource routeServer 'Microsoft.Network/virtualHubs@2024-05-01' = {
  name: 'rs-hub'
  location: location
  properties: { sku: 'Standard' }
}

resource rsConfiguration 'Microsoft.Network/virtualHubs/ipConfigurations@2024-05-01' = {
  parent: routeServer
  name: 'default'
  properties: {
    subnet: { id: '${hub.id}/subnets/RouteServerSubnet' }
    publicIPAddress: { id: rsAddress.id }
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
    activeActive: true
    bgpSettings: { asn: 65010 }
    ipConfigurations: [
      {
        name: 'first'
        properties: {
          subnet: { id: '${hub.id}/subnets/GatewaySubnet' }
        }
      }
      {
        name: 'second'
        properties: {
          subnet: { id: '${hub.id}/subnets/GatewaySubnet' }
        }
      }
    ]
  }
}
