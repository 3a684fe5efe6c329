//! The templates among the files of a request, each that no other one deploys a
//! network of its own.

use std::{
    cell::RefCell,
    collections::{BTreeMap, BTreeSet},
    rc::Rc,
    sync::Arc,
};

use camino::{Utf8Path, Utf8PathBuf};
use nexthop_source::{FileId, Sources, Suppression};
use rayon::prelude::*;

use super::{
    link::{Library, TemplateFile},
    lowering::member,
    suppression,
    template::Reader,
};
use crate::{
    FileSystem, Input, InputKind, Project, Request, Workspace,
    arm::{
        deployment::{Deployment, Evaluation},
        parameters::{self, Given, ParameterFile},
        resources,
        scope::Run,
        template::Template,
    },
    input::{Document, Form, Search},
    json::{self, Dialect, Node},
};

/// Reads and evaluates every deployment template of a request.
pub(crate) fn load(
    disk: &dyn FileSystem,
    search: &Search,
    request: &Request,
    workspace: &mut Workspace,
) {
    let documents: Vec<&Document> = search.of_form(Form::ArmTemplate).collect();
    if documents.is_empty() {
        return;
    }
    let mut files = read(&documents, workspace);
    let linked = follow_links(disk, &mut files, &mut workspace.sources);
    let roots = roots(disk, &documents, &files, &linked);
    let given = given(disk, request, &roots, workspace);
    let sources = &workspace.sources;
    let projects: Vec<Project> = roots
        .par_iter()
        .zip(&given)
        .map(|(path, given)| project(&Library::new(disk, sources, &files), path, given))
        .collect();
    workspace.projects.extend(projects);
}

/// Parses the documents that are templates.
fn read(documents: &[&Document], workspace: &mut Workspace) -> BTreeMap<Utf8PathBuf, TemplateFile> {
    let mut texts = Vec::new();
    for document in documents {
        match std::str::from_utf8(&document.bytes) {
            Ok(text) => {
                let file = workspace.sources.add(document.path.as_path(), text.to_owned());
                texts.push((document, file));
            }
            Err(error) => {
                workspace.unreadable.push((document.path.clone(), error.to_string()));
            }
        }
    }
    let sources = &workspace.sources;
    let parsed: Vec<_> = texts
        .into_par_iter()
        .filter_map(|(document, file)| {
            let parsed = parse(sources, file);
            parsed.is_template(sources).then(|| (document.path.clone(), parsed))
        })
        .collect();
    let read: BTreeMap<_, _> = parsed.into_iter().collect();
    for document in documents {
        if document.named && !read.contains_key(&document.path) {
            let why = "this is no deployment template: its `$schema` is another one";
            workspace.unreadable.push((document.path.clone(), why.to_owned()));
        }
    }
    read
}

fn parse(sources: &Sources, file: FileId) -> TemplateFile {
    let node = json::parse(sources.file_text(file), file, Dialect::WithComments);
    TemplateFile { file, node }
}

impl TemplateFile {
    /// Whether this is a template, and not a file that has one in it: a policy, a
    /// template spec. What cannot be parsed is one if it begins like one.
    fn is_template(&self, sources: &Sources) -> bool {
        const BEGINNING: usize = 500;
        const SCHEMA: &str = "deploymenttemplate.json";
        if let Ok(node) = &self.node {
            let schema = member(node, "$schema").and_then(Node::as_str);
            return schema.is_some_and(|schema| schema.to_lowercase().contains(SCHEMA));
        }
        let text = sources.file_text(self.file);
        let mut ends = (0..=text.len().min(BEGINNING)).rev();
        let beginning = ends.find_map(|end| text.get(..end)).unwrap_or_default();
        beginning.to_lowercase().contains(SCHEMA)
    }

    /// Whether Bicep compiled it.
    fn is_compiled(&self) -> bool {
        let generator = || member(member(self.node.as_ref().ok()?, "metadata")?, "_generator");
        generator()
            .and_then(|generator| member(generator, "name")?.as_str())
            .is_some_and(|name| name.eq_ignore_ascii_case("bicep"))
    }
}

/// Reads the files that are linked to from where they lie, though they were not
/// searched for; and tells which files are linked to from which.
fn follow_links(
    disk: &dyn FileSystem,
    files: &mut BTreeMap<Utf8PathBuf, TemplateFile>,
    sources: &mut Sources,
) -> BTreeMap<Utf8PathBuf, BTreeSet<Utf8PathBuf>> {
    let mut links = BTreeMap::new();
    let mut open: Vec<Utf8PathBuf> = files.keys().cloned().collect();
    while !open.is_empty() {
        let found: Vec<_> = open
            .par_iter()
            .filter_map(|path| {
                let linked = links_of(&Library::alone(disk, sources, files), path);
                (!linked.is_empty()).then(|| (path.clone(), linked))
            })
            .collect();
        let targets = found.iter().flat_map(|(_, linked)| linked);
        open = targets.filter(|path| !files.contains_key(*path)).cloned().collect();
        open.sort_unstable();
        open.dedup();
        links.extend(found);
        open.retain(|path| match disk.read(path).ok().and_then(|it| String::from_utf8(it).ok()) {
            Some(text) => {
                let file = sources.add(path.as_path(), text);
                files.insert(path.clone(), parse(sources, file));
                true
            }
            None => false,
        });
    }
    links
}

