//! ARM deployment templates in JSON, read to the form that they have in common with
//! Bicep.

mod edit;
mod exports;
mod link;
mod lowering;
mod outline;
mod resource;
mod root;
mod snapshot;
mod suppression;
mod symbol;
mod template;
mod text;

use std::{cell::RefCell, collections::BTreeMap};

use camino::{Utf8Path, Utf8PathBuf};
use nexthop_source::{Diagnostic, Sources, Span};

pub(crate) use edit::{declared, ignore, set};
pub(crate) use exports::{Export, Exports};
pub(crate) use link::TemplateFile;
pub(crate) use lowering::Computed;

use super::{
    expression::{Expression, ExpressionKind},
    template::Template,
};
use crate::{FileSystem, Request, Workspace, input::Search, json::Node};

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
    let reader = template::Reader::outermost(&library, path, text, &diagnostics);
    Some(reader.template(node, None))
}

/// The template that code in another language has in place of JSON, and what is wrong
/// with it. With `outer` the code around it evaluates its expressions.
pub(crate) fn template_within(
    (disk, sources, files): (&dyn FileSystem, &Sources, &BTreeMap<Utf8PathBuf, TemplateFile>),
    path: &Utf8Path,
    (node, computed): (&Node, &Computed),
    outer: bool,
) -> (Template, Vec<Diagnostic>) {
    let (library, diagnostics) = (link::Library::new(disk, sources, files), RefCell::default());
    let reader = template::Reader {
        library: &library,
        path,
        file: "",
        computed,
        diagnostics: &diagnostics,
        depth: 0,
    };
    let (names, parameters, variables) = Default::default();
    let around = template::Scope { names: &names, parameters: &parameters, variables: &variables };
    let template = reader.template(node, outer.then_some(around));
    (template, diagnostics.into_inner())
}

/// What a parameter is that is read from a key vault: `"reference": { "keyVault": … }`.
pub(crate) fn secret(span: Span) -> Expression {
    let arguments = ["keyVault", "secretName"]
        .map(|what| Expression { kind: ExpressionKind::String(what.into()), span });
    resource::call("getSecret", arguments.into(), span)
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
