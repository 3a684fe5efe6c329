//! Names that are not known and yet the same, because they are written alike.

use super::{
    deployment::{Deployment, Evaluation, ResourceInstance, Symbol},
    expression::{Access, Call, Expression, ExpressionKind},
    identity::Wanted,
    repeat::Instances,
    same::same,
    scope::Scope,
    template::ResourceDeclaration,
};
use crate::{Kind, Value, evaluate::known_prefix};

/// A name in pieces.
#[derive(Default)]
pub(super) struct Spelling<'e>(Vec<Piece<'e>>);

enum Piece<'e> {
    /// In lower case.
    Text(String),
    /// A value that is not known, and has no loop in it.
    Value(&'e Expression),
    /// Something that cannot be compared.
    Open,
}

impl Spelling<'_> {
    fn push_text(&mut self, text: &str) {
        let text = text.to_lowercase();
        match self.0.last_mut() {
            Some(Piece::Text(before)) => before.push_str(&text),
            _ if text.is_empty() => {}
            _ => self.0.push(Piece::Text(text)),
        }
    }

    /// Cuts off the last slash and what is behind it; `None` if there is none.
    fn without_last(mut self) -> Option<Self> {
        loop {
            if let Piece::Text(mut text) = self.0.pop()?
                && let Some(at) = text.rfind('/')
            {
                text.truncate(at);
                if !text.is_empty() {
                    self.0.push(Piece::Text(text));
                }
                return Some(self);
            }
        }
    }

    /// Whether both are the same name for certain.
    pub(super) fn is(&self, other: &Spelling<'_>) -> bool {
        let alike = |(one, other): (&Piece<'_>, &Piece<'_>)| match (one, other) {
            (Piece::Text(one), Piece::Text(other)) => one == other,
            (Piece::Value(one), Piece::Value(other)) => same(one, other),
            _ => false,
        };
        self.0.len() == other.0.len() && self.0.iter().zip(&other.0).all(alike)
    }
}

