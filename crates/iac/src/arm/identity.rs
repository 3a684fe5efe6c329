//! Resource ids as text of which some is known, and the resources that they name.

use std::{rc::Rc, sync::Arc};

use nexthop_source::Span;

use super::{
    access,
    deployment::{Deployment, Evaluation, ResourceInstance},
    repeat,
    scope::Run,
    spelling::Spelling,
    template::ResourceDeclaration,
};
use crate::{
    Address, Kind, Part, Reference, Unknown, Value, Why,
    evaluate::{self, caused_by, failed, join},
};

/// A resource whose id was asked for.
pub(super) struct Identified<'t> {
    pub deployment: std::rc::Weak<Deployment<'t>>,
    pub instance: Rc<ResourceInstance<'t>>,
    /// Its id as text.
    id: Value,
}

/// The pieces of an id between slashes, without the empty one at its beginning.
pub(super) struct Segments(Vec<Value>);

/// What a resource is looked for by.
pub(super) struct Wanted<'w> {
    pub kind: &'w str,
    pub names: &'w [Value],
    /// The names as they are written.
    pub spelling: Option<&'w Spelling<'w>>,
}

impl Wanted<'_> {
    /// Whether that is the name of something, or is written as its name is.
    fn is_named<'e>(
        &self,
        own: impl Fn() -> Value,
        spelled: impl Fn() -> Option<Spelling<'e>>,
    ) -> bool {
        let name = self.names.iter().map(known_lower).collect::<Option<Vec<_>>>();
        match name {
            Some(names) => known_lower(&own()).is_some_and(|own| own == names.join("/")),
            None => self.spelling.zip(spelled()).is_some_and(|(wanted, own)| wanted.is(&own)),
        }
    }
}

/// What an id leads to.
pub(super) enum Level {
    Tenant,
    ManagementGroup(Value),
    Subscription(Value),
    ResourceGroup { subscription: Value, name: Value },
    Resource,
}

impl Segments {
    /// What the id leads to.
    pub(super) fn scope(&self) -> Level {
        let is = |at: usize, word: &str| {
            self.0
                .get(at)
                .and_then(Value::as_str)
                .is_some_and(|text| text.eq_ignore_ascii_case(word))
        };
        match &self.0[..] {
            [] => Level::Tenant,
            [_, id] if is(0, "subscriptions") => Level::Subscription(id.clone()),
            [_, id, _, name] if is(0, "subscriptions") && is(2, "resourceGroups") => {
                Level::ResourceGroup { subscription: id.clone(), name: name.clone() }
            }
            [_, _, _, name] if is(1, "Microsoft.Management") && is(2, "managementGroups") => {
                Level::ManagementGroup(name.clone())
            }
            _ => Level::Resource,
        }
    }

    /// The id before its last `providers`, and the type and the names behind it.
    pub(super) fn resource(&self, span: Span) -> Option<(Value, String, Vec<Value>)> {
        let is_providers = |segment: &Value| {
            segment.as_str().is_some_and(|text| text.eq_ignore_ascii_case("providers"))
        };
        let at = self.0.iter().rposition(is_providers)?;
        let mut kind = self.0.get(at + 1)?.as_str()?.to_owned();
        let mut names = Vec::new();
        for pair in self.0[at + 2..].chunks(2) {
            let [step, name] = pair else { return None };
            kind.push('/');
            kind.push_str(step.as_str()?);
            names.push(name.clone());
        }
        let slash = Value::string("/", span);
        let before = self.0[..at].iter().flat_map(|segment| [&slash, segment]);
        (!names.is_empty()).then(|| (join(before, span), kind, names))
    }
}

