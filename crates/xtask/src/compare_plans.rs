//! `cargo xtask compare-plans`: the resources of Terraform roots against what
//! real Terraform planned of them.

use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    process::ExitCode,
};

use anyhow::{Context as _, bail};
use camino::{Utf8Path, Utf8PathBuf};
use nexthop_iac::{FileSystem as _, Project, Request, load};
use rayon::prelude::*;
use serde_json::Value as Json;

use crate::{
    agreement::{self, Manner, Outcome},
    placeholder,
    plan_file::{self, Origin, Plan, PlannedRoot},
    root_files::{Repositories, RootFiles},
};

#[derive(Debug, clap::Args)]
pub(crate) struct Arguments {
    /// Folder of plans: `terraform show -json`, or plans of the arguments alone
    #[arg(long)]
    plans: Utf8PathBuf,
    /// Folders in which the roots are found
    #[arg(long, required = true, num_args = 1..)]
    roots: Vec<Utf8PathBuf>,
    /// The provider's defaults, by resource type and attribute
    #[arg(long)]
    defaults: Option<Utf8PathBuf>,
    /// Compare only plans whose file name contains this
    #[arg(long, default_value = "")]
    only: String,
    /// Print no single differences
    #[arg(long)]
    brief: bool,
}

/// What came of one root.
#[derive(Debug, Default)]
struct Comparison {
    counts: Counts,
    /// One line each.
    differences: Vec<String>,
}

#[derive(Debug, Default)]
struct Counts {
    leaves: BTreeMap<Outcome, usize>,
    /// Planned resources that are not here, outside of unread modules.
    missing: usize,
    /// Planned resources of modules that were not read.
    unread: usize,
    /// Resources here that are not planned.
    extra: usize,
    /// Resources that cannot be told how many there are of.
    uncounted: usize,
}

impl Counts {
    fn add(&mut self, other: &Self) {
        for (&outcome, count) in &other.leaves {
            *self.leaves.entry(outcome).or_default() += count;
        }
        self.missing += other.missing;
        self.unread += other.unread;
        self.extra += other.extra;
        self.uncounted += other.uncounted;
    }

    fn of(&self, outcome: Outcome) -> usize {
        self.leaves.get(&outcome).copied().unwrap_or_default()
    }
}

pub(crate) fn run(arguments: &Arguments) -> anyhow::Result<ExitCode> {
    let defaults = arguments.defaults.as_deref().map(read_json).transpose()?;
    let paths = plans(&arguments.plans, &arguments.only)?;
    let compared: Vec<_> = paths
        .par_iter()
        .map(|path| Ok((path, compare(path, arguments, defaults.as_ref())?)))
        .collect::<anyhow::Result<_>>()?;
    let mut total = Counts::default();
    let mut roots = 0;
    let mut absent = Vec::new();
    for (path, comparison) in &compared {
        let name = path.file_stem().unwrap_or_default();
        let Some(comparison) = comparison else {
            absent.push(name);
            continue;
        };
        roots += 1;
        total.add(&comparison.counts);
        print(name, &comparison.counts);
        if !arguments.brief {
            comparison.differences.iter().for_each(|line| println(&format!("    {line}")));
        }
    }
    for name in absent {
        println(&format!("{name}: its root is in none of the folders"));
    }
    print(&format!("total of {roots} roots"), &total);
    if roots == 0 {
        bail!("nothing was compared")
    }
    Ok(ExitCode::SUCCESS)
}

#[expect(clippy::print_stdout, reason = "a task's result is what it prints")]
pub(crate) fn println(line: &str) {
    println!("{line}");
}

