//! `nexthop.toml`: what a user wrote ([`user`]), checked into [`Config`].

mod limits;
#[cfg(test)]
mod schema;
mod user;
mod validate;

use std::{fmt, fs};

use anyhow::Context as _;
use camino::{Utf8Path, Utf8PathBuf};
use globset::GlobMatcher;
use nexthop_core::{
    Model,
    routing::{Service, matches},
};
use nexthop_source::{Date, Diagnostic, Severity, Sources, Span};

use crate::{
    disk::without_dots,
    report::{Paint, text},
};

/// The name of configuration files.
pub(crate) const FILE_NAME: &str = "nexthop.toml";

/// A valid configuration.
#[derive(Debug, Default)]
pub(crate) struct Config {
    /// Severities by rule; `None` for off.
    pub(crate) levels: Vec<(String, Option<Severity>)>,
    pub(crate) ignores: Vec<Ignore>,
    pub(crate) intents: Vec<Intent>,
    pub(crate) model: Model,
}

/// Findings that are not to be reported.
#[derive(Debug)]
pub(crate) struct Ignore {
    pub(crate) rule: String,
    pub(crate) path: Option<GlobMatcher>,
    /// The folder that `path` is relative to.
    pub(crate) folder: Utf8PathBuf,
    /// Addresses, in which `*` stands for any text.
    pub(crate) resource: Option<String>,
    pub(crate) reason: String,
    /// The last day on which it holds.
    pub(crate) expires: Option<Date>,
    /// The entry's `rule` in the configuration.
    pub(crate) span: Span,
}

impl Ignore {
    /// Whether a finding in that file is covered, if it holds at all.
    pub(crate) fn covers(&self, one: &Diagnostic, path: &Utf8Path) -> bool {
        let below = || path.strip_prefix(&self.folder).unwrap_or(path);
        let is_meant = |pattern: &String| {
            one.resource.as_ref().is_some_and(|address| matches(pattern, address))
        };
        self.rule == one.code
            && self.path.as_ref().is_none_or(|glob| glob.is_match(below()))
            && self.resource.as_ref().is_none_or(is_meant)
    }

    /// Whether it has ended.
    pub(crate) fn is_over(&self, today: Date) -> bool {
        self.expires.is_some_and(|last| last < today)
    }
}

/// What must hold.
#[derive(Clone, Debug)]
pub(crate) struct Intent {
    pub(crate) from: String,
    pub(crate) to: String,
    pub(crate) expect: Expectation,
    /// The forward path must pass an Azure Firewall.
    pub(crate) via_firewall: bool,
    /// The protocol, and the port if only one is meant.
    pub(crate) service: Service,
    /// The entry's `from` in the configuration.
    pub(crate) span: Span,
}

/// What an intent expects.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Expectation {
    Reachable,
    Unreachable,
}

/// A configuration that is not valid.
#[derive(Debug)]
pub(crate) struct Mistakes {
    sources: Sources,
    diagnostics: Vec<Diagnostic>,
}

impl Mistakes {
    /// The mistakes as text for people.
    pub(crate) fn render(&self, color: bool) -> String {
        let paint = Paint::new(color);
        self.diagnostics.iter().map(|one| text::diagnostic(&self.sources, one, paint)).collect()
    }
}

impl fmt::Display for Mistakes {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "the configuration has {} mistakes", self.diagnostics.len())
    }
}

impl std::error::Error for Mistakes {}

/// The configuration file that holds for an input: the nearest one upwards.
///
/// Above the working directory the search goes on with absolute paths.
pub(crate) fn find(input: &Utf8Path, working_directory: &Utf8Path) -> Option<Utf8PathBuf> {
    let folder = if input.is_file() { input.parent()? } else { input };
    let start = without_dots(&working_directory.join(folder));
    let file = start.ancestors().map(|above| above.join(FILE_NAME)).find(|file| file.is_file())?;
    Some(crate::disk::relative(&file, working_directory))
}

