//! Who is there: every resource that others may mean, and how to find it.

use std::{collections::BTreeMap, sync::Arc};

use nexthop_iac::{Address, Kind, Presence, Reference, Value, Why};
use nexthop_source::Span;

use super::{
    adrift::Adrift,
    attributes::{Attributes, Layer},
    class::{Class, Rows, Tabled},
};
use crate::{
    Fact,
    network::{Declared, Id, Table},
};

/// The place of an entry in the [`Directory`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct EntryId(usize);

/// A resource that others may mean.
#[derive(Debug)]
pub(super) struct Entry<'a> {
    pub(super) class: Class,
    pub(super) declared: Declared,
    /// What it is a child of. None for a child whose parent cannot be told.
    pub(super) parent: Option<EntryId>,
    /// Its declarations; what counts most comes first.
    pub(super) layers: Vec<Layer<'a>>,
    /// Declarations of it in other roots than the first that has one.
    elsewhere: Vec<(Layer<'a>, usize)>,
    /// The id of the subscription it is in, where that is known.
    pub(super) subscription: Option<String>,
    /// The root that declares it or refers to it first.
    pub(super) root: usize,
    /// Its table in the network and its row there, where it has one.
    row: Option<(Rows, usize)>,
}

/// Every resource that others may mean.
#[derive(Debug, Default)]
pub(super) struct Directory<'a> {
    entries: Vec<Entry<'a>>,
    /// By row of each table.
    rows: BTreeMap<Rows, Vec<EntryId>>,
    addresses: BTreeMap<Address, EntryId>,
    names: BTreeMap<(Class, Option<EntryId>, String), Vec<EntryId>>,
    children: BTreeMap<(Class, EntryId), Vec<EntryId>>,
    /// Why children whose parent cannot be told have none.
    pub(super) orphans: BTreeMap<Class, Why>,
    /// Where an attribute that means a resource without a name is written first.
    places: BTreeMap<Reference, Span>,
    /// What changes a resource of which it cannot be told which it is.
    pub(super) adrift: Vec<Adrift<'a>>,
    /// The root whose words are being read.
    pub(super) root: usize,
    /// There are several roots.
    joined: bool,
}

/// What may be looked up: a name, and the resource group and subscription where they
/// are known.
#[derive(Clone, Copy, Debug)]
pub(super) struct Named<'n> {
    pub(super) class: Class,
    pub(super) parent: Option<EntryId>,
    pub(super) name: &'n Fact<String>,
    pub(super) group: Option<&'n str>,
    pub(super) subscription: Option<&'n str>,
}

/// What two resources of one name have in common: the text without case; for a
/// name that cannot be told, the very expression that it is, as long as that
/// depends on nothing but what is given from outside.
fn key(name: &Fact<String>) -> Option<String> {
    match (name.value(), name.why()) {
        (Some(name), _) => Some(name.to_lowercase()).filter(|name| !name.is_empty()),
        (None, Some(why @ (Why::InputNotGiven(_) | Why::Outside(_)))) => {
            Some(format!("\0{why:?} {:?}", name.span))
        }
        (None, Some(why @ Why::SetByAzure(_))) => Some(format!("\0{why:?}")),
        (None, _) => None,
    }
}

impl<'a> Directory<'a> {
    /// One without entries.
    pub(super) fn of_roots(number: usize) -> Self {
        Self { joined: number > 1, ..Self::default() }
    }

    /// Adds a resource. Hubs get a row only when they turn out to be Route
    /// Servers or part of a Virtual WAN ([`Directory::enrol`]).
    pub(super) fn add(
        &mut self,
        class: Class,
        declared: Declared,
        parent: Option<EntryId>,
        layers: Vec<Layer<'a>>,
    ) -> EntryId {
        let id = EntryId(self.entries.len());
        if let Some(name) = key(&declared.name) {
            self.names.entry((class, parent, name)).or_default().push(id);
        }
        if let Some(parent) = parent {
            self.children.entry((class, parent)).or_default().push(id);
        }
        self.entries.push(Entry {
            class,
            declared,
            parent,
            layers,
            elsewhere: Vec::new(),
            subscription: None,
            root: self.root,
            row: None,
        });
        if let Some(rows) = class.rows() {
            self.enrol(id, rows);
        }
        id
    }

    /// Gives a resource the next row of a table, unless it has one.
    pub(super) fn enrol(&mut self, id: EntryId, table: Rows) {
        if self.entries[id.0].row.is_none() {
            let rows = self.rows.entry(table).or_default();
            self.entries[id.0].row = Some((table, rows.len()));
            rows.push(id);
        }
    }

    /// Makes an address mean a resource.
    pub(super) fn bind(&mut self, address: Address, id: EntryId) {
        self.addresses.entry(address).or_insert(id);
    }

