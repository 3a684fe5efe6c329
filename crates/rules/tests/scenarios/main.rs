//! Holds the simulation and the rules against networks whose answer is known.
//!
//! Every folder of `testdata/scenarios` and `testdata/seed` with an `expect.txt`
//! is one test. The expectations come from Microsoft's documents and from labs,
//! never from this program.

#![expect(clippy::disallowed_methods, reason = "networks are read from the disk")]

use std::{fs, io, path::Path};

use camino::{Utf8Path, Utf8PathBuf};
use nexthop_core::{Contested, Model, SiteModel, analyse};
use nexthop_iac::{Memory, Request, load};
use nexthop_rules::{Settings, check};

mod expectation;
mod judge;

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
            add_folder(&mut files, entry.path(), &target)?;
        }
    }
    let root = Utf8Path::new("networks").join(name);
    let workspace = load(&files, &Request { paths: vec![root.clone()], ..Request::default() });
    let [project] = &workspace.projects[..] else {
        return Err(format!("{} inputs, not one", workspace.projects.len()).into());
    };
    assert_eq!(project.input.path, root);
    assert_eq!(project.diagnostics, [], "the code is not in order");
    let unread: Vec<_> = project.unread_modules.iter().map(|module| &module.source).collect();
    assert!(unread.is_empty(), "modules are missing: {unread:?}");

    let model = model(&folder.join("nexthop.toml"))?;
    let analysis = analyse(&project.resources, &project.unread_modules, &model);
    let report = check(&analysis, &Settings::default());
    let mismatches = judge::judge(&analysis, &report, &expectations);
    let (wrong, all) = (mismatches.len(), expectations.len());
    assert!(wrong == 0, "{wrong} of {all} lines do not hold\n{}", mismatches.join("\n"));
    Ok(())
}

fn add_folder(files: &mut Memory, from: &Utf8Path, to: &Utf8Path) -> io::Result<()> {
    for entry in from.read_dir_utf8()? {
        let entry = entry?;
        let target = to.join(entry.file_name());
        if entry.file_type()?.is_dir() {
            add_folder(files, entry.path(), &target)?;
        } else {
            files.add(target, fs::read(entry.path())?);
        }
    }
    Ok(())
}

/// The sites and the contested behaviour of a `nexthop.toml`; nothing else may be in it.
fn model(path: &Utf8PathBuf) -> datatest_stable::Result<Model> {
    let mut model = Model::default();
    if !path.is_file() {
        return Ok(model);
    }
    let config: toml::Table = fs::read_to_string(path)?.parse()?;
    for (key, value) in &config {
        match key.as_str() {
            "site" => {
                let sites = value.as_array().ok_or("`site` is no list")?;
                model.sites = sites.iter().map(site).collect::<Result<_, _>>()?;
            }
            "model" => {
                let setting = value.get("p2s_expressroute_via_route_server");
                model.p2s_expressroute_via_route_server =
                    match setting.and_then(toml::Value::as_str) {
                        Some("documented") => Contested::Documented,
                        Some("observed") => Contested::Observed,
                        _ => return Err("`model` is not understood".into()),
                    };
            }
            _ => return Err(format!("`{key}` is not understood").into()),
        }
    }
    Ok(model)
}

fn site(table: &toml::Value) -> datatest_stable::Result<SiteModel> {
    let strings = |key| -> Vec<String> {
        let list = table.get(key).and_then(toml::Value::as_array);
        list.into_iter().flatten().filter_map(|value| value.as_str()).map(str::to_owned).collect()
    };
    Ok(SiteModel {
        name: table.get("name").and_then(toml::Value::as_str).ok_or("a site has no name")?.into(),
        prefixes: strings("prefixes")
            .iter()
            .map(|prefix| prefix.parse())
            .collect::<Result<_, _>>()?,
        expressroute: strings("expressroute"),
        vpn: strings("vpn"),
    })
}
