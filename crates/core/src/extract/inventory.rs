//! The first pass: who is there. Every resource by itself, then the children by
//! their parents, then what only changes others.

use std::collections::{BTreeMap, BTreeSet};

use nexthop_iac::{Address, Presence, Resource, Value, Why};
use nexthop_source::Span;

use super::{
    adrift::Adrift,
    attributes::{Attributes, Fields, Found, Layer},
    class::Class,
    conversion,
    directory::{Directory, EntryId, Named},
    hub,
    links::Link,
    resource_path::ResourcePath,
};
use crate::{Fact, Root, network::Declared};

/// Lists of blocks that stand for resources of their own.
const INLINE: &[(Class, Class, &str)] = &[
    (Class::VirtualNetwork, Class::Subnet, "properties.subnets"),
    (Class::VirtualNetwork, Class::Peering, "properties.virtualNetworkPeerings"),
    (Class::LoadBalancer, Class::BackendPool, "properties.backendAddressPools"),
    (Class::LoadBalancer, Class::InboundRule, "properties.inboundNatRules"),
    (Class::Circuit, Class::CircuitPeering, "properties.peerings"),
    (Class::Gateway, Class::NatRule, "properties.natRules"),
    (Class::HubVpnGateway, Class::HubNatRule, "properties.natRules"),
    (Class::VirtualHub, Class::HubIpConfiguration, "properties.ipConfigurations"),
    (Class::VirtualHub, Class::BgpConnection, "properties.bgpConnections"),
];

/// A resource and the root it is of.
type Rooted<'a> = (&'a Resource, usize);

/// Enters every resource.
pub(super) fn take<'a>(roots: &[Root<'a>]) -> Directory<'a> {
    let mut directory = Directory::of_roots(roots.len());
    let rooted = roots.iter().enumerate();
    let mut sorted: Vec<Rooted<'a>> = rooted
        .flat_map(|(at, root)| root.resources.iter().map(move |resource| (resource, at)))
        .collect();
    sorted.sort_by(|(one, _), (other, _)| one.address.cmp(&other.address));
    for class in Class::all() {
        let of_class = |(resource, _): &Rooted<'a>| {
            class_of(resource) == Some(class) && resource.amends.is_none()
        };
        let drafts = sorted.iter().copied().filter(of_class);
        let (existing, declared): (Vec<Rooted<'a>>, Vec<Rooted<'a>>) =
            drafts.partition(|(resource, _)| resource.existing);
        enter_declared(&mut directory, class, &declared);
        bind_amending(&mut directory, class, &sorted);
        for resource in existing {
            enter_existing(&mut directory, class, resource);
        }
        if class == Class::HubRouteTable {
            hub::enter_built_in_tables(&mut directory);
        }
    }
    for (resource, root) in sorted {
        if let (Some(class), Some(target)) = (class_of(resource), &resource.amends) {
            directory.root = root;
            amend(&mut directory, class, resource, target);
        }
    }
    directory
}

/// What is deployed anew goes by either address, for its children too.
fn bind_amending<'a>(directory: &mut Directory<'a>, class: Class, resources: &[Rooted<'a>]) {
    let amending = resources.iter().filter(|(resource, _)| class_of(resource) == Some(class));
    for (resource, target) in amending.filter_map(|(one, _)| Some((one, one.amends.as_ref()?))) {
        if let Some(id) = directory.by_reference(class, target) {
            directory.bind(resource.address.clone(), id);
        }
    }
}

fn class_of(resource: &Resource) -> Option<Class> {
    Class::of(resource.kind.as_ref()?.as_str())
}

/// A resource that is about to be entered.
struct Draft<'a> {
    declared: Declared,
    parent: Option<EntryId>,
    subscription: Option<String>,
    layer: Layer<'a>,
    root: usize,
    /// The same resource as other roots declare it.
    elsewhere: Vec<Repetition<'a>>,
}

/// A declaration of a resource that is not the first.
struct Repetition<'a> {
    address: Address,
    layer: Layer<'a>,
    root: usize,
}

fn enter_declared<'a>(directory: &mut Directory<'a>, class: Class, resources: &[Rooted<'a>]) {
    let drafts = resources.iter().map(|&resource| draft(directory, class, resource)).collect();
    let mut drafts = once(class, drafts);
    let standalone: BTreeSet<(Option<EntryId>, String)> =
        drafts.iter().filter_map(|draft| Some((draft.parent, name_of(draft)?))).collect();
    let (same, inline): (Vec<Draft<'a>>, Vec<Draft<'a>>) =
        once(class, inline_blocks(directory, class)).into_iter().partition(|draft| {
            name_of(draft).is_some_and(|name| standalone.contains(&(draft.parent, name)))
        });
    drafts.extend(inline);
    drafts.sort_by(|one, other| one.declared.address.cmp(&other.declared.address));
    for Draft { declared, parent, subscription, layer, root, elsewhere } in drafts {
        let address = declared.address.clone();
        let is_inline = layer.inline.is_some();
        directory.root = root;
        let id = directory.add(class, declared, parent, vec![layer]);
        directory.set_subscription(id, subscription);
        if !is_inline {
            directory.bind(address, id);
        }
        for Repetition { address, layer, root } in elsewhere {
            if layer.inline.is_none() {
                directory.bind(address, id);
                directory.repeat(id, layer, root);
            }
        }
    }
    for draft in same {
        merge(directory, class, draft);
    }
}

