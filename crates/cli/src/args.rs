//! The arguments, as clap reads them. Flags, defaults and help texts are here
//! and nowhere else.

use camino::Utf8PathBuf;
use clap::{Args, Parser, Subcommand, ValueEnum};
use clap_complete::Shell;
use nexthop_core::routing::{Protocol, Service};
use nexthop_source::Severity;

/// Finds hybrid connectivity failures in Azure network code before it is deployed
#[derive(Debug, Parser)]
#[command(name = "nexthop", version, arg_required_else_help = true)]
#[command(
    long_about = "Reads Azure network code (Terraform and OpenTofu, plans, Bicep, ARM), computes the effective routes \
                  it would have, and says where hybrid connectivity breaks and why.\n\n\
                  It runs offline: no Azure login, no Terraform, no telemetry.",
    after_help = "Exit codes:\n  0  nothing at or above --fail-on\n  1  something\n  2  could not \
                  run: bad arguments, nothing to read, a broken configuration"
)]
pub(crate) struct Arguments {
    #[command(subcommand)]
    pub(crate) command: Command,

    /// When to use colours; `NO_COLOR` is honoured with `auto`
    #[arg(long, global = true, value_name = "WHEN", default_value = "auto", display_order = 900)]
    pub(crate) color: Color,

    /// Print nothing but results: no summary, no hints
    #[arg(long, short, global = true, display_order = 901)]
    pub(crate) quiet: bool,
}

#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Report what goes wrong in a network
    Check(CheckArguments),
    /// Show which endpoint can open a connection to which
    Reach(ReachArguments),
    /// Show the path of one flow hop by hop, there and back
    Trace(TraceArguments),
    /// Show the findings and flows that a change adds, removes or makes different
    Diff(DiffArguments),
    /// Show effective routes, as `az network nic show-effective-route-table` does
    Routes(RoutesArguments),
    /// Draw the topology
    Graph(GraphArguments),
    /// List every resource instance with its evaluated values
    Resources(ResourcesArguments),
    /// List the rules
    Rules,
    /// Explain a rule, or list the codes of steps and verdicts
    Explain(ExplainArguments),
    /// Print the completion script of a shell
    Completions {
        /// The shell
        shell: Shell,
    },
    /// Print the manual page, to be read with `man -l -`
    Man,
}

/// What to read.
#[derive(Clone, Debug, Args)]
pub(crate) struct InputArguments {
    /// Files and folders to search for code
    #[arg(value_name = "PATHS", default_value = ".")]
    pub(crate) paths: Vec<Utf8PathBuf>,

    /// Set a Terraform variable or a Bicep or ARM parameter; may be repeated
    #[arg(long, value_name = "NAME=VALUE", value_parser = name_and_value)]
    pub(crate) var: Vec<(String, String)>,

    /// Read input variables from a file; may be repeated
    #[arg(long, value_name = "FILE")]
    pub(crate) var_file: Vec<Utf8PathBuf>,

    /// Read Bicep and ARM parameters from a file, instead of the `x.parameters.json` beside
    /// `x.bicep` or `x.json`; may be repeated
    #[arg(long, value_name = "FILE")]
    pub(crate) parameters: Vec<Utf8PathBuf>,

    /// Take all inputs as one network: hub in one root, spokes in others
    #[arg(long)]
    pub(crate) join: bool,

    /// Use this configuration instead of the nexthop.toml found upwards from each input
    #[arg(long, value_name = "FILE")]
    pub(crate) config: Option<Utf8PathBuf>,
}

#[derive(Clone, Debug, Args)]
pub(crate) struct CheckArguments {
    #[command(flatten)]
    pub(crate) input: InputArguments,

    /// How to print the findings
    #[arg(long, visible_alias = "output-format", value_name = "FORMAT", default_value = "text")]
    pub(crate) format: CheckFormat,

    /// Write the findings to a file instead of standard output; with FORMAT=FILE
    /// in this format and besides, may be repeated
    #[arg(long, value_name = "[FORMAT=]FILE", value_parser = output)]
    pub(crate) output: Vec<Output>,

    /// The lowest severity that makes the exit code 1
    #[arg(long, value_name = "SEVERITY", default_value = "warning")]
    pub(crate) fail_on: FailOn,

