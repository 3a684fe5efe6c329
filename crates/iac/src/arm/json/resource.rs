//! The resources of a template, and the deployments among them.

use std::{collections::BTreeMap, sync::Arc};

use nexthop_source::Span;

use super::{
    link::{self, Linked},
    lowering::{Lowering, entry, member, members},
    symbol::{Symbols, readable},
    template::{Reader, Scope},
};
use crate::{
    arm::{
        expression::{Access, Call, Entry, Expression, ExpressionKind, Repeat},
        template::{ModuleContent, ModuleDeclaration, ModuleScope, ResourceDeclaration},
    },
    json::{Node, NodeKind},
};

/// The words of a resource that are no part of what is sent to its provider.
const FRAME: &[&str] = &[
    "type",
    "apiVersion",
    "name",
    "condition",
    "copy",
    "dependsOn",
    "scope",
    "existing",
    "resources",
    "comments",
    "metadata",
    "subscriptionId",
    "resourceGroup",
    "import",
    "extension",
    "@options",
];

/// Whether a word of a resource is sent to its provider.
pub(super) fn is_body(name: &str) -> bool {
    !FRAME.iter().any(|word| word.eq_ignore_ascii_case(name))
}

/// The resources and the deployments of a template.
pub(super) fn read(
    reader: Reader<'_>,
    lowering: Lowering<'_>,
    scope: Scope<'_>,
    template: &Node,
) -> (Vec<ResourceDeclaration>, Vec<ModuleDeclaration>) {
    let mut resources = Resources {
        reader,
        lowering,
        scope,
        template,
        symbols: Symbols::default(),
        declared: Vec::new(),
        modules: Vec::new(),
    };
    match member(template, "resources") {
        Some(all) => resources.all(all, None),
        None => lowering.report(template.span, "This template has no `resources`"),
    }
    (resources.declared, resources.modules)
}

struct Resources<'a> {
    reader: Reader<'a>,
    lowering: Lowering<'a>,
    scope: Scope<'a>,
    template: &'a Node,
    symbols: Symbols,
    declared: Vec<ResourceDeclaration>,
    modules: Vec<ModuleDeclaration>,
}

/// The resource that others are nested in.
struct Parent {
    symbol: Arc<str>,
    resource_type: Arc<str>,
    repeat: Option<Repeat>,
}

