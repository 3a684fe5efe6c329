param name string
param addressPrefix string

resource network 'Microsoft.Network/virtualNetworks@2024-05-01' = {
  name: name
  properties: {
    addressSpace: { addressPrefixes: [addressPrefix] }
  }
}

output name string = network.name
output id string = network.id
