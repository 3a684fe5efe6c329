//! `--join`: all inputs as one network.

use camino::{Utf8Path, Utf8PathBuf};
use nexthop_iac::{Project, make_addresses_distinct};

use crate::disk::{with_slashes, without_dots};

/// Makes the addresses of all inputs distinct. Returns the folder that the inputs have
/// in common, which stands for their network.
pub(crate) fn join(projects: &mut [Project], working_directory: &Utf8Path) -> Utf8PathBuf {
    let paths: Vec<_> = projects
        .iter()
        .map(|project| without_dots(&working_directory.join(&project.input.path)))
        .collect();
    let folder = in_common(&paths);
    let names: Vec<_> = paths.iter().map(|path| name(path, &folder)).collect();
    make_addresses_distinct(projects, &names);
    relative(&folder, working_directory)
}

/// The longest path that all paths begin with.
fn in_common(paths: &[Utf8PathBuf]) -> Utf8PathBuf {
    let Some((first, others)) = paths.split_first() else { return Utf8PathBuf::new() };
    let is_common = |above: &&Utf8Path| others.iter().all(|path| path.starts_with(above));
    first.ancestors().find(is_common).unwrap_or(Utf8Path::new("")).to_owned()
}

/// What tells an input from the others: its path below their common folder.
fn name(path: &Utf8Path, folder: &Utf8Path) -> String {
    match path.strip_prefix(folder) {
        Ok(below) if below.as_str().is_empty() => ".".to_owned(),
        Ok(below) => with_slashes(below.to_owned()).into_string(),
        Err(_) => path.to_string(),
    }
}

/// An absolute path as people write it from the working directory, above it with `..`.
fn relative(path: &Utf8Path, working_directory: &Utf8Path) -> Utf8PathBuf {
    let path = match working_directory.strip_prefix(path) {
        Ok(up) => up.components().map(|_| "..").collect(),
        Err(_) => path.strip_prefix(working_directory).unwrap_or(path).to_owned(),
    };
    with_slashes(path)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The folder in common as it is shown, and the names of the inputs.
    fn joined(paths: &[&str]) -> (String, Vec<String>) {
        let here = Utf8Path::new("/home/me/net");
        let paths: Vec<_> = paths.iter().map(|path| without_dots(&here.join(path))).collect();
        let folder = in_common(&paths);
        let names = paths.iter().map(|path| name(path, &folder)).collect();
        (relative(&folder, here).into_string(), names)
    }

    #[test]
    fn inputs_are_named_below_the_folder_that_they_have_in_common() {
        let expected = |folder: &str, names: &[&str]| {
            (folder.to_owned(), names.iter().map(|&name| name.to_owned()).collect::<Vec<_>>())
        };
        assert_eq!(joined(&["hub", "spokes/a"]), expected("", &["hub", "spokes/a"]));
        assert_eq!(
            joined(&["infra/hub", "infra/main.bicep"]),
            expected("infra", &["hub", "main.bicep"])
        );
        assert_eq!(joined(&["hub", "hub/spoke"]), expected("hub", &[".", "spoke"]));
        assert_eq!(joined(&["", "../hub"]), expected("..", &["net", "hub"]));
        assert_eq!(joined(&["/srv/hub", "/srv/hubs"]), expected("/srv", &["hub", "hubs"]));
        assert_eq!(joined(&["hub"]), expected("hub", &["."]));
    }
}
