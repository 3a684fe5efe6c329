//! Templates that are files or values of their own: `templatefile`, `templatestring`.

use camino::Utf8Path;
use nexthop_source::Span;

use super::{
    expression::unknown_because_of,
    functions,
    repeat::Repetition,
    scope::{Names, NamesKind, Scope},
    syntax::{self, TemplatePart},
};
use crate::{FileSystem, Value};

fn read(files: &dyn FileSystem, path: &Utf8Path, call: Span) -> Result<Vec<TemplatePart>, String> {
    let content = files.read(path).ok().and_then(|content| String::from_utf8(content).ok());
    match content {
        Some(text) => parse(&text, call),
        None => Err(format!("the template `{path}` cannot be read")),
    }
}

fn parse(text: &str, call: Span) -> Result<Vec<TemplatePart>, String> {
    if text.contains("${") || text.contains("%{") {
        syntax::parse_template(text, call)
    } else {
        Ok(vec![TemplatePart::Text(text.into())])
    }
}

impl Scope<'_, '_> {
    pub(super) fn template_file(&self, arguments: &[Value], span: Span) -> Value {
        let [path, names] = arguments else {
            return self.fail("templatefile takes a path and its variables", span);
        };
        let text = match self.text(path) {
            Ok(text) => text,
            Err(unknown) => return unknown,
        };
        let readable = self.readable();
        match functions::files::readable(&self.call_context(&readable, span), &text) {
            Ok(path) => {
                let read = |path: &Utf8Path| read(self.run.files, path, span);
                let template = self.run.remembered.template(path, span, read);
                self.template_of(&template, names, span)
            }
            Err(outside) => outside,
        }
    }

    pub(super) fn template_string(&self, arguments: &[Value], span: Span) -> Value {
        let [template, names] = arguments else {
            return self.fail("templatestring takes a template and its variables", span);
        };
        match self.text(template) {
            Ok(text) => self.template_of(&parse(&text, span), names, span),
            Err(unknown) => unknown,
        }
    }

    /// A template that sees nothing but `names`.
    fn template_of(
        &self,
        template: &Result<Vec<TemplatePart>, String>,
        names: &Value,
        span: Span,
    ) -> Value {
        let Some(entries) = names.as_object() else {
            if names.is_known() {
                return self.fail("the variables of a template must be an object", names.span);
            }
            return unknown_because_of(names, span);
        };
        let _level = match self.run.enter() {
            Ok(level) => level,
            Err(message) => return self.fail(message, span),
        };
        let parts = match template {
            Ok(parts) => parts,
            Err(message) => return self.fail(message, span),
        };
        let names = Names { kind: NamesKind::Many(entries), outer: None };
        let scope = Scope {
            run: self.run,
            instance: None,
            repetition: &Repetition::Once,
            names: Some(&names),
        };
        scope.template(parts, span)
    }
}
