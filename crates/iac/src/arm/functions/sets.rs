//! Arrays as sets.

use std::{collections::BTreeSet, sync::Arc};

use super::{Arguments, Function, Outcome, function};
use crate::{Kind, Number, Value, evaluate::equality};

pub(super) const FUNCTIONS: &[Function] = &[function("distinct", (1, 1), |arguments| {
    let mut distinct = Distinct::default();
    distinct.extend(&arguments.items(0)?);
    Ok(arguments.array(distinct.items))
})];

/// A value that is equal to nothing but the same.
#[derive(PartialEq, Eq, PartialOrd, Ord)]
enum Scalar {
    Null,
    Bool(bool),
    Number(Number),
    Text(Arc<str>),
}

impl Scalar {
    fn of(value: &Value) -> Option<Self> {
        match &value.kind {
            Kind::Null => Some(Self::Null),
            Kind::Bool(truth) => Some(Self::Bool(*truth)),
            Kind::Number(number) => Some(Self::Number(number.clone())),
            Kind::String(text) => Some(Self::Text(Arc::clone(text))),
            _ => None,
        }
    }
}

/// Elements of which each is there once, in the order of their first places. What is
/// not known is equal to nothing but itself.
#[derive(Default)]
struct Distinct {
    items: Vec<Value>,
    scalars: BTreeSet<Scalar>,
    /// The positions of all others.
    others: Vec<usize>,
}

impl Distinct {
    fn extend(&mut self, items: &[Value]) {
        for item in items {
            let is_new = if let Some(scalar) = Scalar::of(item) {
                self.scalars.insert(scalar)
            } else {
                let mut known = self.others.iter().filter_map(|at| self.items.get(*at));
                let is_new = !known.any(|one| equality(one, item) == Ok(true));
                if is_new {
                    self.others.push(self.items.len());
                }
                is_new
            };
            if is_new {
                self.items.push(item.clone());
            }
        }
    }
}

/// All elements of all arrays, each once.
pub(super) fn union(arguments: &Arguments) -> Outcome {
    let mut union = Distinct::default();
    for position in 0..arguments.values.len() {
        union.extend(&arguments.items(position)?);
    }
    Ok(arguments.array(union.items))
}

/// The elements of one array that are in another one too, each once.
pub(super) fn common(
    arguments: &Arguments,
    one: &[Value],
    other: &[Value],
) -> Result<Vec<Value>, Value> {
    let scalars: BTreeSet<Scalar> = other.iter().filter_map(Scalar::of).collect();
    let others: Vec<&Value> = other.iter().filter(|item| Scalar::of(item).is_none()).collect();
    let is_common = |item: &&Value| {
        if Scalar::of(item).is_some_and(|scalar| scalars.contains(&scalar)) {
            return Ok(true);
        }
        let mut verdict = Ok(false);
        // Only what is no scalar itself may be equal to what is not known.
        let unknown = other.iter().filter(|_| !item.is_known());
        for candidate in others.iter().copied().chain(unknown) {
            match equality(item, candidate) {
                Ok(true) => return Ok(true),
                Ok(false) => {}
                Err(cause) => verdict = Err(arguments.because_of(cause)),
            }
        }
        verdict
    };
    let mut distinct = Distinct::default();
    for item in one {
        if is_common(&item)? {
            distinct.extend(std::slice::from_ref(item));
        }
    }
    Ok(distinct.items)
}
