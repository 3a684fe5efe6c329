//! Functions that convert, and those that stand for a constant.

use super::{Arguments, Function, Outcome, function, unknowable};
use crate::{Kind, Number, Value, arm::place};

pub(super) const FUNCTIONS: &[Function] = &[
    function("any", (1, 1), |arguments| Ok(arguments.values[0].clone())),
    function("bool", (1, 1), bool),
    unknowable("buildUri", (1, 1)),
    unknowable("deployer", (0, 0)),
    function("environment", (0, 0), |arguments| Ok(environment(arguments))),
    unknowable("externalInput", (1, 2)),
    function("fail", (1, 1), fail),
    function("false", (0, 0), |arguments| Ok(arguments.bool(false))),
    function("float", (1, 1), float),
    unknowable("getSecret", (2, 5)),
    function("int", (1, 1), int),
    unknowable("loadDirectoryFileInfo", (1, 2)),
    function("null", (0, 0), |arguments| Ok(Value::null(arguments.span))),
    unknowable("parseUri", (1, 1)),
    unknowable("pickZones", (3, 5)),
    unknowable("providers", (1, 2)),
    unknowable("readCliArg", (1, 2)),
    unknowable("readEnvVar", (1, 2)),
    unknowable("readEnvironmentVariable", (1, 2)),
    unknowable("roleDefinitions", (1, 1)),
    unknowable("target", (0, 1)),
    unknowable("toLogicalZone", (3, 3)),
    unknowable("toLogicalZones", (3, 3)),
    unknowable("toPhysicalZone", (3, 3)),
    unknowable("toPhysicalZones", (3, 3)),
    function("true", (0, 0), |arguments| Ok(arguments.bool(true))),
];

fn bool(arguments: &Arguments) -> Outcome {
    let truth = match &arguments.known(0)?.kind {
        Kind::Bool(truth) => *truth,
        Kind::Number(number) => *number != Number::Integer(0),
        Kind::String(text) if text.eq_ignore_ascii_case("true") || **text == *"1" => true,
        Kind::String(text) if text.eq_ignore_ascii_case("false") || **text == *"0" => false,
        _ => return Err(arguments.fail("this is no truth value")),
    };
    Ok(arguments.bool(truth))
}

fn int(arguments: &Arguments) -> Outcome {
    let number = match &arguments.known(0)?.kind {
        Kind::Number(number) => Some(number.truncated()),
        Kind::String(text) => text.trim().parse::<i64>().ok().map(Number::from),
        _ => None,
    };
    let number = number.ok_or_else(|| arguments.fail("this is no whole number"))?;
    Ok(Value::new(Kind::Number(number), arguments.span))
}

fn float(arguments: &Arguments) -> Outcome {
    let number = match &arguments.known(0)?.kind {
        Kind::Number(number) => Some(number.clone()),
        Kind::String(text) => Number::parse(text.trim()),
        _ => None,
    };
    let number = number.ok_or_else(|| arguments.fail("this is no number"))?;
    Ok(Value::new(Kind::Number(number), arguments.span))
}

fn fail(arguments: &Arguments) -> Outcome {
    let message = arguments.text(0)?;
    Err(arguments.fail(&*message))
}

/// In which cloud the template is deployed cannot be told from the template.
fn environment(arguments: &Arguments) -> Value {
    const PROPERTIES: [&str; 10] = [
        "activeDirectoryDataLake",
        "audiences",
        "batch",
        "gallery",
        "graph",
        "graphAudience",
        "name",
        "portal",
        "resourceManager",
        "sqlManagement",
    ];
    const SUFFIXES: [&str; 8] = [
        "acrLoginServer",
        "azureDatalakeAnalyticsCatalogAndJob",
        "azureDatalakeStoreFileSystem",
        "keyvaultDns",
        "sqlServerHostname",
        "storage",
        "azureFrontDoorEndpointSuffix",
        "synapseAnalytics",
    ];
    let unknown = |path: &str, name: &str| {
        (name.into(), place::outside(&format!("environment().{path}{name}"), arguments.span))
    };
    let suffixes = SUFFIXES.map(|name| unknown("suffixes.", name));
    let mut all: super::arguments::Entries =
        PROPERTIES.map(|name| unknown("", name)).into_iter().collect();
    all.insert("suffixes".into(), arguments.object(suffixes.into_iter().collect()));
    let login = ["loginEndpoint", "tenant", "audiences", "identityProvider"];
    let login = login.map(|name| unknown("authentication.", name));
    all.insert("authentication".into(), arguments.object(login.into_iter().collect()));
    arguments.object(all)
}
