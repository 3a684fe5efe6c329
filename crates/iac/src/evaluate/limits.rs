//! How much one evaluation may do.

use std::cell::Cell;

use crate::{Kind, Value, Why, value::Extent};

/// Expressions within expressions, through every variable and module between.
const DEPTH: usize = 2_000;
/// Expressions evaluated for one input, and what is as much work; real ones need
/// thousands.
const STEPS: usize = 10_000_000;
/// Values within one value, and how deep they are nested.
const SIZE: usize = 500_000;
const VALUE_DEPTH: usize = 100;
/// Instances of modules and resources in one input.
const INSTANCES: usize = 100_000;

/// What the evaluation of one input has used of its limits.
#[derive(Default)]
pub(crate) struct Limits {
    depth: Cell<usize>,
    steps: Cell<usize>,
    instances: Cell<usize>,
}

/// One level of depth, as long as it lives.
pub(crate) struct Level<'r>(&'r Cell<usize>);

impl Drop for Level<'_> {
    fn drop(&mut self) {
        self.0.set(self.0.get() - 1);
    }
}

impl Limits {
    /// Goes one level deeper, unless that is too deep or took too long already.
    pub(crate) fn enter(&self) -> Result<Level<'_>, &'static str> {
        if self.steps.get() >= STEPS {
            return Err("evaluating this module takes too long");
        }
        if self.depth.get() >= DEPTH {
            return Err("expressions are nested too deeply");
        }
        self.steps.set(self.steps.get() + 1);
        self.depth.set(self.depth.get() + 1);
        Ok(Level(&self.depth))
    }

    /// Counts work that is done without evaluating expressions.
    fn charge(&self, steps: usize) {
        self.steps.set(self.steps.get().saturating_add(steps));
    }

    /// Counts the memory of a result that was not evaluated piece by piece.
    pub(crate) fn charge_for(&self, result: &Value) {
        self.charge(match &result.kind {
            Kind::String(text) => text.len() / 16,
            Kind::List(_, items) => items.len(),
            Kind::Object(_, entries) => entries.len(),
            _ => 0,
        });
    }

    /// Takes `count` instances from what one input may have.
    pub(crate) fn reserve(&self, count: usize) -> bool {
        let total = self.instances.get().saturating_add(count);
        let fits = total <= INSTANCES;
        if fits {
            self.instances.set(total);
        }
        fits
    }

    /// A value that others depend on. What shares parts with itself over and over
    /// is small here, but not for those who go through it.
    pub(crate) fn settle(&self, value: Value) -> Value {
        let Extent { size, depth, .. } = value.extent();
        self.charge(size.min(SIZE));
        if size <= SIZE && depth <= VALUE_DEPTH {
            value
        } else {
            Value::unknown(Why::Failed("this value is too large".into()), value.span)
        }
    }
}
