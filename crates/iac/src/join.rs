//! Several inputs side by side: addresses that more than one of them uses are made
//! distinct.

use std::{collections::BTreeMap, sync::Arc};

use crate::{Address, Kind, Part, Presence, Project, Reference, Unknown, Value, Why};

impl Address {
    /// The same address in one input of several: `spokes/a/azurerm_subnet.app`.
    fn of_input(own: &str, name: &str) -> Self {
        // A quotation mark begins a key; see `Address::is_outside`.
        Self::new(format!("{}/{own}", name.replace('"', "'")))
    }
}

/// Puts the input's name before every address that another input uses as well, where it
/// is declared and wherever it is meant. `names` are those of the inputs, in their order.
pub fn make_addresses_distinct(projects: &mut [Project], names: &[String]) {
    let mut users: BTreeMap<Address, User> = BTreeMap::new();
    for (at, project) in projects.iter().enumerate() {
        for address in addresses(project) {
            match users.get_mut(address) {
                Some(user) if *user != User::Only(at) => *user = User::Several,
                Some(_) => {}
                None => {
                    users.insert(address.clone(), User::Only(at));
                }
            }
        }
    }
    for (at, (project, name)) in projects.iter_mut().zip(names).enumerate() {
        Renaming { users: &users, input: at, name }.rename_project(project);
    }
}

/// Which input declares an address.
#[derive(Clone, Copy, PartialEq, Eq)]
enum User {
    Only(usize),
    Several,
}

/// The addresses of what an input declares, modules among them.
fn addresses(project: &Project) -> impl Iterator<Item = &Address> {
    let resources = project.resources.iter().flat_map(|resource| {
        let calls = resource.origin.calls.iter().map(|call| &call.address);
        [&resource.address].into_iter().chain(calls)
    });
    resources.chain(project.unread_modules.iter().map(|module| &module.address))
}

/// What one input's addresses become.
struct Renaming<'a> {
    users: &'a BTreeMap<Address, User>,
    input: usize,
    name: &'a str,
}

impl Renaming<'_> {
    /// The new address, where another input uses the old one.
    fn renamed(&self, address: &str) -> Option<Address> {
        let is_of_others = *self.users.get(address)? != User::Only(self.input);
        is_of_others.then(|| Address::of_input(address, self.name))
    }

    fn rename_project(&self, project: &mut Project) {
        for resource in &mut project.resources {
            self.rename(&mut resource.address);
            self.rename_value(&mut resource.values);
            resource.body.values_mut().for_each(|value| self.rename_value(value));
            resource.amends.iter_mut().for_each(|value| self.rename_value(value));
            if let Presence::Maybe(why) = &mut resource.presence
                && let Some(renamed) = self.cause(why)
            {
                *why = renamed;
            }
            let calls = &mut resource.origin.calls;
            if calls.iter().any(|call| self.renamed(call.address.as_str()).is_some()) {
                let mut renamed = calls.to_vec();
                for call in &mut renamed {
                    self.rename(&mut call.address);
                }
                *calls = renamed.into();
            }
        }
        for module in &mut project.unread_modules {
            self.rename(&mut module.address);
            self.rename_value(&mut module.arguments);
        }
        project.resources.sort_by(|one, other| one.address.cmp(&other.address));
    }

    fn rename(&self, address: &mut Address) {
        if let Some(renamed) = self.renamed(address.as_str()) {
            *address = renamed;
        }
    }

    fn rename_value(&self, value: &mut Value) {
        if let Some(renamed) = self.value(value) {
            *value = renamed;
        }
    }

    /// The value with the new addresses; `None` where there are none in it, so that
    /// values that many resources share stay shared.
    fn value(&self, value: &Value) -> Option<Value> {
        let via = value.via.as_ref().and_then(|reference| self.reference(reference));
        let kind = match &value.kind {
            Kind::Null | Kind::Bool(_) | Kind::Number(_) | Kind::String(_) => None,
            Kind::List(kind, items) => {
                let changed: Vec<_> = items.iter().map(|item| self.value(item)).collect();
                changed.iter().any(Option::is_some).then(|| {
                    let items = items.iter().zip(changed);
                    let items = items.map(|(item, new)| new.unwrap_or_else(|| item.clone()));
                    Kind::List(*kind, items.collect())
                })
            }
            Kind::Object(kind, entries) => {
                let changed: Vec<_> = entries.values().map(|entry| self.value(entry)).collect();
                changed.iter().any(Option::is_some).then(|| {
                    let entries = entries.iter().zip(changed).map(|((name, entry), new)| {
                        (Arc::clone(name), new.unwrap_or_else(|| entry.clone()))
                    });
                    Kind::Object(*kind, entries.collect())
                })
            }
            Kind::Reference(reference) => self.reference(reference).map(Kind::Reference),
            Kind::Unknown(unknown) => {
                self.unknown(unknown).map(|unknown| Kind::Unknown(Arc::new(unknown)))
            }
        };
        (via.is_some() || kind.is_some()).then(|| Value {
            kind: kind.unwrap_or_else(|| value.kind.clone()),
            span: value.span,
            via: via.or_else(|| value.via.clone()),
        })
    }

    fn reference(&self, reference: &Reference) -> Option<Arc<Reference>> {
        let target = self.renamed(reference.target.as_str())?;
        Some(Arc::new(Reference { target, attribute: reference.attribute.clone() }))
    }

    fn unknown(&self, unknown: &Unknown) -> Option<Unknown> {
        let why = self.cause(&unknown.why);
        let part = |part: &Part| match part {
            Part::Reference(reference) => self.reference(reference).map(Part::Reference),
            Part::Text(_) | Part::Unknown => None,
        };
        let parts: Vec<_> = unknown.parts.iter().map(part).collect();
        (why.is_some() || parts.iter().any(Option::is_some)).then(|| {
            let parts = unknown.parts.iter().zip(parts);
            Unknown {
                why: why.unwrap_or_else(|| unknown.why.clone()),
                span: unknown.span,
                parts: parts.map(|(part, new)| new.unwrap_or_else(|| part.clone())).collect(),
                not_null: unknown.not_null,
            }
        })
    }

    /// A cause that names an attribute of a resource.
    fn cause(&self, why: &Why) -> Option<Why> {
        match why {
            Why::SetByAzure(what) => self.attribute(what).map(Why::SetByAzure),
            Why::Outside(what) => self.attribute(what).map(Why::Outside),
            Why::Test { why, text, holds } => {
                let why = Box::new(self.cause(why)?);
                Some(Why::Test { why, text: text.clone(), holds: *holds })
            }
            Why::InputNotGiven(_) | Why::Function(_) | Why::Cycle(_) | Why::Failed(_) => None,
        }
    }

    /// `azurerm_subnet.app.id` with the address of its resource renamed.
    fn attribute(&self, text: &str) -> Option<String> {
        let ends = [text.len()].into_iter().chain(text.rmatch_indices('.').map(|(at, _)| at));
        ends.into_iter().find_map(|end| {
            let renamed = self.renamed(text.get(..end)?)?;
            Some(format!("{renamed}{}", &text[end..]))
        })
    }
}

