// Two secured hubs of one Virtual WAN with routing intent.

param location string = 'westeurope'

resource wan 'Microsoft.Network/virtualWans@2024-05-01' = {
  name: 'vwan-main'
  location: location
  properties: {
    type: 'Standard'
    allowBranchToBranchTraffic: true
  }
}

resource policy 'Microsoft.Network/firewallPolicies@2024-05-01' = {
  name: 'afwp-main'
  location: location
  properties: {
    sku: { tier: 'Standard' }
  }
}

resource hubWeu 'Microsoft.Network/virtualHubs@2024-05-01' = {
  name: 'vhub-weu'
  location: 'westeurope'
  properties: {
    virtualWan: { id: wan.id }
    addressPrefix: '10.100.0.0/23'
  }
}

resource networkWeu 'Microsoft.Network/virtualNetworks@2024-05-01' = {
  name: 'vnet-weu'
  location: 'westeurope'
  properties: {
    addressSpace: {
      addressPrefixes: ['10.1.0.0/16']
    }
    subnets: [
      {
        name: 'snet-weu'
        properties: { addressPrefix: '10.1.1.0/24' }
      }
    ]
  }
}

resource connectionWeu 'Microsoft.Network/virtualHubs/hubVirtualNetworkConnections@2024-05-01' = {
  parent: hubWeu
  name: 'cn-weu'
  properties: {
    remoteVirtualNetwork: { id: networkWeu.id }
    enableInternetSecurity: true
  }
}

resource firewallWeu 'Microsoft.Network/azureFirewalls@2024-05-01' = {
  name: 'afw-weu'
  location: 'westeurope'
  properties: {
    sku: {
      name: 'AZFW_Hub'
      tier: 'Standard'
    }
    virtualHub: { id: hubWeu.id }
    firewallPolicy: { id: policy.id }
    hubIPAddresses: {
      publicIPs: { count: 1 }
    }
  }
}

resource intentWeu 'Microsoft.Network/virtualHubs/routingIntent@2024-05-01' = {
  parent: hubWeu
  name: 'intent'
  properties: {
    routingPolicies: [
      {
        name: 'Internet'
        destinations: ['Internet']
        nextHop: firewallWeu.id
      }
      {
        name: 'PrivateTraffic'
        destinations: ['PrivateTraffic']
        nextHop: firewallWeu.id
      }
    ]
  }
}

resource hubNeu 'Microsoft.Network/virtualHubs@2024-05-01' = {
  name: 'vhub-neu'
  location: 'northeurope'
  properties: {
    virtualWan: { id: wan.id }
    addressPrefix: '10.101.0.0/23'
  }
}

resource networkNeu 'Microsoft.Network/virtualNetworks@2024-05-01' = {
  name: 'vnet-neu'
  location: 'northeurope'
  properties: {
    addressSpace: {
      addressPrefixes: ['10.2.0.0/16']
    }
    subnets: [
      {
        name: 'snet-neu'
        properties: { addressPrefix: '10.2.1.0/24' }
      }
    ]
  }
}

resource connectionNeu 'Microsoft.Network/virtualHubs/hubVirtualNetworkConnections@2024-05-01' = {
  parent: hubNeu
  name: 'cn-neu'
  properties: {
    remoteVirtualNetwork: { id: networkNeu.id }
    enableInternetSecurity: true
  }
}

resource firewallNeu 'Microsoft.Network/azureFirewalls@2024-05-01' = {
  name: 'afw-neu'
  location: 'northeurope'
  properties: {
    sku: {
      name: 'AZFW_Hub'
      tier: 'Standard'
    }
    virtualHub: { id: hubNeu.id }
    firewallPolicy: { id: policy.id }
    hubIPAddresses: {
      publicIPs: { count: 1 }
    }
  }
}

resource intentNeu 'Microsoft.Network/virtualHubs/routingIntent@2024-05-01' = {
  parent: hubNeu
  name: 'intent'
  properties: {
    routingPolicies: [
      {
        name: 'PrivateTraffic'
        destinations: ['PrivateTraffic']
        nextHop: firewallNeu.id
      }
    ]
  }
}
