output "virtual_network_id" {
  value = azurerm_virtual_network.this.id
}

output "address_space" {
  value = var.address_space
}

output "subnet_ids" {
  value = { for name, subnet in azurerm_subnet.this : name => subnet.id }
}
