param location string = 'westeurope'

resource routes 'Microsoft.Network/routeTables@2024-05-01' = {
  name: 'rt-app'
  location: location
  properties: {
    routes: [
      {
        name: 'default'
        properties: {
          addressPrefix: '0.0.0.0/0'
          nextHopType: 'VirtualAppliance'
          nextHopIpAddress: appliance.properties.ipConfigurations[0].properties.privateIPAddress
        }
      }
    ]
  }
}

resource hub 'Microsoft.Network/virtualNetworks@2024-05-01' = {
  name: 'vnet-hub'
  location: location
  properties: {
    addressSpace: { addressPrefixes: ['10.0.0.0/16'] }
  }
}

resource nva 'Microsoft.Network/virtualNetworks/subnets@2024-05-01' = {
  parent: hub
  name: 'nva'
  properties: { addressPrefix: '10.0.5.0/24' }
}

resource app 'Microsoft.Network/virtualNetworks/subnets@2024-05-01' = {
  parent: hub
  name: 'app'
  properties: {
    addressPrefix: '10.0.4.0/24'
    routeTable: { id: routes.id }
  }
}

resource appliance 'Microsoft.Network/networkInterfaces@2024-05-01' = {
  name: 'nic-nva'
  location: location
  properties: {
    ipConfigurations: [
      {
        name: 'ipconfig'
        properties: {
          privateIPAllocationMethod: 'Static'
          privateIPAddress: '10.0.5.4'
          subnet: { id: nva.id }
        }
      }
    ]
  }
}
