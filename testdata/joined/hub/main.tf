resource "azurerm_resource_group" "this" {
  name     = "rg-hub-${var.region_code}"
  location = var.location
  tags     = var.tags
}
