//! What a module declares, by name.

use std::{
    collections::{BTreeMap, HashMap},
    sync::OnceLock,
};

use camino::Utf8Path;
use nexthop_source::Span;

use super::{
    order::Uses,
    scope::constant,
    syntax::{Block, Body, Expression, ExpressionKind, ObjectKey},
    type_constraint,
};
use crate::{
    Kind, Value,
    evaluate::{self, Type},
};

/// The declarations of one folder.
#[derive(Debug)]
pub(super) struct Declarations<'p> {
    pub folder: &'p Utf8Path,
    pub variables: BTreeMap<&'p str, Variable<'p>>,
    pub locals: HashMap<&'p str, &'p Expression>,
    pub outputs: BTreeMap<&'p str, &'p Expression>,
    /// By the name as an expression writes it: `azurerm_subnet.gw`, `data.azurerm_subnet.gw`.
    pub resources: BTreeMap<String, ResourceBlock<'p>>,
    pub calls: BTreeMap<&'p str, CallBlock<'p>>,
    /// The types of the required providers by the names that they have here.
    pub providers: BTreeMap<&'p str, &'p str>,
    /// What its expressions name.
    pub uses: Uses,
}

/// `variable "name" { … }`
#[derive(Debug)]
pub(super) struct Variable<'p> {
    pub constraint: Option<Type>,
    /// Its type is `string`, `number`, `bool` or not declared.
    pub is_simple: bool,
    pub default: Option<&'p Expression>,
    pub nullable: bool,
    pub header: Span,
    /// The default as a value of the variable's type, once somebody asks for it.
    converted: OnceLock<Option<Value>>,
}

/// `resource "type" "name" { … }` or `data "type" "name" { … }`
#[derive(Debug)]
pub(super) struct ResourceBlock<'p> {
    /// It is a data source.
    pub data: bool,
    pub kind: &'p str,
    pub block: &'p Block,
    pub repeat: Repeat<'p>,
}

/// `module "name" { … }`
#[derive(Debug)]
pub(super) struct CallBlock<'p> {
    pub block: &'p Block,
    pub repeat: Repeat<'p>,
    /// The source as it is written; empty where it is not plain text.
    pub source: &'p str,
    pub arguments: BTreeMap<&'p str, &'p Expression>,
}

