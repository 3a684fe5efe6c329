//! `nexthop resources`

use std::process::ExitCode;

use crate::{
    args::{Format, ResourcesArguments},
    console::{self, Console},
    project::Inputs,
    report::{Paint, resources},
};

pub(crate) fn run(arguments: &ResourcesArguments, console: &Console) -> anyhow::Result<ExitCode> {
    let inputs = Inputs::load_all(&arguments.input, console)?;
    let text = match arguments.format {
        Format::Text => resources::text::render(&inputs, Paint::new(console.colors())),
        Format::Json => resources::json::render(&inputs)?,
    };
    console::print(&text)?;
    Ok(inputs.exit(ExitCode::SUCCESS))
}
