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
        properties: { addressPrefix: '10.0.1.0/26' }
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

resource circuit 'Microsoft.Network/expressRouteCircuits@2024-05-01' = {
  name: 'er-frankfurt'
  location: location
  sku: {
    name: 'Standard_MeteredData'
    tier: 'Standard'
    family: 'MeteredData'
  }
  properties: {
    serviceProviderProperties: {
      serviceProviderName: 'Equinix'
      peeringLocation: 'Frankfurt'
      bandwidthInMbps: 50
    }
  }
}

resource erConnection 'Microsoft.Network/connections@2024-05-01' = {
  name: 'con-er-frankfurt'
  location: location
  properties: {
    connectionType: 'ExpressRoute'
    virtualNetworkGateway1: { id: expressRoute.id }
    peer: { id: circuit.id }
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

resource branch 'Microsoft.Network/localNetworkGateways@2024-05-01' = {
  name: 'lgw-branch'
  location: location
  properties: {
    gatewayIpAddress: '203.0.113.10'
    localNetworkAddressSpace: { addressPrefixes: ['192.168.0.0/24'] }
  }
}

resource branchConnection 'Microsoft.Network/connections@2024-05-01' = {
  name: 'con-branch'
  location: location
  properties: {
    connectionType: 'IPsec'
    virtualNetworkGateway1: { id: vpn.id }
    localNetworkGateway2: { id: branch.id }
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
  properties: {
    sku: 'Standard'
    allowBranchToBranchTraffic: false
  }
}

resource rsConfiguration 'Microsoft.Network/virtualHubs/ipConfigurations@2024-05-01' = {
  parent: routeServer
  name: 'default'
  properties: {
    subnet: { id: '${hub.id}/subnets/RouteServerSubnet' }
    publicIPAddress: { id: rsAddress.id }
  }
}
