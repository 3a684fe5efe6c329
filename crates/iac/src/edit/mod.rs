//! What to change in a text so that a property has another value.
//!
//! Edits are proposals: whoever makes them reads the changed code again and looks
//! whether the property, and nothing else, became what it should.

mod comment;
mod difference;
mod literal;
mod members;
mod setting;

pub use comment::suppression;
pub use difference::{Difference, differences};
pub(crate) use members::{Members, Style};
pub(crate) use setting::{Setting, insertion};

use nexthop_source::{Change, Edit, NewValue, Sources};

use crate::{FileSystem, Project, arm, bicep, terraform};

/// The edits that make a change, where the text says what they are: the literal that
/// sets the property is another one, or the block that leaves it out sets it.
/// `None` where the value is computed, or stands where no person wrote it.
pub fn edits(
    files: &dyn FileSystem,
    sources: &Sources,
    project: &Project,
    change: &Change,
) -> Option<Vec<Edit>> {
    if !change.left_out {
        return Some(vec![literal::replaced(sources, change)?]);
    }
    match sources.path(change.span.file).extension()? {
        "tf" | "tofu" => terraform::set(files, sources, project, change),
        "bicep" => bicep::set(sources, change),
        "json" | "jsonc" => arm::json::set(sources, change),
        _ => None,
    }
}

/// A value as a language writes it that has text between these quotes.
pub(crate) fn written(value: NewValue, quote: char) -> String {
    match value {
        NewValue::Flag(flag) => flag.to_string(),
        NewValue::Number(number) => number.to_string(),
        NewValue::Text(text) => format!("{quote}{text}{quote}"),
    }
}
