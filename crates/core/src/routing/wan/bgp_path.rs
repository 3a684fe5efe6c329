//! What a route of a hub carries by BGP: the autonomous systems on its way and its communities.

use crate::{
    network::MatchCondition,
    routing::index::{Exit, Row},
};

/// The autonomous system of virtual hubs and their gateways. Whether it stands in a path yet
/// when a route map is asked, nobody says.
const HUBS: u32 = 65515;

/// What hubs put before a path that they tell each other
/// (<https://learn.microsoft.com/azure/virtual-wan/routing-deep-dive>).
const BETWEEN_HUBS: [u32; 2] = [65520, 65520];

/// Those that Azure's own communities begin with
/// (<https://learn.microsoft.com/azure/virtual-wan/route-maps-about>): which routes carry
/// them, nobody says.
const OF_AZURE: [&str; 4] = ["65515:", "65517:", "65518:", "12076:"];

/// What a route carries by BGP, as far as that can be told.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(in crate::routing) struct BgpPath {
    /// The autonomous systems on the way, the nearest first.
    pub(super) systems: Vec<u32>,
    /// How many there are besides of which the number is not known.
    pub(super) unnamed: usize,
    /// There may be others besides.
    pub(super) has_more_systems: bool,
    /// In lower case.
    pub(super) communities: Vec<String>,
    /// There may be others besides.
    pub(super) has_more_communities: bool,
}

impl BgpPath {
    /// What routers outside of Azure tell: `systems` come first, and what follows is known only
    /// where they are configured.
    pub(super) fn from_outside(
        systems: Vec<u32>,
        is_whole: bool,
        communities: Option<&[String]>,
    ) -> Self {
        Self {
            systems,
            unnamed: 0,
            has_more_systems: !is_whole,
            communities: communities.map_or_else(Vec::new, <[String]>::to_vec),
            has_more_communities: communities.is_none(),
        }
    }

    /// What a gateway of a virtual network tells: what is in its networks and pools is all its
    /// own.
    pub(in crate::routing) fn of_gateway(asn: Option<u32>, row: &Row) -> Self {
        let is_own = matches!(row.exit, Some(Exit::VirtualNetwork | Exit::Clients));
        let unnamed = usize::from(asn.is_none());
        let communities: Option<&[String]> = if is_own { Some(&[]) } else { None };
        let path = Self::from_outside(asn.into_iter().collect(), is_own, communities);
        Self { unnamed, ..path }
    }

    /// The same behind other autonomous systems.
    pub(super) fn behind(&self, systems: &[u32]) -> Self {
        let systems = systems.iter().chain(&self.systems).copied().collect();
        Self { systems, ..self.clone() }
    }

    /// As another hub has it.
    pub(super) fn at_other_hub(&self) -> Self {
        self.behind(&BETWEEN_HUBS)
    }

    /// How many autonomous systems are on the way: those that are known to be.
    pub(super) fn length(&self) -> usize {
        self.systems.len() + self.unnamed
    }

    /// The autonomous systems on the way, without a number where that is not known.
    pub(super) fn numbers(&self) -> Vec<Option<u32>> {
        let known = self.systems.iter().copied().map(Some);
        known.chain(std::iter::repeat_n(None, self.unnamed)).collect()
    }

    /// Whether its autonomous systems are what a criterion of a route map names; `None` where
    /// that cannot be told. "AS-PATH of the routes must have ASNs listed in the specified order"
    /// leaves open whether there may be others in between.
    pub(super) fn has_systems(&self, condition: MatchCondition, listed: &[u32]) -> Option<bool> {
        let may_hide = self.has_more_systems || self.unnamed > 0 || listed.contains(&HUBS);
        let found = match condition {
            MatchCondition::Contains | MatchCondition::NotContains => {
                let any = listed.iter().any(|asn| self.systems.contains(asn));
                if any || !may_hide { Some(any) } else { None }
            }
            MatchCondition::Equals | MatchCondition::NotEquals => {
                if !may_hide && self.systems == listed {
                    Some(true)
                } else if may_hide || is_within(listed, &self.systems) {
                    None
                } else {
                    Some(false)
                }
            }
        };
        found.map(|found| found != is_negated(condition))
    }

