//! Functions that ask what is deployed, and where.

use nexthop_source::Span;

use super::{
    access::{self, Step},
    call::{ANY_NUMBER, Special},
    deployment::{Evaluation, Symbol},
    expression::Expression,
    identity,
    place::{self, outside},
    scope::Scope,
    symbol::View,
};
use crate::{
    Kind, Value, Why,
    evaluate::{caused_by, failed, not_null},
};

pub(super) const FUNCTIONS: &[Special] = &[
    Special { name: "deployment", arity: (0, 0), run: deployment },
    Special { name: "extensionResourceId", arity: (3, ANY_NUMBER), run: extension_resource_id },
    Special { name: "managementGroup", arity: (0, 1), run: management_group },
    Special { name: "managementGroupResourceId", arity: (2, ANY_NUMBER), run: group_resource_id },
    Special {
        name: "reference",
        arity: (1, 3),
        run: |scope, arguments, span| scope.reference(arguments, &[], span).0,
    },
    Special { name: "resourceGroup", arity: (0, 2), run: resource_group },
    Special { name: "resourceId", arity: (2, ANY_NUMBER), run: resource_id },
    Special { name: "subscription", arity: (0, 1), run: subscription },
    Special {
        name: "subscriptionResourceId",
        arity: (2, ANY_NUMBER),
        run: subscription_resource_id,
    },
    Special { name: "tenant", arity: (0, 0), run: |_, _, span| place::tenant(span) },
    Special { name: "tenantResourceId", arity: (2, ANY_NUMBER), run: tenant_resource_id },
];

/// The result of a function that is not in any table: of those that ask a resource
/// for its keys there is no end.
pub(super) fn unknown_function(name: &str, arguments: &[Value], span: Span) -> Value {
    let asks = name.get(..4).is_some_and(|start| start.eq_ignore_ascii_case("list"));
    if !asks {
        return failed(format!("there is no function `{name}`"), span);
    }
    match arguments.first().map(|first| &first.kind) {
        Some(Kind::Reference(reference)) => outside(&format!("{name}({})", reference.target), span),
        Some(Kind::String(text)) => outside(&format!("{name}({text:?})"), span),
        _ => outside(&format!("{name}()"), span),
    }
}

impl<'t> Scope<'_, 't> {
    fn evaluated(&self, arguments: &[Expression]) -> Vec<Value> {
        arguments.iter().map(|argument| self.evaluate(argument)).collect()
    }

    /// `reference(…)`, as far as the first of the steps behind it say, and how many
    /// these are.
    pub(super) fn reference(
        &self,
        arguments: &[Expression],
        steps: &[Step<'_>],
        span: Span,
    ) -> (Value, usize) {
        let values = self.evaluated(arguments);
        let Some(wanted) = values.first() else {
            return (failed("`reference` needs an argument", span), steps.len());
        };
        let full = values.get(2).and_then(Value::as_str);
        let view = match full {
            Some(word) if word.eq_ignore_ascii_case("Full") => View::Full,
            _ => View::Properties,
        };
        if let Kind::Reference(reference) = &wanted.kind
            && let Some((deployment, instance)) = self.run.instance(&reference.target)
            && reference.attribute == "id"
        {
            let evaluation = Evaluation { run: self.run, deployment: &deployment };
            return super::symbol::resource_view(evaluation, &instance, view, steps, span);
        }
        let found = self.lexical(|evaluation| {
            let symbol = self.named_symbol(evaluation, wanted)?;
            Some(self.viewed(evaluation, symbol, view, steps, span))
        });
        found.unwrap_or_else(|| (unknown_reference(wanted, span), 0))
    }

    /// The resource or module that an argument of `reference` names: by its symbol, by
    /// its name, or by its id.
    fn named_symbol(&self, evaluation: Evaluation<'_, 't>, wanted: &Value) -> Option<Symbol<'t>> {
        if let Some(name) = wanted.as_str().filter(|text| !text.contains('/')) {
            return evaluation
                .deployment
                .symbol(name)
                .or_else(|| evaluation.module_named(name))
                .or_else(|| evaluation.resource_named(name));
        }
        let (scope, kind, names) = self.run.segments(wanted)?.resource(wanted.span)?;
        if kind.eq_ignore_ascii_case("Microsoft.Resources/deployments") {
            return evaluation.module_named(names.first()?.as_str()?);
        }
        evaluation
            .declared(&kind, &names, Some(&scope))
            .map(|instance| Symbol::Resource(instance.declaration))
    }

    /// The id of a resource of that type and of these names: that of one that is
    /// declared, or text. `scope` is the id of where it is, if that is said.
    fn identified(&self, scope: Option<&Value>, kind: &str, names: &[Value], span: Span) -> Value {
        let written = self.lexical(|evaluation| {
            if let Some(instance) = evaluation.declared(kind, names, scope) {
                return evaluation.id(&instance, span);
            }
            let own = || evaluation.scope_id(span);
            let scope = scope.cloned();
            if let [parents @ .., name] = names
                && let Some((parent, step)) = kind.rsplit_once('/')
                && !parents.is_empty()
                && let Some(instance) = evaluation.declared(parent, parents, scope.as_ref())
            {
                let step = Value::string(format!("/{step}/"), span);
                return crate::evaluate::join([&evaluation.id(&instance, span), &step, name], span);
            }
            identity::resource_id(&scope.unwrap_or_else(own), kind, names, span)
        });
        not_null(written)
    }
}

