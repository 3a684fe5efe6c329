//! `udr-service-tag-limit`

use nexthop_core::network::RoutePrefix;
use nexthop_source::Severity;

use crate::{Context, Findings, Rule, user_routes};

/// Routes with service tags in one table (Virtual network traffic routing).
const MOST: usize = 25;

pub(super) static RULE: Rule = Rule {
    name: "udr-service-tag-limit",
    severity: Severity::Error,
    since: "0.1.0",
    summary: "a route table has more than 25 routes for service tags",
    docs: include_str!("rule.md"),
    check,
};

fn check(ctx: &Context<'_>, findings: &mut Findings) {
    for (_, table) in user_routes::tables(ctx.network) {
        let tags = user_routes::routes(table)
            .filter(|route| matches!(route.prefix.value(), Some(RoutePrefix::ServiceTag(_))));
        let number = tags.count();
        if number > MOST {
            findings
                .report(
                    &table.declared,
                    table.routes.span,
                    format!(
                        "route table {} has {number} routes for service tags; Azure allows {MOST}",
                        table.declared.label()
                    ),
                )
                .help("Use tags that cover more, or prefixes.");
        }
    }
}
