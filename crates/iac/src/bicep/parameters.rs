//! Parameter files: `.bicepparam`.

use std::{collections::BTreeMap, rc::Rc, sync::Arc};

use super::{
    expression::imported_name,
    files::File,
    names::{Program, literal},
    syntax::Statement,
    template,
};
use crate::{
    Value,
    arm::{
        deployment::{Deployment, Evaluation},
        scope::Run,
    },
};

/// The file that a parameter file extends, as it writes it.
pub(super) fn extended(file: &File) -> Option<&str> {
    file.statements.iter().find_map(|statement| match statement {
        Statement::Extends { source } => literal(source),
        _ => None,
    })
}

/// The template that a parameter file is for, as it writes it.
pub(super) fn used(file: &File) -> Option<&str> {
    file.statements.iter().find_map(|statement| match statement {
        Statement::Using { source } => literal(source.as_ref()?),
        _ => None,
    })
}

/// The values that a parameter file gives to its template.
pub(super) fn values(program: &Program<'_>, file: &File) -> BTreeMap<Arc<str>, Value> {
    let template = template::of_parameter_file(program, file);
    let run = Run::default();
    let deployment = Rc::new(Deployment::root(&template, BTreeMap::new()));
    let evaluation = Evaluation { run: &run, deployment: &deployment };
    let assigned = assigned(program, file).into_iter().filter_map(|(name, from)| {
        let own = from.path == file.path;
        let variable = if own { Arc::from(name) } else { imported_name(from, name) };
        Some((Arc::from(name), evaluation.variable(&variable)?))
    });
    assigned.collect()
}

/// The parameters that a parameter file and those that it extends assign, each with
/// the file whose value counts.
pub(super) fn assigned<'l>(program: &Program<'l>, file: &'l File) -> BTreeMap<&'l str, &'l File> {
    let mut assigned = BTreeMap::new();
    for file in bases(program, file).into_iter().rev().chain([file]) {
        for statement in &file.statements {
            if let Statement::Parameter(parameter) = statement {
                assigned.insert(&*parameter.name.text, file);
            }
        }
    }
    assigned
}

/// The files that a parameter file extends, nearest first.
fn bases<'l>(program: &Program<'l>, file: &'l File) -> Vec<&'l File> {
    let mut bases: Vec<&'l File> = Vec::new();
    let mut last = file;
    while let Some(base) = extended(last)
        && let Some(path) = program.library.resolve(last, base)
        && let Some(base) = program.library.get(&path)
        && base.path != file.path
        && !bases.iter().any(|known| known.path == base.path)
    {
        bases.push(base);
        last = base;
    }
    bases
}
