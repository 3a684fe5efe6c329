// A VPN gateway that translates the addresses of a branch whose range is in use here too.

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

resource first 'Microsoft.Network/publicIPAddresses@2024-05-01' = {
  name: 'pip-vpn-1'
  location: location
  sku: { name: 'Standard' }
  zones: ['1', '2', '3']
  properties: { publicIPAllocationMethod: 'Static' }
}

resource gateway 'Microsoft.Network/virtualNetworkGateways@2024-05-01' = {
  name: 'vpngw-hub'
  location: location
  properties: {
    gatewayType: 'Vpn'
    vpnType: 'RouteBased'
    vpnGatewayGeneration: 'Generation2'
    activeActive: false
    enableBgp: false
    sku: {
      name: 'VpnGw2AZ'
      tier: 'VpnGw2AZ'
    }
    ipConfigurations: [
      {
        name: 'default'
        properties: {
          privateIPAllocationMethod: 'Dynamic'
          publicIPAddress: { id: first.id }
          subnet: { id: '${hub.id}/subnets/GatewaySubnet' }
        }
      }
    ]
  }
}

resource ingress 'Microsoft.Network/virtualNetworkGateways/natRules@2024-05-01' = {
  parent: gateway
  name: 'nat-branch'
  properties: {
    type: 'Static'
    mode: 'IngressSnat'
    internalMappings: [
      { addressSpace: '10.0.1.0/24' }
    ]
    externalMappings: [
      { addressSpace: '100.64.1.0/24' }
    ]
  }
}

resource egress 'Microsoft.Network/virtualNetworkGateways/natRules@2024-05-01' = {
  parent: gateway
  name: 'nat-hub'
  properties: {
    type: 'Static'
    mode: 'EgressSnat'
    internalMappings: [
      { addressSpace: '10.0.1.0/24' }
    ]
    externalMappings: [
      { addressSpace: '100.64.2.0/24' }
    ]
  }
}

resource branch 'Microsoft.Network/localNetworkGateways@2024-05-01' = {
  name: 'lgw-branch'
  location: location
  properties: {
    gatewayIpAddress: '198.51.100.10'
    localNetworkAddressSpace: { addressPrefixes: ['10.0.1.0/24'] }
  }
}

resource connection 'Microsoft.Network/connections@2024-05-01' = {
  name: 'cn-branch'
  location: location
  properties: {
    connectionType: 'IPsec'
    virtualNetworkGateway1: { id: gateway.id }
    localNetworkGateway2: { id: branch.id }
    ingressNatRules: [
      { id: ingress.id }
    ]
    egressNatRules: [
      { id: egress.id }
    ]
  }
}
