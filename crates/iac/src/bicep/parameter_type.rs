//! What a parameter takes, as far as its type says.

use super::{
    files::File,
    names::{Declared, Imported, Origin, Program},
    syntax::{LiteralType, Name, Type, TypeKind},
};
use crate::arm::{json::Export, template::ParameterType};

/// Types that name each other more often are not followed.
const FURTHEST: usize = 32;

/// What a parameter of a type takes, and whether it may be left out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Taken {
    pub parameter_type: ParameterType,
    pub nullable: bool,
}

impl Taken {
    const ANY: Self = Self { parameter_type: ParameterType::Any, nullable: false };

    fn of(parameter_type: ParameterType) -> Self {
        Self { parameter_type, nullable: false }
    }
}

/// A type and the file whose names it uses.
#[derive(Clone, Copy)]
struct Found<'f> {
    file: &'f File,
    found: &'f Type,
}

/// What a parameter of the type takes that is written in `file`.
pub(super) fn taken(program: &Program<'_>, file: &File, found: &Type) -> Taken {
    follow(program, Found { file, found }, FURTHEST)
}

fn follow(program: &Program<'_>, at: Found<'_>, steps: usize) -> Taken {
    let Some(steps) = steps.checked_sub(1) else { return Taken::ANY };
    match &at.found.kind {
        // `string`, and what is written `sys.string`.
        TypeKind::Name(name) | TypeKind::Member(_, name) => match declared(program, at, steps) {
            Some(next) => follow(program, next, steps),
            None => compiled(program, at).unwrap_or(Taken::of(ambient(name))),
        },
        TypeKind::Literal(literal) => match literal {
            LiteralType::String => Taken::of(ParameterType::String),
            LiteralType::Number => Taken::of(ParameterType::Int),
            LiteralType::Bool => Taken::of(ParameterType::Bool),
            LiteralType::Null => Taken { nullable: true, ..Taken::ANY },
        },
        TypeKind::Union(members) => {
            let members = members
                .iter()
                .map(|found| (follow(program, Found { found, ..at }, steps), &found.kind));
            let (nulls, others): (Vec<_>, Vec<_>) =
                members.partition(|(_, kind)| matches!(kind, TypeKind::Literal(LiteralType::Null)));
            let first = others.first().map_or(Taken::ANY, |(first, _)| *first);
            let alike = others.iter().all(|(one, _)| one.parameter_type == first.parameter_type);
            let nullable = !nulls.is_empty() || others.iter().any(|(one, _)| one.nullable);
            let parameter_type = if alike { first.parameter_type } else { ParameterType::Any };
            Taken { parameter_type, nullable }
        }
        TypeKind::Object(_) => Taken::of(ParameterType::Object),
        TypeKind::Array => Taken::of(ParameterType::Array),
        TypeKind::Nullable(inner) => {
            Taken { nullable: true, ..follow(program, Found { found: inner, ..at }, steps) }
        }
        TypeKind::NotNull(inner) => {
            Taken { nullable: false, ..follow(program, Found { found: inner, ..at }, steps) }
        }
        TypeKind::Other => Taken::ANY,
    }
}

fn ambient(name: &Name) -> ParameterType {
    match &*name.text {
        "string" => ParameterType::String,
        "int" => ParameterType::Int,
        "bool" => ParameterType::Bool,
        "object" => ParameterType::Object,
        "array" => ParameterType::Array,
        _ => ParameterType::Any,
    }
}

/// The declaration that a type names.
fn declared<'f>(program: &'f Program<'f>, at: Found<'f>, steps: usize) -> Option<Found<'f>> {
    let steps = steps.checked_sub(1)?;
    let names = program.names(at.file);
    match &at.found.kind {
        TypeKind::Name(name) => match names.get(&name.text)? {
            Declared::Type(found) => Some(Found { found, ..at }),
            Declared::Imported { source, name } => exported(program, at.file, source, name),
            _ => None,
        },
        TypeKind::Member(base, member) => {
            if let TypeKind::Name(name) = &base.kind
                && let Some(Declared::File { source }) = names.get(&name.text)
            {
                return exported(program, at.file, source, &member.text);
            }
            let base = object(program, Found { found: base, ..at }, steps)?;
            let TypeKind::Object(properties) = &base.found.kind else { return None };
            let property = properties.iter().find(|property| property.name == member.text)?;
            Some(Found { found: &property.value, ..base })
        }
        _ => None,
    }
}

/// The type that another file declares.
fn exported<'f>(
    program: &'f Program<'f>,
    file: &'f File,
    source: &str,
    name: &str,
) -> Option<Found<'f>> {
    match program.imported(file, source, name).ok()? {
        Imported::Source(Origin { file, declared: Declared::Type(found), .. }) => {
            Some(Found { file, found })
        }
        _ => None,
    }
}

/// What a type takes that a compiled file exports.
fn compiled(program: &Program<'_>, at: Found<'_>) -> Option<Taken> {
    let names = program.names(at.file);
    let (source, name) = match &at.found.kind {
        TypeKind::Name(name) => match names.get(&name.text)? {
            Declared::Imported { source, name } => (source, name),
            _ => return None,
        },
        TypeKind::Member(base, member) => match &base.kind {
            TypeKind::Name(name) => match names.get(&name.text)? {
                Declared::File { source } => (source, &*member.text),
                _ => return None,
            },
            _ => return None,
        },
        _ => return None,
    };
    match program.imported(at.file, source, name).ok()? {
        Imported::Compiled { export: Export::Type(parameter_type, nullable), .. } => {
            Some(Taken { parameter_type: *parameter_type, nullable: *nullable })
        }
        _ => None,
    }
}

/// The object that a type is, behind names and `?`.
fn object<'f>(program: &'f Program<'f>, at: Found<'f>, steps: usize) -> Option<Found<'f>> {
    let steps = steps.checked_sub(1)?;
    match &at.found.kind {
        TypeKind::Object(_) => Some(at),
        TypeKind::Nullable(inner) | TypeKind::NotNull(inner) => {
            object(program, Found { found: inner, ..at }, steps)
        }
        TypeKind::Name(_) | TypeKind::Member(..) => {
            object(program, declared(program, at, steps)?, steps)
        }
        _ => None,
    }
}
