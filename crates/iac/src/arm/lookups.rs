//! Functions that ask what is deployed, and where.

use std::rc::Rc;

use nexthop_source::Span;

use super::{
    access::{self, Step},
    call::{ANY_NUMBER, Special},
    deployment::{Deployment, Evaluation, Symbol},
    expression::{Access, Expression, ExpressionKind},
    identity::{self, Wanted},
    operators::is_failure,
    place::{self, Place, outside},
    repeat::Instances,
    scope::{FrameKind, Scope},
    spelling::split_text,
    symbol::{self, Question, View},
};
use crate::{
    Address, Kind, Number, Part, Value, Why,
    evaluate::{caused_by, failed, join, not_null},
};

/// The type of a deployment within another one.
pub(super) const DEPLOYMENTS: &str = "Microsoft.Resources/deployments";

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
    Special { name: "references", arity: (1, 3), run: references },
    Special { name: "resourceGroup", arity: (0, 2), run: resource_group },
    Special {
        name: "resourceInfo",
        arity: (1, 1),
        run: |scope, arguments, span| scope.resource_info(arguments, &[], span).0,
    },
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

impl<'t> Scope<'_, 't> {
    /// The result of a function that is not in any table: of those that ask a
    /// resource for its keys there is no end.
    pub(super) fn unknown_function(&self, name: &str, arguments: &[Value], span: Span) -> Value {
        let asks = name.get(..4).is_some_and(|start| start.eq_ignore_ascii_case("list"))
            || name.eq_ignore_ascii_case("getSecret");
        if !asks {
            return failed(format!("there is no function `{name}`"), span);
        }
        let asked = arguments.first().map(|first| match (first.referent(), &first.kind) {
            (Some(reference), _) => reference.target.to_string(),
            (None, Kind::String(text)) => self.addressed(text),
            _ => String::new(),
        });
        outside(&format!("{name}({})", asked.unwrap_or_default()), span)
    }

    /// The address of what has that symbol; anything else as it is.
    fn addressed(&self, text: &str) -> String {
        self.lexical(|evaluation| match evaluation.deployment.symbol(text) {
            Some(Symbol::Resource(resource)) => match &*evaluation.instances(resource) {
                Instances::Once(one) => one.address.to_string(),
                Instances::Each(_) | Instances::Unknown(..) => text.to_owned(),
            },
            Some(Symbol::Module(_)) | None => text.to_owned(),
        })
    }

    fn place(&self) -> Place {
        self.lexical(|Evaluation { run, deployment }| Evaluation { run, deployment }.place())
    }

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
        let Some((wanted, more)) = values.split_first() else {
            return (failed("`reference` needs an argument", span), steps.len());
        };
        let is_full =
            |word: &Value| word.as_str().is_some_and(|word| word.eq_ignore_ascii_case("Full"));
        let view = if more.iter().any(is_full) { View::Full } else { View::Properties };
        self.referred(wanted, Question { view, steps, span })
    }

    /// `resourceInfo('symbol')`, the same of what a symbol stands for.
    pub(super) fn resource_info(
        &self,
        arguments: &[Expression],
        steps: &[Step<'_>],
        span: Span,
    ) -> (Value, usize) {
        match arguments {
            [symbol] => {
                let question = Question { view: View::Symbol, steps, span };
                self.referred(&self.evaluate(symbol), question)
            }
            _ => (failed("`resourceInfo` takes one argument", span), steps.len()),
        }
    }

    fn referred(&self, wanted: &Value, question: Question<'_>) -> (Value, usize) {
        let Question { view, steps, span } = question;
        if let Kind::Reference(reference) = &wanted.kind
            && let Some((deployment, instance)) = self.run.instance(&reference.target)
            && reference.attribute == "id"
        {
            let evaluation = Evaluation { run: self.run, deployment: &deployment };
            return symbol::resource_view(evaluation, &instance, question);
        }
        let found = self.lexical(|evaluation| {
            if let Some((symbol, index)) = indexed_symbol(evaluation, wanted) {
                // `symbol[3]` is one more step.
                let inner = self.within(FrameKind::Local(INDEX.into(), index));
                let index = Expression { kind: ExpressionKind::Local(INDEX.into()), span };
                let index = Access::Index { index: Box::new(index), safe: false, from_end: false };
                let steps: Vec<Step<'_>> =
                    std::iter::once((&index, span)).chain(steps.iter().copied()).collect();
                let question = Question { view, steps: &steps, span };
                let (value, used) = inner.viewed(evaluation, symbol, question);
                return Some((value, used.saturating_sub(1)));
            }
            if let Some(made) = evaluation.made_at(wanted) {
                let inner = Evaluation { run: self.run, deployment: &made };
                return Some(symbol::module_view(inner, question));
            }
            let symbol = self.named_symbol(evaluation, wanted)?;
            Some(self.viewed(evaluation, symbol, question))
        });
        found.unwrap_or_else(|| (unknown_reference(wanted, span), 0))
    }

    /// The resource or module that an argument of `reference` names: by its symbol, or
    /// a resource by its name or its id.
    fn named_symbol(&self, evaluation: Evaluation<'_, 't>, wanted: &Value) -> Option<Symbol<'t>> {
        if let Some(name) = wanted.as_str().filter(|text| !text.contains('/')) {
            let symbol = evaluation.deployment.symbol(name);
            return symbol.or_else(|| evaluation.resource_named(name));
        }
        let (scope, kind, names) = self.run.segments(wanted)?.resource(wanted.span)?;
        let wanted = Wanted { kind: &kind, names: &names, spelling: None };
        evaluation
            .declared(&wanted, Some(&scope))
            .map(|instance| Symbol::Resource(instance.declaration))
    }

    /// The id of a resource of that type and of these names: that of one that is
    /// declared, or text. `scope` is the id of where it is, if that is said; the last
    /// of the arguments are the names as they are written.
    fn identified(
        &self,
        scope: Option<&Value>,
        (kind, names): (&str, &[Value]),
        arguments: &[Expression],
        span: Span,
    ) -> Value {
        let known = names.iter().all(|name| name.is_known() || is_failure(name));
        let written = arguments.len().checked_sub(names.len()).map(|at| &arguments[at..]);
        let written = written.filter(|_| !known).unwrap_or_default();
        let find = |evaluation: Evaluation<'_, 't>, kind, names: &[Value]| {
            let written = written.get(..names.len()).filter(|written| !written.is_empty());
            let spelling = written.map(|written| self.spelling(written));
            let wanted = Wanted { kind, names, spelling: spelling.as_ref() };
            if kind.eq_ignore_ascii_case(DEPLOYMENTS) {
                let made = evaluation.made_module(&wanted)?;
                return Some(Value::reference(Address::new(&*made.address), "id", span));
            }
            evaluation.declared(&wanted, scope).map(|instance| evaluation.id(&instance, span))
        };
        not_null(self.lexical(|evaluation| {
            if let Some(id) = find(evaluation, kind, names) {
                return id;
            }
            if let [parents @ .., name] = names
                && let Some((parent, step)) = kind.rsplit_once('/')
                && !parents.is_empty()
                && let Some(id) = find(evaluation, parent, parents)
            {
                let step = Value::string(format!("/{step}/"), span);
                return join([&id, &step, name], span);
            }
            let scope = scope.cloned().unwrap_or_else(|| evaluation.scope_id(span));
            match split_text(written).map(|text| self.text_segments(text)) {
                Some(names) => identity::resource_id(&scope, kind, &names, span),
                None => identity::resource_id(&scope, kind, names, span),
            }
        }))
    }
}

