//! The values that a deployment is given: parameter files, and by hand.
//!
//! A parameter file that is named on the command line holds for every template and
//! Bicep file of the run, as far as they declare its parameters. Without one, a
//! template `x.json` or `x.bicep` is given the values of `x.parameters.json` beside
//! it, and `template.json` those of `parameters.json`, as the Azure portal exports
//! them. No other name is taken for granted: `x.dev.parameters.json` and
//! `x.prod.parameters.json` are different networks.

use std::{collections::BTreeMap, io, sync::Arc};

use camino::{Utf8Path, Utf8PathBuf};
use nexthop_source::{Diagnostic, FileId, Severity};

use super::template::{Parameter, ParameterType, Template};
use crate::{
    FileSystem, Number, Request, Value, Why, Workspace, evaluate,
    input::not_taken,
    json::{self, Dialect, Node, NodeKind},
};

/// Values by the names of parameters.
#[derive(Clone, Debug, Default)]
pub(crate) struct Given {
    /// By name in lower case.
    values: BTreeMap<String, GivenValue>,
}

#[derive(Clone, Debug)]
enum GivenValue {
    Value(Value),
    /// `--var NAME=VALUE`: what it means depends on the parameter's type.
    Text(Arc<str>),
}

impl Given {
    /// The same values, and those that come behind and win.
    pub(crate) fn and(mut self, later: &Self) -> Self {
        self.values.extend(later.values.iter().map(|(name, value)| (name.clone(), value.clone())));
        self
    }

    /// `--var NAME=VALUE`
    pub(crate) fn by_hand(variables: &[(String, String)]) -> Self {
        let values = variables
            .iter()
            .map(|(name, text)| (name.to_lowercase(), GivenValue::Text(text.as_str().into())));
        Self { values: values.collect() }
    }

    /// The values of a parameter file that was parsed.
    pub(crate) fn of_file(file: &Node) -> Self {
        let parameters = file.get("parameters").and_then(Node::as_object).unwrap_or_default();
        let values = parameters.iter().map(|entry| {
            let value = match (entry.value.get("value"), entry.value.get("reference")) {
                (Some(value), _) => literal(value),
                (None, Some(secret)) => {
                    let what = format!("the secret that {} is read from", entry.name);
                    Value::unknown(Why::Outside(what), secret.span)
                }
                (None, None) => {
                    let why = Why::Outside(format!("the value of {}", entry.name));
                    Value::unknown(why, entry.value.span)
                }
            };
            (entry.name.to_lowercase(), GivenValue::Value(value))
        });
        Self { values: values.collect() }
    }

    /// The values for the parameters that a template declares.
    pub(crate) fn inputs(&self, template: &Template) -> BTreeMap<Arc<str>, Value> {
        let declared = template.parameters.iter();
        let inputs = declared.filter_map(|(name, parameter)| {
            let value = match self.values.get(&name.to_lowercase())? {
                GivenValue::Value(value) => value.clone(),
                GivenValue::Text(text) => typed(text, parameter),
            };
            Some((Arc::clone(name), value))
        });
        inputs.collect()
    }
}

/// What is wrong with given values.
pub(crate) fn mistakes(inputs: &BTreeMap<Arc<str>, Value>) -> Vec<Diagnostic> {
    let mistakes = inputs.iter().filter_map(|(name, value)| {
        let Some(Why::Failed(what)) = value.why() else { return None };
        Some(not_taken(name, &what, value.span))
    });
    mistakes.collect()
}

