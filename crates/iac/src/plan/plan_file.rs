//! `terraform show -json` of a plan.

use std::{collections::BTreeMap, sync::Arc};

use nexthop_source::{Diagnostic, Severity};

use super::{
    configuration::Configuration,
    instances::{self, Instance, Module},
    traversal,
};
use crate::json::{Entry, Node};

/// A plan or state as far as it has been read.
#[derive(Debug, Default)]
pub(super) struct Content<'n> {
    pub instances: Vec<Instance<'n>>,
    pub configuration: Configuration<'n>,
    /// There is a configuration.
    pub is_configured: bool,
    /// The input variables.
    pub variables: &'n [Entry],
    /// Versions of azurerm that the code allows.
    pub constraints: Vec<&'n str>,
    /// What is not in it.
    pub diagnostics: Vec<Diagnostic>,
}

/// Reads a plan; none if it is not one.
pub(super) fn read(root: &Node) -> Option<Content<'_>> {
    let version = root.get("format_version")?;
    let values = root.get("planned_values").filter(|values| values.as_object().is_some())?;
    let major = version.as_str()?.split('.').next()?;
    if !matches!(major, "0" | "1") {
        let message = "This plan is of a format that nexthop does not know";
        let mut diagnostic =
            Diagnostic::new("syntax-error", Severity::Error, version.span, message);
        diagnostic.help("The formats 0 and 1 of `terraform show -json` are read.");
        return Some(Content { diagnostics: vec![diagnostic], ..Content::default() });
    }
    let mut instances = values.get("root_module").map(instances::of_values).unwrap_or_default();
    mark(&mut instances, root);
    add_data(&mut instances, root);
    add_deferred(&mut instances, root);
    let configuration = root.get("configuration");
    let module = configuration.and_then(|configuration| configuration.get("root_module"));
    Some(Content {
        instances,
        configuration: Configuration::new(module),
        is_configured: module.is_some(),
        variables: root.get("variables").and_then(Node::as_object).unwrap_or_default(),
        constraints: configuration.map(constraints).unwrap_or_default(),
        diagnostics: incomplete(root).into_iter().collect(),
    })
}

/// Joins the instances with what is known only after the plan is applied.
fn mark<'n>(instances: &mut [Instance<'n>], root: &'n Node) {
    let changes = root.get("resource_changes").and_then(Node::as_array).unwrap_or_default();
    let current = changes.iter().filter(|change| change.get("deposed").is_none());
    let changes: BTreeMap<&str, &Node> = current
        .filter_map(|change| Some((&**change.get("address")?.as_str()?, change.get("change")?)))
        .collect();
    for instance in instances {
        instance.change = changes.get(instance.address.as_str()).copied();
        instance.unknown = instance.change.and_then(|change| change.get("after_unknown"));
    }
}

/// Data sources that Terraform has read while planning are in the state before.
fn add_data<'n>(instances: &mut Vec<Instance<'n>>, root: &'n Node) {
    let values = root.get("prior_state").and_then(|state| state.get("values"));
    let module = values.and_then(|values| values.get("root_module"));
    let mut read = module.map(instances::of_values).unwrap_or_default();
    let planned: std::collections::BTreeSet<_> =
        instances.iter().filter(|one| one.data).map(|one| one.address.clone()).collect();
    read.retain(|instance| instance.data && !planned.contains(&instance.address));
    instances.append(&mut read);
}

/// What Terraform has put off to a later plan.
fn add_deferred<'n>(instances: &mut Vec<Instance<'n>>, root: &'n Node) {
    let deferred = root.get("deferred_changes").and_then(Node::as_array).unwrap_or_default();
    for change in deferred.iter().filter_map(|deferred| deferred.get("resource_change")) {
        let Some(outcome) = change.get("change") else { continue };
        let module = change.get("module_address").and_then(Node::as_str);
        let path = module.and_then(|address| traversal::calls(address)).unwrap_or_default();
        let module = Arc::new(Module { path, calls: Arc::default() });
        let found = instances::instance(change, outcome.get("after"), &module);
        instances.extend(found.map(|instance| Instance {
            unknown: outcome.get("after_unknown"),
            deferred: true,
            ..instance
        }));
    }
}

/// The versions of azurerm that providers ask for.
fn constraints(configuration: &Node) -> Vec<&str> {
    let providers = configuration.get("provider_config").and_then(Node::as_object);
    let providers = providers.unwrap_or_default().iter().map(|entry| &entry.value);
    providers
        .filter(|provider| {
            let text = |name: &str| provider.get(name).and_then(Node::as_str);
            match text("full_name") {
                Some(source) => source.ends_with("/hashicorp/azurerm"),
                None => text("name").is_some_and(|name| &**name == "azurerm"),
            }
        })
        .filter_map(|provider| Some(&**provider.get("version_constraint")?.as_str()?))
        .collect()
}

fn incomplete(root: &Node) -> Option<Diagnostic> {
    let is = |name: &str, wanted: bool| {
        let node = root.get(name)?;
        matches!(node.kind, crate::json::NodeKind::Bool(flag) if flag == wanted)
            .then_some(node.span)
    };
    if let Some(span) = is("errored", true) {
        let message = "Terraform could not finish this plan: what is behind the error is not in it";
        let mut diagnostic = Diagnostic::new("syntax-error", Severity::Warning, span, message);
        diagnostic.help("Make the plan again once `terraform plan` succeeds.");
        return Some(diagnostic);
    }
    let span = is("complete", false)?;
    let message = "This plan is a part of the code only: changes were left out or put off";
    let mut diagnostic = Diagnostic::new("syntax-error", Severity::Note, span, message);
    diagnostic.help("Plan without `-target`, `-exclude` and deferred changes to check all of it.");
    Some(diagnostic)
}
