//! How long code that others wrote takes on one core, beside the time that parsing its
//! files takes alone.
//!
//! `NEXTHOP_CODE=folder cargo bench -p nexthop --bench code_of_others` measures the
//! networks below that folder; without it the repository's own fixtures are measured.
//! Nothing is asserted: times are for watching. What `hcl_edit` does not take as it is
//! (line ends within a `for`, a key that stands twice) it gives up early, so parsing such
//! a file alone seems faster than it is; how many there are is printed.

#![expect(clippy::print_stdout, reason = "the ratios are the result")]

use std::{
    env, fs,
    hint::black_box,
    time::{Duration, Instant},
};

use camino::Utf8PathBuf;
use divan::Bencher;
use hcl_edit::structure::Body;
use nexthop::Disk;
use nexthop_core::{Model, analyse, is_read};
use nexthop_iac::{FileSystem as _, Request, Workspace, load};
use nexthop_rules::{Settings, check};
use rayon::ThreadPoolBuilder;

/// As many times each step runs for the ratios.
const RUNS: usize = 5;

fn main() {
    // Every step on one core, as parsing is.
    ThreadPoolBuilder::new().num_threads(1).build_global().expect("there is no pool yet");
    divan::main();
    ratios();
}

#[divan::bench(sample_count = 10)]
fn parse_only(bencher: Bencher<'_, '_>) {
    let texts = texts();
    bencher.bench(|| parse(&texts));
}

/// What `nexthop resources` reads.
#[divan::bench(sample_count = 10)]
fn every_resource(bencher: Bencher<'_, '_>) {
    bencher.bench(|| read(false));
}

/// What all other commands read.
#[divan::bench(sample_count = 10)]
fn read_and_evaluate(bencher: Bencher<'_, '_>) {
    bencher.bench(|| read(true));
}

#[divan::bench(sample_count = 10)]
fn whole_analysis(bencher: Bencher<'_, '_>) {
    bencher.bench(|| examine(&read(true)));
}

fn folder() -> Utf8PathBuf {
    let own = concat!(env!("CARGO_MANIFEST_DIR"), "/../../testdata");
    env::var("NEXTHOP_CODE").map_or_else(|_| own.into(), Utf8PathBuf::from)
}

fn texts() -> Vec<String> {
    let files = Disk::default().files_below(&folder());
    let code = files.iter().filter(|file| matches!(file.extension(), Some("tf" | "tfvars")));
    code.filter_map(|file| fs::read_to_string(file).ok()).collect()
}

fn parse(texts: &[String]) -> usize {
    texts.iter().filter(|text| black_box(text.parse::<Body>()).is_ok()).count()
}

fn read(only_network: bool) -> Workspace {
    let asked_for = only_network.then_some(is_read as fn(&str) -> bool);
    let request = Request { paths: vec![folder()], asked_for, ..Request::default() };
    load(&Disk::default(), &request)
}

/// How many findings there are in all networks.
fn examine(workspace: &Workspace) -> usize {
    let networks = workspace.projects.iter().map(|project| {
        let analysis = analyse(&project.resources, &project.unread_modules, &Model::default());
        check(&analysis, &Settings::default()).diagnostics.len()
    });
    networks.sum()
}

/// How many roots there are, and resources in them.
fn size(workspace: &Workspace) -> (usize, usize) {
    let resources = workspace.projects.iter().map(|project| project.resources.len()).sum();
    (workspace.projects.len(), resources)
}

/// The median of several runs, as multiples of parsing.
fn ratios() {
    let texts = texts();
    let bytes: usize = texts.iter().map(String::len).sum();
    let (roots, resources) = size(&read(false));
    println!("\n{} files, {bytes} bytes, {roots} networks, {resources} resources", texts.len());
    println!("{} files are not parsed to their end alone", texts.len() - parse(&texts));
    let parsed = median(|| parse(&texts));
    println!("{:18} {parsed:>10.2?}", "parse only");
    for (name, time) in [
        ("every resource", median(|| read(false))),
        ("read and evaluate", median(|| read(true))),
        ("whole analysis", median(|| examine(&read(true)))),
    ] {
        let ratio = time.as_secs_f64() / parsed.as_secs_f64();
        println!("{name:18} {time:>10.2?} {ratio:6.2} x parsing");
    }
}

fn median<T>(run: impl Fn() -> T) -> Duration {
    let mut times: Vec<_> = (0..RUNS)
        .map(|_| {
            let start = Instant::now();
            let result = black_box(run());
            let time = start.elapsed();
            drop(result);
            time
        })
        .collect();
    times.sort_unstable();
    times[RUNS / 2]
}
