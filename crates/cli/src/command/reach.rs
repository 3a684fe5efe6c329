//! `nexthop reach`

use std::process::ExitCode;

use nexthop_core::{Analysis, routing::Endpoint};
use rayon::prelude::*;

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
    let inputs = Inputs::load(&arguments.input, console)?;
    let analyses = inputs.analyse();
    let from = select_or_all(&analyses, &arguments.from)?;
    let to = select_or_all(&analyses, &arguments.to)?;
    let networks: Vec<_> = analyses
        .iter()
        .zip(from.into_iter().zip(to))
        .map(|(analysis, (from, to))| flows(analysis, from, to))
        .collect();
    let text = match arguments.format {
        Format::Text => matrix::render(&inputs, &networks, Paint::new(console.colors())),
        Format::Json => json::render(&inputs, &networks, json::Detail::Steps)?,
    };
    console::print(&text)?;
    Ok(inputs.exit(ExitCode::SUCCESS))
}

fn flows(analysis: &Analysis, from: Vec<Endpoint>, to: Vec<Endpoint>) -> Flows<'_> {
    let Analysis { network, routing } = analysis;
    let row = |&from: &Endpoint| {
        let others = to.iter().filter(move |&&to| to != from);
        others.map(move |&to| routing.flow(network, from, to)).collect::<Vec<_>>()
    };
    let all = from.par_iter().flat_map_iter(row).collect();
    Flows { network, from, to, all }
}
