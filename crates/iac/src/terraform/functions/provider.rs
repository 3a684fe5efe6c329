//! Functions of the azapi and azurerm providers that take resource ids apart
//! and put them together; no other provider's can be computed here.

use std::{collections::BTreeMap, sync::Arc};

use super::{Arguments, CallContext, Outcome};
use crate::{
    Kind, ObjectKind, Part, Value, Why,
    evaluate::{caused_by, join},
    unique_string,
};

pub(super) fn call(name: &str, arguments: &[Value], context: &CallContext) -> Value {
    if let Some(failed) = arguments.iter().find(|value| super::is_failure(value)) {
        return caused_by(failed, context.span);
    }
    let known = |row: &&Row| row.0 == name && row.1 == arguments.len();
    match FUNCTIONS.iter().find(known) {
        Some((name, _, run)) => {
            run(&Arguments::new(name, arguments, context)).unwrap_or_else(|stop| stop)
        }
        None => Value::unknown(Why::Function(name.to_owned()), context.span),
    }
}

/// Name, number of arguments, what it does.
type Row = (&'static str, usize, fn(&Arguments) -> Outcome);

const FUNCTIONS: &[Row] = &[
    ("provider::azapi::build_resource_id", 3, build_resource_id),
    ("provider::azapi::extension_resource_id", 3, extension_resource_id),
    ("provider::azapi::management_group_resource_id", 3, management_group_resource_id),
    ("provider::azapi::parse_resource_id", 2, parse_resource_id),
    ("provider::azapi::resource_group_resource_id", 4, resource_group_resource_id),
    ("provider::azapi::subscription_resource_id", 3, subscription_resource_id),
    ("provider::azapi::tenant_resource_id", 2, |arguments| composed(arguments, Vec::new(), 0)),
    ("provider::azapi::unique_string", 1, |arguments| {
        Ok(arguments.string(unique_string::of(&arguments.texts(0)?.join("-"))))
    }),
    // Only the case of the fixed words would change, and ids compare without it.
    ("provider::azurerm::normalise_resource_id", 1, |arguments| Ok(arguments.values[0].clone())),
    ("provider::azurerm::parse_resource_id", 1, parse_resource_id_of_azurerm),
];

/// An id as its pairs of a fixed word and a name, which may be unknown.
struct ResourceId(Vec<(Arc<str>, Value)>);

impl ResourceId {
    fn parse(arguments: &Arguments, position: usize) -> Result<Self, Value> {
        let id = match arguments.given(position) {
            Some(id) if !id.is_null() => id,
            _ => return Err(arguments.not_offline()),
        };
        let parts: &[Part] = match &id.kind {
            Kind::Unknown(unknown) if !unknown.parts.is_empty() => &unknown.parts,
            _ => &[Part::Text(arguments.as_text(id)?)],
        };
        let malformed = || {
            if id.is_known() {
                arguments.fail("the ID is malformed")
            } else {
                caused_by(id, arguments.span)
            }
        };
        let mut segments = segments(parts).into_iter();
        if segments.next() != Some(Vec::new()) {
            return Err(malformed());
        }
        let segments: Vec<Vec<Part>> = segments.collect();
        let (pairs, []) = segments.as_chunks::<2>() else { return Err(malformed()) };
        let pairs = pairs.iter().map(|[word, name]| match word.as_slice() {
            [Part::Text(word)] if !name.is_empty() => {
                Ok((Arc::clone(word), segment_value(arguments, id, name)))
            }
            _ => Err(malformed()),
        });
        pairs.collect::<Result<_, _>>().map(Self)
    }

    fn named(&self, word: &str) -> Option<&Value> {
        self.0.iter().find(|(other, _)| other.eq_ignore_ascii_case(word)).map(|(_, name)| name)
    }

    /// Where the last `/providers/` stands.
    fn provider(&self) -> Option<usize> {
        self.0.iter().rposition(|(word, _)| word.eq_ignore_ascii_case("providers"))
    }

    /// `Microsoft.Network/virtualNetworks/subnets`
    fn resource_type(&self) -> Option<String> {
        let Some(provider) = self.provider() else {
            let (word, _) = self.0.last()?;
            return Some(format!("Microsoft.Resources/{word}"));
        };
        let namespace = self.0[provider].1.as_str()?.to_owned();
        let words = self.0[provider + 1..].iter().map(|(word, _)| word.as_ref());
        Some(words.fold(namespace, |path, word| format!("{path}/{word}")))
    }

    /// The first `count` pairs as an id.
    fn prefix(&self, arguments: &Arguments, count: usize) -> Value {
        if count == 0 {
            return arguments.string("/");
        }
        let pieces: Vec<Value> = self.0[..count]
            .iter()
            .flat_map(|(word, name)| [arguments.string(format!("/{word}/")), name.clone()])
            .collect();
        join(&pieces, arguments.span)
    }

    /// How many pairs belong to the id of what this resource is in.
    fn parent_length(&self) -> usize {
        let last = self.0.len().saturating_sub(1);
        match self.provider() {
            Some(provider) if provider + 1 == last => provider,
            _ => last,
        }
    }
}

/// The parts between slashes.
fn segments(parts: &[Part]) -> Vec<Vec<Part>> {
    let mut segments = vec![Vec::new()];
    for part in parts {
        let Part::Text(text) = part else {
            if let Some(last) = segments.last_mut() {
                last.push(part.clone());
            }
            continue;
        };
        for (position, piece) in text.split('/').enumerate() {
            if position > 0 {
                segments.push(Vec::new());
            }
            if let Some(last) = segments.last_mut().filter(|_| !piece.is_empty()) {
                last.push(Part::Text(piece.into()));
            }
        }
    }
    segments
}

fn segment_value(arguments: &Arguments, id: &Value, parts: &[Part]) -> Value {
    let pieces: Vec<Value> = parts
        .iter()
        .map(|part| match part {
            Part::Text(text) => arguments.string(Arc::clone(text)),
            Part::Reference(reference) => {
                Value::new(Kind::Reference(Arc::clone(reference)), arguments.span)
            }
            Part::Unknown => caused_by(id, arguments.span),
        })
        .collect();
    match pieces.as_slice() {
        [only] => only.clone(),
        _ => join(&pieces, arguments.span),
    }
}

type Attributes<'a> = Vec<(&'a str, Value)>;

