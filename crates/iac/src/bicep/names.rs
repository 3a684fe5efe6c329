//! What the names of a file stand for.

use std::{borrow::Cow, collections::BTreeMap};

use camino::Utf8Path;
use rayon::prelude::*;

use super::{
    files::{File, Library},
    syntax::{
        Dialect, Expression, ExpressionKind, Function, ImportedNames, Parameter, Statement, Type,
    },
};
use crate::arm::json::Export;

/// All files, and what their names stand for.
#[derive(Debug)]
pub(super) struct Program<'l> {
    pub library: &'l Library,
    names: BTreeMap<&'l Utf8Path, Names<'l>>,
    none: Names<'l>,
}

impl<'l> Program<'l> {
    pub(super) fn new(library: &'l Library) -> Self {
        let files: Vec<_> = library.files().collect();
        let names = files.into_par_iter().map(|file| (&*file.path, Names::new(&file.statements)));
        Self { library, names: names.collect(), none: Names::default() }
    }

    /// What the names of a file stand for.
    pub(super) fn names(&self, file: &File) -> &Names<'l> {
        self.names.get(&*file.path).unwrap_or(&self.none)
    }

    /// What the file that `source` names in `file` calls `name`, and where it is
    /// declared: perhaps that file imports it in its turn.
    pub(super) fn imported<'a>(
        &self,
        file: &'a File,
        source: &'a str,
        name: &'a str,
    ) -> Result<Imported<'l>, String>
    where
        'l: 'a,
    {
        let (mut file, mut source, mut name) = (file, source, name);
        for _ in 0..FURTHEST {
            let path = self.library.resolve(file, source);
            let path = path.ok_or_else(|| format!("{source} is not here"))?;
            if let Some((path, exports)) = self.library.exports.get_key_value(&path) {
                let found = exports.get(name);
                let (_, export) = found.ok_or_else(|| format!("{source} exports no {name}"))?;
                return Ok(Imported::Compiled { path, export });
            }
            let next = self.library.get(&path).ok_or_else(|| format!("{source} is not here"))?;
            match self.names(next).get_key(name) {
                Some((_, Declared::Imported { source: further, name: renamed })) => {
                    (file, source, name) = (next, further, renamed);
                }
                Some((name, declared)) => {
                    return Ok(Imported::Source(Origin { file: next, name, declared }));
                }
                None => return Err(format!("{source} declares no {name}")),
            }
        }
        Err(format!("{name} is imported in a circle"))
    }
}

/// Imports and variables that lead on more often are not followed.
const FURTHEST: usize = 32;
/// No path is longer.
const LONGEST: usize = 4_000;
/// No path is put together of more.
const MOST_PARTS: usize = 100;

/// What an import leads to.
#[derive(Clone, Copy, Debug)]
pub(super) enum Imported<'l> {
    Source(Origin<'l>),
    /// An export of a compiled file.
    Compiled {
        path: &'l Utf8Path,
        export: &'l Export,
    },
}

/// Where a name is declared.
#[derive(Clone, Copy, Debug)]
pub(super) struct Origin<'l> {
    pub file: &'l File,
    pub name: &'l str,
    pub declared: Declared<'l>,
}

