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
