//! The command line of nexthop: arguments, configuration, disk, reports and
//! exit codes, and nothing that knows Azure.
//!
//! What is wrong with a network is decided in `nexthop-rules`; this crate reads
//! the disk, makes three calls ([`nexthop_iac::load`], [`nexthop_core::analyse`],
//! [`nexthop_rules::check`]) and prints what comes back.

#![warn(missing_docs, clippy::unwrap_used)]

mod args;
mod baseline;
mod catalogue;
mod command;
mod config;
mod console;
mod disk;
mod fix;
mod git;
mod ignore;
mod intent;
mod join;
mod known;
mod project;
mod report;

use std::process::ExitCode;

pub use disk::Disk;

use args::{Arguments, Command};
use clap::Parser;
use console::Console;

/// Runs the program with the process's arguments.
pub fn run() -> ExitCode {
    let arguments = match Arguments::try_parse() {
        Ok(arguments) => arguments,
        Err(error) => {
            // Help and version are errors to clap, too; a closed pipe is no reason to fail.
            let _ = error.print();
            return ExitCode::from(u8::try_from(error.exit_code()).unwrap_or(2));
        }
    };
    let console = Console::new(arguments.color, arguments.quiet);
    match dispatch(&arguments, &console) {
        Ok(code) => code,
        Err(error) => {
            console.fail(&error);
            ExitCode::from(2)
        }
    }
}

/// What `nexthop routes` prints for these arguments, for those who hold it against
/// captured tables.
///
/// # Errors
///
/// Where the program would fail: bad arguments, nothing to read, no such endpoint.
pub fn routes(arguments: &[&str]) -> anyhow::Result<String> {
    let command_line = ["nexthop", "routes"].iter().chain(arguments);
    let arguments = Arguments::try_parse_from(command_line)?;
    let Command::Routes(routes) = &arguments.command else { anyhow::bail!("not `routes`") };
    let console = Console::new(arguments.color, true);
    command::routes::render(routes, &console).map(|(text, _)| text)
}

fn dispatch(arguments: &Arguments, console: &Console) -> anyhow::Result<ExitCode> {
    match &arguments.command {
        Command::Check(check) => command::check::run(check, console),
        Command::Diff(diff) => command::diff::run(diff, console),
        Command::Reach(reach) => command::reach::run(reach, console),
        Command::Trace(trace) => command::trace::run(trace, console),
        Command::Routes(routes) => command::routes::run(routes, console),
        Command::Graph(graph) => command::graph::run(graph, console),
        Command::Resources(resources) => command::resources::run(resources, console),
        Command::Rules => command::explain::list(console),
        Command::Explain(explain) => command::explain::run(explain, console),
        Command::Completions { shell } => command::shell::completions(*shell),
        Command::Man => command::shell::man(),
    }
}