/// Every resource once: of those that several roots declare, the declaration of the
/// first root counts. It is the same resource if everything that makes its id is known
/// and the same.
fn once(class: Class, mut drafts: Vec<Draft<'_>>) -> Vec<Draft<'_>> {
    drafts.sort_by_key(|draft| draft.root);
    let mut places: BTreeMap<Identity, Vec<usize>> = BTreeMap::new();
    let mut kept: Vec<Draft<'_>> = Vec::with_capacity(drafts.len());
    for draft in drafts {
        let Some(identity) = identity_of(class, &draft) else {
            kept.push(draft);
            continue;
        };
        let places = places.entry(identity).or_default();
        if let Some(&at) = places.iter().find(|&&at| may_be(&kept[at], &draft)) {
            let Draft { declared, layer, root, .. } = draft;
            let address = declared.address;
            kept[at].elsewhere.push(Repetition { address, layer, root });
        } else {
            places.push(kept.len());
            kept.push(draft);
        }
    }
    kept
}

/// Whether resources of one identity are the same: of two roots, and not known to be of
/// two subscriptions.
fn may_be(one: &Draft<'_>, other: &Draft<'_>) -> bool {
    let differ = match (&one.subscription, &other.subscription) {
        (Some(one), Some(other)) => !one.eq_ignore_ascii_case(other),
        _ => false,
    };
    one.root != other.root && !differ
}

/// What makes the id of a resource: for a child the parent and the name, else the name
/// and the resource group.
type Identity = (Option<EntryId>, String, Option<String>);

/// The identity of a resource that is certainly there.
fn identity_of(class: Class, draft: &Draft<'_>) -> Option<Identity> {
    let name = name_of(draft).filter(|name| !name.is_empty())?;
    let group = match (class.parent(), draft.parent) {
        (Some(_), None) => return None,
        (_, Some(_)) => None,
        (None, None) => Some(draft.declared.resource_group.value()?.to_lowercase()),
    };
    let is_certain = draft.declared.presence == Presence::Certain;
    is_certain.then_some((draft.parent, name, group))
}

fn name_of(draft: &Draft<'_>) -> Option<String> {
    draft.declared.name.value().map(|name| name.to_lowercase())
}

/// A block that is declared apart as well is the same resource.
fn merge<'a>(directory: &mut Directory<'a>, class: Class, draft: Draft<'a>) {
    let Draft { parent, root, layer, .. } = draft;
    let name = &draft.declared.name;
    let wanted = Named { class, parent, name, group: None, subscription: None };
    directory.root = root;
    if let Some(&id) = directory.named(wanted).first()
        && directory.entry(id).root == root
    {
        directory.underlay(id, layer);
    }
}

/// A resource that exists outside of this code; one that is declared here by the
/// same name is that one.
fn enter_existing<'a>(directory: &mut Directory<'a>, class: Class, resource: Rooted<'a>) {
    let Draft { declared, parent, subscription, layer, .. } = draft(directory, class, resource);
    let outermost = parent.is_none();
    let group = declared.resource_group.value().map(String::as_str).filter(|_| outermost);
    let subscription = subscription.filter(|_| outermost);
    let name = &declared.name;
    let wanted = Named { class, parent, name, group, subscription: subscription.as_deref() };
    let same = of_name(directory, class, resource.0).or(match directory.named(wanted)[..] {
        [id] => Some(id),
        _ => None,
    });
    let address = declared.address.clone();
    let id = same.unwrap_or_else(|| {
        let id = directory.add(class, declared, parent, vec![layer]);
        directory.set_subscription(id, subscription);
        id
    });
    directory.bind(address, id);
}

/// The resource whose name is the name of this one: `name: vnet.outputs.name`.
fn of_name(directory: &Directory<'_>, class: Class, resource: &Resource) -> Option<EntryId> {
    let name = resource.body.get("name")?.referent().filter(|name| name.attribute == "name")?;
    directory.at(&name.target).filter(|id| directory.entry(*id).class == class)
}

/// The properties of one resource as it is written.
pub(super) fn own_attributes(resource: &Resource) -> Attributes<'_> {
    let header = resource.origin.declared;
    let layer = Layer { fields: &resource.body, header, inline: None, maybe: None };
    Attributes::new(vec![layer], header, None)
}

