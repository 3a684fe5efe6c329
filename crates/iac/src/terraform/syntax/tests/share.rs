//! How much of a file is left when it is broken in one place, as it is while somebody
//! types. The shares are those of the study that chose the parser, measured there on
//! public code; here they must hold on the scenarios, or on the files below the folder
//! that `NEXTHOP_CODE` names.

use std::{
    env, fs,
    path::{Path, PathBuf},
};

use super::{file, parse};

/// What stands at the beginning of a line and is half of something.
const HALVES: [(&str, &str, f64); 4] = [
    ("half an attribute", "  unfinished =\n", 1.0),
    ("half a reference", "  unfinished = var.\n", 0.985),
    ("half a block", "resource \"azurerm_subnet\" \"unfinished\" {\n", 1.0),
    ("half a string", "  unfinished = \"text\n", 0.965),
];

#[test]
fn half_of_something_costs_hardly_anything_else() {
    for (what, half, least) in HALVES {
        let share = share(|text, random| {
            let lines: Vec<usize> = text.match_indices('\n').map(|(at, _)| at + 1).collect();
            let at = random.choose(&lines)?;
            Some((format!("{}{half}{}", &text[..at], &text[at..]), usize::MAX))
        });
        holds(what, share, least);
    }
}

#[test]
fn a_character_that_is_missing_costs_what_it_holds_together() {
    let share = share(|text, random| {
        let structural: Vec<usize> = text
            .match_indices(['{', '}', '[', ']', '(', ')', '"', '=', ','])
            .map(|one| one.0)
            .collect();
        let at = random.choose(&structural)?;
        Some((format!("{}{}", &text[..at], &text[at + 1..]), usize::MAX))
    });
    holds("a missing character", share, 0.929);
}

#[test]
fn a_file_that_ends_too_early_has_what_began_before() {
    // The study's shim kept 69.6 % of all items, a parser that loses nothing 72.8 %.
    let share = share(|text, random| {
        let characters: Vec<usize> = text.char_indices().map(|(at, _)| at).skip(1).collect();
        let at = random.choose(&characters)?;
        Some((text[..at].to_owned(), at))
    });
    holds("a file that ends too early", share, 0.696 / 0.728);
}

#[expect(clippy::print_stderr, reason = "the share is what a run on other code is for")]
fn holds(what: &str, share: f64, least: f64) {
    eprintln!("{what}: {:.2} % of the items are kept", share * 100.0);
    assert!(share >= least, "{what}: {share:.4}");
}

/// The share of the items that begin before the place up to which there is anything
/// that is still there after a mutation, over all fixtures.
fn share(mut mutate: impl FnMut(&str, &mut Random) -> Option<(String, usize)>) -> f64 {
    let mut random = Random(1);
    let (mut there, mut kept) = (0, 0);
    for text in fixtures() {
        let starts = items(&text);
        let Some((broken, end)) = mutate(&text, &mut random) else { continue };
        // What began on the last line is not there to be read.
        let end = text[..end.min(text.len())].rfind('\n').map_or(0, |at| at + 1);
        let possible = starts.iter().filter(|&&start| start < end).count();
        there += possible;
        kept += items(&broken).len().min(possible);
    }
    assert!(there > 300, "{there} items are too few");
    f64::from(u32::try_from(kept).unwrap_or(u32::MAX))
        / f64::from(u32::try_from(there).unwrap_or(u32::MAX))
}

/// Where the items of a file begin.
fn items(text: &str) -> Vec<usize> {
    let (body, _) = parse(text, file());
    let attributes = body.attributes.iter().map(|attribute| attribute.name.span);
    let blocks = body.blocks.iter().map(|block| block.header);
    attributes.chain(blocks).map(|span| span.start as usize).collect()
}

/// The Terraform files of the fixtures that have no mistake.
#[expect(clippy::disallowed_methods, reason = "fixtures are read from the disk")]
pub(super) fn fixtures() -> Vec<String> {
    let scenarios = || Path::new(env!("CARGO_MANIFEST_DIR")).join("../../testdata/scenarios");
    let mut folders = vec![env::var_os("NEXTHOP_CODE").map_or_else(scenarios, PathBuf::from)];
    let mut files = Vec::new();
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).expect("the folder is readable") {
            let path = entry.expect("the folder is readable").path();
            if path.is_dir() && !path.is_symlink() {
                folders.push(path);
            } else if path.extension().is_some_and(|extension| extension == "tf") {
                files.push(path);
            }
        }
    }
    files.sort_unstable();
    let texts = files.iter().filter_map(|path| fs::read_to_string(path).ok());
    texts.filter(|text| parse(text, file()).1.is_empty()).collect()
}

/// The same numbers on every run (Knuth's linear congruential generator).
pub(super) struct Random(pub u64);

impl Random {
    pub(super) fn choose(&mut self, among: &[usize]) -> Option<usize> {
        self.0 =
            self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        let number = u64::try_from(among.len()).ok().filter(|&number| number > 0)?;
        among.get(usize::try_from((self.0 >> 33) % number).ok()?).copied()
    }
}
