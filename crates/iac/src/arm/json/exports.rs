//! What a compiled Bicep file exports to those that import from it.
//!
//! The compiler writes the names of exported variables into the metadata of the
//! template, and marks exported functions and types in theirs:
//! <https://learn.microsoft.com/azure/azure-resource-manager/bicep/bicep-import>

use std::{cell::RefCell, collections::BTreeMap, sync::Arc};

use super::{
    lowering::{Lowering, NOTHING_COMPUTED, declared_in, member, members},
    template::{self, is_true},
    text::Names,
};
use crate::{
    arm::{
        expression::{Call, Expression, ExpressionKind},
        template::{ParameterType, UserFunction},
    },
    json::Node,
};

const VARIABLES: &str = "__bicep_exported_variables!";
const MARK: &str = "__bicep_export!";

/// What a template exports.
#[derive(Debug, Default)]
pub(crate) struct Exports {
    /// Every variable, those included that only others use, under the names that they
    /// have in the importing template.
    pub variables: BTreeMap<Arc<str>, Expression>,
    /// Every function in the same way.
    pub functions: BTreeMap<Arc<str>, UserFunction>,
    names: BTreeMap<Arc<str>, Export>,
}

/// What is exported under a name.
#[derive(Clone, Debug)]
pub(crate) enum Export {
    /// A variable, by its name in the importing template.
    Variable(Arc<str>),
    /// A function, by its name in the importing template.
    Function(Arc<str>),
    /// A type, and whether null is one of its values.
    Type(ParameterType, bool),
}

impl Exports {
    /// The exports of a template. `file` is its text; the names that importing
    /// templates see begin with `prefix`.
    pub(crate) fn read(node: &Node, file: &str, prefix: &str) -> Self {
        let diagnostics = RefCell::default();
        let names = Foreign { node, prefix, own: &[] };
        let lowering = Lowering {
            names: &names,
            file,
            computed: &NOTHING_COMPUTED,
            diagnostics: &diagnostics,
        };
        let mut exports = Self::default();
        for (name, value) in template::variables(node, lowering) {
            exports.variables.insert(names.named(&name), value);
        }
        let marked = member(node, "metadata").and_then(|metadata| member(metadata, VARIABLES));
        for one in marked.and_then(Node::as_array).unwrap_or_default() {
            let Some(name) = member(one, "name").and_then(Node::as_str) else { continue };
            let variable = names.named(name);
            if exports.variables.contains_key(&variable) {
                exports.names.insert(Arc::clone(name), Export::Variable(variable));
            }
        }
        exports.add_functions(node, prefix, lowering);
        for one in member(node, "definitions").into_iter().flat_map(members) {
            if is_exported(&one.value) {
                let (found, nullable) = template::taken(node, &one.value);
                exports.names.insert(Arc::clone(&one.name), Export::Type(found, nullable));
            }
        }
        exports
    }

    fn add_functions(&mut self, node: &Node, prefix: &str, lowering: Lowering<'_>) {
        let functions = template::functions_with(node, |own, body| {
            lowering.with(&Foreign { node, prefix, own }).value(body)
        });
        let foreign = Foreign { node, prefix, own: &[] };
        let spaces = member(node, "functions").and_then(Node::as_array).unwrap_or_default();
        let all = spaces.iter().filter_map(|space| member(space, "members")).flat_map(members);
        for one in all.filter(|one| is_exported(&one.value)) {
            let found = functions.keys().find(|(_, name)| *name == one.name);
            if let Some((namespace, name)) = found {
                let function = foreign.function(namespace, name);
                self.names.insert(Arc::clone(name), Export::Function(function));
            }
        }
        for ((namespace, name), function) in functions {
            self.functions.insert(foreign.function(&namespace, &name), function);
        }
    }

    /// What is exported under that name, and the name.
    pub(crate) fn get(&self, name: &str) -> Option<(&str, &Export)> {
        self.names.get_key_value(name).map(|(name, export)| (&**name, export))
    }
}

fn is_exported(node: &Node) -> bool {
    is_true(member(node, "metadata").and_then(|metadata| member(metadata, MARK)))
}

/// The names of a template as another one sees them.
struct Foreign<'a> {
    node: &'a Node,
    prefix: &'a str,
    /// The parameters of the function that is read.
    own: &'a [Arc<str>],
}

impl Foreign<'_> {
    fn named(&self, name: &str) -> Arc<str> {
        format!("{}:{name}", self.prefix).into()
    }

    fn function(&self, namespace: &str, name: &str) -> Arc<str> {
        format!("{}:{namespace}.{name}", self.prefix).into()
    }
}

impl Names for Foreign<'_> {
    fn parameter(&self, name: &str) -> ExpressionKind {
        match self.own.iter().find(|own| own.eq_ignore_ascii_case(name)) {
            Some(own) => ExpressionKind::Local(Arc::clone(own)),
            None => ExpressionKind::Invalid(format!("there is no parameter {name} here").into()),
        }
    }

    fn variable(&self, name: &str) -> ExpressionKind {
        ExpressionKind::Variable(self.named(&declared_in(self.node, name)))
    }

    fn call(&self, namespace: Arc<str>, name: &str, arguments: Vec<Expression>) -> ExpressionKind {
        let name = self.function(&namespace, name);
        ExpressionKind::Call(Call { namespace: None, name, arguments })
    }
}
