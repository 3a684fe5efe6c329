//! Arithmetic with address prefixes.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

use ipnet::IpNet;

use super::{ANY_NUMBER, Arguments, Function, Outcome, function};
use crate::{ListKind, Number, Value};

pub(super) const FUNCTIONS: &[Function] = &[
    // OpenTofu's.
    function("cidrcontains", (2, 2), cidrcontains),
    function("cidrhost", (2, 2), cidrhost),
    function("cidrnetmask", (1, 1), cidrnetmask),
    function("cidrsubnet", (3, 3), cidrsubnet),
    function("cidrsubnets", (1, ANY_NUMBER), cidrsubnets),
];

/// A prefix as whole numbers, which both address families have in common.
#[derive(Clone, Copy)]
struct Prefix {
    /// The first address.
    network: u128,
    length: u32,
    /// 32 or 128.
    width: u32,
}

impl Prefix {
    fn parse(text: &str) -> Option<Self> {
        let net: IpNet = text.parse().ok()?;
        let network = match net.network() {
            IpAddr::V4(address) => u128::from(address.to_bits()),
            IpAddr::V6(address) => address.to_bits(),
        };
        let width = u32::from(net.max_prefix_len());
        Some(Self { network, length: u32::from(net.prefix_len()), width })
    }

    fn address(self, bits: u128) -> Option<IpAddr> {
        if self.width == 32 {
            return Some(Ipv4Addr::from_bits(u32::try_from(bits).ok()?).into());
        }
        Some(Ipv6Addr::from_bits(bits).into())
    }

    fn host_bits(self) -> u32 {
        self.width - self.length
    }

    /// The number of addresses, less one.
    fn last_host(self) -> u128 {
        all_ones(self.host_bits())
    }
}

fn all_ones(bits: u32) -> u128 {
    1u128.checked_shl(bits).map_or(u128::MAX, |power| power - 1)
}

fn prefix(arguments: &Arguments) -> Result<Prefix, Value> {
    let text = arguments.text(0)?;
    Prefix::parse(&text).ok_or_else(|| {
        arguments.fail(format!("invalid CIDR expression: invalid CIDR address: {text}"))
    })
}

fn rendered(arguments: &Arguments, prefix: Prefix, bits: u128, length: u32) -> Outcome {
    let address = prefix.address(bits);
    let address = address.ok_or_else(|| arguments.fail("the address is outside of its family"))?;
    Ok(arguments.string(format!("{address}/{length}")))
}

fn cidrsubnet(arguments: &Arguments) -> Outcome {
    let prefix = prefix(arguments)?;
    let (new_bits, number) = (arguments.integer(1)?, arguments.number(2)?);
    let length = i64::from(prefix.length)
        .checked_add(new_bits)
        .and_then(|length| u32::try_from(length).ok())
        .filter(|length| *length <= prefix.width);
    let Some(length) = length else {
        let message = "insufficient address space to extend prefix of";
        return Err(arguments.fail(format!("{message} {} by {new_bits}", prefix.length)));
    };
    let most = u32::try_from(new_bits).map_or(u128::MAX, all_ones);
    let number = subnet_number(&number).filter(|number| *number <= most).ok_or_else(|| {
        let message = "does not accommodate a subnet numbered";
        arguments.fail(format!("prefix extension of {new_bits} {message} {number}"))
    })?;
    let offset = number.checked_shl(prefix.width - length).unwrap_or(0);
    rendered(arguments, prefix, prefix.network | offset, length)
}

fn cidrcontains(arguments: &Arguments) -> Outcome {
    let (outer, text) = (prefix(arguments)?, arguments.text(1)?);
    let inner = match text.parse::<IpAddr>() {
        Ok(address) => Prefix::parse(&IpNet::from(address).to_string()),
        Err(_) => Prefix::parse(&text),
    };
    let inner =
        inner.ok_or_else(|| arguments.fail(format!("invalid IP address or prefix: {text}")))?;
    if inner.width != outer.width {
        return Err(arguments.fail("address family mismatch"));
    }
    let same_network = inner.network & !outer.last_host() == outer.network;
    Ok(arguments.bool(same_network && inner.length >= outer.length))
}

fn subnet_number(number: &Number) -> Option<u128> {
    number.to_big_integer().and_then(|number| u128::try_from(number).ok())
}

fn cidrhost(arguments: &Arguments) -> Outcome {
    let (prefix, number) = (prefix(arguments)?, arguments.number(1)?);
    let last = prefix.last_host();
    let counted = number.to_big_integer().and_then(|number| i128::try_from(number).ok());
    let host = counted.and_then(|counted| {
        if counted >= 0 {
            return u128::try_from(counted).ok().filter(|host| *host <= last);
        }
        last.checked_sub(counted.unsigned_abs() - 1)
    });
    let host = host.ok_or_else(|| {
        let message = "does not accommodate a host numbered";
        arguments.fail(format!("prefix of {} {message} {number}", prefix.length))
    })?;
    let address = prefix.address(prefix.network | host);
    let address = address.ok_or_else(|| arguments.fail("the address is outside of its family"))?;
    Ok(arguments.string(address.to_string()))
}

fn cidrnetmask(arguments: &Arguments) -> Outcome {
    let prefix = prefix(arguments)?;
    if prefix.width != 32 {
        return Err(arguments.fail("IPv6 addresses cannot have a netmask"));
    }
    let mask = all_ones(32) ^ prefix.last_host();
    let mask = prefix.address(mask).map(|address| address.to_string());
    Ok(arguments.string(mask.ok_or_else(|| arguments.fail("there is no such mask"))?))
}

fn cidrsubnets(arguments: &Arguments) -> Outcome {
    let prefix = prefix(arguments)?;
    let last = prefix.network | prefix.last_host();
    let mut next = Some(prefix.network);
    let mut subnets = Vec::new();
    for position in 1..arguments.values.len() {
        let new_bits = u32::try_from(arguments.integer(position)?).unwrap_or(0);
        if new_bits < 1 {
            return Err(arguments.fail("must extend prefix by at least one bit"));
        }
        let length = prefix.length.saturating_add(new_bits);
        if new_bits > 32 || length > prefix.width {
            return Err(arguments.fail("not enough remaining address space"));
        }
        let hosts = all_ones(prefix.width - length);
        // The next address behind what is taken that starts such a subnet.
        let start = next.and_then(|next| next.checked_add(hosts)).map(|bits| bits & !hosts);
        let Some(start) = start.filter(|start| *start <= last) else {
            let message = "not enough remaining address space for a subnet with a prefix of";
            return Err(arguments.fail(format!("{message} {length} bits")));
        };
        next = (start | hosts).checked_add(1);
        subnets.push(rendered(arguments, prefix, start, length)?);
    }
    Ok(arguments.list_of(ListKind::List, subnets))
}
