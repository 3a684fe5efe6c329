//! The Bicep files of a request, each that no other one deploys a network of its
//! own.

use std::{
    collections::{BTreeMap, BTreeSet},
    rc::Rc,
    sync::Arc,
};

use camino::{Utf8Path, Utf8PathBuf};
use nexthop_source::Diagnostic;
use rayon::prelude::*;

use super::{
    files::{File, Library},
    missing,
    names::{Program, literal, sources},
    parameters,
    syntax::{Dialect, Statement},
    template::Templates,
};
use crate::{
    Address, FileSystem, Input, InputKind, Project, Request, UnreadModule, Value, Workspace,
    arm::{
        deployment::{Deployment, Evaluation},
        parameters::{self as arm, Given, ParameterFile},
        resources,
        scope::Run,
        template::Template,
    },
    input::Search,
};

/// Reads and evaluates every Bicep file and parameter file that is a root. Returns the
/// templates in JSON that they deploy.
pub(crate) fn load(
    disk: &dyn FileSystem,
    search: &Search,
    request: &Request,
    workspace: &mut Workspace,
) -> BTreeSet<Utf8PathBuf> {
    let library = Library::new(disk, search, request, &mut workspace.sources);
    workspace.unreadable.extend(library.unreadable.iter().cloned());
    let program = Program::new(&library);
    let files = roots(&program, search);
    if files.is_empty() {
        return BTreeSet::new();
    }
    let given = given(disk, request, &files, workspace);
    let by_hand = Given::by_hand(&request.variables);
    let mut templates = Templates::new(&program, disk, &workspace.sources);
    let roots = files.into_iter().zip(given);
    let roots: Vec<_> = roots.map(|(file, given)| root(&mut templates, file, given)).collect();
    let problems = templates.problems;
    let projects = roots.par_iter().map(|root| project(&program, root, &by_hand, &problems));
    workspace.projects.extend(projects.collect::<Vec<_>>());
    library.documents.into_keys().collect()
}

/// What each root is given besides its own parameter file.
fn given(
    disk: &dyn FileSystem,
    request: &Request,
    roots: &[&File],
    workspace: &mut Workspace,
) -> Vec<Vec<ParameterFile>> {
    let named = arm::named(disk, request, workspace);
    let of_root = |root: &&File| {
        let alone = root.dialect == Dialect::Template && request.parameter_files.is_empty();
        let beside = if alone { arm::beside(disk, &root.path) } else { None };
        match beside {
            Some(path) => arm::read(disk, &path, workspace).into_iter().collect(),
            None => named.clone(),
        }
    };
    roots.iter().map(of_root).collect()
}

/// A file that is a root, and what it deploys.
struct Root<'l> {
    file: &'l File,
    template: Option<Arc<Template>>,
    given: Vec<ParameterFile>,
}

fn root<'l>(templates: &mut Templates<'l>, file: &'l File, given: Vec<ParameterFile>) -> Root<'l> {
    let template = match file.dialect {
        Dialect::Template => templates.of(file),
        Dialect::Parameters => {
            parameters::used(file).and_then(|source| templates.content(file, source))
        }
    };
    Root { file, template, given }
}

/// The files among those that were searched that no other one deploys. Of those that
/// only deploy each other the first counts. What was asked for by name is always one.
fn roots<'l>(program: &Program<'l>, search: &Search) -> Vec<&'l File> {
    let searched: BTreeSet<&Utf8Path> =
        ["bicep", "bicepparam"].into_iter().flat_map(|end| search.files_with(end)).collect();
    let files: Vec<&File> = searched.iter().filter_map(|path| program.library.get(path)).collect();
    let named: BTreeSet<&Utf8Path> = search
        .paths
        .iter()
        .filter(|searched| searched.is_file)
        .map(|searched| &*searched.path)
        .collect();
    let used: BTreeSet<Utf8PathBuf> =
        files.iter().flat_map(|file| deployed(program.library, file)).collect();
    let is_free = |file: &&File| !used.contains(&file.path) || named.contains(&*file.path);
    let (free, bound): (Vec<&File>, Vec<_>) = files.into_iter().partition(is_free);
    let mut reached = BTreeSet::new();
    let mut roots = Vec::new();
    for file in free.into_iter().chain(bound) {
        let is_named = named.contains(&*file.path);
        if !is_named && (reached.contains(&*file.path) || !deploys(file)) {
            continue;
        }
        reached.extend(reach(program.library, file).into_iter().map(|file| &*file.path));
        roots.push(file);
    }
    roots.sort_by(|a, b| a.path.cmp(&b.path));
    roots
}

