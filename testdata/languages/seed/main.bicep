// The network of ../../seed; its variants are told by parameters.

param location string = 'westeurope'
param regionCode string = 'weu'
param vpnClientPool string = '172.16.201.0/24'

@description('The datacentre is connected over ExpressRoute.')
param expressRoute bool = true

@description('A Route Server tells each gateway what the other one knows.')
param routeServer bool = false

@description('What the clients reach through the firewall, which translates.')
param datacentrePrefixes string[] = []

@secure()
param authorizationKey string?

param spokes spokeType[] = [
  { name: 'app', addressSpace: ['10.1.0.0/16'], subnets: { web: '10.1.0.0/24', api: '10.1.1.0/24' } }
  { name: 'data', addressSpace: ['10.2.0.0/16'], subnets: { sql: '10.2.0.0/24' } }
  { name: 'desktop', addressSpace: ['10.3.0.0/16'], subnets: { sessionhosts: '10.3.0.0/22' } }
]

type spokeType = {
  name: string
  addressSpace: string[]
  subnets: object
}

var spokePrefixes = flatten(map(spokes, spoke => spoke.addressSpace))
var firewallAddress = firewall.properties.ipConfigurations[0].properties.privateIPAddress
var vpnTier = expressRoute ? 'VpnGw2AZ' : 'VpnGw1AZ'
var vpnConfigurations = routeServer
  ? map(range(1, 3), number => { name: 'instance-${number}', address: 'pip-vpngw-hub-${regionCode}-${number}' })
  : [{ name: 'default', address: 'pip-vpngw-hub-${regionCode}' }]

// One route per spoke: a shorter one would lose to the routes of the peerings.
var spokeRoutes = flatten(map(
  spokes,
  spoke => map(spoke.addressSpace, (prefix, index) => {
    name: routeServer ? 'to-${replace(prefix, '/', '_')}' : 'to-${spoke.name}-${index}'
    prefix: prefix
  })
))
var datacentreRoutes = map(datacentrePrefixes, (prefix, index) => { name: 'to-datacentre-${index}', prefix: prefix })

// The circuit is the carrier's; with a Route Server it is our own.
var circuitId = '/subscriptions/33333333-3333-3333-3333-333333333333/resourceGroups/rg-carrier/providers/Microsoft.Network/expressRouteCircuits/erc-ams-${regionCode}'

resource hub 'Microsoft.Network/virtualNetworks@2024-05-01' = {
  name: 'vnet-hub-${regionCode}'
  location: location
  properties: {
    addressSpace: { addressPrefixes: ['10.0.0.0/16'] }
  }

  resource gateway 'subnets' = {
    name: 'GatewaySubnet'
    properties: {
      addressPrefix: '10.0.0.0/26'
      routeTable: { id: gatewayRoutes.id }
    }
  }

  resource firewall 'subnets' = {
    name: 'AzureFirewallSubnet'
    properties: { addressPrefixes: ['10.0.1.0/26'] }
  }

  resource shared 'subnets' = if (expressRoute) {
    name: 'snet-shared'
    properties: { addressPrefix: '10.0.2.0/24' }
  }

  resource routeServerSubnet 'subnets' = if (routeServer) {
    name: 'RouteServerSubnet'
    properties: { addressPrefix: '10.0.1.64/26' }
  }
}

resource gatewayRoutes 'Microsoft.Network/routeTables@2024-05-01' = {
  name: 'rt-gatewaysubnet-${regionCode}'
  location: location
  properties: {
    disableBgpRoutePropagation: false
    routes: [
      for route in concat(spokeRoutes, datacentreRoutes): {
        name: route.name
        properties: {
          addressPrefix: route.prefix
          nextHopType: 'VirtualAppliance'
          nextHopIpAddress: firewallAddress
        }
      }
    ]
  }
}

resource vpnAddress 'Microsoft.Network/publicIPAddresses@2024-05-01' = [
  for configuration in vpnConfigurations: {
    name: configuration.address
    location: location
    sku: { name: 'Standard' }
    zones: ['1', '2', '3']
    properties: { publicIPAllocationMethod: 'Static' }
  }
]

// Remote users connect here.
resource vpn 'Microsoft.Network/virtualNetworkGateways@2024-05-01' = {
  name: 'vpngw-hub-${regionCode}'
  location: location
  properties: {
    gatewayType: 'Vpn'
    vpnType: 'RouteBased'
    sku: { name: vpnTier, tier: vpnTier }
    vpnGatewayGeneration: expressRoute ? 'Generation2' : 'Generation1'
    activeActive: routeServer
    enableBgp: routeServer
    bgpSettings: routeServer ? { asn: 65515 } : null
    ipConfigurations: [
      for (configuration, index) in vpnConfigurations: {
        name: configuration.name
        properties: {
          subnet: { id: hub::gateway.id }
          publicIPAddress: { id: vpnAddress[index].id }
        }
      }
    ]
    customRoutes: empty(datacentrePrefixes) ? null : { addressPrefixes: datacentrePrefixes }
    vpnClientConfiguration: {
      vpnClientAddressPool: { addressPrefixes: [vpnClientPool] }
      vpnClientProtocols: ['OpenVPN']
      vpnAuthenticationTypes: ['AAD']
      aadTenant: '${environment().authentication.loginEndpoint}${tenant().tenantId}/'
      aadIssuer: 'https://sts.windows.net/${tenant().tenantId}/'
      aadAudience: 'c632b3df-fb67-4d84-bdcf-b95ad541b5c8'
    }
  }
}

