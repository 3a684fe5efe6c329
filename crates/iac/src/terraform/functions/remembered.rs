//! What calls of functions have in common: modules ask the same again and again.

use std::{cell::RefCell, collections::HashMap, rc::Rc};

use camino::{Utf8Path, Utf8PathBuf};
use regex::Regex;

use crate::FileSystem;

/// No more of a kind are kept: a compiled pattern may be large.
const MOST: usize = 32;

/// Patterns that were compiled and folders that were listed for one input.
#[derive(Default)]
pub(crate) struct Remembered {
    patterns: RefCell<HashMap<String, Regex>>,
    globs: RefCell<HashMap<String, Regex>>,
    folders: RefCell<HashMap<Utf8PathBuf, Rc<Vec<Utf8PathBuf>>>>,
}

impl Remembered {
    /// The compiled regular expression.
    pub(super) fn pattern<E>(
        &self,
        pattern: &str,
        compile: impl FnOnce() -> Result<Regex, E>,
    ) -> Result<Regex, E> {
        remember(&self.patterns, pattern, compile)
    }

    /// The compiled pattern of file names.
    pub(super) fn glob(
        &self,
        pattern: &str,
        compile: impl FnOnce() -> Option<Regex>,
    ) -> Option<Regex> {
        remember(&self.globs, pattern, || compile().ok_or(())).ok()
    }

    /// The files below a folder.
    pub(super) fn files_below(
        &self,
        files: &dyn FileSystem,
        folder: &Utf8Path,
    ) -> Rc<Vec<Utf8PathBuf>> {
        if let Some(listed) = self.folders.borrow().get(folder) {
            return Rc::clone(listed);
        }
        let listed = Rc::new(files.files_below(folder));
        let mut folders = self.folders.borrow_mut();
        if folders.len() < MOST {
            folders.insert(folder.to_owned(), Rc::clone(&listed));
        }
        listed
    }
}

fn remember<E>(
    kept: &RefCell<HashMap<String, Regex>>,
    pattern: &str,
    compile: impl FnOnce() -> Result<Regex, E>,
) -> Result<Regex, E> {
    if let Some(regex) = kept.borrow().get(pattern) {
        return Ok(regex.clone());
    }
    let regex = compile()?;
    let mut kept = kept.borrow_mut();
    if kept.len() < MOST {
        kept.insert(pattern.to_owned(), regex.clone());
    }
    Ok(regex)
}
