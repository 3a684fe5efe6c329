//! Resource ids as text: `/subscriptions/…/providers/Microsoft.Network/…`.

use std::sync::Arc;

use nexthop_iac::{Part, Reference};

/// A segment of an id that may be known in part.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Segment {
    Text(String),
    /// The whole segment is an attribute of a resource.
    Reference(Arc<Reference>),
    Unknown,
}

impl Segment {
    pub(super) fn as_text(&self) -> Option<&str> {
        match self {
            Self::Text(text) => Some(text),
            Self::Reference(_) | Self::Unknown => None,
        }
    }
}

/// A resource id taken apart.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct ResourcePath {
    /// The resource whose id the text begins with; `steps` lead on from there.
    pub(super) base: Option<Arc<Reference>>,
    /// `Microsoft.Network`, where there is no base.
    pub(super) namespace: String,
    pub(super) subscription: Option<String>,
    pub(super) group: Option<String>,
    /// Type and name of each step: `virtualNetworks`, `hub`, `subnets`, `app`.
    pub(super) steps: Vec<(String, Segment)>,
}

impl ResourcePath {
    /// An id as text.
    pub(super) fn parse(text: &str) -> Option<Self> {
        Self::from_parts(&[Part::Text(text.into())])
    }

    /// An id of which some is known.
    pub(super) fn from_parts(parts: &[Part]) -> Option<Self> {
        if let [Part::Reference(base), Part::Text(rest), ..] = parts
            && rest.starts_with('/')
        {
            let steps = pairs(&segments(&parts[1..]))?;
            return Some(Self {
                base: Some(Arc::clone(base)),
                namespace: String::new(),
                subscription: None,
                group: None,
                steps,
            });
        }
        let segments = segments(parts);
        let is = |segment: &Segment, word: &str| {
            segment.as_text().is_some_and(|text| text.eq_ignore_ascii_case(word))
        };
        let providers = segments.iter().rposition(|segment| is(segment, "providers"))?;
        let behind = |word: &str| {
            let at = segments.iter().position(|segment| is(segment, word))?;
            segments.get(at + 1)?.as_text().map(str::to_owned)
        };
        let (subscription, group) = (behind("subscriptions"), behind("resourceGroups"));
        let namespace = segments.get(providers + 1)?.as_text()?.to_owned();
        let steps = pairs(&segments[providers + 2..])?;
        Some(Self { base: None, namespace, subscription, group, steps })
    }
}

/// Types and names by turns; none where a type is not known or a name is missing.
fn pairs(segments: &[Segment]) -> Option<Vec<(String, Segment)>> {
    if segments.is_empty() || !segments.len().is_multiple_of(2) {
        return None;
    }
    segments
        .chunks_exact(2)
        .map(|pair| Some((pair[0].as_text()?.to_owned(), pair[1].clone())))
        .collect()
}

/// The text between slashes.
fn segments(parts: &[Part]) -> Vec<Segment> {
    let mut segments: Vec<Option<Segment>> = vec![None];
    for part in parts {
        match part {
            Part::Text(text) => {
                for (at, piece) in text.split('/').enumerate() {
                    if at > 0 {
                        segments.push(None);
                    }
                    if !piece.is_empty() {
                        join(&mut segments, Segment::Text(piece.to_owned()));
                    }
                }
            }
            Part::Reference(reference) => {
                join(&mut segments, Segment::Reference(Arc::clone(reference)));
            }
            Part::Unknown => join(&mut segments, Segment::Unknown),
        }
    }
    segments.into_iter().flatten().collect()
}

/// Adds to the last segment; two pieces of which one is not known make it unknown.
fn join(segments: &mut [Option<Segment>], piece: Segment) {
    if let Some(last) = segments.last_mut() {
        *last = Some(match (last.take(), piece) {
            (None, piece) => piece,
            (Some(Segment::Text(before)), Segment::Text(after)) => Segment::Text(before + &after),
            (Some(_), _) => Segment::Unknown,
        });
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn steps(parts: &[Part]) -> String {
        let Some(path) = ResourcePath::from_parts(parts) else { return "no id".to_owned() };
        let names = path.steps.iter().map(|(kind, name)| match name {
            Segment::Text(text) => format!("{kind}={text}"),
            Segment::Reference(reference) => format!("{kind}=<{}>", reference.target),
            Segment::Unknown => format!("{kind}=?"),
        });
        let group = path.group.as_deref().unwrap_or("?");
        format!("{group}: {}", names.collect::<Vec<_>>().join(" "))
    }

    fn reference(target: &str) -> Part {
        let target = nexthop_iac::Address::new(target);
        Part::Reference(Arc::new(Reference { target, attribute: "name".to_owned() }))
    }

    #[test]
    fn an_id_is_taken_apart_whatever_its_case() {
        let text = "/SUBSCRIPTIONS/0/resourcegroups/rg/PROVIDERS/microsoft.network/virtualNetworks/hub/subnets/GatewaySubnet";
        assert_eq!(
            steps(&[Part::Text(text.into())]),
            "rg: virtualNetworks=hub subnets=GatewaySubnet"
        );
    }

    #[test]
    fn unknown_pieces_stay_in_their_segment() {
        let parts = [
            Part::Text("/subscriptions/".into()),
            Part::Unknown,
            Part::Text("/resourceGroups/rg-".into()),
            Part::Unknown,
            Part::Text("/providers/Microsoft.Network/virtualNetworks/".into()),
            reference("azurerm_virtual_network.hub"),
            Part::Text("/subnets/app".into()),
        ];
        assert_eq!(steps(&parts), "?: virtualNetworks=<azurerm_virtual_network.hub> subnets=app");
    }

    #[test]
    fn text_that_is_no_id_is_none() {
        for text in
            ["", "hub", "/", "a/b", "/providers", "/providers/Microsoft.Network/routeTables"]
        {
            assert_eq!(steps(&[Part::Text(text.into())]), "no id", "{text}");
        }
    }
}
