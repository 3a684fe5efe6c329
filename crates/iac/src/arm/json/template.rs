//! From a deployment template in JSON to the form that it has in common with Bicep.

use std::{cell::RefCell, collections::BTreeMap, sync::Arc};

use nexthop_source::Diagnostic;

use super::{
    link::Library,
    lowering::{
        Computed, Declared, Lowering, NOTHING_COMPUTED, OfOuter, Own, loops, member, members,
    },
    resource,
    text::Names,
};
use crate::{
    arm::{
        expression::{Expression, ExpressionKind},
        template::{Output, Parameter, ParameterType, TargetScope, Template, UserFunction},
    },
    json::{Entry, Node},
};

/// Nested templates within nested templates.
const DEPTH: usize = 24;

/// What a template is read with.
#[derive(Clone, Copy)]
pub(super) struct Reader<'a> {
    /// The files that others link to.
    pub library: &'a Library<'a>,
    /// The file's path.
    pub path: &'a camino::Utf8Path,
    /// The text of the file.
    pub file: &'a str,
    /// What another language wrote in the place of a value.
    pub computed: &'a Computed,
    pub diagnostics: &'a RefCell<Vec<Diagnostic>>,
    /// How many templates are around this one.
    pub depth: usize,
}

impl<'a> Reader<'a> {
    /// For a template that stands in no other one.
    pub(super) fn outermost(
        library: &'a Library<'a>,
        path: &'a camino::Utf8Path,
        file: &'a str,
        diagnostics: &'a RefCell<Vec<Diagnostic>>,
    ) -> Self {
        Self { library, path, file, computed: &NOTHING_COMPUTED, diagnostics, depth: 0 }
    }

    /// Reads a template. `outer` are the names that its expressions see if these are
    /// not its own.
    pub(super) fn template(self, node: &Node, outer: Option<Scope<'_>>) -> Template {
        let own = declared(node);
        let of_outer = outer.map(|outer| OfOuter { outer: outer.names, own: &own });
        let names: &dyn Names = match &of_outer {
            Some(names) => names,
            None => &own,
        };
        let Reader { file, computed, diagnostics, .. } = self;
        let lowering = Lowering { names, file, computed, diagnostics };
        let mut template = Template {
            target_scope: target_scope(node),
            parameters: parameters(node, lowering),
            variables: variables(node, lowering),
            functions: functions(node, lowering),
            resources: Vec::new(),
            modules: Vec::new(),
            outputs: outputs(node, lowering),
            span: node.span,
        };
        let texts = match outer {
            Some(outer) => outer,
            None => Scope {
                names: &own,
                parameters: &template.parameters,
                variables: &template.variables,
            },
        };
        if self.depth > DEPTH {
            lowering.report(node.span, "This template is nested too deeply");
            return template;
        }
        let (resources, modules) = resource::read(self, lowering, texts, node);
        template.resources = resources;
        template.modules = modules;
        template
    }
}

/// The declarations that expressions see.
#[derive(Clone, Copy)]
pub(super) struct Scope<'a> {
    pub names: &'a Declared,
    pub parameters: &'a BTreeMap<Arc<str>, Parameter>,
    pub variables: &'a BTreeMap<Arc<str>, Expression>,
}

/// The names of a template's parameters and variables.
fn declared(node: &Node) -> Declared {
    let lower = |name: &Arc<str>| (name.to_lowercase(), Arc::clone(name));
    let mut declared = Declared::default();
    for one in member(node, "parameters").into_iter().flat_map(members) {
        declared.parameters.extend([lower(&one.name)]);
    }
    for one in member(node, "variables").into_iter().flat_map(members) {
        match loops(one) {
            Some(loops) => declared.variables.extend(loops.map(|(name, _)| lower(name))),
            None => declared.variables.extend([lower(&one.name)]),
        }
    }
    declared
}

/// What a template is deployed to, by its schema; the names that there are:
/// <https://learn.microsoft.com/azure/azure-resource-manager/templates/syntax#template-format>
fn target_scope(node: &Node) -> TargetScope {
    let schema = member(node, "$schema").and_then(Node::as_str).map(|text| text.to_lowercase());
    let schema = schema.as_deref().unwrap_or_default();
    let name = schema.rsplit('/').next().unwrap_or_default();
    if name.starts_with("subscriptiondeploymenttemplate") {
        TargetScope::Subscription
    } else if name.starts_with("managementgroupdeploymenttemplate") {
        TargetScope::ManagementGroup
    } else if name.starts_with("tenantdeploymenttemplate") {
        TargetScope::Tenant
    } else {
        TargetScope::ResourceGroup
    }
}

