//! What Terraform finishes before it starts with a resource: the edges of its graph
//! (<https://developer.hashicorp.com/terraform/internals/graph>). They are between
//! blocks, whatever the instances refer to.

mod names;

use std::{
    cell::RefCell,
    collections::{BTreeMap, BTreeSet},
    rc::Rc,
    sync::Arc,
};

use super::{
    declarations::{CallBlock, Repeat, ResourceBlock},
    instance::{Evaluation, Instance},
    lowering,
    scope::Run,
    syntax::{Access, Body, Expression, Name},
};
use crate::{Address, CreationOrder};

/// Definitions that lead to definitions; what is nested deeper is taken to be unknown.
const DEPTH: usize = 100;

/// The edges of one root, as far as somebody has asked.
pub(super) struct Orders<'s, 'p> {
    run: &'s Run<'p>,
    /// What locals, variables and outputs lead to, by module and name; `None` while that
    /// is being found out.
    definitions: RefCell<Definitions>,
    /// What every resource of a module waits for, by module.
    calls: RefCell<BTreeMap<String, Rc<Edges>>>,
}

type Definitions = BTreeMap<(String, String), Option<Rc<Edges>>>;

/// What an expression waits for.
#[derive(Clone, Debug, Default)]
struct Edges {
    after: BTreeSet<Address>,
    open: bool,
}

impl Edges {
    fn add(&mut self, other: &Self) {
        self.after.extend(other.after.iter().cloned());
        self.open |= other.open;
    }
}

/// A module instance, whose names expressions use.
type Module<'p> = Rc<Instance<'p>>;

/// Where an expression is.
#[derive(Clone, Copy)]
struct Place<'m, 'p> {
    module: &'m Module<'p>,
    /// How many definitions led to it.
    depth: usize,
}

impl<'s, 'p> Orders<'s, 'p> {
    pub(super) fn new(run: &'s Run<'p>) -> Self {
        Self { run, definitions: RefCell::default(), calls: RefCell::default() }
    }

    /// The order of a resource of a module.
    pub(super) fn of(
        &self,
        module: &Module<'p>,
        name: &str,
        block: &ResourceBlock<'p>,
    ) -> Arc<CreationOrder> {
        let place = Place { module, depth: 0 };
        let mut edges = self.body(place, &block.block.body);
        edges.add(&self.around(place));
        Arc::new(CreationOrder {
            block: address(&module.path, name),
            after: edges.after.into_iter().collect(),
            open: edges.open,
        })
    }

    /// What everything in a module waits for: what its call, and those around it, depend
    /// on and repeat over.
    fn around(&self, Place { module, depth }: Place<'_, 'p>) -> Rc<Edges> {
        if let Some(known) = self.calls.borrow().get(&module.path) {
            return Rc::clone(known);
        }
        let mut edges = Edges::default();
        if let Some((caller, call)) = caller(module) {
            if depth >= DEPTH {
                return Rc::new(Edges { open: true, ..edges });
            }
            let place = Place { module: &caller, depth: depth + 1 };
            edges.add(&self.around(place));
            edges.add(&self.repetition(place, call.repeat));
            if let Some(waits) = call.block.body.attribute("depends_on") {
                edges.add(&self.expression(place, waits));
            }
        }
        let edges = Rc::new(edges);
        self.calls.borrow_mut().insert(module.path.clone(), Rc::clone(&edges));
        edges
    }

    fn repetition(&self, place: Place<'_, 'p>, repeat: Repeat<'p>) -> Edges {
        match repeat {
            Repeat::Once => Edges::default(),
            Repeat::Count(expression) | Repeat::ForEach(expression) => {
                self.expression(place, expression)
            }
        }
    }

    fn body(&self, place: Place<'_, 'p>, body: &'p Body) -> Edges {
        let mut edges = Edges::default();
        names::in_body(body, &mut |name, accesses| self.name(place, name, accesses, &mut edges));
        edges
    }

    fn expression(&self, place: Place<'_, 'p>, expression: &'p Expression) -> Edges {
        let mut edges = Edges::default();
        names::in_expression(expression, &mut |name, accesses| {
            self.name(place, name, accesses, &mut edges);
        });
        edges
    }

