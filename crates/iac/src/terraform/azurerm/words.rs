//! The tables read backwards: how azurerm spells a property of ARM.

use nexthop_source::NewValue;

use super::{
    TABLES,
    row::{Plain, Row, Shape},
};
use crate::terraform::provider_version::Majors;

/// Attributes that have another name than before, and the first major version that
/// knows no other name (schemas of azurerm 3.117, 4.81 and 5.2).
const RENAMED: &[(&str, u64)] = &[
    ("accelerated_networking_enabled", 4),
    ("bgp_enabled", 5),
    ("bgp_route_propagation_enabled", 4),
    ("ip_forwarding_enabled", 4),
];

/// How azurerm says a property.
pub(in crate::terraform) struct Words {
    /// The nested blocks that lead to it.
    pub blocks: Vec<&'static str>,
    /// The attribute.
    pub name: &'static str,
    plain: Plain,
}

/// How azurerm says the property at a path of ARM's JSON. `kinds` are the kinds of
/// nested blocks that lead to the block from which the path goes on, `azurerm` are the
/// versions that may read it.
///
/// Where an attribute was renamed, the name is that of the newest version that is
/// allowed, because `terraform init` installs that one unless another one is locked.
pub(in crate::terraform) fn words(
    source_type: &str,
    kinds: &[&str],
    property: &str,
    azurerm: impl FnOnce() -> Majors,
) -> Option<Words> {
    let resource = TABLES.iter().copied().flatten().find(|one| one.source_type == source_type)?;
    let rows = kinds.iter().try_fold(resource.rows, |rows, kind| {
        rows.iter().filter(|row| row.from == *kind).find_map(nested)
    })?;
    let mut found = Vec::new();
    collect(rows, property, &mut Vec::new(), &mut found);
    let mut found = found.into_iter();
    match (found.next()?, found.next(), found.next()) {
        (only, None, _) => Some(only),
        (new, Some(old), None) => {
            let &(_, since) = RENAMED.iter().find(|(name, _)| *name == new.name)?;
            Some(if azurerm().highest >= since { new } else { old })
        }
        _ => None,
    }
}

fn nested(row: &Row) -> Option<&'static [Row]> {
    match row.shape {
        Shape::First(rows) | Shape::Each(rows) => Some(rows),
        _ => None,
    }
}

fn collect(
    rows: &'static [Row],
    property: &str,
    blocks: &mut Vec<&'static str>,
    found: &mut Vec<Words>,
) {
    for row in rows {
        match row.shape {
            Shape::Plain(plain) if row.to == property && !row.from.contains('.') => {
                found.push(Words { blocks: blocks.clone(), name: row.from, plain });
            }
            Shape::First(rows) => {
                let rest = property.strip_prefix(row.to).and_then(|rest| rest.strip_prefix('.'));
                if let Some(rest) = rest {
                    blocks.push(row.from);
                    collect(rows, rest, blocks, found);
                    blocks.pop();
                }
            }
            _ => {}
        }
    }
}

impl Words {
    /// The attribute's value if the property shall have this one.
    pub(in crate::terraform) fn value(&self, value: NewValue) -> Option<String> {
        match (self.plain, value) {
            (Plain::Flag, NewValue::Flag(flag)) => Some(flag.to_string()),
            (Plain::NotFlag, NewValue::Flag(flag)) => Some((!flag).to_string()),
            (Plain::Number, NewValue::Number(number)) => Some(number.to_string()),
            (Plain::Text, NewValue::Text(text)) => Some(format!("\"{text}\"")),
            (Plain::Word(words), NewValue::Text(text)) => {
                let word = words.iter().find(|(_, arm)| *arm == text);
                Some(format!("\"{}\"", word.map_or(text, |(own, _)| own)))
            }
            (Plain::Switch([on, _]), NewValue::Text(text)) if text == on => Some("true".to_owned()),
            (Plain::Switch([_, off]), NewValue::Text(text)) if text == off => {
                Some("false".to_owned())
            }
            _ => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn said(kind: &str, property: &str, highest: u64, value: NewValue) -> Option<String> {
        let words = words(kind, &[], property, || Majors { lowest: 3, highest })?;
        Some(format!(
            "{} = {}",
            [words.blocks.join("."), words.name.to_owned()].join("/"),
            words.value(value)?
        ))
    }

    #[test]
    fn renamed_attributes_are_those_of_the_version() {
        let forward = |highest| {
            let property = "properties.enableIPForwarding";
            said("azurerm_network_interface", property, highest, NewValue::Flag(true))
        };
        assert_eq!(forward(3).as_deref(), Some("/enable_ip_forwarding = true"));
        assert_eq!(forward(4).as_deref(), Some("/ip_forwarding_enabled = true"));
        let refuse = |highest| {
            let property = "properties.disableBgpRoutePropagation";
            said("azurerm_route_table", property, highest, NewValue::Flag(true))
        };
        assert_eq!(refuse(3).as_deref(), Some("/disable_bgp_route_propagation = true"));
        assert_eq!(refuse(u64::MAX).as_deref(), Some("/bgp_route_propagation_enabled = false"));
    }

    #[test]
    fn nested_blocks_lead_to_attributes() {
        let asn = "properties.bgpSettings.asn";
        let said = said("azurerm_virtual_network_gateway", asn, 4, NewValue::Number(65515));
        assert_eq!(said.as_deref(), Some("bgp_settings/asn = 65515"));
    }
}
