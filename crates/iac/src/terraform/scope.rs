//! What an expression can see, and the limits of one evaluation.

use std::{cell::Cell, collections::BTreeMap, rc::Rc, sync::Arc};

use camino::{Utf8Path, Utf8PathBuf};
use nexthop_source::Span;

use super::{
    declarations::{CallBlock, Declarations},
    files::{self, Configuration},
    functions::Remembered,
    instance::Instance,
    place::Place,
    provider_version::{self, Connectives},
    repeat::Repetition,
};
use crate::{
    FileSystem, Kind, Memory, Value, Why,
    evaluate::{Level, Limits},
};

/// The evaluation of one root.
pub(super) struct Run<'p> {
    pub files: &'p dyn FileSystem,
    /// The root; a constant has none.
    pub start: Option<Start<'p>>,
    pub remembered: &'p Remembered,
    pub connectives: Connectives,
    limits: Limits,
    failures: Cell<usize>,
    /// What is evaluated now is asked whether it fails.
    is_attempt: Cell<bool>,
}

/// The module where the evaluation starts, and those it can reach.
#[derive(Clone, Copy)]
pub(super) struct Start<'p> {
    pub configuration: &'p Configuration,
    pub root: &'p files::Root,
    pub modules: &'p Modules<'p>,
    /// The folders that the user named.
    pub searched: &'p [Utf8PathBuf],
    /// What all roots have in common.
    pub remembered: &'p Remembered,
    /// The ARM types that somebody asks for, if not all.
    pub asked_for: Option<fn(&str) -> bool>,
}

/// The declarations of every folder.
pub(super) type Modules<'p> = BTreeMap<&'p Utf8Path, Declarations<'p>>;

impl<'p> Run<'p> {
    pub(super) fn new(
        files: &'p dyn FileSystem,
        remembered: &'p Remembered,
        start: Option<Start<'p>>,
    ) -> Self {
        Self {
            files,
            start,
            remembered,
            connectives: start.map_or_else(Connectives::default, |start| {
                let reached = start.configuration.reached(start.root);
                provider_version::connectives(reached.flat_map(|module| &module.bodies))
            }),
            limits: Limits::default(),
            failures: Cell::new(0),
            is_attempt: Cell::new(false),
        }
    }

    /// The root module's folder: where Terraform would be started.
    pub(super) fn folder(&self) -> &'p Utf8Path {
        self.start.map_or(Utf8Path::new(""), |start| &start.root.folder)
    }

    /// The folders that the user named.
    pub(super) fn searched(&self) -> &'p [Utf8PathBuf] {
        self.start.map_or(&[], |start| start.searched)
    }

    /// What `call` calls, whose path from the root is `path`.
    pub(super) fn called(
        &self,
        caller: &Place<'p>,
        path: &str,
        call: &CallBlock<'p>,
    ) -> Option<&'p Declarations<'p>> {
        let Start { configuration, root, modules, .. } = self.start?;
        let folder = configuration.resolve(root, caller.module?.folder, path, call.source)?;
        let module = modules.get(&*folder)?;
        caller.may_call(&folder).then_some(module)
    }

    /// Whether a call is left alone although what it calls is here.
    pub(super) fn calls_itself(&self, place: &Place<'p>) -> bool {
        let (Some(start), Some((caller, call))) = (self.start, place.caller()) else {
            return false;
        };
        let folder = caller.module.map(|module| module.folder);
        let resolve =
            |folder| start.configuration.resolve(start.root, folder, &place.path, call.source);
        folder.and_then(resolve).is_some()
    }

    /// Goes one level deeper, unless that is too deep or took too long already.
    pub(super) fn enter(&self) -> Result<Level<'_>, &'static str> {
        self.limits.enter()
    }

    /// Counts the memory of a result that was not evaluated piece by piece.
    pub(super) fn charge_for(&self, result: &Value) {
        self.limits.charge_for(result);
    }

    /// Takes `count` instances from what one root may have.
    pub(super) fn reserve(&self, count: usize) -> bool {
        self.limits.reserve(count)
    }

    /// An expression that Terraform would reject.
    pub(super) fn fail(&self, message: impl Into<String>, span: Span) -> Value {
        self.failures.set(self.failures.get() + 1);
        Value::unknown(Why::Failed(message.into()), span)
    }

    /// A value that others depend on.
    pub(super) fn settled(&self, evaluate: impl FnOnce() -> Value) -> Value {
        self.limits.settle(self.apart(evaluate))
    }

    /// Evaluates what other expressions depend on: whether it fails does not make
    /// them fail.
    pub(super) fn apart<T>(&self, evaluate: impl FnOnce() -> T) -> T {
        let before = self.failures.get();
        let is_attempt = self.is_attempt.replace(false);
        let result = evaluate();
        self.is_attempt.set(is_attempt);
        self.failures.set(before);
        result
    }

    /// Evaluates what another side has already decided, so that it may fail; none if it
    /// does, and no version of Terraform takes it that comes to see it.
    pub(super) fn spare(&self, evaluate: impl FnOnce() -> Value) -> Option<Value> {
        let before = self.failures.get();
        let value = evaluate();
        let fails = self.failures.get() != before || failed(&value);
        if fails && self.connectives == Connectives::MayNeedBoth && !self.is_attempt.get() {
            self.failures.set(before);
            return None;
        }
        Some(value)
    }

    /// Evaluates, and tells whether Terraform would have rejected it.
    pub(super) fn attempt(&self, evaluate: impl FnOnce() -> Value) -> (Value, bool) {
        let before = self.failures.get();
        let is_attempt = self.is_attempt.replace(true);
        let value = evaluate();
        self.is_attempt.set(is_attempt);
        let failed = self.failures.get() != before || failed(&value);
        self.failures.set(before);
        (value, failed)
    }
}

