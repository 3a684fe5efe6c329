//! From a Bicep file to the form that it has in common with ARM JSON.

use std::{
    collections::{BTreeMap, BTreeSet},
    sync::Arc,
};

use camino::{Utf8Path, Utf8PathBuf};
use nexthop_source::{Diagnostic, Sources, Span};

use super::{
    deployment,
    expression::{Lowering, imported_name, names_of, texts},
    files::File,
    missing,
    names::{Declared, Program, literal},
    parameter_type::{self, Taken},
    parameters, resource,
    syntax::{Block, Entry, Function, Module, Parameter, Statement},
};
use crate::{
    FileSystem,
    arm::{
        expression as arm, json,
        template::{
            self as arm_template, ModuleContent, ModuleDeclaration, ModuleScope, Output,
            ParameterType, TargetScope, Template, UserFunction,
        },
    },
    json::Node,
};

/// Modules that call each other deeper are not read.
const DEEPEST: usize = 64;

/// Makes each file a template, once.
pub(super) struct Templates<'l> {
    program: &'l Program<'l>,
    disk: &'l dyn FileSystem,
    sources: &'l Sources,
    /// Of compiled templates.
    read: BTreeMap<Utf8PathBuf, Option<Arc<Template>>>,
    made: BTreeMap<&'l Utf8Path, Arc<Template>>,
    /// What is wrong with templates that are written out in files.
    pub(super) problems: Vec<Diagnostic>,
    /// The files that are being made, outermost first.
    making: Vec<&'l Utf8Path>,
}

impl<'l> Templates<'l> {
    pub(super) fn new(
        program: &'l Program<'l>,
        disk: &'l dyn FileSystem,
        sources: &'l Sources,
    ) -> Self {
        let (read, made, making) = (BTreeMap::new(), BTreeMap::new(), Vec::new());
        Self { program, disk, sources, read, made, problems: Vec::new(), making }
    }

    /// The template of a file; `None` if it is being made, and so contains itself.
    pub(super) fn of(&mut self, file: &'l File) -> Option<Arc<Template>> {
        if let Some(made) = self.made.get(&*file.path) {
            return Some(Arc::clone(made));
        }
        if self.making.contains(&&*file.path) || self.making.len() >= DEEPEST {
            return None;
        }
        self.making.push(&file.path);
        let made = Arc::new(self.make(file));
        self.making.pop();
        self.made.insert(&file.path, Arc::clone(&made));
        Some(made)
    }

    fn make(&mut self, file: &'l File) -> Template {
        let mut lowering = Lowering::new(self.program, file, true);
        let mut template = empty(file.span);
        for statement in &file.statements {
            self.add(statement, &mut lowering, &mut template);
        }
        // A declaration that could not be read is told already.
        let mistakes = std::mem::take(&mut lowering.mistakes);
        let mistakes = mistakes.into_iter().filter(|_| file.diagnostics.is_empty());
        self.problems.extend(mistakes.map(|(span, message)| missing::refused(span, message)));
        add_imported(lowering, &mut template);
        template
    }

    fn add(
        &mut self,
        statement: &'l Statement,
        lowering: &mut Lowering<'l>,
        template: &mut Template,
    ) {
        match statement {
            Statement::TargetScope(scope) => {
                template.target_scope = target_scope(literal(scope).unwrap_or_default());
            }
            Statement::Parameter(parameter) => {
                let name = Arc::clone(&parameter.name.text);
                template.parameters.insert(name, declared_parameter(parameter, lowering));
            }
            Statement::Variable { name, value } => {
                let value = lowering.expression(value);
                template.variables.insert(Arc::clone(&name.text), value);
            }
            Statement::Function(found) => {
                let name = (Arc::from(""), Arc::clone(&found.name.text));
                template.functions.insert(name, function(found, lowering));
            }
            Statement::Resource(found) => match deployment::module(found, self, lowering) {
                Some(module) => template.modules.push(module),
                None => resource::declarations(found, lowering, &mut template.resources),
            },
            Statement::Module(found) => {
                let module = self.module(found, lowering);
                template.modules.push(module);
            }
            Statement::Output { name, value, header } => {
                let value = lowering.expression(value);
                let output = Output { value, condition: None, span: *header };
                template.outputs.insert(Arc::clone(&name.text), output);
            }
            Statement::Type { .. }
            | Statement::Import(_)
            | Statement::Extension { .. }
            | Statement::Using { .. }
            | Statement::Extends { .. } => {}
        }
    }