fn draft<'a>(
    directory: &mut Directory<'a>,
    class: Class,
    (resource, root): Rooted<'a>,
) -> Draft<'a> {
    directory.root = root;
    let header = resource.origin.declared;
    let layer = Layer { fields: &resource.body, header, inline: None, maybe: None };
    let attributes = own_attributes(resource);
    let full_name = attributes.required("name", conversion::text);
    let parent = class.parent().and_then(|parent| {
        parent_of(directory, parent, class, &attributes, full_name.value().map(String::as_str))
    });
    let declared = Declared {
        address: resource.address.clone(),
        name: full_name.map(|name| last_segment(name).to_owned()),
        resource_group: group(directory, &attributes, parent),
        span: header,
        calls: resource.origin.calls.clone(),
        presence: resource.presence.clone(),
        existing: resource.existing,
    };
    let id = resource.values.get("id").and_then(Value::as_str).and_then(ResourcePath::parse);
    let subscription = id.and_then(|path| path.subscription);
    Draft { declared, parent, subscription, layer, root, elsewhere: Vec::new() }
}

/// The resource group: its own, that which its parent is named with, or its
/// parent's.
fn group(
    directory: &Directory<'_>,
    attributes: &Attributes<'_>,
    parent: Option<EntryId>,
) -> Fact<String> {
    ["resourceGroup", "parent.resourceGroup"]
        .into_iter()
        .find_map(|path| {
            attributes.read(path, conversion::text).filter(|fact| fact.value().is_some())
        })
        .or_else(|| parent.map(|id| directory.entry(id).declared.resource_group.clone()))
        .unwrap_or_else(|| attributes.required("resourceGroup", conversion::text))
}

/// What a child is a child of. A child whose class needs a parent gets one
/// without a name where it cannot be told.
fn parent_of(
    directory: &mut Directory<'_>,
    parent: Class,
    child: Class,
    attributes: &Attributes<'_>,
    full_name: Option<&str>,
) -> Option<EntryId> {
    let header = attributes.header();
    let value = match attributes.find("parent") {
        Found::Value(value, _) => value.clone(),
        Found::Unknown(why, span) => Value::unknown(why, span),
        Found::Missing => by_full_name(full_name, header),
    };
    if matches!(
        child,
        Class::Subnet
            | Class::Peering
            | Class::HubConnection
            | Class::HubRouteTable
            | Class::RoutingIntent
    ) {
        return Some(directory.resolve_or_enter(parent, &value));
    }
    let why = match directory.resolve(parent, &value) {
        Link::To(id) => return Some(id),
        Link::Unknown(why) => why,
        Link::Nothing => Why::Failed(format!("the {} is left out", parent.noun())),
    };
    directory.orphans.entry(child).or_insert(why);
    None
}

/// `hub/GatewaySubnet` names the parent first.
fn by_full_name(full_name: Option<&str>, span: Span) -> Value {
    match full_name.and_then(|name| name.split_once('/')) {
        Some((parent, _)) => {
            let name = Value::string(parent, span);
            Value::object(Fields::from([("name".into(), name)]), span)
        }
        None => Value::null(span),
    }
}

fn last_segment(name: &str) -> &str {
    name.rsplit('/').next().unwrap_or(name)
}

/// The blocks of this class that stand in other resources.
fn inline_blocks<'a>(directory: &Directory<'a>, class: Class) -> Vec<Draft<'a>> {
    let lists = INLINE.iter().filter(|&&(_, child, _)| child == class);
    let mut drafts = Vec::new();
    for &(parent_class, _, path) in lists {
        for parent in directory.of_class(parent_class) {
            let own = (directory.attributes(parent), directory.entry(parent).root);
            for (attributes, root) in [own].into_iter().chain(directory.repetitions(parent)) {
                let blocks = attributes.blocks(path).items.into_iter().enumerate();
                drafts.extend(blocks.filter_map(|(index, block)| {
                    inline_draft(directory, parent, index, &block, root)
                }));
            }
        }
    }
    drafts
}

fn inline_draft<'a>(
    directory: &Directory<'a>,
    parent: EntryId,
    index: usize,
    block: &Attributes<'a>,
    root: usize,
) -> Option<Draft<'a>> {
    let outer = &directory.entry(parent).declared;
    let declared = Declared {
        address: outer.address.clone(),
        name: block.required("name", conversion::text),
        resource_group: outer.resource_group.clone(),
        span: block.header(),
        calls: outer.calls.clone(),
        presence: outer.presence.clone(),
        existing: outer.existing,
    };
    let layer = Layer { inline: Some(index), ..block.only_layer()? };
    let (parent, subscription, elsewhere) = (Some(parent), None, Vec::new());
    Some(Draft { declared, parent, subscription, layer, root, elsewhere })
}

/// Adds what a resource changes about another one.
fn amend<'a>(
    directory: &mut Directory<'a>,
    class: Class,
    resource: &'a Resource,
    target: &'a Value,
) {
    let header = resource.origin.declared;
    let layer = |maybe| Layer { fields: &resource.body, header, inline: None, maybe };
    let id = match directory.resolve(class, target) {
        Link::To(id) => id,
        Link::Nothing => return,
        Link::Unknown(why) => {
            directory.adrift.push(Adrift::new(class, target, why, layer(None)));
            return;
        }
    };
    let presence = &directory.entry(id).declared.presence;
    let maybe = match &resource.presence {
        Presence::Maybe(why) if *presence != resource.presence => Some(why.clone()),
        Presence::Maybe(_) | Presence::Certain => None,
    };
    directory.amend(id, layer(maybe));
    directory.bind(resource.address.clone(), id);
}
