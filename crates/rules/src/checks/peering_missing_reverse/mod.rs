//! `peering-missing-reverse`

use nexthop_source::Severity;

use crate::{Context, Findings, Rule, topology};

pub(super) static RULE: Rule = Rule {
    name: "peering-missing-reverse",
    severity: Severity::Error,
    since: "0.1.0",
    summary: "a peering is declared in one direction only",
    docs: include_str!("rule.md"),
    check,
};

fn check(ctx: &Context<'_>, findings: &mut Findings) {
    let network = ctx.network;
    for (id, peering) in network.peerings.entries() {
        let (local, remote) = (
            &network.virtual_networks[peering.local].declared,
            &network.virtual_networks[peering.remote].declared,
        );
        // The other direction of a network that is elsewhere is there as well.
        let is_here = !remote.existing && topology::certain(remote);
        if !is_here || !topology::certain(&peering.declared) || peering.local == peering.remote {
            continue;
        }
        if network.reverse(id).is_some() {
            continue;
        }
        let beyond = network.beyond_reverse(id).map(|(why, _)| why);
        if let Some(why) = topology::nameless(network, peering.local).or(beyond.as_ref()) {
            findings.cannot_tell(why, peering.declared.span);
            continue;
        }
        let (local_name, remote_name) = (local.label(), remote.label());
        let diagnostic = findings.report(
            &peering.declared,
            peering.declared.span,
            format!("{local_name} is peered with {remote_name}, but not {remote_name} with {local_name}: the peering stays initiated and carries nothing"),
        );
        diagnostic
            .relate(remote.span, format!("{remote_name} has no peering with {local_name}"))
            .help(format!("Declare a peering of {remote_name} with {local_name}."));
        if local.existing {
            diagnostic.severity = Severity::Warning;
        }
    }
}
