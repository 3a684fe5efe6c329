//! A root module, evaluated to its resources.

use std::{cell::LazyCell, collections::BTreeMap, rc::Rc, sync::Arc};

use nexthop_source::{Diagnostic, Severity};
use rayon::prelude::*;

use super::{
    declarations::{Declarations, ResourceBlock},
    files::{self, Configuration},
    functions::Remembered,
    instance::{Caller, Evaluation, Instance, ResourceInstance},
    lowering::{self, Declaration},
    order::Orders,
    provider_version::{self, Majors},
    scope::{Modules, Run, Scope, Start},
    variables::{self, Given},
};
use crate::{
    Address, FileSystem, Input, InputKind, Origin, Project, Request, Resource, UnreadModule, Value,
    Workspace, input::Search,
};

/// Reads and evaluates every root among the searched files.
pub(crate) fn load(
    files: &dyn FileSystem,
    search: &Search,
    request: &Request,
    workspace: &mut Workspace,
) {
    let configuration = files::read(files, search, request, &mut workspace.sources);
    let folders = search.paths.iter().filter(|searched| !searched.is_file);
    let searched: Vec<_> = folders.map(|searched| searched.path.clone()).collect();
    let given = variables::given_by_hand(&request.variables);
    let modules = declarations(&configuration);
    let remembered = Remembered::default();
    let roots = configuration.roots.par_iter();
    let projects = roots.map(|root| {
        let start = Start {
            configuration: &configuration,
            root,
            modules: &modules,
            searched: &searched,
            remembered: &remembered,
            asked_for: request.asked_for,
        };
        project(files, start, &given)
    });
    workspace.projects.extend(projects.collect::<Vec<_>>());
    workspace.unreadable.extend(configuration.unreadable);
}

pub(super) fn declarations(configuration: &Configuration) -> Modules<'_> {
    let reached = configuration.roots.iter().flat_map(|root| configuration.reached(root));
    let modules: BTreeMap<_, _> = reached.map(|module| (&*module.folder, &module.bodies)).collect();
    modules
        .into_par_iter()
        .map(|(folder, bodies)| (folder, Declarations::new(folder, bodies)))
        .collect()
}

pub(super) fn project(files: &dyn FileSystem, start: Start<'_>, given: &[Given]) -> Project {
    let Start { configuration, root, modules, .. } = start;
    let mut project = Project {
        input: Input { path: root.folder.clone(), kind: InputKind::Terraform },
        resources: Vec::new(),
        unread_modules: Vec::new(),
        declared: Vec::new(),
        diagnostics: configuration.variable_diagnostics(root).cloned().collect(),
        suppressions: Vec::new(),
    };
    for module in configuration.reached(root) {
        project.diagnostics.extend(module.diagnostics.iter().cloned());
        project.suppressions.extend(module.suppressions.iter().cloned());
    }
    if let Some(module) = modules.get(&*root.folder) {
        let bodies = configuration.reached(root).flat_map(|module| &module.bodies);
        let azurerm = provider_version::of_azurerm(files, &root.folder, bodies);
        let run = Run::new(files, start.remembered, Some(start));
        project.declared.extend(module.variables.keys().map(|name| Arc::from(*name)));
        project.diagnostics.extend(variables::mistakes(module, given));
        let inputs = variables::of_root(start, module, given);
        let instance = Rc::new(Instance::root(module, inputs));
        let collection = Collection { orders: Orders::new(&run), azurerm };
        collection.collect(Evaluation { run: &run, instance: &instance }, &mut project);
    }
    project.resources.sort_by(|a, b| a.address.cmp(&b.address));
    project.unread_modules.sort_by(|a, b| a.address.cmp(&b.address));
    project
}

/// The resources of a root on their way.
struct Collection<'s, 'p> {
    orders: Orders<'s, 'p>,
    azurerm: Majors,
}

impl<'p> Collection<'_, 'p> {
    /// Adds the resources of a module and of all that it calls.
    fn collect(&self, evaluation: Evaluation<'_, 'p>, project: &mut Project) {
        let Some(module) = evaluation.instance.module else { return };
        let resources = module.resources.iter();
        for (name, _) in resources.filter(|(_, block)| evaluation.run.asks_for(block)) {
            if let Some((block, expansion)) = evaluation.resource(name) {
                let order = LazyCell::new(|| self.orders.of(&evaluation.instance.place, block));
                let instances = expansion.instances.iter().map(|instance| {
                    let resource = self.resource(evaluation, block, instance);
                    Resource { order: Some(Arc::clone(&order)), ..resource }
                });
                project.resources.extend(instances);
            }
        }
        let holds_asked_for = |name: &str| {
            let called = evaluation.instance.place.called(evaluation.run, name);
            called.is_some_and(|called| called.holds_asked_for(evaluation.run))
        };
        for &name in module.calls.keys().filter(|name| holds_asked_for(name)) {
            if let Some((_, expansion)) = evaluation.module(name) {
                for called in expansion.instances.iter() {
                    let evaluation = Evaluation { run: evaluation.run, instance: called };
                    match &called.caller {
                        Some(caller) if called.module.is_none() => {
                            unread(evaluation, caller, project);
                        }
                        _ => self.collect(evaluation, project),
                    }
                }
            }
        }
    }

    fn resource(
        &self,
        evaluation: Evaluation<'_, 'p>,
        block: &'p ResourceBlock<'p>,
        instance: &ResourceInstance,
    ) -> Resource {
        let values = evaluation.resource_values(block, instance);
        let declared = block.block.header;
        let declaration = Declaration { declared, existing: block.data, azurerm: self.azurerm };
        let lowered = lowering::lower(block.kind, &values, declaration);
        Resource {
            kind: lowered.kind,
            source_type: Arc::from(block.kind),
            address: instance.address.clone(),
            values,
            body: lowered.body,
            amends: lowered.amends,
            existing: block.data,
            origin: Origin { declared, calls: Arc::clone(&evaluation.instance.calls) },
            presence: instance.presence.clone(),
            order: None,
            planned: None,
        }
    }
}

/// Notes a call of a module that could not be read.
fn unread<'p>(evaluation: Evaluation<'_, 'p>, caller: &Caller<'p>, project: &mut Project) {
    let Some(instance) = caller.instance() else { return };
    let call = caller.call;
    let span = call.block.header;
    let scope = Scope::of(evaluation.run, &instance, &caller.repetition);
    let arguments = call.arguments.iter();
    let arguments = arguments.map(|(&name, value)| (Arc::from(name), scope.evaluate(value)));
    project.unread_modules.push(UnreadModule {
        address: Address::new(&*evaluation.instance.address),
        source: call.source.to_owned(),
        span,
        arguments: Value::object(arguments.collect(), span),
    });
    if evaluation.run.calls_itself(&evaluation.instance.place) {
        let message = "This module calls itself, or modules are nested too deeply";
        let diagnostic = Diagnostic::new("syntax-error", Severity::Error, span, message);
        if !project.diagnostics.contains(&diagnostic) {
            project.diagnostics.push(diagnostic);
        }
    }
}
