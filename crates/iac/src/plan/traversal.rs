//! Addresses and references as Terraform writes them: `module.hub["a"].azurerm_subnet.gw[0].id`.

use std::{fmt::Write as _, sync::Arc};

/// One step of an address or reference.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Step {
    Name(Arc<str>),
    Key(Key),
}

/// Which one of several instances.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Key {
    Index(u64),
    Name(Arc<str>),
}

/// A call on the way from the root module to another one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Call {
    pub name: Arc<str>,
    pub key: Option<Key>,
}

impl Step {
    pub(super) fn as_name(&self) -> Option<&Arc<str>> {
        match self {
            Self::Name(name) => Some(name),
            Self::Key(_) => None,
        }
    }

    pub(super) fn as_key(&self) -> Option<&Key> {
        match self {
            Self::Key(key) => Some(key),
            Self::Name(_) => None,
        }
    }
}

/// The steps of a text; those before the first mistake.
pub(super) fn parse(text: &str) -> Vec<Step> {
    let mut steps = Vec::new();
    let mut rest = text;
    while !rest.is_empty() {
        let step = match rest.strip_prefix('[') {
            Some(inside) => key(inside),
            None => name(rest),
        };
        let Some((step, behind)) = step else { break };
        steps.push(step);
        rest = behind;
    }
    steps
}

fn name(text: &str) -> Option<(Step, &str)> {
    let text = text.strip_prefix('.').unwrap_or(text);
    let end = text.find(['.', '[']).unwrap_or(text.len());
    let (name, rest) = text.split_at(end);
    (!name.is_empty()).then(|| (Step::Name(name.into()), rest))
}

fn key(inside: &str) -> Option<(Step, &str)> {
    let Some(quoted) = inside.strip_prefix('"') else {
        let (index, rest) = inside.split_once(']')?;
        return Some((Step::Key(Key::Index(index.parse().ok()?)), rest));
    };
    let mut text = String::new();
    let mut characters = quoted.char_indices();
    while let Some((at, character)) = characters.next() {
        match character {
            '"' => {
                let rest = quoted.get(at + 1..)?.strip_prefix(']')?;
                return Some((Step::Key(Key::Name(text.into())), rest));
            }
            '\\' => match characters.next()?.1 {
                'n' => text.push('\n'),
                'r' => text.push('\r'),
                't' => text.push('\t'),
                other => text.push(other),
            },
            // `$${` stands for `${`, `%%{` for `%{`.
            '$' | '%' if doubled(quoted, at, character) => {}
            other => text.push(other),
        }
    }
    None
}

fn doubled(text: &str, at: usize, character: char) -> bool {
    let rest = text.get(at + 1..).and_then(|rest| rest.strip_prefix(character));
    rest.is_some_and(|rest| rest.starts_with('{'))
}

/// The calls of a module's address; none if it is not one.
pub(super) fn calls(address: &str) -> Option<Vec<Call>> {
    let steps = parse(address);
    let mut steps = steps.iter().peekable();
    let mut calls = Vec::new();
    while let Some(step) = steps.next() {
        step.as_name().filter(|name| &***name == "module")?;
        let name = Arc::clone(steps.next()?.as_name()?);
        let key = steps.peek().and_then(|step| step.as_key()).cloned();
        if key.is_some() {
            steps.next();
        }
        calls.push(Call { name, key });
    }
    Some(calls)
}

/// An attribute as references name it: `ip_configuration[0].private_ip_address`.
pub(super) fn attribute(steps: &[Step]) -> String {
    let mut text = String::new();
    for step in steps {
        match step {
            Step::Name(name) if text.is_empty() => text.push_str(name),
            Step::Name(name) => {
                text.push('.');
                text.push_str(name);
            }
            Step::Key(Key::Index(index)) => {
                // Writing to a String cannot fail.
                let _ = write!(text, "[{index}]");
            }
            Step::Key(Key::Name(name)) => {
                let _ = write!(text, "[{name:?}]");
            }
        }
    }
    text
}

/// An address without the keys of its instances.
pub(super) fn without_keys(address: &str) -> String {
    let mut text = String::new();
    for name in parse(address).iter().filter_map(Step::as_name) {
        if !text.is_empty() {
            text.push('.');
        }
        text.push_str(name);
    }
    text
}

/// The block of the root module that an address comes from: `module.hub`,
/// `data.azurerm_subnet.gw`.
pub(super) fn root_block(address: &str) -> Option<String> {
    let steps = parse(address);
    let mut names = steps.iter().filter_map(Step::as_name);
    let (first, second) = (names.next()?, names.next()?);
    match &**first {
        "data" => Some(format!("data.{second}.{}", names.next()?)),
        _ => Some(format!("{first}.{second}")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_may_hold_anything() {
        let id = r#"module.c.azurerm_subnet.s["/subscriptions/0/a.b[\"x\"]/$${y}"].id"#;
        let steps = parse(id);
        let key = Step::Key(Key::Name(r#"/subscriptions/0/a.b["x"]/${y}"#.into()));
        assert_eq!(steps.len(), 6);
        assert_eq!(steps[4], key);
        assert_eq!(without_keys(id), "module.c.azurerm_subnet.s.id");
        assert_eq!(attribute(&parse("ip_configuration[0].id")), "ip_configuration[0].id");
    }

    #[test]
    fn what_is_no_address_ends_where_it_ends() {
        for text in ["", ".", "[", "[\"", "[\"a\"", "[x]", "[\"a\\", "[\"a\"x]", "[-1]"] {
            assert_eq!(parse(text), []);
        }
        assert_eq!(parse("a..b").len(), 1);
        assert_eq!(calls("azurerm_subnet.x"), None);
        assert_eq!(calls("module"), None);
        assert_eq!(calls("module.a[0].module.b").map(|calls| calls.len()), Some(2));
        assert_eq!(calls("").map(|calls| calls.len()), Some(0));
    }
}
