//! What the expressions and blocks of a module name, found out once for all that call
//! it.

use std::{
    collections::{HashMap, HashSet},
    hash::BuildHasherDefault,
    ptr,
    sync::{Arc, Mutex, PoisonError},
};

use super::names;
use crate::{
    evaluate::AddressHasher,
    terraform::{
        declarations::Declarations,
        syntax::{Access, Block, Expression, Name},
    },
};

/// A declaration that is named.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(super) enum Use {
    Local(Arc<str>),
    Variable(Arc<str>),
    /// A called module, or one output of it.
    Call(Arc<str>, Option<Arc<str>>),
    /// As the declarations have it.
    Resource(Arc<str>),
}

/// The names of one module, as far as somebody has asked, by where the expressions and
/// blocks are in memory.
#[derive(Debug, Default)]
pub(in crate::terraform) struct Uses(
    Mutex<HashMap<usize, Arc<[Use]>, BuildHasherDefault<AddressHasher>>>,
);

impl Uses {
    fn get<K>(&self, key: &K, find: impl FnOnce() -> Vec<Use>) -> Arc<[Use]> {
        let key = ptr::from_ref(key).addr();
        let lock = || self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(known) = lock().get(&key) {
            return Arc::clone(known);
        }
        let found: Arc<[Use]> = find().into();
        lock().insert(key, Arc::clone(&found));
        found
    }
}

impl<'p> Declarations<'p> {
    /// What an expression of this module names.
    pub(super) fn named_by(&self, expression: &'p Expression) -> Arc<[Use]> {
        self.uses.get(expression, || {
            let mut collector = Collector::new(self);
            names::in_expression(expression, &mut |name, accesses| collector.add(name, accesses));
            collector.found
        })
    }

    /// What a block of this module names.
    pub(super) fn named_in(&self, block: &'p Block) -> Arc<[Use]> {
        self.uses.get(block, || {
            let mut collector = Collector::new(self);
            names::in_body(&block.body, &mut |name, accesses| collector.add(name, accesses));
            collector.found
        })
    }
}

struct Collector<'m, 'p> {
    module: &'m Declarations<'p>,
    found: Vec<Use>,
    known: HashSet<Use>,
}

impl<'m, 'p> Collector<'m, 'p> {
    fn new(module: &'m Declarations<'p>) -> Self {
        Self { module, found: Vec::new(), known: HashSet::new() }
    }

    fn add(&mut self, name: &Name, accesses: &[Access]) {
        if let Some(found) = self.named(name, accesses)
            && !self.known.contains(&found)
        {
            self.found.push(found.clone());
            self.known.insert(found);
        }
    }

    /// What a name stands for, if it is declared.
    fn named(&self, name: &Name, accesses: &[Access]) -> Option<Use> {
        let mut steps = accesses.iter().filter_map(|access| match access {
            Access::Attribute(name) => Some(&name.text),
            _ => None,
        });
        let (first, second) = (steps.next()?, steps.next());
        match (&*name.text, second) {
            ("local", _) => {
                let is_declared = self.module.locals.contains_key(&**first);
                is_declared.then(|| Use::Local(Arc::clone(first)))
            }
            ("var", _) => Some(Use::Variable(Arc::clone(first))),
            ("module", output) => Some(Use::Call(Arc::clone(first), output.cloned())),
            ("data", Some(name)) => self.resource(format!("data.{first}.{name}")),
            ("resource", Some(name)) => self.resource(format!("{first}.{name}")),
            (kind, _) => self.resource(format!("{kind}.{first}")),
        }
    }

    fn resource(&self, name: String) -> Option<Use> {
        self.module.resources.contains_key(&name).then(|| Use::Resource(name.into()))
    }
}
