//! What may depend on what, and how the code is kept readable: the parts of
//! docs/architecture.md that a test can hold.

use std::{fs, path::Path};

use camino::{Utf8Path, Utf8PathBuf};
use walkdir::WalkDir;

/// Which crates of ours each crate may depend on.
const ARROWS: &[(&str, &[&str])] = &[
    ("source", &[]),
    ("iac", &["source"]),
    ("core", &["iac", "source"]),
    ("rules", &["core", "source"]),
    ("cli", &["core", "iac", "rules", "source"]),
    ("xtask", &["core", "iac", "rules", "source"]),
];

fn crates() -> Utf8PathBuf {
    Utf8Path::new(env!("CARGO_MANIFEST_DIR")).parent().expect("it is crates/cli").to_owned()
}

/// Every file below `folder` that is ours, with its text.
fn rust_files(folder: &Utf8Path) -> Vec<(Utf8PathBuf, String)> {
    let files: Vec<_> = WalkDir::new(folder)
        .sort_by_file_name()
        .into_iter()
        .map(|entry| entry.expect("the folder is readable").into_path())
        .filter(|path| path.extension() == Some("rs".as_ref()))
        .map(|path: std::path::PathBuf| {
            let text = fs::read_to_string(&path).expect("the file is readable");
            (Utf8PathBuf::from_path_buf(path).expect("the name is UTF-8"), text)
        })
        .collect();
    assert!(!files.is_empty(), "{folder} has no Rust files");
    files
}

/// The places in `files` where a line holds `text`.
fn naming(files: &[(Utf8PathBuf, String)], text: &str) -> Vec<String> {
    let lines = files.iter().flat_map(|(path, content)| {
        content.lines().enumerate().map(move |(at, line)| (path, at + 1, line))
    });
    lines
        .filter(|(_, _, line)| line.contains(text))
        .map(|(path, line, _)| format!("{path}:{line}"))
        .collect()
}

#[test]
fn crates_depend_in_one_direction() {
    for &(name, allowed) in ARROWS {
        let manifest = fs::read_to_string(crates().join(name).join("Cargo.toml"))
            .expect("every crate has a manifest");
        let manifest: toml::Table = manifest.parse().expect("it is TOML");
        let dependencies = manifest["dependencies"].as_table().expect("it is a table");
        let mut ours: Vec<_> =
            dependencies.keys().filter_map(|name| name.strip_prefix("nexthop-")).collect();
        ours.sort_unstable();
        assert_eq!(ours, allowed, "dependencies of crates/{name}");
    }
}

#[test]
fn every_crate_has_its_arrows() {
    let mut folders: Vec<_> = crates()
        .read_dir_utf8()
        .expect("the folder is readable")
        .map(|entry| entry.expect("the entry is readable").file_name().to_owned())
        .filter(|name| crates().join(name).join("Cargo.toml").is_file())
        .collect();
    folders.sort_unstable();
    let mut known: Vec<_> = ARROWS.iter().map(|&(name, _)| name).collect();
    known.sort_unstable();
    assert_eq!(folders, known);
}

#[test]
fn the_network_and_its_routes_do_not_know_how_they_are_extracted() {
    for folder in ["network", "routing"] {
        let files = rust_files(&crates().join("core/src").join(folder));
        assert_eq!(naming(&files, "extract::"), [""; 0]);
    }
}

#[test]
fn extraction_has_no_silent_defaults() {
    let files = rust_files(&crates().join("core/src/extract"));
    assert_eq!(naming(&files, "unwrap_or_default"), [""; 0]);
}

#[test]
fn only_the_syntax_of_terraform_names_its_parser() {
    let files: Vec<_> = rust_files(&crates())
        .into_iter()
        .filter(|(path, _)| !path.as_str().contains("terraform/syntax"))
        .filter(|(path, _)| !path.as_str().contains("/benches/"))
        .filter(|(path, _)| !path.as_str().contains("/xtask/"))
        .filter(|(path, _)| {
            path.file_name() != Path::new(file!()).file_name().and_then(|n| n.to_str())
        })
        .collect();
    assert_eq!(naming(&files, "hcl_edit"), [""; 0]);
}

#[test]
fn no_file_is_longer_than_600_lines() {
    let long: Vec<_> = rust_files(&crates())
        .into_iter()
        .map(|(path, text)| (path, text.lines().count()))
        .filter(|&(_, lines)| lines > 600)
        .collect();
    assert_eq!(long, []);
}

#[test]
fn files_are_named_for_what_they_hold() {
    const NOTHING: [&str; 7] = ["util", "utils", "helper", "helpers", "common", "misc", "types"];
    let vague: Vec<_> = rust_files(&crates())
        .into_iter()
        .map(|(path, _)| path)
        .filter(|path| {
            path.components().any(|part| {
                let name = part.as_str();
                NOTHING.contains(&name.strip_suffix(".rs").unwrap_or(name))
            })
        })
        .collect();
    assert_eq!(vague, [""; 0]);
}

#[test]
fn every_file_says_what_it_is() {
    let silent: Vec<_> = rust_files(&crates())
        .into_iter()
        .filter(|(_, text)| !text.starts_with("//!"))
        .map(|(path, _)| path)
        .collect();
    assert_eq!(silent, [""; 0]);
}

#[test]
fn every_finding_that_no_rule_makes_is_in_the_catalogue() {
    let catalogue = fs::read_to_string(crates().join("cli/src/catalogue.rs")).expect("it is there");
    let files = ["iac", "rules", "core"].map(|name| rust_files(&crates().join(name).join("src")));
    for (path, text) in files.into_iter().flatten() {
        for after in text.split("Diagnostic::new(").skip(1) {
            let Some(name) = after.trim_start().strip_prefix('"') else { continue };
            let name = name.split('"').next().unwrap_or_default();
            let entry = format!("name: \"{name}\"");
            assert!(catalogue.contains(&entry), "{path} says `{name}`, which nobody explains");
        }
    }
}

#[test]
fn lints_are_expected_with_a_reason_and_never_allowed() {
    let mut files = rust_files(&crates());
    files.retain(|(path, _)| !path.ends_with("arrows.rs"));
    assert_eq!(naming(&files, "#[allow("), [""; 0]);
    assert_eq!(naming(&files, "#![allow("), [""; 0]);
    assert_eq!(naming(&files, "#[ignore"), [""; 0]);
}
