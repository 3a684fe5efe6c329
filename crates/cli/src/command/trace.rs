//! `nexthop trace`

use std::{process::ExitCode, slice};

use nexthop_core::Analysis;

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
    let inputs = Inputs::load(&arguments.input, console)?;
    let analyses = inputs.analyse();
    let from = select(&analyses, slice::from_ref(&arguments.from))?;
    let to = select(&analyses, slice::from_ref(&arguments.to))?;
    let networks: Vec<_> = analyses
        .iter()
        .zip(from.into_iter().zip(to))
        .map(|(Analysis { network, routing }, (from, to))| {
            let pairs = from.iter().flat_map(|&from| to.iter().map(move |&to| (from, to)));
            let all = pairs
                .filter(|(from, to)| from != to)
                .map(|(from, to)| routing.flow(network, from, to))
                .collect();
            Flows { network, from, to, all }
        })
        .collect();
    if networks.iter().all(|network| network.all.is_empty()) {
        anyhow::bail!("no network has both {} and {}", arguments.from, arguments.to);
    }
    let text = match arguments.format {
        Format::Text => trace::render(&inputs, &networks, Paint::new(console.colors())),
        Format::Json => json::render(&inputs, &networks, json::Detail::Candidates)?,
    };
    console::print(&text)?;
    Ok(inputs.exit(ExitCode::SUCCESS))
}
