variable "name" {
  description = "Short name of the workload, part of every resource name."
  type        = string
}

variable "location" {
  type = string
}

variable "region_code" {
  description = "Short name of the region, such as weu."
  type        = string
}

variable "resource_group_name" {
  type = string
}

variable "address_space" {
  type = list(string)
}

variable "subnets" {
  description = "Prefixes by the short name of the subnet."
  type        = map(string)
}

variable "hub" {
  description = "The virtual network that the spoke is peered to."
  type = object({
    name                = string
    id                  = string
    resource_group_name = string
  })
}

variable "firewall_private_ip" {
  description = "Address that everything leaving the spoke is sent to."
  type        = string
}

variable "remote_desktop_sources" {
  description = "Prefixes that may open remote desktop sessions."
  type        = list(string)
  default     = []
}

variable "tags" {
  type    = map(string)
  default = {}
}
