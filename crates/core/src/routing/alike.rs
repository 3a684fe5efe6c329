//! Which addresses nothing in a network tells apart: of such ones one pair stands for all.
//!
//! What the simulation makes of a prefix goes by what names it and by which prefixes hold
//! it. So two prefixes that the same names, that lie directly in the same one and that hold
//! none themselves could change places, and nothing else would change.

use std::collections::BTreeMap;

use ipnet::IpNet;
use nexthop_iac::Presence;

use super::{
    effective::EffectiveRoutes,
    mentions::{Mention, mentions, occupied},
    target::{Place, Spot, Target},
};
use crate::{
    Network,
    network::{Id, SecurityGroup, Subnet, SubnetPurpose},
};

/// What is alike in a network.
#[derive(Debug)]
pub(super) struct Alike {
    /// Sorted, so that a prefix comes before those within it.
    nets: Vec<IpNet>,
    /// By prefix; `None` where it is like no other one.
    kinds: Vec<Option<Kind>>,
    /// By subnet: the first one that is like it.
    subnets: Vec<Id<Subnet>>,
}

/// What prefixes that are alike share: the prefix they lie in, and what names them.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Kind {
    within: Option<usize>,
    named: usize,
}

/// Spots of one end that are alike.
#[derive(Clone, Debug)]
pub(super) struct Class {
    likeness: Likeness,
    /// In the order of the end's spots, each with its number there.
    pub(super) members: Vec<(usize, Spot)>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Likeness {
    Kind(Place, Kind),
    Itself(Spot),
}

/// A pair of spots, ordered as in a list of all pairs.
pub(super) type Pair = ((usize, usize), (Spot, Spot));

/// The classes of spots that are each like no other one.
pub(super) fn apart(spots: Vec<Spot>) -> Vec<Class> {
    let class = |(at, spot)| Class { likeness: Likeness::Itself(spot), members: vec![(at, spot)] };
    spots.into_iter().enumerate().map(class).collect()
}

impl Class {
    /// The pairs that stand for all pairs of two classes: one of different spots, and one of
    /// a spot with itself, where there are such.
    pub(super) fn pairs(&self, other: &Self) -> impl Iterator<Item = Pair> {
        let pair = |(from, source), (to, destination)| ((from, to), (source, destination));
        let ((first, source), goals) = (self.members[0], &other.members);
        let mut all = vec![pair((first, source), goals[0])];
        if self.likeness == other.likeness {
            let is_there = |spot: Spot| goals.iter().find(|(_, goal)| *goal == spot);
            let mut same = self.members.iter();
            all.extend(same.find_map(|&one| Some(pair(one, *is_there(one.1)?))));
            let differs = goals.iter().find(|(_, goal)| *goal != source);
            let differs = differs.map(|&goal| pair((first, source), goal)).or_else(|| {
                let other = self.members.iter().find(|(_, spot)| *spot != source)?;
                Some(pair(*other, goals[0]))
            });
            all.extend(differs);
            all.sort_unstable_by_key(|(order, _)| *order);
            all.dedup();
        }
        all.into_iter()
    }

    /// The members that have a flow with one of another class that is like that of a pair:
    /// of different spots, or of a spot with itself.
    pub(super) fn members_beside(&self, other: &Self, is_same: bool) -> impl Iterator<Item = Spot> {
        let is_apart = self.likeness != other.likeness;
        let has_one = move |spot: &Spot| {
            is_apart || other.members.iter().any(|(_, one)| (one == spot) == is_same)
        };
        self.members.iter().map(|(_, spot)| *spot).filter(has_one)
    }
}

impl Alike {
    pub(super) fn new(
        network: &Network,
        effective: &EffectiveRoutes,
        of_model: &[(usize, IpNet)],
    ) -> Self {
        let subnets = subnets_alike(network, effective);
        let mut named = mentions(network, of_model, &|subnet| subnets[subnet.index()].index());
        named.sort_unstable();
        let mut all = Self { nets: Vec::new(), kinds: Vec::new(), subnets };
        let mut known: BTreeMap<Vec<Mention>, usize> = BTreeMap::new();
        let mut holders: Vec<usize> = Vec::new();
        for same in named.chunk_by(|(one, _), (other, _)| one == other) {
            let net = same[0].0;
            while holders.last().is_some_and(|&holder| !all.nets[holder].contains(&net)) {
                holders.pop();
            }
            if let Some(&holder) = holders.last() {
                all.kinds[holder] = None;
            }
            let mentions: Vec<Mention> = same.iter().map(|(_, mention)| *mention).collect();
            // Which of them comes first may matter.
            let is_plain = mentions
                .windows(2)
                .all(|pair| (pair[0].by, pair[0].owner) != (pair[1].by, pair[1].owner));
            let unused = known.len();
            let named = *known.entry(mentions).or_insert(unused);
            holders.push(all.nets.len());
            all.nets.push(net);
            let within = holders.iter().rev().nth(1).copied();
            all.kinds.push(is_plain.then_some(Kind { within, named }));
        }
        all
    }

    fn likeness(&self, spot: Spot) -> Likeness {
        let kind = match spot.target {
            Target::Net(net) => {
                self.nets.binary_search(&net).ok().and_then(|place| self.kinds[place])
            }
            Target::Symbol(_) => None,
        };
        let place = match spot.place {
            Place::Subnet(subnet) => Place::Subnet(self.subnets[subnet.index()]),
            place => place,
        };
        kind.map_or(Likeness::Itself(spot), |kind| Likeness::Kind(place, kind))
    }

    /// The spots of an end by what they are like, in the order of the first of each class.
    pub(super) fn classes(&self, spots: Vec<Spot>) -> Vec<Class> {
        let mut places: BTreeMap<Likeness, usize> = BTreeMap::new();
        let mut classes: Vec<Class> = Vec::new();
        for (at, spot) in spots.into_iter().enumerate() {
            let likeness = self.likeness(spot);
            let place = *places.entry(likeness).or_insert(classes.len());
            match classes.get_mut(place) {
                Some(class) => class.members.push((at, spot)),
                None => classes.push(Class { likeness, members: vec![(at, spot)] }),
            }
        }
        classes
    }
}

/// What decides whether two subnets are alike: their routes, their group, and how many
/// prefixes they have.
type SubnetKind = (usize, Option<Id<SecurityGroup>>, usize);

/// By subnet, the first one that is like it but for its name and its prefix.
fn subnets_alike(network: &Network, effective: &EffectiveRoutes) -> Vec<Id<Subnet>> {
    let occupied = occupied(network);
    let partly = network.peerings.iter().filter(|peering| !peering.complete.is(&true));
    let partly: Vec<_> = partly.flat_map(|peering| [peering.local, peering.remote]).collect();
    let mut first: BTreeMap<SubnetKind, Id<Subnet>> = BTreeMap::new();
    let like = |(id, subnet): (Id<Subnet>, &Subnet)| {
        let certain = matches!(subnet.declared.presence, Presence::Certain)
            && subnet.perhaps_route_table.is_none()
            && subnet.perhaps_security_group.is_none();
        let plain = subnet.purpose == SubnetPurpose::General
            && !occupied.contains(&id)
            && !partly.contains(&subnet.virtual_network);
        let known = subnet.security_group.value().zip(subnet.prefixes.value());
        match known {
            Some((group, prefixes)) if certain && plain && !prefixes.is_empty() => {
                *first.entry((effective.class_of(id), *group, prefixes.len())).or_insert(id)
            }
            _ => id,
        }
    };
    network.subnets.entries().map(like).collect()
}