    /// Adds a declaration to a resource; it counts more than those before.
    pub(super) fn amend(&mut self, id: EntryId, layer: Layer<'a>) {
        self.entries[id.0].layers.insert(0, layer);
    }

    /// Adds a declaration that counts less than those before.
    pub(super) fn underlay(&mut self, id: EntryId, layer: Layer<'a>) {
        self.entries[id.0].layers.push(layer);
    }

    /// Adds another root's declaration of the same resource, which does not count.
    pub(super) fn repeat(&mut self, id: EntryId, layer: Layer<'a>, root: usize) {
        self.entries[id.0].elsewhere.push((layer, root));
    }

    /// The properties of a resource as other roots declare it, and which.
    pub(super) fn repetitions(&self, id: EntryId) -> impl Iterator<Item = (Attributes<'a>, usize)> {
        self.entries[id.0]
            .elsewhere
            .iter()
            .map(|(layer, root)| (Attributes::new(vec![layer.clone()], layer.header, None), *root))
    }

    /// Says in which subscription a resource is.
    pub(super) fn set_subscription(&mut self, id: EntryId, subscription: Option<String>) {
        self.entries[id.0].subscription = subscription;
    }

    pub(super) fn entry(&self, id: EntryId) -> &Entry<'a> {
        &self.entries[id.0]
    }

    /// All entries of a class, hubs of a Virtual WAN among them.
    pub(super) fn of_class(&self, class: Class) -> Vec<EntryId> {
        let ids = (0..self.entries.len()).map(EntryId);
        ids.filter(|id| self.entries[id.0].class == class).collect()
    }

    /// The place that stands for an expression: that of an attribute is the first one
    /// where it is written.
    pub(super) fn place(&mut self, value: &Value) -> Span {
        match &value.kind {
            Kind::Reference(reference) => {
                *self.places.entry(Reference::clone(reference)).or_insert(value.span)
            }
            _ => value.span,
        }
    }

    /// Why it cannot be told which resource an entry is: nothing declares it, and it
    /// is meant by an unknown value only.
    pub(super) fn unidentified(&self, id: EntryId) -> Option<&Why> {
        let Entry { declared, layers, .. } = self.entry(id);
        let why = declared.name.why().filter(|_| declared.existing && layers.is_empty());
        why.filter(|why| !self.is_elsewhere(why))
    }

    /// Whether a cause says that something is none of the resources that are here: it
    /// comes from outside of the code, and that is the code of one root.
    pub(super) fn is_elsewhere(&self, why: &Why) -> bool {
        !self.joined && matches!(why, Why::Outside(_))
    }

    /// The children of a resource.
    pub(super) fn children(&self, class: Class, parent: EntryId) -> &[EntryId] {
        self.children.get(&(class, parent)).map_or(&[], Vec::as_slice)
    }

    /// The resource of an address.
    pub(super) fn at(&self, address: &Address) -> Option<EntryId> {
        self.addresses.get(address).copied()
    }

    /// The resources of a name that nothing contradicts: those of this resource group
    /// if there are any, else those whose group is not known; of several, those of the
    /// root that says so if there are any.
    pub(super) fn named(&self, wanted: Named<'_>) -> Vec<EntryId> {
        let Some(name) = key(wanted.name) else { return Vec::new() };
        let names = self.names.get(&(wanted.class, wanted.parent, name));
        let all = names.map_or(&[][..], Vec::as_slice).iter().copied();
        let group_of = |id: EntryId| self.entry(id).declared.resource_group.value();
        let subscription_of = |id: EntryId| self.entry(id).subscription.as_ref();
        let mut found = matching(all.collect(), wanted.group, group_of);
        found = matching(found, wanted.subscription, subscription_of);
        if self.joined && found.len() > 1 {
            let own = |id: &EntryId| self.entry(*id).root == self.root;
            if found.iter().any(own) {
                found.retain(own);
            }
        }
        found
    }

    /// A resource that is only referred to.
    pub(super) fn outside(&mut self, wanted: Named<'_>) -> EntryId {
        let span = wanted.name.span;
        let (address, why) = match (wanted.name.value(), wanted.name.why()) {
            (None, Some(why)) => (subject(wanted.class, why), why.clone()),
            (name, _) => {
                let path = self.path(wanted, name.map_or("", String::as_str));
                (path.clone(), Why::Outside(path))
            }
        };
        let group = wanted.group.map(|group| Fact::set(group.to_owned(), span));
        let declared = Declared {
            address: Address::new(address),
            name: wanted.name.clone(),
            resource_group: group.unwrap_or_else(|| Fact::unknown(why, span)),
            span,
            calls: Arc::new([]),
            presence: Presence::Certain,
            existing: true,
        };
        let id = self.add(wanted.class, declared, wanted.parent, Vec::new());
        self.set_subscription(id, wanted.subscription.map(str::to_owned));
        id
    }

    fn path(&self, wanted: Named<'_>, name: &str) -> String {
        let arm_type = wanted.class.arm_type();
        let kind = arm_type.rsplit_once('/').map_or(arm_type, |(_, kind)| kind);
        match wanted.parent {
            Some(parent) => format!("{}/{kind}/{name}", self.entries[parent.0].declared.label()),
            None => format!("{kind}/{name}"),
        }
    }

    /// The properties of a resource.
    pub(super) fn attributes(&self, id: EntryId) -> Attributes<'a> {
        let Entry { declared, layers, .. } = &self.entries[id.0];
        let outside = declared.existing.then(|| Why::Outside(declared.label().to_owned()));
        Attributes::new(layers.clone(), declared.span, outside)
    }

    /// The id of a resource in a table of the network, where it is in that.
    pub(super) fn row<T: Tabled>(&self, id: EntryId) -> Option<Id<T>> {
        let row = self.entries[id.0].row.filter(|(table, _)| *table == T::ROWS);
        row.map(|(_, row)| Id::new(row))
    }

    /// The table of a class. Reading a row may add rows, of this table or of one
    /// that is not built yet.
    pub(super) fn table<T: Tabled>(&mut self, read: fn(&mut Self, EntryId) -> T) -> Table<T> {
        let mut table = Table::default();
        self.fill(&mut table, read);
        table
    }

    /// Reads the rows that a table does not have yet.
    pub(super) fn fill<T: Tabled>(
        &mut self,
        table: &mut Table<T>,
        read: fn(&mut Self, EntryId) -> T,
    ) {
        while let Some(&id) = self.rows.get(&T::ROWS).and_then(|rows| rows.get(table.len())) {
            self.root = self.entry(id).root;
            let row = read(self, id);
            table.add(row);
        }
    }

    /// The resource that a reference means, as far as it is here.
    pub(super) fn referred(&self, class: Class, reference: &Reference) -> Option<EntryId> {
        let id = self.at(&reference.target)?;
        let entry = self.entry(id);
        if entry.class == class {
            return Some(id);
        }
        let attribute = reference.attribute.as_str();
        if class == Class::HubRouteTable && attribute == "default_route_table_id" {
            return self.built_in_table(id);
        }
        if entry.class.parent() == Some(class) {
            let own = matches!(attribute, "" | "id" | "name");
            return entry.parent.filter(|_| !own);
        }
        if class == Class::Subnet && entry.class == Class::VirtualNetwork {
            return self.inline_subnet(id, attribute);
        }
        None
    }

    /// The default route table of a hub.
    fn built_in_table(&self, hub: EntryId) -> Option<EntryId> {
        let mut tables = self.children(Class::HubRouteTable, hub).iter().copied();
        tables.find(|id| {
            let name = self.entries[id.0].declared.name.value();
            name.is_some_and(|name| name.eq_ignore_ascii_case(super::hub::DEFAULT_TABLE))
        })
    }

    /// `subnet[2].id`, `properties.subnets[2].id`: the third inline block.
    fn inline_subnet(&self, vnet: EntryId, attribute: &str) -> Option<EntryId> {
        let index = ["subnet[", "properties.subnets["]
            .into_iter()
            .find_map(|list| attribute.strip_prefix(list))?;
        let index = index.split(']').next()?.parse().ok()?;
        let is_meant = |layer: &Layer<'_>| layer.inline == Some(index);
        let mut subnets = self.children(Class::Subnet, vnet).iter().copied();
        subnets.find(|id| self.entries[id.0].layers.iter().any(is_meant))
    }
}

/// Those of which a property is this text, without case, if there are any; else those
/// of which it is not known.
fn matching<'e>(
    ids: Vec<EntryId>,
    wanted: Option<&str>,
    property: impl Fn(EntryId) -> Option<&'e String>,
) -> Vec<EntryId> {
    let Some(wanted) = wanted else { return ids };
    let is_it = |id: &EntryId| property(*id).is_some_and(|one| one.eq_ignore_ascii_case(wanted));
    let exact: Vec<EntryId> = ids.iter().copied().filter(is_it).collect();
    if exact.is_empty() {
        ids.into_iter().filter(|id| property(*id).is_none()).collect()
    } else {
        exact
    }
}

/// What stands for the address of a resource whose name cannot be told.
fn subject(class: Class, why: &Why) -> String {
    match why {
        Why::InputNotGiven(what) | Why::SetByAzure(what) | Why::Outside(what) => what.clone(),
        Why::Test { why, .. } => subject(class, why),
        Why::Function(_) | Why::Cycle(_) | Why::Failed(_) => format!("unknown {}", class.noun()),
    }
}
