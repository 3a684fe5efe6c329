//! One instance of a module, evaluated as far as somebody asks.

use std::{
    cell::OnceCell,
    collections::BTreeMap,
    fmt::Display,
    rc::{Rc, Weak},
    sync::Arc,
};

use nexthop_source::Span;

use super::{
    declarations::{CallBlock, Declarations, ResourceBlock, Variable},
    lowering,
    place::Place,
    repeat::{Instances, Repetition},
    scope::{Run, Scope},
    syntax::{Access, Expression, ExpressionKind, ObjectKey},
};
use crate::{
    Address, ModuleCall, Presence, Reference, Value, Why,
    evaluate::{DeclaredMemo, Identity, Memo},
};

/// Objects within objects that are gone through for a part of them.
const PARTS: usize = 100;

/// A module with the arguments of one call.
pub(super) struct Instance<'p> {
    /// What it declares; `None` if its code is not here.
    pub module: Option<&'p Declarations<'p>>,
    /// `module.hub["a"]`, empty for the root.
    pub address: String,
    pub place: Rc<Place<'p>>,
    /// The call; the root has none.
    pub caller: Option<Caller<'p>>,
    /// The root's inputs by name.
    pub inputs: BTreeMap<Arc<str>, Value>,
    /// The calls that lead here, outermost first.
    pub calls: Arc<[ModuleCall]>,
    pub presence: Presence,
    variables: DeclaredMemo<'p, Variable<'p>, Value>,
    /// Locals, outputs and what is asked for of them alone.
    expressions: DeclaredMemo<'p, Expression, Value>,
    resources: DeclaredMemo<'p, ResourceBlock<'p>, Rc<Expansion<ResourceInstance>>>,
    modules: DeclaredMemo<'p, CallBlock<'p>, Rc<Expansion<Instance<'p>>>>,
}

/// Who called a module.
pub(super) struct Caller<'p> {
    /// It owns what it calls.
    instance: Weak<Instance<'p>>,
    pub call: &'p CallBlock<'p>,
    pub repetition: Repetition,
}

impl<'p> Caller<'p> {
    /// The calling module, which is there as long as what it calls is evaluated.
    pub(super) fn instance(&self) -> Option<Rc<Instance<'p>>> {
        self.instance.upgrade()
    }
}

/// Instances, and all of them as one value.
pub(super) struct Expansion<T> {
    pub instances: Instances<T>,
    whole: OnceCell<Value>,
}

/// One instance of a resource or data source.
pub(super) struct ResourceInstance {
    pub address: Address,
    pub repetition: Repetition,
    pub presence: Presence,
    values: Memo<(), Value>,
}

impl<T> Expansion<T> {
    fn new(instances: Instances<T>) -> Self {
        Self { instances, whole: OnceCell::new() }
    }

    /// All instances as one value, made once of the values of the single ones.
    pub(super) fn whole(&self, span: Span, value: impl Fn(&Rc<T>) -> Value) -> Value {
        if let Some(whole) = self.whole.get() {
            return whole.clone();
        }
        let whole = match &self.instances {
            Instances::Once(one) => value(one),
            Instances::Disabled => Value::null(span),
            Instances::Count(all) => Value::tuple(all.iter().map(&value).collect(), span),
            Instances::Each(all) => {
                let entries = all.iter().map(|(key, one)| (Arc::clone(key), value(one)));
                Value::object(entries.collect(), span)
            }
            Instances::Unknown(_, why) => why.clone(),
        };
        self.whole.get_or_init(|| whole).clone()
    }
}

impl<'p> Instance<'p> {
    /// The root module with its inputs.
    pub(super) fn root(module: &'p Declarations<'p>, inputs: BTreeMap<Arc<str>, Value>) -> Self {
        Self {
            module: Some(module),
            address: String::new(),
            place: Place::root(module),
            caller: None,
            inputs,
            calls: Arc::new([]),
            presence: Presence::Certain,
            variables: DeclaredMemo::default(),
            expressions: DeclaredMemo::default(),
            resources: DeclaredMemo::default(),
            modules: DeclaredMemo::default(),
        }
    }

    /// The address of what is called `name` here.
    pub(super) fn address_of(&self, name: impl Display) -> String {
        if self.address.is_empty() { name.to_string() } else { format!("{}.{name}", self.address) }
    }

    fn cycle(&self, name: impl Display, span: Span) -> Value {
        Value::unknown(Why::Cycle(self.address_of(name)), span)
    }
}

/// The instance of a module with what its expressions need.
#[derive(Clone, Copy)]
pub(super) struct Evaluation<'s, 'p> {
    pub run: &'s Run<'p>,
    pub instance: &'s Rc<Instance<'p>>,
}

