//! Load balancers.

use super::row::{
    Default, Resource, Row, amendment, default, each, flag, links, number, resource, text, texts,
};

const BACKEND_POOLS: &str = "Microsoft.Network/loadBalancers/backendAddressPools";

pub(super) static TABLE: &[Resource] = &[
    resource("azurerm_lb", "Microsoft.Network/loadBalancers", LOAD_BALANCER),
    resource(
        "azurerm_lb_backend_address_pool",
        BACKEND_POOLS,
        &[
            text("loadbalancer_id", "parent"),
            text("virtual_network_id", "properties.virtualNetwork.id"),
        ],
    ),
    amendment(
        "azurerm_lb_rule",
        "Microsoft.Network/loadBalancers",
        &[
            text("loadbalancer_id", "amends"),
            each("", "properties.loadBalancingRules", BALANCING_RULE),
        ],
    ),
    resource(
        "azurerm_lb_nat_rule",
        "Microsoft.Network/loadBalancers/inboundNatRules",
        INBOUND_RULE,
    ),
    amendment(
        "azurerm_lb_backend_address_pool_address",
        BACKEND_POOLS,
        &[
            text("backend_address_pool_id", "amends"),
            each("", "properties.loadBalancerBackendAddresses", BACKEND_ADDRESS),
        ],
    ),
];

/// The schemas of azurerm 3.117, 4.81 and 5.2.
const DEFAULT_SKU: Default =
    Default::Changed { what: "SKU", before: "Basic", since: 4, after: "Standard" };

static LOAD_BALANCER: &[Row] = &[
    text("sku", "sku.name"),
    default("sku.name", DEFAULT_SKU),
    text("sku_tier", "sku.tier"),
    each(
        "frontend_ip_configuration",
        "properties.frontendIPConfigurations",
        &[
            text("name", "name"),
            text("subnet_id", "properties.subnet.id"),
            text("private_ip_address", "properties.privateIPAddress"),
            text("private_ip_address_allocation", "properties.privateIPAllocationMethod"),
            text("private_ip_address_version", "properties.privateIPAddressVersion"),
            text("public_ip_address_id", "properties.publicIPAddress.id"),
            text("public_ip_prefix_id", "properties.publicIPPrefix.id"),
            text(
                "gateway_load_balancer_frontend_ip_configuration_id",
                "properties.gatewayLoadBalancer.id",
            ),
            texts("zones", "zones"),
        ],
    ),
];

/// ARM names the frontend by its id. `backend_address_pool_id` until version 3.
static BALANCING_RULE: &[Row] = &[
    text("name", "name"),
    text("frontend_ip_configuration_name", "properties.frontendIPConfiguration.name"),
    text("protocol", "properties.protocol"),
    number("frontend_port", "properties.frontendPort"),
    number("backend_port", "properties.backendPort"),
    links("backend_address_pool_ids", "properties.backendAddressPools"),
    text("backend_address_pool_id", "properties.backendAddressPool.id"),
    flag("floating_ip_enabled", "properties.enableFloatingIP"),
    flag("enable_floating_ip", "properties.enableFloatingIP"),
];

static INBOUND_RULE: &[Row] = &[
    text("loadbalancer_id", "parent"),
    text("frontend_ip_configuration_name", "properties.frontendIPConfiguration.name"),
    text("protocol", "properties.protocol"),
    number("frontend_port", "properties.frontendPort"),
    number("frontend_port_start", "properties.frontendPortRangeStart"),
    number("frontend_port_end", "properties.frontendPortRangeEnd"),
    number("backend_port", "properties.backendPort"),
    text("backend_address_pool_id", "properties.backendAddressPool.id"),
];

static BACKEND_ADDRESS: &[Row] = &[
    text("name", "name"),
    text("ip_address", "properties.ipAddress"),
    text("virtual_network_id", "properties.virtualNetwork.id"),
    text(
        "backend_address_ip_configuration_id",
        "properties.loadBalancerFrontendIPConfiguration.id",
    ),
];

#[cfg(test)]
mod tests {
    use crate::terraform::testing::check;

    #[test]
    fn an_internal_load_balancer() {
        check(
            "azurerm_lb",
            r#"{"name": "lb", "sku": "Standard", "sku_tier": "Regional", "frontend_ip_configuration": [
                {"name": "f", "subnet_id": "/s", "private_ip_address": "10.0.2.10",
                    "private_ip_address_allocation": "Static", "zones": ["1", 2]}]}"#,
            r#"{"type": "Microsoft.Network/loadBalancers", "name": "lb",
                "sku": {"name": "Standard", "tier": "Regional"},
                "properties": {"frontendIPConfigurations": [{"name": "f", "zones": ["1", "2"],
                    "properties": {"subnet": {"id": "/s"}, "privateIPAddress": "10.0.2.10",
                        "privateIPAllocationMethod": "Static"}}]}}"#,
        );
    }

    #[test]
    fn the_default_sku_depends_on_the_version_of_azurerm() {
        check(
            "azurerm_lb",
            r#"{"name": "lb"}"#,
            r#"{"type": "Microsoft.Network/loadBalancers", "name": "lb", "sku": {"name": "unknown: the version of azurerm, on which the default SKU depends, is outside of this code"}}"#,
        );
    }

    #[test]
    fn a_backend_pool_and_an_address_of_it() {
        check(
            "azurerm_lb_backend_address_pool",
            r#"{"name": "b", "loadbalancer_id": "${azurerm_lb.lb.id}", "virtual_network_id": "/v"}"#,
            r#"{"type": "Microsoft.Network/loadBalancers/backendAddressPools", "name": "b",
                "parent": "${azurerm_lb.lb.id}", "properties": {"virtualNetwork": {"id": "/v"}}}"#,
        );
        check(
            "azurerm_lb_backend_address_pool_address",
            r#"{"name": "a", "backend_address_pool_id": "/b", "virtual_network_id": "/v", "ip_address": "10.0.2.4"}"#,
            r#"{"type": "Microsoft.Network/loadBalancers/backendAddressPools", "amends": "/b", "properties": {
                "loadBalancerBackendAddresses": [{"name": "a", "properties":
                    {"ipAddress": "10.0.2.4", "virtualNetwork": {"id": "/v"}}}]}}"#,
        );
    }

    #[test]
    fn a_rule_amends_its_load_balancer() {
        check(
            "azurerm_lb_rule",
            r#"{"name": "r", "loadbalancer_id": "${azurerm_lb.lb.id}", "frontend_ip_configuration_name": "f",
                "protocol": "Tcp", "frontend_port": 443, "backend_port": 8443, "enable_floating_ip": true,
                "backend_address_pool_ids": ["/b"]}"#,
            r#"{"type": "Microsoft.Network/loadBalancers", "amends": "${azurerm_lb.lb.id}", "properties":
                {"loadBalancingRules": [{"name": "r", "properties": {"frontendIPConfiguration": {"name": "f"},
                    "protocol": "Tcp", "frontendPort": 443, "backendPort": 8443, "enableFloatingIP": true,
                    "backendAddressPools": [{"id": "/b"}]}}]}}"#,
        );
    }
}
