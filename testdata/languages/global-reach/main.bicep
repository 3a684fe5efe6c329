// Two ExpressRoute circuits with Global Reach between them; a gateway is connected to one of them.

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
        name: 'snet-app'
        properties: { addressPrefix: '10.0.1.0/24' }
      }
    ]
  }
}

resource address 'Microsoft.Network/publicIPAddresses@2024-05-01' = {
  name: 'pip-er'
  location: location
  sku: { name: 'Standard' }
  zones: ['1', '2', '3']
  properties: { publicIPAllocationMethod: 'Static' }
}

resource gateway 'Microsoft.Network/virtualNetworkGateways@2024-05-01' = {
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
          privateIPAllocationMethod: 'Dynamic'
          publicIPAddress: { id: address.id }
          subnet: { id: '${hub.id}/subnets/GatewaySubnet' }
        }
      }
    ]
  }
}

resource amsterdam 'Microsoft.Network/expressRouteCircuits@2024-05-01' = {
  name: 'erc-ams'
  location: location
  sku: {
    name: 'Premium_MeteredData'
    tier: 'Premium'
    family: 'MeteredData'
  }
  properties: {
    serviceProviderProperties: {
      serviceProviderName: 'Equinix'
      peeringLocation: 'Amsterdam'
      bandwidthInMbps: 50
    }
  }
}

resource london 'Microsoft.Network/expressRouteCircuits@2024-05-01' = {
  name: 'erc-lon'
  location: location
  sku: {
    name: 'Premium_MeteredData'
    tier: 'Premium'
    family: 'MeteredData'
  }
  properties: {
    serviceProviderProperties: {
      serviceProviderName: 'Equinix'
      peeringLocation: 'London'
      bandwidthInMbps: 50
    }
  }
}

resource amsterdamPeering 'Microsoft.Network/expressRouteCircuits/peerings@2024-05-01' = {
  parent: amsterdam
  name: 'AzurePrivatePeering'
  properties: {
    peeringType: 'AzurePrivatePeering'
    peerASN: 65100
    primaryPeerAddressPrefix: '192.168.255.0/30'
    secondaryPeerAddressPrefix: '192.168.255.4/30'
    vlanId: 100
  }
}

resource londonPeering 'Microsoft.Network/expressRouteCircuits/peerings@2024-05-01' = {
  parent: london
  name: 'AzurePrivatePeering'
  properties: {
    peeringType: 'AzurePrivatePeering'
    peerASN: 65200
    primaryPeerAddressPrefix: '192.168.254.0/30'
    secondaryPeerAddressPrefix: '192.168.254.4/30'
    vlanId: 100
  }
}

resource reach 'Microsoft.Network/expressRouteCircuits/peerings/connections@2024-05-01' = {
  parent: amsterdamPeering
  name: 'to-lon'
  properties: {
    expressRouteCircuitPeering: { id: amsterdamPeering.id }
    peerExpressRouteCircuitPeering: { id: londonPeering.id }
    addressPrefix: '192.168.253.0/29'
  }
}

resource connection 'Microsoft.Network/connections@2024-05-01' = {
  name: 'cn-ams'
  location: location
  properties: {
    connectionType: 'ExpressRoute'
    virtualNetworkGateway1: { id: gateway.id }
    peer: { id: amsterdam.id }
  }
}