/// What a name stands for.
#[derive(Clone, Copy, Debug)]
pub(super) enum Declared<'f> {
    Parameter(&'f Parameter),
    Variable(&'f Expression),
    Type(&'f Type),
    Function(&'f Function),
    Resource,
    Module,
    /// What another file calls `name`.
    Imported {
        source: &'f str,
        name: &'f str,
    },
    /// Everything of another file.
    File {
        source: &'f str,
    },
    Extension,
}

/// The declarations of a file by name.
#[derive(Debug, Default)]
pub(super) struct Names<'f> {
    by_name: BTreeMap<&'f str, Declared<'f>>,
}

impl<'f> Names<'f> {
    pub(super) fn new(statements: &'f [Statement]) -> Self {
        let mut names = Self::default();
        for statement in statements {
            names.declare(statement);
        }
        names
    }

    /// What `name` stands for. Bicep's names are told apart by their case.
    pub(super) fn get(&self, name: &str) -> Option<Declared<'f>> {
        self.by_name.get(name).copied()
    }

    /// The same, and the name as the file has it.
    pub(super) fn get_key(&self, name: &str) -> Option<(&'f str, Declared<'f>)> {
        self.by_name.get_key_value(name).map(|(name, declared)| (*name, *declared))
    }

    /// A text that is written out, or put together of such by variables of the file.
    pub(super) fn constant<'e>(&self, expression: &'e Expression) -> Option<Cow<'e, str>>
    where
        'f: 'e,
    {
        let mut left = MOST_PARTS;
        self.constant_within(expression, FURTHEST, &mut left)
    }

    fn constant_within<'e>(
        &self,
        expression: &'e Expression,
        depth: usize,
        left: &mut usize,
    ) -> Option<Cow<'e, str>>
    where
        'f: 'e,
    {
        let depth = depth.checked_sub(1)?;
        *left = left.checked_sub(1)?;
        match &expression.kind {
            ExpressionKind::String(text) => Some(Cow::Borrowed(text)),
            ExpressionKind::Interpolation(parts) => {
                let mut whole = String::new();
                for part in parts {
                    whole.push_str(&self.constant_within(part, depth, left)?);
                    if whole.len() > LONGEST {
                        return None;
                    }
                }
                Some(Cow::Owned(whole))
            }
            ExpressionKind::Name(name) => match self.get(&name.text)? {
                Declared::Variable(value) => self.constant_within(value, depth, left),
                _ => None,
            },
            _ => None,
        }
    }

    fn declare(&mut self, statement: &'f Statement) {
        let (name, declared) = match statement {
            Statement::Parameter(parameter) => (&parameter.name, Declared::Parameter(parameter)),
            Statement::Variable { name, value } => (name, Declared::Variable(value)),
            Statement::Type { name, value } => (name, Declared::Type(value)),
            Statement::Function(function) => (&function.name, Declared::Function(function)),
            Statement::Resource(resource) => (&resource.symbol, Declared::Resource),
            Statement::Module(module) => (&module.symbol, Declared::Module),
            Statement::Extension { alias: Some(alias) } => (alias, Declared::Extension),
            Statement::Import(import) => {
                let Some(source) = literal(&import.source) else { return };
                match &import.names {
                    ImportedNames::All { alias } => (alias, Declared::File { source }),
                    ImportedNames::Listed(listed) => {
                        for one in listed {
                            let declared = Declared::Imported { source, name: &one.name.text };
                            self.by_name.insert(&one.alias.text, declared);
                        }
                        return;
                    }
                }
            }
            Statement::TargetScope(_)
            | Statement::Output { .. }
            | Statement::Extension { alias: None }
            | Statement::Using { .. }
            | Statement::Extends { .. } => return,
        };
        self.by_name.insert(&name.text, declared);
    }
}

/// The text, if the expression is nothing else.
pub(super) fn literal(expression: &Expression) -> Option<&str> {
    match &expression.kind {
        ExpressionKind::String(text) => Some(text),
        _ => None,
    }
}

/// The files that a file names, as it writes them.
pub(super) fn sources(statements: &[Statement]) -> impl Iterator<Item = &Expression> {
    statements.iter().filter_map(|statement| match statement {
        Statement::Module(module) => Some(&module.path),
        Statement::Import(import) => Some(&import.source),
        Statement::Using { source } => source.as_ref(),
        Statement::Extends { source } => Some(source),
        _ => None,
    })
}

/// The files that a file imports from, as it writes them.
pub(super) fn imports(statements: &[Statement]) -> impl Iterator<Item = &Expression> {
    statements.iter().filter_map(|statement| match statement {
        Statement::Import(import) => Some(&import.source),
        _ => None,
    })
}

/// The language of a file by its name.
pub(super) fn dialect(path: &Utf8Path) -> Option<Dialect> {
    match path.extension() {
        Some("bicep") => Some(Dialect::Template),
        Some("bicepparam") => Some(Dialect::Parameters),
        _ => None,
    }
}
