output "hub_virtual_network_id" {
  value = azurerm_virtual_network.hub.id
}

output "spoke_virtual_network_ids" {
  value = { for name, spoke in module.spoke : name => spoke.virtual_network_id }
}

output "vpn_gateway_id" {
  value = azurerm_virtual_network_gateway.vpn.id
}

output "firewall_private_ip" {
  value = azurerm_firewall.hub.ip_configuration[0].private_ip_address
}
