//! Virtual machines, as far as routes name them: by their interfaces.

use super::row::{Resource, Row, links, resource};

const MACHINES: &str = "Microsoft.Compute/virtualMachines";

pub(super) static TABLE: &[Resource] = &[
    resource("azurerm_linux_virtual_machine", MACHINES, MACHINE),
    resource("azurerm_windows_virtual_machine", MACHINES, MACHINE),
    resource("azurerm_virtual_machine", MACHINES, MACHINE),
];

static MACHINE: &[Row] =
    &[links("network_interface_ids", "properties.networkProfile.networkInterfaces")];

#[cfg(test)]
mod tests {
    use crate::terraform::testing::check;

    #[test]
    fn a_machine_has_interfaces() {
        check(
            "azurerm_linux_virtual_machine",
            r#"{"name": "nva", "size": "Standard_B2s", "network_interface_ids": ["${azurerm_network_interface.n.id}"]}"#,
            r#"{"type": "Microsoft.Compute/virtualMachines", "name": "nva", "properties": {"networkProfile":
                {"networkInterfaces": [{"id": "${azurerm_network_interface.n.id}"}]}}}"#,
        );
    }
}
