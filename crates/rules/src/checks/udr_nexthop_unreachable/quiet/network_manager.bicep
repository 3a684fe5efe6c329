// Azure Network Manager peers the spoke with the hub.
resource hub 'Microsoft.Network/virtualNetworks@2024-05-01' = {
  name: 'vnet-hub'
  location: 'westeurope'
  properties: {
    addressSpace: {
      addressPrefixes: ['10.0.0.0/16']
    }
  }
}

resource spoke 'Microsoft.Network/virtualNetworks@2024-05-01' = {
  name: 'vnet-spoke'
  location: 'westeurope'
  properties: {
    addressSpace: {
      addressPrefixes: ['10.1.0.0/16']
    }
    subnets: [
      {
        name: 'app'
        properties: {
          addressPrefix: '10.1.0.0/24'
          routeTable: {
            id: table.id
          }
        }
      }
    ]
  }
}

resource table 'Microsoft.Network/routeTables@2024-05-01' = {
  name: 'rt-app'
  location: 'westeurope'
  properties: {
    routes: [
      {
        name: 'default'
        properties: {
          addressPrefix: '0.0.0.0/0'
          nextHopType: 'VirtualAppliance'
          nextHopIpAddress: '10.0.1.4'
        }
      }
    ]
  }
}

resource manager 'Microsoft.Network/networkManagers@2024-05-01' = {
  name: 'avnm'
  location: 'westeurope'
  properties: {
    networkManagerScopes: {
      subscriptions: [subscription().id]
    }
  }

  resource spokes 'networkGroups' = {
    name: 'spokes'
    properties: {}
  }

  resource connect 'connectivityConfigurations' = {
    name: 'hub-and-spoke'
    properties: {
      connectivityTopology: 'HubAndSpoke'
      hubs: [
        {
          resourceId: hub.id
          resourceType: 'Microsoft.Network/virtualNetworks'
        }
      ]
      appliesToGroups: [
        {
          networkGroupId: spokes.id
          groupConnectivity: 'None'
        }
      ]
    }
  }
}
