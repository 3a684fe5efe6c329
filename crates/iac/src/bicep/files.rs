//! From paths to parsed files: those that were searched, and all that they name.

use std::collections::{BTreeMap, BTreeSet};

use camino::{Utf8Path, Utf8PathBuf};
use nexthop_source::{Diagnostic, FileId, Sources, Span, Suppression};
use rayon::prelude::*;

use super::{
    configuration::Configuration,
    content, deployment, loaded,
    names::{Names, dialect, imports, literal, sources},
    syntax::{self, Dialect, Statement},
    yaml,
};
use crate::{
    FileSystem, Request,
    arm::{
        expression::Expression,
        json::{Exports, TemplateFile},
    },
    input::Search,
    json,
};

/// What begins a comment.
const COMMENTS: [&str; 2] = ["//", "/*"];

/// Larger files are not read; code written by people is far from it.
const LARGEST: usize = 16 << 20;

/// Every file that was read, by path.
#[derive(Debug, Default)]
pub(super) struct Library {
    files: BTreeMap<Utf8PathBuf, File>,
    /// Their paths by themselves without case, where that is unambiguous.
    without_case: BTreeMap<String, Option<Utf8PathBuf>>,
    /// Compiled templates that modules and parameter files name.
    pub documents: BTreeMap<Utf8PathBuf, TemplateFile>,
    /// What those of them export that are imported from.
    pub exports: BTreeMap<Utf8PathBuf, Exports>,
    /// Files whose content code takes in.
    contents: BTreeMap<Utf8PathBuf, Content>,
    /// By folder.
    configurations: BTreeMap<Utf8PathBuf, Configuration>,
    /// Requested files that could not be read, and why.
    pub unreadable: Vec<(Utf8PathBuf, String)>,
}

/// A parsed Bicep file.
#[derive(Debug)]
pub(super) struct File {
    pub path: Utf8PathBuf,
    pub dialect: Dialect,
    pub statements: Vec<Statement>,
    pub diagnostics: Vec<Diagnostic>,
    pub suppressions: Vec<Suppression>,
    /// The whole text.
    pub span: Span,
}

/// A file whose content code takes in.
#[derive(Debug)]
pub(super) struct Content {
    pub bytes: Vec<u8>,
    /// Its value, if it is JSON or YAML.
    pub value: Option<Expression>,
}

impl File {
    /// The folder it is in.
    pub(super) fn folder(&self) -> &Utf8Path {
        self.path.parent().unwrap_or(Utf8Path::new(""))
    }
}

impl Library {
    /// Reads the searched files and all that they name.
    pub(super) fn new(
        disk: &dyn FileSystem,
        search: &Search,
        request: &Request,
        sources: &mut Sources,
    ) -> Self {
        let mut library = Self::default();
        let mut wave: BTreeSet<Utf8PathBuf> = ["bicep", "bicepparam"]
            .into_iter()
            .flat_map(|extension| search.files_with(extension))
            .map(Utf8Path::to_owned)
            .collect();
        let mut first = true;
        while !wave.is_empty() {
            let failed = library.read(disk, &wave, sources);
            if first {
                library.unreadable.extend(failed);
            }
            first = false;
            wave = library.named(disk, &wave, request.bicep_cache.as_deref());
        }
        for path in library.files.keys() {
            let entry = library.without_case.entry(path.as_str().to_lowercase());
            entry.and_modify(|one| *one = None).or_insert_with(|| Some(path.clone()));
        }
        library.read_documents(disk, search, sources);
        library.read_contents(disk, search, sources);
        library
    }

    pub(super) fn get(&self, path: &Utf8Path) -> Option<&File> {
        self.files.get(path)
    }

    pub(super) fn files(&self) -> impl Iterator<Item = &File> {
        self.files.values()
    }

    pub(super) fn content(&self, path: &Utf8Path) -> Option<&Content> {
        self.contents.get(path)
    }