    /// Whether its communities are what a criterion of a route map names.
    pub(super) fn has_communities(
        &self,
        condition: MatchCondition,
        listed: &[String],
    ) -> Option<bool> {
        let has = |community: &String| {
            let is_there = self.communities.contains(community);
            let may_hide = self.has_more_communities
                || OF_AZURE.iter().any(|of_azure| community.starts_with(of_azure));
            if is_there || !may_hide { Some(is_there) } else { None }
        };
        let mut each = listed.iter().map(has);
        let wanted = matches!(condition, MatchCondition::Contains | MatchCondition::NotContains);
        // One of them decides; for `Equals` it is one that is missing.
        let all: Vec<Option<bool>> = each.by_ref().collect();
        let found = if all.contains(&Some(wanted)) {
            Some(wanted)
        } else if all.contains(&None) {
            None
        } else {
            Some(!wanted)
        };
        found.map(|found| found != is_negated(condition))
    }
}

fn is_negated(condition: MatchCondition) -> bool {
    matches!(condition, MatchCondition::NotContains | MatchCondition::NotEquals)
}

/// Whether some autonomous systems are in a path in their order, perhaps with others between.
fn is_within(listed: &[u32], path: &[u32]) -> bool {
    let mut path = path.iter();
    listed.iter().all(|asn| path.any(|one| one == asn))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn path(systems: &[u32], is_whole: bool) -> BgpPath {
        let communities = ["65001:100".to_owned(), "65001:200".to_owned()];
        BgpPath::from_outside(systems.to_vec(), is_whole, Some(&communities))
    }

    /// "About Route-maps", match conditions: AS-Path.
    #[test]
    fn criteria_by_autonomous_systems() {
        let whole = path(&[12076, 65001, 65002], true);
        let open = path(&[12076, 65001], false);
        let (contains, equals) = (MatchCondition::Contains, MatchCondition::Equals);
        assert_eq!(whole.has_systems(contains, &[65009, 65002]), Some(true));
        assert_eq!(whole.has_systems(contains, &[65009]), Some(false));
        assert_eq!(whole.has_systems(MatchCondition::NotContains, &[65009]), Some(true));
        assert_eq!(whole.has_systems(equals, &[12076, 65001, 65002]), Some(true));
        assert_eq!(
            whole.has_systems(MatchCondition::NotEquals, &[12076, 65001, 65002]),
            Some(false)
        );
        assert_eq!(whole.has_systems(equals, &[65002, 65001]), Some(false));
        assert_eq!(whole.has_systems(equals, &[65001, 65002]), None, "others before them");
        assert_eq!(open.has_systems(contains, &[65001]), Some(true));
        assert_eq!(open.has_systems(contains, &[65002]), None, "what follows is not known");
        assert_eq!(open.has_systems(equals, &[12076, 65001]), None);
        assert_eq!(BgpPath::default().has_systems(contains, &[65515]), None);
        assert_eq!(BgpPath::default().has_systems(contains, &[65001]), Some(false));
    }

    /// "About Route-maps", match conditions: Community.
    #[test]
    fn criteria_by_communities() {
        let known = path(&[65001], true);
        let unknown = BgpPath::from_outside(vec![65001], true, None);
        let list = |all: &[&str]| all.iter().map(|one| (*one).to_owned()).collect::<Vec<_>>();
        let (contains, equals) = (MatchCondition::Contains, MatchCondition::Equals);
        let both = list(&["65001:200", "65001:100"]);
        let one_of_two = list(&["65001:100", "65001:300"]);
        assert_eq!(known.has_communities(equals, &both), Some(true), "order is not relevant");
        assert_eq!(known.has_communities(equals, &one_of_two), Some(false), "it must have both");
        assert_eq!(known.has_communities(contains, &one_of_two), Some(true));
        assert_eq!(known.has_communities(MatchCondition::NotContains, &one_of_two), Some(false));
        assert_eq!(known.has_communities(MatchCondition::NotEquals, &one_of_two), Some(true));
        assert_eq!(known.has_communities(contains, &list(&["65517:12001"])), None);
        assert_eq!(unknown.has_communities(contains, &both), None);
        let of_network = BgpPath::default();
        assert_eq!(of_network.has_communities(contains, &both), Some(false));
    }
}
