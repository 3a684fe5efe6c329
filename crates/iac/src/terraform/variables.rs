//! The values of input variables.

use std::{collections::BTreeMap, sync::Arc};

use nexthop_source::Diagnostic;

use super::{
    access,
    declarations::{Declarations, Variable},
    instance::{Evaluation, Instance},
    scope::{Scope, Start, constant},
    syntax,
};
use crate::{
    Kind, Value, Why,
    evaluate::{self, Type},
    input::not_taken,
};

/// A value that is given apart from the code: by hand, or by a plan.
pub(super) struct Given {
    name: String,
    form: Form,
}

enum Form {
    /// `--var NAME=VALUE`
    Text(String),
    /// What a plan was made with.
    Value(Value),
}

/// The values of `--var`.
pub(super) fn given_by_hand(variables: &[(String, String)]) -> Vec<Given> {
    let given = variables.iter();
    given.map(|(name, text)| Given { name: name.clone(), form: Form::Text(text.clone()) }).collect()
}

/// The values that a plan was made with.
pub(super) fn given_by_plan(variables: Vec<(Arc<str>, Value)>) -> Vec<Given> {
    let given = variables.into_iter();
    given.map(|(name, value)| Given { name: name.to_string(), form: Form::Value(value) }).collect()
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
            let own = inputs.get(&*given.name).cloned();
            let own = own.or_else(|| variable.default.map(constant));
            match own.filter(|own| given.is_the_same(own, variable)) {
                Some(_) => {}
                None => drop(inputs.insert(Arc::from(&*given.name), given.value(variable))),
            }
        }
    }
    inputs
}

/// What is wrong with the values given to a root by hand.
pub(super) fn mistakes(module: &Declarations<'_>, given: &[Given]) -> Vec<Diagnostic> {
    let given = given.iter().filter(|given| matches!(given.form, Form::Text(_)));
    let mistakes = given.filter_map(|given| {
        let variable = module.variables.get(&*given.name)?;
        let value = converted(&given.value(variable), variable);
        let Some(Why::Failed(what)) = value.why() else { return None };
        Some(not_taken(&given.name, &what, variable.header))
    });
    mistakes.collect()
}

impl Given {
    /// Its place is the variable's declaration: there is no file that it stands in.
    fn value(&self, variable: &Variable<'_>) -> Value {
        let place = variable.header;
        match &self.form {
            Form::Value(value) => value.placed(place),
            Form::Text(text) if variable.is_simple => Value::string(&**text, place),
            Form::Text(text) => match syntax::parse_expression(text, place.file) {
                Ok(expression) => constant(&expression).placed(place),
                Err(diagnostic) => Value::unknown(Why::Failed(diagnostic.message), place),
            },
        }
    }

    /// Whether this is what a plan was made with: then the place in the code is the
    /// better one.
    fn is_the_same(&self, own: &Value, variable: &Variable<'_>) -> bool {
        let Form::Value(value) = &self.form else { return false };
        let (own, value) = (converted(own, variable), converted(value, variable));
        matches!(evaluate::equality(&own, &value), Ok(true))
    }
}

fn converted(value: &Value, variable: &Variable<'_>) -> Value {
    match &variable.constraint {
        Some(constraint) => evaluate::convert(value, constraint),
        None => value.clone(),
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
        Some(constraint) => evaluate::convert(&completed(&value, constraint), constraint),
        None => value,
    }
}

fn given(evaluation: Evaluation<'_, '_>, name: &str) -> Option<Value> {
    let Instance { caller, inputs, .. } = &**evaluation.instance;
    let Some(caller) = caller else { return inputs.get(name).cloned() };
    let (argument, instance) = (caller.call.arguments.get(name)?, caller.instance()?);
    Some(Scope::of(evaluation.run, &instance, &caller.repetition).evaluate(argument))
}

/// The value with references for the attributes of resources that its type wants
/// and that are not configured.
fn completed(value: &Value, wanted: &Type) -> Value {
    if !access::holds_resource(value) {
        return value.clone();
    }
    let kind = match (&value.kind, wanted) {
        (Kind::Object(kind, entries), Type::Object(attributes)) => {
            let mut all = BTreeMap::clone(entries);
            for (name, attribute) in attributes {
                let entry = match entries.get(name).filter(|entry| !entry.is_null()) {
                    Some(entry) => Some(completed(entry, &attribute.value)),
                    None => access::unset_attribute(value, name, value.span),
                };
                all.extend(entry.map(|entry| (Arc::clone(name), entry)));
            }
            Kind::Object(*kind, all.into())
        }
        (Kind::Object(kind, entries), Type::Map(element)) => {
            let entries = entries.iter();
            let all = entries.map(|(name, entry)| (Arc::clone(name), completed(entry, element)));
            Kind::Object(*kind, all.collect())
        }
        (Kind::List(kind, items), Type::List(element) | Type::Set(element)) => {
            let all = items.iter().map(|item| completed(item, element));
            Kind::List(*kind, all.collect())
        }
        _ => return value.clone(),
    };
    Value { kind, span: value.span, via: value.via.clone() }
}