impl Run<'_> {
    /// A text as parts, ids of resources taken apart as far as they are known.
    pub(super) fn parts(&self, value: &Value) -> Vec<Part> {
        match &value.kind {
            Kind::String(text) => vec![Part::Text(Arc::clone(text))],
            Kind::Reference(reference) => self.parts_of(reference),
            Kind::Unknown(unknown) if !unknown.parts.is_empty() => {
                let parts = unknown.parts.iter().flat_map(|part| match part {
                    Part::Reference(reference) => self.parts_of(reference),
                    other => vec![other.clone()],
                });
                parts.collect()
            }
            _ => vec![Part::Unknown],
        }
    }

    fn parts_of(&self, reference: &Arc<Reference>) -> Vec<Part> {
        let known = (reference.attribute == "id")
            .then(|| self.identified.borrow().get(&reference.target).map(|known| known.id.clone()))
            .flatten();
        match known.map(|id| id.kind) {
            Some(Kind::String(text)) => vec![Part::Text(text)],
            Some(Kind::Unknown(unknown)) if !unknown.parts.is_empty() => unknown.parts.clone(),
            _ => vec![Part::Reference(Arc::clone(reference))],
        }
    }

    /// The same text with the ids in it taken apart.
    pub(super) fn taken_apart(&self, value: &Value) -> Value {
        if matches!(value.kind, Kind::String(_)) || value.is_known() {
            return value.clone();
        }
        let (why, cause) = match &value.kind {
            Kind::Unknown(unknown) if unknown.parts.is_empty() => return value.clone(),
            Kind::Unknown(unknown) => (unknown.why.clone(), unknown.span),
            _ => match value.why() {
                Some(why) => (why, value.span),
                None => return value.clone(),
            },
        };
        let parts = self.parts(value);
        if matches!(parts[..], [Part::Reference(_)]) {
            return value.clone();
        }
        text_of_parts(parts, &(why, cause), value.span)
    }

    /// The pieces of an id, if it is one.
    pub(super) fn segments(&self, value: &Value) -> Option<Segments> {
        let value = self.taken_apart(value);
        let mut pieces = split(&value, "/", value.span)?;
        if pieces.first()?.as_str() != Some("") {
            return None;
        }
        pieces.remove(0);
        if matches!(&pieces[..], [only] if only.as_str() == Some("")) {
            pieces.clear();
        }
        Some(Segments(pieces))
    }
}

/// The text of these parts, which is unknown for that reason if one of them is.
fn text_of_parts(parts: Vec<Part>, (why, cause): &(Why, Span), span: Span) -> Value {
    let pieces: Vec<Value> = parts
        .into_iter()
        .map(|part| match part {
            Part::Text(text) => Value::string(text, span),
            Part::Reference(reference) => Value::new(Kind::Reference(reference), span),
            Part::Unknown => Value::unknown(why.clone(), *cause),
        })
        .collect();
    match &pieces[..] {
        [only] => only.clone(),
        _ => join(&pieces, span),
    }
}

/// The pieces of a text between separators. Of a text that is not wholly known only
/// if it is an id: in an id an unknown piece holds no slash.
pub(super) fn split(value: &Value, separator: &str, span: Span) -> Option<Vec<Value>> {
    let unknown = match &value.kind {
        Kind::String(text) => {
            return Some(text.split(separator).map(|piece| Value::string(piece, span)).collect());
        }
        Kind::Unknown(unknown) if is_id(unknown) && separator.contains('/') => unknown,
        _ => return None,
    };
    let cause = (unknown.why.clone(), unknown.span);
    let mut pieces: Vec<Vec<Part>> = vec![Vec::new()];
    for part in &unknown.parts {
        let Part::Text(text) = part else {
            pieces.last_mut()?.push(part.clone());
            continue;
        };
        for (at, piece) in text.split(separator).enumerate() {
            if at > 0 {
                pieces.push(Vec::new());
            }
            if !piece.is_empty() {
                pieces.last_mut()?.push(Part::Text(piece.into()));
            }
        }
    }
    let piece = |parts: Vec<Part>| {
        if parts.is_empty() {
            return Value::string("", span);
        }
        text_of_parts(parts, &cause, span)
    };
    Some(pieces.into_iter().map(piece).collect())
}

/// Whether a text begins as ids do.
fn is_id(unknown: &Unknown) -> bool {
    matches!(unknown.parts.first(), Some(Part::Text(text))
    if ["/subscriptions/", "/providers/"].iter().any(|prefix| {
        text.get(..prefix.len()).is_some_and(|start| start.eq_ignore_ascii_case(prefix))
    }))
}

