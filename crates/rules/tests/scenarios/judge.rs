//! Holds a network against what is expected of it.

use std::collections::BTreeSet;

use nexthop_core::{
    Analysis, Network,
    network::{Gateway, Id, Subnet},
    routing::{Appliance, EffectiveRoute, Endpoint, NextHop, Path, RouteDestination},
};
use nexthop_rules::{ALL, Report};
use nexthop_source::Severity;

use crate::expectation::{Expectation, Flow, Passes, Says};

/// What is not as expected, one text a line of the `expect.txt`.
pub(crate) fn judge(
    analysis: &Analysis,
    report: &Report,
    expectations: &[Expectation],
) -> Vec<String> {
    let judge = Judge { analysis, report, expectations };
    expectations
        .iter()
        .filter_map(|expectation| {
            let but = match (judge.hold(&expectation.says), expectation.not_yet) {
                (Err(but), false) => but,
                (Ok(()), true) => "it does now, so it is no longer `not-yet`".to_owned(),
                (Ok(()), false) | (Err(_), true) => return None,
            };
            Some(format!("line {}: {}\n    but {but}", expectation.line, expectation.text))
        })
        .collect()
}

struct Judge<'a> {
    analysis: &'a Analysis,
    report: &'a Report,
    expectations: &'a [Expectation],
}

