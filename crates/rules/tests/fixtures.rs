//! Runs the fixtures of every rule, one test each.
//!
//! A fixture is a `.tf` or `.bicep` file or a folder with a `main.tf`, perhaps with a `nexthop.toml`. One under `fires/`
//! must contain a finding of its rule and equal its `.out`; one under `quiet/`
//! must contain none and not be undecided by it; one under `undecided/` must be
//! undecided and not fire.

use std::{fmt::Write as _, fs, path::Path};

use camino::{Utf8Path, Utf8PathBuf};
use nexthop_core::analyse;
use nexthop_iac::{Memory, Request, Workspace, load};
use nexthop_rules::{Report, Settings, check};
use nexthop_source::{Diagnostic, Sources};

#[path = "support/mod.rs"]
mod support;

datatest_stable::harness! {
    { test = fires, root = "src/checks", pattern = r"/fires/[^/]+(/main)?\.(tf|bicep)$" },
    { test = quiet, root = "src/checks", pattern = r"/quiet/[^/]+(/main)?\.(tf|bicep)$" },
    { test = undecided, root = "src/checks", pattern = r"/undecided/[^/]+(/main)?\.(tf|bicep)$" },
}

fn fires(path: &Path) -> datatest_stable::Result<()> {
    let fixture = Fixture::run(path)?;
    let own: Vec<_> =
        fixture.report.diagnostics.iter().filter(|d| d.code == fixture.rule).collect();
    assert!(!own.is_empty(), "{} says nothing", fixture.rule);
    let said = fixture.report.diagnostics.iter().fold(String::new(), |mut text, diagnostic| {
        render(&mut text, &fixture.workspace.sources, diagnostic);
        text
    });
    let out = Utf8PathBuf::from(format!("{}.out", fixture.path));
    snapbox::assert_data_eq!(said, snapbox::Data::read_from(out.as_std_path(), None).raw());
    Ok(())
}

fn quiet(path: &Path) -> datatest_stable::Result<()> {
    let fixture = Fixture::run(path)?;
    let own: Vec<_> =
        fixture.report.diagnostics.iter().filter(|d| d.code == fixture.rule).collect();
    assert!(own.is_empty(), "{} must stay silent: {own:#?}", fixture.rule);
    let undecided: Vec<_> = fixture.undecided().collect();
    assert!(undecided.is_empty(), "{} is undecided: {undecided:#?}", fixture.rule);
    Ok(())
}

fn undecided(path: &Path) -> datatest_stable::Result<()> {
    let fixture = Fixture::run(path)?;
    let own: Vec<_> =
        fixture.report.diagnostics.iter().filter(|d| d.code == fixture.rule).collect();
    assert!(own.is_empty(), "{} must stay silent: {own:#?}", fixture.rule);
    assert!(fixture.undecided().next().is_some(), "{} is not undecided", fixture.rule);
    Ok(())
}

struct Fixture {
    path: Utf8PathBuf,
    rule: String,
    workspace: Workspace,
    report: Report,
}

impl Fixture {
    fn run(path: &Path) -> datatest_stable::Result<Self> {
        let path = Utf8Path::from_path(path).ok_or("the path is not UTF-8")?;
        let folder = matches!(path.file_name(), Some("main.tf" | "main.bicep"));
        let mut files = Memory::default();
        if folder {
            support::add_folder(
                &mut files,
                path.parent().ok_or("no folder")?,
                Utf8Path::new("fixture"),
            )?;
        } else {
            let extension = path.extension().ok_or("no extension")?;
            files.add(format!("fixture/main.{extension}"), fs::read(path)?);
        }
        let request = Request { paths: vec!["fixture".into()], ..Request::default() };
        let workspace = load(&files, &request);
        let [project] = &workspace.projects[..] else {
            return Err(format!("{} inputs, not one", workspace.projects.len()).into());
        };
        assert_eq!(project.diagnostics, [], "the fixture does not parse");
        let understood = project.resources.iter().filter(|resource| resource.kind.is_some());
        assert!(understood.count() > 0, "the fixture declares nothing that is understood");
        let model = support::model(&path.with_file_name("nexthop.toml"))?;
        let analysis = analyse(&project.resources, &project.unread_modules, &model);
        let report = check(&analysis, &Settings::default());
        let rule = path
            .components()
            .map(|part| part.as_str())
            .skip_while(|part| *part != "checks")
            .nth(1)
            .ok_or("no rule folder")?
            .replace('_', "-");
        let path = if folder { path.parent().ok_or("no folder")? } else { path };
        Ok(Self { path: path.to_owned(), rule, workspace, report })
    }

    fn undecided(&self) -> impl Iterator<Item = &nexthop_rules::Undecided> {
        self.report.undecided.iter().filter(|undecided| undecided.rule == self.rule)
    }
}

fn render(text: &mut String, sources: &Sources, diagnostic: &Diagnostic) {
    let place = |span| {
        let location = sources.location(span);
        let path = location.path.strip_prefix("fixture").unwrap_or(location.path);
        format!("{path}:{}:{}", location.start.line, location.start.column)
    };
    let mut line = |indent: &str, content: String| {
        writeln!(text, "{indent}{content}").expect("a string takes any text");
    };
    let (severity, code) = (diagnostic.severity.as_str(), diagnostic.code);
    line("", format!("{}: {severity}[{code}] {}", place(diagnostic.span), diagnostic.message));
    for label in &diagnostic.related {
        line("  ", format!("{}: {}", place(label.span), label.message));
    }
    for (at, step) in diagnostic.steps.iter().enumerate() {
        let span = step.span.map(|span| format!(" ({})", place(span))).unwrap_or_default();
        line("  ", format!("{}. {}: {}{span}", at + 1, step.code, step.message));
    }
    if let Some(help) = &diagnostic.help {
        line("  ", format!("help: {help}"));
    }
}