impl<'s, 'p> Evaluation<'s, 'p> {
    fn scope(self, repetition: &'s Repetition) -> Scope<'s, 'p> {
        Scope::of(self.run, self.instance, repetition)
    }

    /// What the first of `accesses` select of `local.name`, and how many they are: the
    /// rest of it is not evaluated if it can be told without.
    pub(super) fn local(self, name: &str, accesses: &[Access]) -> Option<(Value, usize)> {
        let expression = *self.instance.module?.locals.get(name)?;
        Some(self.selected(expression, accesses, &format_args!("local.{name}")))
    }

    /// `var.name`
    pub(super) fn variable(self, name: &str) -> Option<Value> {
        let variable = self.instance.module?.variables.get(name)?;
        Some(self.instance.variables.get(
            Identity(variable),
            || self.run.settled(|| super::variables::value(self, name, variable)),
            || self.instance.cycle(format_args!("var.{name}"), variable.header),
        ))
    }

    /// The same of the output `name` of this instance.
    pub(super) fn output(
        self,
        name: &str,
        accesses: &[Access],
        span: Span,
    ) -> Option<(Value, usize)> {
        let Some(module) = self.instance.module else { return Some((self.unread(span), 0)) };
        let expression = *module.outputs.get(name)?;
        Some(self.selected(expression, accesses, &format_args!("output.{name}")))
    }

    fn selected(
        self,
        expression: &'p Expression,
        accesses: &[Access],
        name: &dyn Display,
    ) -> (Value, usize) {
        let part = accesses.first().and_then(|_| self.part(expression, accesses, (name, 0)));
        part.unwrap_or_else(|| (self.settled(expression, name), 0))
    }

    /// The value of an expression of the module that others depend on.
    fn settled(self, expression: &'p Expression, name: impl Display) -> Value {
        self.instance.expressions.get(
            Identity(expression),
            || self.run.settled(|| self.scope(&Repetition::Once).evaluate(expression)),
            || self.instance.cycle(name, expression.span),
        )
    }

    /// What the first of `accesses` select, if the rest was not evaluated and need not be.
    fn part(
        self,
        expression: &'p Expression,
        accesses: &[Access],
        (name, depth): (&dyn Display, usize),
    ) -> Option<(Value, usize)> {
        if depth > PARTS || self.instance.expressions.was_asked_for(Identity(expression)) {
            return None;
        }
        match &expression.kind {
            ExpressionKind::Parenthesis(inner) => self.part(inner, accesses, (name, depth + 1)),
            ExpressionKind::Traversal(start, steps) => match (&start.kind, steps.as_slice()) {
                (ExpressionKind::Variable(start), [Access::Attribute(local)])
                    if &*start.text == "local" =>
                {
                    let expression = *self.instance.module?.locals.get(&*local.text)?;
                    let name = &format_args!("local.{}", local.text);
                    self.part(expression, accesses, (name, depth + 1))
                }
                _ => None,
            },
            ExpressionKind::Object(entries) => {
                let (first, rest) = accesses.split_first()?;
                let entry = entry(entries, first)?;
                let part = self.part(entry, rest, (name, depth + 1));
                let (value, used) = part.unwrap_or_else(|| (self.settled(entry, name), 0));
                Some((value, used + 1))
            }
            _ => None,
        }
    }

    /// Every output.
    pub(super) fn outputs(self, span: Span) -> Value {
        let Some(module) = self.instance.module else { return self.unread(span) };
        let outputs = module.outputs.keys();
        let values =
            outputs.filter_map(|&name| Some((Arc::from(name), self.output(name, &[], span)?.0)));
        Value::object(values.collect(), span)
    }

    /// What a module returns whose code is not here.
    fn unread(self, span: Span) -> Value {
        let Instance { address, caller, .. } = &**self.instance;
        let (source, span) = match caller {
            Some(Caller { call, .. }) => (call.source, call.block.header),
            None => ("", span),
        };
        Value::unknown(Why::Outside(format!("{address} (source {source:?}, not read)")), span)
    }

    /// The instances of a resource or data source.
    pub(super) fn resource(
        self,
        name: &str,
    ) -> Option<(&'p ResourceBlock<'p>, Rc<Expansion<ResourceInstance>>)> {
        let (name, block) = self.instance.module?.resources.get_key_value(name)?;
        let address = self.instance.address_of(name);
        let make = |repetition: Repetition, why: Option<&Value>| ResourceInstance {
            address: repetition.address(&address),
            repetition,
            presence: self.presence(why),
            values: Memo::default(),
        };
        let expand = || {
            let scope = self.scope(&Repetition::Once);
            Expansion::new(self.run.apart(|| block.repeat.expand(&scope, make)))
        };
        let cycle = || {
            let why = self.instance.cycle(name, block.block.header);
            Expansion::new(block.repeat.unknown(why, make))
        };
        let instances =
            self.instance.resources.get(Identity(block), || Rc::new(expand()), || Rc::new(cycle()));
        Some((block, instances))
    }

