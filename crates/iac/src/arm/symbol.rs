//! Resources and modules as expressions see them.

use std::{collections::BTreeMap, rc::Rc, sync::Arc};

use nexthop_source::Span;

use super::{
    access::{self, Step},
    deployment::{Evaluation, ResourceInstance, Symbol},
    expression::Access,
    lookups::DEPLOYMENTS,
    operators::is_failure,
    repeat::Instances,
    scope::Scope,
    template::ModuleContent,
};
use crate::{
    Address, Kind, Reference, Value, Why,
    evaluate::{self, caused_by, failed},
};

/// What an expression asks for of a resource or module.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum View {
    /// What Bicep's symbol stands for.
    Symbol,
    /// `reference('x')`: the properties; of a module, outputs with type and value.
    Properties,
    /// `reference('x', …, 'Full')`
    Full,
}

/// What an expression asks for, and where.
#[derive(Clone, Copy)]
pub(super) struct Question<'q> {
    pub view: View,
    /// The steps behind what is asked.
    pub steps: &'q [Step<'q>],
    pub span: Span,
}

impl<'q> Question<'q> {
    /// What is asked behind the first steps.
    fn behind(self, used: usize) -> Self {
        Self { steps: &self.steps[used..], ..self }
    }

    /// The same question without any steps.
    fn whole(self) -> Self {
        Self { steps: &[], ..self }
    }

    /// Whether the first step may find nothing.
    fn is_safe(self) -> bool {
        self.steps.first().is_some_and(|(access, _)| match access {
            Access::Property { safe, .. } | Access::Index { safe, .. } => *safe,
        })
    }

    /// The name that the first step takes, if it is known before the value is.
    fn first_property(self) -> Option<(&'q str, usize)> {
        match self.steps.first()?.0 {
            Access::Property { name, .. } => Some((name, 1)),
            Access::Index { index, .. } => Some((index.as_str()?, 1)),
        }
    }
}

/// A value, and how many of the steps behind it were taken.
pub(super) type Answer = (Value, usize);

/// The one instance that steps begin with, and how many of them they take.
enum Selection<'i, T> {
    One(&'i Rc<T>, usize),
    Whole,
    Nothing(Value),
}

impl<'t> Scope<'_, 't> {
    /// What a symbol stands for, as far as the first of the steps behind it say.
    pub(super) fn symbol(&self, name: &str, steps: &[Step<'_>], span: Span) -> Answer {
        self.lexical(|evaluation| match evaluation.deployment.symbol(name) {
            Some(symbol) => {
                self.viewed(evaluation, symbol, Question { view: View::Symbol, steps, span })
            }
            None => (failed(format!("`{name}` is not declared"), span), steps.len()),
        })
    }

    pub(super) fn viewed(
        &self,
        evaluation: Evaluation<'_, 't>,
        symbol: Symbol<'t>,
        question: Question<'_>,
    ) -> Answer {
        match symbol {
            Symbol::Resource(declaration) => {
                let instances = evaluation.instances(declaration);
                if let Some(answer) = self.id_of_any(evaluation, &instances, question) {
                    return answer;
                }
                let view =
                    |one: &Rc<_>, question: Question<'_>| resource_view(evaluation, one, question);
                self.view_of(&instances, question, view)
            }
            Symbol::Module(declaration) => {
                let instances = evaluation.nested(declaration);
                let view = |one: &Rc<_>, question: Question<'_>| {
                    module_view(Evaluation { run: self.run, deployment: one }, question)
                };
                self.view_of(&instances, question, view)
            }
        }
    }

    /// `resources[index].id` where the index is not known: as much of the id as all
    /// of them have in common.
    fn id_of_any(
        &self,
        evaluation: Evaluation<'_, 't>,
        instances: &Instances<ResourceInstance<'t>>,
        question: Question<'_>,
    ) -> Option<Answer> {
        let Instances::Each(all) = instances else { return None };
        let [(Access::Index { index, .. }, _), rest @ ..] = question.steps else { return None };
        let (name, used) = question.behind(1).first_property()?;
        if !name.eq_ignore_ascii_case("id") || rest.is_empty() {
            return None;
        }
        let key = self.evaluate(index);
        let known = key.is_known() || is_failure(&key);
        let declaration = all.first().filter(|_| !known)?.declaration;
        Some((evaluation.id_of_round(declaration, key, question.span), used + 1))
    }

    fn view_of<T>(
        &self,
        instances: &Instances<T>,
        question: Question<'_>,
        view: impl Fn(&Rc<T>, Question<'_>) -> Answer,
    ) -> Answer {
        match self.select(instances, question.steps, question.span) {
            Selection::One(one, used) => {
                let (value, more) = view(one, question.behind(used));
                (value, used + more)
            }
            Selection::Nothing(value) => (value, question.steps.len()),
            Selection::Whole => {
                (whole(instances, |one| view(one, question.whole()).0, question.span), 0)
            }
        }
    }

    fn select<'i, T>(
        &self,
        instances: &'i Instances<T>,
        steps: &[Step<'_>],
        span: Span,
    ) -> Selection<'i, T> {
        let all = match instances {
            Instances::Once(one) => return Selection::One(one, 0),
            Instances::Unknown(..) => &[],
            Instances::Each(all) => &**all,
        };
        let Some((Access::Index { index, from_end, .. }, _)) = steps.first() else {
            return Selection::Whole;
        };
        let key = self.evaluate(index);
        if let Instances::Unknown(one, _) = instances {
            return Selection::One(one, 1);
        }
        let Kind::Number(number) = &key.kind else {
            let unknown = evaluate::cause_among([&key], span);
            return Selection::Nothing(
                unknown.unwrap_or_else(|| failed("a number is required", key.span)),
            );
        };
        let position = number.to_usize().and_then(|position| {
            if *from_end { all.len().checked_sub(position) } else { Some(position) }
        });
        match position.and_then(|position| all.get(position)) {
            Some(one) => Selection::One(one, 1),
            None => Selection::Nothing(failed("there is no instance of that index", key.span)),
        }
    }
}

