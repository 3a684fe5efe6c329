//! Calls of functions, and the functions that see expressions instead of values.

use std::borrow::Cow;

use camino::Utf8Path;
use nexthop_source::Span;

use super::{
    expression::unknown_because_of,
    functions::{self, CallContext},
    scope::{Scope, failed},
    syntax::{Call, Expression, ExpressionKind},
};
use crate::{Kind, Value};

impl Scope<'_, '_> {
    /// The value of a call.
    pub(super) fn call(&self, call: &Call, span: Span) -> Value {
        match &*call.name.text {
            "try" => self.try_each(&call.arguments, span),
            "can" => self.can(&call.arguments, span),
            name => {
                let arguments = match self.arguments(call) {
                    Ok(arguments) => arguments,
                    Err(unknown) => return unknown,
                };
                match name {
                    "templatefile" | "templatestring" if self.is_template() => {
                        self.fail(format!("a template cannot call `{name}`"), span)
                    }
                    "templatefile" => self.template_file(&arguments, span),
                    "templatestring" if !call.arguments.first().is_some_and(is_name) => {
                        self.fail("the template must be a reference to a text", span)
                    }
                    "templatestring" => self.template_string(&arguments, span),
                    _ => self.eager(name, &arguments, span),
                }
            }
        }
    }

    /// Whether the expressions of a template that is a file or value of its own see
    /// nothing but its variables here.
    fn is_template(&self) -> bool {
        self.instance.is_none() && self.run.start.is_some()
    }

    /// `provider::name::function` with the provider's own name. A provider that the
    /// module does not require has no functions in it.
    fn own_name<'n>(&self, name: &'n str) -> Option<Cow<'n, str>> {
        let module = self.instance.and_then(|instance| instance.module);
        let (Some(module), Some(path)) = (module, name.strip_prefix("provider::")) else {
            return Some(name.into());
        };
        let (provider, function) = path.split_once("::")?;
        let kind = module.providers.get(provider)?;
        Some(format!("provider::{kind}::{function}").into())
    }

    fn eager(&self, name: &str, arguments: &[Value], span: Span) -> Value {
        let Some(name) = self.own_name(name) else {
            return self.fail(format!("the provider of `{name}` is not required here"), span);
        };
        let readable = self.readable();
        let context = self.call_context(&readable, span);
        match functions::call(&name, arguments, &context) {
            Some(result) => {
                self.run.charge_for(&result);
                self.checked(result, arguments.iter().find(|value| failed(value)).as_slice())
            }
            None => self.fail(format!("there is no function `{name}`"), span),
        }
    }

    /// The folders whose files may be read, besides the root module's.
    pub(super) fn readable(&self) -> Vec<&Utf8Path> {
        let module = self.instance.and_then(|instance| instance.module);
        let searched = self.run.searched().iter().map(|path| &**path);
        searched.chain(module.map(|module| module.folder)).collect()
    }

    pub(super) fn call_context<'c>(
        &'c self,
        readable: &'c [&'c Utf8Path],
        span: Span,
    ) -> CallContext<'c> {
        CallContext {
            span,
            files: self.run.files,
            readable,
            root_folder: self.run.folder(),
            remembered: self.run.remembered,
        }
    }

    fn arguments(&self, call: &Call) -> Result<Vec<Value>, Value> {
        let mut values: Vec<Value> =
            call.arguments.iter().map(|argument| self.evaluate(argument)).collect();
        if call.expand_last
            && let Some(last) = values.pop()
        {
            match &last.kind {
                Kind::List(_, items) => values.extend(items.iter().cloned()),
                _ if !last.is_known() => return Err(unknown_because_of(&last, last.span)),
                _ => return Err(self.fail("only a list can be spread to arguments", last.span)),
            }
        }
        Ok(values)
    }

    fn try_each(&self, arguments: &[Expression], span: Span) -> Value {
        for argument in arguments {
            let (value, failed) = self.run.attempt(|| self.evaluate(argument));
            if !failed {
                return value;
            }
        }
        self.fail("none of the expressions of this try succeeds", span)
    }

    fn can(&self, arguments: &[Expression], span: Span) -> Value {
        let [argument] = arguments else { return self.fail("can takes one argument", span) };
        let (value, failed) = self.run.attempt(|| self.evaluate(argument));
        // Naming a resource's attribute never fails, computing with it may.
        let names = matches!(argument.kind, ExpressionKind::Traversal(..));
        match &value.kind {
            Kind::Unknown(_) if !failed => unknown_because_of(&value, span),
            Kind::Reference(_) if !names => unknown_because_of(&value, span),
            _ => Value::bool(!failed, span),
        }
    }
}

/// Whether an expression only names a value.
fn is_name(expression: &Expression) -> bool {
    match &expression.kind {
        ExpressionKind::Variable(_) => true,
        ExpressionKind::Traversal(base, _) => is_name(base),
        _ => false,
    }
}