    /// The file that `source` names in `file`: where the disk does not tell capital letters
    /// from small ones, as where much of the code is written, that may be one of another case.
    pub(super) fn resolve(&self, file: &File, source: &str) -> Option<Utf8PathBuf> {
        let path = self.resolve_exactly(file, source)?;
        Some(self.in_other_case(&path).cloned().unwrap_or(path))
    }

    /// The path that `source` is in `file`.
    pub(super) fn resolve_exactly(&self, file: &File, source: &str) -> Option<Utf8PathBuf> {
        self.configurations.get(file.folder())?.file(source, file.folder())
    }

    /// The Bicep file whose path differs from a path in case only.
    pub(super) fn in_other_case(&self, path: &Utf8Path) -> Option<&Utf8PathBuf> {
        if self.files.contains_key(path) {
            return None;
        }
        self.without_case.get(&path.as_str().to_lowercase())?.as_ref()
    }

    /// Reads and parses files at once. Ids are given in the order of the paths.
    fn read(
        &mut self,
        disk: &dyn FileSystem,
        paths: &BTreeSet<Utf8PathBuf>,
        sources: &mut Sources,
    ) -> Vec<(Utf8PathBuf, String)> {
        let read: Vec<_> = paths.par_iter().map(|path| (path, text(disk, path))).collect();
        let mut failed = Vec::new();
        let mut texts = Vec::new();
        for (path, text) in read {
            match text {
                Ok(text) => texts.push((path, sources.add(path.clone(), text))),
                Err(why) => failed.push((path.clone(), why)),
            }
        }
        let sources = &*sources;
        let files = texts.into_par_iter().filter_map(|(path, id)| {
            let text = sources.file_text(id);
            let dialect = dialect(path)?;
            let (statements, diagnostics) = syntax::parse(text, id, dialect);
            Some(File {
                path: path.clone(),
                dialect,
                statements,
                diagnostics,
                suppressions: Suppression::find(sources, id, &COMMENTS),
                span: Span::new(id, 0..text.len()),
            })
        });
        let files: Vec<File> = files.collect();
        self.files.extend(files.into_iter().map(|file| (file.path.clone(), file)));
        failed
    }

    /// The Bicep files that files name and that are not here yet.
    fn named(
        &mut self,
        disk: &dyn FileSystem,
        paths: &BTreeSet<Utf8PathBuf>,
        cache: Option<&Utf8Path>,
    ) -> BTreeSet<Utf8PathBuf> {
        for path in paths {
            if let Some(folder) = path.parent() {
                self.configure(disk, folder, cache);
            }
        }
        let new = paths.iter().filter_map(|path| self.files.get(path)).flat_map(|file| {
            let named = sources(&file.statements).filter_map(literal);
            named.filter_map(|source| self.resolve(file, source))
        });
        new.filter(|path| dialect(path).is_some() && !self.files.contains_key(path)).collect()
    }

    /// Finds the configuration of a folder: its own `bicepconfig.json` or the next one above.
    fn configure(&mut self, disk: &dyn FileSystem, folder: &Utf8Path, cache: Option<&Utf8Path>) {
        if self.configurations.contains_key(folder) {
            return;
        }
        let own = folder.join("bicepconfig.json");
        let default = Configuration::new(cache.map(Utf8Path::to_owned));
        let configuration = if disk.is_file(&own) {
            // Its places are shown nowhere.
            let mut aside = Sources::default();
            let document = disk.read(&own).ok().and_then(|bytes| {
                let text = String::from_utf8(bytes).ok()?;
                let id = aside.add(own, String::new());
                json::parse(&text, id, json::Dialect::WithComments).ok()
            });
            document.map_or(default.clone(), |document| default.with(&document))
        } else {
            match folder.parent() {
                Some(above) => {
                    self.configure(disk, above, cache);
                    self.configurations.get(above).cloned().unwrap_or(default)
                }
                None => default,
            }
        };
        self.configurations.insert(folder.to_owned(), configuration);
    }

