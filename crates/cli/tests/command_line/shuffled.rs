//! The order of files, of blocks in them and of threads changes nothing that is said.

use std::{collections::BTreeSet, fs, path::Path};

use serde_json::Value;
use snapbox::cmd::Command;

/// Networks of which every part of the simulation has a share.
const NETWORKS: &[&str] = &[
    "fact-security-group-allows-one-port",
    "fact-two-circuits-remote-traffic-on",
    "s01b-spokes-behind-firewall",
    "s02-appliance-branch-to-branch-on",
    "s04-inspection-lab",
    "s17-p2s-networks-and-branch-office-bgp",
    "s24-any-to-any",
    "s27-shared-services",
    "s28-indirect-spokes",
    "s29-routing-intent",
    "s33-edge-between-hub-and-virtual-wan",
    "s39-two-default-routes",
    "s44-subnet-peering",
    "unknown-peering",
];

/// How often each is shuffled, with one thread and with many by turns.
const TIMES: u64 = 2;

/// What is asked of each.
const QUESTIONS: &[&str] =
    &["check --format json --fail-on never", "reach --format json", "routes --format json"];

#[test]
fn the_order_of_blocks_files_and_threads_changes_nothing() {
    let scenarios = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../testdata/scenarios");
    let scratch = Path::new(env!("CARGO_TARGET_TMPDIR")).join("shuffled");
    for (at, name) in (0..).zip(NETWORKS) {
        let folder = scenarios.join(name);
        let code = fs::read_to_string(folder.join("main.tf")).expect("a scenario has a main.tf");
        let blocks = blocks(&code);
        let own = scratch.join(name);
        let config = folder.join("nexthop.toml");
        write(&own, &config, &[("main.tf".to_owned(), blocks.concat())]);
        let expected: Vec<_> = QUESTIONS.iter().map(|one| answer(one, &own, 2)).collect();
        for time in 0..TIMES {
            let mut random = Random(0x9E37_79B9_7F4A_7C15 ^ (at * TIMES + time));
            write(&own, &config, &shuffled(&blocks, &mut random));
            for (question, expected) in QUESTIONS.iter().zip(&expected) {
                let found = answer(question, &own, 1 + time * 7);
                assert!(
                    found == *expected,
                    "{name}, {question}, time {time}: {}",
                    differ(expected, &found)
                );
            }
        }
    }
}

/// The top-level blocks, each with the comments above it.
fn blocks(code: &str) -> Vec<String> {
    let mut blocks = vec![String::new()];
    for line in code.lines() {
        if let Some(block) = blocks.last_mut() {
            block.push_str(line);
            block.push('\n');
        }
        if line == "}" {
            blocks.push(String::new());
        }
    }
    blocks.retain(|block| !block.trim().is_empty());
    blocks
}

/// The blocks in another order and in several files.
fn shuffled(blocks: &[String], random: &mut Random) -> Vec<(String, String)> {
    let mut blocks = blocks.to_vec();
    for last in (1..blocks.len()).rev() {
        blocks.swap(last, random.below(last + 1));
    }
    let count = 1 + random.below(4);
    let mut files = vec![String::new(); count];
    for block in blocks {
        files[random.below(count)].push_str(&block);
    }
    let names = ["z.tf", "a.tf", "main.tf", "network.tf"];
    names.into_iter().map(str::to_owned).zip(files).collect()
}

fn write(folder: &Path, config: &Path, files: &[(String, String)]) {
    let _ = fs::remove_dir_all(folder);
    let infra = folder.join("infra");
    fs::create_dir_all(&infra).expect("the folder can be made");
    for (name, text) in files {
        fs::write(infra.join(name), text).expect("the file can be written");
    }
    let to = folder.join("nexthop.toml");
    if config.is_file() {
        fs::copy(config, to).expect("the configuration can be copied");
    } else {
        // Nothing from further up is to count.
        fs::write(to, "").expect("the configuration can be written");
    }
}

/// What is said, without where that is written, and what is sorted by place in its own order.
fn answer(question: &str, folder: &Path, threads: u64) -> Value {
    let output = Command::new(env!("CARGO_BIN_EXE_nexthop"))
        .current_dir(folder)
        .env("RAYON_NUM_THREADS", threads.to_string())
        .args(question.split_whitespace().chain(["infra"]))
        .assert()
        .code(0);
    let text = &output.get_output().stdout;
    let mut value = serde_json::from_slice(text).expect("it is JSON");
    without_places(&mut value);
    for list in ["findings", "undecided"] {
        if let Some(Value::Array(list)) = value.get_mut(list) {
            list.sort_by_key(ToString::to_string);
        }
    }
    value
}

fn without_places(value: &mut Value) {
    match value {
        Value::Object(object) => {
            object.retain(|key, _| key != "location");
            object.values_mut().for_each(without_places);
        }
        Value::Array(list) => list.iter_mut().for_each(without_places),
        _ => {}
    }
}

/// The lines that only one of the two has.
fn differ(one: &Value, other: &Value) -> String {
    let lines = |value: &Value| -> BTreeSet<String> {
        format!("{value:#}").lines().map(str::to_owned).collect()
    };
    let (one, other) = (lines(one), lines(other));
    let only = one.symmetric_difference(&other).take(12);
    let only: Vec<_> = only.map(String::as_str).collect();
    if only.is_empty() { "in another order".to_owned() } else { only.join("\n") }
}

/// A generator of numbers that are the same on every run (xorshift64*).
struct Random(u64);

impl Random {
    fn below(&mut self, end: usize) -> usize {
        self.0 ^= self.0 >> 12;
        self.0 ^= self.0 << 25;
        self.0 ^= self.0 >> 27;
        let number = self.0.wrapping_mul(0x2545_F491_4F6C_DD1D) >> 33;
        usize::try_from(number).unwrap_or(0) % end
    }
}
