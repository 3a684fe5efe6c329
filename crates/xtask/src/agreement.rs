//! How far our values agree with planned ones, leaf by leaf.

use nexthop_iac::{Kind, Value};
use serde_json::{Map, Value as Json};

/// The outcome of one leaf.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Outcome {
    /// Known here and there, and the same.
    Equal,
    /// Left out in the code; the plan has the provider's default.
    Default,
    /// Known here and there, and not the same.
    Different,
    /// Not known here, known there.
    UnknownHere,
    /// Known here, not known there, where it is a part of something that is not wholly
    /// known here either.
    KnownInPart,
    /// Known here, not known there, where it is what another resource of the code sets.
    SetInCode,
    /// Known here for any other reason, not known there.
    KnownHere,
    /// Not known here nor there.
    Unknown,
}

/// A leaf and what came of it.
#[derive(Debug)]
pub(crate) struct Leaf {
    pub(crate) outcome: Outcome,
    pub(crate) path: String,
    /// What is here and there, unless they agree.
    pub(crate) values: String,
}

/// How strictly values are held against each other.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Manner<'d> {
    /// What was planned is what is written, nothing more.
    Arguments,
    /// A provider has converted values to the types of its schema, ordered its
    /// sets, and added what it computes. These are its defaults, by attribute.
    Provider(Option<&'d Json>),
}

/// Holds the values of a resource against the planned ones.
pub(crate) fn compare(
    values: &Value,
    planned: &Json,
    unknown: &Json,
    manner: Manner<'_>,
) -> Vec<Leaf> {
    let mut comparison =
        Comparison { leaves: Vec::new(), is_of_provider: matches!(manner, Manner::Provider(_)) };
    let defaults = match manner {
        Manner::Provider(defaults) => defaults,
        Manner::Arguments => None,
    };
    comparison.value(Place { path: "", defaults }, Some(values), planned, unknown);
    comparison.leaves
}

struct Comparison {
    leaves: Vec<Leaf>,
    is_of_provider: bool,
}

/// A place in a resource, and what the provider's schema says of it.
#[derive(Clone, Copy)]
struct Place<'a> {
    path: &'a str,
    defaults: Option<&'a Json>,
}

const NULL: Json = Json::Null;

impl Comparison {
    fn note(&mut self, outcome: Outcome, place: Place<'_>, values: impl Fn() -> String) {
        let agrees = matches!(outcome, Outcome::Equal | Outcome::Unknown | Outcome::Default);
        let values = if agrees { String::new() } else { values() };
        self.leaves.push(Leaf { outcome, path: place.path.to_owned(), values });
    }

    fn value(&mut self, place: Place<'_>, ours: Option<&Value>, planned: &Json, unknown: &Json) {
        if self.is_of_provider
            && planned.is_null()
            && ours.is_some_and(is_empty)
            && unknown.is_null()
        {
            // A provider makes no difference between nothing and null.
            return self.note(Outcome::Equal, place, String::new);
        }
        if *unknown == Json::Bool(true) {
            return self.unknown(place, ours);
        }
        match (planned, unknown) {
            (Json::Object(_), _) | (_, Json::Object(_)) => {
                self.object(place, ours, planned, unknown);
            }
            (Json::Array(planned), _) => self.list(place, ours, planned, unknown),
            _ => self.scalar(place, ours, planned),
        }
    }

    /// What is known after apply.
    fn unknown(&mut self, place: Place<'_>, ours: Option<&Value>) {
        match ours.filter(|value| !value.is_null()) {
            // What a provider computes is not written.
            None if self.is_of_provider => {}
            Some(value) if self.is_of_provider && is_empty(value) => {}
            None if ours.is_none() => {
                self.note(Outcome::KnownHere, place, || "left out here, unknown there".to_owned());
            }
            Some(value) if !value.is_known() => self.note(Outcome::Unknown, place, String::new),
            Some(value) => self.known_parts(place, value, !is_wholly_known(value)),
            None => self.note(Outcome::KnownHere, place, || "null here, unknown there".to_owned()),
        }
    }

    /// The leaves of a value of which nothing is known there.
    fn known_parts(&mut self, place: Place<'_>, value: &Value, in_part: bool) {
        let outcome = match (value.is_known(), in_part, &value.via) {
            (false, ..) => Outcome::Unknown,
            (true, true, _) => Outcome::KnownInPart,
            (true, false, Some(_)) => Outcome::SetInCode,
            (true, false, None) => Outcome::KnownHere,
        };
        match &value.kind {
            Kind::List(_, items) if !items.is_empty() => {
                for (at, item) in items.iter().enumerate() {
                    let path = format!("{}[{at}]", place.path);
                    self.known_parts(Place { path: &path, ..place }, item, in_part);
                }
            }
            Kind::Object(_, entries) if !entries.is_empty() => {
                for (key, item) in entries.iter() {
                    let path = inside(place.path, key);
                    self.known_parts(Place { path: &path, ..place }, item, in_part);
                }
            }
            // To a provider nothing is no value.
            _ if self.is_of_provider && (value.is_null() || is_empty(value)) => {}
            _ => self.note(outcome, place, || match outcome {
                Outcome::KnownInPart => format!("{} in part here, unknown there", shown(value)),
                Outcome::SetInCode => {
                    format!("{} as the code sets it, unknown there", shown(value))
                }
                _ => format!("{} here, unknown there", shown(value)),
            }),
        }
    }

