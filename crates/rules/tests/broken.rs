//! Nothing brings the program down: not the files of `testdata/broken`, and not
//! a fixture that ends after any of its lines.

#![expect(clippy::disallowed_methods, reason = "networks are read from the disk")]

use std::{fs, io, path::Path};

use camino::{Utf8Path, Utf8PathBuf};
use nexthop_core::{Model, analyse, routing::Endpoint};
use nexthop_iac::{Memory, Project, Request, Workspace, load};
use nexthop_rules::{Settings, check};

datatest_stable::harness! {
    { test = says_where_the_syntax_is_wrong, root = "../../testdata/broken/syntax", pattern = r"\.tf$" },
    { test = comes_to_an_end, root = "../../testdata/broken/meaning", pattern = r"\.tf$" },
    { test = comes_to_an_end, root = "../../testdata/broken/endless", pattern = r"^[^/]+(/main)?\.tf$" },
    { test = may_end_after_any_line, root = "../../testdata/broken/meaning", pattern = r"\.tf$" },
    { test = may_end_after_any_line, root = "../../testdata/scenarios", pattern = r"(seed|-lab|-tables|-peering|-of-all)/main\.tf$" },
    { test = may_end_after_any_line, root = "../../testdata/seed", pattern = r"(p2s-expressroute|modules/spoke)/[a-z]+\.tf$" },
    { test = may_end_after_some_lines, root = "src/checks", pattern = r"/fires/minimal(/main)?\.tf$" },
}

fn says_where_the_syntax_is_wrong(path: &Path) -> datatest_stable::Result<()> {
    let network = Network::around(path)?;
    let workspace = network.load();
    let [project] = &workspace.projects[..] else {
        return Err(format!("{} inputs, not one", workspace.projects.len()).into());
    };
    assert_ne!(project.diagnostics, [], "nothing is said about it");
    for diagnostic in &project.diagnostics {
        let location = workspace.sources.location(diagnostic.span);
        assert_eq!(location.path, network.file, "{}", diagnostic.message);
    }
    use_all(&workspace);
    Ok(())
}

fn comes_to_an_end(path: &Path) -> datatest_stable::Result<()> {
    let workspace = Network::around(path)?.load();
    assert_eq!(workspace.projects.len(), 1);
    use_all(&workspace);
    Ok(())
}

fn may_end_after_any_line(path: &Path) -> datatest_stable::Result<()> {
    may_end_after(path, usize::MAX)
}

/// There are hundreds of these: together they end in every way that one of them could.
fn may_end_after_some_lines(path: &Path) -> datatest_stable::Result<()> {
    may_end_after(path, 6)
}

/// Cuts the file after all of its lines, or after this many of them.
fn may_end_after(path: &Path, cuts: usize) -> datatest_stable::Result<()> {
    let mut network = Network::around(path)?;
    let whole = fs::read(path)?;
    let ends = whole.iter().enumerate().filter(|&(_, &byte)| byte == b'\n').map(|(at, _)| at + 1);
    let ends: Vec<usize> = [0].into_iter().chain(ends).collect();
    for &end in ends.iter().step_by(ends.len().div_ceil(cuts)) {
        network.files.add(network.file.clone(), &whole[..end]);
        use_all(&network.load());
    }
    Ok(())
}

/// A file, with what is beside and below it if it is part of a module.
struct Network {
    files: Memory,
    root: Utf8PathBuf,
    file: Utf8PathBuf,
}

impl Network {
    fn around(path: &Path) -> datatest_stable::Result<Self> {
        let path = Utf8Path::from_path(path).ok_or("the path is not UTF-8")?;
        let folder = path.parent().ok_or("no folder")?;
        let root = Utf8PathBuf::from("networks/root");
        let file = root.join(path.file_name().ok_or("no name")?);
        let mut files = Memory::default();
        files.add(file.clone(), fs::read(path)?);
        if folder.join("main.tf").is_file() {
            add_folder(&mut files, folder, &root)?;
            let shared = folder.join("../modules");
            if shared.is_dir() {
                add_folder(&mut files, &shared, Utf8Path::new("networks/modules"))?;
            }
        }
        Ok(Self { files, root, file })
    }

    fn load(&self) -> Workspace {
        load(&self.files, &Request { paths: vec![self.root.clone()], ..Request::default() })
    }
}

/// Asks everything there is to ask.
fn use_all(workspace: &Workspace) {
    for Project { resources, unread_modules, .. } in &workspace.projects {
        let analysis = analyse(resources, unread_modules, &Model::default());
        check(&analysis, &Settings::default());
        let (network, routing) = (&analysis.network, &analysis.routing);
        for gateway in network.gateways.ids() {
            routing.advertised(network, gateway);
            routing.pushed_to_clients(gateway);
        }
        let endpoints = Endpoint::all(network);
        for &from in endpoints.iter().take(20) {
            for &to in endpoints.iter().take(20) {
                routing.flow(network, from, to);
            }
        }
    }
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
