param name string
param location string

resource wan 'Microsoft.Network/virtualWans@2024-05-01' = {
  name: 'vwan'
  location: location
  properties: {
    type: 'Standard'
  }
}

resource hub 'Microsoft.Network/virtualHubs@2024-05-01' = {
  name: 'vhub'
  location: location
  properties: {
    addressPrefix: '10.0.0.0/23'
    virtualWan: {
      id: wan.id
    }
  }
}

resource firewall 'Microsoft.Network/azureFirewalls@2024-05-01' = {
  name: 'afw'
  location: location
  properties: {
    sku: {
      name: 'AZFW_Hub'
      tier: 'Standard'
    }
    hubIPAddresses: {
      publicIPs: {
        count: 1
      }
    }
    virtualHub: {
      id: hub.id
    }
  }
}

// The second round updates what the first one made.
@batchSize(1)
resource intent 'Microsoft.Network/virtualHubs/routingIntent@2024-05-01' = [
  for round in ['first', 'again']: {
    parent: hub
    name: name
    properties: {
      routingPolicies: [
        {
          name: 'PrivateTraffic'
          destinations: ['PrivateTraffic']
          nextHop: firewall.id
        }
      ]
    }
  }
]
