//! What is expected of a network, as text.
//!
//! ```text
//! A -> B: VERDICT                       then, each only where it matters:
//! A -> B: VERDICT CODE via F,G assumes X,Y
//! A <-> B: VERDICT                      both flows
//! routes hub/app                        then one line a route, in any order
//! advertised G: P P
//! pushed G: P P
//! ```

use nexthop_core::{
    Model, Network, Routing,
    network::{Gateway, Id, Subnet},
    routing::{Appliance, EffectiveRoute, Endpoint, Flow, RouteDestination, simulate},
};

use crate::notation::network;

/// Checks what happens in a network against what Azure does.
pub(crate) fn check(text: &str, expected: &str) {
    check_with(text, &Model::default(), expected);
}

/// The same with a model of the world beyond the code.
pub(crate) fn check_with(text: &str, model: &Model, expected: &str) {
    let (network, _) = network(text);
    let routing = simulate(&network, model);
    let asker = Asker { network: &network, routing: &routing };
    let expected: Vec<&str> =
        expected.lines().map(str::trim).filter(|line| !line.is_empty()).collect();
    let mut questions = 0;
    let mut actual: Vec<String> = Vec::new();
    let mut wanted: Vec<String> = Vec::new();
    let mut at = 0;
    while at < expected.len() {
        let line = expected[at];
        at += 1;
        questions += 1;
        if let Some(subnet) = line.strip_prefix("routes ") {
            let rows = expected[at..]
                .iter()
                .take_while(|row| row.starts_with(|c: char| c.is_ascii_digit() || c == '<'));
            let mut rows: Vec<String> =
                rows.map(|&row| row.split_whitespace().collect::<Vec<_>>().join(" ")).collect();
            at += rows.len();
            rows.sort();
            wanted.push(line.to_owned());
            wanted.extend(rows);
            actual.push(line.to_owned());
            actual.extend(asker.routes(subnet));
        } else {
            wanted.push(line.to_owned());
            actual.push(asker.answer(line));
        }
    }
    assert!(questions > 0, "nothing is asked");
    assert_eq!(actual.join("\n"), wanted.join("\n"), "actual (left) against expected (right)");
}

struct Asker<'a> {
    network: &'a Network,
    routing: &'a Routing,
}

impl Asker<'_> {
    fn routes(&self, name: &str) -> Vec<String> {
        let mut rows: Vec<String> = self
            .routing
            .effective_routes(self.subnet(name))
            .iter()
            .map(|route| {
                format!(
                    "{} {} {} {}",
                    self.destination(&route.destination),
                    route.next_hop.as_str(),
                    route.source.as_str(),
                    route.state.as_str()
                )
            })
            .collect();
        rows.sort();
        rows
    }

    /// The expected line with the facts of the simulation in place of its own.
    fn answer(&self, line: &str) -> String {
        let (question, wanted) = line.split_once(':').map_or((line, ""), |_| {
            let at = line.rfind(": ").unwrap_or(line.len() - 1);
            (&line[..at], &line[at + 1..])
        });
        if let Some(gateway) = question.strip_prefix("advertised ") {
            let told = self.routing.advertised(self.network, self.gateway(gateway));
            return format!("{question}: {}", self.prefixes(&told));
        }
        if let Some(gateway) = question.strip_prefix("pushed ") {
            let told = self.routing.pushed_to_clients(self.gateway(gateway));
            return format!("{question}: {}", self.prefixes(&told));
        }
        if let Some((from, to)) = question.split_once(" <-> ") {
            let there = self.flow(from, to, wanted);
            let back = self.flow(to, from, wanted);
            let answer = if there == back { there } else { format!("{there} but back {back}") };
            return format!("{question}: {answer}");
        }
        let (from, to) = question.split_once(" -> ").expect("a question");
        format!("{question}: {}", self.flow(from, to, wanted))
    }

    /// As much of the answer as is asked for.
    fn flow(&self, from: &str, to: &str, wanted: &str) -> String {
        let flow = self.routing.flow(self.network, self.endpoint(from), self.endpoint(to));
        let wanted: Vec<&str> = wanted.split_whitespace().collect();
        let mut answer = vec![flow.verdict.as_str().to_owned()];
        if wanted.get(1).is_some_and(|word| *word != "via" && *word != "assumes") {
            answer.push(flow.because.code.as_str().to_owned());
        }
        if wanted.contains(&"via") {
            answer.push(format!("via {}", self.appliances(&flow)));
        }
        if let Some(at) = wanted.iter().position(|word| *word == "assumes") {
            let codes: Vec<&str> = flow.assumptions.iter().map(|step| step.code).collect();
            let asked = wanted[at + 1].split(',').filter(|code| codes.contains(code));
            answer.push(format!("assumes {}", asked.collect::<Vec<_>>().join(",")));
        }
        answer.join(" ")
    }

    fn appliances(&self, flow: &Flow) -> String {
        let mut names: Vec<String> = Vec::new();
        for appliance in flow.forward.hops.iter().filter_map(|hop| hop.appliance) {
            let name = match appliance {
                Appliance::Firewall(id) => self.network.firewalls[id].declared.label().to_owned(),
                Appliance::NetworkInterface(id) => {
                    self.network.network_interfaces[id].declared.label().to_owned()
                }
                Appliance::LoadBalancer(id) => {
                    self.network.load_balancers[id].declared.label().to_owned()
                }
                Appliance::Address(ip) => ip.to_string(),
                Appliance::Unknown => "?".to_owned(),
            };
            if names.last() != Some(&name) {
                names.push(name);
            }
        }
        if names.is_empty() {
            return "nothing".to_owned();
        }
        names.join(",")
    }

    fn prefixes(&self, routes: &[EffectiveRoute]) -> String {
        let mut all: Vec<String> =
            routes.iter().map(|route| self.destination(&route.destination)).collect();
        all.sort();
        all.join(" ")
    }

    fn destination(&self, destination: &RouteDestination) -> String {
        match destination {
            RouteDestination::Net(net) => net.to_string(),
            RouteDestination::Site(id) => format!("<{}>", self.network.sites[*id].name),
            RouteDestination::VirtualNetwork(id) => {
                format!("<{}>", self.network.virtual_networks[*id].declared.label())
            }
            RouteDestination::Clients(id) => {
                format!("<{}>", self.network.gateways[*id].declared.label())
            }
            RouteDestination::HubClients(id) => {
                format!("<{}>", self.network.hub_gateways[*id].declared.label())
            }
            RouteDestination::ServiceTag(tag) => tag.clone(),
            RouteDestination::Unknown => "<?>".to_owned(),
        }
    }

    fn endpoint(&self, name: &str) -> Endpoint {
        let found = Endpoint::find(self.network, name).unwrap();
        assert_eq!(found.len(), 1, "{name} is one endpoint");
        found[0]
    }

    fn subnet(&self, name: &str) -> Id<Subnet> {
        match self.endpoint(&format!("subnet:{name}")) {
            Endpoint::Subnet(id) => id,
            other => panic!("{other:?} is a subnet"),
        }
    }

    fn gateway(&self, name: &str) -> Id<Gateway> {
        let mut gateways = self.network.gateways.entries();
        gateways.find(|(_, gateway)| gateway.declared.label() == name).unwrap().0
    }
}
