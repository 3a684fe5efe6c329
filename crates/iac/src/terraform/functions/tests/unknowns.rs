//! What is still known around an unknown value.

use super::{evaluated_among_unknowns, rendered};

#[track_caller]
fn check_all(rows: &[(&str, &str)]) {
    for (expression, expected) in rows {
        assert_eq!(rendered(&evaluated_among_unknowns(expression)), *expected, "{expression}");
    }
}

#[test]
fn what_terraform_plans_around_an_unknown_id() {
    check_all(&[
        ("id == null", "false"),
        ("id != null ? \"set\" : \"unset\"", "\"set\""),
        ("startswith(\"abc-${id}\", \"abc-\")", "true"),
        ("startswith(\"abc-${id}\", \"x\")", "false"),
        ("endswith(\"${id}-x\", \"-x\")", "true"),
        ("length([id, id])", "2"),
        ("length(id)", "unknown"),
        ("[for x in [id, \"b\"] : upper(x)]", "[unknown, \"B\"]"),
        ("[for x in [id, \"b\"] : x if x != \"b\"]", "unknown"),
        ("keys({ a = id })", "[\"a\"]"),
        ("values({ a = id })", "[azurerm_subnet.gw.id]"),
        ("merge({ a = id }, { b = 1 })", "{\"a\" = azurerm_subnet.gw.id, \"b\" = 1}"),
        ("id == \"a\" ? [1] : []", "unknown"),
        ("id == \"a\" ? 1 : 1", "1"),
        ("id == \"a\" ? null : null", "null"),
        ("id == \"a\" ? tolist([]) : tolist([])", "tolist([])"),
        ("id == \"a\" ? tomap({}) : tomap({})", "tomap({})"),
        ("id == \"a\" ? [] : []", "unknown"),
        ("id == \"a\" ? true : true", "unknown"),
        ("try(id[0], \"d\")", "\"d\""),
        ("try(id.foo, \"default\")", "\"default\""),
        ("try(id, \"default\")", "azurerm_subnet.gw.id"),
        ("can(tonumber(id))", "unknown"),
        ("contains([\"a\", id], \"a\")", "true"),
        ("contains([\"a\", id], \"b\")", "unknown"),
        ("lookup({ a = id }, \"b\", \"d\")", "\"d\""),
        ("lookup({ a = id }, \"a\", \"d\")", "azurerm_subnet.gw.id"),
        ("cidrsubnet(id, 8, 1)", "unknown"),
        ("toset([id, \"a\"])", "toset([\"a\", azurerm_subnet.gw.id])"),
        ("length(toset([id, \"a\"]))", "unknown"),
        ("distinct([\"a\", id])", "unknown"),
        ("flatten([[\"a\"], [id]])", "[\"a\", azurerm_subnet.gw.id]"),
        ("one([id])", "azurerm_subnet.gw.id"),
        ("sort([\"b\", id])", "tolist([unknown, unknown])"),
        ("-length(id)", "unknown"),
        ("[\"a\", \"b\"][length(id)]", "unknown"),
        ("zipmap([\"a\"], [id])", "{\"a\" = azurerm_subnet.gw.id}"),
        ("zipmap([id], [\"a\"])", "unknown"),
    ]);
}

#[test]
fn what_would_be_certain_is_open_where_terraform_waits_for_the_deployment() {
    check_all(&[
        ("id == id", "unknown"),
        ("id != id", "unknown"),
        ("[id, 1] == [id, 1]", "unknown"),
        ("id == \"a\" ? \"k\" : \"k\"", "unknown"),
        ("id == \"a\" || true", "unknown"),
        ("true || id == \"a\"", "unknown"),
        ("id == \"a\" && false", "unknown"),
        ("false && id == \"a\"", "unknown"),
        ("alltrue([id == \"a\", false])", "unknown"),
        ("alltrue([false, id == \"a\"])", "false"),
        ("anytrue([id == \"a\", true])", "unknown"),
        ("false && timestamp() == \"a\"", "unknown"),
        ("false && plantimestamp() == \"a\"", "false"),
        ("distinct([\"a\", id])", "unknown"),
        ("format(\"%s-%d\", id, 3)", "\"${azurerm_subnet.gw.id}-3\""),
    ]);
}

#[test]
fn what_is_certain_for_any_input_is_known() {
    check_all(&[
        ("u == u", "unknown"),
        ("u == \"a\" ? \"k\" : \"k\"", "\"k\""),
        ("u == \"a\" || true", "true"),
        ("true || u == \"a\"", "true"),
        ("u == \"a\" && false", "false"),
        ("alltrue([u, false])", "false"),
        ("anytrue([u, true])", "true"),
        ("alltrue([u, true])", "unknown"),
        ("coalesce(u, \"b\")", "unknown"),
    ]);
}

