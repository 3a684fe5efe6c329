//! From paths to parsed modules: which folders are roots, what they call, and
//! the variable files beside them.

use std::{
    collections::{BTreeMap, BTreeSet},
    io,
};

use camino::{Utf8Path, Utf8PathBuf};
use nexthop_source::{Diagnostic, FileId, Scope, Severity, Sources, Span, Suppression};
use rayon::prelude::*;

use super::{
    azurerm, overrides,
    syntax::{self, Attribute, Block, Body, ExpressionKind},
    variable_files::{self, VariableFile},
};
use crate::{
    FileSystem, Request,
    input::{Search, Searched, lexical},
};

/// What begins a comment.
const COMMENTS: [&str; 3] = ["#", "//", "/*"];

/// And what does in JSON.
const JSON_COMMENTS: [&str; 2] = ["\"//\": \"", "\"//\":\""];

/// Larger files are not read; code written by people is far from it.
const LARGEST: usize = 16 << 20;

/// The modules of all roots below the requested paths.
#[derive(Debug, Default)]
pub(crate) struct Configuration {
    /// Sorted by folder.
    pub roots: Vec<Root>,
    /// Files that could not be read, and why.
    pub unreadable: Vec<(Utf8PathBuf, String)>,
    modules: BTreeMap<Utf8PathBuf, Module>,
    /// Those of `--var-file`.
    variable_files: Vec<VariableFile>,
}

/// A root module.
#[derive(Debug)]
pub(crate) struct Root {
    /// Its folder; empty for the working directory.
    pub folder: Utf8PathBuf,
    /// Modules that `terraform init` has fetched, by the path of their call.
    installed: BTreeMap<String, Utf8PathBuf>,
    variable_files: Vec<VariableFile>,
    /// Itself and every module it can reach.
    reached: BTreeSet<Utf8PathBuf>,
}

/// The parsed files of one folder.
#[derive(Debug)]
pub(crate) struct Module {
    pub folder: Utf8PathBuf,
    /// In order of name, override files last.
    pub files: Vec<FileId>,
    /// What the files say; overrides are merged into what they override.
    pub bodies: Vec<Body>,
    pub diagnostics: Vec<Diagnostic>,
    pub suppressions: Vec<Suppression>,
}

/// Finds the roots among the searched files and reads all that they call.
pub(crate) fn read(
    disk: &dyn FileSystem,
    search: &Search,
    request: &Request,
    sources: &mut Sources,
) -> Configuration {
    let mut reader = Reader { disk, sources, modules: BTreeMap::new(), unreadable: Vec::new() };
    let mut roots = BTreeSet::new();
    for searched in &search.paths {
        roots.append(&mut reader.roots_of(searched));
    }
    let roots = roots.into_iter().map(|folder| reader.root(folder)).collect();
    let paths = request.var_files.iter().map(|path| lexical(path)).collect();
    Configuration {
        roots,
        variable_files: reader.variable_files(paths),
        modules: reader.modules,
        unreadable: reader.unreadable,
    }
}

impl Configuration {
    /// The folder of the module that `caller` calls by `source`. `call` is the
    /// path of the call, such as `hub.subnets` for `module.hub.module.subnets`.
    pub(crate) fn resolve(
        &self,
        root: &Root,
        caller: &Utf8Path,
        call: &str,
        source: &str,
    ) -> Option<Utf8PathBuf> {
        let folder = local(caller, source).or_else(|| root.installed.get(call).cloned())?;
        self.modules.contains_key(&folder).then_some(folder)
    }

    /// Every module that a root can reach, itself included, by folder.
    pub(crate) fn reached(&self, root: &Root) -> impl Iterator<Item = &Module> {
        root.reached.iter().filter_map(|folder| self.modules.get(folder))
    }

    /// What a root's variable files say. A later one of a name wins.
    pub(crate) fn variables<'a>(&'a self, root: &'a Root) -> impl Iterator<Item = &'a Attribute> {
        root.variable_files
            .iter()
            .chain(&self.variable_files)
            .flat_map(|file| &file.body.attributes)
    }

    /// What is wrong in a root's variable files.
    pub(crate) fn variable_diagnostics<'a>(
        &'a self,
        root: &'a Root,
    ) -> impl Iterator<Item = &'a Diagnostic> {
        root.variable_files.iter().chain(&self.variable_files).flat_map(|file| &file.diagnostics)
    }
}

