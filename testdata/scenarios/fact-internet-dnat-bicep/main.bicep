param location string = 'westeurope'

resource routes 'Microsoft.Network/routeTables@2024-05-01' = {
  name: 'rt-s1'
  location: location
  properties: {
    routes: [
      {
        name: 'r0'
        properties: {
          addressPrefix: '0.0.0.0/0'
          nextHopType: 'VirtualAppliance'
          nextHopIpAddress: '10.0.0.68'
        }
      }
    ]
  }
}

resource hub 'Microsoft.Network/virtualNetworks@2024-05-01' = {
  name: 'vnet-hub'
  location: location
  properties: {
    addressSpace: {
      addressPrefixes: ['10.0.0.0/16']
    }
    subnets: [
      {
        name: 'AzureFirewallSubnet'
        properties: {
          addressPrefix: '10.0.0.64/26'
        }
      }
    ]
  }

  resource toSpoke 'virtualNetworkPeerings' = {
    name: 'hub-to-s1'
    properties: {
      remoteVirtualNetwork: {
        id: spoke.id
      }
      allowVirtualNetworkAccess: true
      allowForwardedTraffic: true
    }
  }
}

resource spoke 'Microsoft.Network/virtualNetworks@2024-05-01' = {
  name: 'vnet-s1'
  location: location
  properties: {
    addressSpace: {
      addressPrefixes: ['10.1.0.0/16']
    }
    subnets: [
      {
        name: 'app'
        properties: {
          addressPrefix: '10.1.1.0/24'
          routeTable: {
            id: routes.id
          }
        }
      }
    ]
  }

  resource toHub 'virtualNetworkPeerings' = {
    name: 's1-to-hub'
    properties: {
      remoteVirtualNetwork: {
        id: hub.id
      }
      allowVirtualNetworkAccess: true
      allowForwardedTraffic: true
    }
  }
}

resource firewallAddress 'Microsoft.Network/publicIPAddresses@2024-05-01' = {
  name: 'pip-fw'
  location: location
  sku: {
    name: 'Standard'
  }
  properties: {
    publicIPAllocationMethod: 'Static'
    ipAddress: '203.0.113.10'
  }
}

resource policy 'Microsoft.Network/firewallPolicies@2024-05-01' = {
  name: 'afwp-p'
  location: location
  properties: {
    sku: {
      tier: 'Standard'
    }
  }

  resource translations 'ruleCollectionGroups' = {
    name: 'rcg-d'
    properties: {
      priority: 100
      ruleCollections: [
        {
          ruleCollectionType: 'FirewallPolicyNatRuleCollection'
          name: 'nat'
          priority: 100
          action: {
            type: 'DNAT'
          }
          rules: [
            {
              ruleType: 'NatRule'
              name: 'rdp'
              sourceAddresses: ['*']
              destinationAddresses: [firewallAddress.properties.ipAddress]
              destinationPorts: ['4000']
              ipProtocols: ['TCP']
              translatedAddress: '10.1.1.4'
              translatedPort: '3389'
            }
          ]
        }
      ]
    }
  }
}

resource firewall 'Microsoft.Network/azureFirewalls@2024-05-01' = {
  name: 'fw-hub'
  location: location
  properties: {
    sku: {
      name: 'AZFW_VNet'
      tier: 'Standard'
    }
    firewallPolicy: {
      id: policy.id
    }
    ipConfigurations: [
      {
        name: 'ipconfig'
        properties: {
          subnet: {
            id: '${hub.id}/subnets/AzureFirewallSubnet'
          }
          publicIPAddress: {
            id: firewallAddress.id
          }
        }
      }
    ]
  }
}
