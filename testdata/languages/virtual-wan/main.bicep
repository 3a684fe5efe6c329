// A Virtual WAN hub with all three kinds of gateways, sites, a route table of its own and two connections.

param location string = 'westeurope'

resource wan 'Microsoft.Network/virtualWans@2024-05-01' = {
  name: 'vwan-main'
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
    addressPrefix: '10.100.0.0/23'
    hubRoutingPreference: 'VpnGateway'
  }
}

resource app 'Microsoft.Network/virtualNetworks@2024-05-01' = {
  name: 'vnet-app'
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

resource shared 'Microsoft.Network/virtualNetworks@2024-05-01' = {
  name: 'vnet-shared'
  location: location
  properties: {
    addressSpace: {
      addressPrefixes: ['10.2.0.0/16']
    }
    subnets: [
      {
        name: 'snet-shared'
        properties: { addressPrefix: '10.2.1.0/24' }
      }
    ]
  }
}

resource isolated 'Microsoft.Network/virtualHubs/hubRouteTables@2024-05-01' = {
  parent: hub
  name: 'rt-isolated'
  properties: {
    labels: ['isolated']
    routes: [
      {
        name: 'shared'
        destinationType: 'CIDR'
        destinations: ['10.2.0.0/16']
        nextHopType: 'ResourceId'
        nextHop: sharedConnection.id
      }
    ]
  }
}

resource appConnection 'Microsoft.Network/virtualHubs/hubVirtualNetworkConnections@2024-05-01' = {
  parent: hub
  name: 'cn-app'
  properties: {
    remoteVirtualNetwork: { id: app.id }
    enableInternetSecurity: false
    routingConfiguration: {
      associatedRouteTable: { id: isolated.id }
      propagatedRouteTables: {
        ids: [
          { id: '${hub.id}/hubRouteTables/defaultRouteTable' }
        ]
        labels: ['isolated']
      }
    }
  }
}

resource sharedConnection 'Microsoft.Network/virtualHubs/hubVirtualNetworkConnections@2024-05-01' = {
  parent: hub
  name: 'cn-shared'
  properties: {
    remoteVirtualNetwork: { id: shared.id }
    enableInternetSecurity: true
  }
}

resource site 'Microsoft.Network/vpnSites@2024-05-01' = {
  name: 'site-branch'
  location: location
  properties: {
    virtualWan: { id: wan.id }
    addressSpace: {
      addressPrefixes: ['10.50.0.0/16']
    }
    vpnSiteLinks: [
      {
        name: 'link1'
        properties: {
          ipAddress: '198.51.100.10'
          linkProperties: { linkSpeedInMbps: 100 }
        }
      }
    ]
  }
}

resource vpn 'Microsoft.Network/vpnGateways@2024-05-01' = {
  name: 'vpngw-weu'
  location: location
  properties: {
    virtualHub: { id: hub.id }
    vpnGatewayScaleUnit: 1
  }
}

resource toBranch 'Microsoft.Network/vpnGateways/vpnConnections@2024-05-01' = {
  parent: vpn
  name: 'cn-branch'
  properties: {
    remoteVpnSite: { id: site.id }
    vpnLinkConnections: [
      {
        name: 'link1'
        properties: {
          vpnSiteLink: { id: '${site.id}/vpnSiteLinks/link1' }
        }
      }
    ]
  }
}

resource clients 'Microsoft.Network/vpnServerConfigurations@2024-05-01' = {
  name: 'vpnc-main'
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
          vpnClientAddressPool: {
            addressPrefixes: ['172.16.0.0/22']
          }
        }
      }
    ]
  }
  dependsOn: [
    vpn
  ]
}

resource express 'Microsoft.Network/expressRouteGateways@2024-05-01' = {
  name: 'ergw-weu'
  location: location
  properties: {
    virtualHub: { id: hub.id }
    autoScaleConfiguration: {
      bounds: { min: 1 }
    }
  }
  dependsOn: [
    p2s
  ]
}

resource circuit 'Microsoft.Network/expressRouteCircuits@2024-05-01' = {
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

resource toCircuit 'Microsoft.Network/expressRouteGateways/expressRouteConnections@2024-05-01' = {
  parent: express
  name: 'cn-er'
  properties: {
    expressRouteCircuitPeering: { id: private.id }
    routingWeight: 5
  }
}
