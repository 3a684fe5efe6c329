//! What Terraform finishes before it starts with a resource: the edges of its graph
//! (<https://developer.hashicorp.com/terraform/internals/graph>). They are between
//! blocks, whatever the instances refer to.

mod names;
mod uses;

use std::{cell::RefCell, collections::BTreeSet, rc::Rc, sync::Arc};

use super::{
    declarations::{Repeat, ResourceBlock},
    lowering,
    place::Place,
    scope::Run,
    syntax::{Block, Expression},
};
use crate::{
    Address, CreationOrder,
    evaluate::{DeclaredMemo, Identity},
};

pub(super) use uses::Uses;

use uses::Use;

/// Definitions that lead to definitions; what is nested deeper is taken to be unknown.
const DEPTH: usize = 100;

/// The edges of one root, as far as somebody has asked.
pub(super) struct Orders<'s, 'p> {
    run: &'s Run<'p>,
}

/// What is known of the edges of a module where it stands.
#[derive(Default)]
pub(super) struct Known<'p> {
    /// What locals, outputs and the arguments of calls lead to.
    definitions: DeclaredMemo<'p, Expression, Rc<Edges>>,
    /// What resources lead to that nobody can look at.
    resources: DeclaredMemo<'p, Block, Rc<Edges>>,
    addresses: DeclaredMemo<'p, Block, Address>,
    /// What every resource of the module waits for.
    around: RefCell<Option<Rc<Edges>>>,
}

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
        Self { run }
    }

    /// The order of a resource of a module.
    pub(super) fn of(&self, module: &Module<'p>, block: &ResourceBlock<'p>) -> Arc<CreationOrder> {
        let site = Site { module, depth: 0 };
        let mut edges = self.block(site, block.block);
        edges.add(&self.around(site));
        Arc::new(CreationOrder {
            block: module.address_of(block),
            after: edges.after.into_iter().collect(),
            open: edges.open,
        })
    }

    /// What everything in a module waits for: what its call, and those around it, depend
    /// on and repeat over.
    fn around(&self, Site { module, depth }: Site<'_, 'p>) -> Rc<Edges> {
        if let Some(known) = &*module.edges.around.borrow() {
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
        *module.edges.around.borrow_mut() = Some(Rc::clone(&edges));
        edges
    }

    fn repetition(&self, site: Site<'_, 'p>, repeat: Repeat<'p>) -> Edges {
        match repeat {
            Repeat::Once => Edges::default(),
            Repeat::Enabled(expression)
            | Repeat::Count(expression)
            | Repeat::ForEach(expression) => self.expression(site, expression),
        }
    }

    fn block(&self, site: Site<'_, 'p>, block: &'p Block) -> Edges {
        let named = site.module.module.map(|declared| declared.named_in(block));
        self.all(site, named.as_deref().unwrap_or_default())
    }

    fn expression(&self, site: Site<'_, 'p>, expression: &'p Expression) -> Edges {
        let named = site.module.module.map(|declared| declared.named_by(expression));
        self.all(site, named.as_deref().unwrap_or_default())
    }

    fn all(&self, site: Site<'_, 'p>, named: &[Use]) -> Edges {
        let mut edges = Edges::default();
        for one in named {
            self.add(site, one, &mut edges);
        }
        edges
    }

    /// Adds what a name leads to.
    fn add(&self, site: Site<'_, 'p>, named: &Use, edges: &mut Edges) {
        let module = site.module;
        let Some(declared) = module.module else { return };
        match named {
            Use::Local(local) => {
                if let Some(&value) = declared.locals.get(&**local) {
                    edges.add(&self.definition(site, value));
                }
            }
            Use::Variable(variable) => {
                let argument = module
                    .caller()
                    .and_then(|(caller, call)| Some((caller, *call.arguments.get(&**variable)?)));
                if let Some((caller, value)) = argument {
                    edges.add(&self.definition(Site { module: &caller, ..site }, value));
                }
            }
            Use::Call(call, output) => self.called(site, call, output.as_deref(), edges),
            Use::Resource(name) => {
                if let Some(block) = declared.resources.get(&**name) {
                    self.resource(site, block, edges);
                }
            }
        }
    }

    /// Adds a resource; what it waits for itself too where the resource is not asked
    /// for, and so nobody can look there.
    fn resource(&self, site: Site<'_, 'p>, block: &ResourceBlock<'p>, edges: &mut Edges) {
        edges.after.insert(site.module.address_of(block));
        if self.is_left_out(block) {
            let known = &site.module.edges.resources;
            edges.add(&Self::once(known, block.block, site, |site| {
                let mut edges = self.block(site, block.block);
                edges.add(&self.around(site));
                edges
            }));
        }
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
        for block in declared.resources.values().filter(|block| self.is_left_out(block)) {
            self.resource(site, block, edges);
        }
        for &call in declared.calls.keys() {
            self.called(site, call, None, edges);
        }
    }

    /// Adds what an output of a called module leads to; all of the module where none is
    /// named.
    fn called(&self, site: Site<'_, 'p>, call: &str, output: Option<&str>, edges: &mut Edges) {
        let Some(called) = site.module.called(self.run, call) else { return };
        if let Some((_, call)) = called.caller() {
            edges.add(&self.repetition(site, call.repeat));
        }
        let Some(output) = output else {
            edges.after.insert(Address::new(site.module.named(format_args!("module.{call}"))));
            self.whole(site, &called, edges);
            return;
        };
        let Some(declared) = called.module else {
            edges.open = true;
            return;
        };
        if let Some(&value) = declared.outputs.get(output) {
            edges.add(&self.definition(Site { module: &called, ..site }, value));
        }
    }

    /// What a definition of a module leads to, found out once.
    fn definition(&self, site: Site<'_, 'p>, value: &'p Expression) -> Rc<Edges> {
        let known = &site.module.edges.definitions;
        Self::once(known, value, site, |site| self.expression(site, value))
    }

    fn once<K>(
        known: &DeclaredMemo<'p, K, Rc<Edges>>,
        key: &'p K,
        site: Site<'_, 'p>,
        find: impl FnOnce(Site<'_, 'p>) -> Edges,
    ) -> Rc<Edges> {
        if site.depth >= DEPTH && !known.was_asked_for(Identity(key)) {
            return Rc::new(Edges { open: true, ..Edges::default() });
        }
        let find = || Rc::new(find(Site { depth: site.depth + 1, ..site }));
        known.get(Identity(key), find, Rc::default)
    }
}

impl<'p> Place<'p> {
    /// The address of a block of this module, without keys.
    fn address_of(&self, block: &ResourceBlock<'p>) -> Address {
        let data = if block.data { "data." } else { "" };
        let name = || block.block.labels.get(1).map_or("", |name| &*name.text);
        let make = || Address::new(self.named(format_args!("{data}{}.{}", block.kind, name())));
        self.edges.addresses.get(Identity(block.block), make, make)
    }

    /// What is called `name` here, without keys.
    fn named(&self, name: impl std::fmt::Display) -> String {
        let calls = self.path.split('.').filter(|call| !call.is_empty());
        let mut address = String::new();
        for call in calls {
            address.extend(["module.", call, "."]);
        }
        address.push_str(&name.to_string());
        address
    }
}

#[cfg(test)]
mod tests;
