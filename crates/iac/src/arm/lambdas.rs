//! Functions that take functions: `map`, `filter` and the like.

use std::{cmp::Ordering, collections::BTreeMap, sync::Arc};

use nexthop_source::Span;

use super::{
    call::Special,
    expression::{Expression, ExpressionKind, Lambda},
    scope::{FrameKind, Scope},
};
use crate::{
    Kind, Value,
    evaluate::{self, caused_by, failed},
};

pub(super) const FUNCTIONS: &[Special] = &[
    Special { name: "filter", arity: (2, 2), run: filter },
    Special { name: "groupBy", arity: (2, 3), run: group_by },
    Special { name: "map", arity: (2, 2), run: map },
    Special { name: "mapValues", arity: (2, 2), run: map_values },
    Special { name: "reduce", arity: (3, 3), run: reduce },
    Special { name: "sort", arity: (2, 2), run: sort },
    Special { name: "toObject", arity: (2, 3), run: to_object },
];

type Outcome = Result<Value, Value>;

fn settled(outcome: Outcome) -> Value {
    outcome.unwrap_or_else(|stop| stop)
}

/// A lambda among the arguments.
fn lambda(arguments: &[Expression], at: usize, span: Span) -> Result<&Lambda, Value> {
    match arguments.get(at).map(|argument| &argument.kind) {
        Some(ExpressionKind::Lambda(lambda)) => Ok(lambda),
        _ => Err(failed("a lambda is required", span)),
    }
}

/// The lambda that says what becomes of an element, if one does.
fn value_lambda(arguments: &[Expression], span: Span) -> Result<Option<&Lambda>, Value> {
    if arguments.len() < 3 { Ok(None) } else { lambda(arguments, 2, span).map(Some) }
}

impl Scope<'_, '_> {
    fn items(&self, arguments: &[Expression], span: Span) -> Result<Vec<Value>, Value> {
        let value = self.argument(arguments, 0, span);
        match evaluate::items_of(&value) {
            Some(items) => Ok(items.into_owned()),
            None if !value.is_known() => Err(caused_by(&value, span)),
            None => Err(failed("an array is required", span)),
        }
    }

    /// The result of a lambda; it takes as many of the values as it has parameters.
    fn apply(&self, lambda: &Lambda, values: &[&Value]) -> Value {
        let mut frames = self.with(self.frames.clone());
        for (name, value) in lambda.parameters.iter().zip(values) {
            frames = frames.within(FrameKind::Local(Arc::clone(name), (*value).clone()));
        }
        frames.evaluate(&lambda.body)
    }

    fn apply_to_item(&self, lambda: &Lambda, at: usize, item: &Value) -> Value {
        let index = Value::integer(i64::try_from(at).unwrap_or(i64::MAX), item.span);
        self.apply(lambda, &[item, &index])
    }

    /// What a lambda makes of an element; itself if there is none.
    fn value(&self, lambda: Option<&Lambda>, item: &Value) -> Value {
        lambda.map_or_else(|| item.clone(), |lambda| self.apply(lambda, &[item]))
    }

    /// The name that a lambda gives an element.
    fn key(&self, lambda: &Lambda, item: &Value, span: Span) -> Result<Arc<str>, Value> {
        let key = self.apply(lambda, &[item]);
        match &key.kind {
            Kind::String(text) => Ok(Arc::clone(text)),
            _ if !key.is_known() => Err(caused_by(&key, span)),
            _ => Err(failed("the key must be text", span)),
        }
    }
}

fn map(scope: &Scope<'_, '_>, arguments: &[Expression], span: Span) -> Value {
    settled((|| {
        let (items, lambda) = (scope.items(arguments, span)?, lambda(arguments, 1, span)?);
        let results = items.iter().enumerate();
        let results = results.map(|(at, item)| scope.apply_to_item(lambda, at, item));
        Ok(Value::tuple(results.collect(), span))
    })())
}

fn filter(scope: &Scope<'_, '_>, arguments: &[Expression], span: Span) -> Value {
    settled((|| {
        let (items, lambda) = (scope.items(arguments, span)?, lambda(arguments, 1, span)?);
        let mut kept = Vec::new();
        for (at, item) in items.iter().enumerate() {
            let result = scope.apply_to_item(lambda, at, item);
            match &result.kind {
                Kind::Bool(true) => kept.push(item.clone()),
                Kind::Bool(false) => {}
                _ if !result.is_known() => return Err(caused_by(&result, span)),
                _ => return Err(failed("the lambda must return a truth value", span)),
            }
        }
        Ok(Value::tuple(kept, span))
    })())
}

