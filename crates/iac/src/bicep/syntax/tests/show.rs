//! The tree as text, with every operator in brackets of its own.

use super::super::{
    Access, Block, Call, Entry, Expression, ExpressionKind, ImportedNames, Item, Name, Repeat,
    Resource, Statement, Type, TypeKind, UnaryOperator,
};

pub(super) fn statement(statement: &Statement) -> String {
    match statement {
        Statement::TargetScope(value) => format!("targetScope {}", expression(value)),
        Statement::Parameter(parameter) => {
            let types = parameter.value_type.as_ref().map(type_expression);
            let value = parameter.value.as_ref().map(|value| format!(" = {}", expression(value)));
            let parts = (types.unwrap_or_default(), value.unwrap_or_default());
            format!("param {} {}{}", parameter.name.text, parts.0, parts.1)
        }
        Statement::Variable { name, value } => format!("var {} = {}", name.text, expression(value)),
        Statement::Type { name, value } => {
            format!("type {} = {}", name.text, type_expression(value))
        }
        Statement::Function(function) => {
            let names = names(&function.parameters);
            format!("func {}({names}) => {}", function.name.text, expression(&function.body))
        }
        Statement::Resource(found) => resource(found),
        Statement::Module(module) => {
            let path = expression(&module.path);
            format!("module {} {path} = {}", module.symbol.text, block(&module.body))
        }
        Statement::Output { name, value, .. } => {
            format!("output {} = {}", name.text, expression(value))
        }
        Statement::Import(import) => {
            let names = match &import.names {
                ImportedNames::All { alias } => format!("* as {}", alias.text),
                ImportedNames::Listed(names) => {
                    let each = names.iter();
                    let each =
                        each.map(|name| format!("{} as {}", name.name.text, name.alias.text));
                    each.collect::<Vec<_>>().join(", ")
                }
            };
            format!("import {names} from {}", expression(&import.source))
        }
        Statement::Extension { alias } => {
            format!("extension {}", alias.as_ref().map_or("-", |alias| &alias.text))
        }
        Statement::Using { source } => {
            format!("using {}", source.as_ref().map_or("none".to_owned(), expression))
        }
        Statement::Extends { source } => format!("extends {}", expression(source)),
    }
}

fn resource(resource: &Resource) -> String {
    let existing = if resource.existing { " existing" } else { "" };
    let (symbol, kind) = (&resource.symbol.text, expression(&resource.declared_type));
    format!("resource {symbol} {kind}{existing} = {}", block(&resource.body))
}

fn block(block: &Block) -> String {
    let each = block.repeat.as_ref().map(|found| format!("{}: ", repeat(found)));
    let condition = block.condition.as_ref().map(|found| format!("if {} ", expression(found)));
    let children = block.resources.iter().map(resource);
    let content: Vec<String> = block.entries.iter().map(entry).chain(children).collect();
    let before = (each.unwrap_or_default(), condition.unwrap_or_default());
    format!("{}{}{{{}}}", before.0, before.1, content.join(", "))
}

fn repeat(repeat: &Repeat) -> String {
    let index = repeat.index.as_ref().map(|index| format!(", {}", index.text));
    let index = index.unwrap_or_default();
    format!("for {}{index} in {}", repeat.item.text, expression(&repeat.over))
}

fn names(names: &[Name]) -> String {
    names.iter().map(|name| name.text.to_string()).collect::<Vec<_>>().join(", ")
}

fn entry(entry: &Entry) -> String {
    match entry {
        Entry::Property { key, value } => format!("{}: {}", expression(key), expression(value)),
        Entry::Spread(value) => format!("...{}", expression(value)),
    }
}

fn item(item: &Item) -> String {
    format!("{}{}", if item.spread { "..." } else { "" }, expression(&item.value))
}

fn call(call: &Call) -> String {
    let arguments: Vec<String> = call.arguments.iter().map(expression).collect();
    format!("{}({})", call.name.text, arguments.join(", "))
}

pub(super) fn expression(value: &Expression) -> String {
    match &value.kind {
        ExpressionKind::Null => "null".to_owned(),
        ExpressionKind::Bool(value) => value.to_string(),
        ExpressionKind::Number(number) => number.to_string(),
        ExpressionKind::String(text) => format!("{text:?}"),
        ExpressionKind::Interpolation(parts) => {
            format!("<{}>", parts.iter().map(expression).collect::<Vec<_>>().join(" "))
        }
        ExpressionKind::Array(items) => {
            format!("[{}]", items.iter().map(item).collect::<Vec<_>>().join(", "))
        }
        ExpressionKind::Object(entries) => {
            format!("{{{}}}", entries.iter().map(entry).collect::<Vec<_>>().join(", "))
        }
        ExpressionKind::For(each) => {
            format!("[{}: {}]", repeat(&each.repeat), expression(&each.body))
        }
        ExpressionKind::Name(name) => name.text.to_string(),
        ExpressionKind::Call(found) => call(found),
        ExpressionKind::MethodCall(base, found) => format!("{}.{}", expression(base), call(found)),
        ExpressionKind::Access(base, step) => format!("{}{}", expression(base), access(step)),
        ExpressionKind::Unary(operator, operand) => {
            let sign = if *operator == UnaryOperator::Not { "!" } else { "-" };
            format!("({sign}{})", expression(operand))
        }
        ExpressionKind::Binary(operator, operands) => {
            let [left, right] = operands.as_ref();
            format!("({} {operator:?} {})", expression(left), expression(right))
        }
        ExpressionKind::Conditional(branches) => {
            let [condition, then, otherwise] = branches.as_ref().each_ref().map(expression);
            format!("({condition} ? {then} : {otherwise})")
        }
        ExpressionKind::Lambda { parameters, body } => {
            format!("(({}) => {})", names(parameters), expression(body))
        }
        ExpressionKind::Invalid => "#".to_owned(),
    }
}

fn access(access: &Access) -> String {
    match access {
        Access::Property { name, safe } => {
            format!("{}{}", if *safe { ".?" } else { "." }, name.text)
        }
        Access::Index { index, safe, from_end } => {
            let (safe, from_end) = (if *safe { "?" } else { "" }, if *from_end { "^" } else { "" });
            format!("[{safe}{from_end}{}]", expression(index))
        }
        Access::Child(name) => format!("::{}", name.text),
    }
}

pub(super) fn type_expression(found: &Type) -> String {
    match &found.kind {
        TypeKind::Name(name) => name.text.to_string(),
        TypeKind::Literal(literal) => format!("{literal:?}"),
        TypeKind::Union(members) => {
            members.iter().map(type_expression).collect::<Vec<_>>().join(" | ")
        }
        TypeKind::Object(properties) => {
            let each = properties.iter();
            let each =
                each.map(|found| format!("{}: {}", found.name, type_expression(&found.value)));
            format!("{{{}}}", each.collect::<Vec<_>>().join(", "))
        }
        TypeKind::Array => "array".to_owned(),
        TypeKind::Nullable(inner) => format!("{}?", type_expression(inner)),
        TypeKind::NotNull(inner) => format!("{}!", type_expression(inner)),
        TypeKind::Member(base, name) => format!("{}.{}", type_expression(base), name.text),
        TypeKind::Other => "other".to_owned(),
    }
}