/// Reads a configuration file and adds its text to `sources`.
pub(crate) fn read(path: &Utf8Path, sources: &mut Sources) -> anyhow::Result<Config> {
    let text = fs::read_to_string(path).with_context(|| format!("cannot read {path}"))?;
    parse(path, text, sources).map_err(Into::into)
}

/// What a configuration file says.
pub(crate) fn parse(
    path: &Utf8Path,
    text: String,
    sources: &mut Sources,
) -> Result<Config, Mistakes> {
    let file = sources.add(path, text);
    let checked = match toml::from_str(sources.file_text(file)) {
        Ok(user) => {
            let folder = path.parent().unwrap_or(Utf8Path::new(""));
            validate::validate(user, file, folder)
        }
        Err(error) => {
            let span = Span::new(file, error.span().unwrap_or(0..0));
            Err(vec![mistake(span, error.message())])
        }
    };
    checked.map_err(|diagnostics| Mistakes { sources: sources.clone(), diagnostics })
}

fn mistake(span: Span, message: impl Into<String>) -> Diagnostic {
    Diagnostic::new("configuration", Severity::Error, span, message)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn config(text: &str) -> Result<Config, String> {
        let mut sources = Sources::default();
        parse(Utf8Path::new("infra/nexthop.toml"), text.to_owned(), &mut sources).map_err(|error| {
            let line = |one: &Diagnostic| {
                let at = sources.location(one.span).start;
                format!("{}:{} {}", at.line, at.column, one.message)
            };
            error.diagnostics.iter().map(line).collect::<Vec<_>>().join("\n")
        })
    }

    #[test]
    fn every_section_is_read() {
        let config = config(
            r#"
            [rules]
            coexist-vpn-asn-not-65515 = "off"
            syntax-error = "warning"
            [[ignore]]
            rule = "coexist-vpn-asn-not-65515"
            path = "labs/**"
            reason = "migration"
            [[site]]
            name = "datacentre"
            prefixes = ["192.168.0.0/16"]
            expressroute = ["er"]
            vpn = ["lgw"]
            [[intent]]
            from = "p2s:*"
            to = "onprem:datacentre"
            expect = "reachable"
            via = "firewall"
            port = 3389
            protocol = "tcp"
            [limits]
            routes_per_table = 1000
            peerings_per_vnet = 650
            vpn_tunnels = { VpnGw1AZ = 40 }
            links_per_premium_circuit = { 1000 = 55 }
            [model]
            p2s_expressroute_via_route_server = "observed"
            "#,
        )
        .expect("it is valid");
        let levels = [
            ("coexist-vpn-asn-not-65515".to_owned(), None),
            ("syntax-error".to_owned(), Some(Severity::Warning)),
        ];
        assert_eq!(config.levels, levels);
        assert_eq!(config.ignores[0].reason, "migration");
        assert_eq!(config.model.sites[0].prefixes[0].to_string(), "192.168.0.0/16");
        assert_eq!(config.model.sites[0].expressroute, ["er"]);
        assert_eq!(config.model.sites[0].vpn, ["lgw"]);
        assert_eq!(config.intents[0].expect, Expectation::Reachable);
        assert!(config.intents[0].via_firewall);
        assert_eq!(config.intents[0].service.port, Some(3389));
        assert_eq!(config.model.limits.routes_per_table, 1000);
        assert_eq!(config.model.limits.peerings_per_vnet, 650);
        assert_eq!(config.model.limits.vpn_tunnels.of("VpnGw1AZ"), Some(40));
        assert_eq!(config.model.limits.vpn_tunnels.of("VpnGw2AZ"), Some(30));
        assert_eq!(config.model.limits.links_of_premium_circuit(1_500), Some(55));
        let contested = config.model.p2s_expressroute_via_route_server;
        assert_eq!(contested, nexthop_core::Contested::Observed);
    }

    #[test]
    fn an_ignore_covers_its_rule_below_the_folder_of_the_configuration() {
        let config = config(
            "[[ignore]]\nrule = \"coexist-vpn-asn-not-65515\"\npath = \"labs/**\"\nreason = \"x\"",
        )
        .expect("it is valid");
        let covers =
            |rule, path| config.ignores[0].covers(&finding(rule, None), Utf8Path::new(path));
        assert!(covers("coexist-vpn-asn-not-65515", "infra/labs/one/main.tf"));
        assert!(!covers("coexist-vpn-asn-not-65515", "infra/main.tf"));
        assert!(!covers("syntax-error", "infra/labs/one/main.tf"));
    }

    fn finding(rule: &'static str, resource: Option<&str>) -> Diagnostic {
        let span = Span::new(Sources::default().add("main.tf", String::new()), 0..0);
        let resource = resource.map(str::to_owned);
        Diagnostic { resource, ..Diagnostic::new(rule, Severity::Note, span, "") }
    }

    #[test]
    fn an_ignore_covers_addresses_and_ends() {
        let config = config(
            "[[ignore]]\nrule = \"vwan-cost\"\nresource = \"module.hub[\\\"a\\\"].*\"\n\
             expires = \"2026-12-31\"\nreason = \"x\"",
        )
        .expect("it is valid");
        let ignore = &config.ignores[0];
        let covers =
            |address| ignore.covers(&finding("vwan-cost", Some(address)), Utf8Path::new(""));
        assert!(covers("module.hub[\"a\"].azurerm_virtual_hub.this"));
        assert!(!covers("module.hub[\"b\"].azurerm_virtual_hub.this"));
        assert!(!ignore.covers(&finding("vwan-cost", None), Utf8Path::new("")));
        let day = |text| Date::parse(text).expect("it is a date");
        assert!(!ignore.is_over(day("2026-12-31")) && ignore.is_over(day("2027-01-01")));
    }

    #[test]
    fn mistakes_are_told_all_at_once_where_they_are() {
        let mistakes = config(
            "[rules]\n\
             coexist-vpn-asn-not-65551 = \"off\"\n\
             syntax-error = \"fatal\"\n\
             [[ignore]]\n\
             rule = \"syntax-error\"\n\
             reason = \"\"\n\
             expires = \"2026-02-30\"\n\
             [[site]]\n\
             name = \"a\"\n\
             prefixes = [\"10.0.0.1/8\", \"x\"]\n\
             [[intent]]\n\
             from = \"p2s:*\"\n\
             to = \"internet\"\n\
             expect = \"unreachable\"\n\
             via = \"firewall\"\n\
             port = 53\n\
             protocol = \"icmp\"\n\
             [limits]\n\
             vpn_tunnels = { VpnGw9 = 1 }\n\
             links_per_premium_circuit = { \"1 Gbps\" = 1 }\n",
        )
        .expect_err("it is not valid");
        assert_eq!(
            mistakes.lines().collect::<Vec<_>>(),
            [
                "2:1 there is no rule `coexist-vpn-asn-not-65551`; did you mean `coexist-vpn-asn-not-65515`?",
                "3:16 `fatal` is no severity: write error, warning, note or off",
                "6:10 an ignore needs a reason",
                "7:11 `2026-02-30` is no date such as 2026-12-31",
                "10:13 `10.0.0.1/8` has bits set behind its length; the network is `10.0.0.0/8`",
                "10:27 `x` is no prefix such as 192.168.0.0/16",
                "15:7 `via` says how a flow must arrive, so it needs `expect = \"reachable\"`",
                "17:12 ICMP has no ports",
                "19:17 no number is kept for a SKU `VpnGw9`",
                "20:31 write a bandwidth in Mbps such as 1000",
            ]
        );
    }

    #[test]
    fn an_unknown_key_and_broken_toml_are_mistakes_with_a_place() {
        let unknown = config("[limits]\nroutes = 3\n").expect_err("there is no such key");
        assert!(unknown.starts_with("2:1 unknown field `routes`"), "{unknown}");
        let broken = config("[rules\n").expect_err("it does not parse");
        assert!(broken.starts_with("1:7 "), "{broken}");
        let reason = config("[[ignore]]\nrule = \"syntax-error\"\n").expect_err("no reason");
        assert!(reason.contains("missing field `reason`"), "{reason}");
    }
}
