//! From Bicep's expressions to those that it has in common with ARM JSON.

use std::{
    collections::{BTreeMap, BTreeSet},
    sync::Arc,
};

use camino::Utf8Path;
use nexthop_source::Span;

use super::{
    content,
    files::File,
    names::{Declared, Imported, Origin, Program},
    syntax::{Access, Call, Dialect, Entry, Expression, ExpressionKind, Name},
};
use crate::arm::{expression as arm, json::Export};

/// What Bicep's own functions belong to; either may stand before them.
const NAMESPACES: [&str; 2] = ["az", "sys"];

/// The resource that an expression is written in, as it was before.
const THIS: &str = "this";

/// What a parameter file calls the one that it extends.
const BASE: &str = "base";

/// Lowers the expressions of one template.
pub(super) struct Lowering<'l> {
    pub program: &'l Program<'l>,
    /// The file that is read: the template's own, or one that it imports from.
    pub file: &'l File,
    /// It is the template's own.
    own: bool,
    /// The names that expressions around this one introduced.
    locals: Vec<Arc<str>>,
    /// The resources that are declared around or beside what is read, by name, and
    /// their symbols.
    nested: Vec<(Arc<str>, Arc<str>)>,
    /// What other files declare and this one uses: file and name.
    pub wanted: BTreeSet<(&'l Utf8Path, &'l str)>,
    /// The compiled files that this one imports from.
    pub compiled: BTreeSet<&'l Utf8Path>,
    /// What the compiler would refuse, by its place.
    pub mistakes: BTreeMap<Span, String>,
}

/// What a name stands for, as far as an expression minds.
enum Meaning {
    Value(arm::ExpressionKind),
    /// A function, by the name that it has in the template.
    Function(Arc<str>),
    Nothing(String),
}

impl<'l> Lowering<'l> {
    /// Lowers what `file` says. With `own` it is the template's file.
    pub(super) fn new(program: &'l Program<'l>, file: &'l File, own: bool) -> Self {
        let (locals, nested) = (Vec::new(), Vec::new());
        let (wanted, compiled) = (BTreeSet::new(), BTreeSet::new());
        let mistakes = BTreeMap::new();
        Self { program, file, own, locals, nested, wanted, compiled, mistakes }
    }

    /// Reads what sees further names.
    pub(super) fn within<T>(
        &mut self,
        names: impl IntoIterator<Item = Arc<str>>,
        read: impl FnOnce(&mut Self) -> T,
    ) -> T {
        let before = self.locals.len();
        self.locals.extend(names);
        let result = read(self);
        self.locals.truncate(before);
        result
    }

    /// Reads what sees resources that are declared around or beside it.
    pub(super) fn beside<T>(
        &mut self,
        resources: impl IntoIterator<Item = (Arc<str>, Arc<str>)>,
        read: impl FnOnce(&mut Self) -> T,
    ) -> T {
        let before = self.nested.len();
        self.nested.extend(resources);
        let result = read(self);
        self.nested.truncate(before);
        result
    }

    /// An expression.
    pub(super) fn expression(&mut self, expression: &Expression) -> arm::Expression {
        arm::Expression { kind: self.kind(expression), span: expression.span }
    }

    fn boxed(&mut self, expression: &Expression) -> Box<arm::Expression> {
        Box::new(self.expression(expression))
    }

    fn all(&mut self, expressions: &[Expression]) -> Vec<arm::Expression> {
        expressions.iter().map(|expression| self.expression(expression)).collect()
    }

