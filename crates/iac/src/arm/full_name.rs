//! Full names (`hub/subnet`) taken apart as they are written: of a name that is not
//! known each segment is the very value that it is made of.

use super::{
    deployment::{Evaluation, ResourceInstance},
    expression::{Access, Call, Expression, ExpressionKind},
    operators,
    scope::Scope,
};
use crate::Value;

/// Texts within texts.
const DEPTH: usize = 10;
/// The names of other resources are followed in a text of up to so many pieces.
const LONGEST: usize = 100;

/// A part of a text as it is written.
#[derive(Clone)]
enum Piece<'e> {
    Text(String),
    Expression(&'e Expression),
}

type Segment<'e> = Vec<Piece<'e>>;

impl<'t> Evaluation<'_, 't> {
    /// The names in a full name, each by itself as far as they are written apart.
    pub(super) fn name_segments(self, instance: &ResourceInstance<'t>) -> Vec<Value> {
        self.scope(&instance.frames).text_segments(&instance.declaration.name)
    }
}

impl<'t> Scope<'_, 't> {
    /// The pieces of a text between slashes, each by itself as far as they are
    /// written apart.
    pub(super) fn text_segments(&self, written: &Expression) -> Vec<Value> {
        let value = |segment: &Segment<'_>| {
            let values: Vec<Value> = segment
                .iter()
                .map(|piece| match piece {
                    Piece::Text(text) => Value::string(text.as_str(), written.span),
                    Piece::Expression(one) => self.run.limits.settle(self.evaluate(one)),
                })
                .collect();
            match &values[..] {
                [only] => only.clone(),
                _ => operators::interpolate(&values, written.span),
            }
        };
        self.segments_of(written).iter().map(value).collect()
    }

    /// The segments of a name between slashes.
    fn segments_of<'e>(&self, name: &'e Expression) -> Vec<Segment<'e>>
    where
        't: 'e,
    {
        let mut pieces = Vec::new();
        self.collect(name, DEPTH, &mut pieces);
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

    /// The pieces of a text, whichever way it is put together.
    fn collect<'e>(&self, expression: &'e Expression, depth: usize, pieces: &mut Vec<Piece<'e>>)
    where
        't: 'e,
    {
        let Some(depth) = depth.checked_sub(1) else {
            return pieces.push(Piece::Expression(expression));
        };
        let is = |call: &Call, name: &str| call.name.eq_ignore_ascii_case(name);
        match &expression.kind {
            ExpressionKind::String(text) => pieces.push(Piece::Text(text.to_string())),
            ExpressionKind::Interpolation(parts) => {
                for part in parts {
                    self.collect(part, depth, pieces);
                }
            }
            ExpressionKind::Call(call) if is(call, "concat") => {
                for part in &call.arguments {
                    self.collect(part, depth, pieces);
                }
            }
            ExpressionKind::Call(call) if is(call, "format") => {
                let split = call.arguments.split_first();
                let formatted = split.and_then(|(format, values)| {
                    let mut formatted = Vec::new();
                    self.collect_format(format.as_str()?, values, depth, &mut formatted)?;
                    Some(formatted)
                });
                match formatted {
                    Some(formatted) => pieces.extend(formatted),
                    None => pieces.push(Piece::Expression(expression)),
                }
            }
            ExpressionKind::Access(base, Access::Property { name, .. })
                if name.eq_ignore_ascii_case("name") =>
            {
                match self.declared_once(base).filter(|_| pieces.len() < LONGEST) {
                    Some(declaration) => {
                        // So that names of names come to an end.
                        pieces.push(Piece::Text(String::new()));
                        self.collect(&declaration.name, depth, pieces);
                    }
                    None => pieces.push(Piece::Expression(expression)),
                }
            }
            _ => pieces.push(Piece::Expression(expression)),
        }
    }

    /// None for a format that does more than to put texts together.
    fn collect_format<'e>(
        &self,
        format: &str,
        values: &'e [Expression],
        depth: usize,
        pieces: &mut Vec<Piece<'e>>,
    ) -> Option<()>
    where
        't: 'e,
    {
        let mut rest = format;
        while let Some((before, behind)) = rest.split_once('{') {
            pieces.push(Piece::Text(before.to_owned()));
            let (index, after) = behind.split_once('}')?;
            self.collect(values.get(index.parse::<usize>().ok()?)?, depth, pieces);
            rest = after;
        }
        pieces.push(Piece::Text(rest.to_owned()));
        (!format.contains("{{") && !format.contains("}}")).then_some(())
    }
}

fn push<'e>(segments: &mut [Segment<'e>], piece: Piece<'e>) {
    let Some(last) = segments.last_mut() else { return };
    match (last.last_mut(), piece) {
        (Some(Piece::Text(before)), Piece::Text(text)) => before.push_str(&text),
        (_, piece) => last.push(piece),
    }
}
