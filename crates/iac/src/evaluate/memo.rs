//! Values that are computed once, when somebody asks.

use std::{cell::RefCell, collections::HashMap, hash::Hash};

/// What was evaluated already, and what is being evaluated.
pub(crate) struct Memo<K, V>(RefCell<HashMap<K, Option<V>>>);

impl<K, V> Default for Memo<K, V> {
    fn default() -> Self {
        Self(RefCell::default())
    }
}

impl<K: Eq + Hash + Copy, V: Clone> Memo<K, V> {
    /// The value of `key`; that of `cycle` if it is asked for while it is computed.
    pub(crate) fn get(&self, key: K, compute: impl FnOnce() -> V, cycle: impl FnOnce() -> V) -> V {
        match self.0.borrow().get(&key) {
            Some(Some(value)) => return value.clone(),
            Some(None) => return cycle(),
            None => {}
        }
        self.0.borrow_mut().insert(key, None);
        let value = compute();
        self.0.borrow_mut().insert(key, Some(value.clone()));
        value
    }
}
