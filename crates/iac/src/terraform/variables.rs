//! The values of input variables.

use std::{collections::BTreeMap, sync::Arc};

use nexthop_source::{FileId, Sources, Span};

use super::{
    declarations::{Declarations, Variable},
    instance::{Evaluation, Instance},
    scope::{Scope, Start, constant},
    syntax,
};
use crate::{Value, Why, evaluate};

/// `--var NAME=VALUE`
pub(super) struct Given {
    name: String,
    text: String,
    file: FileId,
}

/// Keeps the texts of variables given by hand, so that findings can point at them.
pub(super) fn given_by_hand(variables: &[(String, String)], sources: &mut Sources) -> Vec<Given> {
    variables
        .iter()
        .map(|(name, text)| Given {
            name: name.clone(),
            text: text.clone(),
            file: sources.add(format!("--var {name}"), text.clone()),
        })
        .collect()
}

/// The inputs of a root by name: those of its variable files, then those given by
/// hand. Names that it does not declare are of no consequence.
pub(super) fn of_root(
    Start { configuration, root, .. }: Start<'_>,
    module: &Declarations<'_>,
    given: &[Given],
) -> BTreeMap<Arc<str>, Value> {
    let mut inputs = BTreeMap::new();
    for attribute in configuration.variables(root) {
        if module.variables.contains_key(&*attribute.name.text) {
            inputs.insert(Arc::clone(&attribute.name.text), constant(&attribute.value));
        }
    }
    for given in given {
        if let Some(variable) = module.variables.get(&*given.name) {
            inputs.insert(Arc::from(&*given.name), given.value(variable));
        }
    }
    inputs
}

impl Given {
    /// Text for a variable of a simple type or none, an expression for any other.
    fn value(&self, variable: &Variable<'_>) -> Value {
        let span = Span::new(self.file, 0..self.text.len());
        if variable.is_simple {
            return Value::string(&*self.text, span);
        }
        match syntax::parse_expression(&self.text, self.file) {
            Ok(expression) => constant(&expression),
            Err(diagnostic) => Value::unknown(Why::Failed(diagnostic.message), span),
        }
    }
}

/// The value of a variable: what the caller gives or else its default, converted
/// to its type.
pub(super) fn value(evaluation: Evaluation<'_, '_>, name: &str, variable: &Variable<'_>) -> Value {
    let default = || variable.default.map(constant);
    let value = match given(evaluation, name) {
        Some(given) if given.is_null() && !variable.nullable => default().or(Some(given)),
        Some(given) => Some(given),
        None => default(),
    };
    let Some(value) = value else {
        return Value::unknown(Why::InputNotGiven(format!("var.{name}")), variable.header);
    };
    match &variable.constraint {
        Some(constraint) => evaluate::convert(&value, constraint),
        None => value,
    }
}

fn given(evaluation: Evaluation<'_, '_>, name: &str) -> Option<Value> {
    let Instance { caller, inputs, .. } = &**evaluation.instance;
    let Some(caller) = caller else { return inputs.get(name).cloned() };
    let argument = caller.call.arguments.get(name)?;
    let scope = Scope::of(evaluation.run, &caller.instance, &caller.repetition);
    Some(scope.evaluate(argument))
}