fn object(arguments: &Arguments, attributes: Attributes) -> Value {
    let entries = attributes.into_iter().map(|(name, value)| (Arc::from(name), value));
    Value::object(entries.collect(), arguments.span)
}

fn map(arguments: &Arguments, entries: BTreeMap<Arc<str>, Value>) -> Value {
    Value::new(Kind::Object(ObjectKind::Map, entries.into()), arguments.span)
}

/// <https://learn.microsoft.com/azure/developer/terraform/how-to-use-azapi-provider-functions>
fn parse_resource_id(arguments: &Arguments) -> Outcome {
    let (wanted, id) = (arguments.text(0)?, ResourceId::parse(arguments, 1)?);
    let resource_type = id.resource_type().ok_or_else(|| arguments.fail("the ID is malformed"))?;
    if !resource_type.eq_ignore_ascii_case(&wanted) {
        let message = format!("the ID is one of {resource_type}, not of {wanted}");
        return Err(arguments.fail(message));
    }
    let empty = || arguments.string("");
    let or_empty = |word| id.named(word).cloned().unwrap_or_else(empty);
    let namespace = id.provider().and_then(|provider| id.0.get(provider));
    let name = id.0.last().map(|(_, name)| name.clone());
    Ok(object(
        arguments,
        vec![
            ("id", arguments.values[1].clone()),
            ("name", name.unwrap_or_else(empty)),
            ("parent_id", id.prefix(arguments, id.parent_length())),
            ("parts", map(arguments, id.0.iter().cloned().collect())),
            ("provider_namespace", namespace.map_or_else(empty, |(_, name)| name.clone())),
            ("resource_group_name", or_empty("resourceGroups")),
            ("subscription_id", or_empty("subscriptions")),
            ("type", arguments.string(wanted)),
        ],
    ))
}

