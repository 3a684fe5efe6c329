// As the portal exports what is deployed: each route in the list of its table and by itself.
resource table 'Microsoft.Network/routeTables@2024-05-01' = {
  name: 'rt-app'
  location: 'westeurope'
  properties: {
    routes: [
      {
        name: 'blocked'
        properties: {
          addressPrefix: '203.0.113.0/24'
          nextHopType: 'None'
        }
      }
    ]
  }
}

resource blocked 'Microsoft.Network/routeTables/routes@2024-05-01' = {
  parent: table
  name: 'blocked'
  properties: {
    addressPrefix: '203.0.113.0/24'
    nextHopType: 'None'
  }
}
