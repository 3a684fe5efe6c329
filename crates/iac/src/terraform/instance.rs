//! One instance of a module, evaluated as far as somebody asks.

use std::{
    cell::OnceCell,
    collections::BTreeMap,
    fmt::Display,
    rc::{Rc, Weak},
    sync::Arc,
};

use camino::Utf8Path;
use nexthop_source::Span;

use super::{
    declarations::{CallBlock, Declarations, ResourceBlock},
    lowering,
    repeat::{Instances, Repetition},
    scope::{Run, Scope},
};
use crate::{Address, ModuleCall, Presence, Reference, Value, Why, evaluate::Memo};

/// A module with the arguments of one call.
pub(super) struct Instance<'p> {
    /// What it declares; `None` if its code is not here.
    pub module: Option<&'p Declarations<'p>>,
    /// `module.hub["a"]`, empty for the root.
    pub address: String,
    /// The names of the calls that lead here: `hub.subnets`.
    pub path: String,
    /// The call; the root has none.
    pub caller: Option<Caller<'p>>,
    /// The root's inputs by name.
    pub inputs: BTreeMap<Arc<str>, Value>,
    /// The calls that lead here, outermost first.
    pub calls: Arc<[ModuleCall]>,
    pub presence: Presence,
    variables: Memo<&'p str, Value>,
    locals: Memo<&'p str, Value>,
    outputs: Memo<&'p str, Value>,
    resources: Memo<&'p str, Rc<Expansion<ResourceInstance>>>,
    modules: Memo<&'p str, Rc<Expansion<Instance<'p>>>>,
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
            path: String::new(),
            caller: None,
            inputs,
            calls: Arc::new([]),
            presence: Presence::Certain,
            variables: Memo::default(),
            locals: Memo::default(),
            outputs: Memo::default(),
            resources: Memo::default(),
            modules: Memo::default(),
        }
    }

    /// Whether this is an instance of the module in `folder`, or called by one.
    pub(super) fn is_within(&self, folder: &Utf8Path) -> bool {
        self.module.is_some_and(|module| module.folder == folder)
            || self
                .caller
                .as_ref()
                .and_then(Caller::instance)
                .is_some_and(|caller| caller.is_within(folder))
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

    /// `local.name`
    pub(super) fn local(self, name: &str) -> Option<Value> {
        let (&name, &expression) = self.instance.module?.locals.get_key_value(name)?;
        Some(self.instance.locals.get(
            name,
            || self.run.settled(|| self.scope(&Repetition::Once).evaluate(expression)),
            || self.instance.cycle(format_args!("local.{name}"), expression.span),
        ))
    }

    /// `var.name`
    pub(super) fn variable(self, name: &str) -> Option<Value> {
        let (&name, variable) = self.instance.module?.variables.get_key_value(name)?;
        Some(self.instance.variables.get(
            name,
            || self.run.settled(|| super::variables::value(self, name, variable)),
            || self.instance.cycle(format_args!("var.{name}"), variable.header),
        ))
    }

    /// `module.….name` of this instance.
    pub(super) fn output(self, name: &str, span: Span) -> Option<Value> {
        let Some(module) = self.instance.module else { return Some(self.unread(span)) };
        let (&name, &expression) = module.outputs.get_key_value(name)?;
        Some(self.instance.outputs.get(
            name,
            || self.run.settled(|| self.scope(&Repetition::Once).evaluate(expression)),
            || self.instance.cycle(format_args!("output.{name}"), expression.span),
        ))
    }

    /// Every output.
    pub(super) fn outputs(self, span: Span) -> Value {
        let Some(module) = self.instance.module else { return self.unread(span) };
        let outputs = module.outputs.keys();
        let values = outputs.filter_map(|&name| Some((Arc::from(name), self.output(name, span)?)));
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
            self.instance.resources.get(name, || Rc::new(expand()), || Rc::new(cycle()));
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
        let make =
            |repetition: Repetition, why: Option<&Value>| self.called(name, call, repetition, why);
        let expand = || {
            let scope = self.scope(&Repetition::Once);
            Expansion::new(self.run.apart(|| call.repeat.expand(&scope, make)))
        };
        let cycle = || {
            let why = self.instance.cycle(format_args!("module.{name}"), call.block.header);
            Expansion::new(call.repeat.unknown(why, make))
        };
        let instances = self.instance.modules.get(name, || Rc::new(expand()), || Rc::new(cycle()));
        Some((call, instances))
    }

    fn called(
        self,
        name: &'p str,
        call: &'p CallBlock<'p>,
        repetition: Repetition,
        why: Option<&Value>,
    ) -> Instance<'p> {
        let base = self.instance.address_of(format_args!("module.{name}"));
        let address = repetition.address(&base);
        let this = ModuleCall { address: address.clone(), span: call.block.header };
        let caller = self.instance;
        let path = match &*caller.path {
            "" => name.to_owned(),
            outer => format!("{outer}.{name}"),
        };
        Instance {
            module: self.run.called(caller, &path, call),
            path,
            address: address.to_string(),
            caller: Some(Caller { instance: Rc::downgrade(caller), call, repetition }),
            inputs: BTreeMap::new(),
            calls: caller.calls.iter().cloned().chain([this]).collect(),
            presence: self.presence(why),
            variables: Memo::default(),
            locals: Memo::default(),
            outputs: Memo::default(),
            resources: Memo::default(),
            modules: Memo::default(),
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