fn reduce(scope: &Scope<'_, '_>, arguments: &[Expression], span: Span) -> Value {
    settled((|| {
        let (items, lambda) = (scope.items(arguments, span)?, lambda(arguments, 2, span)?);
        let mut result = scope.argument(arguments, 1, span);
        for (at, item) in items.iter().enumerate() {
            let index = Value::integer(i64::try_from(at).unwrap_or(i64::MAX), span);
            result = scope.run.limits.settle(scope.apply(lambda, &[&result, item, &index]));
        }
        Ok(result)
    })())
}

/// Stable, as it asks whether one element comes before another.
fn sort(scope: &Scope<'_, '_>, arguments: &[Expression], span: Span) -> Value {
    settled((|| {
        let (items, lambda) = (scope.items(arguments, span)?, lambda(arguments, 1, span)?);
        let mut stop = None;
        let mut comes_before = |a: &Value, b: &Value| {
            if stop.is_some() {
                return false;
            }
            let result = scope.apply(lambda, &[a, b]);
            match &result.kind {
                Kind::Bool(truth) => return *truth,
                _ if !result.is_known() => stop = Some(caused_by(&result, span)),
                _ => stop = Some(failed("the lambda must return a truth value", span)),
            }
            false
        };
        let mut sorted = Vec::with_capacity(items.len());
        sorted.extend(items.iter().cloned());
        merge_sort(&mut sorted, &mut |a, b| {
            if comes_before(b, a) { Ordering::Greater } else { Ordering::Less }
        });
        match stop {
            Some(stop) => Err(stop),
            None => Ok(Value::tuple(sorted, span)),
        }
    })())
}

/// Sorts by an order that may contradict itself, which `sort_by` panics on.
fn merge_sort(items: &mut Vec<Value>, order: &mut dyn FnMut(&Value, &Value) -> Ordering) {
    if items.len() < 2 {
        return;
    }
    let mut right = items.split_off(items.len() / 2);
    merge_sort(items, order);
    merge_sort(&mut right, order);
    let mut merged = Vec::with_capacity(items.len() + right.len());
    let mut left = std::mem::take(items).into_iter().peekable();
    let mut right = right.into_iter().peekable();
    while let (Some(a), Some(b)) = (left.peek(), right.peek()) {
        let next = if order(a, b).is_gt() { right.next() } else { left.next() };
        merged.extend(next);
    }
    merged.extend(left);
    merged.extend(right);
    *items = merged;
}

fn group_by(scope: &Scope<'_, '_>, arguments: &[Expression], span: Span) -> Value {
    settled((|| {
        let (items, key) = (scope.items(arguments, span)?, lambda(arguments, 1, span)?);
        let value = value_lambda(arguments, span)?;
        let mut groups: BTreeMap<Arc<str>, Vec<Value>> = BTreeMap::new();
        for item in &items {
            let value = scope.value(value, item);
            groups.entry(scope.key(key, item, span)?).or_default().push(value);
        }
        let groups = groups.into_iter().map(|(key, group)| (key, Value::tuple(group, span)));
        Ok(Value::object(groups.collect(), span))
    })())
}

fn to_object(scope: &Scope<'_, '_>, arguments: &[Expression], span: Span) -> Value {
    settled((|| {
        let (items, key) = (scope.items(arguments, span)?, lambda(arguments, 1, span)?);
        let value = value_lambda(arguments, span)?;
        let mut object = BTreeMap::new();
        for item in &items {
            object.insert(scope.key(key, item, span)?, scope.value(value, item));
        }
        Ok(Value::object(object, span))
    })())
}

fn map_values(scope: &Scope<'_, '_>, arguments: &[Expression], span: Span) -> Value {
    settled((|| {
        let value = scope.argument(arguments, 0, span);
        let lambda = lambda(arguments, 1, span)?;
        let Some(entries) = value.as_object() else {
            return Err(evaluate::cause_among([&value], span)
                .unwrap_or_else(|| failed("an object is required", span)));
        };
        let entries =
            entries.iter().map(|(name, item)| (Arc::clone(name), scope.apply(lambda, &[item])));
        Ok(Value::object(entries.collect(), span))
    })())
}