fn parse_resource_id_of_azurerm(arguments: &Arguments) -> Outcome {
    let id = ResourceId::parse(arguments, 0)?;
    let malformed = || arguments.fail("could not determine resource ID type");
    let resource_type = id.resource_type().ok_or_else(malformed)?;
    let (word, name) = id.0.last().ok_or_else(malformed)?;
    let provider = id.provider();
    let between = provider.map_or(0..0, |provider| provider + 1..id.0.len() - 1);
    let parents = id.0.get(between).unwrap_or_default();
    let empty = || arguments.string("");
    let or_empty = |word| id.named(word).cloned().unwrap_or_else(empty);
    let namespace = provider.map_or_else(empty, |provider| id.0[provider].1.clone());
    Ok(object(
        arguments,
        vec![
            ("full_resource_type", arguments.string(resource_type)),
            ("parent_resources", map(arguments, parents.iter().cloned().collect())),
            ("resource_group_name", or_empty("resourceGroups")),
            ("resource_name", name.clone()),
            ("resource_provider", namespace),
            ("resource_scope", Value::null(arguments.span)),
            ("resource_type", arguments.string(Arc::clone(word))),
            ("subscription_id", or_empty("subscriptions")),
        ],
    ))
}

fn build_resource_id(arguments: &Arguments) -> Outcome {
    let (parent, name) = (&arguments.values[0], arguments.values[2].clone());
    let resource_type = arguments.text(1)?;
    if parent.is_null() || name.is_null() {
        return Err(arguments.fail("argument must not be null"));
    }
    let steps: Vec<&str> = resource_type.split('/').collect();
    let own = match steps.as_slice() {
        [namespace, own] if namespace.eq_ignore_ascii_case("Microsoft.Resources") => {
            format!("/{own}/")
        }
        [namespace, own] => format!("/providers/{namespace}/{own}/"),
        [_, .., own] => format!("/{own}/"),
        _ => return Err(arguments.fail("the resource type is malformed")),
    };
    let at_tenant = parent.as_str() == Some("/");
    let parent = if at_tenant { arguments.string("") } else { parent.clone() };
    Ok(join(&[parent, arguments.string(own), name], arguments.span))
}

fn resource_group_resource_id(arguments: &Arguments) -> Outcome {
    let scope = [
        arguments.string("/subscriptions/"),
        arguments.values[0].clone(),
        arguments.string("/resourceGroups/"),
        arguments.values[1].clone(),
    ];
    composed(arguments, scope.to_vec(), 2)
}

fn extension_resource_id(arguments: &Arguments) -> Outcome {
    composed(arguments, vec![arguments.values[0].clone()], 1)
}

fn management_group_resource_id(arguments: &Arguments) -> Outcome {
    let scope = arguments.string("/providers/Microsoft.Management/managementGroups/");
    composed(arguments, vec![scope, arguments.values[0].clone()], 1)
}

fn subscription_resource_id(arguments: &Arguments) -> Outcome {
    let scope = [arguments.string("/subscriptions/"), arguments.values[0].clone()];
    composed(arguments, scope.to_vec(), 1)
}

/// The id of a resource below `scope`, whose type and names are the arguments
/// from `position` on.
fn composed(arguments: &Arguments, scope: Vec<Value>, position: usize) -> Outcome {
    let (resource_type, names) = (arguments.text(position)?, arguments.items(position + 1)?);
    let (namespace, steps) = resource_type.split_once('/').unwrap_or((&resource_type, ""));
    let steps: Vec<&str> = steps.split('/').collect();
    if steps.len() != names.len() {
        return Err(arguments.fail("the number of resource names does not match the resource type"));
    }
    let mut pieces = scope;
    pieces.push(arguments.string(format!("/providers/{namespace}")));
    for (step, name) in steps.into_iter().zip(names) {
        pieces.extend([arguments.string(format!("/{step}/")), name.clone()]);
    }
    Ok(join(&pieces, arguments.span))
}