fn parameters(node: &Node, lowering: Lowering<'_>) -> BTreeMap<Arc<str>, Parameter> {
    let all = member(node, "parameters").into_iter().flat_map(members);
    all.map(|Entry { name, name_span, value }| {
        let (parameter_type, nullable) = taken(node, value);
        let parameter = Parameter {
            parameter_type,
            nullable,
            default: member(value, "defaultValue").map(|default| lowering.value(default)),
            span: *name_span,
        };
        (Arc::clone(name), parameter)
    })
    .collect()
}

/// What a type of the template takes, and whether null is part of it.
pub(super) fn taken(template: &Node, written: &Node) -> (ParameterType, bool) {
    let definitions = member(template, "definitions");
    let mut chain = vec![written];
    // A type that refers to itself ends the search.
    while let Some(next) = chain.last().and_then(|one| referred(definitions, one))
        && chain.len() < 10
    {
        chain.push(next);
    }
    let parameter_type = chain.iter().find_map(|one| own_type(one)).unwrap_or(ParameterType::Any);
    (parameter_type, chain.iter().any(|one| is_true(member(one, "nullable"))))
}

pub(super) fn is_true(node: Option<&Node>) -> bool {
    node.is_some_and(|node| matches!(node.kind, crate::json::NodeKind::Bool(true)))
}

/// The definition that a type refers to: `"$ref": "#/definitions/subnet"`.
fn referred<'n>(definitions: Option<&'n Node>, node: &Node) -> Option<&'n Node> {
    let name = member(node, "$ref")?.as_str()?.strip_prefix("#/definitions/")?;
    let name = name.replace("~1", "/").replace("~0", "~");
    member(definitions?, &name)
}

fn own_type(node: &Node) -> Option<ParameterType> {
    let name = member(node, "type")?.as_str()?.to_lowercase();
    match &*name {
        "string" | "securestring" => Some(ParameterType::String),
        "int" => Some(ParameterType::Int),
        "bool" => Some(ParameterType::Bool),
        "object" | "secureobject" => Some(ParameterType::Object),
        "array" => Some(ParameterType::Array),
        _ => None,
    }
}

pub(super) fn variables(node: &Node, lowering: Lowering<'_>) -> BTreeMap<Arc<str>, Expression> {
    let mut variables = BTreeMap::new();
    for one in member(node, "variables").into_iter().flat_map(members) {
        match loops(one) {
            Some(loops) => variables.extend(loops.map(|(name, node)| {
                (Arc::clone(name), lowering.repeated(node, Some(name), "input"))
            })),
            None => {
                variables.insert(Arc::clone(&one.name), lowering.value(&one.value));
            }
        }
    }
    variables
}

fn functions(node: &Node, lowering: Lowering<'_>) -> BTreeMap<(Arc<str>, Arc<str>), UserFunction> {
    functions_with(node, |parameters, body| lowering.with(&Own(parameters)).value(body))
}

/// The user's functions by namespace and name; `read` reads the body of one with these
/// parameters.
pub(super) fn functions_with(
    node: &Node,
    read: impl Fn(&[Arc<str>], &Node) -> Expression,
) -> BTreeMap<(Arc<str>, Arc<str>), UserFunction> {
    let mut functions = BTreeMap::new();
    let spaces = member(node, "functions").and_then(Node::as_array).unwrap_or_default();
    for space in spaces {
        let Some(namespace) = member(space, "namespace").and_then(Node::as_str) else { continue };
        for Entry { name, name_span, value } in
            member(space, "members").into_iter().flat_map(members)
        {
            let parameters = member(value, "parameters").and_then(Node::as_array);
            let parameters: Vec<Arc<str>> = parameters
                .unwrap_or_default()
                .iter()
                .filter_map(|one| member(one, "name")?.as_str().cloned())
                .collect();
            let body = member(value, "output").and_then(|output| member(output, "value"));
            let body = match body {
                Some(body) => read(&parameters, body),
                None => Expression {
                    kind: ExpressionKind::Invalid("this function has no output".into()),
                    span: *name_span,
                },
            };
            let function = UserFunction { parameters, body, span: *name_span };
            functions.insert((Arc::clone(namespace), Arc::clone(name)), function);
        }
    }
    functions
}

fn outputs(node: &Node, lowering: Lowering<'_>) -> BTreeMap<Arc<str>, Output> {
    let all = member(node, "outputs").into_iter().flat_map(members);
    all.map(|Entry { name, name_span, value: node }| {
        let value = match (member(node, "copy"), member(node, "value")) {
            (Some(copy), _) => lowering.repeated(copy, None, "input"),
            (None, Some(value)) => lowering.value(value),
            (None, None) => Expression {
                kind: ExpressionKind::Invalid("this output has no value".into()),
                span: *name_span,
            },
        };
        let condition = member(node, "condition").map(|condition| lowering.value(condition));
        (Arc::clone(name), Output { value, condition, span: *name_span })
    })
    .collect()
}
