// A Route Server that an appliance peers with, and the appliance.

param location string = 'westeurope'

resource hub 'Microsoft.Network/virtualNetworks@2024-05-01' = {
  name: 'vnet-hub'
  location: location
  properties: {
    addressSpace: {
      addressPrefixes: ['10.0.0.0/16']
    }
  }
}

resource serverSubnet 'Microsoft.Network/virtualNetworks/subnets@2024-05-01' = {
  parent: hub
  name: 'RouteServerSubnet'
  properties: { addressPrefix: '10.0.0.0/26' }
}

resource applianceSubnet 'Microsoft.Network/virtualNetworks/subnets@2024-05-01' = {
  parent: hub
  name: 'snet-appliance'
  properties: { addressPrefix: '10.0.1.0/24' }
  dependsOn: [
    serverSubnet
  ]
}

resource app 'Microsoft.Network/virtualNetworks/subnets@2024-05-01' = {
  parent: hub
  name: 'snet-app'
  properties: { addressPrefix: '10.0.2.0/24' }
  dependsOn: [
    applianceSubnet
  ]
}

resource address 'Microsoft.Network/publicIPAddresses@2024-05-01' = {
  name: 'pip-rs'
  location: location
  sku: { name: 'Standard' }
  properties: { publicIPAllocationMethod: 'Static' }
}

resource server 'Microsoft.Network/virtualHubs@2024-05-01' = {
  name: 'rs-hub'
  location: location
  properties: {
    sku: 'Standard'
    allowBranchToBranchTraffic: true
    hubRoutingPreference: 'ASPath'
  }
}

resource serverAddress 'Microsoft.Network/virtualHubs/ipConfigurations@2024-05-01' = {
  parent: server
  name: 'ipconfig1'
  properties: {
    subnet: { id: serverSubnet.id }
    publicIPAddress: { id: address.id }
  }
}

resource peer 'Microsoft.Network/virtualHubs/bgpConnections@2024-05-01' = {
  parent: server
  name: 'bgp-nva'
  properties: {
    peerAsn: 65020
    peerIp: '10.0.1.4'
  }
  dependsOn: [
    serverAddress
  ]
}

resource appliance 'Microsoft.Network/networkInterfaces@2024-05-01' = {
  name: 'nic-nva'
  location: location
  properties: {
    enableIPForwarding: true
    ipConfigurations: [
      {
        name: 'primary'
        properties: {
          subnet: { id: applianceSubnet.id }
          privateIPAllocationMethod: 'Static'
          privateIPAddress: '10.0.1.4'
        }
      }
    ]
  }
}
