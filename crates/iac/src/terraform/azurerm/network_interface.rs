//! Network interfaces and private endpoints.

use super::row::{Resource, Row, amendment, each, flag, resource, text, texts};

const INTERFACES: &str = "Microsoft.Network/networkInterfaces";

pub(super) static TABLE: &[Resource] = &[
    resource("azurerm_network_interface", INTERFACES, INTERFACE),
    amendment(
        "azurerm_network_interface_security_group_association",
        INTERFACES,
        &[
            text("network_interface_id", "amends"),
            text("network_security_group_id", "properties.networkSecurityGroup.id"),
        ],
    ),
    amendment(
        "azurerm_network_interface_backend_address_pool_association",
        INTERFACES,
        &[
            text("network_interface_id", "amends"),
            each("", "properties.ipConfigurations", IN_BACKEND_POOL),
        ],
    ),
    amendment(
        "azurerm_network_interface_nat_rule_association",
        INTERFACES,
        &[
            text("network_interface_id", "amends"),
            each("", "properties.ipConfigurations", OF_INBOUND_RULE),
        ],
    ),
    amendment(
        "azurerm_network_interface_application_security_group_association",
        INTERFACES,
        &[
            text("network_interface_id", "amends"),
            each("", "properties.ipConfigurations", IN_APPLICATION_GROUP),
        ],
    ),
    resource("azurerm_private_endpoint", "Microsoft.Network/privateEndpoints", PRIVATE_ENDPOINT),
];

/// `network_security_group_id` in version 1.
static INTERFACE: &[Row] = &[
    text("network_security_group_id", "properties.networkSecurityGroup.id"),
    flag("ip_forwarding_enabled", "properties.enableIPForwarding"),
    flag("enable_ip_forwarding", "properties.enableIPForwarding"),
    flag("accelerated_networking_enabled", "properties.enableAcceleratedNetworking"),
    flag("enable_accelerated_networking", "properties.enableAcceleratedNetworking"),
    texts("dns_servers", "properties.dnsSettings.dnsServers"),
    each(
        "ip_configuration",
        "properties.ipConfigurations",
        &[
            text("name", "name"),
            text("subnet_id", "properties.subnet.id"),
            text("private_ip_address", "properties.privateIPAddress"),
            text("private_ip_address_allocation", "properties.privateIPAllocationMethod"),
            text("private_ip_address_version", "properties.privateIPAddressVersion"),
            text("public_ip_address_id", "properties.publicIPAddress.id"),
            flag("primary", "properties.primary"),
        ],
    ),
];

/// ARM tells a connection that waits for approval by another list; which of the
/// two it is in makes no difference to a route.
static PRIVATE_ENDPOINT: &[Row] = &[
    text("subnet_id", "properties.subnet.id"),
    text("custom_network_interface_name", "properties.customNetworkInterfaceName"),
    each(
        "private_service_connection",
        "properties.privateLinkServiceConnections",
        &[
            text("name", "name"),
            text("private_connection_resource_id", "properties.privateLinkServiceId"),
            text("private_connection_resource_alias", "properties.privateLinkServiceId"),
            texts("subresource_names", "properties.groupIds"),
            // Azure chooses it and a state has it. ARM has it elsewhere, with names of hosts.
            text("private_ip_address", "properties.privateIPAddress"),
        ],
    ),
    each(
        "ip_configuration",
        "properties.ipConfigurations",
        &[
            text("name", "name"),
            text("private_ip_address", "properties.privateIPAddress"),
            text("subresource_name", "properties.groupId"),
            text("member_name", "properties.memberName"),
        ],
    ),
];

static IN_BACKEND_POOL: &[Row] = &[
    text("ip_configuration_name", "name"),
    each(
        "",
        "properties.loadBalancerBackendAddressPools",
        &[text("backend_address_pool_id", "id")],
    ),
];

static OF_INBOUND_RULE: &[Row] = &[
    text("ip_configuration_name", "name"),
    each("", "properties.loadBalancerInboundNatRules", &[text("nat_rule_id", "id")]),
];

/// The group is that of every address of the interface.
static IN_APPLICATION_GROUP: &[Row] = &[each(
    "",
    "properties.applicationSecurityGroups",
    &[text("application_security_group_id", "id")],
)];

#[cfg(test)]
mod tests {
    use crate::terraform::testing::check;

