// A test deploys a module and deploys it again; the module declares each subnet in the list
// and apart, as a deployment of the network keeps only those in the list.
@batchSize(1)
module network 'network.bicep' = [
  for round in ['init', 'idem']: {
    name: 'network-${round}'
    params: {
      name: 'vnet-spoke'
    }
  }
]