#[test]
fn a_reference_is_handed_on_where_it_is_certain_which_one_it_is() {
    check_all(&[
        ("coalesce(id, \"b\")", "azurerm_subnet.gw.id"),
        ("coalesce(null, \"\", id)", "azurerm_subnet.gw.id"),
        ("id == \"a\" ? id : id", "azurerm_subnet.gw.id"),
        ("id == \"a\" ? [id] : [id]", "[azurerm_subnet.gw.id]"),
        ("distinct([id, id])", "tolist([azurerm_subnet.gw.id])"),
        ("length(toset([id, id]))", "1"),
        ("compact([\"\", id])", "tolist([azurerm_subnet.gw.id])"),
    ]);
}

#[test]
fn an_attribute_of_a_resource_stays_the_one_that_it_is() {
    check_all(&[
        ("element(ips, 0)", "azurerm_virtual_hub.hub.ips[0]"),
        ("element(ips, 1)", "unknown"),
        ("ips[1]", "azurerm_virtual_hub.hub.ips[1]"),
        ("tolist(ips)[0]", "azurerm_virtual_hub.hub.ips[0]"),
        ("flatten([ips])", "unknown"),
        ("concat([1], ips)", "unknown"),
        ("[for ip in ips : ip]", "unknown"),
    ]);
}

#[test]
fn a_variable_without_a_value_may_be_anything() {
    check_all(&[
        ("u == null", "unknown"),
        ("u == \"a\"", "unknown"),
        ("u.a.b", "unknown"),
        ("u[0]", "unknown"),
        ("try(u.a, 1)", "unknown"),
        ("flatten([[1], u])", "unknown"),
        ("merge({ a = 1 }, u)", "unknown"),
        ("concat([1], u)", "unknown"),
        ("concat([1], [u])", "[1, unknown]"),
        ("length(u)", "unknown"),
        ("tostring(u)", "unknown"),
        ("tolist([u, 1])", "tolist([unknown, 1])"),
        ("u + 1", "unknown"),
        ("!u", "unknown"),
        ("u ? 1 : 2", "unknown"),
        ("element([1, 2], u)", "unknown"),
        ("{ a = u }.a", "unknown"),
        ("[1, u, 3][2]", "3"),
    ]);
}

#[test]
fn a_failure_comes_before_what_is_unknown() {
    check_all(&[
        ("u + null", "error"),
        ("join(u, null.a)", "error"),
        ("u == null.a", "error"),
        ("u && null.a", "error"),
        ("try(cidrsubnet(u, 8, [].a), \"default\")", "\"default\""),
    ]);
}

#[test]
fn text_keeps_the_parts_that_are_known() {
    check_all(&[
        ("\"a-${id}-${u}-b\"", "\"a-${azurerm_subnet.gw.id}-${?}-b\""),
        ("\"x${\"a${u}\"}y\"", "\"xa${?}y\""),
        ("join(\"/\", [\"a\", id, \"b\"])", "\"a/${azurerm_subnet.gw.id}/b\""),
        ("format(\"%s-%03d\", id, 7)", "\"${azurerm_subnet.gw.id}-007\""),
        ("format(\"%s-%d\", \"a\", u)", "\"a-${?}\""),
        ("lower(\"ABC-${u}\")", "\"abc-${?}\""),
        ("\"a-${u}\" == \"b-1\"", "false"),
        ("\"a-${u}\" == \"a-1\"", "unknown"),
        ("\"${u}-a\" == \"1-b\"", "false"),
        ("\"abc${u}\" == \"ab\"", "false"),
        ("\"a${u}\" == \"\"", "false"),
        ("strcontains(\"a-hub-${u}\", \"hub\")", "true"),
        ("strcontains(\"a-hub-${u}\", \"spoke\")", "unknown"),
        ("coalesce(\"a${u}\", \"b\")", "\"a${?}\""),
        ("\"a${u}\" == null", "false"),
    ]);
}

#[test]
fn json_text_keeps_its_holes_until_it_is_decoded() {
    check_all(&[
        ("jsonencode({ a = id, b = [u, 1] })", r#""{"a":"${azurerm_subnet.gw.id}","b":[${?},1]}""#),
        (
            "jsondecode(jsonencode({ a = id, b = [u, 1], c = \"x-${id}\" }))",
            r#"{"a" = azurerm_subnet.gw.id, "b" = [unknown, 1], "c" = "x-${azurerm_subnet.gw.id}"}"#,
        ),
        ("jsondecode(\"{${u}\")", "unknown"),
        ("jsondecode(u)", "unknown"),
    ]);
}
