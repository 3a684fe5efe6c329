//! `cargo xtask compare-bicep`: the resources of Bicep files against those of the
//! templates that the Bicep compiler made of them.
//!
//! Parameters: none, so that both fall back to the same defaults; and with `--tests`
//! those of every `main.test.bicep` below the file, which is evaluated once as it is
//! and once with the compiled template as the module's body.
//!
//! Modules of registries are those that the compiler had, see
//! [`restored_modules`]; what is in them is the same on both
//! sides, what they are called with and what is made of their outputs is compared.

use std::{collections::BTreeMap, fs, process::ExitCode};

use anyhow::{Context as _, bail};
use camino::{Utf8Path, Utf8PathBuf};
use nexthop_iac::{Address, Kind, Part, Presence, Project, Request, Resource, Value, Why, load};
use serde::Deserialize;

use crate::{
    overlay::Overlay,
    restored_modules::{self, RestoredModules},
};

#[derive(Debug, clap::Args)]
pub(crate) struct Arguments {
    /// The list of pairs: paths of `bicep` and `json`, and whether they are of a network
    #[arg(long)]
    pairs: Utf8PathBuf,
    /// The folder that the paths are relative to
    #[arg(long)]
    trees: Utf8PathBuf,
    /// Evaluate the tests beside the files as well
    #[arg(long)]
    tests: bool,
    /// Compare only pairs whose path contains this
    #[arg(long, default_value = "")]
    only: String,
    /// How many differences of one pair are printed
    #[arg(long, default_value = "3")]
    show: usize,
}

#[derive(Debug, Deserialize)]
struct Pair {
    bicep: String,
    json: String,
    net: bool,
}

/// One comparison to make.
struct Case {
    name: String,
    net: bool,
    /// What is loaded of either kind.
    inputs: [Utf8PathBuf; 2],
    /// The text of the second one, where it is none of the disk.
    replaced: Option<String>,
    /// The repository, of which code may take in every file.
    repository: Utf8PathBuf,
}

/// What came of one case.
enum Outcome {
    Equal(usize),
    /// One of both sides did not load.
    Missing,
    Different(Vec<String>),
}

pub(crate) fn run(arguments: &Arguments) -> anyhow::Result<ExitCode> {
    let text =
        fs::read(&arguments.pairs).with_context(|| format!("cannot read {}", arguments.pairs))?;
    let pairs: Vec<Pair> = serde_json::from_slice(&text).context("this is no list of pairs")?;
    let chosen = pairs.iter().filter(|pair| pair.bicep.contains(&arguments.only));
    let chosen: Vec<&Pair> = chosen.collect();
    let cases: Vec<Case> = chosen.iter().flat_map(|pair| cases(pair, arguments)).collect();
    if cases.is_empty() {
        bail!("nothing was compared")
    }
    let mut overlay = Overlay::default();
    restore(&chosen, &arguments.trees, &mut overlay);
    let outcomes: Vec<Outcome> = cases.iter().map(|case| compare(case, &mut overlay)).collect();
    let mut totals: BTreeMap<bool, (usize, usize, usize)> = BTreeMap::new();
    for (case, outcome) in cases.iter().zip(outcomes) {
        let (equal, all, resources) = totals.entry(case.net).or_default();
        *all += 1;
        match outcome {
            Outcome::Equal(compared) => {
                *equal += 1;
                *resources += compared;
            }
            Outcome::Missing => println(&format!("{}: not loaded", case.name)),
            Outcome::Different(differences) => {
                println(&format!("{}: {} differences", case.name, differences.len()));
                for difference in differences.iter().take(arguments.show) {
                    println(&format!("    {difference}"));
                }
            }
        }
    }
    for (net, (equal, all, resources)) in totals {
        let what = if net { "network" } else { "other" };
        println(&format!("{what}: {equal} of {all} equal, with {resources} resources"));
    }
    Ok(ExitCode::SUCCESS)
}

