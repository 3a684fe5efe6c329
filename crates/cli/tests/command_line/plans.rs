//! Terraform plans and states as inputs.

use snapbox::str;

use crate::nexthop;

#[test]
fn a_plan_is_checked_and_its_findings_stand_in_the_code() {
    nexthop("check planned/code --format concise").assert().code(1).stdout_eq(str![[r#"
planned/code/main.tf:1:1: error[default-udr-on-gateway-subnet] GatewaySubnet has a route for 0.0.0.0/0, which cuts the gateway off from its control plane

"#]]);
    // Without the plan it cannot be told what the variable is.
    nexthop("check planned/code/main.tf").assert().code(0).stdout_eq(str![[r#"
undecided: 1 rule in 1 place:
  planned/code/main.tf:1: var.on_premises has no value: default-udr-on-gateway-subnet

"#]]);
}

#[test]
fn a_plan_that_is_one_line_names_the_resource() {
    nexthop("check planned/alone").assert().code(1).stdout_eq(str![[r#"
error[default-udr-on-gateway-subnet]

  × GatewaySubnet has a route for 0.0.0.0/0, which cuts the gateway off from its control plane
    at planned/alone/plan.json:1 (azurerm_route_table.gateway)
  ☞ the table is associated with GatewaySubnet here
  help: Route only the prefixes that must pass an appliance, such as those of the spokes.
  more: https://github.com/nexthop/nexthop/blob/v0.1.0/rules/default-udr-on-gateway-subnet.md

1 error in 5 resources

"#]]);
    nexthop("check planned/alone --format concise").assert().code(1).stdout_eq(str![[r#"
planned/alone/plan.json:1:497: error[default-udr-on-gateway-subnet] azurerm_route_table.gateway: GatewaySubnet has a route for 0.0.0.0/0, which cuts the gateway off from its control plane

"#]]);
}

#[test]
fn the_resources_of_a_plan_are_listed_as_those_of_code() {
    nexthop("resources planned/code").assert().code(0).stdout_eq(str![[r#"
planned/code/plan.json (terraform-plan, 5 resources)

azurerm_route_table.gateway (Microsoft.Network/routeTables, planned/code/main.tf:33)
    bgp_route_propagation_enabled = true
    location = "westeurope"
    name = "rt-gateway"
    resource_group_name = "rg-hub"
    route = [{address_prefix = "0.0.0.0/0", name = "default", next_hop_type = "None"}]

azurerm_subnet.gateway (Microsoft.Network/virtualNetworks/subnets, planned/code/main.tf:12)
    address_prefixes = ["10.0.0.0/27"]
    default_outbound_access_enabled = true
    name = "GatewaySubnet"
    resource_group_name = "rg-hub"
    virtual_network_name = "vnet-hub"

azurerm_subnet_route_table_association.gateway (Microsoft.Network/virtualNetworks/subnets, planned/code/main.tf:45)
    route_table_id = <azurerm_route_table.gateway.id>
    subnet_id = <azurerm_subnet.gateway.id>

azurerm_virtual_network.hub (Microsoft.Network/virtualNetworks, planned/code/main.tf:5)
    address_space = ["10.0.0.0/16"]
    location = "westeurope"
    name = "vnet-hub"
    private_endpoint_vnet_policies = "Disabled"
    resource_group_name = "rg-hub"

azurerm_virtual_network_gateway.vpn (Microsoft.Network/virtualNetworkGateways, planned/code/main.tf:19)
    ip_configuration = [{name = "default", private_ip_address_allocation = "Dynamic", public_ip_address_id = "/subscriptions/00000000-0000-0000-0000-000000000000/resourceGroups/rg-hub/providers/Microsoft.Network/publicIPAddresses/pip-vpn", subnet_id = <azurerm_subnet.gateway.id>}]
    location = "westeurope"
    name = "vpngw-hub"
    resource_group_name = "rg-hub"
    sku = "VpnGw2AZ"
    type = "Vpn"
    vpn_type = "RouteBased"


"#]]);
}
