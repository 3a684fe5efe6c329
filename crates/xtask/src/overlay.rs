//! The disk with some files in place of, or besides, its own, on which a search of a
//! folder finds nothing: inputs are only those that are named.

use std::{collections::BTreeMap, io};

use camino::{Utf8Path, Utf8PathBuf};
use nexthop::Disk;
use nexthop_iac::FileSystem;

/// Texts over what is on the disk.
#[derive(Debug, Default)]
pub(crate) struct Overlay {
    disk: Disk,
    texts: BTreeMap<Utf8PathBuf, String>,
}

impl Overlay {
    /// Lays a text over the file at `path`.
    pub(crate) fn put(&mut self, path: Utf8PathBuf, text: String) {
        self.texts.insert(path, text);
    }

    /// Takes it away again.
    pub(crate) fn take(&mut self, path: &Utf8Path) {
        self.texts.remove(path);
    }
}

impl FileSystem for Overlay {
    fn read(&self, path: &Utf8Path) -> io::Result<Vec<u8>> {
        match self.texts.get(path) {
            Some(text) => Ok(text.as_bytes().to_vec()),
            None => self.disk.read(path),
        }
    }

    fn files_in(&self, folder: &Utf8Path) -> Vec<Utf8PathBuf> {
        self.disk.files_in(folder)
    }

    fn files_below(&self, _: &Utf8Path) -> Vec<Utf8PathBuf> {
        Vec::new()
    }

    fn is_file(&self, path: &Utf8Path) -> bool {
        self.texts.contains_key(path) || self.disk.is_file(path)
    }

    fn is_folder(&self, path: &Utf8Path) -> bool {
        self.disk.is_folder(path)
    }
}
