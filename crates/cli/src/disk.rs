//! The real disk.

use std::{
    cmp::Ordering,
    fs::{self, File, Metadata},
    io::{self, Read as _},
    sync::{Mutex, PoisonError},
};

use camino::{Utf8Path, Utf8PathBuf};
use nexthop_iac::FileSystem;
use walkdir::{DirEntry, WalkDir};

/// Files larger than this are not read; no network code is.
pub(crate) const LARGEST_FILE: u64 = 256 << 20;

/// The disk below the working directory. The empty path is the working
/// directory itself, so that paths in reports need no `./`.
///
/// A search skips hidden folders (`.terraform` among them) and `node_modules`.
/// It follows links to files, not links to folders: no link can make it run in
/// circles. `.gitignore` is not read.
#[derive(Debug, Default)]
pub struct Disk {
    unreadable: Mutex<Vec<(Utf8PathBuf, String)>>,
}

impl Disk {
    /// The folders that a search could not open, and why, sorted.
    pub(crate) fn into_unreadable(self) -> Vec<(Utf8PathBuf, String)> {
        let mut folders = self.unreadable.into_inner().unwrap_or_else(PoisonError::into_inner);
        folders.sort_unstable();
        folders.dedup();
        folders
    }

    fn files(&self, folder: &Utf8Path, depth: usize) -> Vec<Utf8PathBuf> {
        let here = or_here(folder);
        let walk = WalkDir::new(here).min_depth(1).max_depth(depth).into_iter();
        let mut files: Vec<_> = walk
            .filter_entry(|entry| entry.depth() == 0 || !is_skipped(entry))
            .filter_map(|entry| entry.map_err(|error| self.note(&error)).ok())
            .filter(is_file)
            // A name that is not UTF-8 cannot be written in any report.
            .filter_map(|entry| Utf8PathBuf::from_path_buf(entry.into_path()).ok())
            .map(|path| match path.strip_prefix(here) {
                Ok(below) => with_slashes(folder.join(below)),
                Err(_) => with_slashes(path),
            })
            .collect();
        files.sort_unstable_by(|one, other| by_part(one, other));
        files
    }

    fn note(&self, error: &walkdir::Error) {
        let kind = error.io_error().map(io::Error::kind);
        let path = error.path().and_then(|path| Utf8Path::from_path(path));
        if let (Some(path), Some(kind)) =
            (path, kind.filter(|&kind| kind != io::ErrorKind::NotFound))
        {
            let mut folders = self.unreadable.lock().unwrap_or_else(PoisonError::into_inner);
            folders.push((path.to_owned(), kind.to_string()));
        }
    }
}

impl FileSystem for Disk {
    fn read(&self, path: &Utf8Path) -> io::Result<Vec<u8>> {
        // Reading a pipe or a device might never end.
        let metadata = fs::metadata(path)?;
        if !metadata.is_file() {
            return Err(io::Error::other("it is not a regular file"));
        }
        if metadata.len() > LARGEST_FILE {
            return Err(io::Error::other("it is larger than 256 MiB"));
        }
        content(path, metadata.len())
    }

    fn files_in(&self, folder: &Utf8Path) -> Vec<Utf8PathBuf> {
        self.files(folder, 1)
    }

    fn files_below(&self, folder: &Utf8Path) -> Vec<Utf8PathBuf> {
        self.files(folder, usize::MAX)
    }

    fn is_file(&self, path: &Utf8Path) -> bool {
        fs::metadata(path).as_ref().is_ok_and(Metadata::is_file)
    }

    fn is_folder(&self, path: &Utf8Path) -> bool {
        fs::metadata(or_here(path)).as_ref().is_ok_and(Metadata::is_dir)
    }
}

/// The content of a file of so many bytes. Whether there are more is not asked: it would be
/// one more system call for each file.
fn content(path: &Utf8Path, length: u64) -> io::Result<Vec<u8>> {
    let length = usize::try_from(length).unwrap_or_default();
    if length == 0 {
        // Or nobody knows how many.
        return fs::read(path);
    }
    let mut content = vec![0; length];
    let mut file = File::open(path)?;
    let mut read = 0;
    while read < length {
        match file.read(&mut content[read..]) {
            Ok(0) => break,
            Ok(more) => read += more,
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
            Err(error) => return Err(error),
        }
    }
    content.truncate(read);
    Ok(content)
}

fn is_skipped(entry: &DirEntry) -> bool {
    let name = entry.file_name().to_string_lossy();
    entry.file_type().is_dir() && (name.starts_with('.') || name == "node_modules")
}

fn is_file(entry: &DirEntry) -> bool {
    let kind = entry.file_type();
    kind.is_file()
        || kind.is_symlink() && fs::metadata(entry.path()).as_ref().is_ok_and(Metadata::is_file)
}

/// The order of paths, which is by their parts.
fn by_part(one: &Utf8Path, other: &Utf8Path) -> Ordering {
    separated(one).cmp(separated(other))
}

/// The bytes of a path; what separates its parts comes before all that is in them.
fn separated(path: &Utf8Path) -> impl Iterator<Item = u8> {
    path.as_str().bytes().map(|byte| if byte == b'/' { 0 } else { byte })
}

fn or_here(path: &Utf8Path) -> &Utf8Path {
    if path.as_str().is_empty() { Utf8Path::new(".") } else { path }
}

/// The path with `/` between its parts on every system.
pub(crate) fn with_slashes(path: Utf8PathBuf) -> Utf8PathBuf {
    if cfg!(windows) { path.as_str().replace('\\', "/").into() } else { path }
}

/// The path without `.` parts, and relative where it lies below the working
/// directory.
pub(crate) fn relative(path: &Utf8Path, working_directory: &Utf8Path) -> Utf8PathBuf {
    let path = path.strip_prefix(working_directory).unwrap_or(path);
    let parts = path.components().filter(|part| part.as_str() != ".");
    with_slashes(parts.collect())
}

/// The path without `.` and `..` parts.
pub(crate) fn without_dots(path: &Utf8Path) -> Utf8PathBuf {
    let mut clean = Utf8PathBuf::new();
    for part in path.components() {
        match part.as_str() {
            "." => {}
            ".." => {
                clean.pop();
            }
            _ => clean.push(part),
        }
    }
    clean
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_are_relative_where_they_can_be_and_have_no_dots() {
        let relative = |path| relative(Utf8Path::new(path), Utf8Path::new("/home/me"));
        assert_eq!(relative("."), "");
        assert_eq!(relative("./infra/"), "infra");
        assert_eq!(relative("/home/me/infra"), "infra");
        assert_eq!(relative("/home/me"), "");
        assert_eq!(relative("/opt/code"), "/opt/code");
        assert_eq!(relative("../code"), "../code");
    }

    #[test]
    fn paths_are_in_the_order_of_their_parts() {
        let paths = ["a", "a/b", "a/b/c", "a/c", "a-b", "a-b/c", "a.tf", "a0", "ab", "b/a"];
        let mut sorted = paths.map(Utf8PathBuf::from);
        sorted.reverse();
        sorted.sort_unstable_by(|one, other| by_part(one, other));
        assert_eq!(sorted, paths.map(Utf8PathBuf::from));
        assert!(sorted.is_sorted());
    }
}
