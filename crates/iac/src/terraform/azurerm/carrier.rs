//! Private peerings that a carrier's provider makes: it gives Azure the prefixes of a
//! circuit's links when it connects the circuit, which is named by its service key.
//!
//! Megaport: <https://registry.terraform.io/providers/megaport/megaport/0.4.0/docs/resources/megaport_azure_connection>.

use super::row::{Resource, Row, constant, first, number, resource, text};
use crate::Value;

pub(super) static TABLE: &[Resource] = &[resource(
    "megaport_azure_connection",
    "Microsoft.Network/expressRouteCircuits/peerings",
    MEGAPORT,
)];

static MEGAPORT: &[Row] = &[
    text("csp_settings.service_key", "parent"),
    constant("name", "AzurePrivatePeering"),
    first(
        "csp_settings.private_peering",
        "properties",
        &[
            constant("peeringType", "AzurePrivatePeering"),
            number("peer_asn", "peerASN"),
            number("requested_vlan", "vlanId"),
            text("primary_subnet", "primaryPeerAddressPrefix"),
            text("secondary_subnet", "secondaryPeerAddressPrefix"),
        ],
    ),
];

/// Whether a resource is something in Azure: a connection without a private peering is
/// Megaport's alone.
pub(super) fn is_in_azure(resource: &Resource, values: &Value) -> bool {
    let is_of_carrier = TABLE.iter().any(|own| own.source_type == resource.source_type);
    let peering = || first_block(first_block(values.get("csp_settings")?)?.get("private_peering")?);
    !is_of_carrier || peering().is_some_and(|peering| !peering.is_null())
}

fn first_block(value: &Value) -> Option<&Value> {
    value.as_list().map_or(Some(value), <[Value]>::first)
}

#[cfg(test)]
mod tests {
    use crate::terraform::testing::check;

    #[test]
    fn megaport_makes_the_private_peering_of_the_circuit_it_connects() {
        check(
            "megaport_azure_connection",
            r#"{"vxc_name": "er-a-pri", "rate_limit": 50, "csp_settings": [{
                "service_key": "${azurerm_express_route_circuit.a.service_key}",
                "private_peering": [{"peer_asn": "64512", "primary_subnet": "172.16.0.0/30",
                    "secondary_subnet": "172.16.0.4/30", "requested_vlan": 100}]}]}"#,
            r#"{"type": "Microsoft.Network/expressRouteCircuits/peerings", "name": "AzurePrivatePeering",
                "parent": "${azurerm_express_route_circuit.a.service_key}",
                "properties": {"peeringType": "AzurePrivatePeering", "peerASN": 64512, "vlanId": 100,
                    "primaryPeerAddressPrefix": "172.16.0.0/30",
                    "secondaryPeerAddressPrefix": "172.16.0.4/30"}}"#,
        );
    }

    #[test]
    fn a_connection_without_a_private_peering_is_nothing_in_azure() {
        check(
            "megaport_azure_connection",
            r#"{"csp_settings": [{"service_key": "k", "auto_create_private_peering": true,
                "private_peering": []}]}"#,
            "{}",
        );
    }
}
