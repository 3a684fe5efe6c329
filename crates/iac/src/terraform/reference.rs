//! Where a traversal starts: `var.x`, `local.x`, `module.x`, `each.key`, a resource.

use std::{borrow::Cow, rc::Rc};

use camino::Utf8Path;
use nexthop_source::Span;

use super::{
    expression::unknown_because_of,
    instance::{Evaluation, Expansion},
    repeat::{Instances, Repetition},
    scope::Scope,
    syntax::{Access, Name},
};
use crate::{Kind, Number, Reference, Value, Why};

/// A value, and how many steps of the traversal led to it.
type Start = (Value, usize);

/// What the step behind a repeated block chooses.
enum Selection<'e, T> {
    /// One instance.
    One(&'e Rc<T>),
    /// One instance, by its index.
    Indexed(&'e Rc<T>),
    Whole,
    /// An instance that is not there or cannot be told.
    Nothing(Value),
}

impl<'p> Scope<'_, 'p> {
    /// The value of `name`, followed by `accesses`.
    pub(super) fn traverse_root(&self, name: &Name, accesses: &[Access], span: Span) -> Value {
        if let Some(value) = self.name(&name.text) {
            return self.access_all(Cow::Borrowed(value), accesses, span);
        }
        let (value, used) = self.start(name, accesses, span);
        let rest = accesses.get(used..).unwrap_or_default();
        let value = self.access_all(Cow::Owned(value), rest, span);
        if &*name.text == "module" { value.asked_for_at(span) } else { value }
    }

    fn start(&self, name: &Name, accesses: &[Access], span: Span) -> Start {
        let Some(instance) = self.instance else {
            return (self.fail(format!("`{}` cannot be used here", name.text), name.span), 0);
        };
        let evaluation = Evaluation { run: self.run, instance };
        let first = step(accesses, 0);
        let named = match (&*name.text, first) {
            ("var", Some(first)) => evaluation.variable(first),
            ("local", Some(first)) => match evaluation.local(first, &accesses[1..]) {
                Some((value, 0)) => Some(value),
                Some((part, used)) => return (self.checked(part, &[]), used + 1),
                None => None,
            },
            ("each" | "count", Some(first)) => self.repeated(&name.text, first),
            ("path", Some(first)) => self.path(evaluation, first, span),
            ("terraform", Some("workspace")) => Some(Value::string("default", span)),
            ("terraform", Some("applying")) => {
                Some(Value::unknown(Why::Outside("terraform.applying".into()), span))
            }
            ("module", Some(first)) => return self.module(evaluation, first, accesses, span),
            ("data" | "resource", Some(kind)) => {
                let data = &*name.text == "data";
                let Some(second) = step(accesses, 1) else { return (self.undeclared(span), 0) };
                let start = if data { "data." } else { "" };
                let name = format!("{start}{kind}.{second}");
                return self.resource(evaluation, &name, (accesses, 2), span);
            }
            ("ephemeral", Some(kind)) => {
                let name = format!("ephemeral.{kind}.{}", step(accesses, 1).unwrap_or_default());
                return (Value::unknown(Why::Outside(name), span), accesses.len());
            }
            (kind, Some(first)) => {
                let name = format!("{kind}.{first}");
                return self.resource(evaluation, &name, (accesses, 1), span);
            }
            (_, None) => None,
        };
        if let Some(value) = named {
            return (value, 1);
        }
        let first = first.map(|first| format!(".{first}")).unwrap_or_default();
        let message = format!("`{}{first}` is not declared", name.text);
        (self.fail(message, span), accesses.len())
    }

    fn undeclared(&self, span: Span) -> Value {
        self.fail("this names no resource", span)
    }

    fn repeated(&self, name: &str, attribute: &str) -> Option<Value> {
        match (name, attribute, self.repetition) {
            ("each", "key", Repetition::Each(key, _)) => Some(key.clone()),
            ("each", "value", Repetition::Each(_, value)) => Some(value.clone()),
            ("count", "index", Repetition::Count(index)) => Some(index.clone()),
            _ => None,
        }
    }

    fn path(&self, evaluation: Evaluation<'_, 'p>, which: &str, span: Span) -> Option<Value> {
        match which {
            "root" => Some(Value::string(".", span)),
            "module" => {
                let folder = evaluation.instance.module?.folder;
                Some(Value::string(relative(self.run.folder(), folder), span))
            }
            "cwd" if self.run.folder().is_absolute() => {
                Some(Value::string(self.run.folder().as_str(), span))
            }
            "cwd" => Some(Value::unknown(Why::Outside("path.cwd".into()), span)),
            _ => None,
        }
    }

    fn resource(
        &self,
        evaluation: Evaluation<'_, 'p>,
        name: &str,
        (accesses, used): (&[Access], usize),
        span: Span,
    ) -> Start {
        let Some((block, expansion)) = evaluation.resource(name) else {
            return (self.fail(format!("`{name}` is not declared"), span), accesses.len());
        };
        let object = |one: &Rc<_>| evaluation.resource_object(block, one);
        match self.select(&expansion, accesses.get(used), span) {
            Selection::One(one) => (object(one), used),
            Selection::Indexed(one) => (object(one), used + 1),
            Selection::Nothing(value) => (value, used + 1),
            Selection::Whole => {
                let mut whole = expansion.whole(block.block.header, object);
                if let Instances::Unknown(one, _) = &expansion.instances {
                    let target = one.address.clone();
                    whole = whole.with_via(Reference { target, attribute: String::new() }.into());
                }
                (whole, used)
            }
        }
    }

    fn module(
        &self,
        evaluation: Evaluation<'_, 'p>,
        name: &str,
        accesses: &[Access],
        span: Span,
    ) -> Start {
        let Some((call, expansion)) = evaluation.module(name) else {
            return (self.fail(format!("`module.{name}` is not declared"), span), accesses.len());
        };
        let outputs =
            |one: &Rc<_>| Evaluation { run: self.run, instance: one }.outputs(call.block.header);
        let (one, used) = match self.select(&expansion, accesses.get(1), span) {
            Selection::One(one) => (one, 1),
            Selection::Indexed(one) => (one, 2),
            Selection::Nothing(value) => return (value, 2),
            Selection::Whole => return (expansion.whole(call.block.header, outputs), 1),
        };
        match step(accesses, used) {
            Some(output) => {
                let evaluation = Evaluation { run: self.run, instance: one };
                let rest = accesses.get(used + 1..).unwrap_or_default();
                match evaluation.output(output, rest, span) {
                    Some((value, 0)) => (value, used + 1),
                    Some((part, more)) => (self.checked(part, &[]), used + 1 + more),
                    None => {
                        let message = format!("`module.{name}` has no output `{output}`");
                        (self.fail(message, span), used + 1)
                    }
                }
            }
            None => (outputs(one), used),
        }
    }

    fn select<'e, T>(
        &self,
        expansion: &'e Expansion<T>,
        next: Option<&Access>,
        span: Span,
    ) -> Selection<'e, T> {
        let index = match (&expansion.instances, next) {
            (Instances::Once(one), _) => return Selection::One(one),
            (Instances::Disabled, _) => return Selection::Whole,
            (Instances::Unknown(one, _), Some(Access::Index(_) | Access::LegacyIndex(..))) => {
                return Selection::Indexed(one);
            }
            (Instances::Unknown(one, _), Some(Access::Attribute(_))) => {
                return Selection::One(one);
            }
            (_, Some(Access::Index(index))) => self.evaluate(index),
            (Instances::Count(_), Some(Access::LegacyIndex(index, place))) => {
                Value::integer(i64::try_from(*index).unwrap_or(i64::MAX), *place)
            }
            _ => return Selection::Whole,
        };
        if !index.is_known() {
            return Selection::Nothing(unknown_because_of(&index, span));
        }
        match self.instance_at(&expansion.instances, &index) {
            Some(one) => Selection::Indexed(one),
            None => Selection::Nothing(self.fail("there is no instance of that index", index.span)),
        }
    }

    fn instance_at<'e, T>(&self, instances: &'e Instances<T>, index: &Value) -> Option<&'e Rc<T>> {
        if index.is_null() {
            return None;
        }
        match instances {
            Instances::Once(one) | Instances::Unknown(one, _) => Some(one),
            Instances::Disabled => None,
            Instances::Count(all) => match self.number(index).ok()? {
                Number::Integer(index) => all.get(usize::try_from(index).ok()?),
                Number::Decimal(_) => None,
            },
            Instances::Each(all) => match &index.kind {
                Kind::String(key) => all.get(key),
                _ => all.get(&self.text(index).ok()?),
            },
        }
    }
}

/// The name that a step of a traversal takes.
fn step(accesses: &[Access], at: usize) -> Option<&str> {
    match accesses.get(at)? {
        Access::Attribute(name) => Some(&name.text),
        _ => None,
    }
}

/// `folder` as seen from `root`, as `path.module` has it.
fn relative(root: &Utf8Path, folder: &Utf8Path) -> String {
    let parts = |path: &Utf8Path| -> Vec<String> {
        path.as_str()
            .split('/')
            .filter(|part| !part.is_empty() && *part != ".")
            .map(str::to_owned)
            .collect()
    };
    let (root, folder) = (parts(root), parts(folder));
    let shared = root.iter().zip(&folder).take_while(|(one, other)| one == other).count();
    let up = std::iter::repeat_n("..", root.len() - shared);
    let path: Vec<&str> = up.chain(folder[shared..].iter().map(String::as_str)).collect();
    if path.is_empty() { ".".to_owned() } else { path.join("/") }
}