impl<'t> Evaluation<'_, 't> {
    fn module_named(self, name: &str) -> Option<Symbol<'t>> {
        let modules = &self.deployment.template?.modules;
        let found = modules.iter().find(|module| {
            let named = module.name.as_ref().filter(|_| module.repeat.is_none());
            let named = named.map(|expression| self.evaluate(expression));
            named.as_ref().and_then(Value::as_str).is_some_and(|own| own.eq_ignore_ascii_case(name))
        });
        found.map(Symbol::Module)
    }

    fn resource_named(self, name: &str) -> Option<Symbol<'t>> {
        let resources = &self.deployment.template?.resources;
        let mut found = resources.iter().filter(|resource| {
            resource.repeat.is_none()
                && self.instances(resource).iter().any(|instance| {
                    let own = self.full_name(instance);
                    own.as_str().is_some_and(|own| own.eq_ignore_ascii_case(name))
                })
        });
        let one = found.next()?;
        found.next().is_none().then_some(Symbol::Resource(one))
    }
}

fn unknown_reference(wanted: &Value, span: Span) -> Value {
    match &wanted.kind {
        Kind::String(text) => outside(&format!("reference({text:?})"), span),
        Kind::Reference(reference) => {
            Value::unknown(Why::SetByAzure(reference.target.to_string()), span)
        }
        Kind::Unknown(_) => caused_by(wanted, span),
        _ => failed("`reference` needs text", span),
    }
}

/// What stands before the type, the type, and the names behind it.
fn divided<'v>(
    values: &'v [Value],
    span: Span,
) -> Result<(&'v [Value], &'v str, &'v [Value]), Value> {
    let is_type = |value: &Value| {
        value.as_str().is_some_and(|text| text.contains('/') && !text.starts_with('/'))
    };
    match values.iter().position(is_type) {
        Some(at) => {
            // Resource Manager does not mind a slash at the end.
            let kind = values[at].as_str().unwrap_or_default().trim_end_matches('/');
            Ok((&values[..at], kind, &values[at + 1..]))
        }
        None => Err(match values.iter().find(|value| !value.is_known()) {
            Some(unknown) => caused_by(unknown, span),
            None => failed("a resource type is required", span),
        }),
    }
}

