//! What calls of functions have in common: modules ask the same again and again, and so
//! do the roots that call the same modules.

use std::{
    collections::HashMap,
    hash::Hash,
    sync::{Arc, Mutex, PoisonError},
};

use camino::{Utf8Path, Utf8PathBuf};
use nexthop_source::Span;
use regex::Regex;

use crate::{FileSystem, Value, terraform::syntax::TemplatePart};

/// No more compiled patterns and listed folders are kept: either may be large.
const MOST: usize = 128;
/// So much text is kept of what was decoded.
const MOST_TEXT: usize = 64 << 20;
/// Shorter text is decoded faster than found.
const LEAST_TEXT: usize = 64;

/// A parsed template, or what is wrong with it.
pub(crate) type Template = Arc<Result<Vec<TemplatePart>, String>>;

/// Results that depend on nothing but what they are found by.
#[derive(Debug, Default)]
pub(crate) struct Remembered {
    /// Shared, since a copy of a pattern remembers nothing of what the first one found out.
    patterns: Kept<String, Arc<Regex>>,
    folders: Kept<Utf8PathBuf, Arc<Vec<Arc<str>>>>,
    /// By folder and pattern.
    filesets: Kept<(Utf8PathBuf, String), Arc<Vec<Arc<str>>>>,
    /// By file and by the call that their places are in.
    templates: Kept<(Utf8PathBuf, Span), Template>,
    /// By the function, its call and the text.
    decoded: Mutex<Decoded>,
}

#[derive(Debug, Default)]
struct Decoded {
    values: HashMap<(&'static str, Span, Arc<str>), Value>,
    text: usize,
}

impl Remembered {
    /// The compiled regular expression.
    pub(super) fn pattern<E>(
        &self,
        pattern: &str,
        compile: impl FnOnce() -> Result<Regex, E>,
    ) -> Result<Arc<Regex>, E> {
        self.patterns.get(pattern, MOST, || compile().map(Arc::new))
    }

    /// The names of the files below a folder that fit a pattern of file names, as seen from
    /// there; `compile` gives the pattern.
    pub(super) fn file_names(
        &self,
        files: &dyn FileSystem,
        (folder, pattern): (&Utf8Path, &str),
        compile: impl FnOnce() -> Option<Regex>,
    ) -> Option<Arc<Vec<Arc<str>>>> {
        let key = (folder.to_owned(), pattern.to_owned());
        let find = || {
            let regex = compile().ok_or(())?;
            let listed = self.files_below(files, folder);
            let fitting = listed.iter().filter(|name| regex.is_match(name));
            Ok::<_, ()>(Arc::new(fitting.cloned().collect()))
        };
        self.filesets.get(&key, MOST, find).ok()
    }

    /// The files below a folder, as seen from there.
    fn files_below(&self, files: &dyn FileSystem, folder: &Utf8Path) -> Arc<Vec<Arc<str>>> {
        let list = || {
            let all = files.files_below(folder);
            let below = all.iter().filter_map(|file| file.strip_prefix(folder).ok());
            let names = below.map(|name| name.as_str().replace('\\', "/").into());
            Ok::<_, std::convert::Infallible>(Arc::new(names.collect()))
        };
        match self.folders.get(folder, MOST, list) {
            Ok(listed) => listed,
            Err(never) => match never {},
        }
    }

    /// The template in a file.
    pub(crate) fn template(
        &self,
        path: Utf8PathBuf,
        call: Span,
        read: impl FnOnce(&Utf8Path) -> Result<Vec<TemplatePart>, String>,
    ) -> Template {
        let key = (path, call);
        let parse = || Ok::<_, std::convert::Infallible>(Arc::new(read(&key.0)));
        match self.templates.get(&key, usize::MAX, parse) {
            Ok(template) => template,
            Err(never) => match never {},
        }
    }

    /// The value that a text says.
    pub(super) fn decoded<E>(
        &self,
        (function, call, text): (&'static str, Span, &Arc<str>),
        decode: impl FnOnce() -> Result<Value, E>,
    ) -> Result<Value, E> {
        if text.len() < LEAST_TEXT {
            return decode();
        }
        let key = (function, call, Arc::clone(text));
        let lock = || self.decoded.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(value) = lock().values.get(&key) {
            return Ok(value.clone());
        }
        let value = decode()?;
        let mut decoded = lock();
        if decoded.text + text.len() <= MOST_TEXT {
            decoded.text += text.len();
            decoded.values.insert(key, value.clone());
        }
        Ok(value)
    }
}

/// Results by what they are of.
#[derive(Debug)]
struct Kept<K, V>(Mutex<HashMap<K, V>>);

impl<K, V> Default for Kept<K, V> {
    fn default() -> Self {
        Self(Mutex::default())
    }
}

impl<K: Eq + Hash, V: Clone> Kept<K, V> {
    /// The result of `key`, of which no more than `most` are kept.
    fn get<E, Q>(&self, key: &Q, most: usize, make: impl FnOnce() -> Result<V, E>) -> Result<V, E>
    where
        K: std::borrow::Borrow<Q>,
        Q: Eq + Hash + ToOwned<Owned = K> + ?Sized,
    {
        let lock = || self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(kept) = lock().get(key) {
            return Ok(kept.clone());
        }
        let result = make()?;
        let mut kept = lock();
        if kept.len() < most {
            kept.insert(key.to_owned(), result.clone());
        }
        Ok(result)
    }
}