struct Reader<'a> {
    disk: &'a dyn FileSystem,
    sources: &'a mut Sources,
    modules: BTreeMap<Utf8PathBuf, Module>,
    unreadable: Vec<(Utf8PathBuf, String)>,
}

/// A file's text as far as it is text, and where it is not.
struct Text {
    path: Utf8PathBuf,
    content: String,
    mistake: Option<(usize, &'static str, &'static str)>,
}

impl Reader<'_> {
    /// The folders below a path that no other folder below it calls. Of a file that
    /// was asked for by name, its folder.
    fn roots_of(&mut self, searched: &Searched) -> BTreeSet<Utf8PathBuf> {
        let code = searched.files.iter().filter(|file| is_code(file));
        if searched.is_file {
            let folders: BTreeSet<_> = code.map(|file| folder(file)).collect();
            self.read_all(folders.clone());
            return folders;
        }
        let mut folders: BTreeMap<_, Vec<_>> = BTreeMap::new();
        for file in code {
            folders.entry(folder(file)).or_default().push(file.clone());
        }
        let found: BTreeSet<_> = folders.keys().cloned().collect();
        self.read_folders(folders);
        let called: BTreeSet<_> = found.iter().flat_map(|folder| self.calls(folder)).collect();
        let mut roots: BTreeSet<_> = found.difference(&called).cloned().collect();
        let mut reached: BTreeSet<_> = roots.iter().flat_map(|root| self.below(root)).collect();
        reached.extend(roots.iter().cloned());
        // Modules that call each other in a circle, and that nothing else calls.
        for folder in found {
            let below = if reached.contains(&folder) { continue } else { self.below(&folder) };
            if below.contains(&folder) {
                reached.extend(below);
                roots.insert(folder);
            }
        }
        roots
    }

    /// The folders that a folder's modules call, at any depth.
    fn below(&self, folder: &Utf8Path) -> BTreeSet<Utf8PathBuf> {
        let mut below = BTreeSet::new();
        let mut next = vec![folder.to_owned()];
        while let Some(folder) = next.pop() {
            next.extend(
                self.calls(&folder).into_iter().filter(|called| below.insert(called.clone())),
            );
        }
        below
    }

    /// Reads what a root calls, to any depth.
    fn root(&mut self, folder: Utf8PathBuf) -> Root {
        let installed = self.installed(&folder);
        let mut reached = BTreeSet::new();
        let mut next: BTreeSet<_> = installed.values().cloned().chain([folder.clone()]).collect();
        while !next.is_empty() {
            self.read_all(next.clone());
            reached.extend(next.iter().cloned());
            next = next
                .iter()
                .flat_map(|folder| self.calls(folder))
                .filter(|folder| !reached.contains(folder))
                .collect();
        }
        let paths = self.disk.files_in(&folder);
        let paths = variable_files::read_by_itself(&paths);
        Root { variable_files: self.variable_files(paths), folder, installed, reached }
    }

    /// The other folders that a folder's module calls name.
    fn calls(&self, folder: &Utf8Path) -> BTreeSet<Utf8PathBuf> {
        let bodies = self.modules.get(folder).map_or(&[][..], |module| &module.bodies);
        bodies
            .iter()
            .flat_map(|body| &body.blocks)
            .filter_map(source)
            .filter_map(|source| local(folder, source))
            .filter(|called| called != folder)
            .collect()
    }

    /// What `terraform init` has noted of the modules it has fetched.
    fn installed(&mut self, root: &Utf8Path) -> BTreeMap<String, Utf8PathBuf> {
        let path = root.join(".terraform/modules/modules.json");
        let Ok(bytes) = self.disk.read(&path) else { return BTreeMap::new() };
        let Ok(list) = serde_json::from_slice::<serde_json::Value>(&bytes) else {
            self.unreadable.push((path, "this is not JSON; run `terraform init` again".to_owned()));
            return BTreeMap::new();
        };
        let entries = list["Modules"].as_array().map_or(&[][..], Vec::as_slice);
        entries
            .iter()
            .filter_map(|entry| Some((entry["Key"].as_str()?, entry["Dir"].as_str()?)))
            .filter(|(key, _)| !key.is_empty())
            .map(|(key, folder)| (key.to_owned(), lexical(&root.join(folder.replace('\\', "/")))))
            .collect()
    }

    fn read_all(&mut self, folders: BTreeSet<Utf8PathBuf>) {
        let new = folders.into_iter().filter(|folder| !self.modules.contains_key(folder));
        let listed = new.map(|folder| {
            let mut files = self.disk.files_in(&folder);
            files.retain(|file| is_code(file));
            (folder, files)
        });
        let listed = listed.collect();
        self.read_folders(listed);
    }

    /// Reads and parses folders at once. Ids are given in the order of the paths.
    fn read_folders(&mut self, mut folders: BTreeMap<Utf8PathBuf, Vec<Utf8PathBuf>>) {
        folders.retain(|folder, _| !self.modules.contains_key(folder));
        for files in folders.values_mut() {
            keep_effective(files);
        }
        let texts = self.texts(folders.values().flatten().cloned().collect());
        let files: Vec<_> = texts
            .into_iter()
            .map(|Text { path, content, mistake }| (self.sources.add(path, content), mistake))
            .collect();
        let sources = &*self.sources;
        let parsed: Vec<_> = files
            .into_par_iter()
            .map(|(file, mistake)| {
                let (body, mut diagnostics) = parse(sources, file);
                diagnostics.extend(mistake.map(|mistake| unreadable_text(file, mistake)));
                (file, body, diagnostics)
            })
            .collect();
        let mut modules: BTreeMap<_, Vec<_>> = BTreeMap::new();
        for (file, body, diagnostics) in parsed {
            let folder = folder(sources.path(file));
            modules.entry(folder).or_default().push((file, body, diagnostics));
        }
        for (folder, files) in modules {
            let module = module(folder.clone(), files, sources);
            self.modules.insert(folder, module);
        }
    }

    fn texts(&mut self, paths: Vec<Utf8PathBuf>) -> Vec<Text> {
        let disk = self.disk;
        let read: Vec<(_, io::Result<_>)> = paths
            .into_par_iter()
            .map(|path| {
                let read = disk.read(&path).map(|bytes| text(lexical(&path), bytes));
                (path, read)
            })
            .collect();
        let mut texts = Vec::with_capacity(read.len());
        for (path, read) in read {
            match read {
                Ok(text) => texts.push(text),
                Err(error) => self.unreadable.push((path, error.to_string())),
            }
        }
        texts
    }

    fn variable_files(&mut self, paths: Vec<Utf8PathBuf>) -> Vec<VariableFile> {
        let texts = self.texts(paths);
        texts
            .into_iter()
            .map(|Text { path, content, mistake }| {
                let file = self.sources.add(path, content);
                let mut read = variable_files::parse(self.sources, file);
                let mistake = mistake.map(|mistake| unreadable_text(file, mistake));
                read.diagnostics.extend(mistake);
                read
            })
            .collect()
    }
}

