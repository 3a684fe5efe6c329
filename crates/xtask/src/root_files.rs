//! The files of a root as its plan was made of them: what is on disk, and what
//! was put beside it.

use std::{collections::BTreeMap, io};

use camino::{Utf8Path, Utf8PathBuf};
use nexthop::Disk;
use nexthop_iac::{FileSystem, UnreadModule};
use serde_json::json;

/// A disk with further files on it.
#[derive(Debug)]
pub(crate) struct RootFiles {
    disk: Disk,
    repository: Utf8PathBuf,
    /// Folders that lie elsewhere in truth.
    mounted: BTreeMap<Utf8PathBuf, Utf8PathBuf>,
    added: BTreeMap<Utf8PathBuf, Vec<u8>>,
}

impl RootFiles {
    /// The disk, for a root of a repository.
    pub(crate) fn new(repository: Utf8PathBuf) -> Self {
        let (disk, mounted, added) = (Disk::default(), BTreeMap::new(), BTreeMap::new());
        Self { disk, repository, mounted, added }
    }

    /// Puts the repositories where the plans had them.
    pub(crate) fn mount(&mut self, modules: &Repositories) {
        let modules = modules.folders.values();
        let mounted = modules.map(|module| (module.mounted.clone(), module.folder.clone()));
        self.mounted.extend(mounted);
    }

    /// Where a path lies in truth.
    fn real(&self, path: &Utf8Path) -> Utf8PathBuf {
        let mounts = self.mounted.iter();
        let real = mounts.filter_map(|(at, real)| Some(real.join(path.strip_prefix(at).ok()?)));
        real.map(|path| path.components().collect()).next().unwrap_or_else(|| path.to_owned())
    }

    /// What `list` finds in a folder, as if it lay where the folder is.
    fn listed(
        &self,
        folder: &Utf8Path,
        list: fn(&Disk, &Utf8Path) -> Vec<Utf8PathBuf>,
    ) -> Vec<Utf8PathBuf> {
        let real = self.real(folder);
        let found = list(&self.disk, &real).into_iter();
        found
            .map(|file| file.strip_prefix(&real).map_or(file.clone(), |rest| folder.join(rest)))
            .collect()
    }

    /// Puts a file on the disk.
    pub(crate) fn add(&mut self, path: Utf8PathBuf, content: impl Into<Vec<u8>>) {
        self.added.insert(path, content.into());
    }
}

impl FileSystem for RootFiles {
    fn read(&self, path: &Utf8Path) -> io::Result<Vec<u8>> {
        let content = self.added.get(path).cloned();
        content.map_or_else(|| self.disk.read(&self.real(path)), Ok)
    }

    fn files_in(&self, folder: &Utf8Path) -> Vec<Utf8PathBuf> {
        let mut files = self.listed(folder, Disk::files_in);
        files.extend(self.added.keys().filter(|path| path.parent() == Some(folder)).cloned());
        files.sort_unstable();
        files.dedup();
        files
    }

    /// A search of the repository finds nothing: only the root that is asked for
    /// by name is compared.
    fn files_below(&self, folder: &Utf8Path) -> Vec<Utf8PathBuf> {
        if folder == self.repository { Vec::new() } else { self.listed(folder, Disk::files_below) }
    }

    fn is_file(&self, path: &Utf8Path) -> bool {
        self.added.contains_key(path) || self.disk.is_file(&self.real(path))
    }

    fn is_folder(&self, path: &Utf8Path) -> bool {
        self.disk.is_folder(&self.real(path))
    }
}

/// Repositories that stand in for modules of registries and of GitHub.
#[derive(Debug)]
pub(crate) struct Repositories {
    /// By `owner+name`.
    folders: BTreeMap<String, Repository>,
    /// The list that `terraform init` would have written: the path of a call, and
    /// the folder of the module.
    installed: BTreeMap<String, Utf8PathBuf>,
}

#[derive(Debug)]
struct Repository {
    folder: Utf8PathBuf,
    /// Where the plans had it, below the repository of the root.
    mounted: Utf8PathBuf,
}

