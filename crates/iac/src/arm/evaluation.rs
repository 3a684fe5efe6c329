//! The value of an expression.

use std::sync::Arc;

use nexthop_source::Span;

use super::{
    deployment::Evaluation,
    expression::{BinaryOperator, Entry, Expression, ExpressionKind, For, Item, UnaryOperator},
    operators,
    scope::Scope,
};
use crate::{Kind, Value, evaluate};

impl<'t> Scope<'_, 't> {
    /// The value of an expression in this scope.
    pub(super) fn evaluate(&self, expression: &Expression) -> Value {
        let span = expression.span;
        let _level = match self.run.limits.enter() {
            Ok(level) => level,
            Err(message) => return evaluate::failed(message, span),
        };
        match &expression.kind {
            ExpressionKind::Null => Value::null(span),
            ExpressionKind::Bool(value) => Value::bool(*value, span),
            ExpressionKind::Number(number) => Value::new(Kind::Number(number.clone()), span),
            ExpressionKind::String(text) => Value::string(Arc::clone(text), span),
            ExpressionKind::Interpolation(parts) => {
                let parts: Vec<Value> = parts.iter().map(|part| self.evaluate(part)).collect();
                operators::interpolate(&parts, span)
            }
            ExpressionKind::Array(items) => self.array(items, span),
            ExpressionKind::Object(entries) => self.object(entries, span),
            ExpressionKind::Parameter(name) => self.parameter(name, span),
            ExpressionKind::Variable(name) => self.variable(name, span),
            ExpressionKind::Local(name) => match self.local(name) {
                Some(value) => value.clone(),
                None => evaluate::failed(format!("there is no name `{name}` here"), span),
            },
            ExpressionKind::Symbol(_) | ExpressionKind::Access(..) => self.access(expression),
            ExpressionKind::Call(call) => self.call(call, span),
            ExpressionKind::Unary(operator, operand) => {
                let operand = self.evaluate(operand);
                match operator {
                    UnaryOperator::Negate => operators::negate(&operand, span),
                    UnaryOperator::Not => operators::not(&operand, span),
                }
            }
            ExpressionKind::Binary(operator, operands) => self.binary(*operator, operands, span),
            ExpressionKind::Conditional(parts) => {
                let [condition, then, otherwise] = &**parts;
                self.conditional([condition, then, otherwise], span)
            }
            ExpressionKind::Lambda(_) => {
                evaluate::failed("a lambda can only be an argument of a function", span)
            }
            ExpressionKind::For(comprehension) => self.comprehension(comprehension, span),
            ExpressionKind::Own(inner) => self.one_further_in().evaluate(inner),
            ExpressionKind::Invalid(reason) => evaluate::failed(&**reason, span),
        }
    }

    /// The deployment whose parameters and variables these expressions see.
    pub(super) fn lexical<T>(&self, ask: impl FnOnce(Evaluation<'_, 't>) -> T) -> T {
        let mut outer = Vec::new();
        while let Some(caller) = outer.last().unwrap_or(self.deployment).evaluated_by() {
            outer.push(caller);
        }
        let at = outer.len().checked_sub(self.further_in + 1);
        let deployment = at.and_then(|at| outer.get(at)).unwrap_or(self.deployment);
        ask(Evaluation { run: self.run, deployment })
    }

    pub(super) fn parameter(&self, name: &str, span: Span) -> Value {
        self.lexical(|evaluation| evaluation.parameter(name)).unwrap_or_else(|| {
            evaluate::failed(format!("the parameter `{name}` is not declared"), span)
        })
    }

    pub(super) fn variable(&self, name: &str, span: Span) -> Value {
        self.lexical(|evaluation| evaluation.variable(name)).unwrap_or_else(|| {
            evaluate::failed(format!("the variable `{name}` is not declared"), span)
        })
    }

    fn array(&self, items: &[Item], span: Span) -> Value {
        let mut array = Vec::with_capacity(items.len());
        for Item { value, spread } in items {
            let value = self.evaluate(value);
            if !spread {
                array.push(value);
                continue;
            }
            match &value.kind {
                Kind::List(_, items) => array.extend(items.iter().cloned()),
                _ if !value.is_known() => return evaluate::caused_by(&value, span),
                _ => return evaluate::failed("only an array can be spread here", value.span),
            }
        }
        Value::tuple(array, span)
    }

    fn object(&self, entries: &[Entry], span: Span) -> Value {
        let mut all = Vec::with_capacity(entries.len());
        let mut spread = false;
        for entry in entries {
            match entry {
                Entry::Property { key, value } => {
                    let key = operators::text(&self.evaluate(key), key.span);
                    match &key.kind {
                        Kind::String(name) => all.push((Arc::clone(name), self.evaluate(value))),
                        _ => return evaluate::caused_by(&key, span),
                    }
                }
                Entry::Spread(value) => {
                    spread = true;
                    let value = self.evaluate(value);
                    match &value.kind {
                        Kind::Object(_, entries) => {
                            all.extend(
                                entries.iter().map(|(name, one)| (name.clone(), one.clone())),
                            );
                        }
                        _ if !value.is_known() => return evaluate::caused_by(&value, span),
                        _ => {
                            return evaluate::failed(
                                "only an object can be spread here",
                                value.span,
                            );
                        }
                    }
                }
            }
        }
        if spread {
            // It is merged, in an order that nobody says.
            return Value::object(all.into_iter().collect(), span);
        }
        Value::object_as_written(all, span)
    }

    /// Only the branch that is chosen is evaluated; where that cannot be told both
    /// are, and what they agree on is known.
    pub(super) fn conditional(
        &self,
        [condition, then, otherwise]: [&Expression; 3],
        span: Span,
    ) -> Value {
        let condition = self.evaluate(condition);
        match &condition.kind {
            Kind::Bool(true) => self.evaluate(then),
            Kind::Bool(false) => self.evaluate(otherwise),
            _ if is_safe_reference(then, otherwise) && !operators::is_failure(&condition) => {
                self.evaluate(then)
            }
            _ => operators::undecided(&condition, span, || {
                [self.evaluate(then), self.evaluate(otherwise)]
            }),
        }
    }

    fn binary(
        &self,
        operator: BinaryOperator,
        [left, right]: &[Expression; 2],
        span: Span,
    ) -> Value {
        let left = self.evaluate(left);
        let decided = match (operator, &left.kind) {
            (BinaryOperator::And, Kind::Bool(truth)) => !truth,
            (BinaryOperator::Or, Kind::Bool(truth)) => *truth,
            (BinaryOperator::Coalesce, _) => evaluate::is_never_null(&left),
            _ => false,
        };
        if decided {
            return left;
        }
        operators::apply(operator, &left, &self.evaluate(right), span)
    }

    fn comprehension(&self, comprehension: &For, span: Span) -> Value {
        let rounds = match self.rounds(&comprehension.repeat, false) {
            Ok(rounds) => rounds,
            Err(why) => return evaluate::caused_by(&why, span),
        };
        let mut items = Vec::with_capacity(rounds.len());
        for frames in rounds {
            let scope = self.with(frames);
            if let Some(condition) = &comprehension.condition {
                let condition = scope.evaluate(condition);
                match &condition.kind {
                    Kind::Bool(true) => {}
                    Kind::Bool(false) => continue,
                    _ => return evaluate::caused_by(&condition, span),
                }
            }
            items.push(scope.evaluate(&comprehension.body));
        }
        Value::tuple(items, span)
    }
}

/// `if(condition, reference('x'), null())`: how the Bicep compiler asks for something
/// that is perhaps not deployed (`x.?outputs`). What it says of it is what it would be.
fn is_safe_reference(then: &Expression, otherwise: &Expression) -> bool {
    let calls = |expression: &Expression, name: &str| match &expression.kind {
        ExpressionKind::Call(call) => call.name.eq_ignore_ascii_case(name),
        _ => false,
    };
    let is_null = matches!(otherwise.kind, ExpressionKind::Null) || calls(otherwise, "null");
    is_null && calls(then, "reference")
}
