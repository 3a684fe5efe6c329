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
      gateway  = string
      firewall = string
      shared   = string
    })
  })
}

variable "spoke_prefixes" {
  description = "The prefixes of the spokes, which another root declares."
  type        = list(string)
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

variable "express_route_circuit_id" {
  description = "Circuit to the datacentre; it belongs to the carrier team's subscription."
  type        = string
}

variable "express_route_authorization_key" {
  type      = string
  sensitive = true
  default   = null
}

variable "tags" {
  type = map(string)
  default = {
    environment = "production"
    managed_by  = "terraform"
  }
}