    /// Adds what a name leads to.
    fn name(&self, place: Place<'_, 'p>, name: &Name, accesses: &[Access], edges: &mut Edges) {
        let module = place.module;
        let Some(declared) = module.module else { return };
        let mut steps = accesses.iter().filter_map(|access| match access {
            Access::Attribute(name) => Some(&*name.text),
            _ => None,
        });
        let (first, second) = (steps.next(), steps.next());
        match (&*name.text, first, second) {
            ("local", Some(local), _) => {
                if let Some(&value) = declared.locals.get(local) {
                    let deeper = Place { depth: place.depth + 1, ..place };
                    let find = || self.expression(deeper, value);
                    edges.add(&self.definition(place, format!("local.{local}"), find));
                }
            }
            ("var", Some(variable), _) => {
                let argument = caller(module)
                    .and_then(|(caller, call)| Some((caller, *call.arguments.get(variable)?)));
                if let Some((caller, value)) = argument {
                    let deeper = Place { module: &caller, depth: place.depth + 1 };
                    let find = || self.expression(deeper, value);
                    edges.add(&self.definition(place, format!("var.{variable}"), find));
                }
            }
            ("module", Some(call), output) => self.called(place, call, output, edges),
            ("data", Some(kind), Some(name)) => {
                self.resource(place, &format!("data.{kind}.{name}"), edges);
            }
            ("resource", Some(kind), Some(name)) | (kind, Some(name), _) => {
                self.resource(place, &format!("{kind}.{name}"), edges);
            }
            (_, None, _) => {}
        }
    }

    /// Adds a resource, if it is one; what it waits for itself too where the resource is
    /// not asked for, and so nobody can look there.
    fn resource(&self, place: Place<'_, 'p>, name: &str, edges: &mut Edges) {
        let module = place.module;
        let block = module.module.and_then(|declared| declared.resources.get(name));
        let Some(block) = block else { return };
        edges.after.insert(address(&module.path, name));
        if !self.is_left_out(block) {
            return;
        }
        edges.add(&self.definition(place, name.to_owned(), || {
            let place = Place { depth: place.depth + 1, ..place };
            let mut edges = self.body(place, &block.block.body);
            edges.add(&self.around(place));
            edges
        }));
    }

    /// Whether a resource is perhaps not among those that are returned.
    fn is_left_out(&self, block: &ResourceBlock<'_>) -> bool {
        let asked_for = self.run.start.and_then(|start| start.asked_for);
        asked_for.is_some_and(|asked_for| !lowering::is_sure_to_be(block, asked_for))
    }

    /// Adds all of a called module.
    fn whole(&self, place: Place<'_, 'p>, called: &Module<'p>, edges: &mut Edges) {
        let Some(declared) = called.module else {
            edges.open = true;
            return;
        };
        let place = Place { module: called, depth: place.depth + 1 };
        let left_out = declared.resources.iter().filter(|(_, block)| self.is_left_out(block));
        for (name, _) in left_out {
            self.resource(place, name, edges);
        }
        for &call in declared.calls.keys() {
            self.called(place, call, None, edges);
        }
    }

    /// Adds what an output of a called module leads to; all of the module where none is
    /// named.
    fn called(&self, place: Place<'_, 'p>, call: &str, output: Option<&str>, edges: &mut Edges) {
        let evaluation = Evaluation { run: self.run, instance: place.module };
        let Some((block, expansion)) = evaluation.module(call) else { return };
        edges.add(&self.repetition(place, block.repeat));
        let Some(called) = expansion.instances.iter().next() else { return };
        let Some(output) = output else {
            edges.after.insert(address(&place.module.path, &format!("module.{call}")));
            self.whole(place, called, edges);
            return;
        };
        let Some(declared) = called.module else {
            edges.open = true;
            return;
        };
        if let Some(&value) = declared.outputs.get(output) {
            let place = Place { module: called, ..place };
            let deeper = Place { depth: place.depth + 1, ..place };
            let find = || self.expression(deeper, value);
            edges.add(&self.definition(place, format!("output.{output}"), find));
        }
    }

    /// What a definition of a module leads to, found out once.
    fn definition(
        &self,
        Place { module, depth }: Place<'_, 'p>,
        name: String,
        find: impl FnOnce() -> Edges,
    ) -> Rc<Edges> {
        let key = (module.path.clone(), name);
        if let Some(known) = self.definitions.borrow().get(&key) {
            return known.clone().unwrap_or_default();
        }
        if depth >= DEPTH {
            return Rc::new(Edges { open: true, ..Edges::default() });
        }
        self.definitions.borrow_mut().insert(key.clone(), None);
        let edges = Rc::new(find());
        self.definitions.borrow_mut().insert(key, Some(Rc::clone(&edges)));
        edges
    }
}

fn caller<'p>(module: &Module<'p>) -> Option<(Module<'p>, &'p CallBlock<'p>)> {
    let caller = module.caller.as_ref()?;
    Some((caller.instance()?, caller.call))
}

/// The address of a block in a module, without keys.
fn address(path: &str, name: &str) -> Address {
    let calls = path.split('.').filter(|call| !call.is_empty());
    let calls = calls.map(|call| format!("module.{call}."));
    Address::new(calls.chain([name.to_owned()]).collect::<String>())
}

#[cfg(test)]
mod tests;
