//! Every name a finding can have: the rules, and the few findings that no rule makes.

use nexthop_rules::Rule;
use nexthop_source::Severity;

/// A finding that no rule makes.
#[derive(Debug)]
pub(crate) struct BuiltIn {
    pub(crate) name: &'static str,
    pub(crate) severity: Severity,
    pub(crate) summary: &'static str,
    pub(crate) docs: &'static str,
}

/// The findings that no rule makes, by name.
pub(crate) const BUILT_IN: &[BuiltIn] = &[
    BuiltIn {
        name: "intent-violated",
        severity: Severity::Error,
        summary: "an `[[intent]]` of nexthop.toml does not hold",
        docs: "## What it finds\n\nA flow that `nexthop.toml` expects to be reachable and is not, that \
               it expects to be unreachable and is reachable, or that does not pass a firewall it \
               must pass.\n\n## What to do\n\nFollow the steps of the finding to the hop that decides, \
               or change the intent.\n",
    },
    BuiltIn {
        name: "module-cycle",
        severity: Severity::Error,
        summary: "a module calls itself",
        docs: "## What it finds\n\nA local module that calls itself, directly or through another one. \
               Terraform refuses it; here the call is passed over.\n\n## What to do\n\nRemove one of \
               the calls.\n",
    },
    BuiltIn {
        name: "suppression",
        severity: Severity::Note,
        summary: "a suppression comment matches nothing, gives no reason or names no rule",
        docs: "## What it finds\n\nA comment `nexthop: ignore[rule] reason` that covers no finding, has \
               no reason, or names a rule that does not exist.\n\n## What to do\n\nCorrect the comment \
               or remove it.\n",
    },
    BuiltIn {
        name: "syntax-error",
        severity: Severity::Error,
        summary: "a file cannot be parsed",
        docs: "## What it finds\n\nText that the language's grammar does not allow. The file's readable \
               part and all other files are still checked.\n\n## What to do\n\nCorrect the text at the \
               place shown.\n",
    },
];

/// A rule or a finding that no rule makes.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Entry {
    pub(crate) name: &'static str,
    pub(crate) severity: Severity,
    pub(crate) since: &'static str,
    pub(crate) summary: &'static str,
    pub(crate) docs: &'static str,
}

impl From<&'static Rule> for Entry {
    fn from(rule: &'static Rule) -> Self {
        let Rule { name, severity, since, summary, docs, .. } = *rule;
        Self { name, severity, since, summary, docs }
    }
}

impl From<&'static BuiltIn> for Entry {
    fn from(built_in: &'static BuiltIn) -> Self {
        let BuiltIn { name, severity, summary, docs } = *built_in;
        Self { name, severity, since: "0.1.0", summary, docs }
    }
}

/// Every name, sorted.
pub(crate) fn entries() -> Vec<Entry> {
    let rules = nexthop_rules::ALL.iter().map(|&rule| Entry::from(rule));
    let mut entries: Vec<_> = rules.chain(BUILT_IN.iter().map(Entry::from)).collect();
    entries.sort_by_key(|entry| entry.name);
    entries
}

/// The page of a rule at this version; other findings have none of their own.
pub(crate) fn url(name: &str) -> Option<String> {
    let is_rule = nexthop_rules::ALL.iter().any(|rule| rule.name == name);
    let page =
        concat!(env!("CARGO_PKG_REPOSITORY"), "/blob/v", env!("CARGO_PKG_VERSION"), "/rules");
    is_rule.then(|| format!("{page}/{name}.md"))
}

/// The entry of that name. The error says so and offers the most similar name.
pub(crate) fn known(name: &str) -> Result<Entry, String> {
    let entries = entries();
    if let Some(&entry) = entries.iter().find(|entry| entry.name == name) {
        return Ok(entry);
    }
    let nearest = entries
        .iter()
        // A name that was not written to its end is nearer than any other.
        .map(|entry| (!entry.name.starts_with(name), distance(name, entry.name), entry.name))
        .min()
        .filter(|&(elsewhere, distance, nearest)| !elsewhere || distance <= nearest.len() / 2);
    Err(match nearest {
        Some((_, _, nearest)) => format!("there is no rule `{name}`; did you mean `{nearest}`?"),
        None => format!("there is no rule `{name}`; `nexthop rules` lists them"),
    })
}

/// How many characters must be added, removed or changed to make one from the other.
fn distance(one: &str, other: &str) -> usize {
    let mut row: Vec<usize> = (0..=other.chars().count()).collect();
    for (line, a) in one.chars().enumerate() {
        let mut diagonal = row[0];
        row[0] = line + 1;
        for (column, b) in other.chars().enumerate() {
            let changed = diagonal + usize::from(a != b);
            diagonal = row[column + 1];
            row[column + 1] = changed.min(row[column] + 1).min(diagonal + 1);
        }
    }
    row[row.len() - 1]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn distance_counts_edits() {
        assert_eq!(distance("", "abc"), 3);
        assert_eq!(distance("kitten", "sitting"), 3);
        assert_eq!(distance("same", "same"), 0);
    }

    #[test]
    fn a_misspelled_name_gets_a_suggestion_and_a_strange_one_the_list() {
        let misspelled = known("sintax-error").expect_err("no such rule");
        assert_eq!(misspelled, "there is no rule `sintax-error`; did you mean `syntax-error`?");
        let unfinished = known("coexist-vpn-a").expect_err("no such rule");
        assert!(unfinished.ends_with("`coexist-vpn-asn-not-65515`?"), "{unfinished}");
        let strange = known("qqq").expect_err("no such rule");
        assert_eq!(strange, "there is no rule `qqq`; `nexthop rules` lists them");
    }

    #[test]
    fn no_name_is_used_twice() {
        let entries = entries();
        assert!(entries.windows(2).all(|pair| pair[0].name < pair[1].name));
    }
}
