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

/// The schemas of azurerm 3.117, 4.81 and 5.2.
const DEFAULT_SKU: Default =
    Default::Changed { what: "SKU", before: "Basic", since: 4, after: "Standard" };

/// `public_ip_address_allocation` in version 1.
static PUBLIC_ADDRESS: &[Row] = &[
    text("sku", "sku.name"),
    default("sku.name", DEFAULT_SKU),
    text("sku_tier", "sku.tier"),
    texts("zones", "zones"),
    text("allocation_method", "properties.publicIPAllocationMethod"),
    text("public_ip_address_allocation", "properties.publicIPAllocationMethod"),
    text("ip_version", "properties.publicIPAddressVersion"),
    text("public_ip_prefix_id", "properties.publicIPPrefix.id"),
    text("domain_name_label", "properties.dnsSettings.domainNameLabel"),
    text("ip_address", "properties.ipAddress"),
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

#[cfg(test)]
mod tests {
    use crate::terraform::testing::{check, check_existing};

    #[test]
    fn a_public_address() {
        check(
            "azurerm_public_ip",
            r#"{"name": "p", "sku": "Standard", "sku_tier": "Regional", "allocation_method": "Static", "zones": ["1"],
                "ip_version": "IPv4", "public_ip_prefix_id": "/prefix", "domain_name_label": "gw"}"#,
            r#"{"type": "Microsoft.Network/publicIPAddresses", "name": "p", "zones": ["1"],
                "sku": {"name": "Standard", "tier": "Regional"},
                "properties": {"publicIPAllocationMethod": "Static", "publicIPAddressVersion": "IPv4",
                    "publicIPPrefix": {"id": "/prefix"}, "dnsSettings": {"domainNameLabel": "gw"}}}"#,
        );
    }

    #[test]
    fn a_public_address_in_the_words_of_version_1() {
        check_existing(
            "azurerm_public_ip",
            r#"{"name": "p", "public_ip_address_allocation": "static"}"#,
            r#"{"type": "Microsoft.Network/publicIPAddresses", "name": "p",
                "properties": {"publicIPAllocationMethod": "static"}}"#,
        );
    }

    #[test]
    fn the_default_sku_depends_on_the_version_of_azurerm() {
        check(
            "azurerm_public_ip",
            r#"{"name": "p"}"#,
            r#"{"type": "Microsoft.Network/publicIPAddresses", "name": "p", "sku": {"name": "unknown: the version of azurerm, on which the default SKU depends, is outside of this code"}}"#,
        );
    }

    #[test]
    fn a_nat_gateway_and_its_address() {
        check(
            "azurerm_nat_gateway",
            r#"{"name": "n", "sku_name": "Standard", "idle_timeout_in_minutes": 10, "zones": []}"#,
            r#"{"type": "Microsoft.Network/natGateways", "name": "n", "sku": {"name": "Standard"}, "zones": [],
                "properties": {"idleTimeoutInMinutes": 10}}"#,
        );
        check(
            "azurerm_nat_gateway_public_ip_association",
            r#"{"nat_gateway_id": "${azurerm_nat_gateway.n.id}", "public_ip_address_id": "${azurerm_public_ip.p.id}"}"#,
            r#"{"type": "Microsoft.Network/natGateways", "amends": "${azurerm_nat_gateway.n.id}",
                "properties": {"publicIpAddresses": [{"id": "${azurerm_public_ip.p.id}"}]}}"#,
        );
    }

    #[test]
    fn a_bastion_host() {
        check(
            "azurerm_bastion_host",
            r#"{"name": "b", "sku": "Basic", "ip_configuration": [
                {"name": "c", "subnet_id": "/s", "public_ip_address_id": "/p"}]}"#,
            r#"{"type": "Microsoft.Network/bastionHosts", "name": "b", "sku": {"name": "Basic"},
                "properties": {"ipConfigurations": [{"name": "c", "properties":
                    {"subnet": {"id": "/s"}, "publicIPAddress": {"id": "/p"}}}]}}"#,
        );
    }
}
