//! `loadJsonContent('…')` and its kin: files whose content is part of the code.

use super::syntax::{Access, Block, Call, Entry, Expression, ExpressionKind, Resource, Statement};

/// Hands over the paths of the files whose content the declarations take in.
pub(super) fn paths(statements: &[Statement], mut found: impl FnMut(&Expression)) {
    let mut each = |call: &Call| {
        if matches!(
            &*call.name.text,
            "loadJsonContent" | "loadTextContent" | "loadYamlContent" | "loadFileAsBase64"
        ) && let Some(path) = call.arguments.first()
        {
            found(path);
        }
    };
    for statement in statements {
        in_statement(statement, &mut each);
    }
}

type Each<'a> = &'a mut dyn FnMut(&Call);

fn in_statement(statement: &Statement, each: Each<'_>) {
    match statement {
        Statement::Parameter(parameter) => {
            if let Some(value) = &parameter.value {
                in_expression(value, each);
            }
        }
        Statement::Variable { value, .. } | Statement::Output { value, .. } => {
            in_expression(value, each);
        }
        Statement::Function(function) => in_expression(&function.body, each),
        Statement::Resource(resource) => in_resource(resource, each),
        Statement::Module(module) => in_block(&module.body, each),
        Statement::TargetScope(_)
        | Statement::Type { .. }
        | Statement::Import(_)
        | Statement::Extension { .. }
        | Statement::Using { .. }
        | Statement::Extends { .. } => {}
    }
}

fn in_resource(resource: &Resource, each: Each<'_>) {
    in_block(&resource.body, each);
}

fn in_block(block: &Block, each: Each<'_>) {
    if let Some(repeat) = &block.repeat {
        in_expression(&repeat.over, each);
    }
    if let Some(condition) = &block.condition {
        in_expression(condition, each);
    }
    in_entries(&block.entries, each);
    for resource in &block.resources {
        in_resource(resource, each);
    }
}

fn in_entries(entries: &[Entry], each: Each<'_>) {
    for entry in entries {
        match entry {
            Entry::Property { key, value } => {
                in_expression(key, each);
                in_expression(value, each);
            }
            Entry::Spread(value) => in_expression(value, each),
        }
    }
}

fn in_all<'e>(all: impl IntoIterator<Item = &'e Expression>, each: Each<'_>) {
    for one in all {
        in_expression(one, each);
    }
}

fn in_expression(expression: &Expression, each: Each<'_>) {
    match &expression.kind {
        ExpressionKind::Interpolation(parts) => in_all(parts, each),
        ExpressionKind::Array(items) => in_all(items.iter().map(|item| &item.value), each),
        ExpressionKind::Object(entries) => in_entries(entries, each),
        ExpressionKind::For(found) => in_all([&found.repeat.over, &found.body], each),
        ExpressionKind::Call(call) => {
            each(call);
            in_all(&call.arguments, each);
        }
        ExpressionKind::MethodCall(base, call) => {
            each(call);
            in_expression(base, each);
            in_all(&call.arguments, each);
        }
        ExpressionKind::Access(base, step) => {
            in_expression(base, each);
            if let Access::Index { index, .. } = step {
                in_expression(index, each);
            }
        }
        ExpressionKind::Unary(_, operand) => in_expression(operand, each),
        ExpressionKind::Binary(_, operands) => in_all(operands.as_ref(), each),
        ExpressionKind::Conditional(branches) => in_all(branches.as_ref(), each),
        ExpressionKind::Lambda { body, .. } => in_expression(body, each),
        ExpressionKind::Null
        | ExpressionKind::Bool(_)
        | ExpressionKind::Number(_)
        | ExpressionKind::String(_)
        | ExpressionKind::Name(_)
        | ExpressionKind::Invalid => {}
    }
}
