//! Nested blocks in JSON, where they look like attributes.

use crate::json::{Node, NodeKind};

/// The attributes that are mappings, of all resources and versions from 3 to 5; every
/// other object is a nested block.
const MAPPINGS: &[&str] = &[
    "action_properties",
    "additional_data",
    "additional_extension_properties",
    "additional_login_parameters",
    "additional_login_params",
    "annotations",
    "app_settings",
    "arguments",
    "capacities",
    "common_environment_properties",
    "configuration_protected_settings",
    "configuration_settings",
    "custom_details",
    "custom_headers",
    "custom_keys",
    "custom_properties",
    "entity",
    "environment_variables",
    "experimental_options",
    "hashes",
    "header",
    "headers",
    "http_headers",
    "ip_tags",
    "labels",
    "login_parameters",
    "metadata",
    "node_labels",
    "node_public_ip_tags",
    "parameter_values",
    "parameters",
    "placement_properties",
    "properties",
    "queries",
    "query",
    "required_tags",
    "runtime_default_packages",
    "script_parameters",
    "secret",
    "secret_arguments",
    "secret_values",
    "secrets",
    "secure_environment_variables",
    "sensitive_environment_variables",
    "substitute",
    "system_property_columns",
    "tags",
    "tags_filter",
    "tenant_settings",
    "triggers",
    "values",
    "webhook_properties",
    "workflow_parameters",
];

/// Whether a value in a resource, or in a nested block of it, is a nested block or
/// several. Providers of which nothing is known are taken to have attributes only.
pub(crate) fn is_block(source_type: &str, name: &str, value: &Node) -> bool {
    let azurerm = source_type == "azurerm" || source_type.starts_with("azurerm_");
    azurerm
        && name != "for_each"
        && match &value.kind {
            NodeKind::Object(_) => MAPPINGS.binary_search(&name).is_err(),
            NodeKind::Array(items) => {
                !items.is_empty() && items.iter().all(|item| item.as_object().is_some())
            }
            _ => false,
        }
}

#[cfg(test)]
mod tests {
    use super::MAPPINGS;

    #[test]
    fn the_mappings_are_sorted_to_be_found() {
        assert!(MAPPINGS.is_sorted());
    }
}