fn print(name: &str, counts: &Counts) {
    let Counts { missing, unread, extra, uncounted, .. } = counts;
    let [equal, default, different, unknown_here, in_part, set, known_here, unknown] = [
        Outcome::Equal,
        Outcome::Default,
        Outcome::Different,
        Outcome::UnknownHere,
        Outcome::KnownInPart,
        Outcome::SetInCode,
        Outcome::KnownHere,
        Outcome::Unknown,
    ]
    .map(|outcome| counts.of(outcome));
    println(&format!(
        "{name}: leaves: {equal} equal, {default} left to a default, {different} different, \
         {unknown_here} unknown here only, {in_part} known in part here, {set} set in the code \
         and unknown there, {known_here} known here only, {unknown} unknown; \
         resources: {missing} missing, {unread} in unread modules, {extra} extra, {uncounted} not counted"
    ));
}

fn read_json(path: &Utf8Path) -> anyhow::Result<Json> {
    let bytes = fs::read(path).with_context(|| format!("cannot read {path}"))?;
    serde_json::from_slice(&bytes).with_context(|| format!("{path} is not JSON"))
}

/// The files of plans, sorted.
pub(crate) fn plans(folder: &Utf8Path, only: &str) -> anyhow::Result<Vec<Utf8PathBuf>> {
    let entries = folder.read_dir_utf8().with_context(|| format!("cannot read {folder}"))?;
    let mut paths = Vec::new();
    for entry in entries {
        let path = entry?.into_path();
        if path.extension() == Some("json") && path.as_str().contains(only) {
            paths.push(path);
        }
    }
    paths.sort_unstable();
    Ok(paths)
}

/// Compares one plan, if its root is there.
fn compare(
    path: &Utf8Path,
    arguments: &Arguments,
    defaults: Option<&Json>,
) -> anyhow::Result<Option<Comparison>> {
    let plan = plan_file::read(path)?;
    let Some(place) = place_of(&plan.root, &arguments.roots) else { return Ok(None) };
    let Some(project) = evaluated(&place, &plan, &arguments.roots) else {
        bail!("{} is no Terraform root", place.root);
    };
    Ok(Some(held_against(&project, &plan, defaults)))
}

/// Where a plan's root is.
#[derive(Debug)]
pub(crate) struct Place {
    /// Below it files may be read.
    pub(crate) repository: Utf8PathBuf,
    pub(crate) root: Utf8PathBuf,
}

pub(crate) fn place_of(root: &PlannedRoot, folders: &[Utf8PathBuf]) -> Option<Place> {
    let places = folders.iter().filter_map(|folder| match root {
        PlannedRoot::Folder { repository, folder: root } => {
            let repository = folder.join(repository);
            Some(Place { root: repository.join(root), repository })
        }
        PlannedRoot::FileName(name) => {
            Some(Place { root: folder_named(folder, name)?, repository: folder.clone() })
        }
    });
    places.filter(|place| place.root.is_dir()).map(Place::without_dots).next()
}

impl Place {
    fn without_dots(self) -> Self {
        Self {
            repository: self.repository.components().collect(),
            root: self.root.components().filter(|part| part.as_str() != ".").collect(),
        }
    }
}

/// The folder below `folder` whose path is `name` when `/` is written `_`.
fn folder_named(folder: &Utf8Path, name: &str) -> Option<Utf8PathBuf> {
    if name.is_empty() {
        return Some(folder.to_owned());
    }
    let entries = folder.read_dir_utf8().ok()?.filter_map(Result::ok);
    entries.filter(|entry| entry.path().is_dir()).find_map(|entry| {
        let rest = name.strip_prefix(entry.file_name())?;
        let rest = if rest.is_empty() { rest } else { rest.strip_prefix('_')? };
        folder_named(entry.path(), rest)
    })
}