impl<'t> Scope<'_, 't> {
    /// The names one after the other with slashes between them.
    pub(super) fn spelling<'e>(&self, names: &'e [Expression]) -> Spelling<'e>
    where
        't: 'e,
    {
        let mut spelling = Spelling::default();
        if let Some(text) = split_text(names) {
            self.spell(text, &mut spelling);
            return spelling;
        }
        for (at, name) in names.iter().enumerate() {
            if at > 0 {
                spelling.push_text("/");
            }
            self.spell(name, &mut spelling);
        }
        spelling
    }

    fn spell<'e>(&self, name: &'e Expression, spelling: &mut Spelling<'e>)
    where
        't: 'e,
    {
        let Ok(_level) = self.run.limits.enter() else { return spelling.0.push(Piece::Open) };
        let value = self.evaluate(name);
        match (&value.kind, &name.kind) {
            (Kind::String(text), _) => spelling.push_text(text),
            (Kind::Number(number), _) => spelling.push_text(&number.to_string()),
            (_, ExpressionKind::Interpolation(parts)) => {
                for part in parts {
                    self.spell(part, spelling);
                }
            }
            (_, ExpressionKind::Call(call)) if self.spell_call(call, spelling) => {}
            (_, ExpressionKind::Variable(variable)) => {
                let written = self.lexical(|evaluation: Evaluation<'_, 't>| {
                    evaluation.deployment.template?.variables.get(variable)
                });
                match written {
                    Some(written) => self.with(None).spell(written, spelling),
                    None => spelling.0.push(Piece::Open),
                }
            }
            (_, ExpressionKind::Access(base, Access::Property { name: property, .. }))
                if property.eq_ignore_ascii_case("name") && self.spell_symbol(base, spelling) => {}
            (_, ExpressionKind::Access(..)) if self.spell_access(name, spelling) => {}
            _ if is_one_value(name) => spelling.0.push(Piece::Value(name)),
            _ => spelling.0.push(Piece::Open),
        }
    }

    /// A parameter or variable and the steps into it, if these are known: which element
    /// of an array it is, is the same whether a loop says so or a number.
    fn spell_access<'e>(&self, expression: &'e Expression, spelling: &mut Spelling<'e>) -> bool {
        let mut steps = Vec::new();
        let mut base = expression;
        while let ExpressionKind::Access(inner, step) = &base.kind {
            steps.push(match step {
                Access::Property { name, .. } => name.to_string(),
                Access::Index { from_end: true, .. } => return false,
                Access::Index { index, .. } => match self.evaluate(index).kind {
                    Kind::String(name) => name.to_string(),
                    Kind::Number(at) => at.to_string(),
                    _ => return false,
                },
            });
            base = inner;
        }
        let is_named =
            matches!(base.kind, ExpressionKind::Parameter(_) | ExpressionKind::Variable(_));
        if is_named {
            spelling.0.push(Piece::Value(base));
            // Nobody writes such a sign into a name.
            steps.iter().rev().for_each(|step| spelling.push_text(&format!("\u{1}{step}")));
        }
        is_named
    }

    /// The name of a resource that is declared once, if that is what is named.
    fn spell_symbol<'e>(&self, base: &Expression, spelling: &mut Spelling<'e>) -> bool
    where
        't: 'e,
    {
        match self.declared_once(base) {
            Some(declaration) => {
                self.with(None).spell(&declaration.name, spelling);
                true
            }
            None => false,
        }
    }

    /// The resource that a symbol stands for, if it is declared without a loop.
    pub(super) fn declared_once(&self, base: &Expression) -> Option<&'t ResourceDeclaration> {
        let ExpressionKind::Symbol(symbol) = &base.kind else { return None };
        self.lexical(|evaluation: Evaluation<'_, 't>| {
            match evaluation.deployment.symbol(symbol)? {
                Symbol::Resource(one) => Some(one).filter(|one| one.repeat.is_none()),
                Symbol::Module(_) => None,
            }
        })
    }

    /// The pieces of a call that puts a text together, if it is one.
    fn spell_call<'e>(&self, call: &'e Call, spelling: &mut Spelling<'e>) -> bool
    where
        't: 'e,
    {
        let is = |name: &str| call.name.eq_ignore_ascii_case(name);
        match &call.arguments[..] {
            parts if is("concat") => {
                for part in parts {
                    self.spell(part, spelling);
                }
                true
            }
            [only] if is("toLower") || is("toUpper") => {
                self.spell(only, spelling);
                true
            }
            [format, arguments @ ..] if is("format") => {
                let pieces = format.as_str().and_then(|format| plain_format(format, arguments));
                for (value, text) in pieces.iter().flatten() {
                    if let Some(value) = value {
                        self.spell(value, spelling);
                    }
                    spelling.push_text(text);
                }
                pieces.is_some()
            }
            _ => false,
        }
    }
}

/// A format of nothing but texts and whole arguments: the texts, with the argument
/// before each.
fn plain_format<'f>(
    format: &'f str,
    arguments: &'f [Expression],
) -> Option<Vec<(Option<&'f Expression>, &'f str)>> {
    let mut pieces = format.split('{');
    let mut found = vec![(None, pieces.next()?)];
    for piece in pieces {
        let (index, text) = piece.split_once('}')?;
        let argument = arguments.get(index.parse::<usize>().ok()?)?;
        found.push((Some(argument), text));
    }
    found.iter().all(|(_, text)| !text.contains('}')).then_some(found)
}

/// Whether an expression has one value wherever it is in the template: it names
/// nothing that an expression around it introduces.
fn is_one_value(expression: &Expression) -> bool {
    match &expression.kind {
        ExpressionKind::Null
        | ExpressionKind::Bool(_)
        | ExpressionKind::Number(_)
        | ExpressionKind::String(_)
        | ExpressionKind::Parameter(_)
        | ExpressionKind::Variable(_)
        | ExpressionKind::Symbol(_) => true,
        ExpressionKind::Interpolation(parts) => parts.iter().all(is_one_value),
        ExpressionKind::Access(base, Access::Property { .. }) => is_one_value(base),
        ExpressionKind::Access(base, Access::Index { index, .. }) => {
            is_one_value(base) && is_one_value(index)
        }
        ExpressionKind::Call(call) => {
            !call.name.eq_ignore_ascii_case("copyIndex") && call.arguments.iter().all(is_one_value)
        }
        ExpressionKind::Unary(_, operand) => is_one_value(operand),
        ExpressionKind::Binary(_, operands) => operands.iter().all(is_one_value),
        ExpressionKind::Conditional(parts) => parts.iter().all(is_one_value),
        ExpressionKind::Array(items) => items.iter().all(|item| is_one_value(&item.value)),
        ExpressionKind::Object(_)
        | ExpressionKind::Local(_)
        | ExpressionKind::Lambda(_)
        | ExpressionKind::For(_)
        | ExpressionKind::Own(_)
        | ExpressionKind::Invalid(_) => false,
    }
}