    fn module(&mut self, module: &'l Module, lowering: &mut Lowering<'l>) -> ModuleDeclaration {
        let source = literal(&module.path).unwrap_or_default();
        let content = if let Some(template) = self.content(lowering.file, source) {
            ModuleContent::Template(template)
        } else {
            self.problems.extend(self.in_a_circle(lowering.file, source, module.path.span));
            ModuleContent::Unread(Arc::from(source))
        };
        let block = &module.body;
        let repeat = block.repeat.as_ref().map(|repeat| lowering.repeat(repeat));
        let names = block.repeat.as_ref().map(names_of).unwrap_or_default();
        lowering.within(names, |lowering| ModuleDeclaration {
            symbol: Arc::clone(&module.symbol.text),
            api_version: None,
            repeat,
            condition: block.condition.as_ref().map(|found| lowering.expression(found)),
            name: property(block, "name").map(|name| lowering.expression(name)),
            scope: match property(block, "scope") {
                Some(scope) => ModuleScope::Expression(lowering.expression(scope)),
                None => ModuleScope::Same,
            },
            arguments: arguments(block, &content, lowering),
            content,
            outer_scope: false,
            header: module.header,
        })
    }

    /// What is wrong with a module whose file is here and yet no template.
    fn in_a_circle(&self, file: &File, source: &str, span: Span) -> Option<Diagnostic> {
        let library = self.program.library;
        let path = library.resolve(file, source).filter(|path| library.get(path).is_some())?;
        let message = match self.making.iter().position(|making| *making == path) {
            Some(at) => {
                let chain = self.making[at..].iter().map(|path| path.as_str());
                let chain: Vec<_> = chain.chain([path.as_str()]).collect();
                format!("These modules deploy each other in a circle: {}", chain.join(" > "))
            }
            None => format!("Modules are nested more than {DEEPEST} levels deep"),
        };
        let mut diagnostic = missing::refused(span, message);
        diagnostic.help("Bicep refuses that. Move what both of them need to a file of its own.");
        Some(diagnostic)
    }

    /// What the file holds that `source` names in `file`.
    pub(super) fn content(&mut self, file: &'l File, source: &str) -> Option<Arc<Template>> {
        let program = self.program;
        let path = program.library.resolve(file, source)?;
        match program.library.get(&path) {
            Some(found) => self.of(found),
            None => self.compiled(path),
        }
    }

    /// The template that is written out in `file` where JSON would stand. With `outer`
    /// its expressions are the file's own.
    pub(super) fn written(
        &mut self,
        file: &File,
        written: (&Node, &json::Computed),
        outer: bool,
    ) -> Arc<Template> {
        let here = (self.disk, self.sources, &self.program.library.documents);
        let (template, problems) = json::template_within(here, &file.path, written, outer);
        self.problems.extend(problems);
        Arc::new(template)
    }

    /// The template of a JSON file.
    fn compiled(&mut self, path: Utf8PathBuf) -> Option<Arc<Template>> {
        let (disk, sources) = (self.disk, self.sources);
        let files = &self.program.library.documents;
        let read = |path: &Utf8PathBuf| json::template(disk, sources, files, path).map(Arc::new);
        self.read.entry(path).or_insert_with_key(read).clone()
    }
}

/// A template that declares nothing.
pub(super) fn empty(span: Span) -> Template {
    Template {
        target_scope: TargetScope::default(),
        parameters: BTreeMap::new(),
        variables: BTreeMap::new(),
        functions: BTreeMap::new(),
        resources: Vec::new(),
        modules: Vec::new(),
        outputs: BTreeMap::new(),
        span,
    }
}

/// The values that a parameter file assigns and declares, as variables of a template
/// without anything else.
pub(super) fn of_parameter_file<'l>(program: &'l Program<'l>, file: &'l File) -> Template {
    let mut lowering = Lowering::new(program, file, true);
    let mut template = empty(file.span);
    for statement in &file.statements {
        let (Statement::Variable { name, value }
        | Statement::Parameter(Parameter { name, value: Some(value), .. })) = statement
        else {
            continue;
        };
        let value = lowering.expression(value);
        template.variables.insert(Arc::clone(&name.text), value);
    }
    for (name, from) in parameters::assigned(program, file) {
        if from.path != file.path {
            lowering.wanted.insert((&from.path, name));
        }
    }
    add_imported(lowering, &mut template);
    template
}

