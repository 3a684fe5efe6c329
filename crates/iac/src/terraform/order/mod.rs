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
    declarations::{Repeat, ResourceBlock},
    lowering,
    place::Place,
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

/// The module whose names expressions use.
type Module<'p> = Rc<Place<'p>>;

/// Where an expression is.
#[derive(Clone, Copy)]
struct Site<'m, 'p> {
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
        let site = Site { module, depth: 0 };
        let mut edges = self.body(site, &block.block.body);
        edges.add(&self.around(site));
        Arc::new(CreationOrder {
            block: address(&module.path, name),
            after: edges.after.into_iter().collect(),
            open: edges.open,
        })
    }

    /// What everything in a module waits for: what its call, and those around it, depend
    /// on and repeat over.
    fn around(&self, Site { module, depth }: Site<'_, 'p>) -> Rc<Edges> {
        if let Some(known) = self.calls.borrow().get(&module.path) {
            return Rc::clone(known);
        }
        let mut edges = Edges::default();
        if let Some((caller, call)) = module.caller() {
            if depth >= DEPTH {
                return Rc::new(Edges { open: true, ..edges });
            }
            let site = Site { module: &caller, depth: depth + 1 };
            edges.add(&self.around(site));
            edges.add(&self.repetition(site, call.repeat));
            if let Some(waits) = call.block.body.attribute("depends_on") {
                edges.add(&self.expression(site, waits));
            }
        }
        let edges = Rc::new(edges);
        self.calls.borrow_mut().insert(module.path.clone(), Rc::clone(&edges));
        edges
    }

    fn repetition(&self, site: Site<'_, 'p>, repeat: Repeat<'p>) -> Edges {
        match repeat {
            Repeat::Once => Edges::default(),
            Repeat::Count(expression) | Repeat::ForEach(expression) => {
                self.expression(site, expression)
            }
        }
    }

    fn body(&self, site: Site<'_, 'p>, body: &'p Body) -> Edges {
        let mut edges = Edges::default();
        names::in_body(body, &mut |name, accesses| self.name(site, name, accesses, &mut edges));
        edges
    }

    fn expression(&self, site: Site<'_, 'p>, expression: &'p Expression) -> Edges {
        let mut edges = Edges::default();
        names::in_expression(expression, &mut |name, accesses| {
            self.name(site, name, accesses, &mut edges);
        });
        edges
    }

    /// Adds what a name leads to.
    fn name(&self, site: Site<'_, 'p>, name: &Name, accesses: &[Access], edges: &mut Edges) {
        let module = site.module;
        let Some(declared) = module.module else { return };
        let mut steps = accesses.iter().filter_map(|access| match access {
            Access::Attribute(name) => Some(&*name.text),
            _ => None,
        });
        let (first, second) = (steps.next(), steps.next());
        match (&*name.text, first, second) {
            ("local", Some(local), _) => {
                if let Some(&value) = declared.locals.get(local) {
                    let deeper = Site { depth: site.depth + 1, ..site };
                    let find = || self.expression(deeper, value);
                    edges.add(&self.definition(site, format!("local.{local}"), find));
                }
            }
            ("var", Some(variable), _) => {
                let argument = module
                    .caller()
                    .and_then(|(caller, call)| Some((caller, *call.arguments.get(variable)?)));
                if let Some((caller, value)) = argument {
                    let deeper = Site { module: &caller, depth: site.depth + 1 };
                    let find = || self.expression(deeper, value);
                    edges.add(&self.definition(site, format!("var.{variable}"), find));
                }
            }
            ("module", Some(call), output) => self.called(site, call, output, edges),
            ("data", Some(kind), Some(name)) => {
                self.resource(site, &format!("data.{kind}.{name}"), edges);
            }
            ("resource", Some(kind), Some(name)) | (kind, Some(name), _) => {
                self.resource(site, &format!("{kind}.{name}"), edges);
            }
            (_, None, _) => {}
        }
    }

    /// Adds a resource, if it is one; what it waits for itself too where the resource is
    /// not asked for, and so nobody can look there.
    fn resource(&self, site: Site<'_, 'p>, name: &str, edges: &mut Edges) {
        let module = site.module;
        let block = module.module.and_then(|declared| declared.resources.get(name));
        let Some(block) = block else { return };
        edges.after.insert(address(&module.path, name));
        if !self.is_left_out(block) {
            return;
        }
        edges.add(&self.definition(site, name.to_owned(), || {
            let site = Site { depth: site.depth + 1, ..site };
            let mut edges = self.body(site, &block.block.body);
            edges.add(&self.around(site));
            edges
        }));
    }

    /// Whether a resource is perhaps not among those that are returned.
    fn is_left_out(&self, block: &ResourceBlock<'_>) -> bool {
        let asked_for = self.run.start.and_then(|start| start.asked_for);
        asked_for.is_some_and(|asked_for| !lowering::is_sure_to_be(block, asked_for))
    }

    /// Adds all of a called module.
    fn whole(&self, site: Site<'_, 'p>, called: &Module<'p>, edges: &mut Edges) {
        let Some(declared) = called.module else {
            edges.open = true;
            return;
        };
        let site = Site { module: called, depth: site.depth + 1 };
        let left_out = declared.resources.iter().filter(|(_, block)| self.is_left_out(block));
        for (name, _) in left_out {
            self.resource(site, name, edges);
        }
        for &call in declared.calls.keys() {
            self.called(site, call, None, edges);
        }
    }

    /// Adds what an output of a called module leads to; all of the module where none is
    /// named.
    fn called(&self, site: Site<'_, 'p>, call: &str, output: Option<&str>, edges: &mut Edges) {
        let Some(called) = site.module.called(self.run, call) else { return };
        let block = site.module.module.and_then(|declared| declared.calls.get(call));
        edges.add(&self.repetition(site, block.map_or(Repeat::Once, |block| block.repeat)));
        let called = &called;
        let Some(output) = output else {
            edges.after.insert(address(&site.module.path, &format!("module.{call}")));
            self.whole(site, called, edges);
            return;
        };
        let Some(declared) = called.module else {
            edges.open = true;
            return;
        };
        if let Some(&value) = declared.outputs.get(output) {
            let site = Site { module: called, ..site };
            let deeper = Site { depth: site.depth + 1, ..site };
            let find = || self.expression(deeper, value);
            edges.add(&self.definition(site, format!("output.{output}"), find));
        }
    }

    /// What a definition of a module leads to, found out once.
    fn definition(
        &self,
        Site { module, depth }: Site<'_, 'p>,
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

/// The address of a block in a module, without keys.
fn address(path: &str, name: &str) -> Address {
    let calls = path.split('.').filter(|call| !call.is_empty());
    let calls = calls.map(|call| format!("module.{call}."));
    Address::new(calls.chain([name.to_owned()]).collect::<String>())
}

#[cfg(test)]
mod tests;