    #[test]
    fn an_interface_in_old_and_new_words() {
        check(
            "azurerm_network_interface",
            r#"{"name": "nva", "enable_ip_forwarding": true, "enable_accelerated_networking": false,
                "ip_configuration": [{"name": "c", "subnet_id": "/s", "private_ip_address": "10.0.2.4",
                    "private_ip_address_allocation": "Static", "private_ip_address_version": "IPv4",
                    "public_ip_address_id": "/p", "primary": true}]}"#,
            r#"{"type": "Microsoft.Network/networkInterfaces", "name": "nva", "properties": {
                "enableIPForwarding": true, "enableAcceleratedNetworking": false,
                "ipConfigurations": [{"name": "c", "properties": {"subnet": {"id": "/s"},
                    "privateIPAddress": "10.0.2.4", "privateIPAllocationMethod": "Static",
                    "privateIPAddressVersion": "IPv4", "publicIPAddress": {"id": "/p"}, "primary": true}}]}}"#,
        );
        check(
            "azurerm_network_interface",
            r#"{"name": "nva", "ip_forwarding_enabled": false, "enable_ip_forwarding": true,
                "network_security_group_id": "/g"}"#,
            r#"{"type": "Microsoft.Network/networkInterfaces", "name": "nva",
                "properties": {"enableIPForwarding": false, "networkSecurityGroup": {"id": "/g"}}}"#,
        );
    }

    #[test]
    fn associations_amend_the_interface() {
        check(
            "azurerm_network_interface_security_group_association",
            r#"{"network_interface_id": "${azurerm_network_interface.n.id}", "network_security_group_id": "/g"}"#,
            r#"{"type": "Microsoft.Network/networkInterfaces", "amends": "${azurerm_network_interface.n.id}",
                "properties": {"networkSecurityGroup": {"id": "/g"}}}"#,
        );
        check(
            "azurerm_network_interface_backend_address_pool_association",
            r#"{"network_interface_id": "${azurerm_network_interface.n.id}", "ip_configuration_name": "c",
                "backend_address_pool_id": "/b"}"#,
            r#"{"type": "Microsoft.Network/networkInterfaces", "amends": "${azurerm_network_interface.n.id}",
                "properties": {"ipConfigurations": [{"name": "c", "properties":
                    {"loadBalancerBackendAddressPools": [{"id": "/b"}]}}]}}"#,
        );
    }

    #[test]
    fn an_application_security_group_is_that_of_every_address() {
        check(
            "azurerm_network_interface_application_security_group_association",
            r#"{"network_interface_id": "${azurerm_network_interface.n.id}", "application_security_group_id": "/a"}"#,
            r#"{"type": "Microsoft.Network/networkInterfaces", "amends": "${azurerm_network_interface.n.id}",
                "properties": {"ipConfigurations": [{"properties": {"applicationSecurityGroups": [{"id": "/a"}]}}]}}"#,
        );
    }

    #[test]
    fn a_state_has_the_address_of_a_private_endpoint() {
        check(
            "azurerm_private_endpoint",
            r#"{"name": "e", "private_service_connection": [{"private_ip_address": "10.0.0.8"}]}"#,
            r#"{"type": "Microsoft.Network/privateEndpoints", "name": "e", "properties": {
                "privateLinkServiceConnections": [{"properties": {"privateIPAddress": "10.0.0.8"}}]}}"#,
        );
    }

    #[test]
    fn a_private_endpoint_stands_in_a_subnet() {
        check(
            "azurerm_private_endpoint",
            r#"{"name": "e", "subnet_id": "${azurerm_subnet.e.id}", "private_service_connection":
                [{"name": "c", "is_manual_connection": false, "subresource_names": ["blob"],
                    "private_connection_resource_id": "${azurerm_storage_account.s.id}"}],
                "ip_configuration": [{"name": "i", "private_ip_address": "10.0.0.7", "subresource_name": "blob"}]}"#,
            r#"{"type": "Microsoft.Network/privateEndpoints", "name": "e", "properties": {
                "subnet": {"id": "${azurerm_subnet.e.id}"},
                "privateLinkServiceConnections": [{"name": "c", "properties": {"groupIds": ["blob"],
                    "privateLinkServiceId": "${azurerm_storage_account.s.id}"}}],
                "ipConfigurations": [{"name": "i", "properties":
                    {"privateIPAddress": "10.0.0.7", "groupId": "blob"}}]}}"#,
        );
    }
}
