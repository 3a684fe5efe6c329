//! One deployment of a template, evaluated as far as somebody asks.
//!
//! A [`Deployment`] belongs to a template and a set of parameters; the deployments
//! that it makes of its modules belong to it. [`Evaluation`] is a deployment
//! together with the limits of the run, and answers every question:
//!
//! ```text
//! let run = Run::default();
//! let root = Rc::new(Deployment::root(&template, parameters));
//! let evaluation = Evaluation { run: &run, deployment: &root };
//! for declaration in &template.resources {
//!     for instance in evaluation.instances(declaration).iter() {
//!         let Some(presence) = evaluation.presence(instance) else { continue };
//!         let name = evaluation.full_name(instance);
//!         let body = evaluation.body(instance);
//!     }
//! }
//! for module in &template.modules {
//!     for nested in evaluation.nested(module).iter() { /* the same again */ }
//! }
//! ```
//!
//! Addresses: a symbol, its index, and before it the modules that lead there, with
//! slashes: `hub`, `spokes[0]`, `network/hub[1]/vnet::subnet`. What exists outside
//! of the code has `existing.` before the symbol: `network/existing.hub`.

use std::{
    cell::OnceCell,
    collections::BTreeMap,
    fmt::Display,
    rc::{Rc, Weak},
    sync::Arc,
};

use nexthop_source::Span;

use super::{
    expression::{Expression, Repeat},
    place::{self, Place},
    repeat::{self, Instances, Round},
    resource_condition,
    scope::{Frames, Run, Scope},
    template::{
        ModuleContent, ModuleDeclaration, Parameter, ResourceDeclaration, TargetScope, Template,
    },
};
use crate::{
    Address, Kind, ModuleCall, Presence, Value, Why,
    evaluate::{Memo, join, known_prefix},
};

/// A template with the parameters of one call.
pub(crate) struct Deployment<'t> {
    /// What it declares; `None` if its code is not here.
    pub template: Option<&'t Template>,
    /// `network/hub[0]`, empty for the root.
    pub address: String,
    /// The call, or the template of the root.
    pub(super) span: Span,
    /// The module calls that lead here, outermost first.
    pub calls: Arc<[ModuleCall]>,
    /// The call; the root has none.
    pub(super) caller: Option<Caller<'t>>,
    /// The root's parameters by name; what is not here has its default.
    inputs: BTreeMap<Arc<str>, Value>,
    symbols: OnceCell<BTreeMap<&'t str, Symbol<'t>>>,
    /// By their types in lower case.
    by_type: OnceCell<BTreeMap<String, Vec<&'t ResourceDeclaration>>>,
    parameters: Memo<&'t str, Value>,
    variables: Memo<&'t str, Value>,
    outputs: Memo<&'t str, Value>,
    resources: Memo<&'t str, Rc<Instances<ResourceInstance<'t>>>>,
    modules: Memo<&'t str, Rc<Instances<Deployment<'t>>>>,
    condition: Memo<(), Option<Presence>>,
    pub(super) place: Memo<(), Place>,
}

/// Who deploys a nested deployment.
pub(super) struct Caller<'t> {
    /// It owns what it deploys.
    deployment: Weak<Deployment<'t>>,
    pub declaration: &'t ModuleDeclaration,
    /// What the loop gives names to.
    pub frames: Frames,
    /// Whether there is such a round of the loop.
    repeated: Presence,
}

/// What a symbol stands for.
#[derive(Clone, Copy)]
pub(super) enum Symbol<'t> {
    Resource(&'t ResourceDeclaration),
    Module(&'t ModuleDeclaration),
}

/// One instance of a resource.
pub(crate) struct ResourceInstance<'t> {
    /// What declares it.
    pub declaration: &'t ResourceDeclaration,
    /// Its address.
    pub address: Address,
    pub(super) frames: Frames,
    repeated: Presence,
    name: Memo<(), Value>,
    body: Memo<(), Value>,
    condition: Memo<(), Option<Presence>>,
    pub(super) id_text: Memo<(), Value>,
}

impl<'t> Caller<'t> {
    /// What it deploys is there only as long as it is.
    pub(super) fn deployment(&self) -> Option<Rc<Deployment<'t>>> {
        self.deployment.upgrade()
    }
}

impl<'t> ResourceInstance<'t> {
    pub(super) fn new(declaration: &'t ResourceDeclaration, base: &str, round: Round) -> Self {
        Self {
            declaration,
            address: Address::new(round.address(base)),
            frames: round.frames,
            repeated: round.presence,
            name: Memo::default(),
            body: Memo::default(),
            condition: Memo::default(),
            id_text: Memo::default(),
        }
    }
}

