//! The inputs of a command, each with the configuration that holds for it.

use std::{collections::BTreeMap, ops::Range, process::ExitCode};

use anyhow::{Context as _, bail};
use camino::{Utf8Path, Utf8PathBuf};
use nexthop_core::{Analysis, Model, Network, Root, analyse_joined, is_read};
use nexthop_iac::{FileSystem, Project, Request, Workspace, load};
use nexthop_source::{Sources, Suppression};
use rayon::prelude::*;

use crate::{
    args::InputArguments,
    config::{self, Config},
    console::{self, Console},
    disk::{Disk, relative},
    git::Revision,
    join::join,
};

/// What was read.
#[derive(Debug)]
pub(crate) struct Inputs {
    pub(crate) sources: Sources,
    /// The inputs, sorted by path.
    pub(crate) projects: Vec<Project>,
    /// What makes a network each.
    pub(crate) estates: Vec<Estate>,
    /// Every configuration that holds for one of them.
    pub(crate) configs: Vec<Config>,
    unreadable: Vec<(Utf8PathBuf, String)>,
    pub(crate) working_directory: Utf8PathBuf,
    request: Request,
    /// What reports take for the root of the repository, if not what git does.
    pub(crate) root: Option<Utf8PathBuf>,
}

/// What makes one network: an input, or with `--join` all of them.
#[derive(Debug)]
pub(crate) struct Estate {
    /// The path of the input; of several the folder that they have in common.
    pub(crate) path: Utf8PathBuf,
    projects: Range<usize>,
    /// The place of the configuration that holds for it.
    pub(crate) config: usize,
}

impl Inputs {
    /// Reads of what the arguments name all that Azure's network can be made of.
    pub(crate) fn load(arguments: &InputArguments, console: &Console) -> anyhow::Result<Self> {
        Self::read(arguments, console, Some(is_read))
    }

    /// Reads every resource of what the arguments name.
    pub(crate) fn load_all(arguments: &InputArguments, console: &Console) -> anyhow::Result<Self> {
        Self::read(arguments, console, None)
    }

    /// Nothing to read is an error: a mistyped path must not look like a clean network.
    fn read(
        arguments: &InputArguments,
        console: &Console,
        asked_for: Option<fn(&str) -> bool>,
    ) -> anyhow::Result<Self> {
        let disk = Disk::default();
        let working_directory = working_directory()?;
        let request = Request { asked_for, ..request(arguments, &working_directory) };
        check_there(arguments, &request, &disk)?;
        let mut workspace = load(&disk, &request);
        workspace.unreadable.extend(disk.into_unreadable());
        workspace.unreadable.sort_unstable();
        workspace.unreadable.dedup();
        check_found(&request.paths, &workspace.projects, &workspace.unreadable, console)?;
        remark_undeclared(&request.variables, &workspace.projects, console);
        Self::divided(workspace, working_directory, request, arguments)
    }

    /// Reads what the arguments name in a revision of the repository, in which it need
    /// not be.
    pub(crate) fn of_revision(name: &str, arguments: &InputArguments) -> anyhow::Result<Self> {
        let working_directory = working_directory()?;
        let request =
            Request { asked_for: Some(is_read), ..request(arguments, &working_directory) };
        let workspace = load(&revision(name, &working_directory, &request)?, &request);
        Self::divided(workspace, working_directory, request, arguments)
    }

    /// The same inputs, of which some files may be different by now.
    pub(crate) fn again(
        &self,
        files: &dyn FileSystem,
        arguments: &InputArguments,
    ) -> anyhow::Result<Self> {
        self.once_more(files, arguments, self.request.clone())
    }

    /// The same with every resource.
    pub(crate) fn all_again(
        &self,
        files: &dyn FileSystem,
        arguments: &InputArguments,
    ) -> anyhow::Result<Self> {
        self.once_more(files, arguments, Request { asked_for: None, ..self.request.clone() })
    }

    /// The same inputs in a revision of the repository.
    pub(crate) fn in_revision(
        &self,
        name: &str,
        arguments: &InputArguments,
    ) -> anyhow::Result<Self> {
        self.again(&revision(name, &self.working_directory, &self.request)?, arguments)
    }

    fn once_more(
        &self,
        files: &dyn FileSystem,
        arguments: &InputArguments,
        request: Request,
    ) -> anyhow::Result<Self> {
        Self::divided(load(files, &request), self.working_directory.clone(), request, arguments)
    }

    /// The inputs of a workspace that was read from memory.
    #[cfg(test)]
    pub(crate) fn of(workspace: Workspace, arguments: &InputArguments) -> anyhow::Result<Self> {
        Self::divided(workspace, "/nowhere".into(), Request::default(), arguments)
    }

    fn divided(
        workspace: Workspace,
        working_directory: Utf8PathBuf,
        request: Request,
        arguments: &InputArguments,
    ) -> anyhow::Result<Self> {
        let Workspace { sources, projects, unreadable } = workspace;
        let (estates, configs, root) = (Vec::new(), Vec::new(), None);
        let mut inputs = Self {
            sources,
            projects,
            estates,
            configs,
            unreadable,
            working_directory,
            request,
            root,
        };
        inputs.divide(arguments)?;
        Ok(inputs)
    }

    /// The files and folders that were searched.
    pub(crate) fn searched(&self) -> impl Iterator<Item = &Utf8Path> {
        self.request.paths.iter().map(Utf8PathBuf::as_path)
    }

