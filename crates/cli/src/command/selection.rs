//! From the endpoints that the command line names to those of each network.

use nexthop_core::{Analysis, routing::Endpoint};

/// By network, the endpoints that any of the patterns names. A pattern that
/// names nothing in any network is an error.
pub(super) fn select(
    analyses: &[Analysis],
    patterns: &[String],
) -> anyhow::Result<Vec<Vec<Endpoint>>> {
    let mut selected = vec![Vec::new(); analyses.len()];
    for pattern in patterns {
        let mut matched = false;
        let mut complaint = None;
        for (analysis, selected) in analyses.iter().zip(&mut selected) {
            match Endpoint::find(&analysis.network, pattern) {
                Ok(found) => {
                    matched = true;
                    for endpoint in found {
                        if !selected.contains(&endpoint) {
                            selected.push(endpoint);
                        }
                    }
                }
                Err(message) => complaint = complaint.or(Some(message)),
            }
        }
        if let (false, Some(complaint)) = (matched, complaint) {
            return Err(anyhow::Error::msg(complaint));
        }
    }
    Ok(selected)
}

/// The same, and every endpoint where there is no pattern.
pub(super) fn select_or_all(
    analyses: &[Analysis],
    patterns: &[String],
) -> anyhow::Result<Vec<Vec<Endpoint>>> {
    if patterns.is_empty() {
        return Ok(analyses.iter().map(|analysis| Endpoint::all(&analysis.network)).collect());
    }
    select(analyses, patterns)
}
