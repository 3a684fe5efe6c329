//! Virtual networks, subnets, what is associated with subnets, and peerings.

use super::row::{
    Default, Plain, Resource, Row, amendment, chosen_by_azure, default, each, flag, links, number,
    one_text, plain, resource, text, texts,
};

const VIRTUAL_NETWORKS: &str = "Microsoft.Network/virtualNetworks";
const SUBNETS: &str = "Microsoft.Network/virtualNetworks/subnets";
const PEERINGS: &str = "Microsoft.Network/virtualNetworks/virtualNetworkPeerings";

pub(super) static TABLE: &[Resource] = &[
    resource("azurerm_virtual_network", VIRTUAL_NETWORKS, VIRTUAL_NETWORK),
    resource("azurerm_subnet", SUBNETS, SUBNET),
    amendment(
        "azurerm_subnet_route_table_association",
        SUBNETS,
        &[text("subnet_id", "amends"), text("route_table_id", "properties.routeTable.id")],
    ),
    amendment(
        "azurerm_subnet_network_security_group_association",
        SUBNETS,
        &[
            text("subnet_id", "amends"),
            text("network_security_group_id", "properties.networkSecurityGroup.id"),
        ],
    ),
    amendment(
        "azurerm_subnet_nat_gateway_association",
        SUBNETS,
        &[text("subnet_id", "amends"), text("nat_gateway_id", "properties.natGateway.id")],
    ),
    amendment(
        "azurerm_virtual_network_dns_servers",
        VIRTUAL_NETWORKS,
        &[
            text("virtual_network_id", "amends"),
            texts("dns_servers", "properties.dhcpOptions.dnsServers"),
        ],
    ),
    resource("azurerm_virtual_network_peering", PEERINGS, PEERING),
];

static VIRTUAL_NETWORK: &[Row] = &[
    texts("address_space", "properties.addressSpace.addressPrefixes"),
    chosen_by_azure("ip_address_pool", "properties.addressSpace.addressPrefixes", FROM_POOL),
    each("ip_address_pool", "properties.addressSpace.ipamPoolPrefixAllocations", POOL),
    texts("dns_servers", "properties.dhcpOptions.dnsServers"),
    text("bgp_community", "properties.bgpCommunities.virtualNetworkCommunity"),
    text("encryption.enforcement", "properties.encryption.enforcement"),
    number("flow_timeout_in_minutes", "properties.flowTimeoutInMinutes"),
    text("private_endpoint_vnet_policies", "properties.privateEndpointVNetPolicies"),
    text("ddos_protection_plan.id", "properties.ddosProtectionPlan.id"),
    flag("ddos_protection_plan.enable", "properties.enableDdosProtection"),
    each("subnet", "properties.subnets", INLINE_SUBNET),
];

const FROM_POOL: &str = "the prefix that an address pool allocates";

static POOL: &[Row] =
    &[text("id", "pool.id"), text("number_of_ip_addresses", "numberOfIpAddresses")];

/// `subnet` in a virtual network; one `address_prefix` up to version 3.
static INLINE_SUBNET: &[Row] = &[
    text("name", "name"),
    texts("address_prefixes", "properties.addressPrefixes"),
    one_text("address_prefix", "properties.addressPrefixes"),
    text("route_table_id", "properties.routeTable.id"),
    text("security_group", "properties.networkSecurityGroup.id"),
    each("delegation", "properties.delegations", DELEGATION),
    each("service_endpoint", "properties.serviceEndpoints", SERVICE_ENDPOINT),
    plain("service_endpoints", "properties.serviceEndpoints", Plain::Keyed("service")),
    text("private_endpoint_network_policies", "properties.privateEndpointNetworkPolicies"),
    plain("private_link_service_network_policies_enabled", LINK_SERVICE_POLICIES, SWITCHED_ON),
    links("service_endpoint_policy_ids", "properties.serviceEndpointPolicies"),
    flag("default_outbound_access_enabled", "properties.defaultOutboundAccess"),
];

const LINK_SERVICE_POLICIES: &str = "properties.privateLinkServiceNetworkPolicies";

const SWITCHED_ON: Plain = Plain::Switch(["Enabled", "Disabled"]);

const SWITCHED_OFF: Plain = Plain::Switch(["Disabled", "Enabled"]);

