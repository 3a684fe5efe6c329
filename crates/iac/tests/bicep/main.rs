//! Bicep in, resources out.
//!
//! What is expected is what Microsoft's documentation says of each construct:
//! <https://learn.microsoft.com/azure/azure-resource-manager/bicep/file>

mod content;
mod declarations;
mod expressions;
mod imports;
mod limits;
mod modules;
mod parameter_files;
mod places;
#[path = "../terraform/rendering.rs"]
mod rendering;
mod roots;

use camino::Utf8PathBuf;
use nexthop_iac::{Memory, Project, Request, Resource, Value, Workspace, load};

/// The files of a text: its `main.bicep`, then further files, each behind a line
/// `--- path`.
fn files(text: &str) -> Memory {
    let mut files = Memory::default();
    let (mut path, mut content) = ("main.bicep", String::new());
    for line in text.trim_start_matches('\n').lines() {
        if let Some(next) = line.strip_prefix("--- ") {
            files.add(format!("root/{path}"), std::mem::take(&mut content));
            path = next;
        } else {
            content += line;
            content += "\n";
        }
    }
    files.add(format!("root/{path}"), content);
    files
}

/// Loads what a request asks for, the modules that were fetched being in `cache`.
fn loaded(text: &str, paths: &[&str]) -> Workspace {
    let paths = paths.iter().map(|path| Utf8PathBuf::from(*path)).collect();
    let bicep_cache = Some("root/cache".into());
    load(&files(text), &Request { paths, bicep_cache, ..Request::default() })
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
fn rendered(project: &Project) -> String {
    let body = |resource: &Resource| {
        let mut body = resource.body.clone();
        if body.get("resourceGroup").is_some_and(|group| !group.is_known()) {
            body.remove("resourceGroup");
        }
        Resource { values: Value::object(body, resource.origin.declared), ..resource.clone() }
    };
    rendering::resources(&project.resources.iter().map(body).collect::<Vec<_>>())
}

fn compare(project: &Project, expected: &str) {
    let actual = rendered(project);
    let actual: Vec<&str> = actual.lines().collect();
    let expected: Vec<&str> = expected.trim().lines().map(str::trim).collect();
    assert!(actual == expected, "these are the values:\n{}", actual.join("\n"));
}

/// Compares the values of all resources of `main.bicep`, one a line, with what is
/// expected.
fn check(text: &str, expected: &str) {
    compare(only(&loaded(text, &["root/main.bicep"])), expected);
}
