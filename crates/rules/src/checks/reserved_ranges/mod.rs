//! `reserved-ranges`

use nexthop_source::Severity;

use crate::{Context, Findings, Rule, topology};

pub(super) static RULE: Rule = Rule {
    name: "reserved-ranges",
    severity: Severity::Warning,
    since: "0.1.0",
    summary: "a virtual network has addresses that are reserved",
    docs: include_str!("rule.md"),
    check,
};

/// What a virtual network cannot have
/// (<https://learn.microsoft.com/azure/virtual-network/virtual-networks-faq>).
const RESERVED: [(&str, &str); 5] = [
    ("224.0.0.0/4", "multicast"),
    ("255.255.255.255/32", "broadcast"),
    ("127.0.0.0/8", "loopback"),
    ("169.254.0.0/16", "link-local addresses"),
    ("168.63.129.16/32", "Azure's own DNS"),
];

fn check(ctx: &Context<'_>, findings: &mut Findings) {
    for vnet in &ctx.network.virtual_networks {
        if !topology::certain(&vnet.declared) {
            continue;
        }
        for prefix in vnet.address_space.value().into_iter().flatten() {
            let taken = RESERVED.iter().find(|(reserved, _)| {
                reserved.parse().is_ok_and(|reserved| topology::overlap(prefix.net, reserved))
            });
            if let Some((reserved, purpose)) = taken {
                findings
                    .report(
                        &vnet.declared,
                        prefix.span,
                        format!(
                            "{} of {} overlaps {reserved}, which is reserved for {purpose}",
                            prefix.net,
                            vnet.declared.label()
                        ),
                    )
                    .help("Use a range of RFC 1918 or RFC 6598.");
            }
        }
    }
}
