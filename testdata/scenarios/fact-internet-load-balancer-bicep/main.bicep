param location string = 'westeurope'

resource group 'Microsoft.Network/networkSecurityGroups@2024-05-01' = {
  name: 'nsg-app'
  location: location
  properties: {
    securityRules: [
      {
        name: 'web'
        properties: {
          priority: 100
          direction: 'Inbound'
          access: 'Allow'
          protocol: 'Tcp'
          sourceAddressPrefix: 'Internet'
          sourcePortRange: '*'
          destinationAddressPrefix: '*'
          destinationPortRanges: ['8443', '3389']
        }
      }
    ]
  }
}

resource network 'Microsoft.Network/virtualNetworks@2024-05-01' = {
  name: 'vnet-one'
  location: location
  properties: {
    addressSpace: {
      addressPrefixes: ['10.1.0.0/16']
    }
    subnets: [
      {
        name: 'app'
        properties: {
          addressPrefix: '10.1.1.0/24'
          networkSecurityGroup: {
            id: group.id
          }
        }
      }
    ]
  }
}

resource address 'Microsoft.Network/publicIPAddresses@2024-05-01' = {
  name: 'pip-web'
  location: location
  sku: {
    name: 'Standard'
  }
  properties: {
    publicIPAllocationMethod: 'Static'
    ipAddress: '203.0.113.20'
  }
}

var balancerName = 'lb-web'
var frontendId = resourceId('Microsoft.Network/loadBalancers/frontendIPConfigurations', balancerName, 'fe')
var poolId = resourceId('Microsoft.Network/loadBalancers/backendAddressPools', balancerName, 'pool')

resource balancer 'Microsoft.Network/loadBalancers@2024-05-01' = {
  name: balancerName
  location: location
  sku: {
    name: 'Standard'
  }
  properties: {
    frontendIPConfigurations: [
      {
        name: 'fe'
        properties: {
          publicIPAddress: {
            id: address.id
          }
        }
      }
    ]
    backendAddressPools: [
      {
        name: 'pool'
      }
    ]
    loadBalancingRules: [
      {
        name: 'web'
        properties: {
          frontendIPConfiguration: {
            id: frontendId
          }
          backendAddressPool: {
            id: poolId
          }
          protocol: 'Tcp'
          frontendPort: 443
          backendPort: 8443
        }
      }
    ]
    inboundNatRules: [
      {
        name: 'rdp'
        properties: {
          frontendIPConfiguration: {
            id: frontendId
          }
          protocol: 'Tcp'
          frontendPort: 4000
          backendPort: 3389
        }
      }
    ]
  }
}

resource server 'Microsoft.Network/networkInterfaces@2024-05-01' = {
  name: 'nic-vm'
  location: location
  properties: {
    ipConfigurations: [
      {
        name: 'ipconfig'
        properties: {
          subnet: {
            id: '${network.id}/subnets/app'
          }
          privateIPAllocationMethod: 'Static'
          privateIPAddress: '10.1.1.4'
          loadBalancerBackendAddressPools: [
            {
              id: '${balancer.id}/backendAddressPools/pool'
            }
          ]
          loadBalancerInboundNatRules: [
            {
              id: '${balancer.id}/inboundNatRules/rdp'
            }
          ]
        }
      }
    ]
  }
}
