//! Azure Virtual Network Manager, which makes peerings and routes by itself.

use super::row::{Resource, resource, text};

pub(super) static TABLE: &[Resource] = &[
    resource("azurerm_network_manager", "Microsoft.Network/networkManagers", &[]),
    resource(
        "azurerm_network_manager_connectivity_configuration",
        "Microsoft.Network/networkManagers/connectivityConfigurations",
        &[
            text("network_manager_id", "parent"),
            text("connectivity_topology", "properties.connectivityTopology"),
        ],
    ),
    resource(
        "azurerm_network_manager_routing_configuration",
        "Microsoft.Network/networkManagers/routingConfigurations",
        &[text("network_manager_id", "parent")],
    ),
];

#[cfg(test)]
mod tests {
    use crate::terraform::testing::check;

    #[test]
    fn a_configuration_belongs_to_its_manager() {
        check(
            "azurerm_network_manager_connectivity_configuration",
            r#"{"name": "c", "network_manager_id": "/m", "connectivity_topology": "HubAndSpoke"}"#,
            r#"{"type": "Microsoft.Network/networkManagers/connectivityConfigurations", "name": "c", "parent": "/m",
                "properties": {"connectivityTopology": "HubAndSpoke"}}"#,
        );
    }
}
