//! `nexthop rules` and `nexthop explain`

use std::process::ExitCode;

use nexthop_core::routing::Code;

use crate::{
    args::ExplainArguments,
    catalogue::{self, Entry},
    console::{self, Console},
    report::Paint,
};

/// Lists the rules.
pub(crate) fn list(console: &Console) -> anyhow::Result<ExitCode> {
    let paint = Paint::new(console.colors());
    let entries = catalogue::entries();
    let width = entries.iter().map(|entry| entry.name.len()).max().unwrap_or(0);
    let line = |entry: &Entry| {
        let severity = paint.severity(entry.severity, &format!("{:8}", entry.severity.as_str()));
        let name = paint.bold(&format!("{:width$}", entry.name));
        format!("{name}  {severity} {}\n", entry.summary)
    };
    console::print(&entries.iter().map(line).collect::<String>())?;
    Ok(ExitCode::SUCCESS)
}

/// Prints a rule's page, or the codes.
pub(crate) fn run(arguments: &ExplainArguments, console: &Console) -> anyhow::Result<ExitCode> {
    let paint = Paint::new(console.colors());
    let text = match &arguments.rule {
        Some(name) => page(catalogue::known(name).map_err(anyhow::Error::msg)?, paint),
        None => codes(paint),
    };
    console::print(&text)?;
    Ok(ExitCode::SUCCESS)
}

fn page(entry: Entry, paint: Paint) -> String {
    let mut page = format!(
        "{}\n\n{}\n\nseverity: {}\nsince:    {}\n",
        paint.bold(entry.name),
        entry.summary,
        paint.severity(entry.severity, entry.severity.as_str()),
        entry.since
    );
    if let Some(url) = catalogue::url(entry.name) {
        page.push_str("page:     ");
        page.push_str(&url);
        page.push('\n');
    }
    page.push('\n');
    page.push_str(entry.docs.trim());
    page.push('\n');
    page
}

fn codes(paint: Paint) -> String {
    let mut codes = Code::ALL.to_vec();
    codes.sort_by_key(|code| code.as_str());
    let width = codes.iter().map(|code| code.as_str().len()).max().unwrap_or(0);
    let line = |code: &Code| {
        format!("{}  {}\n", paint.bold(&format!("{:width$}", code.as_str())), code.description())
    };
    codes.iter().map(line).collect()
}