    fn kind(&mut self, expression: &Expression) -> arm::ExpressionKind {
        match &expression.kind {
            ExpressionKind::Null => arm::ExpressionKind::Null,
            ExpressionKind::Bool(value) => arm::ExpressionKind::Bool(*value),
            ExpressionKind::Number(number) => arm::ExpressionKind::Number(number.clone()),
            ExpressionKind::String(text) => arm::ExpressionKind::String(Arc::clone(text)),
            ExpressionKind::Interpolation(parts) => {
                arm::ExpressionKind::Interpolation(self.all(parts))
            }
            ExpressionKind::Array(items) => {
                let item = |item: &super::syntax::Item| arm::Item {
                    value: self.expression(&item.value),
                    spread: item.spread,
                };
                arm::ExpressionKind::Array(items.iter().map(item).collect())
            }
            ExpressionKind::Object(entries) => {
                arm::ExpressionKind::Object(self.entries(entries.iter()))
            }
            ExpressionKind::For(found) => {
                let repeat = self.repeat(&found.repeat);
                let names = names_of(&found.repeat);
                let body = self.within(names, |lowering| lowering.expression(&found.body));
                arm::ExpressionKind::For(Box::new(arm::For { repeat, condition: None, body }))
            }
            ExpressionKind::Name(name) => match self.named(&name.text) {
                Meaning::Value(kind) => kind,
                Meaning::Function(_) => invalid(format!("{} is a function", name.text)),
                Meaning::Nothing(why) => {
                    if self.program.names(self.file).get(&name.text).is_none() {
                        self.mistakes.insert(name.span, undeclared(&name.text));
                    }
                    invalid(why)
                }
            },
            ExpressionKind::Call(call) => self.call(call, expression.span),
            ExpressionKind::MethodCall(base, call) => self.method(base, call, expression.span),
            ExpressionKind::Access(base, step) => self.access(base, step),
            ExpressionKind::Unary(operator, operand) => {
                arm::ExpressionKind::Unary(*operator, self.boxed(operand))
            }
            ExpressionKind::Binary(operator, operands) => {
                let operands = operands.each_ref().map(|operand| self.expression(operand));
                arm::ExpressionKind::Binary(*operator, Box::new(operands))
            }
            ExpressionKind::Conditional(branches) => {
                let branches = branches.each_ref().map(|branch| self.expression(branch));
                arm::ExpressionKind::Conditional(Box::new(branches))
            }
            ExpressionKind::Lambda { parameters, body } => {
                let parameters = texts(parameters);
                let body =
                    self.within(parameters.iter().cloned(), |lowering| lowering.expression(body));
                arm::ExpressionKind::Lambda(Arc::new(arm::Lambda { parameters, body }))
            }
            ExpressionKind::Invalid => invalid("the expression cannot be read"),
        }
    }