/// The root as the plan saw it.
fn evaluated(place: &Place, plan: &Plan, folders: &[Utf8PathBuf]) -> Option<Project> {
    let root = &place.root;
    let mut files = RootFiles::new(place.repository.clone());
    let mut request = Request::default();
    let mut repositories = match &plan.origin {
        Origin::Arguments { modules } => {
            let code =
                files.files_in(root).into_iter().filter(|file| file.extension() == Some("tf"));
            let code: Vec<_> = code.filter_map(|file| fs::read_to_string(file).ok()).collect();
            let defaults = placeholder::override_file(code.iter().map(String::as_str));
            files.add(root.join("zz_placeholder_override.tf"), defaults);
            Repositories::find(modules, folders, &place.repository)
        }
        Origin::Provider { variables } => {
            request.variables.clone_from(variables);
            Repositories::find(&[], folders, &place.repository)
        }
    };
    files.mount(&repositories);
    let first_file =
        files.files_in(root).into_iter().find(|file| file.extension() == Some("tf"))?;
    request.paths = vec![place.repository.clone(), first_file];
    loop {
        let mut projects = load(&files, &request).projects;
        let project = projects.pop()?;
        if !repositories.install(&project.unread_modules) {
            return Some(project);
        }
        files.add(root.join(".terraform/modules/modules.json"), repositories.list(root));
    }
}

fn held_against(project: &Project, plan: &Plan, defaults: Option<&Json>) -> Comparison {
    let mut comparison = Comparison::default();
    let ours: BTreeMap<&str, _> =
        project.resources.iter().map(|resource| (resource.address.as_str(), resource)).collect();
    let mut uncounted = BTreeSet::new();
    for (address, planned) in &plan.resources {
        let Some(resource) = ours.get(address.as_str()) else {
            comparison.absent(address, project, &ours, &mut uncounted);
            continue;
        };
        let manner = match plan.origin {
            Origin::Arguments { .. } => Manner::Arguments,
            Origin::Provider { .. } => {
                Manner::Provider(defaults.and_then(|all| all.get(&planned.kind)))
            }
        };
        for leaf in agreement::compare(&resource.values, &planned.values, &planned.unknown, manner)
        {
            *comparison.counts.leaves.entry(leaf.outcome).or_default() += 1;
            if !leaf.values.is_empty() {
                comparison.differences.push(format!("{address} {}: {}", leaf.path, leaf.values));
            }
        }
    }
    for address in ours.keys().filter(|address| !plan.resources.contains_key(**address)) {
        // Data sources that are read while planning are in no plan.
        let is_read = matches!(plan.origin, Origin::Provider { .. }) && is_data_source(address);
        if !uncounted.contains(*address) && !is_read {
            comparison.counts.extra += 1;
            comparison.differences.push(format!("{address}: extra"));
        }
    }
    comparison
}

impl Comparison {
    /// Notes a planned resource that is not here by its address.
    fn absent<'o, R>(
        &mut self,
        address: &str,
        project: &Project,
        ours: &BTreeMap<&'o str, R>,
        uncounted: &mut BTreeSet<&'o str>,
    ) {
        let is_unread =
            |module: &str| address.strip_prefix(module).is_some_and(|rest| rest.starts_with('.'));
        if project.unread_modules.iter().any(|module| is_unread(module.address.as_str())) {
            self.counts.unread += 1;
            return;
        }
        let without = without_keys(address);
        if let Some((&one, _)) = ours.iter().find(|(one, _)| without_keys(one) == without) {
            if uncounted.insert(one) {
                self.differences.push(format!("{one}: stands for {address} and those like it"));
            }
            self.counts.uncounted += 1;
            return;
        }
        self.counts.missing += 1;
        self.differences.push(format!("{address}: missing"));
    }
}

fn is_data_source(address: &str) -> bool {
    address.starts_with("data.") || address.contains(".data.")
}

/// An address without the keys of its instances.
fn without_keys(address: &str) -> String {
    let mut rest = String::new();
    let mut in_key = false;
    let mut in_text = false;
    let mut escaped = false;
    for character in address.chars() {
        if in_key {
            in_text ^= character == '"' && !escaped;
            escaped = character == '\\' && !escaped;
            in_key = in_text || character != ']';
        } else if character == '[' {
            in_key = true;
        } else {
            rest.push(character);
        }
    }
    rest
}

#[cfg(test)]
mod tests {
    use super::without_keys;

    #[test]
    fn an_address_without_keys() {
        assert_eq!(
            without_keys(r#"module.a["x]\"y"].azurerm_subnet.b[0]"#),
            "module.a.azurerm_subnet.b"
        );
    }
}
