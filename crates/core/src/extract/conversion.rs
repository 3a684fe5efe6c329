//! From values to Rust: what Azure Resource Manager and Terraform take for a
//! number, a truth value or a prefix.

use std::net::IpAddr;

use ipnet::IpNet;
use nexthop_iac::{Kind, Number, Value, Why};

use crate::network::{Prefix, RoutePrefix, private_ranges as all_private};

/// A value as a Rust type, or why not.
pub(super) type Converted<T> = Result<T, Why>;

/// Text. Numbers and truth values are written out, as Terraform does.
pub(super) fn text(value: &Value) -> Converted<String> {
    match &value.kind {
        Kind::String(text) => Ok(text.to_string()),
        Kind::Number(Number::Integer(number)) => Ok(number.to_string()),
        Kind::Number(Number::Decimal(number)) => Ok(number.to_string()),
        Kind::Bool(truth) => Ok(truth.to_string()),
        Kind::Null | Kind::List(..) | Kind::Object(..) | Kind::Reference(_) | Kind::Unknown(_) => {
            Err(refused(value, "text"))
        }
    }
}

/// Text in lower case, where Azure compares without case.
pub(super) fn lower_text(value: &Value) -> Converted<String> {
    text(value).map(|text| text.to_ascii_lowercase())
}

/// A truth value; `"true"` is one too.
pub(super) fn truth(value: &Value) -> Converted<bool> {
    match &value.kind {
        Kind::Bool(truth) => Ok(*truth),
        Kind::String(text) if text.eq_ignore_ascii_case("true") => Ok(true),
        Kind::String(text) if text.eq_ignore_ascii_case("false") => Ok(false),
        _ => Err(refused(value, "a truth value")),
    }
}

/// A whole number; `"65515"` is one too.
pub(super) fn whole(value: &Value) -> Converted<u32> {
    let number = match &value.kind {
        Kind::Number(Number::Integer(number)) => u32::try_from(*number).ok(),
        Kind::String(text) => text.parse().ok(),
        _ => None,
    };
    number.ok_or_else(|| refused(value, "a whole number"))
}

/// A thousand times a number, which may have a fraction.
pub(super) fn thousands(value: &Value) -> Converted<u32> {
    let number = match &value.kind {
        Kind::Number(number) => number.to_string().parse::<f64>().ok(),
        Kind::String(text) => text.parse().ok(),
        _ => None,
    };
    let product = number.map(|number| (number * 1000.0).round());
    let whole = product.and_then(|product| product.to_string().parse().ok());
    whole.ok_or_else(|| refused(value, "a number"))
}

/// An address.
pub(super) fn ip(value: &Value) -> Converted<IpAddr> {
    let text = value.as_str().ok_or_else(|| refused(value, "an IP address"))?;
    text.parse().map_err(|_| refused(value, "an IP address"))
}

/// A prefix, host bits cleared.
pub(super) fn net(value: &Value) -> Converted<IpNet> {
    let text = value.as_str().ok_or_else(|| refused(value, "a CIDR prefix"))?;
    text.parse::<IpNet>().map(|net| net.trunc()).map_err(|_| refused(value, "a CIDR prefix"))
}

/// A prefix and its place.
pub(super) fn prefix(value: &Value) -> Converted<Prefix> {
    Ok(Prefix { net: net(value)?, span: value.span })
}

/// Prefixes; unknown as a whole where one is.
pub(super) fn prefixes(value: &Value) -> Converted<Vec<Prefix>> {
    elements(value)?.map(prefix).collect()
}

/// Single addresses as prefixes; unknown as a whole where one is.
pub(super) fn hosts(value: &Value) -> Converted<Vec<Prefix>> {
    let host = |value: &Value| Ok(Prefix { net: IpNet::from(ip(value)?), span: value.span });
    elements(value)?.map(host).collect()
}

/// A region as Azure compares them: `West Europe` is `westeurope`.
pub(super) fn region(value: &Value) -> Converted<String> {
    lower_text(value).map(|name| name.replace(' ', ""))
}

/// Texts; unknown as a whole where one is.
pub(super) fn texts(value: &Value) -> Converted<Vec<String>> {
    elements(value)?.map(text).collect()
}

/// Texts in lower case; unknown as a whole where one is.
pub(super) fn lower_texts(value: &Value) -> Converted<Vec<String>> {
    elements(value)?.map(lower_text).collect()
}

/// The destination of a route: a prefix or the name of a service tag.
pub(super) fn route_prefix(value: &Value) -> Converted<RoutePrefix> {
    let is_tag = |text: &str| {
        text.starts_with(|first: char| first.is_ascii_alphabetic()) && !text.contains([':', '/'])
    };
    match value.as_str() {
        Some(text) if is_tag(text) => Ok(RoutePrefix::ServiceTag(text.to_owned())),
        _ => net(value).map(RoutePrefix::Net),
    }
}

/// Destinations that Azure Firewall does not translate: prefixes, single
/// addresses, or `IANAPrivateRanges` for all private ones
/// (<https://learn.microsoft.com/azure/firewall/snat-private-range>).
pub(super) fn private_ranges(value: &Value) -> Converted<Vec<Prefix>> {
    let mut ranges = Vec::new();
    for element in elements(value)? {
        let span = element.span;
        if element.as_str().is_some_and(|text| text.eq_ignore_ascii_case("IANAPrivateRanges")) {
            ranges.extend(all_private().map(|net| Prefix { net, span }));
        } else {
            let net = ip(element).map_or_else(|_| net(element), |ip| Ok(IpNet::from(ip)))?;
            ranges.push(Prefix { net, span });
        }
    }
    Ok(ranges)
}

/// One of a closed set of words, which Azure compares without case.
pub(super) fn choice<T: Copy>(words: &[(&str, T)]) -> impl Fn(&Value) -> Converted<T> {
    move |value| {
        let text = text(value)?;
        let found = words.iter().find(|(word, _)| word.eq_ignore_ascii_case(&text));
        found.map(|&(_, meaning)| meaning).ok_or_else(|| {
            let known: Vec<&str> = words.iter().map(|&(word, _)| word).collect();
            Why::Failed(format!("\"{text}\" is none of {}", known.join(", ")))
        })
    }
}

/// The elements of a list that are not null; a lone value is a list of one.
pub(super) fn elements(value: &Value) -> Converted<impl Iterator<Item = &Value>> {
    let items = match &value.kind {
        Kind::List(_, items) => items.as_slice(),
        Kind::String(_) | Kind::Number(_) => std::slice::from_ref(value),
        _ => return Err(refused(value, "a list")),
    };
    Ok(items.iter().filter(|item| !item.is_null()))
}

/// Why a value is not what it should be: its own cause, or its type or text.
fn refused(value: &Value, what: &str) -> Why {
    value.why().unwrap_or_else(|| match &value.kind {
        Kind::String(text) => Why::Failed(format!("\"{text}\" is not {what}")),
        Kind::Number(Number::Integer(number)) => Why::Failed(format!("{number} is not {what}")),
        Kind::Number(Number::Decimal(number)) => Why::Failed(format!("{number} is not {what}")),
        Kind::Bool(truth) => Why::Failed(format!("{truth} is not {what}")),
        Kind::List(..) => Why::Failed(format!("a list is not {what}")),
        Kind::Object(..) => Why::Failed(format!("an object is not {what}")),
        Kind::Null | Kind::Reference(_) | Kind::Unknown(_) => {
            Why::Failed(format!("null is not {what}"))
        }
    })
}
