variable "subscription_id" {
  type = string
}

variable "location" {
  type    = string
  default = "westeurope"
}

variable "region_code" {
  type    = string
  default = "weu"
}

variable "hub" {
  description = "Address space of the hub and the prefixes of its subnets."
  type = object({
    address_space = list(string)
    subnets = object({
      gateway      = string
      firewall     = string
      route_server = string
      shared       = string
    })
  })
}

variable "spokes" {
  description = "The spokes by name."
  type = map(object({
    address_space = list(string)
    subnets       = map(string)
  }))
}

variable "vpn_client_pool" {
  description = "Addresses given to remote users."
  type        = string

  validation {
    condition     = can(cidrhost(var.vpn_client_pool, 0))
    error_message = "The pool must be a prefix such as 172.16.201.0/24."
  }
}

variable "tenant_id" {
  description = "Entra tenant whose users may connect."
  type        = string
}

variable "express_route" {
  description = "What the carrier needs to know for the circuit to the datacentre."
  type = object({
    service_provider      = string
    peering_location      = string
    bandwidth_in_mbps     = optional(number, 1000)
    vlan_id               = number
    peer_asn              = number
    primary_peer_prefix   = string
    secondary_peer_prefix = string
  })
}

variable "tags" {
  type = map(string)
  default = {
    environment = "production"
    managed_by  = "terraform"
  }
}
