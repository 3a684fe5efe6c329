//! Expressions against what `terraform console` 1.11 answers.

mod any_arguments;
mod collections;
mod numbers;
mod passing_on;
mod paths;
mod provider;
mod text;
mod unknowns;
mod yaml;

use std::{
    collections::{BTreeMap, BTreeSet},
    sync::Arc,
};

use nexthop_source::Sources;

use crate::{
    Address, Kind, ListKind, Memory, ObjectKind, Part, Value, Why,
    terraform::{
        functions::Remembered,
        repeat::Repetition,
        scope::{Names, NamesKind, Run, Scope, constant},
        syntax::{Expression, parse_expression},
    },
};

/// Each expression has the value that stands beside it.
#[track_caller]
pub(crate) fn check_all(rows: &[(&str, &str)]) {
    for (expression, expected) in rows {
        assert_eq!(rendered(&evaluated(expression)), *expected, "{expression}");
    }
}

pub(crate) fn evaluated(expression: &str) -> Value {
    constant(&parsed(expression))
}

fn parsed(expression: &str) -> Expression {
    let file = Sources::default().add("main.tf", expression.to_owned());
    parse_expression(expression, file).expect("the expression can be parsed")
}

/// The value of an expression in which `id` is the id of a subnet that is not
/// deployed yet, `name` its name, which is known, `ips` a list that a virtual hub will
/// have, and `u` a variable without a value.
fn evaluated_among_unknowns(expression: &str) -> Value {
    let expression = parsed(expression);
    let subnet = |attribute: &str| {
        Value::reference(Address::new("azurerm_subnet.gw"), attribute, expression.span)
    };
    let name = Value::string("GatewaySubnet", expression.span);
    let via = subnet("name").referent().cloned().expect("it is a reference");
    let names = BTreeMap::from([
        (Arc::from("id"), subnet("id")),
        (Arc::from("name"), name.with_via(via)),
        (
            Arc::from("ips"),
            Value::reference(Address::new("azurerm_virtual_hub.hub"), "ips", expression.span),
        ),
        (Arc::from("u"), Value::unknown(Why::InputNotGiven("var.u".to_owned()), expression.span)),
    ]);
    let files = Memory::default();
    let remembered = Remembered::default();
    let run = Run::new(&files, &remembered, None);
    let names = Names { kind: NamesKind::Many(&names), outer: None };
    let repetition = &Repetition::Once;
    Scope { run: &run, instance: None, repetition, names: Some(&names) }.evaluate(&expression)
}

/// The value as the console prints it, on one line and without the types of nulls;
/// `error` where it refuses the expression.
pub(crate) fn rendered(value: &Value) -> String {
    let list = |items: &[Value]| {
        format!("[{}]", items.iter().map(rendered).collect::<Vec<_>>().join(", "))
    };
    match &value.kind {
        Kind::Null => "null".to_owned(),
        Kind::Bool(truth) => truth.to_string(),
        Kind::Number(number) => number.to_string(),
        Kind::String(text) => format!("{text:?}"),
        Kind::List(ListKind::Tuple, items) => list(items),
        Kind::List(ListKind::List, items) => format!("tolist({})", list(items)),
        Kind::List(ListKind::Set, items) => format!("toset({})", list(items)),
        Kind::Object(kind, entries) => {
            let entry = |(name, value)| format!("{name:?} = {}", rendered(value));
            let entries = entries.iter().map(entry).collect::<Vec<_>>().join(", ");
            match kind {
                ObjectKind::Object => format!("{{{entries}}}"),
                ObjectKind::Map => format!("tomap({{{entries}}})"),
            }
        }
        Kind::Reference(reference) => format!("{}.{}", reference.target, reference.attribute),
        Kind::Unknown(unknown) => match &unknown.why {
            Why::Failed(_) => "error".to_owned(),
            _ if unknown.parts.is_empty() => "unknown".to_owned(),
            _ => format!("\"{}\"", unknown.parts.iter().map(rendered_part).collect::<String>()),
        },
    }
}

fn rendered_part(part: &Part) -> String {
    match part {
        Part::Text(text) => text.to_string(),
        Part::Reference(reference) => format!("${{{}.{}}}", reference.target, reference.attribute),
        Part::Unknown => "${?}".to_owned(),
    }
}

/// What `terraform metadata functions -json` lists (1.11.4).
const OF_TERRAFORM: &str = "abs abs abspath abspath alltrue alltrue anytrue anytrue base64decode base64decode \
    base64encode base64encode base64gzip base64gzip base64sha256 base64sha256 base64sha512 \
    base64sha512 basename basename bcrypt bcrypt can can ceil ceil chomp chomp chunklist \
    chunklist cidrhost cidrhost cidrnetmask cidrnetmask cidrsubnet cidrsubnet cidrsubnets \
    cidrsubnets coalesce coalesce coalescelist coalescelist compact compact concat concat \
    contains contains csvdecode csvdecode dirname dirname distinct distinct element element \
    endswith endswith ephemeralasnull ephemeralasnull file file filebase64 filebase64 \
    filebase64sha256 filebase64sha256 filebase64sha512 filebase64sha512 fileexists \
    fileexists filemd5 filemd5 fileset fileset filesha1 filesha1 filesha256 filesha256 \
    filesha512 filesha512 flatten flatten floor floor format format formatdate formatdate \
    formatlist formatlist indent indent index index issensitive issensitive join join \
    jsondecode jsondecode jsonencode jsonencode keys keys length length log log lookup \
    lookup lower lower matchkeys matchkeys max max md5 md5 merge merge min min nonsensitive \
    nonsensitive one one parseint parseint pathexpand pathexpand plantimestamp plantimestamp \
    pow pow range range regex regex regexall regexall replace replace reverse reverse \
    rsadecrypt rsadecrypt sensitive sensitive setintersection setintersection setproduct \
    setproduct setsubtract setsubtract setunion setunion sha1 sha1 sha256 sha256 sha512 \
    sha512 signum signum slice slice sort sort split split startswith startswith strcontains \
    strcontains strrev strrev substr substr sum sum templatefile templatefile templatestring \
    templatestring textdecodebase64 textdecodebase64 textencodebase64 textencodebase64 \
    timeadd timeadd timecmp timecmp timestamp timestamp title title tobool tobool tolist \
    tolist tomap tomap tonumber tonumber toset toset tostring tostring transpose transpose \
    trim trim trimprefix trimprefix trimspace trimspace trimsuffix trimsuffix try try upper \
    upper urlencode urlencode uuid uuid uuidv5 uuidv5 values values yamldecode yamldecode \
    yamlencode yamlencode zipmap zipmap";

/// Those that see expressions instead of values.
const OF_EXPRESSIONS: [&str; 4] = ["can", "templatefile", "templatestring", "try"];

const OF_OPENTOFU: [&str; 3] = ["base64gunzip", "cidrcontains", "urldecode"];

const UNTIL_0_14: [&str; 2] = ["list", "map"];

#[test]
fn every_function_of_terraform_is_here() {
    let here = super::FAMILIES.iter().copied().flatten().map(|function| function.name);
    let here: BTreeSet<_> = here.chain(OF_EXPRESSIONS).collect();
    let there = OF_TERRAFORM.split_whitespace().chain(OF_OPENTOFU).chain(UNTIL_0_14);
    let there: BTreeSet<_> = there.collect();
    assert_eq!(here, there);
}
