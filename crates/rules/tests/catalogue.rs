//! Folders, list, fixtures and pages agree.
//!
//! The pages in `rules/` are derived. Update them with
//! `SNAPSHOTS=overwrite cargo test -p nexthop-rules`.

use std::{fmt::Write as _, fs, path::Path};

use nexthop_rules::{ALL, Rule};

const CHECKS: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/src/checks");
const PAGES: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../../rules");
const LEFT_OUT: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../../docs/rules-left-out.md");

fn folder(rule: &Rule) -> String {
    format!("{CHECKS}/{}", rule.name.replace('-', "_"))
}

fn text(path: &str) -> String {
    fs::read_to_string(path).unwrap_or_else(|error| panic!("{path}: {error}"))
}

/// The minimal fixture of a kind, a file or a folder.
fn code(rule: &Rule, kind: &str) -> String {
    let minimal = format!("{}/{kind}/minimal", folder(rule));
    if Path::new(&minimal).is_dir() {
        text(&format!("{minimal}/main.tf"))
    } else {
        text(&format!("{minimal}.tf"))
    }
}

/// What is said about the minimal fixture that fires.
fn said(rule: &Rule) -> String {
    let minimal = format!("{}/fires/minimal", folder(rule));
    let end = if Path::new(&minimal).is_dir() { ".out" } else { ".tf.out" };
    text(&format!("{minimal}{end}"))
}

#[test]
fn every_folder_is_in_the_list_and_the_list_is_sorted() {
    let mut folders: Vec<_> = fs::read_dir(CHECKS)
        .expect("the checks are there")
        .map(|entry| entry.expect("an entry can be read"))
        .filter(|entry| entry.path().is_dir())
        .map(|entry| entry.file_name().to_string_lossy().replace('_', "-"))
        .collect();
    folders.sort();
    let listed: Vec<_> = ALL.iter().map(|rule| rule.name).collect();
    assert_eq!(listed, folders);
}

#[test]
fn every_rule_has_a_minimal_fixture_that_fires_and_one_that_is_quiet() {
    for rule in ALL {
        for kind in ["fires", "quiet"] {
            let minimal = format!("{}/{kind}/minimal", folder(rule));
            let there =
                Path::new(&format!("{minimal}.tf")).exists() || Path::new(&minimal).is_dir();
            assert!(there, "{} has no {kind}/minimal", rule.name);
        }
    }
}

#[test]
fn every_page_says_what_why_what_to_do_and_where_from() {
    for rule in ALL {
        let headings: Vec<_> = rule.docs.lines().filter(|line| line.starts_with("## ")).collect();
        let expected = ["## What it finds", "## Why it matters", "## What to do", "## References"];
        assert_eq!(headings, expected, "{}", rule.name);
        let references = rule.docs.split("## References").nth(1).unwrap_or_default();
        assert!(references.contains("](https://"), "{} names no source", rule.name);
    }
}

#[test]
fn the_pages_are_up_to_date() {
    for rule in ALL {
        let page = format!(
            "# {name}\n\n{summary}\n\n| severity | since |\n|---|---|\n| {severity} | {since} |\n\n{docs}\n## Example\n\n```hcl\n{fires}```\n\nnexthop says:\n\n```text\n{said}```\n\nIt has nothing to say about this:\n\n```hcl\n{quiet}```\n",
            name = rule.name,
            summary = sentence(rule.summary),
            severity = rule.severity.as_str(),
            since = rule.since,
            docs = rule.docs,
            fires = code(rule, "fires"),
            said = said(rule),
            quiet = code(rule, "quiet"),
        );
        same(&page, &format!("{PAGES}/{}.md", rule.name));
    }
}

#[test]
fn the_index_is_up_to_date_and_no_page_is_left_over() {
    let mut index = "# Rules\n\n| rule | severity | finds |\n|---|---|---|\n".to_owned();
    for rule in ALL {
        let (name, severity) = (rule.name, rule.severity.as_str());
        writeln!(index, "| [`{name}`]({name}.md) | {severity} | {} |", rule.summary)
            .expect("a string takes any text");
    }
    same(&index, &format!("{PAGES}/README.md"));
    for entry in fs::read_dir(PAGES).expect("the pages are there") {
        let file = entry.expect("an entry can be read").file_name();
        let name = file.to_string_lossy();
        let known = ALL.iter().any(|rule| name.strip_suffix(".md") == Some(rule.name));
        assert!(known || name == "README.md", "{name} belongs to no rule");
    }
}

/// Every known pitfall has its id and name in `pitfalls.txt`.
fn pitfalls() -> impl Iterator<Item = (&'static str, &'static str)> {
    include_str!("pitfalls.txt").lines().filter_map(|line| line.split_once(' '))
}

#[test]
fn every_known_pitfall_has_a_rule_or_a_reason() {
    let left_out = text(LEFT_OUT);
    for (id, name) in pitfalls() {
        let has_rule = ALL.iter().any(|rule| rule.name == name);
        assert!(
            has_rule || left_out.contains(&format!("\n| {id} {name} | ")),
            "{id} {name} is neither a rule nor left out"
        );
    }
}

#[test]
fn what_is_left_out_is_a_known_pitfall_in_its_group_and_no_rule() {
    let mut group = String::new();
    for line in text(LEFT_OUT).lines() {
        if let Some(heading) = line.strip_prefix("## ") {
            group = heading.chars().take(1).collect();
        }
        let Some(row) = line.strip_prefix("| ").filter(|row| !row.starts_with("pitfall")) else {
            continue;
        };
        let cells: Vec<_> = row.split(" | ").collect();
        let [pitfall, why] = cells[..] else { panic!("{line}") };
        let (id, name) = pitfall.split_once(' ').unwrap_or_default();
        assert!(pitfalls().any(|known| known == (id, name)), "{pitfall} is no known pitfall");
        assert!(id.starts_with(&group), "{pitfall} stands in group {group}");
        assert!(why.len() > 20, "{pitfall} has no reason");
        assert!(ALL.iter().all(|rule| rule.name != name), "{name} is a rule and left out");
    }
}

fn sentence(summary: &str) -> String {
    let mut characters = summary.chars();
    let first = characters.next().map(|first| first.to_uppercase().to_string());
    format!("{}{}.", first.unwrap_or_default(), characters.as_str())
}

fn same(actual: &str, path: &str) {
    snapbox::assert_data_eq!(
        actual.to_owned(),
        snapbox::Data::read_from(Path::new(path), None).raw()
    );
}