    fn object(&mut self, place: Place<'_>, ours: Option<&Value>, planned: &Json, unknown: &Json) {
        let none = Map::new();
        let fields = planned.as_object().unwrap_or(&none);
        let unknowns = unknown.as_object().unwrap_or(&none);
        let entries = match ours.map(|value| (value, &value.kind)) {
            Some((_, Kind::Object(_, entries))) => Some(entries),
            Some((value, Kind::Unknown(_) | Kind::Reference(_))) => {
                return self.unknown_here(place, value, planned, unknown);
            }
            _ => None,
        };
        if fields.is_empty()
            && unknowns.is_empty()
            && entries.is_some_and(|entries| entries.is_empty())
        {
            return self.note(Outcome::Equal, place, String::new);
        }
        if entries.is_none() && !self.is_of_provider {
            return self.note(Outcome::Different, place, || {
                format!("{} here, an object there", maybe(ours))
            });
        }
        let mut names: Vec<&str> =
            fields.keys().chain(unknowns.keys()).map(String::as_str).collect();
        names.extend(entries.iter().flat_map(|entries| entries.keys()).map(|name| &**name));
        names.sort_unstable();
        names.dedup();
        for name in names {
            if self.is_of_provider && place.path.is_empty() && name == "timeouts" {
                // Terraform's own, no value of the resource.
                continue;
            }
            let path = inside(place.path, name);
            let defaults = place.defaults.and_then(|schema| schema.get(name));
            let planned = fields.get(name).unwrap_or(&NULL);
            let unknown = unknowns.get(name).unwrap_or(&NULL);
            let ours = entries.and_then(|entries| entries.get(name));
            self.value(Place { path: &path, defaults }, ours, planned, unknown);
        }
    }

    fn list(&mut self, place: Place<'_>, ours: Option<&Value>, planned: &[Json], unknown: &Json) {
        let none = Vec::new();
        let unknowns = unknown.as_array().unwrap_or(&none);
        let items = match ours.map(|value| (value, &value.kind)) {
            Some((_, Kind::List(_, items))) => items.as_slice(),
            Some((value, Kind::Unknown(_) | Kind::Reference(_))) => {
                return self.unknown_here(place, value, &Json::Array(planned.to_vec()), unknown);
            }
            None | Some((_, Kind::Null)) if self.is_of_provider => &[],
            _ => {
                return self.note(Outcome::Different, place, || {
                    format!("{} here, a list there", maybe(ours))
                });
            }
        };
        if planned.is_empty() && items.is_empty() {
            // A block or list that is left out is an empty one to a provider.
            return if ours.is_some() {
                self.note(Outcome::Equal, place, String::new);
            };
        }
        let schema = place.defaults.and_then(|schema| schema.get("block"));
        let place = Place { defaults: schema, ..place };
        if self.is_of_provider && planned.len() == items.len() {
            return self.in_any_order(place, items, planned, unknowns);
        }
        for at in 0..items.len().max(planned.len()) {
            let path = format!("{}[{at}]", place.path);
            let place = Place { path: &path, ..place };
            match planned.get(at) {
                Some(planned) => {
                    self.value(place, items.get(at), planned, unknowns.get(at).unwrap_or(&NULL));
                }
                None => self.note(Outcome::Different, place, || {
                    format!("{} here, nothing there", maybe(items.get(at)))
                }),
            }
        }
    }

    /// A provider may hold a list as a set: each planned element is held against
    /// the one of ours that agrees best.
    fn in_any_order(
        &mut self,
        place: Place<'_>,
        items: &[Value],
        planned: &[Json],
        unknowns: &[Json],
    ) {
        let mut left: Vec<&Value> = items.iter().collect();
        for (at, planned) in planned.iter().enumerate() {
            let unknown = unknowns.get(at).unwrap_or(&NULL);
            let path = format!("{}[{at}]", place.path);
            let place = Place { path: &path, ..place };
            let disagreement = |ours: &&Value| {
                let mut trial = Comparison { leaves: Vec::new(), is_of_provider: true };
                trial.value(place, Some(ours), planned, unknown);
                trial.leaves.iter().filter(|leaf| leaf.outcome > Outcome::Default).count()
            };
            let best = (0..left.len()).min_by_key(|&at| disagreement(&left[at]));
            let ours = best.map(|best| left.remove(best));
            self.value(place, ours, planned, unknown);
        }
    }