/// All instances as an array.
fn whole<T>(instances: &Instances<T>, view: impl Fn(&Rc<T>) -> Value, span: Span) -> Value {
    match instances {
        Instances::Once(one) => view(one),
        Instances::Each(all) => Value::tuple(all.iter().map(view).collect(), span),
        Instances::Unknown(_, why) => caused_by(why, span),
    }
}

pub(super) fn resource_view<'t>(
    evaluation: Evaluation<'_, 't>,
    instance: &Rc<ResourceInstance<'t>>,
    question: Question<'_>,
) -> Answer {
    if question.view == View::Properties {
        return (evaluation.attribute(instance, "properties", question.span), 0);
    }
    let Some((name, used)) = question.first_property() else {
        return (evaluation.object(instance, question.span), 0);
    };
    if question.is_safe() && evaluation.own_presence(instance).is_none() {
        return (Value::null(question.span), question.steps.len());
    }
    let is_id = question.view == View::Full && name.eq_ignore_ascii_case("resourceId");
    let name = if is_id { "id" } else { name };
    (evaluation.attribute(instance, name, question.span), used)
}

impl<'t> Evaluation<'_, 't> {
    /// A property of a resource.
    pub(super) fn attribute(
        self,
        instance: &Rc<ResourceInstance<'t>>,
        name: &str,
        span: Span,
    ) -> Value {
        let declaration = instance.declaration;
        if name.eq_ignore_ascii_case("id") {
            return self.id(instance, span);
        }
        let written = if name.eq_ignore_ascii_case("name") {
            self.name(instance)
        } else if name.eq_ignore_ascii_case("type") {
            return Value::string(Arc::clone(&declaration.resource_type), span);
        } else if name.eq_ignore_ascii_case("apiVersion") {
            match &declaration.api_version {
                Some(version) => return Value::string(Arc::clone(version), span),
                None => Value::null(span),
            }
        } else {
            let body = self.body(instance);
            return access::property(&body.with_via(itself(instance)), name, span);
        };
        if written.via.is_none() && !is_failure(&written) {
            return written.with_via(Arc::new(Reference {
                target: instance.address.clone(),
                attribute: "name".to_owned(),
            }));
        }
        written
    }

    /// Everything that is written of a resource; what is not is a reference.
    pub(super) fn object(self, instance: &Rc<ResourceInstance<'t>>, span: Span) -> Value {
        let body = self.body(instance);
        let Some(entries) = body.as_object() else { return body };
        let mut entries = entries.clone();
        for name in ["id", "name", "type", "apiVersion"] {
            entries.insert(Arc::from(name), self.attribute(instance, name, span));
        }
        Value::object(entries, span).with_via(itself(instance))
    }
}

fn itself(instance: &ResourceInstance<'_>) -> Arc<Reference> {
    Arc::new(Reference { target: instance.address.clone(), attribute: String::new() })
}