/// The id of a resource below `scope`, an id as text.
pub(super) fn resource_id(scope: &Value, kind: &str, names: &[Value], span: Span) -> Value {
    if let Some(failure) =
        names.iter().chain([scope]).find(|name| super::operators::is_failure(name))
    {
        return caused_by(failure, span);
    }
    let mut steps = kind.split('/');
    let namespace = steps.next().unwrap_or_default();
    let mut pieces = Vec::new();
    if scope.as_str() != Some("/") {
        pieces.push(scope.clone());
    }
    let is_group = kind.eq_ignore_ascii_case("Microsoft.Resources/resourceGroups");
    if !is_group {
        pieces.push(Value::string(format!("/providers/{namespace}"), span));
    }
    let steps: Vec<&str> = steps.collect();
    let names = match names {
        [only] if steps.len() > 1 => split(only, "/", span).unwrap_or_else(|| vec![only.clone()]),
        _ => names.to_vec(),
    };
    if names.len() != steps.len() {
        return match names.iter().find(|name| !name.is_known()) {
            Some(unknown) => caused_by(unknown, span),
            None => failed(format!("{} names do not fit the type {kind}", names.len()), span),
        };
    }
    for (step, name) in steps.iter().zip(names) {
        pieces.push(Value::string(format!("/{step}/"), span));
        pieces.push(name);
    }
    join(&pieces, span)
}