    /// Mend what can be mended safely, then report what is left
    #[arg(long, conflicts_with_all = ["diff", "write_baseline"])]
    pub(crate) fix: bool,

    /// Print what --fix would change as a diff and nothing else; the exit code is 1 if
    /// that is something
    #[arg(long, conflicts_with = "write_baseline")]
    pub(crate) diff: bool,

    /// Write a comment into the code for every finding, so that it is ignored from now on;
    /// the reason may begin with `until 2026-12-31`
    #[arg(long, value_name = "REASON", value_parser = reason)]
    #[arg(conflicts_with_all = ["fix", "diff", "write_baseline"])]
    pub(crate) add_ignore: Option<String>,

    /// Leave out the findings that this file holds
    #[arg(long, value_name = "FILE")]
    pub(crate) baseline: Option<Utf8PathBuf>,

    /// Drop from the file of --baseline what is not found any more
    #[arg(long, requires = "baseline")]
    pub(crate) prune_baseline: bool,

    /// Write all findings to a file for --baseline, and do not fail for them
    #[arg(long, value_name = "FILE")]
    pub(crate) write_baseline: Option<Utf8PathBuf>,

    /// Leave out the findings that were there in this revision of git, as bad as now
    #[arg(long, value_name = "REF", conflicts_with = "write_baseline")]
    pub(crate) since: Option<String>,

    /// Run only these rules; comma-separated, may be repeated
    #[arg(long, value_name = "RULE", value_delimiter = ',')]
    pub(crate) select: Vec<String>,

    /// Do not run these rules; comma-separated, may be repeated
    #[arg(long, value_name = "RULE", value_delimiter = ',')]
    pub(crate) ignore: Vec<String>,

    /// Change a rule's severity: error, warning, note or off; may be repeated
    #[arg(long, value_name = "RULE=LEVEL", value_parser = rule_and_level)]
    pub(crate) severity: Vec<(String, Level)>,
}

impl CheckArguments {
    /// Whether a format is asked for that says how findings are mended.
    pub(crate) fn tells_fixes(&self) -> bool {
        let outputs = self.output.iter().filter_map(|output| output.format);
        let says = |format| matches!(format, CheckFormat::Json | CheckFormat::Sarif);
        outputs.chain([self.format]).any(says)
    }
}

#[derive(Debug, Args)]
pub(crate) struct DiffArguments {
    /// What was: a folder or file, or a revision of git
    pub(crate) base: String,

    /// What is: a folder or file, or a revision of git
    pub(crate) head: String,

    #[command(flatten)]
    pub(crate) input: InputArguments,

    /// How to print the difference
    #[arg(long, visible_alias = "output-format", value_name = "FORMAT", default_value = "text")]
    pub(crate) format: DiffFormat,
}

#[derive(Debug, Args)]
#[command(after_help = ENDPOINTS)]
pub(crate) struct ReachArguments {
    #[command(flatten)]
    pub(crate) input: InputArguments,

    /// Only flows from these endpoints; may be repeated
    #[arg(long, value_name = "ENDPOINT")]
    pub(crate) from: Vec<String>,

    /// Only flows to these endpoints; may be repeated
    #[arg(long, value_name = "ENDPOINT")]
    pub(crate) to: Vec<String>,

    /// Take this resource to be out of service, by name or address; may be repeated
    #[arg(long, value_name = "RESOURCE")]
    pub(crate) without: Vec<String>,

    /// How to print the flows
    #[arg(long, visible_alias = "output-format", value_name = "FORMAT", default_value = "text")]
    pub(crate) format: Format,
}

#[derive(Debug, Args)]
#[command(after_help = ENDPOINTS)]
pub(crate) struct TraceArguments {
    #[command(flatten)]
    pub(crate) input: InputArguments,

    /// Where the connection is opened
    #[arg(long, value_name = "ENDPOINT")]
    pub(crate) from: String,

    /// Where it leads
    #[arg(long, value_name = "ENDPOINT")]
    pub(crate) to: String,

    /// The destination port; without one a filter is passed if it lets any port through
    #[arg(long, value_name = "PORT", value_parser = clap::value_parser!(u16).range(1..))]
    pub(crate) port: Option<u16>,

