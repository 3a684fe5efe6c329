//! What changes another resource of which it cannot be told which it is.

use nexthop_iac::{Address, Kind, Part, Value, Why};

use super::{
    attributes::{Attributes, Layer},
    class::Class,
    directory::{Directory, EntryId},
};
use crate::{Fact, Known, network::Id};

/// A change to a resource of which it cannot be told which it is.
#[derive(Debug)]
pub(super) struct Adrift<'a> {
    class: Class,
    target: &'a Value,
    why: Why,
    change: Attributes<'a>,
}

impl<'a> Adrift<'a> {
    pub(super) fn new(class: Class, target: &'a Value, why: Why, layer: Layer<'a>) -> Self {
        let header = layer.header;
        Self { class, target, why, change: Attributes::new(vec![layer], header, None) }
    }

    /// Whether it may be this resource that is changed.
    fn may_mean(&self, directory: &Directory<'_>, id: EntryId) -> bool {
        let entry = directory.entry(id);
        if entry.class != self.class || entry.declared.existing {
            return false;
        }
        let is_named = || match (last_segment(self.target), entry.declared.name.value()) {
            (Some(name), Some(own)) => name.eq_ignore_ascii_case(own),
            (None, _) | (_, None) => true,
        };
        let is_part = || match source(directory, &self.why) {
            Some(source) => source == id || entry.parent == Some(source),
            None => true,
        };
        !directory.is_elsewhere(&self.why) && is_named() && is_part()
    }
}

impl Directory<'_> {
    /// Why a resource may have more than it is seen to have: another one adds to it, or to
    /// one like it.
    pub(super) fn may_be_changed(&self, id: EntryId) -> Option<Why> {
        self.adrift.iter().find(|one| one.may_mean(self, id)).map(|one| one.why.clone())
    }

    /// A link of a resource; unknown where it has none but may be what another
    /// one adds a link to.
    pub(super) fn or_adrift<T>(
        &self,
        link: Fact<Option<Id<T>>>,
        id: EntryId,
        path: &str,
    ) -> Fact<Option<Id<T>>> {
        if !matches!(link.known, Known::Set(None) | Known::Default(None)) {
            return link;
        }
        let adds = |one: &&Adrift<'_>| one.change.has(path) && one.may_mean(self, id);
        match self.adrift.iter().find(adds) {
            Some(one) => Fact::unknown(one.why.clone(), one.change.header()),
            None => link,
        }
    }
}

/// The name at the end of an id of which the beginning is not known.
fn last_segment(target: &Value) -> Option<&str> {
    let Kind::Unknown(unknown) = &target.kind else { return target.get("name")?.as_str() };
    let Some(Part::Text(text)) = unknown.parts.last() else { return None };
    text.rsplit_once('/').map(|(_, name)| name).filter(|name| !name.is_empty())
}

/// The network or subnet that an id was to be read from.
fn source(directory: &Directory<'_>, why: &Why) -> Option<EntryId> {
    let Why::SetByAzure(attribute) = why else { return None };
    let mut owners = attribute.rmatch_indices('.').map(|(end, _)| &attribute[..end]);
    let source = owners.find_map(|owner| directory.at(&Address::new(owner)))?;
    let class = directory.entry(source).class;
    matches!(class, Class::VirtualNetwork | Class::Subnet).then_some(source)
}