/// A module, or as far as its first steps tell one of its outputs.
pub(super) fn module_view(evaluation: Evaluation<'_, '_>, question: Question<'_>) -> Answer {
    let (deployment, Question { view, steps, span }) = (evaluation.deployment, question);
    if evaluation.made().is_none() {
        if question.is_safe() {
            return (Value::null(span), steps.len());
        }
        let message = format!("`{}` is not deployed", deployment.address);
        return (failed(message, span), steps.len());
    }
    let Some((name, used)) = question.first_property() else {
        return (module_object(evaluation, view, span), 0);
    };
    let declaration = deployment.caller.as_ref().map(|caller| caller.declaration);
    // A module has outputs; one that is written as a resource has them in its properties.
    let is_resource = declaration.is_some_and(|declaration| declaration.api_version.is_some());
    let whole = view == View::Full || view == View::Symbol && is_resource;
    if whole && name.eq_ignore_ascii_case("properties") {
        let inner = Question { view: View::Properties, ..question.behind(used) };
        let (value, more) = module_view(evaluation, inner);
        return (value, used + more);
    }
    if name.eq_ignore_ascii_case("name") {
        return (evaluation.deployment_name(span), used);
    }
    if name.eq_ignore_ascii_case("id") && view == View::Symbol {
        return (Value::reference(Address::new(&*deployment.address), "id", span), used);
    }
    if name.eq_ignore_ascii_case("type") && view != View::Properties {
        return (Value::string(DEPLOYMENTS, span), used);
    }
    if name.eq_ignore_ascii_case("apiVersion")
        && view != View::Properties
        && let Some(version) = declaration.and_then(|declaration| declaration.api_version.as_ref())
    {
        return (Value::string(Arc::clone(version), span), used);
    }
    if !name.eq_ignore_ascii_case("outputs") {
        let what = format!("{}.{name}", deployment.address);
        return (Value::unknown(Why::SetByAzure(what), span), steps.len());
    }
    let (value, more) = output_view(evaluation, question.behind(used));
    (value, used + more)
}

/// The outputs, or one of them.
fn output_view(evaluation: Evaluation<'_, '_>, question: Question<'_>) -> Answer {
    let Question { view, steps, span } = question;
    let Some((output, used)) = question.first_property() else {
        return (outputs(evaluation, view, span), 0);
    };
    let Some(value) = evaluation.visible_output(output, span) else {
        if question.is_safe() {
            return (Value::null(span), steps.len());
        }
        let message = format!("`{}` has no output `{output}`", evaluation.deployment.address);
        return (failed(message, span), steps.len());
    };
    match question.behind(used).first_property() {
        _ if view == View::Symbol => (value, used),
        Some(("value", more)) => (value, used + more),
        _ => (with_type(value, span), used),
    }
}

fn module_object(evaluation: Evaluation<'_, '_>, view: View, span: Span) -> Value {
    let outputs = (Arc::from("outputs"), outputs(evaluation, view, span));
    if view == View::Properties {
        return Value::object([outputs].into(), span);
    }
    let name = (Arc::from("name"), evaluation.deployment_name(span));
    Value::object([name, outputs].into(), span)
}

fn outputs(evaluation: Evaluation<'_, '_>, view: View, span: Span) -> Value {
    let Some(template) = evaluation.deployment.template else {
        return evaluation.unread(span);
    };
    let names = template.outputs.keys();
    let values: BTreeMap<_, _> = names
        .filter_map(|name| {
            let value = evaluation.visible_output(name, span)?;
            let value = if view == View::Symbol { value } else { with_type(value, span) };
            Some((Arc::clone(name), value))
        })
        .collect();
    Value::object(values, span)
}

/// An output as `reference()` shows it.
fn with_type(value: Value, span: Span) -> Value {
    Value::object([(Arc::from("value"), value)].into(), span)
}

impl Evaluation<'_, '_> {
    /// An output as the caller sees it.
    fn visible_output(self, name: &str, span: Span) -> Option<Value> {
        if self.deployment.template.is_none() {
            return Some(self.unread(span));
        }
        self.output(name).map(|value| value.asked_for_at(span))
    }

    /// What a module returns whose code is not here.
    fn unread(self, span: Span) -> Value {
        let address = &self.deployment.address;
        let (source, span) = match &self.deployment.caller {
            Some(caller) => match &caller.declaration.content {
                ModuleContent::Unread(source) => (&**source, caller.declaration.header),
                ModuleContent::Template(_) => ("", caller.declaration.header),
            },
            None => ("", span),
        };
        Value::unknown(Why::Outside(format!("{address} (source {source:?}, not read)")), span)
    }
}
