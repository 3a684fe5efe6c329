//! `nexthop reach`

use std::{mem::ManuallyDrop, process::ExitCode};

use nexthop_core::routing::Service;

use super::selection::select_or_all;
use crate::{
    args::{Format, ReachArguments},
    console::{self, Console},
    project::Inputs,
    report::{
        Paint,
        flow::{Flows, json, matrix},
    },
};

pub(crate) fn run(arguments: &ReachArguments, console: &Console) -> anyhow::Result<ExitCode> {
    // The process ends with this; taking all of it apart before would be time lost.
    let inputs = ManuallyDrop::new(Inputs::load(&arguments.input, console)?);
    let analyses = ManuallyDrop::new(inputs.analyse_what_if(&arguments.without)?);
    let from = select_or_all(&analyses, &arguments.from)?;
    let to = select_or_all(&analyses, &arguments.to)?;
    let service = Service::default();
    let networks: Vec<_> = analyses
        .iter()
        .zip(from.into_iter().zip(to))
        .map(|(analysis, ends)| Flows::new(analysis, ends, service))
        .collect();
    match arguments.format {
        Format::Text => {
            console::print(&matrix::render(&inputs, &networks, Paint::new(console.colors())))?;
        }
        Format::Json => {
            console::stream(|out| Ok(json::write(&inputs, &networks, json::Detail::Steps, out)?))?;
        }
    }
    Ok(inputs.exit(ExitCode::SUCCESS))
}