impl Repositories {
    /// The repositories of these names below the folders, for a root of `repository`.
    pub(crate) fn find(names: &[String], folders: &[Utf8PathBuf], repository: &Utf8Path) -> Self {
        let found = names.iter().filter_map(|name| {
            let mut places = folders.iter().map(|folder| folder.join(name));
            let folder = places.find(|place| place.is_dir())?;
            let mounted = repository.join(".reg").join(name);
            Some((name.to_lowercase(), Repository { folder, mounted }))
        });
        Self { folders: found.collect(), installed: BTreeMap::new() }
    }

    /// Installs what can be of the modules that were not read; whether any was.
    pub(crate) fn install(&mut self, unread: &[UnreadModule]) -> bool {
        let before = self.installed.len();
        for module in unread {
            if let Some(folder) = self.folder(&module.source) {
                self.installed.insert(call_path(module.address.as_str()), folder);
            }
        }
        self.installed.len() > before
    }

    /// `.terraform/modules/modules.json`.
    pub(crate) fn list(&self, root: &Utf8Path) -> Vec<u8> {
        let up: Utf8PathBuf = root.components().map(|_| "..").collect();
        let modules = self.installed.iter().map(|(call, folder)| {
            let folder = if folder.is_absolute() { folder.clone() } else { up.join(folder) };
            json!({"Key": call, "Source": "", "Dir": folder.as_str()})
        });
        json!({"Modules": modules.collect::<Vec<_>>()}).to_string().into_bytes()
    }

    fn folder(&self, source: &str) -> Option<Utf8PathBuf> {
        let (repository, inside) = repository(source)?;
        let Repository { folder, mounted } = self.folders.get(&repository.to_lowercase())?;
        folder.join(inside).is_dir().then(|| mounted.join(inside).components().collect())
    }
}

/// The repository of a module source and the folder inside of it.
fn repository(source: &str) -> Option<(String, &str)> {
    let source = source.strip_prefix("git::").unwrap_or(source);
    let source = source.split('?').next().unwrap_or(source);
    let address = source.strip_prefix("https://").unwrap_or(source);
    let (place, inside) = address.split_once("//").unwrap_or((address, ""));
    let place = place.strip_prefix("registry.terraform.io/").unwrap_or(place);
    let parts: Vec<_> = place.split('/').collect();
    match parts[..] {
        ["github.com", owner, name] => {
            Some((format!("{owner}+{}", name.strip_suffix(".git").unwrap_or(name)), inside))
        }
        [owner, name, provider] => Some((format!("{owner}+terraform-{provider}-{name}"), inside)),
        _ => None,
    }
}

/// `hub.subnets` of `module.hub["a"].module.subnets`.
fn call_path(address: &str) -> String {
    let mut path = Vec::new();
    let mut rest = address;
    while let Some(call) = rest.strip_prefix("module.") {
        let end = call.find(['.', '[']).unwrap_or(call.len());
        path.push(&call[..end]);
        rest = behind_key(&call[end..]);
    }
    path.join(".")
}

/// What follows an instance's key, without the dot.
fn behind_key(rest: &str) -> &str {
    let mut in_text = false;
    let mut escaped = false;
    let end = rest.find(|character| {
        let quoted = in_text;
        in_text ^= character == '"' && !escaped;
        escaped = character == '\\' && !escaped;
        character == '.' && !quoted
    });
    end.map_or("", |end| &rest[end + 1..])
}

#[cfg(test)]
mod tests {
    use super::{call_path, repository};

    #[test]
    fn a_module_source_names_a_repository() {
        for (source, name, inside) in [
            (
                "Azure/avm-res-x/azurerm//modules/y",
                "Azure+terraform-azurerm-avm-res-x",
                "modules/y",
            ),
            ("git::https://github.com/o/n.git//m?ref=v1", "o+n", "m"),
            ("github.com/o/n", "o+n", ""),
        ] {
            assert_eq!(repository(source), Some((name.to_owned(), inside)), "{source}");
        }
        assert_eq!(repository("./local"), None);
    }

    #[test]
    fn the_path_of_a_call_has_no_keys() {
        let address = r#"module.hub["a.module.\"x"].module.subnets[0]"#;
        assert_eq!(call_path(address), "hub.subnets");
        assert_eq!(call_path("module.a.module.b"), "a.b");
    }
}
