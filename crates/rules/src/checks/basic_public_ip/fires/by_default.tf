terraform {
  required_providers {
    azurerm = {
      source  = "hashicorp/azurerm"
      version = "~> 3.100"
    }
  }
}

resource "azurerm_public_ip" "server" {
  name                = "pip-server"
  resource_group_name = "rg-network"
  location            = "westeurope"
  allocation_method   = "Static"
}
