//! The templates among the files of a request, each that no other one deploys a
//! network of its own.

use std::{
    cell::RefCell,
    collections::{BTreeMap, BTreeSet},
    rc::Rc,
    sync::Arc,
};

use camino::{Utf8Path, Utf8PathBuf};
use nexthop_source::{Sources, Suppression};
use rayon::prelude::*;

use super::{
    link::{Library, TemplateFile},
    lowering::member,
    outline, suppression,
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
    json::Node,
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
    let mut files = read(disk, &documents, workspace);
    let linked = follow_links(disk, &mut files, &mut workspace.sources);
    let roots = roots(disk, &documents, (&files, &workspace.sources), &linked);
    let given = given(disk, request, &roots, workspace);
    let sources = &workspace.sources;
    let projects: Vec<Project> = roots
        .par_iter()
        .zip(&given)
        .map(|(path, given)| project(&Library::new(disk, sources, &files), path, given))
        .collect();
    workspace.projects.extend(projects);
}

/// Reads the documents that are templates, and parses those that may be inputs.
fn read(
    disk: &dyn FileSystem,
    documents: &[&Document],
    workspace: &mut Workspace,
) -> BTreeMap<Utf8PathBuf, TemplateFile> {
    let mut texts = Vec::new();
    for document in documents {
        match document.text(disk) {
            Ok(text) => {
                let file = workspace.sources.add(document.path.as_path(), text);
                texts.push((document, file));
            }
            Err(why) => workspace.unreadable.push((document.path.clone(), why)),
        }
    }
    let sources = &workspace.sources;
    let parsed: Vec<_> = texts
        .into_par_iter()
        .filter_map(|(document, file)| {
            let file = TemplateFile::new(file);
            let is_template =
                is_aside(disk, document, file.text(sources)) || file.is_template(sources);
            is_template.then(|| (document.path.clone(), file))
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

/// Whether a template is no input because it was compiled from the Bicep file beside it.
fn is_aside(disk: &dyn FileSystem, document: &Document, text: &str) -> bool {
    !document.named && is_compiled(text) && disk.is_file(&document.path.with_extension("bicep"))
}

/// Whether Bicep compiled a template: the compiler says so at its beginning.
fn is_compiled(text: &str) -> bool {
    const BEGINNING: usize = 4_000;
    let beginning = beginning(text, BEGINNING);
    if memchr::memmem::find(beginning.as_bytes(), b"_generator").is_none() {
        return false;
    }
    let mut words = beginning.split('"').filter(|word| !word.trim().is_empty());
    words.any(|word| word == "_generator")
        && words.nth(1).is_some_and(|word| word == "name")
        && words.nth(1).is_some_and(|word| word.eq_ignore_ascii_case("bicep"))
}

/// No more than so many bytes of a text.
fn beginning(text: &str, most: usize) -> &str {
    let mut ends = (0..=text.len().min(most)).rev();
    ends.find_map(|end| text.get(..end)).unwrap_or_default()
}

impl TemplateFile {
    fn text<'s>(&self, sources: &'s Sources) -> &'s str {
        sources.file_text(self.file)
    }

    /// Whether this is a template, and not a file that has one in it: a policy, a
    /// template spec. What cannot be parsed is one if it begins like one.
    fn is_template(&self, sources: &Sources) -> bool {
        const BEGINNING: usize = 500;
        const SCHEMA: &str = "deploymenttemplate.json";
        let text = self.text(sources);
        let begins_like_one = beginning(text, BEGINNING).to_lowercase().contains(SCHEMA);
        if !begins_like_one && outline::lacks_member(text, "$schema") {
            return false;
        }
        match self.node(sources) {
            Ok(node) => {
                let schema = member(node, "$schema").and_then(Node::as_str);
                schema.is_some_and(|schema| schema.to_lowercase().contains(SCHEMA))
            }
            Err(_) => begins_like_one,
        }
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
                files.insert(path.clone(), TemplateFile::new(file));
                true
            }
            None => false,
        });
    }
    links
}

/// The files that one links to itself.
fn links_of(library: &Library<'_>, path: &Utf8Path) -> BTreeSet<Utf8PathBuf> {
    let Some(template) = library.files.get(path) else { return BTreeSet::new() };
    let file = template.text(library.sources);
    // Most templates have no links; do not read them twice.
    if file.contains("templateLink")
        && let Ok(node) = template.node(library.sources)
    {
        let diagnostics = RefCell::default();
        Reader::outermost(library, path, file, &diagnostics).template(node, None);
    }
    library.linked.take()
}

/// The templates that no other one deploys. Of those that only deploy each other
/// the first counts.
fn roots(
    disk: &dyn FileSystem,
    documents: &[&Document],
    (files, sources): (&BTreeMap<Utf8PathBuf, TemplateFile>, &Sources),
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
        let text = files.get(&document.path).map(|file| file.text(sources));
        if !text.is_some_and(|text| is_aside(disk, document, text)) {
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
    let by_hand = Given::by_hand(&request.variables);
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
        declared: Vec::new(),
        diagnostics: given.files.iter().filter_map(|file| file.mistake.clone()).collect(),
        suppressions: Vec::new(),
    };
    let Some(file) = library.files.get(path) else { return project };
    let diagnostics = RefCell::default();
    match file.node(library.sources) {
        Ok(node) => {
            let file = library.sources.file_text(file.file);
            let reader = Reader::outermost(library, path, file, &diagnostics);
            let template = reader.template(node, None);
            let inputs = given.given.inputs(&template);
            project.declared.extend(template.parameters.keys().cloned());
            project.diagnostics.extend(parameters::mistakes(&inputs));
            evaluate(&template, inputs, &mut project);
        }
        Err(diagnostic) => project.diagnostics.push((**diagnostic).clone()),
    }
    project.diagnostics.extend(diagnostics.into_inner());
    let linked = library.linked.take();
    let texts = linked.iter().filter_map(|path| library.files.get(path)).chain([file]);
    for text in texts {
        let node = text.node(library.sources).as_ref().ok();
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
