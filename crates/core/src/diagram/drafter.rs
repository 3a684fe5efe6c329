//! What has been drawn so far, and where things of either world are drawn alike.

use std::collections::{BTreeMap, BTreeSet};

use super::{Diagram, End, Frame, Link, Node, NodeKind, Standing, Tier};
use crate::{
    Fact, Network,
    network::{Circuit, Declared, Id, NetworkInterface, Prefix, Site},
};

/// As many prefixes are written out.
const MOST_PREFIXES: usize = 4;

pub(super) struct Drafter<'n> {
    pub(super) network: &'n Network,
    pub(super) diagram: Diagram,
    /// The frames of virtual networks, by their place in the table.
    pub(super) virtual_networks: Vec<usize>,
    /// The boxes of gateways in virtual networks.
    pub(super) gateways: Vec<End>,
    circuits: Vec<End>,
    sites: Vec<End>,
    pub(super) appliances: BTreeMap<Id<NetworkInterface>, End>,
    joined: BTreeSet<(End, End)>,
}

impl<'n> Drafter<'n> {
    pub(super) fn new(network: &'n Network) -> Self {
        let mut drafter = Self {
            network,
            diagram: Diagram::default(),
            virtual_networks: Vec::new(),
            gateways: Vec::new(),
            circuits: Vec::new(),
            sites: Vec::new(),
            appliances: BTreeMap::new(),
            joined: BTreeSet::new(),
        };
        for site in &network.sites {
            let end = drafter.site(site);
            drafter.sites.push(end);
        }
        for circuit in &network.circuits {
            let lines = vec!["ExpressRoute circuit".to_owned(), name(&circuit.declared)];
            let end = drafter.add(NodeKind::Circuit, None, lines, &circuit.declared);
            drafter.circuits.push(end);
        }
        drafter
    }

    fn site(&mut self, site: &Site) -> End {
        let mut lines = vec!["on-premises".to_owned(), site.name.clone()];
        lines.extend(prefixes(&site.prefixes));
        self.put(Node { kind: NodeKind::Site, frame: None, lines, standing: Standing::Declared })
    }

    pub(super) fn finish(self) -> Diagram {
        self.diagram
    }

    pub(super) fn frame(&mut self, tier: Tier, lines: Vec<String>, declared: &Declared) -> usize {
        self.diagram.frames.push(Frame { tier, lines, standing: Standing::of(declared) });
        self.diagram.frames.len() - 1
    }

    pub(super) fn add(
        &mut self,
        kind: NodeKind,
        frame: Option<usize>,
        lines: Vec<String>,
        declared: &Declared,
    ) -> End {
        self.put(Node { kind, frame, lines, standing: Standing::of(declared) })
    }

    pub(super) fn put(&mut self, node: Node) -> End {
        self.diagram.boxes.push(node);
        End::Node(self.diagram.boxes.len() - 1)
    }

    pub(super) fn link(&mut self, from: End, to: End, label: &str, standing: Standing) {
        let label = label.to_owned();
        self.diagram.links.push(Link { from, to, label, standing, one_sided: false });
    }

    /// The same for what two resources may declare, each from its side: it is drawn once.
    pub(super) fn join(&mut self, from: End, to: End, label: &str, standing: Standing) {
        if self.joined.insert((from.min(to), from.max(to))) {
            self.link(from, to, label, standing);
        }
    }

    /// A gateway's way to an ExpressRoute site: over the circuit, if it is known.
    pub(super) fn express_route(
        &mut self,
        gateway: End,
        circuit: Option<Id<Circuit>>,
        site: Id<Site>,
        (label, standing): (&str, Standing),
    ) {
        let site = self.sites[site.index()];
        let Some(circuit) = circuit else { return self.join(site, gateway, label, standing) };
        let circuit = self.circuits[circuit.index()];
        self.join(site, circuit, "", Standing::Declared);
        self.join(circuit, gateway, label, standing);
    }

    /// Clients of a gateway.
    pub(super) fn clients(&mut self, gateway: End, pool: &Fact<Vec<Prefix>>, declared: &Declared) {
        let mut lines = vec!["point-to-site clients".to_owned()];
        lines.extend(prefixes(pool));
        let clients = self.add(NodeKind::Clients, None, lines, declared);
        self.link(clients, gateway, "point-to-site", Standing::of(declared));
    }

    pub(super) fn tunnel(&mut self, gateway: End, site: Id<Site>, label: &str, standing: Standing) {
        self.join(self.sites[site.index()], gateway, label, standing);
    }

    pub(super) fn between_circuits(
        &mut self,
        one: Id<Circuit>,
        other: Id<Circuit>,
        standing: Standing,
    ) {
        let [one, other] = [one, other].map(|id| self.circuits[id.index()]);
        self.join(one, other, "Global Reach", standing);
    }
}

pub(super) fn name(declared: &Declared) -> String {
    declared.label().to_owned()
}

/// A line of prefixes, as far as they are known; of many the first ones.
pub(super) fn prefixes(prefixes: &Fact<Vec<Prefix>>) -> Option<String> {
    let known = prefixes.value().filter(|known| !known.is_empty())?;
    let shown = known.iter().take(MOST_PREFIXES).map(|prefix| prefix.net.to_string());
    let text = shown.collect::<Vec<_>>().join(", ");
    match known.len().checked_sub(MOST_PREFIXES) {
        Some(more @ 1..) => Some(format!("{text} and {more} more")),
        _ => Some(text),
    }
}