fn resource_id(scope: &Scope<'_, '_>, arguments: &[Expression], span: Span) -> Value {
    let values = scope.evaluated(arguments);
    let (before, kind, names) = match divided(&values, span) {
        Ok(parts) => parts,
        Err(stop) => return stop,
    };
    let outer = match before {
        [] => None,
        [group] => Some((scope.lexical(|evaluation| evaluation.place()).subscription, group)),
        [subscription, group, ..] => {
            Some((place::subscription(Some(subscription.clone()), span), group))
        }
    };
    let outer = outer.map(|(subscription, group)| {
        let group = place::resource_group(&subscription, Some(group.clone()), span);
        access::property(&group, "id", span)
    });
    scope.identified(outer.as_ref(), kind, names, span)
}

fn subscription_resource_id(scope: &Scope<'_, '_>, arguments: &[Expression], span: Span) -> Value {
    let values = scope.evaluated(arguments);
    match divided(&values, span) {
        Ok((before, kind, names)) => {
            let subscription = match before.first() {
                Some(id) => place::subscription(Some(id.clone()), span),
                None => scope.lexical(|evaluation| evaluation.place()).subscription,
            };
            let outer = access::property(&subscription, "id", span);
            scope.identified(Some(&outer), kind, names, span)
        }
        Err(stop) => stop,
    }
}

fn group_resource_id(scope: &Scope<'_, '_>, arguments: &[Expression], span: Span) -> Value {
    let values = scope.evaluated(arguments);
    match divided(&values, span) {
        Ok((before, kind, names)) => {
            let group = match before.first() {
                Some(name) => place::management_group(Some(name.clone()), span),
                None => scope.lexical(|evaluation| evaluation.place()).management_group,
            };
            let outer = access::property(&group, "id", span);
            scope.identified(Some(&outer), kind, names, span)
        }
        Err(stop) => stop,
    }
}

fn tenant_resource_id(scope: &Scope<'_, '_>, arguments: &[Expression], span: Span) -> Value {
    let values = scope.evaluated(arguments);
    match divided(&values, span) {
        Ok((_, kind, names)) => {
            scope.identified(Some(&Value::string("/", span)), kind, names, span)
        }
        Err(stop) => stop,
    }
}

fn extension_resource_id(scope: &Scope<'_, '_>, arguments: &[Expression], span: Span) -> Value {
    let values = scope.evaluated(arguments);
    let [outer, rest @ ..] = &values[..] else { return failed("a scope is required", span) };
    match divided(rest, span) {
        Ok((_, kind, names)) => scope.identified(Some(outer), kind, names, span),
        Err(stop) => stop,
    }
}

fn subscription(scope: &Scope<'_, '_>, arguments: &[Expression], span: Span) -> Value {
    match scope.evaluated(arguments).first() {
        Some(id) => place::subscription(Some(id.clone()), span),
        None => scope.lexical(|evaluation| evaluation.place()).subscription,
    }
}

fn resource_group(scope: &Scope<'_, '_>, arguments: &[Expression], span: Span) -> Value {
    let around = scope.lexical(|evaluation| evaluation.place());
    match &scope.evaluated(arguments)[..] {
        [subscription, name, ..] => {
            let subscription = place::subscription(Some(subscription.clone()), span);
            place::resource_group(&subscription, Some(name.clone()), span)
        }
        [name] => place::resource_group(&around.subscription, Some(name.clone()), span),
        [] => around
            .group
            .unwrap_or_else(|| failed("there is no resource group where this is deployed", span)),
    }
}

fn management_group(scope: &Scope<'_, '_>, arguments: &[Expression], span: Span) -> Value {
    match scope.evaluated(arguments).first() {
        Some(name) => place::management_group(Some(name.clone()), span),
        None => scope.lexical(|evaluation| evaluation.place()).management_group,
    }
}

fn deployment(scope: &Scope<'_, '_>, _: &[Expression], span: Span) -> Value {
    let name = scope.lexical(|evaluation| evaluation.deployment_name(span));
    let fields = [
        ("name", name),
        ("id", outside("deployment().id", span)),
        ("location", outside("deployment().location", span)),
        ("properties", outside("deployment().properties", span)),
    ];
    Value::object(fields.map(|(name, value)| (name.into(), value)).into(), span)
}