/// Text from the command line as a value of the parameter's type. Its place is the
/// parameter's declaration: there is no file that it stands in.
fn typed(text: &Arc<str>, parameter: &Parameter) -> Value {
    let (span, wanted) = (parameter.span, parameter.parameter_type);
    let as_text = || Value::string(Arc::clone(text), span);
    if wanted == ParameterType::String {
        return as_text();
    }
    let parsed = json::parse(text, span.file, Dialect::WithComments);
    let parsed = parsed.map(|node| literal(&node).placed(span));
    let fits = |value: &Value| match wanted {
        ParameterType::Object => value.as_object().is_some(),
        ParameterType::Array => value.as_list().is_some(),
        ParameterType::Int => matches!(value.kind, crate::Kind::Number(_)),
        ParameterType::Bool => matches!(value.kind, crate::Kind::Bool(_)),
        ParameterType::Any | ParameterType::String => true,
    };
    match parsed {
        Ok(value) if fits(&value) => value,
        _ if wanted == ParameterType::Any => as_text(),
        _ if wanted == ParameterType::Bool && text.eq_ignore_ascii_case("true") => {
            Value::bool(true, span)
        }
        _ if wanted == ParameterType::Bool && text.eq_ignore_ascii_case("false") => {
            Value::bool(false, span)
        }
        _ => evaluate::failed(format!("\"{text}\" is not what this parameter takes"), span),
    }
}

/// A JSON value as it stands; nothing in it is evaluated.
pub(crate) fn literal(node: &Node) -> Value {
    let span = node.span;
    match &node.kind {
        NodeKind::Null => Value::null(span),
        NodeKind::Bool(value) => Value::bool(*value, span),
        NodeKind::Number(text) => match Number::parse(text) {
            Some(number) => Value::new(crate::Kind::Number(number), span),
            None => evaluate::failed("this number is too large", span),
        },
        NodeKind::String(text) => Value::string(Arc::clone(text), span),
        NodeKind::Array(items) => Value::tuple(items.iter().map(literal).collect(), span),
        NodeKind::Object(entries) => {
            let entries =
                entries.iter().map(|entry| (Arc::clone(&entry.name), literal(&entry.value)));
            Value::object_as_written(entries.collect(), span)
        }
    }
}

/// The parameter file that belongs to a template by its name.
pub(crate) fn beside(disk: &dyn FileSystem, template: &Utf8Path) -> Option<Utf8PathBuf> {
    let stem = template.file_stem()?;
    let portal = (template.file_name() == Some("template.json")).then_some("parameters.json");
    let own = [format!("{stem}.parameters.json"), format!("{stem}.parameters.jsonc")];
    own.iter()
        .map(String::as_str)
        .chain(portal)
        .map(|name| template.with_file_name(name))
        .find(|path| disk.is_file(path))
}

/// A parameter file that was read.
#[derive(Clone, Debug)]
pub(crate) struct ParameterFile {
    pub file: FileId,
    pub given: Given,
    /// What is wrong with it.
    pub mistake: Option<Diagnostic>,
}

/// Reads the parameter files that are named on the command line, in order.
pub(crate) fn named(
    disk: &dyn FileSystem,
    request: &Request,
    workspace: &mut Workspace,
) -> Vec<ParameterFile> {
    let paths = request.parameter_files.iter();
    paths.filter_map(|path| read(disk, path, workspace)).collect()
}

/// Reads a parameter file.
pub(crate) fn read(
    disk: &dyn FileSystem,
    path: &Utf8Path,
    workspace: &mut Workspace,
) -> Option<ParameterFile> {
    let text = disk.read(path).and_then(|bytes| {
        String::from_utf8(bytes).map_err(|error| io::Error::new(io::ErrorKind::InvalidData, error))
    });
    let text = match text {
        Ok(text) => text,
        Err(error) => {
            workspace.unreadable.push((path.to_owned(), error.to_string()));
            return None;
        }
    };
    let file = workspace.sources.add(path, text);
    let text = workspace.sources.file_text(file);
    let (given, mistake) = match json::parse(text, file, Dialect::WithComments) {
        Ok(node) if node.get("parameters").is_some() => (Given::of_file(&node), None),
        Ok(node) => {
            let message = "This is no file of deployment parameters: it has no `parameters`";
            let mistake = Diagnostic::new("syntax-error", Severity::Error, node.span, message);
            (Given::default(), Some(mistake))
        }
        Err(mistake) => (Given::default(), Some(*mistake)),
    };
    Some(ParameterFile { file, given, mistake })
}
