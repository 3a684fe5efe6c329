//! With which versions of Terraform and azurerm a root may be run, as far as
//! something depends on it.

use camino::Utf8Path;
use nexthop_source::Sources;

use super::syntax::{self, Block, Body, Expression, ExpressionKind, ObjectKey};
use crate::FileSystem;

/// Major versions, both ends included.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Majors {
    pub lowest: u64,
    pub highest: u64,
}

/// The versions of azurerm that a root in `folder` may be run with: the one that
/// is locked, else those that all its modules allow.
pub(super) fn of_azurerm<'a>(
    files: &dyn FileSystem,
    folder: &Utf8Path,
    bodies: impl Iterator<Item = &'a Body>,
) -> Majors {
    if let Some(locked) = locked(files, folder) {
        return Majors::ANY.narrowed(&locked);
    }
    let constraints = bodies.flat_map(|body| &body.blocks).flat_map(constraints);
    constraints.fold(Majors::ANY, Majors::narrowed)
}

/// The first version whose `&&` and `||` do not look at what is already decided.
const SKIPS_DECIDED: [u64; 3] = [1, 12, 0];

/// What `&&` and `||` make of a right side that Terraform would reject where the left
/// one decides.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Connectives {
    /// Versions before 1.12 reject the whole, and later ones may not run this code.
    NeedBoth,
    /// Versions before 1.12 reject the whole, later ones run it: what they make of it is
    /// what it means, except where the code itself asks whether it fails.
    #[default]
    MayNeedBoth,
    /// Only versions that leave the right side alone run this code.
    SkipDecided,
}

/// What the versions of Terraform do that code may be run with.
pub(super) fn connectives<'a>(bodies: impl Iterator<Item = &'a Body>) -> Connectives {
    let blocks = bodies.flat_map(|body| &body.blocks);
    let constraints = blocks
        .filter(|block| &*block.kind.text == "terraform")
        .filter_map(|block| attribute(&block.body, "required_version").and_then(text_of));
    let conditions = constraints.flat_map(|constraint| constraint.split(','));
    let each = conditions.map(|condition| connectives_of(condition).unwrap_or_default());
    each.fold(
        Connectives::MayNeedBoth,
        |all, one| {
            if one == Connectives::MayNeedBoth { all } else { one }
        },
    )
}

/// What the versions do that meet one condition, such as `~> 1.3`.
fn connectives_of(condition: &str) -> Option<Connectives> {
    let condition = condition.trim();
    let version = condition.trim_start_matches(['=', '!', '<', '>', '~', ' ', 'v']);
    let operator = condition[..condition.len() - version.len()].trim_matches(['v', ' ']);
    let numbers = version.split('.').map(|number| number.parse().ok());
    let numbers = numbers.collect::<Option<Vec<u64>>>()?;
    let at = |place: usize| numbers.get(place).copied().unwrap_or(0);
    let version = [at(0), at(1), at(2)];
    let excludes = match operator {
        "<" => version <= SKIPS_DECIDED,
        "<=" | "=" | "" => version < SKIPS_DECIDED,
        // The last number may grow.
        "~>" => match numbers.len() {
            0 | 1 => false,
            2 => version[0] < SKIPS_DECIDED[0],
            _ => version[..2] < SKIPS_DECIDED[..2],
        },
        _ => false,
    };
    let requires = matches!(operator, ">" | ">=" | "=" | "~>" | "") && version >= SKIPS_DECIDED;
    Some(match (excludes, requires) {
        (true, _) => Connectives::NeedBoth,
        (_, true) => Connectives::SkipDecided,
        (false, false) => Connectives::MayNeedBoth,
    })
}

/// The versions of azurerm that a plan was made with: the one that is locked in
/// `folder`, else those that its code allows.
pub(crate) fn of_plan(files: &dyn FileSystem, folder: &Utf8Path, constraints: &[&str]) -> Majors {
    match locked(files, folder) {
        Some(locked) => Majors::ANY.narrowed(&locked),
        None => constraints.iter().fold(Majors::ANY, |majors, one| majors.narrowed(one)),
    }
}

impl Majors {
    pub(crate) const ANY: Self = Self { lowest: 0, highest: u64::MAX };

    /// Those of them that meet a constraint such as `>= 3.1, < 5.0.0`. What is
    /// none does not narrow anything.
    fn narrowed(self, constraint: &str) -> Self {
        constraint.split(',').fold(self, |majors, condition| {
            let condition = condition.trim();
            let version = condition.trim_start_matches(['=', '!', '<', '>', '~', ' ']);
            let operator = condition[..condition.len() - version.len()].trim();
            match major(version) {
                Some(major) => majors.met(operator, major, is_whole(version)),
                None => majors,
            }
        })
    }

    /// Meets `operator` and a version of this major, which may be its first one.
    fn met(self, operator: &str, major: u64, is_first: bool) -> Self {
        let (lowest, highest) = match operator {
            "" | "=" | "~>" => (major, major),
            ">" | ">=" => (major, u64::MAX),
            "<" if is_first => (0, major.saturating_sub(1)),
            "<" | "<=" => (0, major),
            _ => (0, u64::MAX),
        };
        Self { lowest: self.lowest.max(lowest), highest: self.highest.min(highest) }
    }
}

fn major(version: &str) -> Option<u64> {
    version.trim_start_matches('v').split('.').next()?.parse().ok()
}

/// Whether a version is the first of its major: `4`, `4.0`, `4.0.0`.
fn is_whole(version: &str) -> bool {
    version.split('.').skip(1).all(|number| number == "0")
}

