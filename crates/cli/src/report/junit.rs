//! JUnit XML, as Jenkins, GitLab and Azure DevOps read it
//! (<https://github.com/testmoapp/junitxml>): a case for each rule and each intent.

use nexthop_source::Severity;

use super::{Finding, Report, push, xml::escape};

/// A test case.
struct Case {
    class: String,
    name: String,
    file: Option<(String, u32)>,
    outcome: Outcome,
}

enum Outcome {
    Passed,
    /// With what is to be told all the same.
    PassedSaying(String),
    Failed {
        kind: &'static str,
        message: String,
        text: String,
    },
    Skipped(String),
}

/// The whole report. A finding whose severity `fails` is a case that failed; one
/// below that is a case that passed and says so.
pub(crate) fn render(report: &Report<'_>, fails: impl Fn(Severity) -> bool) -> String {
    let found = report.findings.iter().map(|finding| case(report, finding, &fails));
    let undecided = report.undecided.iter().map(|one| Case {
        class: class(one.rule),
        name: report.place(one.span),
        file: None,
        outcome: Outcome::Skipped(format!("undecided: {}", one.message)),
    });
    let told: std::collections::BTreeSet<_> = report
        .findings
        .iter()
        .map(|finding| finding.diagnostic.code)
        .chain(report.undecided.iter().map(|one| one.rule))
        .collect();
    let silent = report.rules.iter().filter(|rule| !told.contains(**rule)).map(|&rule| Case {
        class: class(rule),
        name: rule.to_owned(),
        file: None,
        outcome: Outcome::Passed,
    });
    let held = report.intents_that_hold.iter().map(|intent| Case {
        class: "nexthop.intent".to_owned(),
        name: intent.clone(),
        file: None,
        outcome: Outcome::Passed,
    });
    let broken = report.intents_that_break.iter().map(|(intent, (severity, because))| Case {
        class: "nexthop.intent".to_owned(),
        name: intent.clone(),
        file: None,
        outcome: outcome(*severity, because.clone(), because.clone(), &fails),
    });
    let cases = found.chain(undecided).chain(silent).chain(held).chain(broken);
    let mut cases: Vec<_> = cases.collect();
    cases.sort_by(|a, b| (&a.class, &a.name).cmp(&(&b.class, &b.name)));
    document(&cases)
}

fn class(rule: &str) -> String {
    if rule == "intent-violated" { "nexthop.intent".to_owned() } else { format!("nexthop.{rule}") }
}

fn case(report: &Report<'_>, finding: &Finding, fails: impl Fn(Severity) -> bool) -> Case {
    let one = &finding.diagnostic;
    let place = report.place(one.span);
    let location = report.sources.location(one.span);
    let subject = one.resource.as_ref().map_or(String::new(), |name| format!(" {name}"));
    let mut text = format!("{place}: {}", one.message);
    for step in &one.steps {
        push(&mut text, format_args!("\n- {}", step.message));
    }
    if let Some(help) = &one.help {
        push(&mut text, format_args!("\n{help}"));
    }
    let outcome = outcome(one.severity, one.message.clone(), text, fails);
    Case {
        class: class(one.code),
        name: format!("{place}{subject}"),
        file: Some((report.within_root(location.path).into_string(), location.start.line)),
        outcome,
    }
}

fn outcome(
    severity: Severity,
    message: String,
    text: String,
    fails: impl Fn(Severity) -> bool,
) -> Outcome {
    if fails(severity) {
        Outcome::Failed { kind: severity.as_str(), message, text }
    } else {
        Outcome::PassedSaying(format!("{}: {text}", severity.as_str()))
    }
}

fn document(cases: &[Case]) -> String {
    let number = |is: fn(&Outcome) -> bool| cases.iter().filter(|case| is(&case.outcome)).count();
    let failures = number(|outcome| matches!(outcome, Outcome::Failed { .. }));
    let skipped = number(|outcome| matches!(outcome, Outcome::Skipped(_)));
    let counts = format!(
        "name=\"nexthop\" tests=\"{}\" failures=\"{failures}\" errors=\"0\" skipped=\"{skipped}\" \
         time=\"0\"",
        cases.len()
    );
    let mut text = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n".to_owned();
    push(&mut text, format_args!("<testsuites {counts}>\n  <testsuite {counts}>\n"));
    for case in cases {
        write_case(&mut text, case);
    }
    text.push_str("  </testsuite>\n</testsuites>\n");
    text
}

fn write_case(text: &mut String, case: &Case) {
    let (class, name) = (escape(&case.class), escape(&case.name));
    push(text, format_args!("    <testcase classname=\"{class}\" name=\"{name}\" time=\"0\""));
    if let Some((file, line)) = &case.file {
        push(text, format_args!(" file=\"{}\" line=\"{line}\"", escape(file)));
    }
    match &case.outcome {
        Outcome::Passed => {
            text.push_str("/>\n");
            return;
        }
        Outcome::PassedSaying(what) => {
            push(text, format_args!(">\n      <system-out>{}</system-out>\n", escape(what)));
        }
        Outcome::Failed { kind, message, text: body } => push(
            text,
            format_args!(
                ">\n      <failure type=\"{kind}\" message=\"{}\">{}</failure>\n",
                escape(message),
                escape(body)
            ),
        ),
        Outcome::Skipped(why) => {
            push(text, format_args!(">\n      <skipped message=\"{}\"/>\n", escape(why)));
        }
    }
    text.push_str("    </testcase>\n");
}