impl<'t> Evaluation<'_, 't> {
    /// The id of a resource: a reference, or the text that it would be of one that is
    /// not deployed.
    pub(crate) fn id(self, instance: &Rc<ResourceInstance<'t>>, span: Span) -> Value {
        if !self.run.identified.borrow().contains_key(&instance.address) {
            let id = instance.id_text.get(
                (),
                || self.id_text(instance),
                || Value::unknown(Why::Cycle(instance.address.to_string()), span),
            );
            let known = Identified {
                deployment: Rc::downgrade(self.deployment),
                instance: Rc::clone(instance),
                id,
            };
            self.run.identified.borrow_mut().insert(instance.address.clone(), known);
        }
        let deployed = self.own_presence(instance).is_some();
        let known = self.run.identified.borrow();
        let id = known.get(&instance.address).map(|known| &known.id);
        match id {
            _ if deployed && self.fits_type(instance) => {
                Value::reference(instance.address.clone(), "id", span)
            }
            Some(id) => Value { span, ..id.clone() },
            None => Value::null(span),
        }
    }

    /// Whether the name of a resource has as many segments as its type, as far as it is
    /// known. Resource Manager refuses a template where it has not.
    fn fits_type(self, instance: &ResourceInstance<'t>) -> bool {
        let declaration = instance.declaration;
        let steps = declaration.resource_type.split('/').count() - 1;
        declaration.parent.is_some()
            || steps == 0
            || self.name(instance).as_str().is_none_or(|name| name.split('/').count() == steps)
    }

    /// As much of the id of a repeated resource as is the same in every round, where
    /// it is not known which one is meant.
    pub(super) fn id_of_round(
        self,
        declaration: &'t ResourceDeclaration,
        index: Value,
        span: Span,
    ) -> Value {
        let Some(repeat) = &declaration.repeat else { return caused_by(&index, span) };
        let make = |round| ResourceInstance::new(declaration, "", round);
        let scope = self.scope(&self.outer_frames());
        let any = repeat::unknown_count(&scope, repeat, index, make);
        let id = any.iter().next().map(|instance| self.id_text(instance));
        id.map_or_else(|| Value::null(span), |id| Value { span, ..id })
    }

    fn id_text(self, instance: &ResourceInstance<'t>) -> Value {
        let declaration = instance.declaration;
        let name = self.name(instance);
        let span = declaration.header;
        if let Some(parent) = self.parent_id(instance) {
            let step = declaration.resource_type.rsplit('/').next().unwrap_or_default();
            let step = Value::string(format!("/{step}/"), span);
            return join([&self.run.taken_apart(&parent), &step, &name], span);
        }
        let scope = match self.scope_id_of(instance) {
            Some(scope) => self.run.taken_apart(&scope),
            None => self.scope_id(span),
        };
        let names = if name.is_known() { vec![name] } else { self.own_names(instance, name) };
        resource_id(&scope, &declaration.resource_type, &names, span)
    }

    /// The segments of a name that is not known, if they are as many as the type has.
    fn own_names(self, instance: &ResourceInstance<'t>, name: Value) -> Vec<Value> {
        let steps = instance.declaration.resource_type.split('/').count() - 1;
        let names = self.name_segments(instance);
        if names.len() == steps { names } else { vec![name] }
    }

    /// The id of what the template is deployed to.
    pub(super) fn scope_id(self, span: Span) -> Value {
        let place = self.place();
        let level = match place.kind {
            super::template::TargetScope::ResourceGroup => place.group.as_ref(),
            super::template::TargetScope::Subscription => Some(&place.subscription),
            super::template::TargetScope::ManagementGroup => Some(&place.management_group),
            super::template::TargetScope::Tenant => return Value::string("/", span),
        };
        match level {
            Some(level) => self.run.taken_apart(&access::property(level, "id", span)),
            None => super::place::outside("resourceGroup().id", span),
        }
    }

    /// The name of a resource with those of its parents before it, with slashes.
    pub(crate) fn full_name(self, instance: &ResourceInstance<'t>) -> Value {
        let name = self.name(instance);
        let Some(parent) = self.parent_id(instance) else { return name };
        let Some((_, _, mut names)) =
            self.run.segments(&parent).and_then(|parent| parent.resource(name.span))
        else {
            return caused_by(&parent, name.span);
        };
        names.push(name);
        let slash = Value::string("/", instance.declaration.header);
        let pieces = names.iter().enumerate();
        let pieces =
            pieces.flat_map(|(at, name)| (at > 0).then_some(&slash).into_iter().chain([name]));
        join(pieces, instance.declaration.header)
    }

    /// The resource of this template that is meant; `scope` is the id of where it is
    /// looked for, if it is not where the template is deployed.
    pub(super) fn declared(
        self,
        wanted: &Wanted<'_>,
        scope: Option<&Value>,
    ) -> Option<Rc<ResourceInstance<'t>>> {
        for &declaration in self.deployment.of_type(wanted.kind) {
            for instance in self.instances(declaration).iter() {
                let own = || self.full_name(instance);
                if wanted.is_named(own, || self.spelled(instance)) && self.is_in(instance, scope) {
                    return Some(Rc::clone(instance));
                }
            }
        }
        None
    }

    /// The deployment that this one makes and that is meant.
    pub(super) fn made_module(self, wanted: &Wanted<'_>) -> Option<Rc<Deployment<'t>>> {
        let template = self.deployment.template?;
        for module in template.modules.iter().filter(|module| module.name.is_some()) {
            for nested in self.nested(module).iter() {
                let inner = Evaluation { run: self.run, deployment: nested };
                let own = || inner.deployment_name(module.header);
                if wanted.is_named(own, || self.spelled_module(nested)) {
                    return Some(Rc::clone(nested));
                }
            }
        }
        None
    }

    /// Whether a resource is where `scope` says.
    fn is_in(self, instance: &ResourceInstance<'t>, scope: Option<&Value>) -> bool {
        let span = instance.declaration.header;
        let own = self.scope_id_of(instance);
        match (own, scope) {
            (None, None) => true,
            (own, scope) => {
                let own = own.unwrap_or_else(|| self.scope_id(span));
                let scope = scope.cloned().unwrap_or_else(|| self.scope_id(span));
                let text = |id: &Value| super::operators::lower_case(&self.run.taken_apart(id));
                let (own, scope) = (text(&own), text(&scope));
                own == scope || evaluate::equality(&own, &scope) == Ok(true)
            }
        }
    }
}

fn known_lower(name: &Value) -> Option<String> {
    name.as_str().map(str::to_lowercase)
}

impl<'t> Run<'t> {
    /// The resource of an address, if its id was asked for, and its deployment.
    pub(super) fn instance(
        &self,
        address: &Address,
    ) -> Option<(Rc<Deployment<'t>>, Rc<ResourceInstance<'t>>)> {
        let identified = self.identified.borrow();
        let known = identified.get(address)?;
        Some((known.deployment.upgrade()?, Rc::clone(&known.instance)))
    }
}