impl<'t> Evaluation<'_, 't> {
    /// The deployment that this one makes and that an argument of `reference` means:
    /// by the reference to it, by its id, or by its name.
    fn made_at(self, wanted: &Value) -> Option<Rc<Deployment<'t>>> {
        if let Kind::Reference(reference) = &wanted.kind {
            let modules = self.deployment.template?.modules.iter();
            let mut made = modules
                .flat_map(|module| self.nested(module).iter().map(Rc::clone).collect::<Vec<_>>());
            return made.find(|made| *made.address == *reference.target.as_str());
        }
        let name = match wanted.as_str().filter(|text| !text.contains('/')) {
            Some(symbol) if self.deployment.symbol(symbol).is_some() => return None,
            Some(_) => wanted.clone(),
            None => {
                let (_, kind, mut names) = self.run.segments(wanted)?.resource(wanted.span)?;
                kind.eq_ignore_ascii_case(DEPLOYMENTS).then(|| names.pop())??
            }
        };
        let names = std::slice::from_ref(&name);
        self.made_module(&Wanted { kind: DEPLOYMENTS, names, spelling: None })
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

/// What the index in `symbol[3]` is called where it is asked for; no name of a
/// template has a space in it.
const INDEX: &str = "the index";

/// The declaration and the index that `symbol[3]` names. The index need not be known.
fn indexed_symbol<'t>(
    evaluation: Evaluation<'_, 't>,
    wanted: &Value,
) -> Option<(Symbol<'t>, Value)> {
    let (name, index) = match &wanted.kind {
        Kind::String(text) => {
            let (name, index) = text.strip_suffix(']')?.rsplit_once('[')?;
            let number = Number::from(index.parse::<i64>().ok()?);
            (name, Value::new(Kind::Number(number), wanted.span))
        }
        Kind::Unknown(unknown) => match &unknown.parts[..] {
            [Part::Text(name), Part::Unknown | Part::Reference(_), Part::Text(end)]
                if **end == *"]" =>
            {
                (name.strip_suffix('[')?, caused_by(wanted, wanted.span))
            }
            _ => return None,
        },
        _ => return None,
    };
    Some((evaluation.deployment.symbol(name)?, index))
}

