//! Deployment templates in JSON in, resources out.
//!
//! What is expected is what Microsoft's documentation says of each construct:
//! <https://learn.microsoft.com/azure/azure-resource-manager/templates/syntax>

mod exports;
mod limits;
mod links;
mod parameters;
#[path = "../terraform/rendering.rs"]
mod rendering;
mod templates;

use camino::Utf8PathBuf;
use nexthop_iac::{Memory, Project, Request, Resource, Value, Workspace, load};

const SCHEMA: &str =
    "https://schema.management.azure.com/schemas/2019-04-01/deploymentTemplate.json#";

/// The files of a text: its `main.json`, then further files, each behind a line
/// `--- path`. A template's opening brace is written `{{` where it has a schema.
fn files(text: &str) -> Memory {
    let mut files = Memory::default();
    let (mut path, mut content) = ("main.json", String::new());
    for line in text.trim_start_matches('\n').lines() {
        if let Some(next) = line.strip_prefix("--- ") {
            files.add(format!("root/{path}"), std::mem::take(&mut content));
            path = next;
        } else {
            let schema = format!("{{\"$schema\": \"{SCHEMA}\",");
            content += &if line.starts_with("{{") {
                line.replacen("{{", &schema, 1)
            } else {
                line.to_owned()
            };
            content += "\n";
        }
    }
    files.add(format!("root/{path}"), content);
    files
}

fn loaded(text: &str, paths: &[&str], variables: &[(&str, &str)]) -> Workspace {
    let paths = paths.iter().map(|path| Utf8PathBuf::from(*path)).collect();
    let variables = variables.iter().map(|(name, value)| ((*name).into(), (*value).into()));
    load(&files(text), &Request { paths, variables: variables.collect(), ..Request::default() })
}

/// The one project of a workspace, in which nothing is wrong.
fn only(workspace: &Workspace) -> &Project {
    let [project] = workspace.projects.as_slice() else {
        let roots = workspace.projects.iter().map(|project| project.input.path.as_str());
        panic!("there is one root, not {:?}", roots.collect::<Vec<_>>());
    };
    assert!(project.diagnostics.is_empty(), "{:?}", project.diagnostics);
    project
}

/// Every value of every resource, as ARM names it. That the resource group of the
/// root is not known goes without saying.
fn rendered(project: &Project) -> Vec<String> {
    let body = |resource: &Resource| {
        let mut body = resource.body.clone();
        if body.get("resourceGroup").is_some_and(|group| !group.is_known()) {
            body.remove("resourceGroup");
        }
        Resource { values: Value::object(body, resource.origin.declared), ..resource.clone() }
    };
    let bodies: Vec<Resource> = project.resources.iter().map(body).collect();
    rendering::resources(&bodies).lines().map(str::to_owned).collect()
}

fn compare(project: &Project, expected: &str) {
    let actual = rendered(project);
    let expected: Vec<&str> = expected.trim().lines().map(str::trim).collect();
    assert!(actual == expected, "these are the values:\n{}", actual.join("\n"));
}

/// Compares the values of all resources of `main.json`, one a line, with what is
/// expected.
fn check(text: &str, expected: &str) {
    compare(only(&loaded(text, &["root/main.json"], &[])), expected);
}
