//! `nexthop graph`

use std::process::ExitCode;

use nexthop_core::{Analysis, diagram::Diagram};

use crate::{
    args::{GraphArguments, GraphFormat},
    console::{self, Console},
    project::{Inputs, shown},
    report::graph::{Drawing, dot, mermaid, svg},
};

pub(crate) fn run(arguments: &GraphArguments, console: &Console) -> anyhow::Result<ExitCode> {
    let inputs = Inputs::load(&arguments.input, console)?;
    let drawings = drawings(&inputs, &inputs.analyse());
    if drawings.is_empty() {
        console.remark("there is nothing of a network in this code");
    }
    let text = match arguments.format {
        GraphFormat::Mermaid => mermaid::render(&drawings),
        GraphFormat::Dot => dot::render(&drawings),
        GraphFormat::Svg => svg::render(&drawings),
    };
    console::print(&text)?;
    Ok(inputs.exit(ExitCode::SUCCESS))
}

/// A drawing for each network of which there is anything.
pub(super) fn drawings(inputs: &Inputs, analyses: &[Analysis]) -> Vec<Drawing> {
    let each = inputs.estates.iter().zip(analyses);
    let mut drawings: Vec<_> = each
        .map(|(estate, analysis)| Drawing {
            title: Some(shown(&estate.path).to_string()),
            diagram: Diagram::new(&analysis.network),
        })
        .filter(|one| one.diagram != Diagram::default())
        .collect();
    if let [only] = &mut drawings[..] {
        only.title = None;
    }
    drawings
}
