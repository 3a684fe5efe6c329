//! The value of an expression.

use std::{borrow::Cow, collections::BTreeMap, sync::Arc};

use nexthop_source::Span;

use super::{
    access,
    provider_version::Connectives,
    scope::{Names, NamesKind, Scope, failed},
    syntax::{BinaryOperator, Expression, ExpressionKind, For, ObjectKey, UnaryOperator},
};
use crate::{
    Kind, ListKind, ObjectKind, Value,
    evaluate::{self, waits_for_deployment},
};

impl Scope<'_, '_> {
    /// The value of an expression in this scope.
    pub(super) fn evaluate(&self, expression: &Expression) -> Value {
        let span = expression.span;
        let _level = match self.run.enter() {
            Ok(level) => level,
            Err(message) => return self.fail(message, span),
        };
        match &expression.kind {
            ExpressionKind::Null => Value::null(span),
            ExpressionKind::Bool(value) => Value::bool(*value, span),
            ExpressionKind::Number(number) => Value::new(Kind::Number(number.clone()), span),
            ExpressionKind::String(text) => Value::string(Arc::clone(text), span),
            ExpressionKind::Template(parts) => self.template(parts, span),
            ExpressionKind::Tuple(items) => {
                Value::tuple(items.iter().map(|item| self.evaluate(item)).collect(), span)
            }
            ExpressionKind::Object(entries) => self.object(entries, span),
            ExpressionKind::Variable(name) => self.traverse_root(name, &[], span),
            ExpressionKind::Traversal(base, accesses) => match &base.kind {
                ExpressionKind::Variable(name) => self.traverse_root(name, accesses, span),
                _ => self.access_all(Cow::Owned(self.evaluate(base)), accesses, span),
            },
            ExpressionKind::Call(call) => self.call(call, span),
            ExpressionKind::Parenthesis(inner) => self.evaluate(inner),
            ExpressionKind::Conditional(parts) => self.conditional(parts, span),
            ExpressionKind::Unary(operator, operand) => {
                let operand = self.evaluate(operand);
                let result = match operator {
                    UnaryOperator::Negate => evaluate::negate(&operand, span),
                    UnaryOperator::Not => evaluate::not(&operand, span),
                };
                self.checked(result, &[&operand])
            }
            ExpressionKind::Binary(operator, operands) => self.binary(*operator, operands, span),
            ExpressionKind::For(comprehension) => self.comprehension(comprehension, span),
        }
    }

    /// Counts a result that failed although what it was made of had not.
    pub(super) fn checked(&self, result: Value, operands: &[&Value]) -> Value {
        match &result.kind {
            Kind::Unknown(unknown)
                if failed(&result) && !operands.iter().any(|operand| failed(operand)) =>
            {
                self.fail(unknown.why.to_string(), unknown.span)
            }
            _ => result,
        }
    }

    fn object(&self, entries: &[(ObjectKey, Expression)], span: Span) -> Value {
        let mut object = BTreeMap::new();
        let mut unknown_key = None;
        for (key, value) in entries {
            let key = match key {
                ObjectKey::Name(name) => Ok(Arc::clone(&name.text)),
                ObjectKey::Expression(key) => self.text(&self.evaluate(key)),
            };
            let value = self.evaluate(value);
            match key {
                Ok(key) => {
                    object.insert(key, value);
                }
                Err(unknown) => unknown_key = Some(unknown),
            }
        }
        unknown_key.unwrap_or_else(|| Value::object(object, span))
    }