fn parse(sources: &Sources, file: FileId) -> (Body, Vec<Diagnostic>) {
    let text = sources.file_text(file);
    if is_json(sources.path(file)) {
        syntax::parse_json(text, file, azurerm::is_block)
    } else {
        syntax::parse(text, file)
    }
}

/// In JSON a comment is a property of the block that it is about, so it holds for
/// the line above it as well.
fn suppressions(sources: &Sources, file: FileId) -> Vec<Suppression> {
    if !is_json(sources.path(file)) {
        return Suppression::find(sources, file, &COMMENTS);
    }
    let mut found = Suppression::find(sources, file, &JSON_COMMENTS);
    for suppression in &mut found {
        let reason = suppression.reason.trim_end_matches([' ', ',']);
        suppression.reason = reason.strip_suffix('"').unwrap_or(reason).trim_end().to_owned();
        if let Scope::Lines(first, _) = &mut suppression.scope {
            *first = first.saturating_sub(1).max(1);
        }
    }
    found
}

fn module(
    folder: Utf8PathBuf,
    files: Vec<(FileId, Body, Vec<Diagnostic>)>,
    sources: &Sources,
) -> Module {
    let suppressions = files.iter().flat_map(|&(file, ..)| suppressions(sources, file)).collect();
    let mut module = Module {
        folder,
        files: Vec::new(),
        bodies: Vec::new(),
        diagnostics: Vec::new(),
        suppressions,
    };
    let mut overriding = Vec::new();
    for (file, body, diagnostics) in files {
        module.files.push(file);
        module.diagnostics.extend(diagnostics);
        if is_override(sources.path(file)) {
            overriding.push(body);
        } else {
            module.bodies.push(body);
        }
    }
    for body in overriding {
        overrides::apply(&mut module.bodies, body);
    }
    module
}

