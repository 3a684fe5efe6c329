//! What the documents show is what is printed, and what they tell people to type works.

use std::{
    fs,
    path::{Path, PathBuf},
    process::Command,
};

use snapbox::{IntoData as _, assert_data_eq};

use crate::nexthop;

fn repository() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

/// The README and everything in `docs/`, with its text.
fn documents() -> Vec<(PathBuf, String)> {
    let mut paths = vec![repository().join("README.md")];
    let docs = fs::read_dir(repository().join("docs")).expect("there are documents");
    paths.extend(docs.map(|entry| entry.expect("an entry can be read").path()));
    paths.retain(|path| path.extension().is_some_and(|extension| extension == "md"));
    paths.sort();
    paths
        .into_iter()
        .map(|path| {
            let text = fs::read_to_string(&path).expect("a document is text");
            (path, text)
        })
        .collect()
}

/// The blocks of code in this language.
fn blocks<'t>(text: &'t str, language: &str) -> impl Iterator<Item = &'t str> {
    let fence = format!("```{language}\n");
    text.split(&fence)
        .skip(1)
        .map(|rest| rest.split("```").next().unwrap_or_default())
        .collect::<Vec<_>>()
        .into_iter()
}

/// Runs every `console` block: a line `$ nexthop …`, then what it prints.
#[test]
fn commands_in_the_documents_print_what_they_say() {
    let overwrite = std::env::var_os("SNAPSHOTS").is_some_and(|value| value == "overwrite");
    let mut shown = 0;
    for (path, text) in documents() {
        let mut rewritten = text.clone();
        for block in blocks(&text, "console") {
            shown += 1;
            let (command, expected) = block.split_once('\n').expect("a command is a line");
            let arguments = command.strip_prefix("$ nexthop ").expect("it is a command of ours");
            let output = nexthop(arguments).current_dir(repository()).output().expect("it runs");
            let actual = String::from_utf8(output.stdout).expect("it is text");
            if overwrite {
                let block = format!("```console\n{block}```");
                let printed = format!("```console\n{command}\n{}\n```", actual.trim_end());
                rewritten = rewritten.replace(&block, &printed);
            } else {
                assert_data_eq!(actual.trim_end(), expected.trim_end().into_data().raw());
            }
        }
        if overwrite && rewritten != text {
            fs::write(&path, rewritten).expect("the document is writable");
        }
    }
    assert!(shown > 2, "the documents show nothing");
}

/// Runs every line of ours in `sh` blocks, in a folder that has what they name.
#[test]
fn commands_to_type_can_run() {
    let folder = workplace();
    let mut typed = 0;
    for (path, text) in documents() {
        for line in blocks(&text, "sh").flat_map(str::lines) {
            let line = line.split('#').next().unwrap_or_default().trim();
            let Some(arguments) = line.strip_prefix("nexthop ") else { continue };
            typed += 1;
            let output = nexthop(arguments).current_dir(&folder).output().expect("it runs");
            let said = String::from_utf8_lossy(&output.stderr);
            let ran = matches!(output.status.code(), Some(0 | 1));
            assert!(ran, "{}: `{line}` cannot run: {said}", path.display());
        }
    }
    assert!(typed > 10, "the documents tell nobody anything");
}

/// A repository with everything that the documents name.
fn workplace() -> PathBuf {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("documented");
    let _ = fs::remove_dir_all(&folder);
    let testdata = repository().join("testdata");
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    let samples = here.join("src/command/any_input/samples");
    for (from, to) in [
        (testdata.join("seed/modules"), "modules"),
        (testdata.join("seed/p2s-expressroute"), "infra"),
        (testdata.join("seed/p2s-expressroute/terraform.tfvars"), "infra/production.tfvars"),
        (testdata.join("joined/hub"), "hub"),
        (testdata.join("joined/spokes"), "spokes"),
        (testdata.join("languages/seed/main.bicep"), "main.bicep"),
        (testdata.join("languages/seed/spoke.bicep"), "spoke.bicep"),
        (testdata.join("languages/seed/main.json"), "azuredeploy.json"),
        (here.join("tests/projects/planned/alone/plan.json"), "tfplan.json"),
        (samples.join("export.json"), "deployed.json"),
    ] {
        copy(&from, &folder.join(to));
    }
    let written = [
        ("main.bicepparam", "using 'main.bicep'\n"),
        ("azuredeploy.parameters.json", "{\"parameters\": {}}\n"),
    ];
    for (name, text) in written {
        fs::write(folder.join(name), text).expect("the folder is writable");
    }
    let git = |arguments: &[&str]| {
        let identity = ["-c", "user.name=test", "-c", "user.email=test@example.com"];
        let mut command = Command::new("git");
        command.current_dir(&folder).args(identity).args(arguments);
        assert!(command.status().expect("git runs").success(), "git {arguments:?}");
    };
    git(&["init", "--quiet", "--initial-branch", "main"]);
    git(&["add", "."]);
    git(&["commit", "--quiet", "--message", "everything"]);
    git(&["update-ref", "refs/remotes/origin/main", "HEAD"]);
    folder
}

fn copy(from: &Path, to: &Path) {
    if from.is_dir() {
        fs::create_dir_all(to).expect("the folder is writable");
        for entry in fs::read_dir(from).expect("a folder can be read") {
            let entry = entry.expect("an entry can be read");
            copy(&entry.path(), &to.join(entry.file_name()));
        }
    } else {
        fs::create_dir_all(to.parent().expect("a file is in a folder")).expect("it is writable");
        fs::copy(from, to).expect("a file can be copied");
    }
}

/// `cargo run` in the README names no package.
#[test]
fn cargo_runs_nexthop() {
    let cargo = Command::new(env!("CARGO"))
        .args(["metadata", "--no-deps", "--offline", "--format-version", "1"])
        .current_dir(concat!(env!("CARGO_MANIFEST_DIR"), "/../.."))
        .output()
        .expect("cargo runs");
    let metadata: serde_json::Value = serde_json::from_slice(&cargo.stdout).expect("it is JSON");
    let run = metadata["workspace_default_members"].as_array().expect("there are some");
    let packages = metadata["packages"].as_array().expect("there are packages");
    let names = packages.iter().filter(|one| run.contains(&one["id"])).map(|one| &one["name"]);
    assert_eq!(names.collect::<Vec<_>>(), ["nexthop"]);
}