    /// The protocol
    #[arg(long, value_name = "PROTOCOL", default_value = "tcp")]
    pub(crate) protocol: TransportProtocol,

    /// Take this resource to be out of service, by name or address; may be repeated
    #[arg(long, value_name = "RESOURCE")]
    pub(crate) without: Vec<String>,

    /// How to print the path
    #[arg(long, visible_alias = "output-format", value_name = "FORMAT", default_value = "text")]
    pub(crate) format: Format,
}

#[derive(Debug, Args)]
#[command(after_help = ENDPOINTS)]
pub(crate) struct RoutesArguments {
    #[command(flatten)]
    pub(crate) input: InputArguments,

    /// Only the routes of these endpoints, or of `gateway:<name>`, `circuit:<name>` or
    /// `hub:<name>`, `*` for all there is; may be repeated
    #[arg(long, value_name = "ENDPOINT")]
    pub(crate) at: Vec<String>,

    /// Take this resource to be out of service, by name or address; may be repeated
    #[arg(long, value_name = "RESOURCE")]
    pub(crate) without: Vec<String>,

    /// How to print the routes
    #[arg(long, visible_alias = "output-format", value_name = "FORMAT", default_value = "text")]
    pub(crate) format: Format,
}

#[derive(Debug, Args)]
pub(crate) struct GraphArguments {
    #[command(flatten)]
    pub(crate) input: InputArguments,

    /// How to draw it
    #[arg(long, visible_alias = "output-format", value_name = "FORMAT", default_value = "mermaid")]
    pub(crate) format: GraphFormat,
}

#[derive(Debug, Args)]
pub(crate) struct ResourcesArguments {
    #[command(flatten)]
    pub(crate) input: InputArguments,

    /// How to print the resources
    #[arg(long, visible_alias = "output-format", value_name = "FORMAT", default_value = "text")]
    pub(crate) format: Format,
}

#[derive(Debug, Args)]
pub(crate) struct ExplainArguments {
    /// The rule's name
    #[arg(value_name = "RULE", required_unless_present = "codes")]
    pub(crate) rule: Option<String>,

    /// List the codes that steps, verdicts and assumptions carry
    #[arg(long, conflicts_with = "rule")]
    pub(crate) codes: bool,
}

