// An internal load balancer in front of two appliances, a NAT gateway, and the routes through them.

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

resource appliances 'Microsoft.Network/virtualNetworks/subnets@2024-05-01' = {
  parent: hub
  name: 'snet-appliances'
  properties: { addressPrefix: '10.0.1.0/24' }
}

resource app 'Microsoft.Network/virtualNetworks/subnets@2024-05-01' = {
  parent: hub
  name: 'snet-app'
  properties: {
    addressPrefix: '10.0.2.0/24'
    routeTable: { id: routes.id }
    natGateway: { id: nat.id }
  }
  dependsOn: [
    appliances
  ]
}

resource routes 'Microsoft.Network/routeTables@2024-05-01' = {
  name: 'rt-app'
  location: location
  properties: {
    routes: [
      {
        name: 'elsewhere'
        properties: {
          addressPrefix: '10.128.0.0/9'
          nextHopType: 'VirtualAppliance'
          nextHopIpAddress: '10.0.1.100'
        }
      }
    ]
  }
}

resource outbound 'Microsoft.Network/publicIPAddresses@2024-05-01' = {
  name: 'pip-nat'
  location: location
  sku: { name: 'Standard' }
  properties: { publicIPAllocationMethod: 'Static' }
}

resource nat 'Microsoft.Network/natGateways@2024-05-01' = {
  name: 'ng-app'
  location: location
  sku: { name: 'Standard' }
  properties: {
    publicIpAddresses: [
      { id: outbound.id }
    ]
  }
}

resource balancer 'Microsoft.Network/loadBalancers@2024-05-01' = {
  name: 'lbi-appliances'
  location: location
  sku: { name: 'Standard' }
  properties: {
    frontendIPConfigurations: [
      {
        name: 'frontend'
        properties: {
          subnet: { id: appliances.id }
          privateIPAllocationMethod: 'Static'
          privateIPAddress: '10.0.1.100'
        }
      }
    ]
    backendAddressPools: [
      { name: 'appliances' }
    ]
    probes: [
      {
        name: 'ssh'
        properties: {
          protocol: 'Tcp'
          port: 22
        }
      }
    ]
    loadBalancingRules: [
      {
        name: 'all'
        properties: {
          protocol: 'All'
          frontendPort: 0
          backendPort: 0
          frontendIPConfiguration: { id: resourceId('Microsoft.Network/loadBalancers/frontendIPConfigurations', 'lbi-appliances', 'frontend') }
          backendAddressPool: { id: resourceId('Microsoft.Network/loadBalancers/backendAddressPools', 'lbi-appliances', 'appliances') }
          probe: { id: resourceId('Microsoft.Network/loadBalancers/probes', 'lbi-appliances', 'ssh') }
        }
      }
    ]
  }
}

resource first 'Microsoft.Network/networkInterfaces@2024-05-01' = {
  name: 'nic-first'
  location: location
  properties: {
    enableIPForwarding: true
    ipConfigurations: [
      {
        name: 'primary'
        properties: {
          subnet: { id: appliances.id }
          privateIPAllocationMethod: 'Static'
          privateIPAddress: '10.0.1.4'
          loadBalancerBackendAddressPools: [
            { id: '${balancer.id}/backendAddressPools/appliances' }
          ]
        }
      }
    ]
  }
}

resource second 'Microsoft.Network/networkInterfaces@2024-05-01' = {
  name: 'nic-second'
  location: location
  properties: {
    enableIPForwarding: false
    ipConfigurations: [
      {
        name: 'primary'
        properties: {
          subnet: { id: appliances.id }
          privateIPAllocationMethod: 'Static'
          privateIPAddress: '10.0.1.5'
          loadBalancerBackendAddressPools: [
            { id: '${balancer.id}/backendAddressPools/appliances' }
          ]
        }
      }
    ]
  }
}
