resource "azurerm_subnet" "app" {
  name = 
}
