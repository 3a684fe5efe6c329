//! Calls of functions, and the functions that see expressions instead of values.

use std::sync::Arc;

use nexthop_source::Span;

use super::{
    deployment::Evaluation,
    expression::{BinaryOperator, Call, Expression, ExpressionKind},
    functions::{self, CallContext},
    lambdas, lookups, operators,
    scope::{FrameKind, Scope},
    template::UserFunction,
    within_id,
};
use crate::{
    Kind, Value,
    evaluate::{self, caused_by, failed, is_never_null},
};

/// A function that decides itself which of its arguments are evaluated, or sees more
/// than its arguments.
pub(super) struct Special {
    pub name: &'static str,
    /// The fewest and the most arguments it takes.
    pub arity: (usize, usize),
    pub run: fn(&Scope<'_, '_>, &[Expression], Span) -> Value,
}

pub(super) const ANY_NUMBER: usize = usize::MAX;

const LAZY: &[Special] = &[
    Special {
        name: "and",
        arity: (2, ANY_NUMBER),
        run: |scope, arguments, span| scope.connective(BinaryOperator::And, arguments, span),
    },
    Special {
        name: "coalesce",
        arity: (1, ANY_NUMBER),
        run: |scope, arguments, span| scope.coalesce(arguments, span),
    },
    Special {
        name: "copyIndex",
        arity: (0, 2),
        run: |scope, arguments, span| scope.copy_index_call(arguments, span),
    },
    Special {
        name: "if",
        arity: (3, 3),
        run: |scope, arguments, span| scope.if_call(arguments, span),
    },
    Special {
        name: "or",
        arity: (2, ANY_NUMBER),
        run: |scope, arguments, span| scope.connective(BinaryOperator::Or, arguments, span),
    },
    Special {
        name: "parameters",
        arity: (1, 1),
        run: |scope, arguments, span| {
            scope.named(arguments, span, |scope, name| scope.parameter(name, span))
        },
    },
    Special {
        name: "variables",
        arity: (1, 1),
        run: |scope, arguments, span| {
            scope.named(arguments, span, |scope, name| scope.variable(name, span))
        },
    },
];

pub(super) const FAMILIES: [&[Special]; 4] =
    [LAZY, lambdas::FUNCTIONS, lookups::FUNCTIONS, within_id::FUNCTIONS];

