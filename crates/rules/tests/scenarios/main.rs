//! Holds the simulation and the rules against networks whose answer is known.
//!
//! Every folder of `testdata/scenarios` and `testdata/seed` with an `expect.txt`
//! is one test. The expectations come from Microsoft's documents and from labs,
//! never from this program.

#![expect(clippy::disallowed_methods, reason = "networks are read from the disk")]

use std::{fs, path::Path};

use camino::Utf8Path;
use nexthop_core::analyse;
use nexthop_iac::{Memory, Request, load};
use nexthop_rules::{Settings, check};

mod expectation;
mod judge;
#[path = "../support/mod.rs"]
mod support;

datatest_stable::harness! {
    { test = holds, root = "../../testdata/scenarios", pattern = r"/expect\.txt$" },
    { test = holds, root = "../../testdata/seed", pattern = r"/expect\.txt$" },
}

fn holds(path: &Path) -> datatest_stable::Result<()> {
    let path = Utf8Path::from_path(path).ok_or("the path is not UTF-8")?;
    let folder = path.parent().ok_or("no folder")?;
    let expectations = expectation::parse(&fs::read_to_string(path)?)?;

    // The roots beside it come along: what they share is called as `../modules/…`.
    let around = folder.parent().ok_or("no folder")?;
    let name = folder.file_name().ok_or("no name")?;
    let mut files = Memory::default();
    for entry in around.read_dir_utf8()? {
        let entry = entry?;
        let shared = !entry.path().join("expect.txt").is_file();
        if entry.file_type()?.is_dir() && (shared || entry.file_name() == name) {
            let target = Utf8Path::new("networks").join(entry.file_name());
            support::add_folder(&mut files, entry.path(), &target)?;
        }
    }
    let root = Utf8Path::new("networks").join(name);
    let workspace = load(&files, &Request { paths: vec![root.clone()], ..Request::default() });
    let [project] = &workspace.projects[..] else {
        return Err(format!("{} inputs, not one", workspace.projects.len()).into());
    };
    let template = folder.join("main.bicep").is_file().then(|| root.join("main.bicep"));
    assert_eq!(project.input.path, template.unwrap_or(root));
    assert_eq!(project.diagnostics, [], "the code is not in order");
    let unread: Vec<_> = project.unread_modules.iter().map(|module| &module.source).collect();
    assert!(unread.is_empty(), "modules are missing: {unread:?}");

    let model = support::model(&folder.join("nexthop.toml"))?;
    let mut resources = project.resources.clone();
    for order in ["as read", "backwards"] {
        let analysis = analyse(&resources, &project.unread_modules, &model);
        let report = check(&analysis, &Settings::default());
        let mismatches = judge::judge(&analysis, &report, &expectations);
        let (wrong, all) = (mismatches.len(), expectations.len());
        assert!(wrong == 0, "{order}, {wrong} of {all} do not hold\n{}", mismatches.join("\n"));
        resources.reverse();
    }
    Ok(())
}