/// `references('symbol')`: what `reference` says of each instance.
fn references(scope: &Scope<'_, '_>, arguments: &[Expression], span: Span) -> Value {
    scope.reference(arguments, &[], span).0
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
fn divided(values: &[Value], span: Span) -> Result<(&[Value], &str, &[Value]), Value> {
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
        [group] => Some((scope.place().subscription, group)),
        [subscription, group, ..] => {
            Some((place::subscription(Some(subscription.clone()), span), group))
        }
    };
    let outer = outer.map(|(subscription, group)| {
        let group = place::resource_group(&subscription, Some(group.clone()), span);
        access::property(&group, "id", span)
    });
    scope.identified(outer.as_ref(), (kind, names), arguments, span)
}

fn subscription_resource_id(scope: &Scope<'_, '_>, arguments: &[Expression], span: Span) -> Value {
    let values = scope.evaluated(arguments);
    match divided(&values, span) {
        Ok((before, kind, names)) => {
            let subscription = match before.first() {
                Some(id) => place::subscription(Some(id.clone()), span),
                None => scope.place().subscription,
            };
            let outer = access::property(&subscription, "id", span);
            scope.identified(Some(&outer), (kind, names), arguments, span)
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
                None => scope.place().management_group,
            };
            let outer = access::property(&group, "id", span);
            scope.identified(Some(&outer), (kind, names), arguments, span)
        }
        Err(stop) => stop,
    }
}

fn tenant_resource_id(scope: &Scope<'_, '_>, arguments: &[Expression], span: Span) -> Value {
    let values = scope.evaluated(arguments);
    match divided(&values, span) {
        Ok((_, kind, names)) => {
            scope.identified(Some(&Value::string("/", span)), (kind, names), arguments, span)
        }
        Err(stop) => stop,
    }
}

fn extension_resource_id(scope: &Scope<'_, '_>, arguments: &[Expression], span: Span) -> Value {
    let values = scope.evaluated(arguments);
    let [outer, rest @ ..] = &values[..] else { return failed("a scope is required", span) };
    match divided(rest, span) {
        Ok((_, kind, names)) => scope.identified(Some(outer), (kind, names), arguments, span),
        Err(stop) => stop,
    }
}

fn subscription(scope: &Scope<'_, '_>, arguments: &[Expression], span: Span) -> Value {
    match scope.evaluated(arguments).first() {
        Some(id) => place::subscription(Some(id.clone()), span),
        None => scope.place().subscription,
    }
}

fn resource_group(scope: &Scope<'_, '_>, arguments: &[Expression], span: Span) -> Value {
    let around = scope.place();
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
        None => scope.place().management_group,
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
