//! What real Terraform planned, in either of two formats.

use std::{collections::BTreeMap, fs};

use anyhow::Context as _;
use camino::Utf8Path;
use serde::Deserialize;
use serde_json::{Map, Value as Json};

/// A plan and the root that it is of.
#[derive(Debug)]
pub(crate) struct Plan {
    pub(crate) root: PlannedRoot,
    pub(crate) origin: Origin,
    /// By address.
    pub(crate) resources: BTreeMap<String, Planned>,
}

/// Where the root of a plan is.
#[derive(Debug)]
pub(crate) enum PlannedRoot {
    /// A folder of a repository.
    Folder { repository: String, folder: String },
    /// The name of the plan's file, which is the folder with `_` for `/`.
    FileName(String),
}

/// How a plan came to be.
#[derive(Debug)]
pub(crate) enum Origin {
    /// By Terraform without providers: every resource became a `terraform_data`
    /// with the block as its input. Variables without a default had placeholders,
    /// and these repositories stood in for registry modules.
    Arguments { modules: Vec<String> },
    /// By Terraform with the real provider: attributes have the provider's types,
    /// defaults and normalisation. These variables were given.
    Provider { variables: Vec<(String, String)> },
}

/// One resource instance.
#[derive(Debug)]
pub(crate) struct Planned {
    pub(crate) kind: String,
    pub(crate) values: Json,
    /// `true` wherever a value is known after apply.
    pub(crate) unknown: Json,
}

#[derive(Deserialize)]
struct ArgumentsPlan {
    repo: String,
    root: String,
    #[serde(default)]
    registry_modules_from_mirror: Vec<String>,
    resources: Vec<ArgumentsResource>,
}

#[derive(Deserialize)]
struct ArgumentsResource {
    address: String,
    #[serde(rename = "type")]
    kind: String,
    values: Json,
    unknown: Json,
}

#[derive(Deserialize)]
struct ProviderPlan {
    #[serde(default)]
    variables: BTreeMap<String, Variable>,
    resource_changes: Vec<ResourceChange>,
}

#[derive(Deserialize)]
struct Variable {
    #[serde(default)]
    value: Json,
}

#[derive(Deserialize)]
struct ResourceChange {
    address: String,
    #[serde(rename = "type")]
    kind: String,
    change: Change,
}

#[derive(Deserialize)]
struct Change {
    #[serde(default)]
    after: Json,
    #[serde(default)]
    after_unknown: Json,
}

/// Reads a plan in whichever format it is.
pub(crate) fn read(path: &Utf8Path) -> anyhow::Result<Plan> {
    let bytes = fs::read(path).with_context(|| format!("cannot read {path}"))?;
    let json: Map<String, Json> =
        serde_json::from_slice(&bytes).with_context(|| format!("{path} is not a JSON object"))?;
    let is_of_provider = json.contains_key("resource_changes");
    let json = Json::Object(json);
    let read = if is_of_provider { of_provider(json, path) } else { of_arguments(json) };
    read.with_context(|| format!("{path} is not a plan"))
}

fn of_arguments(json: Json) -> anyhow::Result<Plan> {
    let plan: ArgumentsPlan = serde_json::from_value(json)?;
    let resources = plan.resources.into_iter().map(|resource| {
        let ArgumentsResource { address, kind, values, unknown } = resource;
        (address, Planned { kind, values, unknown })
    });
    Ok(Plan {
        root: PlannedRoot::Folder { repository: plan.repo, folder: plan.root },
        origin: Origin::Arguments { modules: plan.registry_modules_from_mirror },
        resources: resources.collect(),
    })
}

fn of_provider(json: Json, path: &Utf8Path) -> anyhow::Result<Plan> {
    let plan: ProviderPlan = serde_json::from_value(json)?;
    let resources = plan.resource_changes.into_iter().map(|resource| {
        let ResourceChange { address, kind, change } = resource;
        (address, Planned { kind, values: change.after, unknown: change.after_unknown })
    });
    let variables = plan.variables.into_iter().map(|(name, Variable { value })| match value {
        Json::String(text) => (name, text),
        value => (name, value.to_string()),
    });
    Ok(Plan {
        root: PlannedRoot::FileName(path.file_stem().unwrap_or_default().to_owned()),
        origin: Origin::Provider { variables: variables.collect() },
        resources: resources.collect(),
    })
}
