//! From what a user wrote to a valid configuration, or to all mistakes in it.

use std::num::NonZeroU16;

use camino::Utf8Path;
use clap::ValueEnum as _;
use globset::GlobBuilder;
use ipnet::IpNet;
use nexthop_core::{ApplianceModel, Contested, Model, SiteModel, routing::Service};
use nexthop_source::{Date, Diagnostic, FileId, Span};
use toml::Spanned;

use super::{
    Config, Expectation, Ignore, Intent, mistake,
    user::{UserAppliance, UserConfig, UserIgnore, UserIntent, UserSite},
};
use crate::{
    args::{Level, TransportProtocol},
    catalogue,
};

/// Checks everything, so that all mistakes are told at once.
pub(super) fn validate(
    user: UserConfig,
    file: FileId,
    folder: &Utf8Path,
) -> Result<Config, Vec<Diagnostic>> {
    let mut check = Check { file, mistakes: Vec::new() };
    let levels = user.rules.iter().filter_map(|(rule, level)| check.level(rule, level)).collect();
    let ignores =
        user.ignore.into_iter().filter_map(|ignore| check.ignore(ignore, folder)).collect();
    let sites = check.sites(user.site);
    let appliances = check.appliances(user.nva);
    let intents = user.intent.into_iter().filter_map(|intent| check.intent(intent)).collect();
    let contested = user.model.p2s_expressroute_via_route_server;
    let model = Model {
        sites,
        appliances,
        p2s_expressroute_via_route_server: contested
            .and_then(|contested| check.contested(&contested))
            .unwrap_or_default(),
        limits: check.limits(&user.limits),
        out_of_service: Vec::new(),
    };
    if check.mistakes.is_empty() {
        Ok(Config { levels, ignores, intents, model })
    } else {
        check.mistakes.sort_by_key(|mistake| mistake.span);
        Err(check.mistakes)
    }
}

pub(super) struct Check {
    file: FileId,
    mistakes: Vec<Diagnostic>,
}

impl Check {
    fn span<T>(&self, value: &Spanned<T>) -> Span {
        Span::new(self.file, value.span())
    }

    pub(super) fn complain<T>(&mut self, value: &Spanned<T>, message: impl Into<String>) {
        self.mistakes.push(mistake(self.span(value), message));
    }

    fn rule(&mut self, rule: &Spanned<String>) {
        if let Err(message) = catalogue::known(rule.get_ref()) {
            self.complain(rule, message);
        }
    }

    fn level(
        &mut self,
        rule: &Spanned<String>,
        level: &Spanned<String>,
    ) -> Option<(String, Option<nexthop_source::Severity>)> {
        self.rule(rule);
        let Ok(parsed) = Level::from_str(level.get_ref(), false) else {
            let message =
                format!("`{}` is no severity: write error, warning, note or off", level.get_ref());
            self.complain(level, message);
            return None;
        };
        Some((rule.get_ref().clone(), parsed.severity()))
    }

    fn ignore(&mut self, ignore: UserIgnore, folder: &Utf8Path) -> Option<Ignore> {
        self.rule(&ignore.rule);
        if ignore.reason.get_ref().trim().is_empty() {
            self.complain(&ignore.reason, "an ignore needs a reason");
        }
        let path = match &ignore.path {
            None => None,
            Some(glob) => match GlobBuilder::new(glob.get_ref()).literal_separator(true).build() {
                Ok(parsed) => Some(parsed.compile_matcher()),
                Err(error) => {
                    self.complain(glob, format!("it is no glob: {}", error.kind()));
                    return None;
                }
            },
        };
        let expires = ignore.expires.as_ref().map(|expires| self.date(expires));
        Some(Ignore {
            span: self.span(&ignore.rule),
            rule: ignore.rule.into_inner(),
            path,
            folder: folder.to_owned(),
            resource: ignore.resource,
            expires: expires.flatten(),
            reason: ignore.reason.into_inner(),
        })
    }

    fn date(&mut self, text: &Spanned<String>) -> Option<Date> {
        let date = Date::parse(text.get_ref());
        if date.is_none() {
            let message = format!("`{}` is no date such as 2026-12-31", text.get_ref());
            self.complain(text, message);
        }
        date
    }

    fn sites(&mut self, sites: Vec<UserSite>) -> Vec<SiteModel> {
        let mut valid: Vec<SiteModel> = Vec::new();
        for site in sites {
            let name = site.name.get_ref();
            if name.trim().is_empty() {
                self.complain(&site.name, "a site needs a name");
            } else if valid.iter().any(|other| other.name == *name) {
                self.complain(&site.name, format!("there is a second site `{name}`"));
            }
            let prefixes = site.prefixes.iter().filter_map(|prefix| self.prefix(prefix)).collect();
            let communities = self.communities(site.communities.as_deref());
            valid.push(SiteModel {
                name: site.name.into_inner(),
                prefixes,
                asn: site.asn,
                prepends: site.prepends,
                communities,
                expressroute: site.expressroute,
                vpn: site.vpn,
                appliances: site.nva,
            });
        }
        valid
    }

