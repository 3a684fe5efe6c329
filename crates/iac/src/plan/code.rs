//! The code that a plan was made from: the root module beside it that declares
//! what it plans.

use std::collections::BTreeSet;

use camino::{Utf8Path, Utf8PathBuf};
use nexthop_source::Sources;

use super::traversal;
use crate::{FileSystem, InputKind, Project, terraform::SingleRoot};

/// A root module that was found.
#[derive(Debug)]
pub(super) struct Code {
    pub folder: Utf8PathBuf,
    /// It declares just what the plan was made from.
    pub is_same: bool,
}

/// What a plan or state tells of its root module.
#[derive(Debug)]
pub(super) struct Blocks {
    pub names: BTreeSet<String>,
    /// These are all: what has no instances is among them.
    pub are_all: bool,
}

/// The root module that a plan in `path` was made from: in its folder or one
/// around it, else among the roots that were searched.
pub(super) fn find(
    files: &dyn FileSystem,
    path: &Utf8Path,
    projects: &[Project],
    blocks: &Blocks,
) -> Option<Code> {
    if blocks.names.is_empty() {
        return None;
    }
    let mut scratch = Sources::default();
    let mut similar = None;
    for folder in around(files, path) {
        let Some(root) = SingleRoot::read(files, folder, &mut scratch) else { continue };
        let declared = root.blocks();
        if blocks.are_of(&declared) {
            return Some(Code { folder: folder.to_owned(), is_same: true });
        }
        if similar.is_none() && blocks.are_like(&declared) {
            similar = Some(Code { folder: folder.to_owned(), is_same: false });
        }
    }
    let roots = projects.iter().filter(|one| one.input.kind == InputKind::Terraform);
    let mut roots = roots.filter(|one| blocks.share_any(one)).map(|one| &one.input.path);
    similar.or_else(|| {
        let folder = roots.find(|folder| {
            let root = SingleRoot::read(files, folder, &mut scratch);
            root.is_some_and(|root| blocks.are_of(&root.blocks()))
        })?;
        Some(Code { folder: folder.clone(), is_same: true })
    })
}

/// The folder of a file and those around it, up to that of the repository.
fn around<'p>(files: &dyn FileSystem, path: &'p Utf8Path) -> Vec<&'p Utf8Path> {
    let mut folders = Vec::new();
    let mut next = path.parent();
    while let Some(folder) = next {
        folders.push(folder);
        let is_top = files.is_folder(&folder.join(".git"));
        next = folder.parent().filter(|_| !is_top && folder.file_name().is_some());
    }
    folders
}

impl Blocks {
    /// Whether a root module that declares this is the one.
    fn are_of(&self, declared: &BTreeSet<String>) -> bool {
        if self.are_all {
            self.names == *declared
        } else {
            self.names.is_subset(declared) && self.are_like(declared)
        }
    }

    /// Whether most is the same.
    fn are_like(&self, declared: &BTreeSet<String>) -> bool {
        let shared = self.names.intersection(declared).count();
        shared * 2 > self.names.len().max(declared.len())
    }

    /// Whether a root has anything of it.
    fn share_any(&self, project: &Project) -> bool {
        let names = project
            .resources
            .iter()
            .map(|resource| traversal::root_block(resource.address.as_str()));
        let mut names = names.flatten();
        names.any(|name| self.names.contains(&name))
    }
}