    /// The entries of an object.
    pub(super) fn entries<'e>(
        &mut self,
        entries: impl IntoIterator<Item = &'e Entry>,
    ) -> Vec<arm::Entry> {
        let entry = |entry: &Entry| match entry {
            Entry::Property { key, value } => {
                arm::Entry::Property { key: self.expression(key), value: self.expression(value) }
            }
            Entry::Spread(value) => arm::Entry::Spread(self.expression(value)),
        };
        entries.into_iter().map(entry).collect()
    }

    /// What a loop goes through.
    pub(super) fn repeat(&mut self, repeat: &super::syntax::Repeat) -> arm::Repeat {
        arm::Repeat {
            over: arm::RepeatOver::Items(self.expression(&repeat.over)),
            name: None,
            item: Some(Arc::clone(&repeat.item.text)),
            index: repeat.index.as_ref().map(|index| Arc::clone(&index.text)),
            span: repeat.span,
        }
    }

    fn call(&mut self, call: &Call, span: Span) -> arm::ExpressionKind {
        match self.named(&call.name.text) {
            Meaning::Function(name) => self.call_of(None, name, call),
            Meaning::Value(_) => invalid(format!("{} is no function", call.name.text)),
            Meaning::Nothing(_) => self.own_function(None, call, span),
        }
    }

    fn call_of(
        &mut self,
        namespace: Option<Arc<str>>,
        name: Arc<str>,
        call: &Call,
    ) -> arm::ExpressionKind {
        let arguments = self.all(&call.arguments);
        arm::ExpressionKind::Call(arm::Call { namespace, name, arguments })
    }

    /// A call of one of Bicep's functions.
    fn own_function(
        &mut self,
        namespace: Option<Arc<str>>,
        call: &Call,
        span: Span,
    ) -> arm::ExpressionKind {
        match (&*call.name.text, call.arguments.as_slice()) {
            // It only silences the type check.
            ("any", [value]) => self.kind(value),
            ("nameof", [value]) => match name_of(value) {
                Some(name) => arm::ExpressionKind::String(Arc::clone(name)),
                None => invalid("nameof needs a name"),
            },
            (name, arguments) if content::LOADING.contains(&name) => {
                let known = (self.program.library, self.program.names(self.file));
                content::value(known, self.file, (name, arguments), span).kind
            }
            _ => self.call_of(namespace, Arc::clone(&call.name.text), call),
        }
    }

    /// `az.function(…)`, `file.function(…)`, `resource.function(…)`
    fn method(&mut self, base: &Expression, call: &Call, span: Span) -> arm::ExpressionKind {
        if let ExpressionKind::Name(name) = &base.kind {
            match self.program.names(self.file).get(&name.text) {
                None | Some(Declared::Extension)
                    if NAMESPACES.contains(&&*name.text) && !self.is_local(&name.text) =>
                {
                    return self.own_function(Some(Arc::clone(&name.text)), call, span);
                }
                Some(Declared::File { source }) => {
                    return match self.of_file(source, &call.name.text) {
                        Meaning::Function(name) => self.call_of(None, name, call),
                        Meaning::Value(_) => invalid(format!("{} is no function", call.name.text)),
                        Meaning::Nothing(why) => invalid(why),
                    };
                }
                None if &*name.text == THIS && !self.is_local(&name.text) => {
                    return of_this(&call.name.text, span);
                }
                _ => {}
            }
        }
        let mut arguments = vec![self.expression(base)];
        if let arm::ExpressionKind::Invalid(_) = &arguments[0].kind {
            return arguments.swap_remove(0).kind;
        }
        arguments.extend(self.all(&call.arguments));
        let name = Arc::clone(&call.name.text);
        arm::ExpressionKind::Call(arm::Call { namespace: None, name, arguments })
    }

    fn access(&mut self, base: &Expression, step: &Access) -> arm::ExpressionKind {
        if let (ExpressionKind::Name(name), Access::Property { name: member, .. }) =
            (&base.kind, step)
            && let Some(meaning) = self.member(&name.text, &member.text)
        {
            return match meaning {
                Meaning::Value(kind) => kind,
                Meaning::Function(_) => invalid(format!("{} is a function", member.text)),
                Meaning::Nothing(why) => invalid(why),
            };
        }
        let base = self.boxed(base);
        match step {
            Access::Property { name, safe } => {
                let name = Arc::clone(&name.text);
                arm::ExpressionKind::Access(base, arm::Access::Property { name, safe: *safe })
            }
            Access::Index { index, safe, from_end } => {
                let (index, safe, from_end) = (self.boxed(index), *safe, *from_end);
                arm::ExpressionKind::Access(base, arm::Access::Index { index, safe, from_end })
            }
            Access::Child(child) => match &base.kind {
                arm::ExpressionKind::Symbol(symbol) => {
                    arm::ExpressionKind::Symbol(format!("{symbol}::{}", child.text).into())
                }
                arm::ExpressionKind::Invalid(why) => arm::ExpressionKind::Invalid(Arc::clone(why)),
                _ => invalid(format!("only a resource has a nested resource {}", child.text)),
            },
        }
    }

    pub(super) fn is_local(&self, name: &str) -> bool {
        self.locals.iter().any(|local| **local == *name)
    }

    /// What `member` is of a file that was imported as a whole, or of the parameter
    /// file that this one extends.
    fn member(&mut self, name: &str, member: &str) -> Option<Meaning> {
        if self.is_local(name) {
            return None;
        }
        match self.program.names(self.file).get(name) {
            Some(Declared::File { source }) => Some(self.of_file(source, member)),
            None if name == BASE => {
                let source = super::parameters::extended(self.file)?;
                Some(self.of_file(source, member))
            }
            _ => None,
        }
    }

    fn named(&mut self, name: &str) -> Meaning {
        if self.is_local(name) {
            return Meaning::Value(arm::ExpressionKind::Local(Arc::from(name)));
        }
        if let Some((_, symbol)) = self.nested.iter().rev().find(|(nested, _)| **nested == *name) {
            return Meaning::Value(arm::ExpressionKind::Symbol(Arc::clone(symbol)));
        }
        let Some((name, declared)) = self.program.names(self.file).get_key(name) else {
            return Meaning::Nothing(format!("there is no {name}"));
        };
        match declared {
            Declared::Imported { source, name } => self.of_file(source, name),
            Declared::Parameter(_) if self.own && self.file.dialect == Dialect::Template => {
                Meaning::Value(arm::ExpressionKind::Parameter(Arc::from(name)))
            }
            Declared::Resource | Declared::Module if self.own => {
                Meaning::Value(arm::ExpressionKind::Symbol(Arc::from(name)))
            }
            declared => self.origin(Origin { file: self.file, name, declared }),
        }
    }

    /// What the file that `source` names calls `name`.
    fn of_file(&mut self, source: &str, name: &str) -> Meaning {
        match self.program.imported(self.file, source, name) {
            Ok(Imported::Source(origin)) => self.origin(origin),
            Ok(Imported::Compiled { path, export }) => match export {
                Export::Variable(name) => {
                    self.compiled.insert(path);
                    Meaning::Value(arm::ExpressionKind::Variable(Arc::clone(name)))
                }
                Export::Function(name) => {
                    self.compiled.insert(path);
                    Meaning::Function(Arc::clone(name))
                }
                Export::Type(..) => Meaning::Nothing(format!("{name} is no value")),
            },
            Err(why) => Meaning::Nothing(why),
        }
    }

    /// A value or function of a file; the template shall hold it if it is of another.
    fn origin(&mut self, origin: Origin<'l>) -> Meaning {
        let assigned = origin.file.dialect == Dialect::Parameters;
        match origin.declared {
            Declared::Variable(_) => {
                Meaning::Value(arm::ExpressionKind::Variable(self.in_template(origin)))
            }
            Declared::Parameter(_) if assigned => {
                Meaning::Value(arm::ExpressionKind::Variable(self.in_template(origin)))
            }
            Declared::Function(_) => Meaning::Function(self.in_template(origin)),
            Declared::Extension => Meaning::Nothing(format!("{} is an extension", origin.name)),
            _ => Meaning::Nothing(format!("{} is no value", origin.name)),
        }
    }

    fn in_template(&mut self, origin: Origin<'l>) -> Arc<str> {
        if self.own && origin.file.path == self.file.path {
            return Arc::from(origin.name);
        }
        self.wanted.insert((&origin.file.path, origin.name));
        imported_name(origin.file, origin.name)
    }
}

