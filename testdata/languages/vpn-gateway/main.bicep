// A VPN gateway with clients, BGP and two sites.

param location string = 'westeurope'
param sharedKey string = 'not-a-secret'

resource hub 'Microsoft.Network/virtualNetworks@2024-05-01' = {
  name: 'vnet-hub'
  location: location
  properties: {
    addressSpace: {
      addressPrefixes: ['10.0.0.0/16']
    }
  }
}

resource gatewaySubnet 'Microsoft.Network/virtualNetworks/subnets@2024-05-01' = {
  parent: hub
  name: 'GatewaySubnet'
  properties: { addressPrefix: '10.0.0.0/26' }
}

resource app 'Microsoft.Network/virtualNetworks/subnets@2024-05-01' = {
  parent: hub
  name: 'snet-app'
  properties: { addressPrefix: '10.0.1.0/24' }
  dependsOn: [
    gatewaySubnet
  ]
}

resource first 'Microsoft.Network/publicIPAddresses@2024-05-01' = {
  name: 'pip-vpn-1'
  location: location
  sku: { name: 'Standard' }
  zones: ['1', '2', '3']
  properties: { publicIPAllocationMethod: 'Static' }
}

resource second 'Microsoft.Network/publicIPAddresses@2024-05-01' = {
  name: 'pip-vpn-2'
  location: location
  sku: { name: 'Standard' }
  zones: ['1', '2', '3']
  properties: { publicIPAllocationMethod: 'Static' }
}

resource third 'Microsoft.Network/publicIPAddresses@2024-05-01' = {
  name: 'pip-vpn-3'
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
    activeActive: true
    enableBgp: true
    bgpSettings: { asn: 65515 }
    sku: {
      name: 'VpnGw2AZ'
      tier: 'VpnGw2AZ'
    }
    ipConfigurations: [
      {
        name: 'first'
        properties: {
          privateIPAllocationMethod: 'Dynamic'
          publicIPAddress: { id: first.id }
          subnet: { id: gatewaySubnet.id }
        }
      }
      {
        name: 'second'
        properties: {
          privateIPAllocationMethod: 'Dynamic'
          publicIPAddress: { id: second.id }
          subnet: { id: gatewaySubnet.id }
        }
      }
      {
        name: 'third'
        properties: {
          privateIPAllocationMethod: 'Dynamic'
          publicIPAddress: { id: third.id }
          subnet: { id: gatewaySubnet.id }
        }
      }
    ]
    vpnClientConfiguration: {
      vpnClientAddressPool: {
        addressPrefixes: ['172.16.201.0/24']
      }
      vpnClientProtocols: ['OpenVPN']
      vpnAuthenticationTypes: ['AAD']
      aadTenant: 'https://login.microsoftonline.com/11111111-1111-1111-1111-111111111111'
      aadAudience: 'c632b3df-fb67-4d84-bdcf-b95ad541b5c8'
      aadIssuer: 'https://sts.windows.net/11111111-1111-1111-1111-111111111111/'
    }
    customRoutes: {
      addressPrefixes: ['10.99.0.0/16']
    }
  }
}

resource branch 'Microsoft.Network/localNetworkGateways@2024-05-01' = {
  name: 'lgw-branch'
  location: location
  properties: {
    gatewayIpAddress: '198.51.100.10'
    localNetworkAddressSpace: {
      addressPrefixes: ['10.50.0.0/16']
    }
  }
}

resource office 'Microsoft.Network/localNetworkGateways@2024-05-01' = {
  name: 'lgw-office'
  location: location
  properties: {
    gatewayIpAddress: '198.51.100.20'
    localNetworkAddressSpace: {
      addressPrefixes: ['10.60.0.1/32']
    }
    bgpSettings: {
      asn: 65010
      bgpPeeringAddress: '10.60.0.1'
    }
  }
}

resource toBranch 'Microsoft.Network/connections@2024-05-01' = {
  name: 'cn-branch'
  location: location
  properties: {
    connectionType: 'IPsec'
    virtualNetworkGateway1: { id: gateway.id }
    localNetworkGateway2: { id: branch.id }
    sharedKey: sharedKey
  }
}

resource toOffice 'Microsoft.Network/connections@2024-05-01' = {
  name: 'cn-office'
  location: location
  properties: {
    connectionType: 'IPsec'
    virtualNetworkGateway1: { id: gateway.id }
    localNetworkGateway2: { id: office.id }
    enableBgp: true
    sharedKey: sharedKey
  }
}