#[expect(clippy::print_stdout, reason = "a task's result is what it prints")]
fn println(line: &str) {
    println!("{line}");
}

fn cases(pair: &Pair, arguments: &Arguments) -> Vec<Case> {
    let [bicep, json] = [&pair.bicep, &pair.json].map(|path| arguments.trees.join(path));
    let repository = pair.bicep.split('/').next().unwrap_or_default();
    let repository = arguments.trees.join(repository);
    let mut cases = Vec::new();
    if arguments.tests {
        for test in tests_below(bicep.parent().unwrap_or(&bicep)) {
            let Ok(text) = fs::read_to_string(&test) else { continue };
            let (file, compiled) = (bicep.file_name(), json.file_name());
            let [Some(file), Some(compiled)] = [file, compiled] else { continue };
            let replaced = text.replace(&format!("/{file}'"), &format!("/{compiled}'"));
            let name = test.strip_prefix(&arguments.trees).unwrap_or(&test).to_string();
            let (inputs, replaced) = ([test.clone(), test], Some(replaced));
            let repository = repository.clone();
            cases.push(Case { name, net: pair.net, inputs, replaced, repository });
        }
    }
    let name = pair.bicep.clone();
    let inputs = [bicep, json];
    cases.push(Case { name, net: pair.net, inputs, replaced: None, repository });
    cases
}

fn tests_below(folder: &Utf8Path) -> Vec<Utf8PathBuf> {
    let Ok(entries) = folder.join("tests/e2e").read_dir_utf8() else { return Vec::new() };
    let tests = entries.flatten().map(|entry| entry.path().join("main.test.bicep"));
    let mut tests: Vec<_> = tests.filter(|path| path.is_file()).collect();
    tests.sort();
    tests
}

/// Lays the modules of registries over the disk that the pairs call.
fn restore(pairs: &[&Pair], trees: &Utf8Path, overlay: &mut Overlay) {
    let mut restored = RestoredModules::default();
    for pair in pairs {
        let compiled = fs::read(trees.join(&pair.json)).unwrap_or_default();
        if let Ok(compiled) = serde_json::from_slice(&compiled) {
            restored.take_over(&trees.join(&pair.bicep), &compiled);
        }
    }
    for (path, text) in restored.texts {
        overlay.put(path, text);
    }
}

fn evaluated(case: &Case, input: usize, overlay: &Overlay) -> Option<Project> {
    let request = Request {
        paths: vec![case.inputs[input].clone(), case.repository.clone()],
        bicep_cache: Some(restored_modules::CACHE.into()),
        ..Request::default()
    };
    load(overlay, &request).projects.pop()
}

fn compare(case: &Case, overlay: &mut Overlay) -> Outcome {
    let ours = evaluated(case, 0, overlay);
    if let Some(text) = &case.replaced {
        overlay.put(case.inputs[1].clone(), text.clone());
    }
    let theirs = evaluated(case, 1, overlay);
    overlay.take(&case.inputs[1]);
    let (Some(bicep), Some(json)) = (ours, theirs) else {
        return Outcome::Missing;
    };
    let unread: Vec<&str> = bicep.unread_modules.iter().map(|one| one.address.as_str()).collect();
    let [ours, theirs] = [&bicep, &json].map(|project| Side::new(project, &unread).resources());
    let mut differences = Vec::new();
    // Types of which some are named by modules that are not here.
    let mut nameless: Vec<String> = Vec::new();
    for (key, one) in &ours {
        match theirs.get(key) {
            None if key.contains(NOT_READ) => nameless.push(kind_of(key)),
            None => differences.push(format!("only in Bicep: {key}")),
            Some(other) => compare_resources(key, one, other, &mut differences),
        }
    }
    let mut only: Vec<&String> = theirs.keys().filter(|key| !ours.contains_key(*key)).collect();
    only.retain(|key| {
        let counterpart = nameless.iter().position(|kind| *kind == kind_of(key));
        counterpart.map(|at| nameless.swap_remove(at)).is_none()
    });
    let only = only.into_iter();
    differences.extend(only.map(|key| format!("only in the template: {key}")));
    if differences.is_empty() {
        Outcome::Equal(ours.len())
    } else {
        Outcome::Different(differences)
    }
}

