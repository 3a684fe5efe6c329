//! Command lines, what they print and how they end.
//!
//! `SNAPSHOTS=overwrite cargo test` writes what is expected anew.

#![expect(clippy::needless_raw_string_hashes, reason = "the snapshots are written by snapbox")]

mod baseline;
mod check;
mod diff;
mod documents;
mod fixes;
mod formats;
mod graph;
mod ignores;
mod join;
mod plans;
mod queries;
mod route_tables;
mod shuffled;
mod since;

use std::path::{Path, PathBuf};

use snapbox::cmd::Command;

/// `nexthop` with these arguments, in the folder of the example projects.
fn nexthop(arguments: &str) -> Command {
    Command::new(env!("CARGO_BIN_EXE_nexthop"))
        .current_dir(projects())
        .env_remove("NO_COLOR")
        .args(arguments.split_whitespace().map(|word| word.trim_matches('\'')))
}

fn projects() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/projects")
}

/// A file that this test may write.
fn scratch(name: &str) -> PathBuf {
    let path = Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
    let _ = std::fs::remove_file(&path);
    path
}
