//! `udr-limit`

use nexthop_source::Severity;

use crate::{Context, Findings, Rule, user_routes};

pub(super) static RULE: Rule = Rule {
    name: "udr-limit",
    severity: Severity::Warning,
    since: "0.1.0",
    summary: "a route table has more routes than Azure allows",
    docs: include_str!("rule.md"),
    check,
};

fn check(ctx: &Context<'_>, findings: &mut Findings) {
    let most = ctx.limits.routes_per_table;
    for (_, table) in user_routes::tables(ctx.network) {
        let number = user_routes::routes(table).count();
        if number > most {
            findings
                .report(
                    &table.declared,
                    table.routes.span,
                    format!(
                        "route table {} has {number} routes; Azure allows {most}",
                        table.declared.label()
                    ),
                )
                .help("Summarise prefixes, or raise `[limits] routes_per_table` if Azure allows you more.");
        }
    }
}
