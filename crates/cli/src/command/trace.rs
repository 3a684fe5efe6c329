//! `nexthop trace`

use std::{process::ExitCode, slice};

use super::selection::select;
use crate::{
    args::{Format, TraceArguments},
    console::{self, Console},
    project::Inputs,
    report::{
        Paint,
        flow::{Flows, json, trace},
    },
};

pub(crate) fn run(arguments: &TraceArguments, console: &Console) -> anyhow::Result<ExitCode> {
    let Some(service) = arguments.protocol.with_port(arguments.port) else {
        anyhow::bail!("ICMP has no ports");
    };
    let inputs = Inputs::load(&arguments.input, console)?;
    let analyses = inputs.analyse_what_if(&arguments.without)?;
    let from = select(&analyses, slice::from_ref(&arguments.from))?;
    let to = select(&analyses, slice::from_ref(&arguments.to))?;
    let networks: Vec<_> = analyses
        .iter()
        .zip(from.into_iter().zip(to))
        .map(|(analysis, ends)| Flows::new(analysis, ends, service))
        .collect();
    if networks.iter().all(Flows::is_empty) {
        anyhow::bail!("no network has both {} and {}", arguments.from, arguments.to);
    }
    match arguments.format {
        Format::Text => {
            console::print(&trace::render(&inputs, &networks, Paint::new(console.colors())))?;
        }
        Format::Json => console::stream(|out| {
            Ok(json::write(&inputs, &networks, json::Detail::Candidates, out)?)
        })?,
    }
    Ok(inputs.exit(ExitCode::SUCCESS))
}
