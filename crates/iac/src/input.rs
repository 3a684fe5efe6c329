//! From paths to inputs to resources: the entry of the crate.

use std::sync::Arc;

use camino::Utf8PathBuf;
use nexthop_source::{Diagnostic, Severity, Sources, Span, Suppression};

use crate::{Address, FileSystem, Resource, Value};

mod search;

pub(crate) use search::{Document, Form, Search, Searched, lexical};

/// Expressions nest through locals, variables and modules, so evaluating needs
/// more stack than threads are given by default.
const STACK: usize = 256 << 20;

/// What to load.
#[derive(Clone, Debug, Default)]
pub struct Request {
    /// Files and folders to search for inputs.
    pub paths: Vec<Utf8PathBuf>,
    /// `--var NAME=VALUE`, in order; the last one of a name wins.
    pub variables: Vec<(String, String)>,
    /// `--var-file`, in order; they come before `variables`.
    pub var_files: Vec<Utf8PathBuf>,
    /// Where the Bicep CLI keeps the modules that it has fetched: `~/.bicep`.
    pub bicep_cache: Option<Utf8PathBuf>,
    /// `--parameters`, in order: deployment parameter files.
    pub parameter_files: Vec<Utf8PathBuf>,
    /// The ARM types that are asked for, if not all are. Resources of other types are left
    /// out; Terraform's are evaluated only as far as others depend on them.
    pub asked_for: Option<fn(&str) -> bool>,
}

/// Everything that was read.
#[derive(Debug, Default)]
pub struct Workspace {
    /// The texts.
    pub sources: Sources,
    /// The inputs found, sorted by path.
    pub projects: Vec<Project>,
    /// What could not be read at all: paths that do not exist, unreadable files.
    pub unreadable: Vec<(Utf8PathBuf, String)>,
}

/// One input, read and evaluated.
#[derive(Debug)]
pub struct Project {
    /// Which.
    pub input: Input,
    /// Its resource instances, in order of address.
    pub resources: Vec<Resource>,
    /// Calls of modules whose code is not here.
    pub unread_modules: Vec<UnreadModule>,
    /// The names of the variables or parameters that it can be given.
    pub declared: Vec<Arc<str>>,
    /// Files that could not be parsed and what else is wrong with the code as code.
    pub diagnostics: Vec<Diagnostic>,
    /// The suppression comments of its files.
    pub suppressions: Vec<Suppression>,
}

/// A call of a module whose code could not be read. What it declares is missing
/// from the resources, what it returns is unknown.
#[derive(Clone, Debug)]
pub struct UnreadModule {
    /// The instance's address.
    pub address: Address,
    /// The source as it is written.
    pub source: String,
    /// The header of the calling block.
    pub span: Span,
    /// What it is called with.
    pub arguments: Value,
}

/// A root that is a network of its own.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Input {
    /// The root module's folder, or the file.
    pub path: Utf8PathBuf,
    /// Its language.
    pub kind: InputKind,
}

/// The languages.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum InputKind {
    /// A Terraform or OpenTofu root module.
    Terraform,
    /// `terraform show -json` of a plan.
    TerraformPlan,
    /// A Terraform state.
    TerraformState,
    /// A Bicep file, or a snapshot of one.
    Bicep,
    /// An ARM deployment template.
    Arm,
    /// What is deployed, as `az` and Resource Graph print it.
    AzureExport,
}

impl InputKind {
    /// The word used in every format.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Terraform => "terraform",
            Self::TerraformPlan => "terraform-plan",
            Self::TerraformState => "terraform-state",
            Self::Bicep => "bicep",
            Self::Arm => "arm",
            Self::AzureExport => "azure-export",
        }
    }
}

/// The mistake of a value that was given to a variable or a parameter.
pub(crate) fn not_taken(name: &str, what: &str, declaration: Span) -> Diagnostic {
    let message = format!("The value given for {name} cannot be used: {what}");
    Diagnostic::new("syntax-error", Severity::Error, declaration, message)
}

/// Finds the inputs below the requested paths, parses and evaluates them.
pub fn load(files: &dyn FileSystem, request: &Request) -> Workspace {
    let read = || {
        let mut search = Search::new(files, request);
        let unreadable = std::mem::take(&mut search.unreadable);
        let mut workspace = Workspace { unreadable, ..Workspace::default() };
        crate::terraform::load(files, &search, request, &mut workspace);
        // Plans take the place of the roots they were made from.
        crate::plan::load(files, &search, &mut workspace);
        let modules = crate::bicep::load(files, &search, request, &mut workspace);
        search.documents.retain(|found| found.named || !modules.contains(&found.path));
        crate::arm::load(files, &search, request, &mut workspace);
        if let Some(asked_for) = request.asked_for {
            let is_asked_for = |resource: &Resource| {
                resource.kind.as_ref().is_some_and(|kind| asked_for(kind.as_str()))
            };
            for project in &mut workspace.projects {
                project.resources.retain(is_asked_for);
            }
        }
        workspace.projects.sort_by(|a, b| a.input.cmp(&b.input));
        workspace
    };
    // As many threads as the caller works with, for a bench on one core too.
    let threads = rayon::current_num_threads();
    match rayon::ThreadPoolBuilder::new().num_threads(threads).stack_size(STACK).build() {
        Ok(pool) => pool.install(read),
        Err(_) => read(),
    }
}
