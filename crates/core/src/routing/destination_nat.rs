//! What an Azure Firewall does to a packet that is sent to its own address: a DNAT rule puts
//! another destination in its place, and the firewall's private address in place of the
//! source (<https://techcommunity.microsoft.com/blog/azurenetworksecurityblog/azure-firewall-nat-behaviors/3825834>).

use std::net::IpAddr;

use super::{
    Appliance, Code, Outcome, Routing,
    condition::Cause,
    doors::{Landing, landing_of},
    filter::{Filtered, Member, Packet, Ports},
    filter_hop::InDoubt,
    target::{Place, Spot, Target},
    trail::{About, At, Mark, Start, Translation, translated_source},
    walk::{Next, Walker},
};
use crate::{
    Network,
    network::{Firewall, FirewallTier, Id},
};

impl Routing {
    pub(super) fn spot_of(&self, network: &Network, landing: Landing) -> Spot {
        match landing {
            Landing::Address(ip) => self.spots(network).at(ip),
            Landing::Spot(spot, _) => spot,
        }
    }
}

impl Walker<'_> {
    /// The packet comes to the public address of a firewall: a DNAT rule translates both of
    /// its addresses and lets it pass.
    pub(super) fn enter_by_firewall(
        &mut self,
        id: Id<Firewall>,
        number: usize,
        ports: &Ports,
        port: Option<u16>,
    ) -> Result<Next, Cause> {
        let appliance = Appliance::Firewall(id);
        if !self.is_taken_by_rule(id, number, ports)? {
            let at = At::Appliance(appliance);
            self.mark(at, Code::NoDestinationNat, About::Appliance(appliance));
            return Ok(Next::Done(Outcome::Dropped));
        }
        let Some(start) = self.inside_of_firewall(id) else {
            let at = At::Appliance(appliance);
            return Ok(self.undecided(at, Code::UnknownValue, About::Appliance(appliance)));
        };
        self.behind(ports, port);
        if !self.trail.boxes.contains(&appliance) {
            self.trail.boxes.push(appliance);
        }
        let translation = Translation { appliance, start };
        self.source = translated_source(self.network, &translation);
        self.trail.translations.push(translation);
        Ok(match start {
            Start::Network(position) => Next::Position(position),
            Start::Hub(place) => Next::Hub(place),
        })
    }

    /// Where what a firewall lets through goes on from.
    pub(super) fn inside_of_firewall(&self, id: Id<Firewall>) -> Option<Start> {
        let firewall = &self.network.firewalls[id];
        let at = At::Appliance(Appliance::Firewall(id));
        if let Some(hub) = firewall.virtual_hub.value().copied().flatten() {
            return Some(Start::Hub(Self::behind_hub_firewall(at, hub)));
        }
        let subnet = firewall.subnet.value().copied().flatten();
        let own = firewall.virtual_network.value().copied().flatten();
        let vnet =
            own.or_else(|| subnet.map(|subnet| self.network.subnets[subnet].virtual_network));
        Some(Start::Network(self.in_network(at, vnet?, subnet)))
    }

    /// Whether a DNAT rule takes the packet, which is still for the firewall.
    fn is_taken_by_rule(
        &mut self,
        id: Id<Firewall>,
        number: usize,
        ports: &Ports,
    ) -> Result<bool, Cause> {
        let routing = self.routing;
        let rule = &routing.filters.destination_rules(id)[number];
        let protocol = self.protocol().unwrap_or_default();
        let (source, destination) = (self.source, self.destination);
        let decisions = self.decisions;
        let packet =
            Packet { source, destination, protocol, decisions, member: &|_| Member::Unknown };
        let ruling = rule.judge(&packet, ports);
        if ruling.possible.is_empty() {
            return Ok(false);
        }
        if ruling.sure.is_empty()
            && let InDoubt::DeniedBy(_) = self.settle_doubt(rule.filter, &ruling)?
        {
            return Ok(false);
        }
        let filtered = Filtered {
            filter: rule.filter,
            source,
            protocol,
            ports: ruling.possible.clone(),
            rule: Some(rule.number),
        };
        let appliance = Appliance::Firewall(id);
        let (at, about) = (At::Appliance(appliance), About::Appliance(appliance));
        let mark = Mark::new(at, Code::DestinationNat, about, destination);
        self.trail.marks.push(Mark { filtered: Some(Box::new(filtered)), ..mark });
        Ok(true)
    }

    /// A packet that is sent to the private address of a firewall and that a DNAT rule takes.
    /// The Basic SKU has no such rules
    /// (<https://learn.microsoft.com/azure/firewall/tutorial-private-ip-dnat>).
    pub(super) fn sent_on_by_firewall(&mut self) -> Result<Option<Next>, Cause> {
        let Some((id, ip)) = self.firewall_at_destination() else { return Ok(None) };
        let routing = self.routing;
        for (number, rule) in routing.filters.destination_rules(id).iter().enumerate() {
            let Some(nat) = rule.translation(self.network) else { continue };
            let ports = self.open_ports().common(&rule.ports);
            let is_for = nat.to_private || rule.names(self.network, ip);
            if !is_for || ports.is_empty() || !rule.is_for(self.protocol().unwrap_or_default()) {
                continue;
            }
            let Some(landing) = landing_of(self.network, nat) else {
                let about = About::Appliance(Appliance::Firewall(id));
                let at = At::Place(self.destination.place);
                return Ok(Some(self.undecided(at, Code::UnknownTranslation, about)));
            };
            let dialled = self.destination;
            self.destination = routing.spot_of(self.network, landing);
            let port = nat.port.value().copied().flatten();
            let next = self.enter_by_firewall(id, number, &ports, port)?;
            if !matches!(next, Next::Done(Outcome::Dropped)) {
                self.trail.dialled = Some((dialled, ports));
                self.trail.ends_at = Some(self.destination);
                return Ok(Some(next));
            }
            self.trail.marks.pop();
            self.destination = dialled;
        }
        Ok(None)
    }

    /// The firewall whose private address the destination is, and that address.
    fn firewall_at_destination(&self) -> Option<(Id<Firewall>, IpAddr)> {
        let (Place::Subnet(subnet), Target::Net(net)) =
            (self.destination.place, self.destination.target)
        else {
            return None;
        };
        let ip = net.addr();
        let is_single = net.prefix_len() == net.max_prefix_len();
        if !is_single || self.opens.is_none() {
            return None;
        }
        let is_it = |firewall: &Firewall| {
            firewall.subnet.is(&Some(subnet))
                && firewall.private_ip.is(&ip)
                && !firewall.tier.is(&FirewallTier::Basic)
        };
        self.network.firewalls.entries().find(|(_, one)| is_it(one)).map(|(id, _)| (id, ip))
    }
}
