param location string = 'westeurope'

var branches = [
  {
    name: 'branch1'
    address: '198.51.100.1'
    external: '100.0.2.0/24'
  }
  {
    name: 'branch2'
    address: '198.51.100.2'
    external: '100.0.3.0/24'
  }
]

resource network 'Microsoft.Network/virtualNetworks@2024-05-01' = {
  name: 'vnet-one'
  location: location
  properties: {
    addressSpace: {
      addressPrefixes: ['10.0.1.0/24', '10.0.255.0/24']
    }
    subnets: [
      {
        name: 'vm'
        properties: {
          addressPrefix: '10.0.1.0/24'
        }
      }
      {
        name: 'GatewaySubnet'
        properties: {
          addressPrefix: '10.0.255.0/27'
        }
      }
    ]
  }
}

resource gatewayAddress 'Microsoft.Network/publicIPAddresses@2024-05-01' = {
  name: 'pip-vpngw'
  location: location
  sku: {
    name: 'Standard'
  }
  properties: {
    publicIPAllocationMethod: 'Static'
  }
}

resource gateway 'Microsoft.Network/virtualNetworkGateways@2024-05-01' = {
  name: 'vpngw'
  location: location
  properties: {
    gatewayType: 'Vpn'
    vpnType: 'RouteBased'
    sku: {
      name: 'VpnGw2AZ'
      tier: 'VpnGw2AZ'
    }
    ipConfigurations: [
      {
        name: 'instance0'
        properties: {
          subnet: {
            id: '${network.id}/subnets/GatewaySubnet'
          }
          publicIPAddress: {
            id: gatewayAddress.id
          }
        }
      }
    ]
    natRules: [
      {
        name: 'vnet'
        properties: {
          mode: 'EgressSnat'
          type: 'Static'
          internalMappings: [
            {
              addressSpace: '10.0.1.0/24'
            }
          ]
          externalMappings: [
            {
              addressSpace: '100.0.1.0/24'
            }
          ]
        }
      }
    ]
  }

  resource ingress 'natRules' = [
    for branch in branches: {
      name: branch.name
      properties: {
        mode: 'IngressSnat'
        type: 'Static'
        internalMappings: [
          {
            addressSpace: '10.0.1.0/24'
          }
        ]
        externalMappings: [
          {
            addressSpace: branch.external
          }
        ]
      }
    }
  ]
}

resource sites 'Microsoft.Network/localNetworkGateways@2024-05-01' = [
  for branch in branches: {
    name: 'lgw-${branch.name}'
    location: location
    properties: {
      gatewayIpAddress: branch.address
      localNetworkAddressSpace: {
        addressPrefixes: ['10.0.1.0/24']
      }
    }
  }
]

resource connections 'Microsoft.Network/connections@2024-05-01' = [
  for (branch, at) in branches: {
    name: 'con-${branch.name}'
    location: location
    properties: {
      connectionType: 'IPsec'
      virtualNetworkGateway1: {
        id: gateway.id
        properties: {}
      }
      localNetworkGateway2: {
        id: sites[at].id
        properties: {}
      }
      ingressNatRules: [
        {
          id: gateway::ingress[at].id
        }
      ]
      egressNatRules: [
        {
          id: '${gateway.id}/natRules/vnet'
        }
      ]
    }
  }
]
