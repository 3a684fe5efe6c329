//! Which attributes are lowered, held against a list that says of each whether
//! it should be.

use std::collections::{BTreeMap, BTreeSet};

use super::{
    TABLES,
    row::{Row, Shape},
};

/// By resource type the attributes that azurerm has, nested ones with dots; behind
/// a dash those that are left out knowingly.
const LIST: &str = include_str!("attributes.txt");

/// The attributes of a type: those that are lowered, those that are left out.
type Attributes<'a> = (BTreeSet<String>, BTreeSet<&'a str>);

fn listed() -> BTreeMap<&'static str, Attributes<'static>> {
    let mut types: BTreeMap<_, Attributes<'_>> = BTreeMap::new();
    let mut current = "";
    for line in LIST.lines().filter(|line| !line.is_empty() && !line.starts_with('#')) {
        match line.strip_prefix("    ") {
            None => {
                current = line;
                types.entry(current).or_default();
            }
            Some(attribute) => {
                let (lowered, left_out) = types.entry(current).or_default();
                match attribute.strip_prefix("- ") {
                    Some(attribute) => drop(left_out.insert(attribute)),
                    None => drop(lowered.insert(attribute.to_owned())),
                }
            }
        }
    }
    types
}

/// The attributes that rows take something from.
fn lowered(rows: &[Row], block: &str, into: &mut BTreeSet<String>) {
    for row in rows {
        let dot = if block.is_empty() || row.from.is_empty() { "" } else { "." };
        let path = format!("{block}{dot}{}", row.from);
        match row.shape {
            Shape::First(rows) | Shape::Each(rows) => lowered(rows, &path, into),
            Shape::Constant(_) | Shape::Default(_) | Shape::ChosenByAzure(_) => {}
            Shape::Plain(_) => drop(into.insert(path)),
        }
    }
}

#[test]
fn the_tables_lower_what_the_list_says() {
    let mut listed = listed();
    for resource in TABLES.iter().copied().flatten() {
        let (expected, left_out) = listed.remove(resource.source_type).unwrap_or_default();
        let mut found = BTreeSet::new();
        lowered(resource.rows, "", &mut found);
        assert_eq!(found, expected, "{}", resource.source_type);
        let both: Vec<_> = left_out.iter().filter(|left| found.contains(**left)).collect();
        assert!(both.is_empty(), "{} lowers {both:?}", resource.source_type);
    }
    assert!(listed.is_empty(), "no table has {:?}", listed.keys());
}
