//! Terraform plans and states in JSON.
//!
//! A plan knows the values that Terraform has computed and that only a provider
//! can tell. What it does not know is joined through the code: the root module
//! beside it where there is one, which also says where things are written, else
//! the references in the plan's own `configuration`.

mod changes;
mod code;
mod configuration;
mod instances;
mod overlay;
mod plan_file;
mod resolver;
mod state_file;
mod traversal;

use std::{
    cell::Cell,
    collections::{BTreeMap, BTreeSet},
    sync::Arc,
};

use camino::{Utf8Path, Utf8PathBuf};
use nexthop_source::{Diagnostic, FileId, Severity, Span};

use self::{
    code::{Blocks, Code},
    configuration::{Configuration, Configured},
    instances::{Index, Instance},
    overlay::{Otherwise, Overlay, Written},
    plan_file::Content,
    resolver::Resolver,
};
use crate::{
    Address, FileSystem, Input, InputKind, Origin, Presence, Project, Resource, Why, Workspace,
    input::{Document, Form, Search},
    json::{self, Dialect},
    terraform::{self, Declaration, Majors, SingleRoot},
};

/// Larger files are not read.
const LARGEST: usize = 64 << 20;

/// Reads the plans and states among the searched files. A plan takes the place of
/// the root module that it was made from; a state that lies beside its code is
/// read only if it was asked for by name.
pub(crate) fn load(files: &dyn FileSystem, search: &Search, workspace: &mut Workspace) {
    let folders = search.paths.iter().filter(|searched| !searched.is_file);
    let searched: Vec<_> = folders.map(|searched| searched.path.clone()).collect();
    let documents = [
        (Form::TerraformPlan, InputKind::TerraformPlan),
        (Form::TerraformState, InputKind::TerraformState),
    ];
    let mut replaced = BTreeSet::new();
    for (form, kind) in documents {
        for document in search.of_form(form) {
            match text(files, document) {
                Ok(text) => {
                    let file = workspace.sources.add(document.path.clone(), text);
                    let loading = Loading { files, searched: &searched, document, file, kind };
                    replaced.extend(loading.load(workspace));
                }
                Err(why) => workspace.unreadable.push((document.path.clone(), why)),
            }
        }
    }
    workspace.projects.retain(|project| {
        project.input.kind != InputKind::Terraform || !replaced.contains(&project.input.path)
    });
}

fn text(files: &dyn FileSystem, document: &Document) -> Result<String, String> {
    let text = document.text(files)?;
    if text.len() > LARGEST {
        return Err("this file is larger than 64 MiB and was not read".to_owned());
    }
    Ok(text)
}

/// One document on its way to a project.
#[derive(Clone, Copy)]
struct Loading<'l> {
    files: &'l dyn FileSystem,
    searched: &'l [Utf8PathBuf],
    document: &'l Document,
    file: FileId,
    kind: InputKind,
}

impl Loading<'_> {
    /// Adds the project; the folder of the root module that it replaces.
    fn load(self, workspace: &mut Workspace) -> Option<Utf8PathBuf> {
        let text = workspace.sources.file_text(self.file);
        let root = match json::parse(text, self.file, Dialect::Strict) {
            Ok(root) => root,
            Err(diagnostic) => {
                workspace.projects.push(self.project(vec![*diagnostic]));
                return None;
            }
        };
        let read = match self.kind {
            InputKind::TerraformState => state_file::read(&root),
            _ => plan_file::read(&root),
        };
        let Some(content) = read else {
            if self.document.named {
                let message =
                    "This is neither a plan nor a state that `terraform show -json` writes";
                let span = Span::new(self.file, 0..0);
                let diagnostic = Diagnostic::new("syntax-error", Severity::Error, span, message);
                workspace.projects.push(self.project(vec![diagnostic]));
            }
            return None;
        };
        self.load_content(content, workspace)
    }

    fn load_content(self, content: Content<'_>, workspace: &mut Workspace) -> Option<Utf8PathBuf> {
        let Content { instances, configuration, variables, constraints, diagnostics, .. } = content;
        let blocks = blocks(&instances, &configuration, content.is_configured);
        let path = &self.document.path;
        let found = code::find(self.files, path, &workspace.projects, &blocks);
        let is_state = self.kind == InputKind::TerraformState;
        if is_state && !self.document.named && self.is_beside(found.as_ref(), &workspace.projects) {
            return None;
        }
        let root = found
            .as_ref()
            .and_then(|found| SingleRoot::read(self.files, &found.folder, &mut workspace.sources));
        let azurerm = match &root {
            Some(root) if constraints.is_empty() => root.azurerm(self.files),
            _ => {
                let beside = path.parent().unwrap_or(Utf8Path::new(""));
                let folder = found.as_ref().map_or(beside, |found| &found.folder);
                terraform::majors_of_plan(self.files, folder, &constraints)
            }
        };
        let variables = variables.iter().filter_map(|entry| {
            Some((Arc::clone(&entry.name), overlay::json(entry.value.get("value")?)))
        });
        let variables = variables.collect();
        let code = root.and_then(|root| root.evaluate(self.files, self.searched, variables));
        let project = self.project(diagnostics);
        let instances = Index::new(instances);
        let is_alone = code.is_none();
        let hidden = Cell::new(0);
        let configuration = &configuration;
        let assembly = Assembly { configuration, instances: &instances, azurerm, hidden: &hidden };
        let mut project = assembly.project(project, code);
        if is_alone && hidden.get() > 0 {
            project.diagnostics.push(self.without_code(hidden.get()));
        }
        workspace.projects.push(project);
        found.filter(|found| found.is_same && !is_state).map(|found| found.folder)
    }

    /// Says what cannot be told of a plan whose code is not here.
    fn without_code(self, hidden: usize) -> Diagnostic {
        let values =
            if hidden == 1 { "1 value depends" } else { &format!("{hidden} values depend") };
        let message = format!(
            "The code of this plan is not here, and {values} on local values or `dynamic` blocks \
             that a plan says nothing of"
        );
        let span = Span::new(self.file, 0..0);
        let mut diagnostic = Diagnostic::new("syntax-error", Severity::Note, span, message);
        diagnostic.help("Keep the plan beside the code that it was made from.");
        diagnostic
    }

    /// Whether the code of a state is read by itself.
    fn is_beside(self, found: Option<&Code>, projects: &[Project]) -> bool {
        let is_read = |folder: &Utf8Path| {
            projects.iter().any(|project| {
                project.input.kind == InputKind::Terraform && project.input.path == folder
            })
        };
        let folder = self.document.path.parent();
        found.map(|found| &*found.folder).into_iter().chain(folder).any(is_read)
    }

    /// The project without its resources.
    fn project(self, diagnostics: Vec<Diagnostic>) -> Project {
        Project {
            input: Input { path: self.document.path.clone(), kind: self.kind },
            resources: Vec::new(),
            unread_modules: Vec::new(),
            declared: Vec::new(),
            diagnostics,
            suppressions: Vec::new(),
        }
    }
}

