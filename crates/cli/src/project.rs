//! The inputs of a command, each with the configuration that holds for it.

use std::{collections::BTreeMap, process::ExitCode};

use anyhow::{Context as _, bail};
use camino::{Utf8Path, Utf8PathBuf};
use nexthop_core::{Analysis, analyse};
use nexthop_iac::{FileSystem as _, Project, Request, Workspace, load};
use nexthop_source::Sources;
use rayon::prelude::*;

use crate::{
    args::InputArguments,
    config::{self, Config},
    console::{self, Console},
    disk::{Disk, relative},
};

/// What was read.
#[derive(Debug)]
pub(crate) struct Inputs {
    pub(crate) sources: Sources,
    /// The inputs, sorted by path.
    pub(crate) projects: Vec<Project>,
    /// Every configuration that holds for one of them.
    pub(crate) configs: Vec<Config>,
    /// By project, the configuration that holds for it.
    config_of: Vec<usize>,
    unreadable: Vec<(Utf8PathBuf, String)>,
    pub(crate) working_directory: Utf8PathBuf,
}

impl Inputs {
    /// Reads what the arguments name. Nothing to read is an error: a mistyped
    /// path must not look like a clean network.
    pub(crate) fn load(arguments: &InputArguments, console: &Console) -> anyhow::Result<Self> {
        let disk = Disk::default();
        let working_directory = working_directory()?;
        let request = request(arguments, &working_directory, &disk)?;
        let Workspace { mut sources, projects, mut unreadable } = load(&disk, &request);
        unreadable.extend(disk.into_unreadable());
        check_found(&request.paths, &projects, &unreadable, console)?;
        let file = arguments.config.as_ref().map(|path| relative(path, &working_directory));
        let mut by_file = BTreeMap::new();
        let mut configs = Vec::new();
        let mut config_of = Vec::with_capacity(projects.len());
        for project in &projects {
            let file =
                file.clone().or_else(|| config::find(&project.input.path, &working_directory));
            if let Some(&at) = by_file.get(&file) {
                config_of.push(at);
                continue;
            }
            config_of.push(configs.len());
            configs.push(match &file {
                Some(file) => config::read(file, &mut sources)?,
                None => Config::default(),
            });
            by_file.insert(file, configs.len() - 1);
        }
        Ok(Self { sources, projects, configs, config_of, unreadable, working_directory })
    }

    /// The configuration that holds for a project.
    pub(crate) fn config(&self, project: usize) -> &Config {
        &self.configs[self.config_of[project]]
    }

    /// The place of the configuration that holds for a project.
    pub(crate) fn config_index(&self, project: usize) -> usize {
        self.config_of[project]
    }

    /// Every network, by project.
    pub(crate) fn analyse(&self) -> Vec<Analysis> {
        let networks = self.projects.par_iter().enumerate().map(|(at, project)| {
            analyse(&project.resources, &project.unread_modules, &self.config(at).model)
        });
        networks.collect()
    }

    /// The exit code of a command that would have ended with `code`, after
    /// saying what could not be read.
    pub(crate) fn exit(&self, code: ExitCode) -> ExitCode {
        if self.unreadable.is_empty() {
            return code;
        }
        for (path, why) in &self.unreadable {
            console::complain(&format!("cannot read {}: {why}", shown(path)));
        }
        ExitCode::from(2)
    }
}

fn working_directory() -> anyhow::Result<Utf8PathBuf> {
    let path = std::env::current_dir().context("there is no working directory")?;
    match Utf8PathBuf::from_path_buf(path) {
        Ok(path) => Ok(path),
        Err(path) => bail!("the working directory is not UTF-8: {}", path.display()),
    }
}

fn request(
    arguments: &InputArguments,
    working_directory: &Utf8Path,
    disk: &Disk,
) -> anyhow::Result<Request> {
    let inside = |path: &Utf8PathBuf| relative(path, working_directory);
    let request = Request {
        paths: arguments.paths.iter().map(inside).collect(),
        variables: arguments.var.clone(),
        var_files: arguments.var_file.iter().map(inside).collect(),
        bicep_cache: bicep_cache(),
        ..Request::default()
    };
    for (path, given) in request.paths.iter().zip(&arguments.paths) {
        if !disk.is_folder(path) && !disk.is_file(path) {
            bail!("there is no file or folder {given}");
        }
    }
    for (path, given) in request.var_files.iter().zip(&arguments.var_file) {
        if !disk.is_file(path) {
            bail!("there is no file {given}");
        }
    }
    Ok(request)
}

/// Where the Bicep CLI keeps the modules that it has fetched.
fn bicep_cache() -> Option<Utf8PathBuf> {
    let home = std::env::var_os("HOME").or_else(|| std::env::var_os("USERPROFILE"))?;
    Some(Utf8PathBuf::from_path_buf(home.into()).ok()?.join(".bicep"))
}

fn check_found(
    paths: &[Utf8PathBuf],
    projects: &[Project],
    unreadable: &[(Utf8PathBuf, String)],
    console: &Console,
) -> anyhow::Result<()> {
    let is_empty = |path: &&Utf8PathBuf| {
        let within = |found: &Utf8Path| found.starts_with(path) || path.starts_with(found);
        !projects.iter().any(|project| within(&project.input.path))
            && !unreadable.iter().any(|(found, _)| within(found))
    };
    let empty: Vec<_> = paths.iter().filter(is_empty).map(|path| shown(path)).collect();
    if let (true, Some((path, why))) = (projects.is_empty(), unreadable.first()) {
        bail!("cannot read {}: {why}", shown(path));
    }
    if projects.is_empty() {
        bail!("found no Terraform code in {}", empty.join(", "));
    }
    for path in empty {
        console.remark(&format!("warning: found no Terraform code in {path}"));
    }
    Ok(())
}

/// The path as people write it.
pub(crate) fn shown(path: &Utf8Path) -> &str {
    if path.as_str().is_empty() { "." } else { path.as_str() }
}
