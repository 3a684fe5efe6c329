// The names are not known, but whose they are is.
param prefix string

module hub 'network.bicep' = {
  params: { name: '${prefix}-hub', addressPrefix: '10.0.0.0/16' }
}

module spokes 'network.bicep' = [for number in [1, 2]: {
  params: { name: '${prefix}-spoke-${number}', addressPrefix: '10.${number}.0.0/16' }
}]

module toHub 'peering.bicep' = [for index in [0, 1]: {
  params: { virtualNetworkName: spokes[index].outputs.name, remoteId: hub.outputs.id, name: 'to-hub' }
}]

module toSpoke 'peering.bicep' = [for index in [0, 1]: {
  params: { virtualNetworkName: hub.outputs.name, remoteId: spokes[index].outputs.id, name: 'to-spoke-${index}' }
}]
