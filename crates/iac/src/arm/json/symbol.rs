//! Names for what has none in the language: good to read, each given once.

use std::{collections::BTreeMap, sync::Arc};

use crate::arm::expression::{Access, Call, Expression, ExpressionKind};

/// No name is longer than this.
const LONGEST: usize = 120;

/// The symbols of a template that are taken.
#[derive(Default)]
pub(super) struct Symbols(BTreeMap<String, usize>);

impl Symbols {
    /// The symbol, with `#2` and so on behind it if it is taken.
    pub(super) fn take(&mut self, wanted: &str) -> Arc<str> {
        let mut symbol = wanted.to_owned();
        loop {
            let taken = self.0.entry(symbol.clone()).or_default();
            *taken += 1;
            if *taken == 1 {
                return symbol.into();
            }
            symbol = format!("{wanted}#{taken}");
        }
    }
}

/// A symbol for a resource, as the end of its id would read:
/// `virtualNetworks/{hubName}/subnets/GatewaySubnet`.
pub(super) fn of_resource(
    resource_type: &str,
    name: Option<&Expression>,
    parent: Option<&str>,
) -> String {
    let name = name.map(readable).unwrap_or_default();
    let types: Vec<&str> = resource_type.split('/').skip(1).collect();
    if let (Some(parent), Some(last)) = (parent, types.last()) {
        return format!("{parent}/{last}/{name}");
    }
    let names: Vec<&str> = name.split('/').collect();
    if names.len() != types.len() {
        return format!("{}/{name}", types.join("/"));
    }
    let pairs = types.iter().zip(&names).map(|(kind, name)| format!("{kind}/{name}"));
    pairs.collect::<Vec<_>>().join("/")
}

/// A text as far as it is written, with braces around what is put into it.
pub(super) fn readable(expression: &Expression) -> String {
    let mut text = String::new();
    write(expression, &mut text);
    if text.len() > LONGEST {
        let end = (0..=LONGEST).rev().find(|end| text.is_char_boundary(*end)).unwrap_or(0);
        text.truncate(end);
    }
    text
}

fn write(expression: &Expression, out: &mut String) {
    if out.len() > LONGEST {
        return;
    }
    match &expression.kind {
        ExpressionKind::String(text) => out.push_str(text),
        ExpressionKind::Number(number) => out.push_str(&number.to_string()),
        ExpressionKind::Interpolation(parts) => parts.iter().for_each(|part| write(part, out)),
        ExpressionKind::Call(call) => write_call(call, out),
        ExpressionKind::Own(own) => write(own, out),
        _ => braced(expression, out),
    }
}

fn write_call(call: &Call, out: &mut String) {
    let is = |word: &str| call.name.eq_ignore_ascii_case(word);
    let all = || call.arguments.iter();
    match &call.arguments[..] {
        _ if is("concat") => all().for_each(|part| write(part, out)),
        [only] if is("toLower") || is("string") || is("toUpper") => write(only, out),
        [format, values @ ..] if is("format") && format.as_str().is_some() => {
            write_format(format.as_str().unwrap_or_default(), values, out);
        }
        _ if is("copyIndex") => {}
        _ => {
            out.push('{');
            out.push_str(&call.name);
            out.push('}');
        }
    }
}

/// `{0}-vnet` with the values in their places.
fn write_format(format: &str, values: &[Expression], out: &mut String) {
    let mut rest = format;
    while let Some((before, behind)) = rest.split_once('{') {
        out.push_str(before);
        let Some((index, after)) = behind.split_once('}') else { break };
        let digits = index.split([':', ',']).next().unwrap_or_default();
        if let Some(value) = digits.parse::<usize>().ok().and_then(|index| values.get(index)) {
            write(value, out);
        }
        rest = after;
    }
    out.push_str(rest);
}

fn braced(expression: &Expression, out: &mut String) {
    out.push('{');
    let mut steps = Vec::new();
    let mut base = expression;
    while let ExpressionKind::Access(inner, access) = &base.kind {
        steps.push(access);
        base = inner;
    }
    match &base.kind {
        ExpressionKind::Parameter(name)
        | ExpressionKind::Variable(name)
        | ExpressionKind::Symbol(name)
        | ExpressionKind::Local(name) => out.push_str(name),
        ExpressionKind::Call(call) => out.push_str(&call.name),
        _ => {}
    }
    for step in steps.into_iter().rev() {
        if let Access::Property { name, .. } = step {
            out.push('.');
            out.push_str(name);
        }
    }
    out.push('}');
}