const ENDPOINTS: &str = "Endpoints:\n  \
    p2s:<gateway>           the point-to-site clients of a VPN gateway\n  \
    onprem:<site>           an on-premises site\n  \
    vnet:<name>             the workload subnets of a virtual network\n  \
    subnet:<vnet>/<subnet>  one subnet\n  \
    internet                the Internet\n  \
    <address>               an IP address\n\
    `*` stands for any text: p2s:*, vnet:spoke-*";

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum Color {
    /// On a terminal
    Auto,
    /// Always
    Always,
    /// Never
    Never,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum CheckFormat {
    /// With source, labels and steps, for people
    Text,
    /// One line a finding
    Concise,
    /// Version 1 of nexthop's own format
    Json,
    /// SARIF 2.1.0
    Sarif,
    /// Annotations in GitHub Actions; what exceeds its limit goes to the step's summary
    Github,
    /// A Code Quality report of GitLab
    Gitlab,
    /// JUnit XML, a case for each rule and intent
    Junit,
    /// Logging commands of Azure Pipelines
    Azure,
    /// A comment for a pull request
    Markdown,
}

/// A file that findings are written to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Output {
    /// In which format; `None` for that of `--format`, in place of standard output.
    pub(crate) format: Option<CheckFormat>,
    pub(crate) path: Utf8PathBuf,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum Format {
    /// For people
    Text,
    /// Version 1 of nexthop's own format
    Json,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum GraphFormat {
    /// Mermaid, for Markdown
    Mermaid,
    /// DOT, for Graphviz
    Dot,
    /// A picture
    Svg,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum DiffFormat {
    /// For people
    Text,
    /// Version 1 of nexthop's own format
    Json,
    /// A comment for a pull request
    Markdown,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum TransportProtocol {
    /// TCP
    Tcp,
    /// UDP
    Udp,
    /// ICMP, which has no ports
    Icmp,
}

impl TransportProtocol {
    /// What a flow of this protocol carries; `None` where a port makes no sense.
    pub(crate) fn with_port(self, port: Option<u16>) -> Option<Service> {
        let protocol = match self {
            Self::Tcp => Protocol::Tcp,
            Self::Udp => Protocol::Udp,
            Self::Icmp if port.is_some() => return None,
            Self::Icmp => Protocol::Icmp,
        };
        Some(Service { protocol, port })
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum FailOn {
    /// Errors
    Error,
    /// Warnings and errors
    Warning,
    /// Any finding
    Note,
    /// Nothing
    Never,
}

impl FailOn {
    /// Whether a finding of that severity fails the run.
    pub(crate) fn fails(self, severity: Severity) -> bool {
        match self {
            Self::Error => severity >= Severity::Error,
            Self::Warning => severity >= Severity::Warning,
            Self::Note => true,
            Self::Never => false,
        }
    }
}

/// A severity, or off.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum Level {
    /// Azure rejects it, or traffic is lost
    Error,
    /// A likely outage
    Warning,
    /// Cost or advice
    Note,
    /// Do not run the rule
    Off,
}

impl Level {
    /// The severity; `None` for off.
    pub(crate) fn severity(self) -> Option<Severity> {
        match self {
            Self::Error => Some(Severity::Error),
            Self::Warning => Some(Severity::Warning),
            Self::Note => Some(Severity::Note),
            Self::Off => None,
        }
    }
}

fn reason(text: &str) -> Result<String, String> {
    let text = text.trim();
    if text.is_empty() || text.chars().any(char::is_control) {
        return Err("write one line that says why".to_owned());
    }
    Ok(text.to_owned())
}

fn name_and_value(text: &str) -> Result<(String, String), String> {
    match text.split_once('=') {
        Some((name, value)) if !name.trim().is_empty() => {
            Ok((name.trim().to_owned(), value.to_owned()))
        }
        _ => Err("write NAME=VALUE".to_owned()),
    }
}

fn output(text: &str) -> Result<Output, String> {
    let format = text
        .split_once('=')
        .and_then(|(format, path)| Some((CheckFormat::from_str(format, false).ok()?, path)));
    let (format, path) = match format {
        Some((format, path)) => (Some(format), path),
        None => (None, text),
    };
    if path.is_empty() {
        return Err("write FILE or FORMAT=FILE".to_owned());
    }
    Ok(Output { format, path: path.into() })
}

fn rule_and_level(text: &str) -> Result<(String, Level), String> {
    let (rule, level) = text.split_once('=').ok_or("write RULE=LEVEL")?;
    let level = Level::from_str(level, false)
        .map_err(|_| format!("`{level}` is not error, warning, note or off"))?;
    Ok((rule.to_owned(), level))
}

#[cfg(test)]
mod tests {
    use clap::CommandFactory as _;

    use super::*;

    #[test]
    fn clap_finds_nothing_wrong_with_the_arguments() {
        Arguments::command().debug_assert();
    }

    #[test]
    fn a_variable_may_hold_an_equals_sign_and_must_have_a_name() {
        assert_eq!(name_and_value("a=b=c"), Ok(("a".to_owned(), "b=c".to_owned())));
        assert_eq!(name_and_value("a="), Ok(("a".to_owned(), String::new())));
        assert!(name_and_value("=b").is_err());
        assert!(name_and_value("a").is_err());
    }

    #[test]
    fn an_output_may_name_its_format() {
        let given = |format, path: &str| Ok(Output { format, path: path.into() });
        assert_eq!(output("a.txt"), given(None, "a.txt"));
        assert_eq!(output("sarif=a.sarif"), given(Some(CheckFormat::Sarif), "a.sarif"));
        assert_eq!(output("x=y"), given(None, "x=y"));
        assert!(output("json=").is_err());
        assert!(output("").is_err());
    }

    #[test]
    fn severities_at_or_above_the_threshold_fail() {
        assert!(FailOn::Warning.fails(Severity::Error));
        assert!(FailOn::Warning.fails(Severity::Warning));
        assert!(!FailOn::Warning.fails(Severity::Note));
        assert!(!FailOn::Error.fails(Severity::Warning));
        assert!(FailOn::Note.fails(Severity::Note));
        assert!(!FailOn::Never.fails(Severity::Error));
    }
}