/// How often a block is there.
#[derive(Clone, Copy, Debug)]
pub(super) enum Repeat<'p> {
    Once,
    /// Once or not at all: `lifecycle { enabled = … }` of OpenTofu 1.11.
    Enabled(&'p Expression),
    Count(&'p Expression),
    ForEach(&'p Expression),
}

/// Arguments of a module call that are not inputs of the module.
const CALL_ARGUMENTS: [&str; 6] =
    ["source", "version", "providers", "count", "for_each", "depends_on"];

impl<'p> Declarations<'p> {
    /// Takes the declarations from the files of a folder. Of a name that is
    /// declared twice the last one counts.
    pub(super) fn new(folder: &'p Utf8Path, bodies: impl IntoIterator<Item = &'p Body>) -> Self {
        let mut declarations = Self {
            folder,
            variables: BTreeMap::new(),
            locals: HashMap::new(),
            outputs: BTreeMap::new(),
            resources: BTreeMap::new(),
            calls: BTreeMap::new(),
            providers: BTreeMap::new(),
            uses: Uses::default(),
        };
        for body in bodies {
            for block in &body.blocks {
                declarations.declare(block);
            }
        }
        declarations
    }

    fn declare(&mut self, block: &'p Block) {
        let labels: Vec<&'p str> = block.labels.iter().map(|label| &*label.text).collect();
        match (&*block.kind.text, labels.as_slice()) {
            ("variable", [name]) => {
                self.variables.insert(name, Variable::new(block));
            }
            ("locals", []) => {
                let locals = block.body.attributes.iter();
                self.locals.extend(locals.map(|local| (&*local.name.text, &local.value)));
            }
            ("output", [name]) => {
                if let Some(value) = block.body.attribute("value") {
                    self.outputs.insert(name, value);
                }
            }
            ("resource" | "data", [kind, name]) => {
                let data = &*block.kind.text == "data";
                let repeat = Repeat::new(&block.body);
                let start = if data { "data." } else { "" };
                let block = ResourceBlock { data, kind, block, repeat };
                self.resources.insert(format!("{start}{kind}.{name}"), block);
            }
            ("module", [name]) => {
                self.calls.insert(name, CallBlock::new(block));
            }
            ("terraform", []) => self.providers.extend(required_providers(block)),
            // Providers, moves, imports, checks and what is yet to come.
            _ => {}
        }
    }
}

/// The names of the required providers, each with the last part of its source.
fn required_providers(terraform: &Block) -> impl Iterator<Item = (&str, &str)> {
    let blocks = terraform.body.blocks.iter();
    let required = blocks.filter(|block| &*block.kind.text == "required_providers");
    required.flat_map(|block| &block.body.attributes).map(|provider| {
        let name = &*provider.name.text;
        (name, source(&provider.value).and_then(|source| source.rsplit('/').next()).unwrap_or(name))
    })
}

fn source(provider: &Expression) -> Option<&str> {
    let ExpressionKind::Object(entries) = &provider.kind else { return None };
    entries.iter().find_map(|(key, value)| match (key, &value.kind) {
        (ObjectKey::Name(name), ExpressionKind::String(source)) if &*name.text == "source" => {
            Some(&**source)
        }
        _ => None,
    })
}

impl Body {
    /// The value of an attribute.
    pub(super) fn attribute(&self, name: &str) -> Option<&Expression> {
        let attribute = self.attributes.iter().rfind(|attribute| &*attribute.name.text == name)?;
        Some(&attribute.value)
    }
}

impl<'p> Variable<'p> {
    fn new(block: &'p Block) -> Self {
        let kind = block.body.attribute("type");
        let nullable = block.body.attribute("nullable").map(constant);
        Self {
            constraint: kind.and_then(|kind| type_constraint::parse(kind).ok()),
            is_simple: kind.is_none_or(is_simple),
            default: block.body.attribute("default"),
            nullable: !nullable.is_some_and(|value| matches!(value.kind, Kind::Bool(false))),
            header: block.header,
            converted: OnceLock::new(),
        }
    }

    /// The default as a value of the variable's type.
    pub(super) fn default_value(&self) -> Option<&Value> {
        let value = || self.default.map(|default| self.converted(&constant(default)));
        self.converted.get_or_init(value).as_ref()
    }

    /// A value that is given, as one of the variable's type.
    pub(super) fn converted(&self, value: &Value) -> Value {
        match &self.constraint {
            Some(constraint) => evaluate::convert(value, constraint),
            None => value.clone(),
        }
    }
}

fn is_simple(kind: &Expression) -> bool {
    match &kind.kind {
        ExpressionKind::Variable(name) => matches!(&*name.text, "string" | "number" | "bool"),
        ExpressionKind::String(name) => &**name == "string",
        _ => false,
    }
}

impl<'p> CallBlock<'p> {
    fn new(block: &'p Block) -> Self {
        let source = match block.body.attribute("source").map(|source| &source.kind) {
            Some(ExpressionKind::String(text)) => text,
            _ => "",
        };
        let arguments = block.body.attributes.iter();
        Self {
            block,
            repeat: Repeat::new(&block.body),
            source,
            arguments: arguments
                .filter(|argument| !CALL_ARGUMENTS.contains(&&*argument.name.text))
                .map(|argument| (&*argument.name.text, &argument.value))
                .collect(),
        }
    }
}

impl<'p> Repeat<'p> {
    fn new(body: &'p Body) -> Self {
        match (body.attribute("for_each"), body.attribute("count")) {
            (Some(each), _) => Self::ForEach(each),
            (None, Some(count)) => Self::Count(count),
            (None, None) => match body.blocks.iter().find(|block| &*block.kind.text == "lifecycle")
            {
                Some(block) => block.body.attribute("enabled").map_or(Self::Once, Self::Enabled),
                None => Self::Once,
            },
        }
    }
}
