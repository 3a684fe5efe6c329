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
    resource(
        "azurerm_private_endpoint",
        "Microsoft.Network/privateEndpoints",
        &[text("subnet_id", "properties.subnet.id")],
    ),
];

static INTERFACE: &[Row] = &[
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

static IN_BACKEND_POOL: &[Row] = &[
    text("ip_configuration_name", "name"),
    each(
        "",
        "properties.loadBalancerBackendAddressPools",
        &[text("backend_address_pool_id", "id")],
    ),
];
