//! The disk, as far as reading code needs one.

use std::{collections::BTreeMap, io};

use camino::{Utf8Path, Utf8PathBuf};

/// What the readers ask of a disk. The command line gives the real one, tests a
/// [`Memory`].
pub trait FileSystem: Sync {
    /// The bytes of a file.
    fn read(&self, path: &Utf8Path) -> io::Result<Vec<u8>>;

    /// The files directly in a folder, sorted by name; empty where there is no such folder.
    fn files_in(&self, folder: &Utf8Path) -> Vec<Utf8PathBuf>;

    /// Every file below a folder, sorted. Hidden folders, `.terraform`,
    /// `node_modules` and what the user ignores are skipped.
    fn files_below(&self, folder: &Utf8Path) -> Vec<Utf8PathBuf>;

    /// Whether there is a file of that path.
    fn is_file(&self, path: &Utf8Path) -> bool;

    /// Whether there is a folder of that path.
    fn is_folder(&self, path: &Utf8Path) -> bool;
}

/// Files held in memory.
#[derive(Clone, Debug, Default)]
pub struct Memory {
    files: BTreeMap<Utf8PathBuf, Vec<u8>>,
}

impl Memory {
    /// Adds or replaces a file.
    pub fn add(&mut self, path: impl Into<Utf8PathBuf>, content: impl Into<Vec<u8>>) {
        self.files.insert(path.into(), content.into());
    }
}

impl FileSystem for Memory {
    fn read(&self, path: &Utf8Path) -> io::Result<Vec<u8>> {
        self.files.get(path).cloned().ok_or_else(|| io::ErrorKind::NotFound.into())
    }

    fn files_in(&self, folder: &Utf8Path) -> Vec<Utf8PathBuf> {
        self.files.keys().filter(|path| path.parent() == Some(folder)).cloned().collect()
    }

    fn files_below(&self, folder: &Utf8Path) -> Vec<Utf8PathBuf> {
        let hidden = |path: &Utf8Path| path.components().any(|part| part.as_str().starts_with('.'));
        self.files
            .keys()
            .filter(|path| path.strip_prefix(folder).is_ok_and(|rest| !hidden(rest)))
            .cloned()
            .collect()
    }

    fn is_file(&self, path: &Utf8Path) -> bool {
        self.files.contains_key(path)
    }

    fn is_folder(&self, path: &Utf8Path) -> bool {
        self.files.keys().any(|file| file != path && file.starts_with(path))
    }
}