/// The type in what identifies a resource.
fn kind_of(key: &str) -> String {
    let mut steps = key.split('/');
    let namespace = steps.next().unwrap_or_default();
    std::iter::once(namespace).chain(steps.step_by(2)).collect::<Vec<_>>().join("/")
}

/// The leaves of a resource by their paths.
type Leaves = BTreeMap<String, String>;

/// What stands for a value that depends on a module that is not here.
const NOT_READ: &str = "<not read>";

fn compare_resources(key: &str, one: &Leaves, other: &Leaves, differences: &mut Vec<String>) {
    let is_open = |path: &str| {
        one.iter().any(|(known, leaf)| leaf == NOT_READ && path.starts_with(known.as_str()))
    };
    for path in one.keys().chain(other.keys().filter(|path| !one.contains_key(*path))) {
        let (a, b) = (one.get(path), other.get(path));
        if a != b && !is_open(path) {
            let shown = |leaf: Option<&String>| leaf.map_or("nothing", String::as_str).to_owned();
            differences.push(format!("{key} {path}: {} / {}", shown(a), shown(b)));
        }
    }
}

/// One side of a comparison.
struct Side<'a> {
    by_address: BTreeMap<&'a Address, &'a Resource>,
    /// The modules that one of both sides has not.
    unread: &'a [&'a str],
}

