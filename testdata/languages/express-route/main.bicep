// An ExpressRoute circuit with its private peering, a gateway and a connection, and a spoke that uses the gateway.

param location string = 'westeurope'

resource hub 'Microsoft.Network/virtualNetworks@2024-05-01' = {
  name: 'vnet-hub'
  location: location
  properties: {
    addressSpace: {
      addressPrefixes: ['10.0.0.0/16']
    }
    subnets: [
      {
        name: 'GatewaySubnet'
        properties: { addressPrefix: '10.0.0.0/26' }
      }
    ]
  }
}

resource spoke 'Microsoft.Network/virtualNetworks@2024-05-01' = {
  name: 'vnet-spoke'
  location: location
  properties: {
    addressSpace: {
      addressPrefixes: ['10.1.0.0/16']
    }
    subnets: [
      {
        name: 'snet-app'
        properties: { addressPrefix: '10.1.1.0/24' }
      }
    ]
  }
}

resource hubToSpoke 'Microsoft.Network/virtualNetworks/virtualNetworkPeerings@2024-05-01' = {
  parent: hub
  name: 'to-spoke'
  properties: {
    remoteVirtualNetwork: { id: spoke.id }
    allowVirtualNetworkAccess: true
    allowGatewayTransit: true
  }
}

resource spokeToHub 'Microsoft.Network/virtualNetworks/virtualNetworkPeerings@2024-05-01' = {
  parent: spoke
  name: 'to-hub'
  properties: {
    remoteVirtualNetwork: { id: hub.id }
    allowVirtualNetworkAccess: true
    useRemoteGateways: true
  }
  dependsOn: [
    gateway
    hubToSpoke
  ]
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

resource circuit 'Microsoft.Network/expressRouteCircuits@2024-05-01' = {
  name: 'erc-ams'
  location: location
  sku: {
    name: 'Standard_MeteredData'
    tier: 'Standard'
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

resource private 'Microsoft.Network/expressRouteCircuits/peerings@2024-05-01' = {
  parent: circuit
  name: 'AzurePrivatePeering'
  properties: {
    peeringType: 'AzurePrivatePeering'
    peerASN: 65100
    primaryPeerAddressPrefix: '192.168.255.0/30'
    secondaryPeerAddressPrefix: '192.168.255.4/30'
    vlanId: 100
  }
}

resource connection 'Microsoft.Network/connections@2024-05-01' = {
  name: 'cn-er'
  location: location
  properties: {
    connectionType: 'ExpressRoute'
    virtualNetworkGateway1: { id: gateway.id }
    peer: { id: circuit.id }
    routingWeight: 10
  }
  dependsOn: [
    private
  ]
}