impl<'t> Deployment<'t> {
    /// The deployment of a whole input with its parameters.
    pub(crate) fn root(template: &'t Template, parameters: BTreeMap<Arc<str>, Value>) -> Self {
        let new = Self::new(Some(template), String::new(), template.span, Arc::new([]));
        Self { inputs: parameters, ..new }
    }

    fn new(
        template: Option<&'t Template>,
        address: String,
        span: Span,
        calls: Arc<[ModuleCall]>,
    ) -> Self {
        Self {
            template,
            address,
            span,
            calls,
            caller: None,
            inputs: BTreeMap::new(),
            symbols: OnceCell::new(),
            by_type: OnceCell::new(),
            parameters: Memo::default(),
            variables: Memo::default(),
            outputs: Memo::default(),
            resources: Memo::default(),
            modules: Memo::default(),
            condition: Memo::default(),
            place: Memo::default(),
        }
    }

    /// The deployment that evaluates the expressions of this one, if it is not itself.
    pub(super) fn evaluated_by(&self) -> Option<Rc<Self>> {
        let caller = self.caller.as_ref()?;
        if caller.declaration.outer_scope { caller.deployment() } else { None }
    }

    /// What the template says that it is deployed to.
    pub(super) fn target_scope(&self) -> TargetScope {
        self.template.map_or(TargetScope::ResourceGroup, |template| template.target_scope)
    }

    /// The address of what is called `name` here.
    pub(super) fn address_of(&self, name: impl Display) -> String {
        if self.address.is_empty() { name.to_string() } else { format!("{}/{name}", self.address) }
    }

    pub(super) fn symbol(&self, name: &str) -> Option<Symbol<'t>> {
        let template = self.template?;
        let symbols = self.symbols.get_or_init(|| {
            let resources = template.resources.iter();
            let resources = resources.map(|one| (&*one.symbol, Symbol::Resource(one)));
            let modules = template.modules.iter();
            resources.chain(modules.map(|one| (&*one.symbol, Symbol::Module(one)))).collect()
        });
        symbols.get(name).copied()
    }

    /// The resources of a type, in the order of the text.
    pub(super) fn of_type(&self, kind: &str) -> &[&'t ResourceDeclaration] {
        let by_type = self.by_type.get_or_init(|| {
            let mut by_type: BTreeMap<String, Vec<_>> = BTreeMap::new();
            for one in self.template.iter().flat_map(|template| &template.resources) {
                by_type.entry(one.resource_type.to_lowercase()).or_default().push(one);
            }
            by_type
        });
        by_type.get(&kind.to_lowercase()).map_or(&[], Vec::as_slice)
    }

    fn cycle(&self, name: impl Display, span: Span) -> Value {
        Value::unknown(Why::Cycle(self.address_of(name)), span)
    }
}

/// A deployment with what its expressions need.
#[derive(Clone, Copy)]
pub(crate) struct Evaluation<'s, 't> {
    pub run: &'s Run<'t>,
    pub deployment: &'s Rc<Deployment<'t>>,
}

impl<'s, 't> Evaluation<'s, 't> {
    /// The value of an expression of the template that is in no loop.
    pub(crate) fn evaluate(self, expression: &Expression) -> Value {
        self.settled(&self.outer_frames(), expression)
    }

    pub(super) fn settled(self, frames: &Frames, expression: &Expression) -> Value {
        self.run.limits.settle(self.scope(frames).evaluate(expression))
    }

    pub(super) fn scope(self, frames: &Frames) -> Scope<'s, 't> {
        Scope { run: self.run, deployment: self.deployment, frames: frames.clone(), further_in: 0 }
    }

    /// What the expressions of the template see besides its declarations: where they
    /// are evaluated by the caller, the loops that they are in there.
    pub(super) fn outer_frames(self) -> Frames {
        let caller = self.deployment.caller.as_ref()?;
        if caller.declaration.outer_scope { caller.frames.clone() } else { None }
    }

    /// The value of a parameter: what is given, else the default.
    pub(crate) fn parameter(self, name: &str) -> Option<Value> {
        let (name, parameter) = self.deployment.template?.parameters.get_key_value(name)?;
        Some(self.deployment.parameters.get(
            name,
            || self.given(name, parameter),
            || self.deployment.cycle(name, parameter.span),
        ))
    }