fn undeclared(name: &str) -> String {
    format!("`{name}` is declared nowhere in this file and imported from no other one")
}

/// The name in a template of what another file declares.
pub(super) fn imported_name(file: &File, name: &str) -> Arc<str> {
    format!("{}:{name}", file.path).into()
}

/// The names that a loop introduces.
pub(super) fn names_of(repeat: &super::syntax::Repeat) -> Vec<Arc<str>> {
    let names = std::iter::once(&repeat.item).chain(&repeat.index);
    names.map(|name| Arc::clone(&name.text)).collect()
}

/// The texts of names.
pub(super) fn texts(names: &[Name]) -> Vec<Arc<str>> {
    names.iter().map(|name| Arc::clone(&name.text)).collect()
}

/// What cannot be told, and why.
pub(super) fn invalid(why: impl Into<Arc<str>>) -> arm::ExpressionKind {
    arm::ExpressionKind::Invalid(why.into())
}

/// `this.exists()` and `this.existingResource()` as the compiler writes them.
fn of_this(name: &str, span: Span) -> arm::ExpressionKind {
    let call = |name: &str, argument: arm::ExpressionKind| {
        let arguments = vec![arm::Expression { kind: argument, span }];
        arm::ExpressionKind::Call(arm::Call { namespace: None, name: name.into(), arguments })
    };
    let existing = call("target", arm::ExpressionKind::String("full".into()));
    match name {
        "exists" => call("not", call("empty", existing)),
        "existingResource" => existing,
        _ => invalid(format!("there is no {THIS}.{name}")),
    }
}

/// The last name of `a.b.c` or `a['c']`.
fn name_of(expression: &Expression) -> Option<&Arc<str>> {
    match &expression.kind {
        ExpressionKind::Name(name)
        | ExpressionKind::Access(_, Access::Property { name, .. } | Access::Child(name)) => {
            Some(&name.text)
        }
        ExpressionKind::Access(_, Access::Index { index, .. }) => match &index.kind {
            ExpressionKind::String(name) => Some(name),
            _ => None,
        },
        _ => None,
    }
}