/// Whether anything comes of a file by itself: not of one that holds only what others
/// import or extend.
fn deploys(file: &File) -> bool {
    match file.dialect {
        Dialect::Parameters => parameters::used(file).is_some(),
        Dialect::Template => {
            let exports = |statement: &Statement| {
                matches!(
                    statement,
                    Statement::Type { .. }
                        | Statement::Variable { .. }
                        | Statement::Function(_)
                        | Statement::Import(_)
                )
            };
            file.statements.is_empty() || !file.statements.iter().all(exports)
        }
    }
}

/// The files that a file deploys itself.
fn deployed<'a>(library: &'a Library, file: &'a File) -> impl Iterator<Item = Utf8PathBuf> {
    let sources = file.statements.iter().filter_map(|statement| match statement {
        Statement::Module(module) => literal(&module.path),
        Statement::Using { source } => literal(source.as_ref()?),
        _ => None,
    });
    sources.filter_map(|source| library.resolve(file, source)).filter(|path| *path != file.path)
}

/// The file and every one that it names, and those that they name.
fn reach<'l>(library: &'l Library, file: &'l File) -> Vec<&'l File> {
    let mut reached: BTreeMap<&Utf8Path, &File> = BTreeMap::new();
    let mut open = vec![file];
    while let Some(file) = open.pop() {
        if reached.insert(&file.path, file).is_some() {
            continue;
        }
        let named = sources(&file.statements).filter_map(literal);
        let named = named.filter_map(|source| library.get(&library.resolve(file, source)?));
        open.extend(named);
    }
    reached.into_values().collect()
}

fn project(
    program: &Program<'_>,
    root: &Root<'_>,
    by_hand: &Given,
    problems: &[Diagnostic],
) -> Project {
    let mut project = Project {
        input: Input { path: root.file.path.clone(), kind: InputKind::Bicep },
        resources: Vec::new(),
        unread_modules: Vec::new(),
        declared: Vec::new(),
        diagnostics: root.given.iter().filter_map(|file| file.mistake.clone()).collect(),
        suppressions: Vec::new(),
    };
    for file in reach(program.library, root.file) {
        project.diagnostics.extend(file.diagnostics.iter().cloned());
        project.diagnostics.extend(missing::files(program.library, file));
        let of_file = problems.iter().filter(|problem| problem.span.file == file.span.file);
        project.diagnostics.extend(of_file.cloned());
        project.suppressions.extend(file.suppressions.iter().cloned());
    }
    let Some(template) = &root.template else {
        project.unread_modules.extend(unread(root.file));
        return project;
    };
    let mut inputs = match root.file.dialect {
        Dialect::Template => BTreeMap::new(),
        Dialect::Parameters => parameters::values(program, root.file),
    };
    for given in root.given.iter().map(|file| &file.given).chain([by_hand]) {
        let given = given.inputs(template);
        project.diagnostics.extend(arm::mistakes(&given));
        inputs.extend(given);
    }
    project.declared.extend(template.parameters.keys().cloned());
    evaluate(template, inputs, &mut project);
    project
}

/// The template of a parameter file, which is not here.
fn unread(file: &File) -> Option<UnreadModule> {
    let source = parameters::used(file)?;
    Some(UnreadModule {
        address: Address::new("using"),
        source: source.to_owned(),
        span: file.span,
        arguments: Value::object(BTreeMap::new(), file.span),
    })
}

fn evaluate(template: &Template, inputs: BTreeMap<Arc<str>, Value>, project: &mut Project) {
    let run = Run::default();
    let deployment = Rc::new(Deployment::root(template, inputs));
    resources::collect(Evaluation { run: &run, deployment: &deployment }, project);
    project.resources.sort_by(|a, b| a.address.cmp(&b.address));
    project.unread_modules.sort_by(|a, b| a.address.cmp(&b.address));
}