    fn given(self, name: &str, parameter: &'t Parameter) -> Value {
        match (self.argument(name), &parameter.default) {
            // Null stands for nothing given, unless null is what the parameter may be.
            (Some(value), Some(default)) if value.is_null() && !parameter.nullable => {
                self.evaluate(default)
            }
            (Some(value), _) => value,
            (None, Some(default)) => self.evaluate(default),
            (None, None) if parameter.nullable => Value::null(parameter.span),
            (None, None) => {
                let why = Why::InputNotGiven(self.deployment.address_of(name));
                Value::unknown(why, parameter.span)
            }
        }
    }

    /// What is given for a parameter.
    fn argument(self, name: &str) -> Option<Value> {
        let Some(caller) = &self.deployment.caller else {
            return self.deployment.inputs.get(name).cloned();
        };
        let argument = caller.declaration.arguments.get(name)?;
        let deployment = caller.deployment()?;
        let outer = Evaluation { run: self.run, deployment: &deployment };
        Some(outer.settled(&caller.frames, argument))
    }

    /// The value of a variable.
    pub(crate) fn variable(self, name: &str) -> Option<Value> {
        let (name, expression) = self.deployment.template?.variables.get_key_value(name)?;
        Some(self.deployment.variables.get(
            name,
            || self.evaluate(expression),
            || self.deployment.cycle(name, expression.span),
        ))
    }

    /// The name of the deployment.
    pub(super) fn deployment_name(self, span: Span) -> Value {
        let Some(caller) = &self.deployment.caller else {
            return place::outside("deployment().name", span);
        };
        let name = caller.declaration.name.as_ref().zip(caller.deployment());
        match name {
            Some((name, outer)) => {
                Evaluation { run: self.run, deployment: &outer }.settled(&caller.frames, name)
            }
            None => place::outside("deployment().name", span),
        }
    }

    /// The value of an output, unless its condition rules it out.
    pub(crate) fn output(self, name: &str) -> Option<Value> {
        let (name, output) = self.deployment.template?.outputs.get_key_value(name)?;
        Some(self.deployment.outputs.get(
            name,
            || match output.condition.as_ref().map(|condition| self.evaluate(condition).kind) {
                Some(Kind::Bool(false)) => Value::null(output.span),
                _ => self.evaluate(&output.value),
            },
            || self.deployment.cycle(name, output.span),
        ))
    }