/// Up to version 4 route tables and security groups are associated by resources
/// of their own, and in version 1 also by `route_table_id` and
/// `network_security_group_id` here; in version 5 those two are computed and
/// what is set ends in `_wo`.
static SUBNET: &[Row] = &[
    text("virtual_network_name", "parent.name"),
    text("resource_group_name", "parent.resourceGroup"),
    texts("address_prefixes", "properties.addressPrefixes"),
    one_text("address_prefix", "properties.addressPrefixes"),
    chosen_by_azure("ip_address_pool", "properties.addressPrefixes", FROM_POOL),
    each("ip_address_pool", "properties.ipamPoolPrefixAllocations", POOL),
    text("route_table_id_wo", "properties.routeTable.id"),
    text("route_table_id", "properties.routeTable.id"),
    text("network_security_group_id_wo", "properties.networkSecurityGroup.id"),
    text("network_security_group_id", "properties.networkSecurityGroup.id"),
    each("delegation", "properties.delegations", DELEGATION),
    each("service_endpoint", "properties.serviceEndpoints", SERVICE_ENDPOINT),
    plain("service_endpoints", "properties.serviceEndpoints", Plain::Keyed("service")),
    text("private_endpoint_network_policies", "properties.privateEndpointNetworkPolicies"),
    plain(
        "private_endpoint_network_policies_enabled",
        "properties.privateEndpointNetworkPolicies",
        SWITCHED_ON,
    ),
    plain(
        "enforce_private_link_endpoint_network_policies",
        "properties.privateEndpointNetworkPolicies",
        SWITCHED_OFF,
    ),
    plain("private_link_service_network_policies_enabled", LINK_SERVICE_POLICIES, SWITCHED_ON),
    plain("enforce_private_link_service_network_policies", LINK_SERVICE_POLICIES, SWITCHED_OFF),
    links("service_endpoint_policy_ids", "properties.serviceEndpointPolicies"),
    text("sharing_scope", "properties.sharingScope"),
    flag("default_outbound_access_enabled", "properties.defaultOutboundAccess"),
];

static DELEGATION: &[Row] =
    &[text("name", "name"), text("service_delegation.name", "properties.serviceName")];

static SERVICE_ENDPOINT: &[Row] =
    &[text("service", "service"), text("network_identifier", "networkIdentifier.id")];

/// A data source names the network by `virtual_network_id`.
static PEERING: &[Row] = &[
    text("virtual_network_id", "parent"),
    text("virtual_network_name", "parent.name"),
    text("resource_group_name", "parent.resourceGroup"),
    text("remote_virtual_network_id", "properties.remoteVirtualNetwork.id"),
    flag("allow_virtual_network_access", "properties.allowVirtualNetworkAccess"),
    default("properties.allowVirtualNetworkAccess", Default::Flag(true)),
    flag("allow_forwarded_traffic", "properties.allowForwardedTraffic"),
    flag("allow_gateway_transit", "properties.allowGatewayTransit"),
    flag("use_remote_gateways", "properties.useRemoteGateways"),
    flag("peer_complete_virtual_networks_enabled", "properties.peerCompleteVnets"),
    flag("only_ipv6_peering_enabled", "properties.enableOnlyIPv6Peering"),
    texts("local_subnet_names", "properties.localSubnetNames"),
    texts("remote_subnet_names", "properties.remoteSubnetNames"),
];

#[cfg(test)]
mod tests {
    use crate::terraform::testing::{check, check_existing};