impl Resources<'_> {
    fn all(&mut self, node: &Node, parent: Option<&Parent>) {
        match &node.kind {
            NodeKind::Array(items) => {
                for item in items {
                    self.one(item, None, parent);
                }
            }
            NodeKind::Object(_) => {
                for one in members(node) {
                    self.one(&one.value, Some((&one.name, one.name_span)), parent);
                }
            }
            _ if self.is_computed(node) => self.unread(node.span),
            _ => self.lowering.report(node.span, "Resources are an array or an object"),
        }
    }

    fn is_computed(&self, node: &Node) -> bool {
        self.lowering.computed.contains_key(&node.span)
    }

    /// Resources of which it cannot be told before evaluation what they are.
    fn unread(&mut self, header: Span) {
        let declaration = ModuleDeclaration {
            symbol: self.symbols.take("resources"),
            api_version: None,
            repeat: None,
            condition: None,
            name: None,
            scope: ModuleScope::Same,
            arguments: BTreeMap::new(),
            content: ModuleContent::Unread("resources that are computed".into()),
            outer_scope: false,
            header,
        };
        self.modules.push(declaration);
    }

    fn one(&mut self, node: &Node, key: Option<(&Arc<str>, Span)>, parent: Option<&Parent>) {
        if self.is_computed(node) {
            return self.unread(node.span);
        }
        let Some(written) = member(node, "type") else {
            return self.lowering.report(node.span, "This resource has no `type`");
        };
        let Some(own_type) = self.literal(written) else {
            let message = "The type of this resource cannot be told before deployment";
            return self.lowering.report(written.span, message);
        };
        let parent = parent.filter(|_| !is_full(&own_type));
        let resource_type: Arc<str> = match parent {
            Some(parent) => format!("{}/{own_type}", parent.resource_type).into(),
            None => own_type.into(),
        };
        let existing =
            matches!(member(node, "existing"), Some(Node { kind: NodeKind::Bool(true), .. }));
        let header = key.map_or(written.span, |(_, span)| span);
        let name = member(node, "name").map(|name| self.lowering.value(name));
        if resource_type.eq_ignore_ascii_case("Microsoft.Resources/deployments") && !existing {
            let symbol = key.map_or_else(
                || name.as_ref().map_or_else(|| "deployment".to_owned(), readable),
                |(key, _)| key.to_string(),
            );
            return self.deployment(node, &symbol, name.as_ref(), header);
        }
        let symbol = match (key, parent) {
            (Some((key, _)), None) => key.to_string(),
            (Some((key, _)), Some(parent)) => format!("{}::{key}", parent.symbol),
            (None, parent) => {
                let outer = parent.map(|parent| &*parent.symbol);
                super::symbol::of_resource(&resource_type, name.as_ref(), outer)
            }
        };
        let symbol = self.symbols.take(&symbol);
        self.resource(node, Arc::clone(&symbol), &resource_type, existing, name, parent, header);
        if let Some(children) = member(node, "resources") {
            let repeat = self.declared.last().and_then(|one| one.repeat.clone());
            self.all(children, Some(&Parent { symbol, resource_type, repeat }));
        }
    }

    #[expect(clippy::too_many_arguments, reason = "what was read of the resource already")]
    fn resource(
        &mut self,
        node: &Node,
        symbol: Arc<str>,
        resource_type: &Arc<str>,
        existing: bool,
        name: Option<Expression>,
        parent: Option<&Parent>,
        header: Span,
    ) {
        let nameless = || Expression {
            kind: ExpressionKind::Invalid("this resource has no name".into()),
            span: header,
        };
        let body = ExpressionKind::Object(self.lowering.entries(node, is_body));
        let repeat = self.repeat(node).or_else(|| parent.and_then(|one| one.repeat.clone()));
        let declaration = ResourceDeclaration {
            symbol,
            resource_type: Arc::clone(resource_type),
            api_version: member(node, "apiVersion").and_then(Node::as_str).cloned(),
            existing,
            repeat,
            condition: self.optional(node, "condition"),
            name: name.unwrap_or_else(nameless),
            parent: parent.map(|parent| of_parent(parent, header)),
            scope: self.resource_scope(node),
            body: Expression { kind: body, span: node.span },
            header,
        };
        self.declared.push(declaration);
    }

    fn optional(&self, node: &Node, name: &str) -> Option<Expression> {
        member(node, name).map(|node| self.lowering.value(node))
    }

    fn repeat(&self, node: &Node) -> Option<Repeat> {
        let copy = member(node, "copy").filter(|copy| copy.as_object().is_some())?;
        let name = member(copy, "name").and_then(Node::as_str).cloned();
        Some(self.lowering.repeat(copy, name))
    }

    /// `scope`, or for a resource that exists elsewhere `resourceGroup(…)`.
    fn resource_scope(&self, node: &Node) -> Option<Expression> {
        if let Some(scope) = self.optional(node, "scope") {
            return Some(scope);
        }
        let subscription = self.optional(node, "subscriptionId");
        let group = self.optional(node, "resourceGroup");
        let name = if group.is_some() { "resourceGroup" } else { "subscription" };
        let arguments: Vec<Expression> = subscription.into_iter().chain(group).collect();
        let span = arguments.first()?.span;
        let call = Call { namespace: None, name: name.into(), arguments };
        Some(Expression { kind: ExpressionKind::Call(call), span })
    }

    /// A text that does not depend on anything given.
    fn literal(&self, node: &Node) -> Option<String> {
        let expression = self.lowering.value(node);
        link::literal(&expression, self.scope)
    }

    fn deployment(&mut self, node: &Node, symbol: &str, name: Option<&Expression>, header: Span) {
        let condition = self.optional(node, "condition");
        let no_properties = Node { kind: NodeKind::Null, span: node.span };
        let properties = member(node, "properties").unwrap_or(&no_properties);
        for (chosen, content, outer_scope) in self.contents(properties, header) {
            let declaration = ModuleDeclaration {
                symbol: self.symbols.take(symbol),
                api_version: member(node, "apiVersion").and_then(Node::as_str).cloned(),
                repeat: self.repeat(node),
                condition: all_of(condition.iter().cloned().chain(chosen)),
                name: name.cloned(),
                scope: self.module_scope(node),
                arguments: self.arguments(properties, &content),
                content,
                outer_scope,
                header,
            };
            self.modules.push(declaration);
        }
    }

    /// What a deployment deploys: one template, or one of several with the condition
    /// that chooses it. And whether its expressions see what is declared here.
    fn contents(
        &self,
        properties: &Node,
        header: Span,
    ) -> Vec<(Option<Expression>, ModuleContent, bool)> {
        let unread = |source: &str| ModuleContent::Unread(source.into());
        if let Some(template) = member(properties, "template") {
            let inner = member(properties, "expressionEvaluationOptions")
                .and_then(|options| member(options, "scope")?.as_str())
                .is_some_and(|scope| scope.eq_ignore_ascii_case("inner"));
            let reader = Reader { depth: self.reader.depth + 1, ..self.reader };
            if template.as_object().is_none() {
                // Whatever the scope, this template computes the variable, and the
                // deployment what that leaves to it.
                let Some(template) = self.variable(template) else {
                    return vec![(None, unread("a computed template"), false)];
                };
                let template = reader.template(template, Some(self.scope));
                return vec![(None, ModuleContent::Template(Arc::new(template)), true)];
            }
            let template = reader.template(template, (!inner).then_some(self.scope));
            return vec![(None, ModuleContent::Template(Arc::new(template)), !inner)];
        }
        let Some(link) = member(properties, "templateLink") else {
            self.lowering
                .report(header, "This deployment has neither `template` nor `templateLink`");
            return vec![(None, unread("nothing"), false)];
        };
        let relative = self.optional(link, "relativePath");
        let Some(target) = relative.clone().or_else(|| self.optional(link, "uri")) else {
            let source = self.optional(link, "id").map_or_else(String::new, |id| readable(&id));
            return vec![(None, unread(&source), false)];
        };
        let library = self.reader.library;
        link::alternatives(&target, self.scope)
            .into_iter()
            .map(|(chosen, target)| {
                let is_relative = relative.is_some();
                let content = match library.find(self.reader.path, &target, self.scope, is_relative)
                {
                    Linked::Here(path) => library.template(self.reader, &path, header),
                    Linked::Elsewhere(source) => unread(&source),
                };
                (chosen, content, false)
            })
            .collect()
    }

    /// The variable that a text stands for, as it is written.
    fn variable(&self, node: &Node) -> Option<&Node> {
        let ExpressionKind::Variable(name) = self.lowering.value(node).kind else { return None };
        member(member(self.template, "variables")?, &name).filter(|one| one.as_object().is_some())
    }

    /// The `value` of each parameter that is given.
    fn arguments(
        &self,
        properties: &Node,
        content: &ModuleContent,
    ) -> BTreeMap<Arc<str>, Expression> {
        let declared: Vec<&Arc<str>> = match content {
            ModuleContent::Template(template) => template.parameters.keys().collect(),
            ModuleContent::Unread(_) => Vec::new(),
        };
        let as_declared = |name: &Arc<str>| {
            let found = declared.iter().find(|one| one.eq_ignore_ascii_case(name));
            Arc::clone(found.unwrap_or(&name))
        };
        if let Some(link) = entry(properties, "parametersLink") {
            let message = "the linked file of parameters is not read";
            let invalid = ExpressionKind::Invalid(message.into());
            let value = Expression { kind: invalid, span: link.name_span };
            return declared.into_iter().map(|name| (Arc::clone(name), value.clone())).collect();
        }
        let Some(given) = member(properties, "parameters") else { return BTreeMap::new() };
        if given.as_object().is_none() {
            let whole = self.lowering.value(given);
            let value = |name: &Arc<str>| optional(optional(whole.clone(), name), "value");
            return declared.into_iter().map(|name| (Arc::clone(name), value(name))).collect();
        }
        members(given)
            .filter_map(|one| {
                if one.value.as_object().is_none() {
                    let value = computed_argument(self.lowering.value(&one.value));
                    return Some((as_declared(&one.name), value));
                }
                if let Some(secret) = member(&one.value, "reference") {
                    return Some((as_declared(&one.name), super::secret(secret.span)));
                }
                let entries =
                    self.lowering.entries(&one.value, |name| name.eq_ignore_ascii_case("value"));
                let value = entries.into_iter().find_map(|entry| match entry {
                    Entry::Property { key, value } => key
                        .as_str()
                        .is_some_and(|key| key.eq_ignore_ascii_case("value"))
                        .then_some(value),
                    Entry::Spread(_) => None,
                });
                Some((as_declared(&one.name), value?))
            })
            .collect()
    }

    fn module_scope(&self, node: &Node) -> ModuleScope {
        if let Some(scope) = self.optional(node, "scope") {
            return ModuleScope::Expression(scope);
        }
        let subscription = self.optional(node, "subscriptionId");
        let resource_group = self.optional(node, "resourceGroup");
        if subscription.is_none() && resource_group.is_none() {
            ModuleScope::Same
        } else {
            ModuleScope::Named { subscription, resource_group }
        }
    }
}

