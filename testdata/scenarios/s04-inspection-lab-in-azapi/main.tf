terraform {
  required_providers {
    azapi = {
      source  = "Azure/azapi"
      version = "~> 2.0"
    }
  }
}

locals {
  group       = "/subscriptions/11111111-1111-1111-1111-111111111111/resourceGroups/rg-network"
  firewall_ip = "10.0.10.68"

  tables = {
    hub = {
      prefixes    = ["0.0.0.0/0", "10.0.11.0/24", "10.0.12.0/24"]
      propagation = false
    }
    spoke = {
      prefixes    = ["0.0.0.0/0", "10.0.10.0/24"]
      propagation = false
    }
    gateway = {
      prefixes    = ["10.0.10.0/27", "10.0.11.0/24", "10.0.12.0/24", "192.168.100.0/24", "172.16.0.0/24"]
      propagation = true
    }
  }

  spokes = {
    spoke1 = "10.0.11.0/24"
    spoke2 = "10.0.12.0/24"
  }
}

resource "azapi_resource" "route_table" {
  for_each = local.tables

  type      = "Microsoft.Network/routeTables@2024-05-01"
  name      = "rt-${each.key}"
  parent_id = local.group
  location  = "westeurope"

  body = {
    properties = {
      disableBgpRoutePropagation = !each.value.propagation
      routes = [
        for prefix in each.value.prefixes : {
          name = "to-${replace(prefix, "/", "_")}"
          properties = {
            addressPrefix    = prefix
            nextHopType      = "VirtualAppliance"
            nextHopIpAddress = local.firewall_ip
          }
        }
      ]
    }
  }
}

resource "azapi_resource" "hub" {
  type      = "Microsoft.Network/virtualNetworks@2024-05-01"
  name      = "vnet-hub"
  parent_id = local.group
  location  = "westeurope"

  body = {
    properties = {
      addressSpace = {
        addressPrefixes = ["10.0.10.0/24"]
      }
      subnets = [
        {
          name = "subnet1"
          properties = {
            addressPrefix = "10.0.10.0/27"
            routeTable    = { id = azapi_resource.route_table["hub"].id }
          }
        },
        {
          name = "GatewaySubnet"
          properties = {
            addressPrefixes = ["10.0.10.32/27"]
            routeTable      = { id = azapi_resource.route_table["gateway"].id }
          }
        },
        {
          name = "AzureFirewallSubnet"
          properties = {
            addressPrefix = "10.0.10.64/26"
          }
        },
        {
          name = "RouteServerSubnet"
          properties = {
            addressPrefix = "10.0.10.128/27"
          }
        },
      ]
    }
  }
}

resource "azapi_resource" "spoke" {
  for_each = local.spokes

  type      = "Microsoft.Network/virtualNetworks@2024-05-01"
  name      = "vnet-${each.key}"
  parent_id = local.group
  location  = "westeurope"

  body = {
    properties = {
      addressSpace = {
        addressPrefixes = [each.value]
      }
    }
  }
}

resource "azapi_resource" "spoke_subnet" {
  for_each = local.spokes

  type      = "Microsoft.Network/virtualNetworks/subnets@2024-05-01"
  name      = "snet-vm"
  parent_id = azapi_resource.spoke[each.key].id

  body = {
    properties = {
      addressPrefix = cidrsubnet(each.value, 3, 0)
      routeTable    = { id = azapi_resource.route_table["spoke"].id }
    }
  }
}

resource "azapi_resource" "to_hub" {
  for_each = local.spokes

  type      = "Microsoft.Network/virtualNetworks/virtualNetworkPeerings@2024-05-01"
  name      = "peer-${each.key}-to-hub"
  parent_id = azapi_resource.spoke[each.key].id

  body = {
    properties = {
      remoteVirtualNetwork      = { id = azapi_resource.hub.id }
      allowVirtualNetworkAccess = true
      allowForwardedTraffic     = true
      useRemoteGateways         = true
    }
  }
}

resource "azapi_resource" "to_spoke" {
  for_each = local.spokes

  type      = "Microsoft.Network/virtualNetworks/virtualNetworkPeerings@2024-05-01"
  name      = "peer-hub-to-${each.key}"
  parent_id = azapi_resource.hub.id

  body = {
    properties = {
      remoteVirtualNetwork      = { id = azapi_resource.spoke[each.key].id }
      allowVirtualNetworkAccess = true
      allowForwardedTraffic     = true
      allowGatewayTransit       = true
    }
  }
}

resource "azapi_resource" "public_ip" {
  for_each = toset(["vpngw-1", "vpngw-2", "afw", "rs"])

  type      = "Microsoft.Network/publicIPAddresses@2024-05-01"
  name      = "pip-${each.key}"
  parent_id = local.group
  location  = "westeurope"

  body = {
    sku        = { name = "Standard" }
    properties = { publicIPAllocationMethod = "Static" }
  }
}

