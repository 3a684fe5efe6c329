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

variable "tags" {
  type = map(string)
  default = {
    environment = "production"
    managed_by  = "terraform"
  }
}