/// Whether a type names its provider: `Microsoft.Network/virtualNetworks`.
fn is_full(resource_type: &str) -> bool {
    resource_type.split('/').next().is_some_and(|first| first.contains('.'))
}

/// The declaration that a nested resource is written in, or the instance of it of
/// the same round.
fn of_parent(parent: &Parent, span: Span) -> Expression {
    let symbol = Expression { kind: ExpressionKind::Symbol(Arc::clone(&parent.symbol)), span };
    let Some(repeat) = &parent.repeat else { return symbol };
    let name = repeat.name.iter().cloned().map(|name| literal_text(name, span));
    let index = call("copyIndex", name.collect(), span);
    let access = Access::Index { index: Box::new(index), safe: false, from_end: false };
    Expression { kind: ExpressionKind::Access(Box::new(symbol), access), span }
}

/// The value in a computed object; what it is if that holds a reference to a secret.
fn computed_argument(object: Expression) -> Expression {
    let span = object.span;
    if !may_be_secret(&object) {
        return optional(object, "value");
    }
    let is_secret = vec![object.clone(), literal_text("reference".into(), span)];
    let is_secret = call("contains", is_secret, span);
    call("if", vec![is_secret, super::secret(span), optional(object, "value")], span)
}

/// Whether an object is made that refers to a secret: what the Bicep compiler makes of
/// `condition ? vault.getSecret('name') : ''`.
fn may_be_secret(object: &Expression) -> bool {
    let ExpressionKind::Call(call) = &object.kind else { return false };
    let is = |name: &str| call.name.eq_ignore_ascii_case(name);
    match &call.arguments[..] {
        [key, ..] if is("createObject") => key.as_str() == Some("reference"),
        [_, then, otherwise] if is("if") => may_be_secret(then) || may_be_secret(otherwise),
        _ => false,
    }
}

fn literal_text(text: Arc<str>, span: Span) -> Expression {
    Expression { kind: ExpressionKind::String(text), span }
}

/// A call of a function of ARM.
pub(super) fn call(name: &str, arguments: Vec<Expression>, span: Span) -> Expression {
    let call = Call { namespace: None, name: name.into(), arguments };
    Expression { kind: ExpressionKind::Call(call), span }
}

fn all_of(conditions: impl Iterator<Item = Expression>) -> Option<Expression> {
    conditions.reduce(|one, other| {
        let span = one.span;
        call("and", vec![one, other], span)
    })
}

fn optional(base: Expression, name: &str) -> Expression {
    let span = base.span;
    let access = Access::Property { name: name.into(), safe: true };
    Expression { kind: ExpressionKind::Access(Box::new(base), access), span }
}