/// The blocks of the root module, as far as the document tells.
fn blocks(
    instances: &[Instance<'_>],
    configuration: &Configuration<'_>,
    is_configured: bool,
) -> Blocks {
    let names = if is_configured {
        configuration.blocks()
    } else {
        let addresses = instances.iter().map(|instance| instance.address.as_str());
        addresses.filter_map(traversal::root_block).collect()
    };
    Blocks { names, are_all: is_configured }
}

/// Instances on their way to resources.
#[derive(Clone, Copy)]
struct Assembly<'a, 'n> {
    configuration: &'a Configuration<'n>,
    instances: &'a Index<'n>,
    azurerm: Majors,
    /// How many values of Azure's resources depend on code that a plan does not show.
    hidden: &'a Cell<usize>,
}

/// The resources of the code by address, and those that stand for however many
/// there will be by the address without keys.
#[derive(Default)]
struct Twins<'c> {
    by_address: BTreeMap<&'c Address, &'c Resource>,
    by_block: BTreeMap<String, &'c Resource>,
}

impl<'n> Assembly<'_, 'n> {
    fn project(self, mut project: Project, code: Option<Project>) -> Project {
        let mut twins = Twins::default();
        for resource in code.iter().flat_map(|code| &code.resources) {
            twins.by_address.insert(&resource.address, resource);
            if let Presence::Maybe(_) = resource.presence {
                twins.by_block.insert(traversal::without_keys(resource.address.as_str()), resource);
            }
        }
        let resources = self.instances.all().map(|instance| self.resource(instance, &twins));
        project.resources = resources.collect();
        if let Some(code) = code {
            project.diagnostics.extend(code.diagnostics);
            project.suppressions = code.suppressions;
        }
        project
    }

    fn resource(self, instance: &Instance<'n>, twins: &Twins<'_>) -> Resource {
        let address = instance.address.as_str();
        let twin = twins.by_address.get(&instance.address).copied();
        let twin = twin.or_else(|| twins.by_block.get(&traversal::without_keys(address)).copied());
        let module = self.configuration.module(&instance.module.name());
        let block = module.and_then(|module| module.resources.get(&*instance.block()));
        let configured = block.map(|block| block.get("expressions").unwrap_or(block));
        let origin = twin.map_or_else(
            || Origin { declared: instance.place, calls: Arc::clone(&instance.module.calls) },
            |twin| twin.origin.clone(),
        );
        let hidden = self.hidden.get();
        let overlay = Overlay {
            resolver: Resolver {
                configuration: self.configuration,
                instances: self.instances,
                hidden: self.hidden,
            },
            instance,
            declared: origin.declared,
            is_beside_code: twin.is_some(),
        };
        let values = overlay.values(Written {
            code: twin.map(|twin| &twin.values),
            configured: configured.map(Configured),
            otherwise: match (twin, configured) {
                (None, None) => Otherwise::Set,
                _ if instance.data => Otherwise::Set,
                _ => Otherwise::Default,
            },
        });
        let declaration = Declaration {
            declared: origin.declared,
            existing: instance.data,
            azurerm: self.azurerm,
        };
        let lowered = terraform::lower(instance.kind, &values, declaration);
        if lowered.kind.is_none() {
            self.hidden.set(hidden);
        }
        let planned = changes::of(instance, declaration).map(Arc::new);
        Resource {
            kind: lowered.kind,
            source_type: Arc::from(instance.kind),
            address: instance.address.clone(),
            values,
            body: lowered.body,
            amends: lowered.amends,
            existing: instance.data,
            origin,
            presence: presence(instance),
            order: None,
            planned,
        }
    }
}

fn presence(instance: &Instance<'_>) -> Presence {
    if instance.deferred {
        Presence::Maybe(Why::SetByAzure(format!("how many there are of {}", instance.address)))
    } else {
        Presence::Certain
    }
}