    fn conditional(&self, [condition, then, otherwise]: &[Expression; 3], span: Span) -> Value {
        let condition = self.evaluate(condition);
        let truth = self.truth(&condition);
        if let Err(failure) = &truth
            && failed(failure)
        {
            return failure.clone();
        }
        // What the branch that is not chosen fails with is of no consequence.
        let branch = |expression, chosen| match truth {
            Ok(truth) if truth == chosen => (self.evaluate(expression), false),
            _ => self.run.attempt(|| self.evaluate(expression)),
        };
        if matches!((&truth, &otherwise.kind), (Ok(false), ExpressionKind::Null)) {
            // Null is of the type of the other branch, whatever that is.
            return Value::null(otherwise.span);
        }
        let (then, then_failed) = branch(then, true);
        let (otherwise, otherwise_failed) = branch(otherwise, false);
        match truth {
            _ if !then_failed
                && !otherwise_failed
                && !access::holds_resource(&then)
                && !access::holds_resource(&otherwise) =>
            {
                let result = evaluate::conditional(&condition, &then, &otherwise, span);
                if waits_for_deployment(&condition)
                    && evaluate::is_wholly_known(&result)
                    && !is_told_by_its_bounds(&result)
                {
                    return evaluate::not_null(unknown_because_of(&condition, span));
                }
                self.checked(result, &[&then, &otherwise])
            }
            Ok(true) => then,
            Ok(false) => otherwise,
            Err(unknown) => unknown_because_of(&unknown, span),
        }
    }

    fn binary(
        &self,
        operator: BinaryOperator,
        [left, right]: &[Expression; 2],
        span: Span,
    ) -> Value {
        let left = self.evaluate(left);
        let decisive = match operator {
            BinaryOperator::And => Some(false),
            BinaryOperator::Or => Some(true),
            _ => None,
        };
        let skips = self.run.connectives == Connectives::SkipDecided;
        let right = match (decisive, &left.kind) {
            (Some(decisive), Kind::Bool(known)) if decisive == *known => {
                let right = (!skips).then(|| self.run.spare(|| self.evaluate(right)));
                let Some(right) = right.flatten() else { return Value::bool(decisive, span) };
                right
            }
            _ => self.evaluate(right),
        };
        let mut result = applied(operator, &left, &right, span);
        if decisive.is_some() && result.is_known() && !skips {
            // Without a failure of either side both orders decide the same.
            result = applied(operator, &right, &left, span);
        }
        if let Kind::Bool(truth) = result.kind {
            let open = match operator {
                BinaryOperator::Equal if truth => waiting_part(&left),
                BinaryOperator::NotEqual if !truth => waiting_part(&left),
                _ if decisive.is_some() => {
                    [&left, &right].into_iter().find(|side| waits_for_deployment(side))
                }
                _ => None,
            };
            if let Some(open) = open {
                result = evaluate::not_null(unknown_because_of(open, span));
            }
        }
        self.checked(result, &[&left, &right])
    }

    fn comprehension(&self, comprehension: &For, span: Span) -> Value {
        let collection = self.evaluate(&comprehension.collection);
        let elements = match elements(&collection) {
            Elements::Known(elements) => elements,
            Elements::Unknown => return unknown_because_of(&collection, span),
            Elements::None => {
                return self.fail("for needs a list, a set or a map", collection.span);
            }
        };
        let mut results = Results::default();
        for element in elements {
            let kind = NamesKind::One(&comprehension.value.text, element.value);
            let value = Names { kind, outer: self.names };
            let scope = self.with(&value);
            let step = match &comprehension.key {
                Some(name) => {
                    let key = element.key();
                    let key = Names { kind: NamesKind::One(&name.text, &key), outer: scope.names };
                    scope.with(&key).comprehend(comprehension, &mut results)
                }
                None => scope.comprehend(comprehension, &mut results),
            };
            if let Err(unknown) = step {
                return unknown;
            }
        }
        results.finish(comprehension, span)
    }

    /// One element of a `for`; an error is what the whole becomes.
    fn comprehend(&self, comprehension: &For, results: &mut Results) -> Result<(), Value> {
        if let Some(condition) = &comprehension.condition
            && !self.truth(&self.evaluate(condition))?
        {
            return Ok(());
        }
        let Some(key) = &comprehension.result_key else {
            results.items.push(self.evaluate(&comprehension.result));
            return Ok(());
        };
        let key = self.evaluate(key);
        let (name, value) = (self.text(&key)?, self.evaluate(&comprehension.result));
        let group = results.groups.entry(name).or_default();
        if !group.is_empty() && !comprehension.grouping {
            return Err(self.fail("two elements of this for have the same key", key.span));
        }
        group.push(value);
        Ok(())
    }
}

#[derive(Default)]
struct Results {
    items: Vec<Value>,
    groups: BTreeMap<Arc<str>, Vec<Value>>,
}

