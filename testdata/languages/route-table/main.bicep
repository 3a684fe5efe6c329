// Route tables, their routes written inside and apart, and what they are attached to.

param location string = 'westeurope'

resource spoke 'Microsoft.Network/virtualNetworks@2024-05-01' = {
  name: 'vnet-spoke'
  location: location
  properties: {
    addressSpace: {
      addressPrefixes: ['10.1.0.0/16']
    }
  }
}

resource app 'Microsoft.Network/virtualNetworks/subnets@2024-05-01' = {
  parent: spoke
  name: 'snet-app'
  properties: {
    addressPrefix: '10.1.1.0/24'
    routeTable: { id: viaAppliance.id }
  }
}

resource data 'Microsoft.Network/virtualNetworks/subnets@2024-05-01' = {
  parent: spoke
  name: 'snet-data'
  properties: {
    addressPrefix: '10.1.2.0/24'
    routeTable: { id: nowhere.id }
  }
  dependsOn: [
    app
  ]
}

resource plain 'Microsoft.Network/virtualNetworks/subnets@2024-05-01' = {
  parent: spoke
  name: 'snet-plain'
  properties: { addressPrefix: '10.1.3.0/24' }
  dependsOn: [
    data
  ]
}

resource viaAppliance 'Microsoft.Network/routeTables@2024-05-01' = {
  name: 'rt-app'
  location: location
  properties: {
    disableBgpRoutePropagation: true
    routes: [
      {
        name: 'default'
        properties: {
          addressPrefix: '0.0.0.0/0'
          nextHopType: 'VirtualAppliance'
          nextHopIpAddress: '10.1.3.4'
        }
      }
      {
        name: 'azure'
        properties: {
          addressPrefix: 'AzureMonitor'
          nextHopType: 'Internet'
        }
      }
    ]
  }
}

resource nowhere 'Microsoft.Network/routeTables@2024-05-01' = {
  name: 'rt-data'
  location: location
  properties: {
  }
}

resource drop 'Microsoft.Network/routeTables/routes@2024-05-01' = {
  parent: nowhere
  name: 'drop'
  properties: {
    addressPrefix: '10.1.1.0/24'
    nextHopType: 'None'
  }
}

resource out 'Microsoft.Network/routeTables/routes@2024-05-01' = {
  parent: nowhere
  name: 'out'
  properties: {
    addressPrefix: '0.0.0.0/0'
    nextHopType: 'VirtualNetworkGateway'
  }
  dependsOn: [
    drop
  ]
}

resource unused 'Microsoft.Network/routeTables@2024-05-01' = {
  name: 'rt-unused'
  location: location
  properties: { disableBgpRoutePropagation: false }
}