    fn scalar(&mut self, place: Place<'_>, ours: Option<&Value>, planned: &Json) {
        let Some(value) = ours.filter(|value| !value.is_null() || !planned.is_null()) else {
            match planned {
                Json::Null if ours.is_some() => self.note(Outcome::Equal, place, String::new),
                Json::Null => {}
                _ => self.left_out(place, planned),
            }
            return;
        };
        match &value.kind {
            Kind::Unknown(_) | Kind::Reference(_) => {
                self.unknown_here(place, value, planned, &NULL);
            }
            Kind::Null if self.is_of_provider => self.left_out(place, planned),
            _ if self.is_equal(value, planned) => self.note(Outcome::Equal, place, String::new),
            _ => self.note(Outcome::Different, place, || {
                format!("{} here, {planned} there", shown(value))
            }),
        }
    }

    /// A value that only the plan has.
    fn left_out(&mut self, place: Place<'_>, planned: &Json) {
        let default = place.defaults.and_then(|schema| schema.get("def"));
        // In sets a provider writes empty text for what is left out.
        let is_default = self.is_of_provider
            && default.map_or(planned == "", |default| text_of(default) == text_of(planned));
        let outcome = if is_default { Outcome::Default } else { Outcome::Different };
        self.note(outcome, place, || format!("nothing here, {planned} there"));
    }

    /// Every known leaf of the plan is one that is not known here.
    fn unknown_here(&mut self, place: Place<'_>, ours: &Value, planned: &Json, unknown: &Json) {
        if *unknown == Json::Bool(true) {
            return self.note(Outcome::Unknown, place, String::new);
        }
        match (planned, unknown) {
            (Json::Array(items), _) if !items.is_empty() => {
                for (at, item) in items.iter().enumerate() {
                    let unknown = unknown.get(at).unwrap_or(&NULL);
                    self.unknown_here(
                        Place { path: &format!("{}[{at}]", place.path), ..place },
                        ours,
                        item,
                        unknown,
                    );
                }
            }
            (Json::Object(_), _) | (_, Json::Object(_)) => {
                let none = Map::new();
                let fields = planned.as_object().unwrap_or(&none);
                let unknowns = unknown.as_object().unwrap_or(&none);
                for name in
                    fields.keys().chain(unknowns.keys().filter(|name| !fields.contains_key(*name)))
                {
                    let planned = fields.get(name).unwrap_or(&NULL);
                    let unknown = unknowns.get(name).unwrap_or(&NULL);
                    self.unknown_here(
                        Place { path: &inside(place.path, name), ..place },
                        ours,
                        planned,
                        unknown,
                    );
                }
            }
            _ => self.note(Outcome::UnknownHere, place, || {
                format!("{} here, {planned} there", shown(ours))
            }),
        }
    }

    fn is_equal(&self, value: &Value, planned: &Json) -> bool {
        match (&value.kind, planned) {
            (Kind::Null, Json::Null) => true,
            (Kind::Bool(ours), Json::Bool(planned)) => ours == planned,
            (Kind::Number(ours), Json::Number(planned)) => {
                ours.to_string() == planned.to_string() || Some(ours.to_f64()) == planned.as_f64()
            }
            (Kind::String(ours), Json::String(planned)) => **ours == **planned,
            (Kind::Bool(ours), _) if self.is_of_provider => ours.to_string() == text_of(planned),
            (Kind::Number(ours), _) if self.is_of_provider => ours.to_string() == text_of(planned),
            (Kind::String(ours), _) if self.is_of_provider => **ours == text_of(planned),
            _ => false,
        }
    }
}

fn is_wholly_known(value: &Value) -> bool {
    match &value.kind {
        Kind::List(_, items) => items.iter().all(is_wholly_known),
        Kind::Object(_, entries) => entries.values().all(is_wholly_known),
        _ => value.is_known(),
    }
}

fn is_empty(value: &Value) -> bool {
    match &value.kind {
        Kind::List(_, items) => items.is_empty(),
        Kind::Object(_, entries) => entries.is_empty(),
        Kind::String(text) => text.is_empty(),
        _ => false,
    }
}

fn inside(path: &str, name: &str) -> String {
    if path.is_empty() { name.to_owned() } else { format!("{path}.{name}") }
}

/// A scalar as a provider would convert it to text.
fn text_of(json: &Json) -> String {
    match json {
        Json::String(text) => text.clone(),
        other => other.to_string(),
    }
}

fn maybe(value: Option<&Value>) -> String {
    value.map_or_else(|| "nothing".to_owned(), shown)
}

/// A value in few words.
fn shown(value: &Value) -> String {
    match &value.kind {
        Kind::Null => "null".to_owned(),
        Kind::Bool(flag) => flag.to_string(),
        Kind::Number(number) => number.to_string(),
        Kind::String(text) => format!("{text:?}"),
        Kind::List(_, items) => format!("a list of {}", items.len()),
        Kind::Object(..) => "an object".to_owned(),
        Kind::Reference(_) | Kind::Unknown(_) => {
            value.why().map_or_else(|| "unknown".to_owned(), |why| format!("unknown ({why})"))
        }
    }
}
