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
