//! The names that expressions start from, wherever in them they are.

use crate::terraform::syntax::{
    Access, Body, Expression, ExpressionKind, Name, ObjectKey, TemplatePart,
};

/// Takes a name that starts a traversal, and the steps behind it.
pub(super) type Found<'f, 'e> = dyn FnMut(&'e Name, &'e [Access]) + 'f;

/// The names in a block's body, nested blocks included.
pub(super) fn in_body<'e>(body: &'e Body, found: &mut Found<'_, 'e>) {
    for attribute in &body.attributes {
        in_expression(&attribute.value, found);
    }
    for block in &body.blocks {
        in_body(&block.body, found);
    }
}

/// The names in an expression. Names that a `for` introduces are among them.
pub(super) fn in_expression<'e>(expression: &'e Expression, found: &mut Found<'_, 'e>) {
    match &expression.kind {
        ExpressionKind::Null
        | ExpressionKind::Bool(_)
        | ExpressionKind::Number(_)
        | ExpressionKind::String(_) => {}
        ExpressionKind::Template(parts) => in_template(parts, found),
        ExpressionKind::Tuple(items) => in_all(items, found),
        ExpressionKind::Object(entries) => {
            for (key, value) in entries {
                if let ObjectKey::Expression(key) = key {
                    in_expression(key, found);
                }
                in_expression(value, found);
            }
        }
        ExpressionKind::Variable(name) => found(name, &[]),
        ExpressionKind::Traversal(start, accesses) => {
            match &start.kind {
                ExpressionKind::Variable(name) => found(name, accesses),
                _ => in_expression(start, found),
            }
            for access in accesses {
                if let Access::Index(index) = access {
                    in_expression(index, found);
                }
            }
        }
        ExpressionKind::Call(call) => in_all(&call.arguments, found),
        ExpressionKind::Parenthesis(inner) | ExpressionKind::Unary(_, inner) => {
            in_expression(inner, found);
        }
        ExpressionKind::Conditional(parts) => in_all(&parts[..], found),
        ExpressionKind::Binary(_, sides) => in_all(&sides[..], found),
        ExpressionKind::For(each) => {
            let optional = [&each.result_key, &each.condition];
            for expression in [&each.collection, &each.result] {
                in_expression(expression, found);
            }
            for expression in optional.into_iter().flatten() {
                in_expression(expression, found);
            }
        }
    }
}

fn in_all<'e>(expressions: &'e [Expression], found: &mut Found<'_, 'e>) {
    for expression in expressions {
        in_expression(expression, found);
    }
}

fn in_template<'e>(parts: &'e [TemplatePart], found: &mut Found<'_, 'e>) {
    for part in parts {
        match part {
            TemplatePart::Text(_) => {}
            TemplatePart::Interpolation(expression) => in_expression(expression, found),
            TemplatePart::If { condition, then, otherwise } => {
                in_expression(condition, found);
                in_template(then, found);
                in_template(otherwise, found);
            }
            TemplatePart::For { collection, body, .. } => {
                in_expression(collection, found);
                in_template(body, found);
            }
        }
    }
}