/// The files that one links to itself.
fn links_of(library: &Library<'_>, path: &Utf8Path) -> BTreeSet<Utf8PathBuf> {
    let Some(TemplateFile { file, node: Ok(node) }) = library.files.get(path) else {
        return BTreeSet::new();
    };
    let file = library.sources.file_text(*file);
    // Most templates have no links; do not read them twice.
    if file.contains("templateLink") {
        let diagnostics = RefCell::default();
        Reader { library, path, file, diagnostics: &diagnostics, depth: 0 }.template(node, None);
    }
    library.linked.take()
}

/// The templates that no other one deploys. Of those that only deploy each other
/// the first counts.
fn roots(
    disk: &dyn FileSystem,
    documents: &[&Document],
    files: &BTreeMap<Utf8PathBuf, TemplateFile>,
    links: &BTreeMap<Utf8PathBuf, BTreeSet<Utf8PathBuf>>,
) -> Vec<Utf8PathBuf> {
    let linked: BTreeSet<&Utf8PathBuf> = links.values().flatten().collect();
    let searched = documents.iter().filter(|document| files.contains_key(&document.path));
    let (inner, outer): (Vec<&&Document>, Vec<_>) =
        searched.partition(|document| linked.contains(&document.path));
    let mut reached = BTreeSet::new();
    let mut roots = Vec::new();
    for document in outer.into_iter().chain(inner) {
        if reached.contains(&document.path) {
            continue;
        }
        reach(&document.path, links, &mut reached);
        let source = document.path.with_extension("bicep");
        let is_compiled = || files.get(&document.path).is_some_and(TemplateFile::is_compiled);
        if document.named || !(disk.is_file(&source) && is_compiled()) {
            roots.push(document.path.clone());
        }
    }
    roots.sort_unstable();
    roots
}

fn reach(
    path: &Utf8PathBuf,
    links: &BTreeMap<Utf8PathBuf, BTreeSet<Utf8PathBuf>>,
    reached: &mut BTreeSet<Utf8PathBuf>,
) {
    let mut open = vec![path];
    while let Some(path) = open.pop() {
        if reached.insert(path.clone()) {
            open.extend(links.get(path).into_iter().flatten());
        }
    }
}

/// What a root is given.
struct RootGiven {
    files: Vec<ParameterFile>,
    given: Given,
}

fn given(
    disk: &dyn FileSystem,
    request: &Request,
    roots: &[Utf8PathBuf],
    workspace: &mut Workspace,
) -> Vec<RootGiven> {
    let by_hand = Given::by_hand(&request.variables, &mut workspace.sources);
    let named = parameters::named(disk, request, workspace);
    let mut of_root = |root: &Utf8PathBuf| {
        let files = if request.parameter_files.is_empty() {
            let beside = parameters::beside(disk, root);
            beside.and_then(|path| parameters::read(disk, &path, workspace)).into_iter().collect()
        } else {
            named.clone()
        };
        let given = files.iter().fold(Given::default(), |all, file| all.and(&file.given));
        RootGiven { given: given.and(&by_hand), files }
    };
    roots.iter().map(&mut of_root).collect()
}

fn project(library: &Library<'_>, path: &Utf8Path, given: &RootGiven) -> Project {
    let mut project = Project {
        input: Input { path: path.to_owned(), kind: InputKind::Arm },
        resources: Vec::new(),
        unread_modules: Vec::new(),
        diagnostics: given.files.iter().filter_map(|file| file.mistake.clone()).collect(),
        suppressions: Vec::new(),
    };
    let Some(file) = library.files.get(path) else { return project };
    let diagnostics = RefCell::default();
    match &file.node {
        Ok(node) => {
            let file = library.sources.file_text(file.file);
            let reader = Reader { library, path, file, diagnostics: &diagnostics, depth: 0 };
            let template = reader.template(node, None);
            evaluate(&template, given.given.inputs(&template), &mut project);
        }
        Err(diagnostic) => project.diagnostics.push((**diagnostic).clone()),
    }
    project.diagnostics.extend(diagnostics.into_inner());
    let linked = library.linked.take();
    let texts = linked.iter().filter_map(|path| library.files.get(path)).chain([file]);
    for text in texts {
        let node = text.node.as_ref().ok();
        project.suppressions.extend(suppression::find(library.sources, text.file, node));
    }
    for file in &given.files {
        let found = Suppression::find(library.sources, file.file, suppression::COMMENTS);
        project.suppressions.extend(found);
    }
    project
}

/// Adds the resources of a template with its parameters to a project.
pub(crate) fn evaluate(
    template: &Template,
    inputs: BTreeMap<Arc<str>, crate::Value>,
    project: &mut Project,
) {
    let run = Run::default();
    let deployment = Rc::new(Deployment::root(template, inputs));
    resources::collect(Evaluation { run: &run, deployment: &deployment }, project);
}
