//! Arithmetic with address prefixes.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

use ipnet::IpNet;

use super::{Arguments, Function, Outcome, function};
use crate::Value;

pub(super) const FUNCTIONS: &[Function] = &[
    function("cidrHost", (2, 2), cidr_host),
    function("cidrSubnet", (3, 3), cidr_subnet),
    function("parseCidr", (1, 1), parse_cidr),
];

/// A prefix as whole numbers, which both address families have in common.
struct Prefix {
    /// The first address.
    first: u128,
    /// The last address.
    last: u128,
    length: u32,
    /// 32 or 128.
    width: u32,
}

impl Prefix {
    fn of(arguments: &Arguments) -> Result<Self, Value> {
        let text = arguments.text(0)?;
        let net = text.parse().ok().or_else(|| of_class(&text));
        let net: IpNet =
            net.ok_or_else(|| arguments.fail(format!("{text:?} is no address prefix")))?;
        let bits = |address: IpAddr| match address {
            IpAddr::V4(address) => u128::from(address.to_bits()),
            IpAddr::V6(address) => address.to_bits(),
        };
        let (length, width) = (u32::from(net.prefix_len()), u32::from(net.max_prefix_len()));
        let first = bits(net.network());
        Ok(Self { first, last: first | all_ones(width - length), length, width })
    }

    fn is_version_4(&self) -> bool {
        self.width == 32
    }

    fn address(&self, bits: u128) -> Option<IpAddr> {
        if self.is_version_4() {
            return Some(Ipv4Addr::from_bits(u32::try_from(bits).ok()?).into());
        }
        Some(Ipv6Addr::from_bits(bits).into())
    }

    /// The first and the last address that a host can have: in IPv4 all but the
    /// network and the broadcast address.
    fn usable(&self) -> (u128, u128) {
        if self.is_version_4() && self.width - self.length > 1 {
            return (self.first + 1, self.last - 1);
        }
        (self.first, self.last)
    }
}

/// The network that an address without a length belongs to by its class: the library
/// that Resource Manager uses for addresses guesses so, and Microsoft's own modules
/// are deployed with it (`cidrSubnet('10.0.0.0', 16, 0)`).
fn of_class(text: &str) -> Option<IpNet> {
    let address: Ipv4Addr = text.parse().ok()?;
    let length = match address.octets()[0] {
        0..128 => 8,
        128..192 => 16,
        192..224 => 24,
        224.. => return None,
    };
    IpNet::new(address.into(), length).ok()
}

fn all_ones(bits: u32) -> u128 {
    1_u128.checked_shl(bits).map_or(u128::MAX, |power| power - 1)
}

fn written(arguments: &Arguments, prefix: &Prefix, bits: u128) -> Outcome {
    let address = prefix.address(bits);
    let address = address.ok_or_else(|| arguments.fail("the address is outside of its family"))?;
    Ok(arguments.string(address.to_string()))
}

fn cidr_subnet(arguments: &Arguments) -> Outcome {
    let prefix = Prefix::of(arguments)?;
    let (length, number) = (arguments.integer(1)?, arguments.integer(2)?);
    let length = u32::try_from(length)
        .ok()
        .filter(|length| (prefix.length..=prefix.width).contains(length))
        .ok_or_else(|| arguments.fail(format!("a prefix of {length} bits does not fit")))?;
    let number = u128::try_from(number)
        .ok()
        .filter(|number| *number <= all_ones(length - prefix.length))
        .ok_or_else(|| arguments.fail(format!("there is no subnet number {number}")))?;
    let offset = number.checked_shl(prefix.width - length).unwrap_or(0);
    let address = prefix.address(prefix.first | offset);
    let address = address.ok_or_else(|| arguments.fail("the address is outside of its family"))?;
    Ok(arguments.string(format!("{address}/{length}")))
}

/// Index 0 is the address behind the first one, in both families.
fn cidr_host(arguments: &Arguments) -> Outcome {
    let (prefix, number) = (Prefix::of(arguments)?, arguments.integer(1)?);
    let (first, last) = match prefix.usable() {
        (first, last) if first == prefix.first && first < last => (first + 1, last),
        usable => usable,
    };
    let host = u128::try_from(number)
        .ok()
        .and_then(|number| first.checked_add(number))
        .filter(|host| *host <= last)
        .ok_or_else(|| arguments.fail(format!("there is no host number {number}")))?;
    written(arguments, &prefix, host)
}

fn parse_cidr(arguments: &Arguments) -> Outcome {
    let prefix = Prefix::of(arguments)?;
    let mask = all_ones(prefix.width) ^ all_ones(prefix.width - prefix.length);
    let (first, last) = prefix.usable();
    let mut fields = vec![
        ("network", written(arguments, &prefix, prefix.first)?),
        ("netmask", written(arguments, &prefix, mask)?),
        ("firstUsable", written(arguments, &prefix, first)?),
        ("lastUsable", written(arguments, &prefix, last)?),
        ("cidr", Value::integer(i64::from(prefix.length), arguments.span)),
    ];
    if prefix.is_version_4() {
        fields.push(("broadcast", written(arguments, &prefix, prefix.last)?));
    }
    let fields = fields.into_iter().map(|(name, value)| (name.into(), value));
    Ok(arguments.object(fields.collect()))
}
