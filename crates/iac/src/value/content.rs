//! The content of lists and objects, which values share, and how large it is.

use std::{collections::BTreeMap, ops::Deref, sync::Arc};

use crate::Value;

/// Elements or entries. Clones share them.
///
/// What shares parts with itself over and over is small in memory, but not for those
/// who go through it; so everything knows its size.
#[derive(Clone, Debug)]
pub struct Content<T>(Arc<Inner<T>>);

#[derive(Debug)]
struct Inner<T> {
    extent: Extent,
    values: T,
    order: Order,
}

/// In which order entries are written, as far as that is kept: it only matters where
/// they become text.
#[derive(Debug)]
enum Order {
    Lost,
    ByName,
    Written(Box<[Arc<str>]>),
}

/// How much there is to go through.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Extent {
    /// Values within values, itself included; those that are there twice count twice.
    pub(crate) size: usize,
    /// How deep they are nested.
    pub(crate) depth: usize,
}

impl Extent {
    /// That of what holds these.
    fn around<'a>(values: impl Iterator<Item = &'a Value>) -> Self {
        values.map(Value::extent).fold(Self { size: 1, depth: 1 }, |around, within| Self {
            size: around.size.saturating_add(within.size),
            depth: around.depth.max(within.depth.saturating_add(1)),
        })
    }
}

impl<T> Content<T> {
    pub(super) fn extent(&self) -> Extent {
        self.0.extent
    }
}

impl<T> Deref for Content<T> {
    type Target = T;

    fn deref(&self) -> &T {
        &self.0.values
    }
}

impl<T: Values> Content<T> {
    /// The values themselves, copied if they are shared.
    #[must_use]
    pub fn into_values(self) -> T {
        match Arc::try_unwrap(self.0) {
            Ok(inner) => inner.values,
            Err(shared) => shared.values.clone(),
        }
    }

    /// Changes the values, of a copy of its own if they are shared.
    pub(crate) fn change(&mut self, change: impl FnOnce(&mut T)) {
        if let Some(inner) = Arc::get_mut(&mut self.0) {
            change(&mut inner.values);
            inner.order = Order::Lost;
            inner.extent = inner.values.extent();
        } else {
            let mut values = self.0.values.clone();
            change(&mut values);
            *self = Self::from(values);
        }
    }
}

impl<T: Values> From<T> for Content<T> {
    fn from(values: T) -> Self {
        Self(Arc::new(Inner { extent: values.extent(), values, order: Order::Lost }))
    }
}

impl Content<BTreeMap<Arc<str>, Value>> {
    /// Entries in the order of their writing. Of equal names the first says where, and
    /// the last what.
    pub(crate) fn as_written(entries: Vec<(Arc<str>, Value)>) -> Self {
        let mut values = BTreeMap::new();
        let mut names = Vec::with_capacity(entries.len());
        for (name, value) in entries {
            if values.insert(Arc::clone(&name), value).is_none() {
                names.push(name);
            }
        }
        let order = if names.is_sorted() {
            Order::ByName
        } else {
            Order::Written(names.into_boxed_slice())
        };
        Self(Arc::new(Inner { extent: values.extent(), values, order }))
    }

    /// The entries in the order of their writing, if that is known.
    pub(crate) fn in_order(&self) -> Option<Vec<(&Arc<str>, &Value)>> {
        let values = &self.0.values;
        match &self.0.order {
            Order::Lost if values.len() > 1 => None,
            Order::Lost | Order::ByName => Some(values.iter().collect()),
            Order::Written(names) => {
                Some(names.iter().filter_map(|name| values.get_key_value(name)).collect())
            }
        }
    }
}

impl FromIterator<Value> for Content<Vec<Value>> {
    fn from_iter<I: IntoIterator<Item = Value>>(values: I) -> Self {
        Self::from(Vec::from_iter(values))
    }
}

impl FromIterator<(Arc<str>, Value)> for Content<BTreeMap<Arc<str>, Value>> {
    fn from_iter<I: IntoIterator<Item = (Arc<str>, Value)>>(values: I) -> Self {
        Self::from(BTreeMap::from_iter(values))
    }
}

impl<T: PartialEq> PartialEq for Content<T> {
    fn eq(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.0, &other.0)
            || self.0.extent == other.0.extent && self.0.values == other.0.values
    }
}

/// Elements or entries.
pub trait Values: Clone {
    /// How much of them there is.
    #[doc(hidden)]
    fn extent(&self) -> Extent;
}

impl Values for Vec<Value> {
    fn extent(&self) -> Extent {
        Extent::around(self.iter())
    }
}

impl Values for BTreeMap<Arc<str>, Value> {
    fn extent(&self) -> Extent {
        Extent::around(self.values())
    }
}
