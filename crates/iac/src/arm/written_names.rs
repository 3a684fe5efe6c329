//! Resources by names that are not known but written alike: `parameters('vnet')` is
//! the name of a network and in an id the name of the same network, whatever it is.

use std::rc::Rc;

use super::{
    deployment::{Evaluation, ResourceInstance, Symbol},
    expression::{Expression, ExpressionKind},
    operators,
    same::same,
    template::ResourceDeclaration,
};
use crate::Value;

/// Parents of parents, and texts within texts.
const DEPTH: usize = 10;

/// A part of a text as it is written.
#[derive(Clone)]
enum Piece<'e> {
    Text(String),
    Expression(&'e Expression),
}

type Segment<'e> = Vec<Piece<'e>>;

impl<'t> Evaluation<'_, 't> {
    /// The one resource of this template that has that type, is in no loop, and whose
    /// names are written as these expressions are.
    pub(super) fn written_alike(
        self,
        kind: &str,
        names: &[Expression],
        scope: Option<&Value>,
    ) -> Option<Rc<ResourceInstance<'t>>> {
        let wanted = wanted(names);
        let template = self.deployment.template?;
        let mut found = template.resources.iter().filter(|declaration| {
            declaration.repeat.is_none()
                && declaration.resource_type.eq_ignore_ascii_case(kind)
                && self.names(declaration, DEPTH).is_some_and(|names| are_alike(&names, &wanted))
        });
        let (Some(declaration), None) = (found.next(), found.next()) else { return None };
        let instance = Rc::clone(self.instances(declaration).iter().next()?);
        self.is_in(&instance, scope).then_some(instance)
    }

    /// The resource that one is a child of by its full name (`hub/subnet`).
    pub(super) fn written_parent(
        self,
        declaration: &'t ResourceDeclaration,
    ) -> Option<Rc<ResourceInstance<'t>>> {
        let (kind, _) = declaration.resource_type.rsplit_once('/')?;
        let names = segments(&declaration.name);
        let (_, wanted) = names.split_last().filter(|(_, wanted)| !wanted.is_empty())?;
        let template = self.deployment.template?;
        let mut found = template.resources.iter().filter(|one| {
            one.repeat.is_none()
                && one.resource_type.eq_ignore_ascii_case(kind)
                && self.names(one, DEPTH).is_some_and(|names| are_alike(&names, wanted))
        });
        let (Some(parent), None) = (found.next(), found.next()) else { return None };
        self.instances(parent).iter().next().cloned()
    }

    /// The names in a full name, each by itself as far as they are written apart.
    pub(super) fn name_segments(self, instance: &ResourceInstance<'t>) -> Vec<Value> {
        let written = &instance.declaration.name;
        let segments = segments(written);
        let value = |segment: &Segment<'_>| {
            let values: Vec<Value> = segment
                .iter()
                .map(|piece| match piece {
                    Piece::Text(text) => Value::string(text.as_str(), written.span),
                    Piece::Expression(one) => self.evaluate_in(instance, one),
                })
                .collect();
            match &values[..] {
                [only] => only.clone(),
                _ => operators::interpolate(&values, written.span),
            }
        };
        segments.iter().map(value).collect()
    }

    /// The names of a resource and of all that it is nested in.
    fn names(self, declaration: &'t ResourceDeclaration, depth: usize) -> Option<Vec<Segment<'t>>> {
        let own = segments(&declaration.name);
        let Some(parent) = &declaration.parent else { return Some(own) };
        let ExpressionKind::Symbol(symbol) = &parent.kind else { return None };
        let Some(Symbol::Resource(parent)) = self.deployment.symbol(symbol) else { return None };
        let mut names = self.names(parent, depth.checked_sub(1)?)?;
        names.extend(own);
        Some(names)
    }
}

fn wanted(names: &[Expression]) -> Vec<Segment<'_>> {
    names.iter().flat_map(segments).collect()
}

/// The segments of a name between slashes.
fn segments(name: &Expression) -> Vec<Segment<'_>> {
    let mut pieces = Vec::new();
    collect(name, DEPTH, &mut pieces);
    let mut segments: Vec<Segment<'_>> = vec![Vec::new()];
    for piece in pieces {
        let Piece::Text(text) = piece else {
            push(&mut segments, piece);
            continue;
        };
        for (at, part) in text.split('/').enumerate() {
            if at > 0 {
                segments.push(Vec::new());
            }
            if !part.is_empty() {
                push(&mut segments, Piece::Text(part.to_owned()));
            }
        }
    }
    segments
}

fn push<'e>(segments: &mut [Segment<'e>], piece: Piece<'e>) {
    let Some(last) = segments.last_mut() else { return };
    match (last.last_mut(), piece) {
        (Some(Piece::Text(before)), Piece::Text(text)) => before.push_str(&text),
        (_, piece) => last.push(piece),
    }
}

/// The pieces of a text, whichever way it is put together.
fn collect<'e>(expression: &'e Expression, depth: usize, pieces: &mut Vec<Piece<'e>>) {
    let Some(depth) = depth.checked_sub(1) else {
        return pieces.push(Piece::Expression(expression));
    };
    match &expression.kind {
        ExpressionKind::String(text) => pieces.push(Piece::Text(text.to_string())),
        ExpressionKind::Interpolation(parts) => {
            for part in parts {
                collect(part, depth, pieces);
            }
        }
        ExpressionKind::Call(call) if call.name.eq_ignore_ascii_case("concat") => {
            for part in &call.arguments {
                collect(part, depth, pieces);
            }
        }
        ExpressionKind::Call(call) if call.name.eq_ignore_ascii_case("format") => {
            let split = call.arguments.split_first();
            let formatted = split.and_then(|(format, values)| {
                let mut formatted = Vec::new();
                collect_format(format.as_str()?, values, depth, &mut formatted)?;
                Some(formatted)
            });
            match formatted {
                Some(formatted) => pieces.extend(formatted),
                None => pieces.push(Piece::Expression(expression)),
            }
        }
        _ => pieces.push(Piece::Expression(expression)),
    }
}

/// None for a format that does more than to put texts together.
fn collect_format<'e>(
    format: &str,
    values: &'e [Expression],
    depth: usize,
    pieces: &mut Vec<Piece<'e>>,
) -> Option<()> {
    let mut rest = format;
    while let Some((before, behind)) = rest.split_once('{') {
        pieces.push(Piece::Text(before.to_owned()));
        let (index, after) = behind.split_once('}')?;
        collect(values.get(index.parse::<usize>().ok()?)?, depth, pieces);
        rest = after;
    }
    pieces.push(Piece::Text(rest.to_owned()));
    (!format.contains("{{") && !format.contains("}}")).then_some(())
}

fn are_alike(a: &[Segment<'_>], b: &[Segment<'_>]) -> bool {
    a.len() == b.len() && a.iter().zip(b).all(|(a, b)| is_alike(a, b))
}

fn is_alike(a: &Segment<'_>, b: &Segment<'_>) -> bool {
    let alike = |pair: (&Piece<'_>, &Piece<'_>)| match pair {
        (Piece::Text(a), Piece::Text(b)) => a.eq_ignore_ascii_case(b),
        (Piece::Expression(a), Piece::Expression(b)) => same(a, b),
        _ => false,
    };
    a.len() == b.len() && a.iter().zip(b).all(alike)
}