/// Adds what other files declare and the template uses.
fn add_imported(lowering: Lowering<'_>, template: &mut Template) {
    let program = lowering.program;
    let mut done = BTreeSet::new();
    let (mut wanted, mut compiled) = (lowering.wanted, lowering.compiled);
    while let Some((path, name)) = wanted.pop_first() {
        if !done.insert((path, name)) {
            continue;
        }
        let Some(file) = program.library.get(path) else { continue };
        let mut lowering = Lowering::new(program, file, false);
        let in_template = imported_name(file, name);
        match program.names(file).get(name) {
            Some(
                Declared::Variable(value)
                | Declared::Parameter(Parameter { value: Some(value), .. }),
            ) => {
                template.variables.insert(in_template, lowering.expression(value));
            }
            Some(Declared::Function(found)) => {
                let function = function(found, &mut lowering);
                template.functions.insert((Arc::from(""), in_template), function);
            }
            _ => {}
        }
        wanted.append(&mut lowering.wanted);
        compiled.append(&mut lowering.compiled);
    }
    for exports in compiled.into_iter().filter_map(|path| program.library.exports.get(path)) {
        let variables = exports.variables.iter();
        template.variables.extend(variables.map(|(name, value)| (Arc::clone(name), value.clone())));
        let functions = exports.functions.iter();
        let named = |name: &Arc<str>| (Arc::from(""), Arc::clone(name));
        template.functions.extend(functions.map(|(name, found)| (named(name), found.clone())));
    }
}

fn target_scope(name: &str) -> TargetScope {
    match name {
        "subscription" => TargetScope::Subscription,
        "managementGroup" => TargetScope::ManagementGroup,
        "tenant" => TargetScope::Tenant,
        _ => TargetScope::ResourceGroup,
    }
}

fn declared_parameter(
    parameter: &Parameter,
    lowering: &mut Lowering<'_>,
) -> arm_template::Parameter {
    let taken = match &parameter.value_type {
        Some(found) => parameter_type::taken(lowering.program, lowering.file, found),
        None => Taken { parameter_type: ParameterType::Any, nullable: false },
    };
    arm_template::Parameter {
        parameter_type: taken.parameter_type,
        nullable: taken.nullable,
        default: parameter.value.as_ref().map(|value| lowering.expression(value)),
        span: parameter.header,
    }
}

fn function(function: &Function, lowering: &mut Lowering<'_>) -> UserFunction {
    let parameters = texts(&function.parameters);
    let body =
        lowering.within(parameters.iter().cloned(), |lowering| lowering.expression(&function.body));
    UserFunction { parameters, body, span: function.header }
}

/// The value of a property that is written out.
pub(super) fn property<'b>(block: &'b Block, name: &str) -> Option<&'b super::syntax::Expression> {
    block.entries.iter().rev().find_map(|entry| match entry {
        Entry::Property { key, value } => (literal(key) == Some(name)).then_some(value),
        Entry::Spread(_) => None,
    })
}

/// The parameters that a module is given. Where they are not an object that is
/// written out, each is a property of what is.
fn arguments(
    block: &Block,
    content: &ModuleContent,
    lowering: &mut Lowering<'_>,
) -> BTreeMap<Arc<str>, arm::Expression> {
    let Some(given) = property(block, "params") else { return BTreeMap::new() };
    let given = lowering.expression(given);
    let mut arguments = BTreeMap::new();
    if let arm::ExpressionKind::Object(entries) = given.kind {
        for entry in entries {
            if let arm::Entry::Property { key, value } = entry
                && let arm::ExpressionKind::String(name) = key.kind
            {
                arguments.insert(name, value);
            }
        }
        return arguments;
    }
    let ModuleContent::Template(template) = content else { return arguments };
    for name in template.parameters.keys() {
        let step = arm::Access::Property { name: Arc::clone(name), safe: true };
        let kind = arm::ExpressionKind::Access(Box::new(given.clone()), step);
        arguments.insert(Arc::clone(name), arm::Expression { kind, span: given.span });
    }
    arguments
}
