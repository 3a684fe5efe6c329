// The network of the seed in a Virtual WAN: users on a point-to-site gateway and the datacentre on ExpressRoute, in a secured hub.

param location string = 'westeurope'

resource wan 'Microsoft.Network/virtualWans@2024-05-01' = {
  name: 'vwan-weu'
  location: location
  properties: {
    type: 'Standard'
    allowBranchToBranchTraffic: true
  }
}

resource hub 'Microsoft.Network/virtualHubs@2024-05-01' = {
  name: 'vhub-weu'
  location: location
  properties: {
    virtualWan: { id: wan.id }
    addressPrefix: '10.0.0.0/23'
  }
}

resource policy 'Microsoft.Network/firewallPolicies@2024-05-01' = {
  name: 'afwp-hub-weu'
  location: location
  properties: {
    sku: { tier: 'Standard' }
  }
}

resource rules 'Microsoft.Network/firewallPolicies/ruleCollectionGroups@2024-05-01' = {
  parent: policy
  name: 'rcg-network'
  properties: {
    priority: 200
    ruleCollections: [
      {
        name: 'allow-private'
        priority: 100
        ruleCollectionType: 'FirewallPolicyFilterRuleCollection'
        action: { type: 'Allow' }
        rules: [
          {
            name: 'clients-to-anywhere'
            ruleType: 'NetworkRule'
            ipProtocols: ['TCP', 'UDP', 'ICMP']
            sourceAddresses: ['172.16.201.0/24']
            destinationAddresses: ['*']
            destinationPorts: ['*']
          }
        ]
      }
    ]
  }
}

resource firewall 'Microsoft.Network/azureFirewalls@2024-05-01' = {
  name: 'afw-hub-weu'
  location: location
  properties: {
    sku: {
      name: 'AZFW_Hub'
      tier: 'Standard'
    }
    virtualHub: { id: hub.id }
    firewallPolicy: { id: policy.id }
    hubIPAddresses: {
      publicIPs: { count: 1 }
    }
  }
}

resource intent 'Microsoft.Network/virtualHubs/routingIntent@2024-05-01' = {
  parent: hub
  name: 'intent'
  properties: {
    routingPolicies: [
      {
        name: 'PrivateTraffic'
        destinations: ['PrivateTraffic']
        nextHop: firewall.id
      }
      {
        name: 'Internet'
        destinations: ['Internet']
        nextHop: firewall.id
      }
    ]
  }
}

resource clients 'Microsoft.Network/vpnServerConfigurations@2024-05-01' = {
  name: 'vpnc-weu'
  location: location
  properties: {
    vpnProtocols: ['OpenVPN']
    vpnAuthenticationTypes: ['AAD']
    aadAuthenticationParameters: {
      aadTenant: 'https://login.microsoftonline.com/11111111-1111-1111-1111-111111111111'
      aadAudience: 'c632b3df-fb67-4d84-bdcf-b95ad541b5c8'
      aadIssuer: 'https://sts.windows.net/11111111-1111-1111-1111-111111111111/'
    }
  }
}

resource p2s 'Microsoft.Network/p2svpnGateways@2024-05-01' = {
  name: 'p2sgw-weu'
  location: location
  properties: {
    virtualHub: { id: hub.id }
    vpnServerConfiguration: { id: clients.id }
    vpnGatewayScaleUnit: 1
    p2SConnectionConfigurations: [
      {
        name: 'default'
        properties: {
          vpnClientAddressPool: { addressPrefixes: ['172.16.201.0/24'] }
        }
      }
    ]
  }
}

resource ergw 'Microsoft.Network/expressRouteGateways@2024-05-01' = {
  name: 'ergw-weu'
  location: location
  properties: {
    virtualHub: { id: hub.id }
    autoScaleConfiguration: {
      bounds: { min: 1 }
    }
  }
  dependsOn: [p2s]
}

resource circuit 'Microsoft.Network/expressRouteCircuits@2024-05-01' = {
  name: 'erc-ams-weu'
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
      bandwidthInMbps: 1000
    }
  }
}

resource peering 'Microsoft.Network/expressRouteCircuits/peerings@2024-05-01' = {
  parent: circuit
  name: 'AzurePrivatePeering'
  properties: {
    peeringType: 'AzurePrivatePeering'
    peerASN: 65010
    primaryPeerAddressPrefix: '172.31.255.0/30'
    secondaryPeerAddressPrefix: '172.31.255.4/30'
    vlanId: 100
  }
}

resource datacentre 'Microsoft.Network/expressRouteGateways/expressRouteConnections@2024-05-01' = {
  parent: ergw
  name: 'con-datacentre'
  properties: {
    expressRouteCircuitPeering: { id: peering.id }
  }
}

resource app 'Microsoft.Network/virtualNetworks@2024-05-01' = {
  name: 'vnet-app-weu'
  location: location
  properties: {
    addressSpace: { addressPrefixes: ['10.1.0.0/16'] }
    subnets: [
      {
        name: 'snet-web'
        properties: { addressPrefix: '10.1.0.0/24' }
      }
      {
        name: 'snet-api'
        properties: { addressPrefix: '10.1.1.0/24' }
      }
    ]
  }
}

resource data 'Microsoft.Network/virtualNetworks@2024-05-01' = {
  name: 'vnet-data-weu'
  location: location
  properties: {
    addressSpace: { addressPrefixes: ['10.2.0.0/16'] }
    subnets: [
      {
        name: 'snet-sql'
        properties: { addressPrefix: '10.2.0.0/24' }
      }
    ]
  }
}

resource desktop 'Microsoft.Network/virtualNetworks@2024-05-01' = {
  name: 'vnet-desktop-weu'
  location: location
  properties: {
    addressSpace: { addressPrefixes: ['10.3.0.0/16'] }
    subnets: [
      {
        name: 'snet-sessionhosts'
        properties: { addressPrefix: '10.3.0.0/22' }
      }
    ]
  }
}

resource appConnection 'Microsoft.Network/virtualHubs/hubVirtualNetworkConnections@2024-05-01' = {
  parent: hub
  name: 'cn-app'
  properties: {
    remoteVirtualNetwork: { id: app.id }
    enableInternetSecurity: true
  }
}

resource dataConnection 'Microsoft.Network/virtualHubs/hubVirtualNetworkConnections@2024-05-01' = {
  parent: hub
  name: 'cn-data'
  properties: {
    remoteVirtualNetwork: { id: data.id }
    enableInternetSecurity: true
  }
}

resource desktopConnection 'Microsoft.Network/virtualHubs/hubVirtualNetworkConnections@2024-05-01' = {
  parent: hub
  name: 'cn-desktop'
  properties: {
    remoteVirtualNetwork: { id: desktop.id }
    enableInternetSecurity: true
  }
}
