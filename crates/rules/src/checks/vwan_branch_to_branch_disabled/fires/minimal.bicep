param location string = 'westeurope'

resource wan 'Microsoft.Network/virtualWans@2024-05-01' = {
  name: 'vwan'
  location: location
  properties: {
    type: 'Standard'
    allowBranchToBranchTraffic: false
  }
}

resource west 'Microsoft.Network/virtualHubs@2024-05-01' = {
  name: 'vhub-west'
  location: location
  properties: {
    virtualWan: { id: wan.id }
    addressPrefix: '10.100.0.0/23'
  }
}

resource vpn 'Microsoft.Network/vpnGateways@2024-05-01' = {
  name: 'vpngw-west'
  location: location
  properties: {
    virtualHub: { id: west.id }
    vpnGatewayScaleUnit: 1
  }
}

resource store 'Microsoft.Network/vpnSites@2024-05-01' = {
  name: 'site-store'
  location: location
  properties: {
    virtualWan: { id: wan.id }
    addressSpace: { addressPrefixes: ['192.168.1.0/24'] }
    vpnSiteLinks: [
      {
        name: 'link'
        properties: {
          ipAddress: '203.0.113.158'
          bgpProperties: {
            asn: 65010
            bgpPeeringAddress: '192.168.1.1'
          }
        }
      }
    ]
  }
}

resource storeConnection 'Microsoft.Network/vpnGateways/vpnConnections@2024-05-01' = {
  parent: vpn
  name: 'conn-store'
  properties: {
    remoteVpnSite: { id: store.id }
    vpnLinkConnections: [
      {
        name: 'link'
        properties: {
          vpnSiteLink: { id: '${store.id}/vpnSiteLinks/link' }
          enableBgp: true
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

resource peering 'Microsoft.Network/expressRouteCircuits/peerings@2024-05-01' = {
  parent: circuit
  name: 'AzurePrivatePeering'
  properties: {
    peeringType: 'AzurePrivatePeering'
    peerASN: 65001
    primaryPeerAddressPrefix: '172.31.255.0/30'
    secondaryPeerAddressPrefix: '172.31.255.4/30'
    vlanId: 100
  }
}

resource ergw 'Microsoft.Network/expressRouteGateways@2024-05-01' = {
  name: 'ergw-west'
  location: location
  properties: {
    virtualHub: { id: west.id }
    autoScaleConfiguration: {
      bounds: { min: 1 }
    }
  }
}

resource datacentre 'Microsoft.Network/expressRouteGateways/expressRouteConnections@2024-05-01' = {
  parent: ergw
  name: 'conn-ams'
  properties: {
    expressRouteCircuitPeering: { id: peering.id }
  }
}
