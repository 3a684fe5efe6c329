//! `nexthop completions` and `nexthop man`: what a shell and `man` want to know.

use std::process::ExitCode;

use clap::CommandFactory as _;
use clap_complete::Shell;
use clap_mangen::Man;

use crate::{args::Arguments, console};

/// Prints the completion script of a shell.
pub(crate) fn completions(shell: Shell) -> anyhow::Result<ExitCode> {
    let mut script = Vec::new();
    clap_complete::generate(shell, &mut Arguments::command(), "nexthop", &mut script);
    console::stream(|out| out.write_all(&script))?;
    Ok(ExitCode::SUCCESS)
}

/// Prints the manual page: the program, then each command.
pub(crate) fn man() -> anyhow::Result<ExitCode> {
    let mut command = Arguments::command();
    command.build();
    console::stream(|out| {
        let main = Man::new(command.clone());
        main.render(out)?;
        for subcommand in command.get_subcommands().filter(|one| one.get_name() != "help") {
            let heading = subcommand.get_name().to_uppercase();
            writeln!(out, ".SH \"NEXTHOP {heading}\"")?;
            let page = Man::new(subcommand.clone());
            page.render_synopsis_section(out)?;
            page.render_description_section(out)?;
            page.render_options_section(out)?;
        }
        Ok(())
    })?;
    Ok(ExitCode::SUCCESS)
}