// The datacentre connects here.
resource ergw 'Microsoft.Network/virtualNetworkGateways@2024-05-01' = if (expressRoute) {
  name: 'ergw-hub-${regionCode}'
  location: location
  properties: {
    gatewayType: 'ExpressRoute'
    sku: { name: 'ErGw1AZ', tier: 'ErGw1AZ' }
    ipConfigurations: [
      {
        name: 'default'
        properties: {
          subnet: { id: resourceId('Microsoft.Network/virtualNetworks/subnets', hub.name, 'GatewaySubnet') }
        }
      }
    ]
  }
  dependsOn: [vpn]
}

resource circuit 'Microsoft.Network/expressRouteCircuits@2024-05-01' = if (routeServer) {
  name: 'erc-ams-${regionCode}'
  location: location
  sku: { name: 'Standard_MeteredData', tier: 'Standard', family: 'MeteredData' }
  properties: {
    serviceProviderProperties: {
      serviceProviderName: 'Equinix'
      peeringLocation: 'Amsterdam'
      bandwidthInMbps: 1000
    }
  }

  resource private 'peerings' = {
    name: 'AzurePrivatePeering'
    properties: {
      peeringType: 'AzurePrivatePeering'
      vlanId: 100
      peerASN: 65010
      primaryPeerAddressPrefix: '172.31.255.0/30'
      secondaryPeerAddressPrefix: '172.31.255.4/30'
    }
  }
}

resource datacentre 'Microsoft.Network/connections@2024-05-01' = if (expressRoute) {
  name: 'con-datacentre-${regionCode}'
  location: location
  properties: {
    connectionType: 'ExpressRoute'
    virtualNetworkGateway1: { id: ergw.id }
    peer: { id: routeServer ? circuit.id : circuitId }
    authorizationKey: authorizationKey
  }
}

resource routeServerAddress 'Microsoft.Network/publicIPAddresses@2024-05-01' = if (routeServer) {
  name: 'pip-rs-hub-${regionCode}'
  location: location
  sku: { name: 'Standard' }
  zones: ['1', '2', '3']
  properties: { publicIPAllocationMethod: 'Static' }
}

resource routeServerHub 'Microsoft.Network/virtualHubs@2024-05-01' = if (routeServer) {
  name: 'rs-hub-${regionCode}'
  location: location
  properties: {
    sku: 'Standard'
    allowBranchToBranchTraffic: true
  }

  resource ipConfiguration 'ipConfigurations' = if (routeServer) {
    name: 'default'
    properties: {
      subnet: { id: hub::routeServerSubnet.id }
      publicIPAddress: { id: routeServerAddress.id }
    }
  }
}

resource firewallPublicAddress 'Microsoft.Network/publicIPAddresses@2024-05-01' = {
  name: 'pip-afw-hub-${regionCode}'
  location: location
  sku: { name: 'Standard' }
  zones: ['1', '2', '3']
  properties: { publicIPAllocationMethod: 'Static' }
}

resource firewall 'Microsoft.Network/azureFirewalls@2024-05-01' = {
  name: 'afw-hub-${regionCode}'
  location: location
  zones: ['1', '2', '3']
  properties: {
    sku: { name: 'AZFW_VNet', tier: 'Standard' }
    firewallPolicy: { id: policy.id }
    ipConfigurations: [
      {
        name: 'default'
        properties: {
          subnet: { id: hub::firewall.id }
          publicIPAddress: { id: firewallPublicAddress.id }
        }
      }
    ]
  }
}

resource policy 'Microsoft.Network/firewallPolicies@2024-05-01' = {
  name: 'afwp-hub-${regionCode}'
  location: location
  properties: {
    sku: { tier: 'Standard' }
    // The datacentre has no route back to the clients, only to the firewall's subnet.
    snat: empty(datacentrePrefixes) ? null : { privateRanges: ['10.0.0.0/8', '172.16.0.0/12', '100.64.0.0/10'] }
  }

  resource network 'ruleCollectionGroups' = {
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
              sourceAddresses: [vpnClientPool]
              destinationAddresses: ['*']
              destinationPorts: ['*']
            }
            {
              name: 'spokes-to-anywhere'
              ruleType: 'NetworkRule'
              ipProtocols: ['Any']
              sourceAddresses: spokePrefixes
              destinationAddresses: ['*']
              destinationPorts: ['*']
            }
            {
              name: 'anywhere-to-spokes'
              ruleType: 'NetworkRule'
              ipProtocols: ['Any']
              sourceAddresses: ['*']
              destinationAddresses: spokePrefixes
              destinationPorts: ['*']
            }
          ]
        }
      ]
    }
  }
}

module spoke 'spoke.bicep' = [
  for one in spokes: {
    name: 'spoke-${one.name}'
    scope: resourceGroup('rg-${one.name}-${regionCode}')
    params: {
      name: one.name
      regionCode: regionCode
      location: location
      addressSpace: one.addressSpace
      subnets: items(one.subnets)
      firewallAddress: firewallAddress
      remoteDesktopSources: [vpnClientPool]
      hub: { name: hub.name, id: hub.id }
    }
    dependsOn: [vpn, ergw]
  }
]

resource toSpoke 'Microsoft.Network/virtualNetworks/virtualNetworkPeerings@2024-05-01' = [
  for (one, index) in spokes: {
    parent: hub
    name: 'peer-${hub.name}-to-vnet-${one.name}-${regionCode}'
    properties: {
      remoteVirtualNetwork: { id: spoke[index].outputs.virtualNetworkId }
      allowVirtualNetworkAccess: true
      allowForwardedTraffic: true
      allowGatewayTransit: true
    }
  }
]