/// The text of which these are all pieces between slashes:
/// `split(name, '/')[0], split(name, '/')[1]`, as the Bicep compiler writes the names
/// of a child.
pub(super) fn split_text(names: &[Expression]) -> Option<&Expression> {
    let mut text: Option<&Expression> = None;
    for (at, name) in names.iter().enumerate() {
        let ExpressionKind::Access(base, Access::Index { index, from_end: false, .. }) = &name.kind
        else {
            return None;
        };
        let (ExpressionKind::Call(call), ExpressionKind::Number(number)) =
            (&base.kind, &index.kind)
        else {
            return None;
        };
        let [whole, separator] = &call.arguments[..] else { return None };
        let fits = call.name.eq_ignore_ascii_case("split")
            && separator.as_str() == Some("/")
            && number.to_usize() == Some(at);
        if !fits || !text.is_none_or(|text| same(text, whole)) {
            return None;
        }
        text = Some(whole);
    }
    text
}

impl<'t> Evaluation<'_, 't> {
    /// The full name of a resource.
    pub(super) fn spelled(self, instance: &ResourceInstance<'t>) -> Option<Spelling<'t>> {
        // A resource may be its own parent's parent.
        let _level = self.run.limits.enter().ok()?;
        let declaration = instance.declaration;
        let mut spelling = match &declaration.parent {
            None => Spelling::default(),
            Some(Expression { kind: ExpressionKind::Symbol(parent), .. }) => {
                let Symbol::Resource(parent) = self.deployment.symbol(parent)? else { return None };
                let parents = self.instances(parent);
                let Instances::Once(parent) = &*parents else { return None };
                let mut spelling = self.spelled(parent)?;
                spelling.push_text("/");
                spelling
            }
            Some(_) => return None,
        };
        self.scope(&instance.frames).spell(&declaration.name, &mut spelling);
        Some(spelling)
    }

    /// The id of the resource that another one is a child of by its name: `vnet/subnet`
    /// of the VNet `vnet`, if that is declared here.
    pub(crate) fn named_parent(self, instance: &ResourceInstance<'t>) -> Option<Value> {
        let (kind, _) = instance.declaration.resource_type.rsplit_once('/')?;
        if !kind.contains('/') || instance.declaration.parent.is_some() {
            return None;
        }
        let name = self.name(instance);
        // Names have no slashes in them: as many of them as there are types.
        let known = known_prefix(&name).and_then(|known| {
            let end = known.match_indices('/').nth(kind.split('/').count() - 2)?.0;
            Some(&known[..end])
        });
        let names = match known {
            Some(names) => Value::string(names, name.span),
            None => name,
        };
        let spelling = if names.is_known() { None } else { self.spelled(instance) };
        let spelling = spelling.and_then(Spelling::without_last);
        let names = std::slice::from_ref(&names);
        let wanted = Wanted { kind, names, spelling: spelling.as_ref() };
        let scope = self.scope_id_of(instance);
        let parent = self.declared(&wanted, scope.as_ref())?;
        Some(self.id(&parent, instance.declaration.header))
    }

    /// The name of a deployment, which `self` makes.
    pub(super) fn spelled_module(self, nested: &Deployment<'t>) -> Option<Spelling<'t>> {
        let caller = nested.caller.as_ref()?;
        let mut spelling = Spelling::default();
        let name = caller.declaration.name.as_ref()?;
        self.scope(&caller.frames).spell(name, &mut spelling);
        Some(spelling)
    }
}
