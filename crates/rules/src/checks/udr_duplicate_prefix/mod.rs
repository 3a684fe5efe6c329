//! `udr-duplicate-prefix`

use nexthop_core::network::{Route, RoutePrefix};
use nexthop_source::Severity;

use crate::{Context, Findings, Rule, user_routes};

pub(super) static RULE: Rule = Rule {
    name: "udr-duplicate-prefix",
    severity: Severity::Error,
    since: "0.1.0",
    summary: "a route table has two routes for one prefix",
    docs: include_str!("rule.md"),
    check,
};

fn check(ctx: &Context<'_>, findings: &mut Findings) {
    for (_, table) in user_routes::tables(ctx.network) {
        let routes: Vec<&Route> = user_routes::routes(table).collect();
        for (at, route) in routes.iter().enumerate() {
            let Some(prefix) = route.prefix.value() else { continue };
            // Of one name they are one route, declared twice.
            let first = routes[..at].iter().find(|other| {
                other.prefix.value().is_some_and(|its| is_same(its, prefix))
                    && other.name.value().is_some()
                    && route.name.value().is_some()
                    && other.name.value() != route.name.value()
            });
            let Some(first) = first else { continue };
            let prefix = match prefix {
                RoutePrefix::Net(net) => net.to_string(),
                RoutePrefix::ServiceTag(tag) => tag.clone(),
            };
            findings
                .report(
                    &table.declared,
                    route.prefix.span,
                    format!("route table {} has two routes for {prefix}", table.declared.label()),
                )
                .relate(first.prefix.span, "the other one")
                .help("Remove one of the two.");
        }
    }
}

fn is_same(one: &RoutePrefix, other: &RoutePrefix) -> bool {
    match (one, other) {
        (RoutePrefix::Net(one), RoutePrefix::Net(other)) => one == other,
        (RoutePrefix::ServiceTag(one), RoutePrefix::ServiceTag(other)) => {
            one.eq_ignore_ascii_case(other)
        }
        _ => false,
    }
}
