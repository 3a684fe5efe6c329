//! `udr-loop`

use std::{collections::BTreeMap, rc::Rc};

use nexthop_core::{
    network::{Id, RouteTable},
    routing::{Appliance, Flow, NextHop, Outcome, Path, RouteOrigin},
};
use nexthop_source::Severity;

use crate::{Context, Findings, Rule, topology};

pub(super) static RULE: Rule = Rule {
    name: "udr-loop",
    severity: Severity::Error,
    since: "0.1.0",
    summary: "routes lead a packet back to an appliance it has been at",
    docs: include_str!("rule.md"),
    check,
};

/// A way round.
struct Circle {
    /// What the packet goes round between, in order of id.
    between: Vec<Appliance>,
    /// The route that leads back, by its place in a table.
    table: Id<RouteTable>,
    route: usize,
}

/// A flow with a path that comes back.
struct Loop {
    flow: Rc<Flow>,
    forward: bool,
    circle: Circle,
}

fn check(ctx: &Context<'_>, findings: &mut Findings) {
    // By what the packet goes round between: each loop is told once.
    let mut loops: BTreeMap<Vec<Appliance>, Vec<Loop>> = BTreeMap::new();
    let comes_back = |flow: &&Rc<Flow>| {
        [&flow.forward, &flow.back].iter().any(|path| path.outcome == Outcome::Loops)
    };
    for flow in ctx.overview().iter().filter(comes_back) {
        // With the routes that the hops chose among.
        let flow = Rc::new(ctx.routing.flow(ctx.network, flow.from, flow.to));
        for (forward, path) in [(true, &flow.forward), (false, &flow.back)] {
            if let Some(circle) = circle(path) {
                let alike = loops.entry(circle.between.clone()).or_default();
                alike.push(Loop { flow: Rc::clone(&flow), forward, circle });
            }
        }
    }
    for found in loops.values() {
        report(ctx, findings, found);
    }
}

fn circle(path: &Path) -> Option<Circle> {
    let last = path.hops.last().filter(|_| path.outcome == Outcome::Loops)?;
    let chosen = &last.candidates.first()?.route;
    let NextHop::VirtualAppliance(again) = chosen.next_hop else { return None };
    let RouteOrigin::UserDefined(table, route) = chosen.origin else { return None };
    let passed = topology::appliances(path);
    let mut between: Vec<Appliance> = passed.skip_while(|appliance| *appliance != again).collect();
    between.sort_unstable();
    between.dedup();
    Some(Circle { between, table, route })
}

fn report(ctx: &Context<'_>, findings: &mut Findings, found: &[Loop]) {
    let network = ctx.network;
    let Some(Loop { flow, forward, circle }) = found.first() else { return };
    let table = &network.route_tables[circle.table];
    let Some(route) = table.routes.known.get(circle.route) else { return };
    let (path, from, to) = if *forward {
        (&flow.forward, flow.from, flow.to)
    } else {
        (&flow.back, flow.to, flow.from)
    };
    let diagnostic = findings.report(
        &table.declared,
        route.appliance.span,
        format!(
            "packets from {} to {} come back here: the route leads to an appliance that they have been at",
            from.id(network),
            to.id(network)
        ),
    );
    diagnostic.steps = path.steps();
    diagnostic
        .help("Let the table of the appliance's subnet lead onward, not back to an appliance.");
    findings.explain(found.iter().map(|one| (one.flow.from, one.flow.to)));
}
