//! Terraform code in, resources out.
//!
//! Known values are what `terraform plan` (1.11) says of the same code, where
//! `terraform_data` stands for every resource.

mod asked_for;
mod blocks;
mod broken_plans;
mod expressions;
mod json;
mod leftovers;
mod limits;
mod modules;
mod places;
mod plans;
mod references;
mod rendering;
mod states;
mod unknowns;

use nexthop_iac::{Memory, Request, Workspace, load};

/// Loads a root module in the folder `root`. `text` is its `main.tf`, then
/// further files of the root, each behind a line `--- path`.
fn workspace(text: &str) -> Workspace {
    let mut files = Memory::default();
    let (mut path, mut content) = ("main.tf", String::new());
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
    load(&files, &Request { paths: vec!["root/main.tf".into()], ..Request::default() })
}

/// Compares the values of all resources, one a line, with what is expected.
fn check(text: &str, expected: &str) {
    let workspace = workspace(text);
    let [project] = workspace.projects.as_slice() else {
        panic!("there is one root, not {}", workspace.projects.len());
    };
    assert!(project.diagnostics.is_empty(), "{:?}", project.diagnostics);
    let actual = rendering::resources(&project.resources);
    let expected: Vec<&str> = expected.trim().lines().map(str::trim).collect();
    let actual: Vec<&str> = actual.lines().collect();
    assert!(actual == expected, "these are the values:\n{}", actual.join("\n"));
}