    /// Reads the JSON files that files name.
    fn read_documents(
        &mut self,
        disk: &dyn FileSystem,
        search: &Search,
        sources_of_run: &mut Sources,
    ) {
        let named = self.files.values().flat_map(|file| {
            let named = sources(&file.statements).filter_map(literal);
            let named = named.filter_map(|source| self.resolve(file, source));
            let taken_in = deployment::template_files(&file.statements);
            let taken_in = taken_in.filter_map(|source| self.resolve(file, source));
            named.chain(taken_in.filter(|path| is_loadable(search, file.folder(), path)))
        });
        let imported = self.files.values().flat_map(|file| {
            let imports = imports(&file.statements).filter_map(literal);
            imports.filter_map(|source| self.resolve(file, source))
        });
        let imported: BTreeSet<_> = imported.collect();
        let named: BTreeSet<_> = named.filter(|path| dialect(path).is_none()).collect();
        let read: Vec<_> = named.into_par_iter().map(|path| (text(disk, &path), path)).collect();
        for (text, path) in read {
            // What is not here is a module that could not be read.
            let Ok(text) = text else { continue };
            let file = sources_of_run.add(path.clone(), text);
            let template = TemplateFile::new(file);
            if imported.contains(&path)
                && let Ok(node) = template.node(sources_of_run)
            {
                let text = sources_of_run.file_text(file);
                self.exports.insert(path.clone(), Exports::read(node, text, path.as_str()));
            }
            self.documents.insert(path, template);
        }
    }

    /// Reads the files whose content files take in, below what was searched and
    /// beside the file that asks.
    fn read_contents(&mut self, disk: &dyn FileSystem, search: &Search, sources: &mut Sources) {
        let mut wanted = BTreeSet::new();
        for file in self.files.values() {
            let names = Names::new(&file.statements);
            loaded::paths(&file.statements, |path| {
                let path = names.constant(path);
                let path = path.and_then(|path| self.resolve(file, &path));
                wanted.extend(path.filter(|path| is_loadable(search, file.folder(), path)));
            });
        }
        for path in wanted {
            let Ok(bytes) = disk.read(&path) else { continue };
            if bytes.len() > LARGEST {
                continue;
            }
            let value = value(&path, &bytes, sources);
            self.contents.insert(path, Content { bytes, value });
        }
    }
}

/// The value of a file that is JSON or YAML by its name.
fn value(path: &Utf8Path, bytes: &[u8], sources: &mut Sources) -> Option<Expression> {
    let read: fn(&str, FileId) -> Option<Expression> = match path.extension()? {
        "json" | "jsonc" => |text, file| {
            let node = json::parse(text, file, json::Dialect::WithComments).ok()?;
            Some(content::json(&node))
        },
        "yaml" | "yml" => yaml::expression,
        _ => return None,
    };
    let text = std::str::from_utf8(bytes).ok()?;
    let file = sources.add(path, text.to_owned());
    read(text, file)
}

/// Whether the content of a file may be taken in by one in the folder `from`: it lies
/// below what was searched, or below that folder.
fn is_loadable(search: &Search, from: &Utf8Path, path: &Utf8Path) -> bool {
    let searched = search.paths.iter().map(|searched| {
        if searched.is_file {
            searched.path.parent().unwrap_or(Utf8Path::new(""))
        } else {
            &searched.path
        }
    });
    let upwards =
        |path: &Utf8Path| path.components().take_while(|part| part.as_str() == "..").count();
    searched
        .chain([from])
        .any(|folder| path.starts_with(folder) && upwards(path) == upwards(folder))
}

/// The text of a file. What is not UTF-8 is replaced, so that the rest can be read.
fn text(disk: &dyn FileSystem, path: &Utf8Path) -> Result<String, String> {
    let bytes = disk.read(path).map_err(|error| error.to_string())?;
    if bytes.len() > LARGEST {
        return Err("the file is larger than 16 MiB".to_owned());
    }
    Ok(String::from_utf8(bytes)
        .unwrap_or_else(|error| String::from_utf8_lossy(error.as_bytes()).into_owned()))
}
