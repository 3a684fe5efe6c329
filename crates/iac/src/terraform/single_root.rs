//! One root module by itself, such as the code that a plan was made from.

use std::{collections::BTreeSet, sync::Arc};

use camino::{Utf8Path, Utf8PathBuf};
use nexthop_source::Sources;

use super::{
    files::{self, Configuration},
    functions::Remembered,
    provider_version::{self, Majors},
    root::{declarations, project},
    scope::Start,
    variables,
};
use crate::{
    FileSystem, Project, Request, Value,
    input::{Search, Searched},
};

/// A root module that is read and not evaluated.
#[derive(Debug)]
pub(crate) struct SingleRoot {
    configuration: Configuration,
}

impl SingleRoot {
    /// Reads the module in a folder, and what it calls; none if there is no code.
    pub(crate) fn read(
        files: &dyn FileSystem,
        folder: &Utf8Path,
        sources: &mut Sources,
    ) -> Option<Self> {
        let found = files.files_in(folder);
        let searched = Searched { path: folder.to_owned(), is_file: false, files: found };
        let search = Search { paths: vec![searched], ..Search::default() };
        let configuration = files::read(files, &search, &Request::default(), sources);
        (!configuration.roots.is_empty()).then_some(Self { configuration })
    }

    /// What the root module declares: resources, data sources and module calls.
    pub(crate) fn blocks(&self) -> BTreeSet<String> {
        let modules = declarations(&self.configuration);
        let roots = self.configuration.roots.iter();
        let roots = roots.filter_map(|root| modules.get(&*root.folder));
        roots
            .flat_map(|module| {
                let calls = module.calls.keys().map(|name| format!("module.{name}"));
                module.resources.keys().cloned().chain(calls)
            })
            .collect()
    }

    /// The versions of azurerm that the module may be run with.
    pub(crate) fn azurerm(&self, files: &dyn FileSystem) -> Majors {
        let Some(root) = self.configuration.roots.first() else { return Majors::ANY };
        let bodies = self.configuration.reached(root).flat_map(|module| &module.bodies);
        provider_version::of_azurerm(files, &root.folder, bodies)
    }

    /// Evaluates the module with variables that a plan was made with.
    pub(crate) fn evaluate(
        &self,
        files: &dyn FileSystem,
        searched: &[Utf8PathBuf],
        variables: Vec<(Arc<str>, Value)>,
    ) -> Option<Project> {
        let given = variables::given_by_plan(variables);
        let modules = declarations(&self.configuration);
        let root = self.configuration.roots.first()?;
        let configuration = &self.configuration;
        let start = Start {
            configuration,
            root,
            modules: &modules,
            searched,
            remembered: &Remembered::default(),
            asked_for: None,
        };
        Some(project(files, start, &given))
    }
}