impl<'t> Scope<'_, 't> {
    /// The value of a call.
    pub(super) fn call(&self, call: &Call, span: Span) -> Value {
        if let Some(function) = self.user_function(call) {
            return self.user_call(function, &call.arguments, span);
        }
        let name = &*call.name;
        let special = FAMILIES.iter().copied().flatten();
        let special = special.into_iter().find(|special| special.name.eq_ignore_ascii_case(name));
        if let Some(special) = special {
            let (least, most) = special.arity;
            let count = call.arguments.len();
            if count < least || count > most {
                return failed(format!("`{name}` does not take {count} arguments"), span);
            }
            return (special.run)(self, &call.arguments, span);
        }
        let arguments: Vec<Value> =
            call.arguments.iter().map(|argument| self.evaluate(argument)).collect();
        let context = CallContext { span, run: self.run };
        let result = functions::call(name, &arguments, &context);
        let result = result.unwrap_or_else(|| self.unknown_function(name, &arguments, span));
        self.run.limits.charge_for(&result);
        result
    }

    fn user_function(&self, call: &Call) -> Option<&'t UserFunction> {
        let namespace = call.namespace.as_deref().unwrap_or("");
        self.lexical(|evaluation| {
            let functions = &evaluation.deployment.template?.functions;
            let key = (Arc::from(namespace), Arc::clone(&call.name));
            functions.get(&key).or_else(|| {
                let same = |(at, name): &(Arc<str>, Arc<str>)| {
                    at.eq_ignore_ascii_case(namespace) && name.eq_ignore_ascii_case(&call.name)
                };
                functions.iter().find(|(key, _)| same(key)).map(|(_, function)| function)
            })
        })
    }

    fn user_call(&self, function: &'t UserFunction, arguments: &[Expression], span: Span) -> Value {
        if arguments.len() > function.parameters.len() {
            return failed(
                format!("this function does not take {} arguments", arguments.len()),
                span,
            );
        }
        let mut inner = self.with(None);
        for (at, name) in function.parameters.iter().enumerate() {
            let value = match arguments.get(at) {
                Some(argument) => self.evaluate(argument),
                None => Value::null(function.span),
            };
            inner = inner.within(FrameKind::Local(Arc::clone(name), value));
        }
        inner.evaluate(&function.body)
    }

    fn if_call(&self, arguments: &[Expression], span: Span) -> Value {
        match arguments {
            [condition, then, otherwise] => self.conditional([condition, then, otherwise], span),
            _ => failed("`if` takes three arguments", span),
        }
    }

    fn connective(&self, operator: BinaryOperator, arguments: &[Expression], span: Span) -> Value {
        let decisive = operator == BinaryOperator::Or;
        let mut result = Value::bool(!decisive, span);
        for argument in arguments {
            let value = self.evaluate(argument);
            result = operators::apply(operator, &result, &value, span);
            if matches!(result.kind, Kind::Bool(truth) if truth == decisive) {
                return result;
            }
        }
        result
    }

    fn coalesce(&self, arguments: &[Expression], span: Span) -> Value {
        let mut undecided: Option<Value> = None;
        for argument in arguments {
            let value = self.evaluate(argument);
            let ends = is_never_null(&value) || operators::is_failure(&value);
            match undecided {
                Some(unknown) if ends => return evaluate::not_null(unknown),
                None if ends => return value,
                None if !value.is_null() => undecided = Some(caused_by(&value, span)),
                kept => undecided = kept,
            }
        }
        undecided.unwrap_or_else(|| Value::null(span))
    }

    fn copy_index_call(&self, arguments: &[Expression], span: Span) -> Value {
        let values: Vec<Value> = arguments.iter().map(|argument| self.evaluate(argument)).collect();
        let name = values.first().and_then(Value::as_str);
        let Some(index) = self.copy_index(name) else {
            return failed("copyIndex() is only possible in a loop", span);
        };
        let offset = if name.is_some() { values.get(1) } else { values.first() };
        let index = Value { span, ..index.clone() };
        match offset {
            Some(offset) => operators::apply(BinaryOperator::Add, &index, offset, span),
            None => index,
        }
    }

    fn named(
        &self,
        arguments: &[Expression],
        span: Span,
        find: impl Fn(&Self, &str) -> Value,
    ) -> Value {
        let [name] = arguments else { return failed("a name is required", span) };
        let name = self.evaluate(name);
        match &name.kind {
            Kind::String(name) => find(self, &self.declared_name(name)),
            _ if !name.is_known() => caused_by(&name, span),
            _ => failed("a name is required", span),
        }
    }

    /// The name of a parameter or variable as it is declared.
    fn declared_name(&self, name: &str) -> Arc<str> {
        let found = self.lexical(|evaluation: Evaluation<'_, 't>| {
            let template = evaluation.deployment.template?;
            let names = template.parameters.keys().chain(template.variables.keys());
            let exact = names.clone().find(|known| ***known == *name);
            exact.or_else(|| names.clone().find(|known| known.eq_ignore_ascii_case(name))).cloned()
        });
        found.unwrap_or_else(|| Arc::from(name))
    }

    /// The value of an argument, unless it is a lambda.
    pub(super) fn argument(&self, arguments: &[Expression], at: usize, span: Span) -> Value {
        match arguments.get(at) {
            Some(Expression { kind: ExpressionKind::Lambda(_), .. }) => {
                failed("a value is required instead of a lambda", span)
            }
            Some(argument) => self.evaluate(argument),
            None => Value::null(span),
        }
    }
}