resource "azapi_resource" "vpn_gateway" {
  type      = "Microsoft.Network/virtualNetworkGateways@2024-05-01"
  name      = "vpngw-hub"
  parent_id = local.group
  location  = "westeurope"

  body = {
    properties = {
      gatewayType = "Vpn"
      vpnType     = "RouteBased"
      sku         = { name = "VpnGw1AZ", tier = "VpnGw1AZ" }
      enableBgp   = true
      bgpSettings = { asn = 65515 }
      ipConfigurations = [
        for instance in ["vpngw-1", "vpngw-2"] : {
          name = instance
          properties = {
            subnet          = { id = "${azapi_resource.hub.id}/subnets/GatewaySubnet" }
            publicIPAddress = { id = azapi_resource.public_ip[instance].id }
          }
        }
      ]
      activeActive = true
    }
  }
}

resource "azapi_resource" "expressroute_gateway" {
  type      = "Microsoft.Network/virtualNetworkGateways@2024-05-01"
  name      = "ergw-hub"
  parent_id = local.group
  location  = "westeurope"

  body = {
    properties = {
      gatewayType = "ExpressRoute"
      sku         = { name = "ErGw1AZ", tier = "ErGw1AZ" }
      ipConfigurations = [{
        name       = "default"
        properties = { subnet = { id = "${azapi_resource.hub.id}/subnets/GatewaySubnet" } }
      }]
    }
  }
}

resource "azapi_resource" "onprem" {
  type      = "Microsoft.Network/localNetworkGateways@2024-05-01"
  name      = "lgw-onprem"
  parent_id = local.group
  location  = "westeurope"

  body = {
    properties = {
      gatewayIpAddress         = "198.51.100.10"
      localNetworkAddressSpace = { addressPrefixes = ["192.168.100.0/24"] }
      bgpSettings              = { asn = 65100, bgpPeeringAddress = "192.168.100.10" }
    }
  }
}

resource "azapi_resource" "onprem_connection" {
  type      = "Microsoft.Network/connections@2024-05-01"
  name      = "con-onprem"
  parent_id = local.group
  location  = "westeurope"

  body = {
    properties = {
      connectionType         = "IPsec"
      enableBgp              = true
      virtualNetworkGateway1 = { id = azapi_resource.vpn_gateway.id, properties = {} }
      localNetworkGateway2   = { id = azapi_resource.onprem.id, properties = {} }
    }
  }
}

resource "azapi_resource" "env_connection" {
  type      = "Microsoft.Network/connections@2024-05-01"
  name      = "con-env"
  parent_id = local.group
  location  = "westeurope"

  body = {
    properties = {
      connectionType         = "ExpressRoute"
      virtualNetworkGateway1 = { id = azapi_resource.expressroute_gateway.id, properties = {} }
      peer = {
        id = "/subscriptions/33333333-3333-3333-3333-333333333333/resourceGroups/rg-carrier/providers/Microsoft.Network/expressRouteCircuits/erc-env"
      }
    }
  }
}

# A Route Server is a virtual hub without a Virtual WAN.
resource "azapi_resource" "route_server" {
  type      = "Microsoft.Network/virtualHubs@2024-05-01"
  name      = "rs-hub"
  parent_id = local.group
  location  = "westeurope"

  body = {
    properties = {
      sku                        = "Standard"
      allowBranchToBranchTraffic = true
    }
  }
}

resource "azapi_resource" "route_server_ip" {
  type      = "Microsoft.Network/virtualHubs/ipConfigurations@2024-05-01"
  name      = "default"
  parent_id = azapi_resource.route_server.id

  body = {
    properties = {
      subnet          = { id = "${azapi_resource.hub.id}/subnets/RouteServerSubnet" }
      publicIPAddress = { id = azapi_resource.public_ip["rs"].id }
    }
  }
}

resource "azapi_resource" "firewall_policy" {
  type      = "Microsoft.Network/firewallPolicies@2024-05-01"
  name      = "afwp-hub"
  parent_id = local.group
  location  = "westeurope"

  body = {
    properties = {
      sku = { tier = "Standard" }
    }
  }
}

resource "azapi_resource" "firewall_rules" {
  type      = "Microsoft.Network/firewallPolicies/ruleCollectionGroups@2024-05-01"
  name      = "rcg-hub"
  parent_id = azapi_resource.firewall_policy.id

  body = {
    properties = {
      priority = 200
      ruleCollections = [{
        ruleCollectionType = "FirewallPolicyFilterRuleCollection"
        name               = "allow-all"
        priority           = 100
        action             = { type = "Allow" }
        rules = [{
          ruleType             = "NetworkRule"
          name                 = "any"
          ipProtocols          = ["Any"]
          sourceAddresses      = ["*"]
          destinationAddresses = ["*"]
          destinationPorts     = ["*"]
        }]
      }]
    }
  }
}

resource "azapi_resource" "firewall" {
  type      = "Microsoft.Network/azureFirewalls@2024-05-01"
  name      = "afw-hub"
  parent_id = local.group
  location  = "westeurope"

  body = {
    properties = {
      sku            = { name = "AZFW_VNet", tier = "Standard" }
      firewallPolicy = { id = azapi_resource.firewall_policy.id }
      ipConfigurations = [{
        name = "default"
        properties = {
          subnet          = { id = "${azapi_resource.hub.id}/subnets/AzureFirewallSubnet" }
          publicIPAddress = { id = azapi_resource.public_ip["afw"].id }
        }
      }]
    }
  }
}
