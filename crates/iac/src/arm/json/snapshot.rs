//! What `bicep snapshot` predicts: resources of which only that is left to be
//! evaluated which Azure alone can tell.

use std::{cell::RefCell, collections::BTreeMap, sync::Arc};

use nexthop_source::{Diagnostic, Span};

use super::{
    lowering::{Declared, Lowering, NOTHING_COMPUTED, member},
    resource, root,
    symbol::{self, Symbols},
};
use crate::{
    FileSystem, Input, InputKind, Project, Workspace,
    arm::{
        expression::{Expression, ExpressionKind},
        template::{ResourceDeclaration, TargetScope, Template},
    },
    input::{Form, Search},
    json::{self, Dialect, Node},
};

/// Reads every snapshot of a request.
pub(crate) fn load(disk: &dyn FileSystem, search: &Search, workspace: &mut Workspace) {
    for document in search.of_form(Form::BicepSnapshot) {
        let text = match document.text(disk) {
            Ok(text) => text,
            Err(why) => {
                workspace.unreadable.push((document.path.clone(), why));
                continue;
            }
        };
        let file = workspace.sources.add(document.path.as_path(), text);
        let text = workspace.sources.file_text(file);
        let mut project = Project {
            input: Input { path: document.path.clone(), kind: InputKind::Bicep },
            resources: Vec::new(),
            unread_modules: Vec::new(),
            declared: Vec::new(),
            diagnostics: Vec::new(),
            suppressions: Vec::new(),
        };
        match json::parse(text, file, Dialect::WithComments) {
            Ok(node) => {
                let diagnostics = RefCell::default();
                let template = template(&node, text, &diagnostics);
                root::evaluate(&template, BTreeMap::new(), &mut project);
                project.diagnostics.extend(diagnostics.into_inner());
            }
            Err(diagnostic) => project.diagnostics.push(*diagnostic),
        }
        workspace.projects.push(project);
    }
}

/// Reads a snapshot as the template that it was made of.
fn template(node: &Node, file: &str, diagnostics: &RefCell<Vec<Diagnostic>>) -> Template {
    let lowering =
        Lowering { names: &Declared::default(), file, computed: &NOTHING_COMPUTED, diagnostics };
    let mut symbols = Symbols::default();
    let predicted = member(node, "predictedResources").and_then(Node::as_array);
    let resources = predicted.unwrap_or_default().iter();
    Template {
        target_scope: TargetScope::ResourceGroup,
        parameters: BTreeMap::new(),
        variables: BTreeMap::new(),
        functions: BTreeMap::new(),
        resources: resources.filter_map(|one| predicted_one(one, lowering, &mut symbols)).collect(),
        modules: Vec::new(),
        outputs: BTreeMap::new(),
        span: node.span,
    }
}

fn predicted_one(
    node: &Node,
    lowering: Lowering<'_>,
    symbols: &mut Symbols,
) -> Option<ResourceDeclaration> {
    let kind = member(node, "type")?;
    let resource_type = Arc::clone(kind.as_str()?);
    let name = lowering.value(member(node, "name")?);
    let scope = member(node, "id").and_then(|id| group_of(id.as_str()?, id.span));
    let symbol = symbol::of_resource(&resource_type, Some(&name), None);
    let is_body = |name: &str| !name.eq_ignore_ascii_case("id") && resource::is_body(name);
    let body = ExpressionKind::Object(lowering.entries(node, is_body));
    Some(ResourceDeclaration {
        symbol: symbols.take(&symbol),
        resource_type,
        api_version: member(node, "apiVersion").and_then(Node::as_str).cloned(),
        existing: false,
        repeat: None,
        condition: None,
        name,
        parent: None,
        scope,
        body: Expression { kind: body, span: node.span },
        header: kind.span,
    })
}

/// The id of the resource group of an id.
fn group_of(id: &str, span: Span) -> Option<Expression> {
    let (group, _) = id.split_once("/providers/")?;
    let mut pieces = group.split('/');
    let is_group = pieces.nth(3)?.eq_ignore_ascii_case("resourceGroups") && id.starts_with('/');
    let group = is_group.then(|| ExpressionKind::String(group.into()))?;
    Some(Expression { kind: group, span })
}
