//! Values that are computed once, when somebody asks.

use std::{
    cell::RefCell,
    collections::HashMap,
    hash::{BuildHasher, BuildHasherDefault, Hash, Hasher, RandomState},
    ptr,
};

/// What was evaluated already, and what is being evaluated.
pub(crate) struct Memo<K, V, S = RandomState>(RefCell<HashMap<K, Option<V>, S>>);

/// What was evaluated of declarations, each of which is itself and no other.
pub(crate) type DeclaredMemo<'k, K, V> =
    Memo<Identity<'k, K>, V, BuildHasherDefault<AddressHasher>>;

impl<K, V, S: Default> Default for Memo<K, V, S> {
    fn default() -> Self {
        Self(RefCell::default())
    }
}

impl<K: Eq + Hash + Copy, V: Clone, S: BuildHasher> Memo<K, V, S> {
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

    /// Whether the value of `key` was asked for already.
    pub(crate) fn was_asked_for(&self, key: K) -> bool {
        self.0.borrow().contains_key(&key)
    }
}

/// One object, whatever others are equal to it.
pub(crate) struct Identity<'k, K>(pub &'k K);

impl<K> Clone for Identity<'_, K> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<K> Copy for Identity<'_, K> {}

impl<K> PartialEq for Identity<'_, K> {
    fn eq(&self, other: &Self) -> bool {
        ptr::eq(self.0, other.0)
    }
}

impl<K> Eq for Identity<'_, K> {}

impl<K> Hash for Identity<'_, K> {
    fn hash<H: Hasher>(&self, state: &mut H) {
        ptr::hash(self.0, state);
    }
}

/// Addresses are different enough by themselves, and nobody who writes code chooses
/// them.
#[derive(Debug, Default)]
pub(crate) struct AddressHasher(u64);

impl Hasher for AddressHasher {
    fn finish(&self) -> u64 {
        self.0
    }

    fn write(&mut self, bytes: &[u8]) {
        for &byte in bytes {
            self.write_usize(usize::from(byte));
        }
    }

    fn write_usize(&mut self, part: usize) {
        let mixed = (self.0 ^ part as u64).wrapping_mul(0x9E37_79B9_7F4A_7C15);
        self.0 = mixed.rotate_right(32);
    }
}
