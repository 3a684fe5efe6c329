//! `inline-standalone-conflict`

use nexthop_core::{Presence, network::Declared};
use nexthop_source::{Severity, Span};

use crate::{Context, Findings, Rule, topology, user_routes};

pub(super) static RULE: Rule = Rule {
    name: "inline-standalone-conflict",
    severity: Severity::Error,
    since: "0.1.0",
    summary: "subnets or routes are listed in their parent and declared apart as well",
    docs: include_str!("rule.md"),
    check,
};

fn check(ctx: &Context<'_>, findings: &mut Findings) {
    let network = ctx.network;
    // Of several roots each may have its own style.
    if network.joined {
        return;
    }
    for (id, vnet) in network.virtual_networks.entries() {
        if vnet.declared.existing || !topology::certain(&vnet.declared) {
            continue;
        }
        let children = network.subnets_of(id).map(|id| &network.subnets[id]).filter(|subnet| {
            let declared = &subnet.declared;
            // One without a name may be one of those in the list.
            declared.presence == Presence::Certain
                && !declared.existing
                && declared.name.value().is_some()
        });
        let children = children.map(|subnet| Child {
            name: subnet.declared.label(),
            listed: subnet.listed,
            span: subnet.declared.span,
        });
        report(findings, &vnet.declared, "subnet", children);
    }
    for (_, table) in user_routes::tables(network) {
        let children = user_routes::routes(table).map(|route| Child {
            name: route.name.value().map_or("", String::as_str),
            listed: route.listed,
            span: route.span,
        });
        report(findings, &table.declared, "route", children);
    }
}

/// A subnet or a route.
struct Child<'a> {
    name: &'a str,
    /// Whether it stands in the list of its parent.
    listed: bool,
    span: Span,
}

/// Reports a parent that lists some of its children and not others.
fn report<'a>(
    findings: &mut Findings,
    parent: &Declared,
    what: &str,
    children: impl Iterator<Item = Child<'a>>,
) {
    let (listed, apart): (Vec<_>, Vec<_>) = children.partition(|child| child.listed);
    let (Some(listed), Some(first)) = (listed.first(), apart.first()) else { return };
    let names = topology::several(apart.iter().map(|child| child.name));
    let (noun, verb) = match apart.len() {
        1 => (what.to_owned(), "is"),
        _ => (format!("{what}s"), "are"),
    };
    let diagnostic = findings.report(
        parent,
        first.span,
        format!("{noun} {names} of {} {verb} declared apart, but {0} lists its {what}s itself and removes the others", parent.label()),
    );
    for child in apart.iter().skip(1).take(2) {
        diagnostic.relate(child.span, format!("declared apart, too: {}", child.name));
    }
    diagnostic
        .relate(listed.span, format!("a {what} in the list"))
        .help(format!("Declare all {what}s in one way: in the list, or apart."));
}