impl Results {
    fn finish(self, comprehension: &For, span: Span) -> Value {
        if comprehension.result_key.is_none() {
            return Value::tuple(self.items, span);
        }
        let groups = self.groups.into_iter();
        let entries = if comprehension.grouping {
            groups.map(|(key, group)| (key, Value::tuple(group, span))).collect()
        } else {
            groups.filter_map(|(key, mut group)| Some((key, group.pop()?))).collect()
        };
        Value::object(entries, span)
    }
}

/// The elements of a collection with their keys.
pub(super) enum Elements<'c> {
    Known(Vec<Element<'c>>),
    /// How many there are cannot be told.
    Unknown,
    /// It is no collection.
    None,
}

/// An element of a collection.
pub(super) struct Element<'c> {
    key: ElementKey<'c>,
    pub value: &'c Value,
}

enum ElementKey<'c> {
    Index(i64),
    Name(&'c Arc<str>),
    /// Elements of a set are their own keys.
    Itself,
}

impl Element<'_> {
    pub(super) fn key(&self) -> Value {
        match self.key {
            ElementKey::Index(index) => Value::integer(index, self.value.span),
            ElementKey::Name(name) => Value::string(Arc::clone(name), self.value.span),
            ElementKey::Itself => self.value.clone(),
        }
    }
}

/// What `for`, `for_each` of a dynamic block and `%{ for }` go through.
pub(super) fn elements(collection: &Value) -> Elements<'_> {
    let keyed = match &collection.kind {
        Kind::Reference(_) | Kind::Unknown(_) => return Elements::Unknown,
        Kind::List(ListKind::Set, items) => {
            items.iter().map(|value| Element { key: ElementKey::Itself, value }).collect()
        }
        Kind::List(ListKind::Tuple | ListKind::List, items) => (0_i64..)
            .zip(items.iter())
            .map(|(index, value)| Element { key: ElementKey::Index(index), value })
            .collect(),
        Kind::Object(_, entries) => entries
            .iter()
            .map(|(name, value)| Element { key: ElementKey::Name(name), value })
            .collect(),
        Kind::Null | Kind::Bool(_) | Kind::Number(_) | Kind::String(_) => return Elements::None,
    };
    Elements::Known(keyed)
}

fn applied(operator: BinaryOperator, left: &Value, right: &Value, span: Span) -> Value {
    let apply = match operator {
        BinaryOperator::Add => evaluate::add,
        BinaryOperator::Subtract => evaluate::subtract,
        BinaryOperator::Multiply => evaluate::multiply,
        BinaryOperator::Divide => evaluate::divide,
        BinaryOperator::Modulo => evaluate::modulo,
        BinaryOperator::Equal => evaluate::equal,
        BinaryOperator::NotEqual => evaluate::not_equal,
        BinaryOperator::Less => evaluate::less,
        BinaryOperator::LessOrEqual => evaluate::less_or_equal,
        BinaryOperator::Greater => evaluate::greater,
        BinaryOperator::GreaterOrEqual => evaluate::greater_or_equal,
        BinaryOperator::And => evaluate::and,
        BinaryOperator::Or => evaluate::or,
    };
    apply(left, right, span)
}

/// The first part of a value that waits for the deployment.
fn waiting_part(value: &Value) -> Option<&Value> {
    match &value.kind {
        Kind::List(_, items) => items.iter().find_map(waiting_part),
        Kind::Object(_, entries) => entries.values().find_map(waiting_part),
        _ => waits_for_deployment(value).then_some(value),
    }
}

/// Whether Terraform, which keeps the bounds of a value that waits for deployment,
/// knows a value that is the same either way.
fn is_told_by_its_bounds(value: &Value) -> bool {
    match &value.kind {
        Kind::Null | Kind::Number(_) => true,
        Kind::List(ListKind::List | ListKind::Set, items) => items.is_empty(),
        Kind::Object(ObjectKind::Map, entries) => entries.is_empty(),
        _ => false,
    }
}

/// An unknown value at `span` for the reason that `value` is unknown.
pub(super) fn unknown_because_of(value: &Value, span: Span) -> Value {
    evaluate::caused_by(value, span)
}