/// Whether a value stands for an expression that Terraform rejects.
pub(super) fn failed(value: &Value) -> bool {
    matches!(&value.kind, Kind::Unknown(unknown) if matches!(unknown.why, Why::Failed(_)))
}

/// What an expression can see.
#[derive(Clone, Copy)]
pub(super) struct Scope<'s, 'p> {
    pub run: &'s Run<'p>,
    /// The module; a template that is a file of its own and a constant see none.
    pub instance: Option<&'s Rc<Instance<'p>>>,
    /// What `each` and `count` are.
    pub repetition: &'s Repetition,
    /// `for` variables and iterators of dynamic blocks, innermost first.
    pub names: Option<&'s Names<'s>>,
}

/// Names of values, and those around them.
pub(super) struct Names<'s> {
    pub kind: NamesKind<'s>,
    pub outer: Option<&'s Names<'s>>,
}

pub(super) enum NamesKind<'s> {
    One(&'s str, &'s Value),
    Many(&'s BTreeMap<Arc<str>, Value>),
}

impl Names<'_> {
    fn find(&self, name: &str) -> Option<&Value> {
        let mut names = Some(self);
        while let Some(here) = names {
            let found = match &here.kind {
                NamesKind::One(one, value) => (*one == name).then_some(*value),
                NamesKind::Many(values) => values.get(name),
            };
            if found.is_some() {
                return found;
            }
            names = here.outer;
        }
        None
    }
}

impl<'s, 'p> Scope<'s, 'p> {
    /// The scope of a module's own expressions.
    pub(super) fn of(
        run: &'s Run<'p>,
        instance: &'s Rc<Instance<'p>>,
        repetition: &'s Repetition,
    ) -> Self {
        Self { run, instance: Some(instance), repetition, names: None }
    }

    /// The value of a name that an expression around this one introduced.
    pub(super) fn name(&self, name: &str) -> Option<&'s Value> {
        self.names?.find(name)
    }

    /// The same scope with more names.
    pub(super) fn with<'t>(&'t self, names: &'t Names<'t>) -> Scope<'t, 'p> {
        Scope { names: Some(names), ..*self }
    }

    /// An expression that Terraform would reject.
    pub(super) fn fail(&self, message: impl Into<String>, span: Span) -> Value {
        self.run.fail(message, span)
    }
}

/// The value of an expression that sees nothing: a default, a `.tfvars` value.
pub(super) fn constant(expression: &super::syntax::Expression) -> Value {
    let (nothing, remembered) = (Memory::default(), Remembered::default());
    let run = Run::new(&nothing, &remembered, None);
    Scope { run: &run, instance: None, repetition: &Repetition::Once, names: None }
        .evaluate(expression)
}