    /// The instances of a resource, those included that are not deployed.
    pub(crate) fn instances(
        self,
        declaration: &'t ResourceDeclaration,
    ) -> Rc<Instances<ResourceInstance<'t>>> {
        let prefix = if declaration.existing { "existing." } else { "" };
        let base = self.deployment.address_of(format_args!("{prefix}{}", declaration.symbol));
        let make = |round: Round| ResourceInstance::new(declaration, &base, round);
        let (repeat, header) = (declaration.repeat.as_ref(), declaration.header);
        self.deployment.resources.get(
            &declaration.symbol,
            || self.expand(repeat, make),
            || self.circular(repeat, &base, header, make),
        )
    }

    /// The deployments that a module makes, those included that its condition rules
    /// out. What a module deploys whose code is not here has no template.
    pub(crate) fn nested(
        self,
        declaration: &'t ModuleDeclaration,
    ) -> Rc<Instances<Deployment<'t>>> {
        let base = self.deployment.address_of(&declaration.symbol);
        let make = |round: Round| self.called(declaration, &base, round);
        let (repeat, header) = (declaration.repeat.as_ref(), declaration.header);
        self.deployment.modules.get(
            &declaration.symbol,
            || self.expand(repeat, make),
            || self.circular(repeat, &base, header, make),
        )
    }

    fn expand<T>(self, repeat: Option<&Repeat>, make: impl Fn(Round) -> T) -> Rc<Instances<T>> {
        Rc::new(repeat::instances(&self.scope(&self.outer_frames()), repeat, make))
    }

    /// The instances of what is repeated as often as itself.
    fn circular<T>(
        self,
        repeat: Option<&Repeat>,
        base: &str,
        header: Span,
        make: impl Fn(Round) -> T,
    ) -> Rc<Instances<T>> {
        let why = Value::unknown(Why::Cycle(base.to_owned()), header);
        let scope = self.scope(&None);
        Rc::new(match repeat {
            Some(repeat) => repeat::unknown_count(&scope, repeat, why, make),
            None => repeat::instances(&scope, None, make),
        })
    }

    fn called(
        self,
        declaration: &'t ModuleDeclaration,
        base: &str,
        round: Round,
    ) -> Deployment<'t> {
        let address = round.address(base);
        let this = ModuleCall { address: Address::new(&*address), span: declaration.header };
        let calls = self.deployment.calls.iter().cloned().chain([this]).collect();
        let template = match &declaration.content {
            ModuleContent::Template(template) => Some(&**template),
            ModuleContent::Unread(_) => None,
        };
        let caller = Caller {
            deployment: Rc::downgrade(self.deployment),
            declaration,
            frames: round.frames,
            repeated: round.presence,
        };
        Deployment {
            caller: Some(caller),
            ..Deployment::new(template, address, declaration.header, calls)
        }
    }

    /// What a module is called with: an object written at `span`.
    pub(crate) fn arguments(self, span: Span) -> Value {
        let Some(caller) = &self.deployment.caller else {
            return Value::object(self.deployment.inputs.clone(), span);
        };
        let names = caller.declaration.arguments.keys();
        let values = names.filter_map(|name| Some((Arc::clone(name), self.argument(name)?)));
        Value::object(values.collect(), span)
    }

    /// Whether the deployment is made at all; `None` if its condition, or that of a
    /// deployment around it, does not hold.
    pub(crate) fn made(self) -> Option<Presence> {
        let Some(caller) = &self.deployment.caller else { return Some(Presence::Certain) };
        let cycle = || Some(Presence::Maybe(Why::Cycle(self.deployment.address.clone())));
        let decide = || {
            let outer = caller.deployment()?;
            let outer = Evaluation { run: self.run, deployment: &outer };
            let condition = caller.declaration.condition.as_ref();
            let own = outer.holds(condition, &caller.frames, &caller.repeated)?;
            Some(both(outer.made()?, own))
        };
        self.deployment.condition.get((), decide, cycle)
    }

    /// Whether a resource is deployed, `None` if not; an existing one is there if its
    /// condition holds.
    pub(crate) fn presence(self, instance: &ResourceInstance<'t>) -> Option<Presence> {
        Some(both(self.made()?, self.own_presence(instance)?))
    }

    /// Whether a resource is deployed if its deployment is.
    pub(super) fn own_presence(self, instance: &ResourceInstance<'t>) -> Option<Presence> {
        let condition = instance.declaration.condition.as_ref();
        let cycle = || Some(Presence::Maybe(Why::Cycle(instance.address.to_string())));
        let decide = || self.holds(condition, &instance.frames, &instance.repeated);
        instance.condition.get((), decide, cycle)
    }

    fn holds(
        self,
        condition: Option<&Expression>,
        frames: &Frames,
        repeated: &Presence,
    ) -> Option<Presence> {
        let Some(condition) = condition else { return Some(repeated.clone()) };
        let value = self.settled(frames, condition);
        match &value.kind {
            Kind::Bool(true) => Some(repeated.clone()),
            Kind::Bool(false) => None,
            _ => {
                let no_truth = || Why::Failed("this condition is no truth value".to_owned());
                let why = value.why().unwrap_or_else(no_truth);
                let why = resource_condition::of(condition, why);
                Some(both(repeated.clone(), Presence::Maybe(why)))
            }
        }
    }

    /// The name of a resource as it is written: without its parent's, if that is
    /// declared apart.
    pub(crate) fn name(self, instance: &ResourceInstance<'t>) -> Value {
        let expression = &instance.declaration.name;
        instance.name.get(
            (),
            || self.settled(&instance.frames, expression),
            || Value::unknown(Why::Cycle(instance.address.to_string()), expression.span),
        )
    }

    /// What is written of a resource besides its name: an object.
    pub(crate) fn body(self, instance: &ResourceInstance<'t>) -> Value {
        let expression = &instance.declaration.body;
        instance.body.get(
            (),
            || self.settled(&instance.frames, expression),
            || Value::unknown(Why::Cycle(instance.address.to_string()), expression.span),
        )
    }

    /// The id of the parent, if it is declared apart.
    pub(crate) fn parent_id(self, instance: &ResourceInstance<'t>) -> Option<Value> {
        let expression = instance.declaration.parent.as_ref()?;
        let id = self.scope(&instance.frames).id_of(expression);
        Some(self.run.limits.settle(id))
    }

    /// The id of what is written as the scope of a resource.
    pub(crate) fn scope_id_of(self, instance: &ResourceInstance<'t>) -> Option<Value> {
        let expression = instance.declaration.scope.as_ref()?;
        let id = self.run.limits.settle(self.scope(&instance.frames).id_of(expression));
        let is_relative = known_prefix(&id).is_some_and(|text| !text.starts_with('/'));
        if !is_relative {
            return Some(id);
        }
        // `Microsoft.Network/virtualNetworks/hub`, where the template is deployed.
        let providers = Value::string("/providers/", id.span);
        Some(join([&self.scope_id(id.span), &providers, &id], id.span))
    }
}

fn both(outer: Presence, own: Presence) -> Presence {
    if outer == Presence::Certain { own } else { outer }
}