/// Drops the `.tf` files beside a `.tofu` file of the same name, as OpenTofu does,
/// and moves override files to the end.
fn keep_effective(files: &mut Vec<Utf8PathBuf>) {
    let tofu: BTreeSet<_> = files
        .iter()
        .filter_map(|file| match parts(file)? {
            (name, ".tofu") => Some(file.with_file_name(format!("{name}.tf"))),
            (name, ".tofu.json") => Some(file.with_file_name(format!("{name}.tf.json"))),
            _ => None,
        })
        .collect();
    files.retain(|file| !tofu.contains(file));
    files.sort_by(|a, b| (is_override(a), a).cmp(&(is_override(b), b)));
}

/// The ends of the names of code.
const ENDS: [&str; 4] = [".tf", ".tofu", ".tf.json", ".tofu.json"];

/// The name of a file of code, and its end.
fn parts(path: &Utf8Path) -> Option<(&str, &'static str)> {
    let name = path.file_name()?;
    ENDS.iter().find_map(|end| Some((name.strip_suffix(end)?, *end)))
}

fn is_code(path: &Utf8Path) -> bool {
    let hidden = path.file_name().is_none_or(|name| name.starts_with('.'));
    !hidden && parts(path).is_some()
}

fn is_json(path: &Utf8Path) -> bool {
    path.extension() == Some("json")
}

fn is_override(path: &Utf8Path) -> bool {
    parts(path).is_some_and(|(name, _)| name == "override" || name.ends_with("_override"))
}

/// The folder of a file, as modules are named by it.
fn folder(file: &Utf8Path) -> Utf8PathBuf {
    lexical(file.parent().unwrap_or(Utf8Path::new("")))
}

/// The literal source of a module call.
fn source(block: &Block) -> Option<&str> {
    let attributes = (&*block.kind.text == "module").then_some(&block.body.attributes)?;
    let source = attributes.iter().find(|attribute| &*attribute.name.text == "source")?;
    match &source.value.kind {
        ExpressionKind::String(source) => Some(source),
        _ => None,
    }
}

/// The folder that a source names, when it names one beside the calling module.
fn local(caller: &Utf8Path, source: &str) -> Option<Utf8PathBuf> {
    let is_local = source == "."
        || source == ".."
        || ["./", "../"].iter().any(|start| source.starts_with(start));
    is_local.then(|| lexical(&caller.join(source)))
}

/// The text of a file. What is not UTF-8 is replaced, so that the rest can be read.
fn text(path: Utf8PathBuf, bytes: Vec<u8>) -> Text {
    let (content, mistake) = if bytes.len() > LARGEST {
        let what = "This file is larger than 16 MiB and was not read";
        (String::new(), Some((0, what, "Split it, or give a path that does not contain it.")))
    } else if bytes.starts_with(&[0xFF, 0xFE]) || bytes.starts_with(&[0xFE, 0xFF]) {
        let what = "This file is UTF-16 and was not read";
        (String::new(), Some((0, what, "Save it as UTF-8, which is all that Terraform reads.")))
    } else {
        match String::from_utf8(bytes) {
            Ok(text) => (text, None),
            Err(error) => {
                let at = error.utf8_error().valid_up_to();
                let text = String::from_utf8_lossy(error.as_bytes()).into_owned();
                let what = "This character is not UTF-8";
                (
                    text,
                    Some((at, what, "Save the file as UTF-8, which is all that Terraform reads.")),
                )
            }
        }
    };
    Text { path, content, mistake }
}

fn unreadable_text(
    file: FileId,
    (at, what, help): (usize, &'static str, &'static str),
) -> Diagnostic {
    let mut diagnostic =
        Diagnostic::new("syntax-error", Severity::Error, Span::new(file, at..at), what);
    diagnostic.help(help);
    diagnostic
}

#[cfg(test)]
mod tests;
