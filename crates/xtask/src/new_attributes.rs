//! `cargo xtask new-attributes`: the attributes of a version of azurerm of which
//! the tables have not decided yet whether they are lowered.

use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    process::ExitCode,
};

use anyhow::Context as _;
use camino::Utf8PathBuf;
use serde::Deserialize;
use serde_json::Value as Json;

/// By resource type the attributes that are lowered or left out.
const LIST: &str = include_str!("../../iac/src/terraform/azurerm/attributes.txt");

/// Of every resource, or of none that is listed.
const COMMON: [&str; 5] = ["id", "name", "location", "resource_group_name", "tags"];

#[derive(Debug, clap::Args)]
pub(crate) struct Arguments {
    /// What `terraform providers schema -json` says
    #[arg(required = true)]
    schemas: Vec<Utf8PathBuf>,
}

#[derive(Deserialize)]
struct Schemas {
    provider_schemas: BTreeMap<String, Provider>,
}

#[derive(Deserialize)]
struct Provider {
    #[serde(default)]
    resource_schemas: BTreeMap<String, Schema>,
}

#[derive(Deserialize)]
struct Schema {
    block: Block,
}

#[derive(Default, Deserialize)]
struct Block {
    #[serde(default)]
    attributes: BTreeMap<String, Attribute>,
    #[serde(default)]
    block_types: BTreeMap<String, Schema>,
}

#[derive(Deserialize)]
struct Attribute {
    #[serde(default)]
    optional: bool,
    #[serde(default)]
    required: bool,
    /// A nested block is a list of objects in some old places.
    #[serde(default, rename = "type")]
    kind: Json,
}

pub(crate) fn run(arguments: &Arguments) -> anyhow::Result<ExitCode> {
    let listed = listed();
    let mut new = BTreeSet::new();
    for path in &arguments.schemas {
        let bytes = fs::read(path).with_context(|| format!("cannot read {path}"))?;
        let schemas: Schemas =
            serde_json::from_slice(&bytes).with_context(|| format!("{path} is no schema"))?;
        for provider in schemas.provider_schemas.values() {
            for (kind, schema) in &provider.resource_schemas {
                let Some(known) = listed.get(&**kind) else { continue };
                let mut paths = Vec::new();
                written(&schema.block, "", &mut paths);
                paths.retain(|path| !is_known(path, known));
                new.extend(paths.into_iter().map(|path| format!("{kind} {path}")));
            }
        }
    }
    for line in &new {
        println(line);
    }
    Ok(if new.is_empty() { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

#[expect(clippy::print_stdout, reason = "a task's result is what it prints")]
fn println(line: &str) {
    println!("{line}");
}

fn listed() -> BTreeMap<&'static str, BTreeSet<&'static str>> {
    let mut types: BTreeMap<_, BTreeSet<_>> = BTreeMap::new();
    let mut current = "";
    for line in LIST.lines().filter(|line| !line.is_empty() && !line.starts_with('#')) {
        let entry = line.strip_prefix("    ");
        if entry.is_none() {
            current = line;
        }
        let attributes = types.entry(current).or_default();
        attributes.extend(entry.map(|entry| entry.strip_prefix("- ").unwrap_or(entry)));
    }
    types
}

/// The attributes that can be written, nested ones with dots.
fn written(block: &Block, outer: &str, into: &mut Vec<String>) {
    for (name, attribute) in &block.attributes {
        if attribute.optional || attribute.required {
            match fields(&attribute.kind) {
                Some(fields) => {
                    into.extend(fields.keys().map(|field| format!("{outer}{name}.{field}")));
                }
                None => into.push(format!("{outer}{name}")),
            }
        }
    }
    for (name, nested) in block.block_types.iter().filter(|(name, _)| *name != "timeouts") {
        written(&nested.block, &format!("{outer}{name}."), into);
    }
}

/// The fields of `["list", ["object", {…}]]`.
fn fields(kind: &Json) -> Option<&serde_json::Map<String, Json>> {
    let [_, element] = kind.as_array()?.as_slice() else { return None };
    let [word, fields] = element.as_array()?.as_slice() else { return None };
    if word == "object" { fields.as_object() } else { None }
}

/// Whether an attribute is listed, by itself or as part of a block.
fn is_known(path: &str, known: &BTreeSet<&str>) -> bool {
    let mut blocks = path.match_indices('.').map(|(dot, _)| format!("{}.*", &path[..dot]));
    // What is nested in a block that is written like an attribute is not told apart.
    let nested = format!("{path}.");
    COMMON.contains(&path)
        || known.contains(path)
        || known.contains("*")
        || blocks.any(|block| known.contains(&*block))
        || known.iter().any(|listed| listed.starts_with(&nested))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_attribute_is_known_by_itself_or_with_its_block() {
        let known = BTreeSet::from(["sku", "ipsec_policy.*", "rule.name"]);
        assert!(["sku", "ipsec_policy.dh_group", "name"].iter().all(|path| is_known(path, &known)));
        assert!(!is_known("rule.priority", &known));
    }

    #[test]
    fn the_list_names_the_attributes_of_a_subnet() {
        let listed = listed();
        assert!(listed["azurerm_subnet"].contains("address_prefixes"));
        assert!(listed["azurerm_subnet"].contains("delegation.service_delegation.actions"));
    }
}