impl Judge<'_> {
    fn hold(&self, says: &Says) -> Result<(), String> {
        let routing = &self.analysis.routing;
        match says {
            Says::Flow(flow) => self.flow(flow),
            Says::Route { subnet, row } => {
                let rows = self.rows(subnet)?;
                let there = rows.iter().any(|found| same_row(found, row));
                there.then_some(()).ok_or_else(|| format!("the routes are\n{}", list(&rows)))
            }
            Says::NoOtherRoute { subnet } => self.no_other_route(subnet),
            Says::NoRoute { subnet, prefix } => {
                let rows = self.rows(subnet)?;
                match rows.iter().find(|row| row.split(' ').next() == Some(prefix)) {
                    Some(row) => Err(format!("there is {row}")),
                    None => Ok(()),
                }
            }
            Says::Advertised { gateway, prefixes } => self.same(
                prefixes,
                &routing.advertised(&self.analysis.network, self.gateway(gateway)?),
            ),
            Says::Pushed { gateway, prefixes } => {
                self.same(prefixes, &routing.pushed_to_clients(self.gateway(gateway)?))
            }
            Says::Finding { severity, rule } => self.finding(severity, rule),
            Says::NoFinding { rule } => self.no_finding(rule.as_deref()),
            Says::NoOtherFinding { severity } => self.no_other_finding(severity),
        }
    }

    fn network(&self) -> &Network {
        &self.analysis.network
    }

    fn flow(&self, expected: &Flow) -> Result<(), String> {
        let network = self.network();
        let froms = Endpoint::find(network, &expected.from)?;
        let tos = Endpoint::find(network, &expected.to)?;
        let mut seen = 0;
        for &from in &froms {
            for &to in tos.iter().filter(|&&to| to != from) {
                self.one_flow(from, to, expected)?;
                seen += 1;
            }
        }
        if seen == 0 { Err("there is no such flow".to_owned()) } else { Ok(()) }
    }

    fn one_flow(&self, from: Endpoint, to: Endpoint, expected: &Flow) -> Result<(), String> {
        let network = self.network();
        let flow = self.analysis.routing.flow_of(network, from, to, expected.service);
        let said = || {
            format!(
                "{} -> {} is {} {}: {}\n      there\n{}      back\n{}",
                from.id(network),
                to.id(network),
                flow.verdict.as_str(),
                flow.because.code.as_str(),
                flow.because.message,
                path(&flow.forward),
                path(&flow.back),
            )
        };
        if !expected.verdict.split('|').any(|verdict| verdict == flow.verdict.as_str())
            || expected.code.as_deref().is_some_and(|code| code != flow.because.code.as_str())
        {
            return Err(said());
        }
        let (name, wanted) = match &expected.passes {
            Some(Passes::Through(name)) => (name, true),
            Some(Passes::Around(name)) => (name, false),
            None => return Ok(()),
        };
        if !self.has_appliance(name) {
            return Err(format!("there is no {name}"));
        }
        for direction in [&flow.forward, &flow.back] {
            let passes = direction
                .hops
                .iter()
                .filter_map(|hop| hop.appliance)
                .any(|appliance| self.label(appliance) == Some(name));
            if passes != wanted {
                return Err(format!("that is not its way: {}", said()));
            }
        }
        Ok(())
    }

    fn label(&self, appliance: Appliance) -> Option<&str> {
        let network = self.network();
        match appliance {
            Appliance::Firewall(id) => Some(network.firewalls[id].declared.label()),
            Appliance::NetworkInterface(id) => {
                Some(network.network_interfaces[id].declared.label())
            }
            Appliance::LoadBalancer(id) => Some(network.load_balancers[id].declared.label()),
            Appliance::Address(_) | Appliance::Unknown => None,
        }
    }

    fn has_appliance(&self, name: &str) -> bool {
        let network = self.network();
        network.firewalls.iter().any(|firewall| firewall.declared.label() == name)
            || network.network_interfaces.iter().any(|nic| nic.declared.label() == name)
            || network.load_balancers.iter().any(|balancer| balancer.declared.label() == name)
    }

    fn gateway(&self, name: &str) -> Result<Id<Gateway>, String> {
        let mut named =
            self.network().gateways.entries().filter(|(_, g)| g.declared.label() == name);
        named.next().map(|(id, _)| id).ok_or_else(|| format!("there is no gateway {name}"))
    }

    fn subnet(&self, pattern: &str) -> Result<Id<Subnet>, String> {
        match Endpoint::find(self.network(), pattern)?[..] {
            [Endpoint::Subnet(id)] => Ok(id),
            _ => Err(format!("{pattern} is not one subnet")),
        }
    }

    fn rows(&self, subnet: &str) -> Result<Vec<String>, String> {
        let routes = self.analysis.routing.effective_routes(self.subnet(subnet)?);
        Ok(routes.iter().map(|route| self.row(route)).collect())
    }

    fn row(&self, route: &EffectiveRoute) -> String {
        let address = match route.next_hop {
            NextHop::VirtualAppliance(appliance) => format!("({})", self.address(appliance)),
            _ => String::new(),
        };
        format!(
            "{} {}{address} {} {}",
            self.destination(&route.destination),
            route.next_hop.as_str(),
            route.state.as_str(),
            route.source.as_str(),
        )
    }

    fn address(&self, appliance: Appliance) -> String {
        let network = self.network();
        let ip = match appliance {
            Appliance::Address(ip) => Some(ip),
            Appliance::Firewall(id) => network.firewalls[id].private_ip.value().copied(),
            Appliance::NetworkInterface(id) => network.network_interfaces[id]
                .addresses
                .known
                .iter()
                .find_map(|address| address.ip.value().copied().flatten()),
            Appliance::LoadBalancer(_) | Appliance::Unknown => None,
        };
        ip.map_or_else(|| "unknown".to_owned(), |ip| ip.to_string())
    }

    fn destination(&self, destination: &RouteDestination) -> String {
        match destination {
            RouteDestination::Net(net) => net.to_string(),
            RouteDestination::Site(site) => format!("onprem:{}", self.network().sites[*site].name),
            RouteDestination::ServiceTag(tag) => tag.clone(),
            unknown => format!("{unknown:?}"),
        }
    }

    fn no_other_route(&self, subnet: &str) -> Result<(), String> {
        let listed: Vec<_> = self
            .expectations
            .iter()
            .filter_map(|expectation| match &expectation.says {
                Says::Route { subnet: of, row } if of == subnet => Some(row),
                _ => None,
            })
            .collect();
        let mut rows = self.rows(subnet)?;
        rows.retain(|row| !listed.iter().any(|listed| same_row(row, listed)));
        if rows.is_empty() { Ok(()) } else { Err(format!("there are also\n{}", list(&rows))) }
    }

    fn same(&self, expected: &BTreeSet<String>, routes: &[EffectiveRoute]) -> Result<(), String> {
        let found: BTreeSet<_> =
            routes.iter().map(|route| self.destination(&route.destination)).collect();
        if found == *expected {
            return Ok(());
        }
        let words = |set: BTreeSet<&String>| set.into_iter().cloned().collect::<Vec<_>>().join(" ");
        let missing = words(expected.difference(&found).collect());
        let more = words(found.difference(expected).collect());
        Err(format!("missing are [{missing}], also there are [{more}]"))
    }

    fn finding(&self, severity: &str, rule: &str) -> Result<(), String> {
        known_rule(rule)?;
        let found = self.report.diagnostics.iter().filter(|found| found.code == rule);
        let severities: BTreeSet<_> = found.map(|found| found.severity.as_str()).collect();
        match severities.contains(severity) {
            true => Ok(()),
            false if severities.is_empty() => Err(format!("found is\n{}", self.findings(|_| true))),
            false => Err(format!("its severity is {severities:?}")),
        }
    }

    fn no_finding(&self, rule: Option<&str>) -> Result<(), String> {
        rule.map_or(Ok(()), known_rule)?;
        let unwanted = self.findings(|code| rule.is_none_or(|rule| rule == code));
        if unwanted.is_empty() { Ok(()) } else { Err(format!("found is\n{unwanted}")) }
    }

    fn no_other_finding(&self, severity: &str) -> Result<(), String> {
        let least = [Severity::Note, Severity::Warning, Severity::Error]
            .into_iter()
            .find(|known| known.as_str() == severity)
            .ok_or("there is no such severity")?;
        let named: BTreeSet<_> = self
            .expectations
            .iter()
            .filter_map(|expectation| match &expectation.says {
                Says::Finding { rule, .. } => Some(rule.as_str()),
                _ => None,
            })
            .collect();
        let others: Vec<_> = self
            .report
            .diagnostics
            .iter()
            .filter(|found| found.severity >= least && !named.contains(found.code))
            .map(|found| format!("{}: {}", found.code, found.message))
            .collect();
        if others.is_empty() { Ok(()) } else { Err(format!("found is also\n{}", list(&others))) }
    }

    fn findings(&self, matches: impl Fn(&str) -> bool) -> String {
        let found = self.report.diagnostics.iter().filter(|found| matches(found.code));
        let lines: Vec<_> = found
            .map(|found| format!("{} {}: {}", found.severity.as_str(), found.code, found.message))
            .collect();
        list(&lines)
    }
}

fn known_rule(name: &str) -> Result<(), String> {
    let known = ALL.iter().any(|rule| rule.name == name);
    if known { Ok(()) } else { Err(format!("there is no rule {name}")) }
}

/// Whether a row is the expected one; an appliance's address may be left out there.
fn same_row(found: &str, expected: &str) -> bool {
    found == expected || {
        let without = |row: &str| match (row.find('('), row.find(')')) {
            (Some(open), Some(close)) => format!("{}{}", &row[..open], &row[close + 1..]),
            _ => row.to_owned(),
        };
        !expected.contains('(') && without(found) == expected
    }
}

fn list(lines: &[String]) -> String {
    lines.iter().fold(String::new(), |text, line| text + "      " + line + "\n")
}

fn path(path: &Path) -> String {
    let hop = |hop: &nexthop_core::routing::Hop| {
        format!("{} [{}] {}", hop.at, hop.code.as_str(), hop.message)
    };
    let mut lines: Vec<_> = path.hops.iter().map(hop).collect();
    lines.push(format!("{:?}", path.outcome));
    list(&lines)
}
