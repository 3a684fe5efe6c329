//! What is created before what.

use std::{
    collections::{BTreeMap, BTreeSet},
    sync::Arc,
};

use nexthop_iac::{Address, CreationOrder, Resource};

/// What Terraform creates before what, where the input is its code.
#[derive(Clone, Debug, Default)]
pub struct CreationOrders {
    roots: Vec<Root>,
}

/// The resources of one root.
#[derive(Clone, Debug, Default)]
struct Root {
    by_instance: BTreeMap<Address, Arc<CreationOrder>>,
    by_block: BTreeMap<Address, Arc<CreationOrder>>,
}

impl CreationOrders {
    pub(crate) fn new<'a>(roots: impl IntoIterator<Item = &'a [Resource]>) -> Self {
        let roots = roots.into_iter().map(|resources| {
            let mut root = Root::default();
            for resource in resources {
                if let Some(order) = &resource.order {
                    root.by_instance.insert(resource.address.clone(), Arc::clone(order));
                    root.by_block.insert(order.block.clone(), Arc::clone(order));
                }
            }
            root
        });
        Self { roots: roots.collect() }
    }

    /// Whether Terraform finishes `other` before it starts with `one`. `None` if that
    /// cannot be told, and where they do not belong to one root.
    pub fn waits_for(&self, one: &Address, other: &Address) -> Option<bool> {
        self.roots.iter().find_map(|root| {
            let (one, other) = (root.by_instance.get(one)?, root.by_instance.get(other)?);
            root.waits_for(one, &other.block)
        })
    }
}

impl Root {
    fn waits_for(&self, one: &CreationOrder, other: &Address) -> Option<bool> {
        let mut open = one.open;
        let mut seen: BTreeSet<&Address> = BTreeSet::new();
        let mut next: Vec<&Address> = one.after.iter().collect();
        while let Some(address) = next.pop() {
            if !seen.insert(address) {
                continue;
            }
            if address == other || is_within(other, address) {
                return Some(true);
            }
            let blocks: Vec<_> = match self.by_block.get(address) {
                Some(block) => vec![block],
                None => self.of_module(address).collect(),
            };
            for block in blocks {
                open |= block.open;
                next.extend(&block.after);
            }
        }
        (!open).then_some(false)
    }

    /// Everything in a module.
    fn of_module<'a>(
        &'a self,
        module: &'a Address,
    ) -> impl Iterator<Item = &'a Arc<CreationOrder>> {
        let behind = self.by_block.range(module.clone()..);
        // What only begins like the module (`module.hub2`) may stand in between.
        behind
            .take_while(|(address, _)| address.as_str().starts_with(module.as_str()))
            .filter(|(address, _)| is_within(address, module))
            .map(|(_, order)| order)
    }
}

/// Whether something is in a module.
fn is_within(address: &Address, module: &Address) -> bool {
    address.as_str().strip_prefix(module.as_str()).is_some_and(|rest| rest.starts_with('.'))
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use nexthop_iac::{Address, CreationOrder};

    use super::Root;

    fn root(blocks: &[(&str, &str)]) -> Root {
        let mut root = Root::default();
        for (block, after) in blocks {
            let block = Address::new(*block);
            let after = after.split(' ').filter(|name| !matches!(*name, "" | "?"));
            let order = CreationOrder {
                block: block.clone(),
                after: after.map(Address::new).collect(),
                open: blocks
                    .iter()
                    .any(|(own, after)| *own == block.as_str() && after.contains('?')),
            };
            root.by_block.insert(block, Arc::new(order));
        }
        root
    }

    #[test]
    fn waiting_goes_on_and_modules_stand_for_all_in_them() {
        let root = root(&[
            ("a.one", "a.two"),
            ("a.two", "module.hub"),
            ("a.free", "a.other"),
            ("a.other", ""),
            ("a.unknown", "a.open"),
            ("a.open", "?"),
            ("module.hub.b.gw", "c.late"),
            ("module.hub2.b.gw", ""),
            ("c.late", ""),
        ]);
        let waits = |one: &str, other: &str| {
            root.waits_for(&root.by_block[&Address::new(one)], &Address::new(other))
        };
        assert_eq!(waits("a.one", "module.hub.b.gw"), Some(true));
        assert_eq!(waits("a.one", "c.late"), Some(true));
        assert_eq!(waits("a.one", "module.hub2.b.gw"), Some(false));
        assert_eq!(waits("a.free", "module.hub.b.gw"), Some(false));
        assert_eq!(waits("a.unknown", "module.hub.b.gw"), None);
    }
}