    fn appliances(&mut self, appliances: Vec<UserAppliance>) -> Vec<ApplianceModel> {
        let mut valid: Vec<ApplianceModel> = Vec::new();
        for appliance in appliances {
            let name = appliance.name.get_ref();
            if name.trim().is_empty() {
                self.complain(&appliance.name, "an appliance needs a name");
            } else if valid.iter().any(|other| other.name == *name) {
                self.complain(&appliance.name, format!("there is a second appliance `{name}`"));
            }
            let advertises = appliance.advertises.iter();
            let advertises = advertises.filter_map(|prefix| self.prefix(prefix)).collect();
            let next_hop = appliance.next_hop.as_ref().and_then(|next_hop| {
                let parsed = next_hop.get_ref().parse().ok();
                if parsed.is_none() {
                    let text = next_hop.get_ref();
                    self.complain(next_hop, format!("`{text}` is no IP address"));
                }
                parsed
            });
            let communities = self.communities(appliance.communities.as_deref());
            valid.push(ApplianceModel {
                name: appliance.name.into_inner(),
                advertises,
                next_hop,
                asn: appliance.asn,
                prepends: appliance.prepends,
                communities,
                overlay: appliance.overlay,
                stateless: appliance.stateful == Some(false),
            });
        }
        valid
    }

    fn communities(&mut self, communities: Option<&[Spanned<String>]>) -> Option<Vec<String>> {
        let communities = communities?.iter();
        let valid = communities.filter_map(|community| {
            let text = community.get_ref().to_ascii_lowercase();
            let is_number = |part: &str| part.parse::<u32>().is_ok();
            let pair = text.split_once(':');
            if pair.is_some_and(|(asn, number)| is_number(asn) && is_number(number)) {
                return Some(text);
            }
            self.complain(community, format!("`{text}` is no community such as 65001:100"));
            None
        });
        Some(valid.collect())
    }

    fn prefix(&mut self, prefix: &Spanned<String>) -> Option<IpNet> {
        let text = prefix.get_ref();
        let Ok(net) = text.parse::<IpNet>() else {
            self.complain(prefix, format!("`{text}` is no prefix such as 192.168.0.0/16"));
            return None;
        };
        if net != net.trunc() {
            let network = net.trunc();
            let message =
                format!("`{text}` has bits set behind its length; the network is `{network}`");
            self.complain(prefix, message);
        }
        Some(net)
    }

    fn intent(&mut self, intent: UserIntent) -> Option<Intent> {
        let expect = match intent.expect.get_ref().as_str() {
            "reachable" => Some(Expectation::Reachable),
            "unreachable" => Some(Expectation::Unreachable),
            _ => {
                self.complain(&intent.expect, "write `reachable` or `unreachable`");
                None
            }
        };
        if let Some(via) = &intent.via {
            if via.get_ref() != "firewall" {
                self.complain(via, "only `via = \"firewall\"` is known");
            } else if expect == Some(Expectation::Unreachable) {
                let message =
                    "`via` says how a flow must arrive, so it needs `expect = \"reachable\"`";
                self.complain(via, message);
            }
        }
        let service = self.service(intent.protocol.as_ref(), intent.port.map(NonZeroU16::get));
        Some(Intent {
            span: self.span(&intent.from),
            from: intent.from.into_inner(),
            to: intent.to.into_inner(),
            expect: expect?,
            via_firewall: intent.via.is_some(),
            service: service?,
        })
    }

    fn service(
        &mut self,
        protocol: Option<&Spanned<String>>,
        port: Option<u16>,
    ) -> Option<Service> {
        let Some(protocol) = protocol else {
            return Some(Service { port, ..Service::default() });
        };
        let Ok(parsed) = TransportProtocol::from_str(protocol.get_ref(), false) else {
            self.complain(protocol, "write `tcp`, `udp` or `icmp`");
            return None;
        };
        let service = parsed.with_port(port);
        if service.is_none() {
            self.complain(protocol, "ICMP has no ports");
        }
        service
    }

    fn contested(&mut self, contested: &Spanned<String>) -> Option<Contested> {
        match contested.get_ref().as_str() {
            "documented" => Some(Contested::Documented),
            "observed" => Some(Contested::Observed),
            _ => {
                self.complain(contested, "write `documented` or `observed`");
                None
            }
        }
    }
}
