//! Public addresses and what only serves to use them: NAT gateways, Bastion.

use super::row::{Default, Resource, Row, amendment, default, each, number, resource, text, texts};

const NAT_GATEWAYS: &str = "Microsoft.Network/natGateways";

pub(super) static TABLE: &[Resource] = &[
    resource("azurerm_public_ip", "Microsoft.Network/publicIPAddresses", PUBLIC_ADDRESS),
    resource(
        "azurerm_nat_gateway",
        NAT_GATEWAYS,
        &[
            text("sku_name", "sku.name"),
            number("idle_timeout_in_minutes", "properties.idleTimeoutInMinutes"),
            texts("zones", "zones"),
        ],
    ),
    amendment(
        "azurerm_nat_gateway_public_ip_association",
        NAT_GATEWAYS,
        &[
            text("nat_gateway_id", "amends"),
            each("", "properties.publicIpAddresses", &[text("public_ip_address_id", "id")]),
        ],
    ),
    amendment(
        "azurerm_nat_gateway_public_ip_prefix_association",
        NAT_GATEWAYS,
        &[
            text("nat_gateway_id", "amends"),
            each("", "properties.publicIpPrefixes", &[text("public_ip_prefix_id", "id")]),
        ],
    ),
    resource("azurerm_bastion_host", "Microsoft.Network/bastionHosts", BASTION),
];

/// The SKU is `Basic` where it is left out up to version 3 and `Standard` from
/// version 4 on (schemas of azurerm 3.117, 4.81 and 5.2).
static PUBLIC_ADDRESS: &[Row] = &[
    text("sku", "sku.name"),
    default("sku.name", Default::DependsOnVersion("SKU")),
    text("sku_tier", "sku.tier"),
    texts("zones", "zones"),
    text("allocation_method", "properties.publicIPAllocationMethod"),
    text("ip_version", "properties.publicIPAddressVersion"),
    text("public_ip_prefix_id", "properties.publicIPPrefix.id"),
    text("domain_name_label", "properties.dnsSettings.domainNameLabel"),
];

static BASTION: &[Row] = &[
    text("sku", "sku.name"),
    text("virtual_network_id", "properties.virtualNetwork.id"),
    each(
        "ip_configuration",
        "properties.ipConfigurations",
        &[
            text("name", "name"),
            text("subnet_id", "properties.subnet.id"),
            text("public_ip_address_id", "properties.publicIPAddress.id"),
        ],
    ),
];
