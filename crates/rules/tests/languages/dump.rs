//! A network as text that does not depend on the language that it was written in:
//! without places and addresses in code, without the order of declarations, with
//! names in place of ids.
//!
//! It is made of what `Debug` prints, so that no property can be forgotten.

use std::collections::{BTreeMap, BTreeSet};

use nexthop_core::Network;

/// What tells only where something is written, or is the language's own, such as whether
/// a subnet stands in the list of its network. The resource group is a parameter of every deployment but in Terraform.
const PLACES: &[&str] = &["address", "calls", "listed", "resource_group", "span"];

/// Every resource of a network, a line each.
pub(crate) fn lines(network: &Network) -> BTreeSet<String> {
    let text = format!("{network:?}");
    let tree = Parser { rest: &text }.value();
    let Tree::Named(_, fields) = &tree else { return BTreeSet::new() };
    let names = Names { rows: fields.iter().flat_map(|(_, table)| rows(table)).collect() };
    fields
        .iter()
        .flat_map(|(_, table)| rows(table))
        .map(|((kind, at), row)| format!("{kind} {}: {}", names.of(&kind, at), names.text(row)))
        .collect()
}

/// The rows of a table by their kind and number.
fn rows(table: &Tree) -> Vec<((String, usize), &Tree)> {
    let rows = match table {
        Tree::Named(name, fields) if name == "Table" => match &fields[..] {
            [(_, Tree::List(rows))] => rows,
            _ => return Vec::new(),
        },
        _ => return Vec::new(),
    };
    let numbered = rows.iter().enumerate().filter_map(|(at, row)| match row {
        Tree::Named(kind, _) => Some(((kind.clone(), at), row)),
        _ => None,
    });
    numbered.collect()
}

/// What `Debug` prints of a value.
#[derive(Debug)]
enum Tree {
    /// A text, a number, a word.
    Leaf(String),
    /// `Name { field: value }`, `Name(value)`; what is not named has no field.
    Named(String, Vec<(String, Tree)>),
    /// `[value]`, `{value}`, `(value)`
    List(Vec<Tree>),
}

impl Tree {
    fn field(&self, name: &str) -> Option<&Self> {
        let Self::Named(_, fields) = self else { return None };
        fields.iter().find(|(field, _)| field == name).map(|(_, value)| value)
    }
}

/// The rows of all tables.
struct Names<'t> {
    rows: BTreeMap<(String, usize), &'t Tree>,
}

impl Names<'_> {
    /// What the row of a table is called in Azure.
    fn of(&self, kind: &str, at: usize) -> String {
        let Some(row) = self.rows.get(&(kind.to_owned(), at)) else {
            return format!("{kind} that is not there");
        };
        let declared = row.field("declared").and_then(|declared| declared.field("name"));
        let name = declared.or_else(|| row.field("name")).map(|name| self.text(name));
        let name = name.unwrap_or_default();
        let parents = ["virtual_network", "hub"].map(|field| row.field(field));
        match parents.into_iter().flatten().next().filter(|_| IN_PARENTS.contains(&kind)) {
            Some(parent) => format!("{}/{name}", self.text(parent)),
            None => name,
        }
    }

    fn text(&self, tree: &Tree) -> String {
        match tree {
            Tree::Leaf(text) => match text.rsplit_once('#').map(|(kind, at)| (kind, at.parse())) {
                Some((kind, Ok(at))) if !text.starts_with('"') => self.of(kind, at),
                _ => text.clone(),
            },
            // A list is a set as far as a network goes.
            Tree::List(items) => {
                let mut items: Vec<String> = items.iter().map(|item| self.text(item)).collect();
                items.sort();
                format!("[{}]", items.join(", "))
            }
            Tree::Named(name, fields) => match (name.as_str(), &fields[..]) {
                ("Fact", [(_, known), _]) => self.text(known),
                ("Span", _) => "a place".to_owned(),
                ("Set" | "Default" | "Some", [(field, value)]) if field.is_empty() => {
                    self.text(value)
                }
                // Each language has words of its own for why.
                ("Unknown" | "Maybe", _) => name.clone(),
                _ => {
                    let fields = fields.iter().filter(|(name, _)| !PLACES.contains(&&**name));
                    let fields = fields.map(|(name, value)| format!("{name} {}", self.text(value)));
                    format!("{name}({})", fields.collect::<Vec<_>>().join(", "))
                }
            },
        }
    }
}

/// The kinds whose names are told apart by what they are in.
const IN_PARENTS: &[&str] = &["Subnet", "Peering", "HubRouteTable", "RoutingIntent"];

/// Reads what `Debug` prints.
struct Parser<'t> {
    rest: &'t str,
}

impl Parser<'_> {
    fn take(&mut self, text: &str) -> bool {
        match self.rest.strip_prefix(text) {
            Some(rest) => {
                self.rest = rest;
                true
            }
            None => false,
        }
    }

    fn value(&mut self) -> Tree {
        if self.rest.starts_with('"') {
            return Tree::Leaf(self.quoted());
        }
        for (open, close) in [("[", "]"), ("{", "}"), ("(", ")")] {
            if self.take(open) {
                return Tree::List(self.fields(close).into_iter().map(|(_, item)| item).collect());
            }
        }
        let end = self.rest.find([' ', ',', '(', ')', '{', '}', '[', ']']);
        let (word, rest) = self.rest.split_at(end.unwrap_or(self.rest.len()));
        self.rest = rest;
        if self.take(" { ") {
            return Tree::Named(word.to_owned(), self.fields("}"));
        }
        if self.take("(") {
            return Tree::Named(word.to_owned(), self.fields(")"));
        }
        Tree::Leaf(word.to_owned())
    }

    /// What stands between brackets, the first of which is read already.
    fn fields(&mut self, close: &str) -> Vec<(String, Tree)> {
        let mut fields = Vec::new();
        while !self.take(close) && !self.rest.is_empty() {
            let name = self.field_name();
            fields.push((name, self.value()));
            if !self.take(", ") {
                self.take(" ");
            }
        }
        fields
    }

    fn field_name(&mut self) -> String {
        let end = self.rest.find(|c: char| !c.is_alphanumeric() && c != '_');
        let (name, rest) = self.rest.split_at(end.unwrap_or(self.rest.len()));
        match rest.strip_prefix(": ") {
            Some(rest) => {
                self.rest = rest;
                name.to_owned()
            }
            None => String::new(),
        }
    }

    fn quoted(&mut self) -> String {
        let mut escaped = false;
        let end = self.rest.char_indices().skip(1).find(|(_, c)| {
            let ends = *c == '"' && !escaped;
            escaped = *c == '\\' && !escaped;
            ends
        });
        let (text, rest) = self.rest.split_at(end.map_or(self.rest.len(), |(at, _)| at + 1));
        self.rest = rest;
        text.to_owned()
    }
}
