//! Functions of providers, against the examples of their documentation.

use super::{evaluated_among_unknowns, rendered};

const ID: &str = "/subscriptions/0/resourceGroups/rg/providers/Microsoft.Network/virtualNetworks/v";

#[track_caller]
fn check_all(rows: &[(&str, &str)]) {
    for (expression, expected) in rows {
        let [expression, expected] = [expression, expected].map(|text| text.replace("ID", ID));
        assert_eq!(rendered(&evaluated_among_unknowns(&expression)), expected, "{expression}");
    }
}

#[test]
fn azapi_takes_ids_apart() {
    check_all(&[
        (
            "provider::azapi::parse_resource_id(\"Microsoft.Network/virtualNetworks\", \"ID\")",
            r#"{"id" = "ID", "name" = "v", "parent_id" = "/subscriptions/0/resourceGroups/rg", "parts" = tomap({"providers" = "Microsoft.Network", "resourceGroups" = "rg", "subscriptions" = "0", "virtualNetworks" = "v"}), "provider_namespace" = "Microsoft.Network", "resource_group_name" = "rg", "subscription_id" = "0", "type" = "Microsoft.Network/virtualNetworks"}"#,
        ),
        (
            "provider::azapi::parse_resource_id(\"Microsoft.Resources/resourceGroups\", \"/subscriptions/0/resourceGroups/rg\").name",
            "\"rg\"",
        ),
        (
            "provider::azapi::parse_resource_id(\"Microsoft.Network/virtualNetworks/subnets\", \"ID/subnets/s\").parent_id",
            "\"ID\"",
        ),
        (
            "can(provider::azapi::parse_resource_id(\"Microsoft.Network/routeTables\", \"ID\"))",
            "false",
        ),
        (
            "can(provider::azapi::parse_resource_id(\"Microsoft.Network/routeTables\", \"x\"))",
            "false",
        ),
    ]);
}

#[test]
fn azapi_takes_ids_apart_of_which_some_is_unknown() {
    check_all(&[
        (
            "provider::azapi::parse_resource_id(\"Microsoft.Resources/resourceGroups\", \"/subscriptions/${u}/resourceGroups/rg\").resource_group_name",
            "\"rg\"",
        ),
        (
            "provider::azapi::parse_resource_id(\"Microsoft.Resources/resourceGroups\", \"/subscriptions/${u}/resourceGroups/rg\").subscription_id",
            "unknown",
        ),
        (
            "provider::azapi::parse_resource_id(\"Microsoft.Network/virtualNetworks\", id).name",
            "unknown",
        ),
        (
            "provider::azapi::parse_resource_id(\"Microsoft.Network/virtualNetworks\", u).name",
            "unknown",
        ),
    ]);
}

#[test]
fn azapi_puts_ids_together() {
    check_all(&[
        (
            "provider::azapi::build_resource_id(\"/subscriptions/0/resourceGroups/rg\", \"Microsoft.Network/virtualNetworks\", \"v\")",
            "\"ID\"",
        ),
        (
            "provider::azapi::build_resource_id(id, \"Microsoft.Network/virtualNetworks/subnets\", \"s\")",
            "\"${azurerm_subnet.gw.id}/subnets/s\"",
        ),
        (
            "provider::azapi::resource_group_resource_id(\"0\", \"rg\", \"Microsoft.Network/virtualNetworks\", [\"v\"])",
            "\"ID\"",
        ),
    ]);
}

#[test]
fn azurerm_takes_ids_apart() {
    check_all(&[(
        "provider::azurerm::parse_resource_id(\"/subscriptions/0/resourceGroups/rg/providers/Microsoft.ApiManagement/service/service1/gateways/gateway1/hostnameConfigurations/config1\")",
        r#"{"full_resource_type" = "Microsoft.ApiManagement/service/gateways/hostnameConfigurations", "parent_resources" = tomap({"gateways" = "gateway1", "service" = "service1"}), "resource_group_name" = "rg", "resource_name" = "config1", "resource_provider" = "Microsoft.ApiManagement", "resource_scope" = null, "resource_type" = "hostnameConfigurations", "subscription_id" = "0"}"#,
    )]);
}

#[test]
fn a_function_of_another_provider_is_not_computed() {
    check_all(&[("provider::time::rfc3339_parse(\"2020-01-01T00:00:00Z\")", "unknown")]);
}

#[test]
fn azapi_puts_ids_together_in_any_scope() {
    check_all(&[
        (
            r#"provider::azapi::extension_resource_id("ID", "Microsoft.Authorization/locks", ["l"])"#,
            r#""ID/providers/Microsoft.Authorization/locks/l""#,
        ),
        (
            r#"provider::azapi::tenant_resource_id("Microsoft.Billing/billingAccounts/billingProfiles", ["a", "p"])"#,
            r#""/providers/Microsoft.Billing/billingAccounts/a/billingProfiles/p""#,
        ),
        (
            r#"provider::azapi::management_group_resource_id("mg", "Microsoft.Billing/billingAccounts/billingProfiles", ["a", "p"])"#,
            r#""/providers/Microsoft.Management/managementGroups/mg/providers/Microsoft.Billing/billingAccounts/a/billingProfiles/p""#,
        ),
    ]);
}

#[test]
fn azapi_names_are_those_of_azure() {
    let id = "/subscriptions/11068ed9-6c31-4a47-8183-4eca6d84bb32/resourceGroups/myRg";
    check_all(&[
        (&format!("provider::azapi::unique_string([{id:?}])"), "\"pwt7yebfrftwu\""),
        (r#"provider::azapi::unique_string(["asd", "asdf", "asdf"])"#, "\"iizpqit7ih3cc\""),
        ("provider::azapi::unique_string([id])", "unknown"),
    ]);
}
