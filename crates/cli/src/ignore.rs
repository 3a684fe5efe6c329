//! What the configuration says is not to be reported.

use std::{
    collections::{BTreeMap, BTreeSet},
    time::{SystemTime, UNIX_EPOCH},
};

use camino::Utf8Path;
use nexthop_rules::Setting;
use nexthop_source::{Date, Diagnostic, Scope, Severity, Span, Suppression};

use crate::{
    config::{Config, Ignore},
    project::Inputs,
};

/// The finding about a comment or an `[[ignore]]` that suppresses nothing.
pub(crate) const NOTE: &str = "suppression";

const SECONDS_OF_A_DAY: u64 = 86_400;

/// The day it is, in UTC. Only what was said to end on a day depends on it.
pub(crate) fn today() -> Date {
    let seconds = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default().as_secs();
    Date::after(i64::try_from(seconds / SECONDS_OF_A_DAY).unwrap_or(i64::MAX))
}

/// The place of the first `[[ignore]]` that covers a finding today.
pub(crate) fn covering(
    config: &Config,
    one: &Diagnostic,
    path: &Utf8Path,
    today: Date,
) -> Option<usize> {
    let covers = |ignore: &Ignore| !ignore.is_over(today) && ignore.covers(one, path);
    config.ignores.iter().position(covers)
}

/// Notes on every `[[ignore]]` of a configuration that is over, and on those that
/// cover nothing although all that the configuration holds for was looked at.
pub(crate) fn notes(
    inputs: &Inputs,
    config: &Config,
    used: &BTreeSet<usize>,
    setting: impl Fn(&str) -> Setting,
    today: Date,
) -> Vec<Diagnostic> {
    let is_whole = |ignore: &Ignore| {
        let mut searched = inputs.searched();
        searched.any(|path| ignore.folder.starts_with(path))
    };
    let note = |(at, ignore): (usize, &Ignore)| {
        let message = match ignore.expires {
            Some(last) if ignore.is_over(today) => format!("this ignore ended with {last}"),
            _ if used.contains(&at) || !is_whole(ignore) => return None,
            _ if setting(&ignore.rule) == Setting::Off => return None,
            _ => "this ignore matches no finding".to_owned(),
        };
        let mut note = Diagnostic::new(NOTE, Severity::Note, ignore.span, message);
        note.help("Remove it when it is no longer needed.");
        Some(note)
    };
    config.ignores.iter().enumerate().filter_map(note).collect()
}

/// So many entries are offered.
const MOST_ENTRIES: usize = 10;

/// What hides findings that no comment can, as entries for `nexthop.toml`; empty where there
/// are none.
pub(crate) fn entries<'a>(findings: impl Iterator<Item = &'a Diagnostic>, said: &str) -> String {
    let mut entries = BTreeMap::new();
    for one in findings.filter(|one| one.code != NOTE) {
        let Some(resource) = &one.resource else { continue };
        entries.entry((one.code, resource)).or_insert(one.span);
    }
    let entry = |((rule, resource), span): (&(&str, &String), &Span)| {
        let said = Suppression::new(*span, Vec::new(), said, Scope::File);
        let expires = said.until.map(|last| format!("expires = \"{last}\"\n"));
        let [resource, reason] = [resource.as_str(), &said.reason].map(toml::Value::from);
        let expires = expires.unwrap_or_default();
        format!(
            "\n[[ignore]]\nrule = \"{rule}\"\nresource = {resource}\n{expires}reason = {reason}\n"
        )
    };
    entries.iter().take(MOST_ENTRIES).map(entry).collect()
}