impl<'a> Side<'a> {
    fn new(project: &'a Project, unread: &'a [&'a str]) -> Self {
        let by_address = project.resources.iter().map(|one| (&one.address, one)).collect();
        Self { by_address, unread }
    }

    /// What is deployed, by type and name; those of one name are numbered.
    fn resources(&self) -> BTreeMap<String, Leaves> {
        let mut resources = BTreeMap::new();
        let mut numbers = BTreeMap::new();
        let mut all: Vec<(String, Leaves)> = self
            .by_address
            .values()
            .filter(|one| !one.existing && !self.is_in_unread(one.address.as_str()))
            .map(|one| (self.identity(one), self.leaves(one)))
            .collect();
        all.sort();
        for (key, leaves) in all {
            let number = numbers.entry(key.clone()).or_insert(0_usize);
            *number += 1;
            resources.insert(format!("{key} #{number}"), leaves);
        }
        resources
    }

    fn is_in_unread(&self, address: &str) -> bool {
        self.unread
            .iter()
            .any(|module| address.strip_prefix(module).is_some_and(|rest| rest.starts_with('/')))
    }

    /// The end of a resource's id.
    fn identity(&self, resource: &Resource) -> String {
        let kind = resource.kind.as_ref().map_or("", |kind| kind.as_str());
        let mut steps = kind.split('/');
        let mut id = steps.next().unwrap_or_default().to_owned();
        let names = self.full_name(resource, 0);
        let mut names = names.split('/');
        for step in steps {
            for piece in ["/", step, "/", names.next().unwrap_or_default()] {
                id.push_str(piece);
            }
        }
        id.to_lowercase()
    }

    fn full_name(&self, resource: &Resource, depth: usize) -> String {
        // What is deployed once more has the name of the last one.
        let again = resource.amends.as_ref().filter(|_| resource.body.is_empty() && depth < 10);
        if let Some(Kind::Reference(last)) = again.map(|last| &last.kind)
            && let Some(last) = self.by_address.get(&last.target)
        {
            return self.full_name(last, depth + 1);
        }
        let body = if resource.body.contains_key("name") {
            resource.body.get("name")
        } else {
            resource.values.get("name")
        };
        let name = body.map_or_else(String::new, |name| self.text(name));
        let parent = match resource.body.get("parent").map(|parent| (&parent.kind, parent)) {
            Some((Kind::Reference(reference), _)) if depth < 10 => {
                match self.by_address.get(&reference.target) {
                    Some(parent) => self.full_name(parent, depth + 1),
                    None => "?".to_owned(),
                }
            }
            Some((Kind::Object(..), parent)) => {
                parent.get("name").map_or_else(String::new, |name| self.text(name))
            }
            Some((_, parent)) => {
                let id = self.text(parent);
                let behind = id.rsplit("/providers/").next().unwrap_or_default();
                let names: Vec<&str> = behind.split('/').skip(2).step_by(2).collect();
                names.join("/")
            }
            None => return name,
        };
        format!("{parent}/{name}")
    }

    fn leaves(&self, resource: &Resource) -> Leaves {
        let mut leaves = Leaves::new();
        if let Presence::Maybe(why) = &resource.presence {
            let is_open = matches!(why, Why::Outside(what) if what.contains("not read"));
            leaves
                .insert("presence".to_owned(), if is_open { NOT_READ } else { "maybe" }.to_owned());
        }
        for (name, value) in resource.values.as_object().into_iter().flatten() {
            if **name != *"name" && **name != *"scope" {
                self.collect(name, value, &mut leaves);
            }
        }
        leaves
    }

    fn collect(&self, path: &str, value: &Value, leaves: &mut Leaves) {
        match &value.kind {
            Kind::Null => {}
            Kind::List(_, items) if !items.is_empty() => {
                for (at, item) in items.iter().enumerate() {
                    self.collect(&format!("{path}[{at}]"), item, leaves);
                }
            }
            Kind::Object(_, entries) if entries.values().any(|entry| !entry.is_null()) => {
                for (name, entry) in entries.iter() {
                    self.collect(&format!("{path}.{name}"), entry, leaves);
                }
            }
            _ => {
                leaves.insert(path.to_owned(), self.text(value));
            }
        }
    }

    /// A value without what differs between the languages: ids by what they lead to,
    /// unknown values by the mere fact.
    fn text(&self, value: &Value) -> String {
        match &value.kind {
            Kind::Null => "null".to_owned(),
            Kind::Bool(truth) => truth.to_string(),
            Kind::Number(number) => number.to_string(),
            Kind::String(text) => behind_providers(text),
            Kind::List(..) => "[]".to_owned(),
            Kind::Object(..) => "{}".to_owned(),
            Kind::Reference(reference) => self.referred(&reference.target, &reference.attribute),
            Kind::Unknown(unknown) => match &unknown.why {
                Why::Outside(what) if what.contains("not read") => NOT_READ.to_owned(),
                Why::Failed(_) => "<failed>".to_owned(),
                _ => {
                    let parts = unknown.parts.iter().map(|part| match part {
                        Part::Text(text) => text.to_string(),
                        Part::Reference(one) => self.referred(&one.target, &one.attribute),
                        Part::Unknown => "?".to_owned(),
                    });
                    let text: String = parts.collect();
                    if text.is_empty() { "?".to_owned() } else { behind_providers(&text) }
                }
            },
        }
    }

    fn referred(&self, target: &Address, attribute: &str) -> String {
        let id = self.by_address.get(target).map_or("?".to_owned(), |one| self.identity(one));
        let group = id.strip_prefix("microsoft.resources/resourcegroups/");
        match (attribute, group) {
            ("id", Some(name)) => format!("/resourcegroups/{name}"),
            ("id", None) => format!("/providers/{id}"),
            ("" | "name", _) => id,
            _ => "?".to_owned(),
        }
    }
}

/// Of an id what tells one resource from another: what is behind its group.
fn behind_providers(text: &str) -> String {
    let lower = text.to_lowercase();
    match ["/providers/", "/resourcegroups/"].iter().find_map(|word| lower.rfind(word)) {
        Some(at) => lower[at..].to_owned(),
        None => text.to_owned(),
    }
}
