//! The lines of an `expect.txt`.

use std::collections::BTreeSet;

use nexthop_core::routing::{Protocol, Service};

/// A line and what it says.
pub(crate) struct Expectation {
    pub(crate) line: usize,
    pub(crate) text: String,
    /// `not-yet` stands before it: the program is known to be wrong here.
    pub(crate) not_yet: bool,
    pub(crate) says: Says,
}

/// What a line says.
pub(crate) enum Says {
    /// `flow FROM -> TO [PORT/PROTOCOL] VERDICT[|VERDICT] [CODE] [through|around NAME]`
    Flow(Flow),
    /// `routes SUBNET : PREFIX HOP STATE SOURCE`
    Route { subnet: String, row: String },
    /// `routes-exact SUBNET`: no rows but those of `routes` lines
    NoOtherRoute { subnet: String },
    /// `no-route SUBNET : PREFIX`
    NoRoute { subnet: String, prefix: String },
    /// `advertised GATEWAY : PREFIX…`
    Advertised { gateway: String, prefixes: BTreeSet<String> },
    /// `pushed GATEWAY : PREFIX…`
    Pushed { gateway: String, prefixes: BTreeSet<String> },
    /// `finding SEVERITY RULE`
    Finding { severity: String, rule: String },
    /// `no-finding [RULE]`
    NoFinding { rule: Option<String> },
    /// `no-other-finding SEVERITY`: of that severity or above
    NoOtherFinding { severity: String },
}

pub(crate) struct Flow {
    pub(crate) from: String,
    pub(crate) to: String,
    pub(crate) service: Service,
    pub(crate) verdict: String,
    pub(crate) code: Option<String>,
    pub(crate) passes: Option<Passes>,
}

/// The box that both directions pass, or that neither does.
pub(crate) enum Passes {
    Through(String),
    Around(String),
}

/// Reads an `expect.txt`. The error names the line.
pub(crate) fn parse(text: &str) -> Result<Vec<Expectation>, String> {
    let lines = text.lines().enumerate().map(|(at, line)| (at + 1, line.trim()));
    let expectations = lines
        .filter(|(_, line)| !line.is_empty() && !line.starts_with('#'))
        .map(|(line, text)| {
            let not_yet = text.strip_prefix("not-yet ");
            match says(not_yet.unwrap_or(text)) {
                Some(says) => {
                    let (text, not_yet) = (text.to_owned(), not_yet.is_some());
                    Ok(Expectation { line, text, not_yet, says })
                }
                None => Err(format!("line {line} is not understood: {text}")),
            }
        })
        .collect::<Result<Vec<_>, _>>()?;
    if expectations.is_empty() { Err("nothing is expected".to_owned()) } else { Ok(expectations) }
}

fn says(text: &str) -> Option<Says> {
    let (verb, rest) = text.split_once(' ').unwrap_or((text, ""));
    let rest = rest.trim();
    let owned = str::to_owned;
    Some(match verb {
        "flow" => Says::Flow(flow(rest)?),
        "routes" => {
            let (subnet, row) = of(rest)?;
            (row.split_whitespace().count() == 4).then_some(Says::Route { subnet, row })?
        }
        "routes-exact" => Says::NoOtherRoute { subnet: word(rest)? },
        "no-route" => {
            let (subnet, prefix) = of(rest)?;
            Says::NoRoute { subnet, prefix: word(&prefix)? }
        }
        "advertised" | "pushed" => {
            let (gateway, list) = of(rest)?;
            let prefixes = list.split_whitespace().map(owned).collect();
            match verb {
                "pushed" => Says::Pushed { gateway, prefixes },
                _ => Says::Advertised { gateway, prefixes },
            }
        }
        "finding" => {
            let (severity, rule) = rest.split_once(' ')?;
            Says::Finding { severity: owned(severity), rule: word(rule)? }
        }
        "no-finding" if rest.is_empty() => Says::NoFinding { rule: None },
        "no-finding" => Says::NoFinding { rule: Some(word(rest)?) },
        "no-other-finding" => Says::NoOtherFinding { severity: word(rest)? },
        _ => return None,
    })
}

fn flow(text: &str) -> Option<Flow> {
    let (from, rest) = text.split_once(" -> ")?;
    let mut words = rest.split_whitespace();
    let to = words.next()?.to_owned();
    let next = words.next()?;
    let (service, verdict) = match next.split_once('/') {
        Some((port, protocol)) => (service(port, protocol)?, words.next()?),
        None => (Service::default(), next),
    };
    let (from, verdict) = (word(from)?, verdict.to_owned());
    let mut flow = Flow { from, to, service, verdict, code: None, passes: None };
    while let Some(word) = words.next() {
        match word {
            "through" => flow.passes = Some(Passes::Through(words.next()?.to_owned())),
            "around" => flow.passes = Some(Passes::Around(words.next()?.to_owned())),
            code if flow.code.is_none() => flow.code = Some(code.to_owned()),
            _ => return None,
        }
    }
    Some(flow)
}

/// `443/tcp`, or `any/icmp`.
fn service(port: &str, protocol: &str) -> Option<Service> {
    let protocol = match protocol {
        "tcp" => Protocol::Tcp,
        "udp" => Protocol::Udp,
        "icmp" => Protocol::Icmp,
        _ => return None,
    };
    let port = if port == "any" { None } else { Some(port.parse().ok()?) };
    Some(Service { protocol, port })
}

fn of(text: &str) -> Option<(String, String)> {
    let (subject, rest) = text.split_once(" : ")?;
    Some((word(subject)?, rest.trim().to_owned()))
}

fn word(text: &str) -> Option<String> {
    let text = text.trim();
    (!text.is_empty() && !text.contains(' ')).then(|| text.to_owned())
}
