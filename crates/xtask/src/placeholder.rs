//! What the plans without providers have for the variables of a root that have
//! no default: the simplest value of their type.

use std::fmt::Write as _;

use hcl_edit::{
    expr::{Expression, FuncCall, ObjectKey},
    structure::Body,
};

const TEXT: &str = "\"placeholder\"";

/// An override file that gives the variables of these files a default; empty
/// where all have one.
pub(crate) fn override_file<'a>(files: impl Iterator<Item = &'a str>) -> String {
    let mut text = String::new();
    for body in files.filter_map(|file| file.parse::<Body>().ok()) {
        for block in body.get_blocks("variable") {
            let Some(name) = block.labels.first() else { continue };
            if block.body.has_attribute("default") {
                continue;
            }
            let constraint = block.body.get_attribute("type");
            let default = constraint.map_or_else(|| TEXT.to_owned(), |found| of(&found.value));
            let name = name.as_str();
            // Writing to a String does not fail.
            let _ = writeln!(text, "variable \"{name}\" {{\n  default = {default}\n}}");
        }
    }
    text
}

/// The simplest value of a type.
fn of(constraint: &Expression) -> String {
    let text = match constraint {
        Expression::Variable(name) => match name.as_str() {
            "string" | "any" => TEXT,
            "number" => "1",
            "bool" => "true",
            "list" | "set" | "tuple" => "[]",
            "map" => "{}",
            _ => "null",
        },
        Expression::FuncCall(call) => match call.name.name.as_str() {
            "list" | "set" | "tuple" => "[]",
            "map" => "{}",
            "object" => return of_object(call),
            _ => "null",
        },
        _ => "null",
    };
    text.to_owned()
}

/// An object with its required attributes only.
fn of_object(call: &FuncCall) -> String {
    let Some(Expression::Object(attributes)) = call.args.iter().next() else {
        return "null".to_owned();
    };
    let attributes = attributes.iter().filter_map(|(key, value)| {
        let ObjectKey::Ident(name) = key else { return None };
        let is_optional = matches!(value.expr(), Expression::FuncCall(call) if call.name.name.as_str() == "optional");
        (!is_optional).then(|| format!("{} = {}", name.as_str(), of(value.expr())))
    });
    format!("{{ {} }}", attributes.collect::<Vec<_>>().join(", "))
}

#[cfg(test)]
mod tests {
    use super::override_file;

    #[test]
    fn a_variable_without_a_default_gets_the_simplest_value_of_its_type() {
        let file = r#"
            variable "given" { default = 1 }
            variable "untyped" {}
            variable "network" {
              type = object({
                name   = string
                asn    = number
                dns    = optional(list(string))
                routes = map(object({ prefix = string }))
              })
            }
        "#;
        let expected = "variable \"untyped\" {\n  default = \"placeholder\"\n}\n\
            variable \"network\" {\n  default = { name = \"placeholder\", asn = 1, routes = {} }\n}\n";
        assert_eq!(override_file([file].into_iter()), expected);
    }
}