    #[test]
    fn a_virtual_network_with_the_subnets_of_version_4() {
        check(
            "azurerm_virtual_network",
            r#"{
                "name": "hub", "resource_group_name": "net", "location": "westeurope",
                "address_space": ["10.0.0.0/16", "${var.second}"], "dns_servers": ["10.0.0.4"],
                "tags": {"owner": "net"},
                "subnet": [{
                    "name": "app", "address_prefixes": ["10.0.1.0/24"],
                    "security_group": "${azurerm_network_security_group.app.id}",
                    "route_table_id": "${azurerm_route_table.app.id}",
                    "service_endpoints": ["Microsoft.Storage"],
                    "delegation": [{"name": "web", "service_delegation": [
                        {"name": "Microsoft.Web/serverFarms", "actions": ["a"]}]}],
                    "private_endpoint_network_policies": "RouteTableEnabled",
                    "default_outbound_access_enabled": false
                }, "${var.more}"]
            }"#,
            r#"{
                "type": "Microsoft.Network/virtualNetworks",
                "name": "hub", "resourceGroup": "net", "location": "westeurope",
                "properties": {
                    "addressSpace": {"addressPrefixes": ["10.0.0.0/16", "${var.second}"]},
                    "dhcpOptions": {"dnsServers": ["10.0.0.4"]},
                    "subnets": [{
                        "name": "app",
                        "properties": {
                            "addressPrefixes": ["10.0.1.0/24"],
                            "networkSecurityGroup": {"id": "${azurerm_network_security_group.app.id}"},
                            "routeTable": {"id": "${azurerm_route_table.app.id}"},
                            "serviceEndpoints": [{"service": "Microsoft.Storage"}],
                            "delegations": [{"name": "web", "properties":
                                {"serviceName": "Microsoft.Web/serverFarms"}}],
                            "privateEndpointNetworkPolicies": "RouteTableEnabled",
                            "defaultOutboundAccess": false
                        }
                    }, "${var.more}"]
                }
            }"#,
        );
    }

    #[test]
    fn a_subnet_inside_of_a_virtual_network_has_one_prefix_up_to_version_3() {
        check(
            "azurerm_virtual_network",
            r#"{"name": "v", "address_space": ["10.0.0.0/16"],
                "subnet": [{"name": "a", "address_prefix": "10.0.1.0/24", "security_group": null}]}"#,
            r#"{"type": "Microsoft.Network/virtualNetworks", "name": "v", "properties": {
                "addressSpace": {"addressPrefixes": ["10.0.0.0/16"]},
                "subnets": [{"name": "a", "properties": {"addressPrefixes": ["10.0.1.0/24"]}}]}}"#,
        );
    }

    #[test]
    fn subnets_of_which_the_number_is_unknown_are_unknown() {
        check(
            "azurerm_virtual_network",
            r#"{"name": "v", "subnet": "${var.subnets}"}"#,
            r#"{"type": "Microsoft.Network/virtualNetworks", "name": "v",
                "properties": {"subnets": "${var.subnets}"}}"#,
        );
    }

    #[test]
    fn a_prefix_from_an_address_pool_is_known_only_after_deployment() {
        check(
            "azurerm_virtual_network",
            r#"{"name": "v", "ip_address_pool": [
                {"id": "${azurerm_network_manager_ipam_pool.p.id}", "number_of_ip_addresses": "256"}]}"#,
            r#"{"type": "Microsoft.Network/virtualNetworks", "name": "v", "properties": {"addressSpace": {
                "addressPrefixes":
                    "unknown: the prefix that an address pool allocates is known only after deployment",
                "ipamPoolPrefixAllocations": [{"numberOfIpAddresses": "256",
                    "pool": {"id": "${azurerm_network_manager_ipam_pool.p.id}"}}]}}}"#,
        );
    }

    #[test]
    fn a_subnet_names_its_virtual_network() {
        check(
            "azurerm_subnet",
            r#"{"name": "GatewaySubnet", "resource_group_name": "net", "virtual_network_name": "hub",
                "address_prefixes": ["10.0.0.0/27"],
                "service_endpoint": [{"service": "Microsoft.Storage", "network_identifier": "/p"}]}"#,
            r#"{"type": "Microsoft.Network/virtualNetworks/subnets",
                "name": "GatewaySubnet", "resourceGroup": "net",
                "parent": {"name": "hub", "resourceGroup": "net"},
                "properties": {"addressPrefixes": ["10.0.0.0/27"], "serviceEndpoints":
                    [{"service": "Microsoft.Storage", "networkIdentifier": {"id": "/p"}}]}}"#,
        );
    }

    #[test]
    fn the_newer_spelling_of_an_attribute_wins_unless_it_is_null() {
        let subnet = |policies: &str| {
            format!(
                r#"{{"type": "Microsoft.Network/virtualNetworks/subnets", "properties":
                    {{"addressPrefixes": ["10.0.0.0/24"], "privateEndpointNetworkPolicies": "{policies}"}}}}"#
            )
        };
        for (policies, expected) in [
            (
                r#""private_endpoint_network_policies": "RouteTableEnabled",
                "private_endpoint_network_policies_enabled": false"#,
                "RouteTableEnabled",
            ),
            (
                r#""private_endpoint_network_policies": null,
                "private_endpoint_network_policies_enabled": true"#,
                "Enabled",
            ),
            (r#""enforce_private_link_endpoint_network_policies": true"#, "Disabled"),
            (r#""enforce_private_link_endpoint_network_policies": "false""#, "Enabled"),
        ] {
            let values = format!(r#"{{"address_prefix": "10.0.0.0/24", {policies}}}"#);
            check("azurerm_subnet", &values, &subnet(expected));
        }
    }

    #[test]
    fn what_version_5_associates_inside_of_a_subnet() {
        check(
            "azurerm_subnet",
            r#"{"name": "a", "route_table_id_wo": "${azurerm_route_table.t.id}", "route_table_id_wo_version": 1,
                "network_security_group_id_wo": "${azurerm_network_security_group.g.id}"}"#,
            r#"{"type": "Microsoft.Network/virtualNetworks/subnets", "name": "a", "properties": {
                "routeTable": {"id": "${azurerm_route_table.t.id}"},
                "networkSecurityGroup": {"id": "${azurerm_network_security_group.g.id}"}}}"#,
        );
    }

    #[test]
    fn an_association_amends_its_subnet() {
        for (kind, attribute, property) in [
            ("route_table", "route_table_id", "routeTable"),
            ("network_security_group", "network_security_group_id", "networkSecurityGroup"),
            ("nat_gateway", "nat_gateway_id", "natGateway"),
        ] {
            check(
                &format!("azurerm_subnet_{kind}_association"),
                &format!(
                    r#"{{"subnet_id": "${{azurerm_subnet.a.id}}", "{attribute}": "${{x.y.id}}"}}"#
                ),
                &format!(
                    r#"{{"type": "Microsoft.Network/virtualNetworks/subnets",
                        "amends": "${{azurerm_subnet.a.id}}",
                        "properties": {{"{property}": {{"id": "${{x.y.id}}"}}}}}}"#
                ),
            );
        }
    }

    #[test]
    fn an_association_without_a_subnet_still_amends_something() {
        check(
            "azurerm_subnet_route_table_association",
            r#"{"route_table_id": "t"}"#,
            r#"{"type": "Microsoft.Network/virtualNetworks/subnets", "amends": null,
                "properties": {"routeTable": {"id": "t"}}}"#,
        );
    }

    #[test]
    fn a_peering_with_everything() {
        check(
            "azurerm_virtual_network_peering",
            r#"{"name": "to-spoke", "resource_group_name": "net", "virtual_network_name": "hub",
                "remote_virtual_network_id": "${azurerm_virtual_network.spoke.id}",
                "allow_virtual_network_access": false, "allow_forwarded_traffic": true,
                "allow_gateway_transit": true, "use_remote_gateways": false,
                "peer_complete_virtual_networks_enabled": false, "only_ipv6_peering_enabled": true,
                "local_subnet_names": ["a"], "remote_subnet_names": ["b"], "triggers": {"x": "y"}}"#,
            r#"{"type": "Microsoft.Network/virtualNetworks/virtualNetworkPeerings",
                "name": "to-spoke", "resourceGroup": "net",
                "parent": {"name": "hub", "resourceGroup": "net"},
                "properties": {
                    "remoteVirtualNetwork": {"id": "${azurerm_virtual_network.spoke.id}"},
                    "allowVirtualNetworkAccess": false, "allowForwardedTraffic": true,
                    "allowGatewayTransit": true, "useRemoteGateways": false,
                    "peerCompleteVnets": false, "enableOnlyIPv6Peering": true,
                    "localSubnetNames": ["a"], "remoteSubnetNames": ["b"]}}"#,
        );
    }

    #[test]
    fn azurerm_sends_that_access_is_allowed_where_it_is_left_out() {
        check(
            "azurerm_virtual_network_peering",
            r#"{"name": "p"}"#,
            r#"{"type": "Microsoft.Network/virtualNetworks/virtualNetworkPeerings", "name": "p",
                "properties": {"allowVirtualNetworkAccess": true}}"#,
        );
    }

    #[test]
    fn a_data_source_has_no_defaults() {
        check_existing(
            "azurerm_virtual_network_peering",
            r#"{"name": "p", "virtual_network_id": "/v"}"#,
            r#"{"type": "Microsoft.Network/virtualNetworks/virtualNetworkPeerings", "name": "p",
                "parent": "/v"}"#,
        );
    }

    #[test]
    fn dns_servers_may_be_set_by_themselves() {
        check(
            "azurerm_virtual_network_dns_servers",
            r#"{"virtual_network_id": "${azurerm_virtual_network.n.id}", "dns_servers": ["10.0.0.4"]}"#,
            r#"{"type": "Microsoft.Network/virtualNetworks", "amends": "${azurerm_virtual_network.n.id}",
                "properties": {"dhcpOptions": {"dnsServers": ["10.0.0.4"]}}}"#,
        );
    }

    #[test]
    fn policies_of_private_link_services_are_said_in_two_ways() {
        for (policies, expected) in [
            (r#""private_link_service_network_policies_enabled": false"#, "Disabled"),
            (r#""enforce_private_link_service_network_policies": true"#, "Disabled"),
        ] {
            check(
                "azurerm_subnet",
                &format!(r#"{{"name": "a", {policies}}}"#),
                &format!(
                    r#"{{"type": "Microsoft.Network/virtualNetworks/subnets", "name": "a",
                        "properties": {{"privateLinkServiceNetworkPolicies": "{expected}"}}}}"#
                ),
            );
        }
    }
}