    /// Says which inputs make a network, and finds each network's configuration.
    fn divide(&mut self, arguments: &InputArguments) -> anyhow::Result<()> {
        let number = self.projects.len();
        let parts: Vec<_> = if arguments.join && number > 1 {
            vec![(join(&mut self.projects, &self.working_directory), 0..number)]
        } else {
            let each = self.projects.iter().enumerate();
            each.map(|(at, project)| (project.input.path.clone(), at..at + 1)).collect()
        };
        let file = arguments.config.as_ref().map(|path| relative(path, &self.working_directory));
        let mut by_file = BTreeMap::new();
        for (path, projects) in parts {
            let file = file.clone().or_else(|| config::find(&path, &self.working_directory));
            let config = if let Some(&config) = by_file.get(&file) {
                config
            } else {
                self.configs.push(match &file {
                    Some(file) => config::read(file, &mut self.sources)?,
                    None => Config::default(),
                });
                by_file.insert(file, self.configs.len() - 1);
                self.configs.len() - 1
            };
            self.estates.push(Estate { path, projects, config });
        }
        Ok(())
    }

    /// The inputs that make one network.
    pub(crate) fn projects_of(&self, estate: &Estate) -> &[Project] {
        &self.projects[estate.projects.clone()]
    }

    /// The suppression comments in the files of a network, each once: a module may be
    /// part of several inputs.
    pub(crate) fn suppressions_of(&self, estate: &Estate) -> Vec<&Suppression> {
        let projects = self.projects_of(estate).iter();
        let mut comments: Vec<_> = projects.flat_map(|project| &project.suppressions).collect();
        comments.sort_by_key(|comment| comment.span);
        comments.dedup_by_key(|comment| comment.span);
        comments
    }

    /// The configuration that holds for a network.
    pub(crate) fn config(&self, estate: &Estate) -> &Config {
        &self.configs[estate.config]
    }

    /// Every network. What is code counts more than what was exported.
    pub(crate) fn analyse(&self) -> Vec<Analysis> {
        self.analyse_without(&[])
    }

    /// Every network as it is while some of its resources are out of service.
    pub(crate) fn analyse_what_if(&self, without: &[String]) -> anyhow::Result<Vec<Analysis>> {
        let analyses = self.analyse_without(without);
        for name in without {
            let is_in = |network: &Network| {
                network.that_may_fail().any(|declared| declared.is_called(name))
                    || network.circuit_links(name).next().is_some()
                    || network.tunnels(name).next().is_some()
            };
            if !analyses.iter().any(|analysis| is_in(&analysis.network)) {
                bail!(
                    "there is no gateway, connection (or `connection/instance-0`), circuit (or \
                     `circuit/primary`), firewall, appliance, peering or hub `{name}` to be without"
                );
            }
        }
        Ok(analyses)
    }

    fn analyse_without(&self, without: &[String]) -> Vec<Analysis> {
        let analyse = |estate: &Estate| {
            let mut projects: Vec<_> = self.projects_of(estate).iter().collect();
            projects.sort_by_key(|project| project.input.kind);
            let roots: Vec<_> = projects
                .into_iter()
                .map(|Project { resources, unread_modules, .. }| Root { resources, unread_modules })
                .collect();
            let model = &self.config(estate).model;
            if without.is_empty() {
                return analyse_joined(&roots, model);
            }
            let model = Model { out_of_service: without.to_vec(), ..model.clone() };
            analyse_joined(&roots, &model)
        };
        self.estates.par_iter().map(analyse).collect()
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

fn request(arguments: &InputArguments, working_directory: &Utf8Path) -> Request {
    let inside = |path: &Utf8PathBuf| relative(path, working_directory);
    Request {
        paths: arguments.paths.iter().map(inside).collect(),
        variables: arguments.var.clone(),
        var_files: arguments.var_file.iter().map(inside).collect(),
        parameter_files: arguments.parameters.iter().map(inside).collect(),
        bicep_cache: bicep_cache(),
        asked_for: None,
    }
}

/// A revision of the repository that the working directory is in.
fn revision(
    name: &str,
    working_directory: &Utf8Path,
    request: &Request,
) -> anyhow::Result<Revision> {
    let named = [request.var_files.as_slice(), &request.parameter_files].concat();
    Revision::open(name, working_directory, &named)
}

/// That everything is there which the arguments name.
fn check_there(arguments: &InputArguments, request: &Request, disk: &Disk) -> anyhow::Result<()> {
    for (path, given) in request.paths.iter().zip(&arguments.paths) {
        if !disk.is_folder(path) && !disk.is_file(path) {
            bail!("there is no file or folder {given}");
        }
    }
    let files = request.var_files.iter().zip(&arguments.var_file);
    let parameter_files = request.parameter_files.iter().zip(&arguments.parameters);
    for (path, given) in files.chain(parameter_files) {
        if !disk.is_file(path) {
            bail!("there is no file {given}");
        }
    }
    Ok(())
}

/// Where the Bicep CLI keeps the modules that it has fetched.
fn bicep_cache() -> Option<Utf8PathBuf> {
    let home = std::env::var_os("HOME").or_else(|| std::env::var_os("USERPROFILE"))?;
    Some(Utf8PathBuf::from_path_buf(home.into()).ok()?.join(".bicep"))
}

/// A mistyped name must not look like a value that makes no difference.
fn remark_undeclared(variables: &[(String, String)], projects: &[Project], console: &Console) {
    let declared = projects.iter().flat_map(|project| &project.declared);
    for (name, _) in variables {
        if !declared.clone().any(|declared| declared.eq_ignore_ascii_case(name)) {
            console.remark(&format!("warning: --var {name} is declared nowhere in this code"));
        }
    }
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
        bail!("found no code in {}", empty.join(", "));
    }
    for path in empty {
        console.remark(&format!("warning: found no code in {path}"));
    }
    Ok(())
}

/// The path as people write it.
pub(crate) fn shown(path: &Utf8Path) -> &str {
    if path.as_str().is_empty() { "." } else { path.as_str() }
}