/// The version in `.terraform.lock.hcl`.
fn locked(files: &dyn FileSystem, folder: &Utf8Path) -> Option<String> {
    let bytes = files.read(&folder.join(".terraform.lock.hcl")).ok()?;
    let text = String::from_utf8(bytes).ok()?;
    let file = Sources::default().add(".terraform.lock.hcl", text.clone());
    let (body, _) = syntax::parse(&text, file);
    let is_azurerm = |block: &&Block| {
        let source = block.labels.first().map(|label| &*label.text);
        source.is_some_and(|source| source.ends_with("/hashicorp/azurerm"))
    };
    let provider = body.blocks.iter().find(is_azurerm)?;
    attribute(&provider.body, "version").and_then(text_of).map(str::to_owned)
}

/// What a block says of the version: `terraform`, or `provider` as it
/// was written before Terraform 0.13.
fn constraints(block: &Block) -> Vec<&str> {
    let label = block.labels.first().map(|label| &*label.text);
    match (&*block.kind.text, label) {
        ("terraform", None) => {
            let required = block.body.blocks.iter();
            let required = required.filter(|block| &*block.kind.text == "required_providers");
            required
                .filter_map(|block| required_version(attribute(&block.body, "azurerm")?))
                .collect()
        }
        ("provider", Some("azurerm")) => {
            attribute(&block.body, "version").and_then(text_of).into_iter().collect()
        }
        _ => Vec::new(),
    }
}

/// `{ source = …, version = … }`, or the version alone.
fn required_version(required: &Expression) -> Option<&str> {
    let ExpressionKind::Object(entries) = &required.kind else { return text_of(required) };
    let version = entries.iter().find(|(key, _)| match key {
        ObjectKey::Name(name) => &*name.text == "version",
        ObjectKey::Expression(_) => false,
    });
    text_of(&version?.1)
}

fn attribute<'a>(body: &'a Body, name: &str) -> Option<&'a Expression> {
    let attribute = body.attributes.iter().find(|attribute| &*attribute.name.text == name)?;
    Some(&attribute.value)
}

fn text_of(expression: &Expression) -> Option<&str> {
    match &expression.kind {
        ExpressionKind::String(text) => Some(text),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Memory;

    #[track_caller]
    fn check(text: &str, lowest: u64, highest: u64) {
        let (body, diagnostics) =
            syntax::parse(text, Sources::default().add("main.tf", text.to_owned()));
        assert!(diagnostics.is_empty(), "{diagnostics:?}");
        let found = of_azurerm(&Memory::default(), "".into(), [&body].into_iter());
        assert_eq!(found, Majors { lowest, highest }, "{text}");
    }

    #[test]
    fn constraints_narrow_the_majors() {
        for (constraint, lowest, highest) in [
            ("~> 3.0", 3, 3),
            ("~>4", 4, 4),
            ("=2.46.0", 2, 2),
            ("3.117.1", 3, 3),
            (">= 3.50", 3, u64::MAX),
            ("> 3.50", 3, u64::MAX),
            (">= 3.50, < 4.0.0", 3, 3),
            (">= 3.0, < 4.1", 3, 4),
            ("<= 4.0", 0, 4),
            ("!= 3.7.0", 0, u64::MAX),
            ("latest", 0, u64::MAX),
        ] {
            let text = format!(
                "terraform {{\n  required_providers {{\n    azurerm = {{\n      source = \"hashicorp/azurerm\"\n      version = \"{constraint}\"\n    }}\n  }}\n}}\n"
            );
            check(&text, lowest, highest);
        }
    }

    #[test]
    fn what_a_required_version_says_of_connectives() {
        use Connectives::{MayNeedBoth, NeedBoth, SkipDecided};
        for (constraint, expected) in [
            (">= 1.12", SkipDecided),
            ("~> 1.12.0", SkipDecided),
            ("1.13.1", SkipDecided),
            (">= 1.5, > 1.14", SkipDecided),
            ("> 2", SkipDecided),
            (">= 1.9", MayNeedBoth),
            ("!= 1.12.0", MayNeedBoth),
            ("~> 1.0", MayNeedBoth),
            ("latest", MayNeedBoth),
            ("< 2.0.0", MayNeedBoth),
            ("< 1.12", NeedBoth),
            (">= 1.3, < 1.10", NeedBoth),
            ("~> 1.9.0", NeedBoth),
            ("~> 0.14", NeedBoth),
            ("1.5.7", NeedBoth),
            ("= v1.11.4", NeedBoth),
        ] {
            let text = format!("terraform {{\n  required_version = \"{constraint}\"\n}}\n");
            let (body, _) = syntax::parse(&text, Sources::default().add("a.tf", text.clone()));
            assert_eq!(connectives([&body].into_iter()), expected, "{constraint}");
        }
    }

    #[test]
    fn the_places_where_a_version_is_required() {
        check("provider \"azurerm\" {\n  version = \"~> 1.44\"\n}\n", 1, 1);
        check("terraform {\n  required_providers {\n    azurerm = \"~> 2.0\"\n  }\n}\n", 2, 2);
        check("provider \"azurerm\" {\n  features {}\n}\n", 0, u64::MAX);
        check("provider \"azuread\" {\n  version = \"~> 1.0\"\n}\n", 0, u64::MAX);
    }

    #[test]
    fn the_locked_version_counts_alone() {
        let mut files = Memory::default();
        let lock = r#"provider "registry.terraform.io/hashicorp/azurerm" {
            version     = "3.74.0"
            constraints = ">= 3.0.0"
            hashes      = ["h1:x"]
        }"#;
        files.add("net/.terraform.lock.hcl", lock);
        let found = of_azurerm(&files, "net".into(), std::iter::empty());
        assert_eq!(found, Majors { lowest: 3, highest: 3 });
    }
}