    /// The values of an instance of a resource, nested blocks included.
    pub(super) fn resource_values(
        self,
        block: &'p ResourceBlock<'p>,
        resource: &ResourceInstance,
    ) -> Value {
        resource.values.get(
            (),
            || {
                let scope = self.scope(&resource.repetition);
                self.run.settled(|| scope.resource_body(block.block, &resource.address))
            },
            || Value::unknown(Why::Cycle(resource.address.to_string()), block.block.header),
        )
    }

    /// An instance of a resource as other expressions see it.
    pub(super) fn resource_object(
        self,
        block: &'p ResourceBlock<'p>,
        resource: &ResourceInstance,
    ) -> Value {
        let values = self.resource_values(block, resource);
        let Some(entries) = values.as_object() else { return values };
        let mut entries = entries.clone();
        let id: Arc<str> = Arc::from("id");
        entries.entry(id).or_insert_with(|| {
            lowering::id(block.kind, &values)
                .unwrap_or_else(|| Value::reference(resource.address.clone(), "id", values.span))
        });
        let this = Reference { target: resource.address.clone(), attribute: String::new() };
        Value::object(entries, values.span).with_via(Arc::new(this))
    }

    /// The instances of a called module.
    pub(super) fn module(
        self,
        name: &str,
    ) -> Option<(&'p CallBlock<'p>, Rc<Expansion<Instance<'p>>>)> {
        let (&name, call) = self.instance.module?.calls.get_key_value(name)?;
        let place = self.instance.place.called(self.run, name)?;
        let make = |repetition: Repetition, why: Option<&Value>| {
            self.called(name, (call, &place), repetition, why)
        };
        let expand = || {
            let scope = self.scope(&Repetition::Once);
            Expansion::new(self.run.apart(|| call.repeat.expand(&scope, make)))
        };
        let cycle = || {
            let why = self.instance.cycle(format_args!("module.{name}"), call.block.header);
            Expansion::new(call.repeat.unknown(why, make))
        };
        let instances =
            self.instance.modules.get(Identity(call), || Rc::new(expand()), || Rc::new(cycle()));
        Some((call, instances))
    }

    fn called(
        self,
        name: &'p str,
        (call, place): (&'p CallBlock<'p>, &Rc<Place<'p>>),
        repetition: Repetition,
        why: Option<&Value>,
    ) -> Instance<'p> {
        let base = self.instance.address_of(format_args!("module.{name}"));
        let address = repetition.address(&base);
        let this = ModuleCall { address: address.clone(), span: call.block.header };
        let caller = self.instance;
        Instance {
            module: place.module,
            place: Rc::clone(place),
            address: address.to_string(),
            caller: Some(Caller { instance: Rc::downgrade(caller), call, repetition }),
            inputs: BTreeMap::new(),
            calls: caller.calls.iter().cloned().chain([this]).collect(),
            presence: self.presence(why),
            variables: DeclaredMemo::default(),
            expressions: DeclaredMemo::default(),
            resources: DeclaredMemo::default(),
            modules: DeclaredMemo::default(),
        }
    }

    /// Whether something is there that is repeated as `why` says.
    fn presence(self, why: Option<&Value>) -> Presence {
        match why.and_then(Value::why) {
            Some(why) if self.instance.presence == Presence::Certain => Presence::Maybe(why),
            _ => self.instance.presence.clone(),
        }
    }
}

/// The entry of an object that an access selects, if every key is plain text.
fn entry<'p>(entries: &'p [(ObjectKey, Expression)], access: &Access) -> Option<&'p Expression> {
    let wanted = match access {
        Access::Attribute(name) => &*name.text,
        Access::Index(index) => literal(index)?,
        _ => return None,
    };
    let mut found = None;
    for (key, value) in entries {
        let key = match key {
            ObjectKey::Name(name) => &*name.text,
            ObjectKey::Expression(key) => literal(key)?,
        };
        if key == wanted {
            found = Some(value);
        }
    }
    found
}

fn literal(expression: &Expression) -> Option<&str> {
    match &expression.kind {
        ExpressionKind::String(text) => Some(text),
        _ => None,
    }
}
