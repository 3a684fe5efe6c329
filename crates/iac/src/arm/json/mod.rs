//! ARM deployment templates in JSON, read to the form that they have in common with
//! Bicep.

mod edit;
mod exports;
mod link;
mod lowering;
mod resource;
mod root;
mod snapshot;
mod suppression;
mod symbol;
mod template;
mod text;

use std::{cell::RefCell, collections::BTreeMap};

use camino::{Utf8Path, Utf8PathBuf};
use nexthop_source::Sources;

pub(crate) use edit::{ignore, set};
pub(crate) use exports::{Export, Exports};
pub(crate) use link::TemplateFile;

use super::template::Template;
use crate::{FileSystem, Request, Workspace, input::Search};

/// The template of a file that code in another language names; `None` where it is
/// not here or no JSON.
pub(crate) fn template(
    disk: &dyn FileSystem,
    sources: &Sources,
    files: &BTreeMap<Utf8PathBuf, TemplateFile>,
    path: &Utf8Path,
) -> Option<Template> {
    let file = files.get(path)?;
    let node = file.node(sources).as_ref().ok()?;
    let (library, diagnostics) = (link::Library::new(disk, sources, files), RefCell::default());
    let text = sources.file_text(file.file);
    let reader = template::Reader {
        library: &library,
        path,
        file: text,
        diagnostics: &diagnostics,
        depth: 0,
    };
    Some(reader.template(node, None))
}

/// Reads every deployment template and every snapshot of one.
pub(crate) fn load(
    files: &dyn FileSystem,
    search: &Search,
    request: &Request,
    workspace: &mut Workspace,
) {
    root::load(files, search, request, workspace);
    snapshot::load(files, search, workspace);
}
