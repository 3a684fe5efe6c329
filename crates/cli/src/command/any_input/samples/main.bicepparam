using 'main.bicep'

param location = 'westeurope'
param spokes = [
  { name: 'b', prefix: '10.2.0.0/16' }
]