#[cfg(test)]
mod tests {
    use camino::Utf8PathBuf;

    use super::*;
    use crate::{Memory, Request, load};

    const HUB: &str = r#"
        resource "azurerm_virtual_network" "this" { name = "hub" }
        resource "azurerm_subnet" "gateway" {
          name                 = "GatewaySubnet"
          virtual_network_name = azurerm_virtual_network.this.name
        }
        resource "azurerm_public_ip" "hub" { name = "pip" }
    "#;
    const SPOKE: &str = r#"
        data "azurerm_virtual_network" "hub" {
          name                = "hub"
          resource_group_name = "rg"
        }
        resource "azurerm_virtual_network" "this" { name = "spoke-${var.name}" }
        resource "azurerm_subnet" "app" {
          count                = azurerm_virtual_network.this.guid == "" ? 0 : 1
          name                 = "${azurerm_virtual_network.this.id}x"
          virtual_network_name = azurerm_virtual_network.this.name
          address_prefixes     = [azurerm_public_ip.hub.ip_address]
        }
    "#;

    fn joined() -> Vec<Project> {
        let mut files = Memory::default();
        files.add("hub/main.tf", HUB);
        files.add("spoke/main.tf", SPOKE);
        let paths = vec![Utf8PathBuf::from("hub"), Utf8PathBuf::from("spoke")];
        let mut projects = load(&files, &Request { paths, ..Request::default() }).projects;
        make_addresses_distinct(&mut projects, &["hub".to_owned(), "net \"1\"".to_owned()]);
        projects
    }

    fn addresses_of(project: &Project) -> Vec<&str> {
        project.resources.iter().map(|resource| resource.address.as_str()).collect()
    }

    #[test]
    fn only_what_more_than_one_input_uses_is_renamed() {
        let projects = joined();
        assert_eq!(
            addresses_of(&projects[0]),
            ["azurerm_public_ip.hub", "azurerm_subnet.gateway", "hub/azurerm_virtual_network.this"]
        );
        assert_eq!(
            addresses_of(&projects[1]),
            [
                "azurerm_subnet.app",
                "data.azurerm_virtual_network.hub",
                "net '1'/azurerm_virtual_network.this"
            ]
        );
    }

    #[test]
    fn what_means_a_renamed_resource_means_it_still() {
        let projects = joined();
        let subnet = |project: &'static str, at: usize| {
            let resource = &projects[usize::from(project == "spoke")].resources[at];
            resource.body.get("parent").expect("it has a parent").clone()
        };
        let network = |parent: &Value| {
            let name = parent.get("name").expect("it is named");
            name.referent().map(|reference| reference.target.to_string())
        };
        assert_eq!(network(&subnet("hub", 1)).as_deref(), Some("hub/azurerm_virtual_network.this"));
        let spoke = network(&subnet("spoke", 0));
        assert_eq!(spoke.as_deref(), Some("net '1'/azurerm_virtual_network.this"));
    }

    #[test]
    fn causes_and_parts_of_text_name_the_renamed_resource() {
        let projects = joined();
        let app = &projects[1].resources[0];
        let renamed = "net '1'/azurerm_virtual_network.this";
        let Presence::Maybe(Why::Test { why, .. }) = &app.presence else {
            panic!("{:?}", app.presence);
        };
        assert_eq!(**why, Why::SetByAzure(format!("{renamed}.guid")));
        let Kind::Unknown(name) = &app.values.get("name").expect("it is there").kind else {
            panic!("the name is known");
        };
        let Part::Reference(reference) = &name.parts[0] else { panic!("{:?}", name.parts) };
        assert_eq!(reference.target.as_str(), renamed);
    }

    #[test]
    fn an_address_of_another_input_is_not_meant_by_accident() {
        let projects = joined();
        let prefixes = projects[1].resources[0].values.get("address_prefixes");
        let prefix = &prefixes.and_then(Value::as_list).expect("it is a list")[0];
        let target = prefix.referent().map(|reference| reference.target.as_str());
        assert!(target != Some("azurerm_public_ip.hub"), "{prefix:?}");
    }
}
