//! What is said of a flow where there are too many to explain each.

use super::{
    Code, Endpoint, Verdict,
    between::End,
    trail::About,
    verdict::{Judge, Judged, Reason, Way},
};

/// The verdict of a flow, and which other flows of that verdict share its cause.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Answer {
    /// The verdict.
    pub verdict: Verdict,
    reason: Reason,
    /// What happens at the hop that decides, and what it is about.
    decides: Option<(Code, About)>,
}

impl Answer {
    pub(super) fn of(judged: &Judged) -> Self {
        let trail = match judged.reason {
            Reason::Lost(Way::There) => Some(&judged.there),
            Reason::Lost(Way::Back) => judged.back.as_ref(),
            _ => None,
        };
        let mark = trail.and_then(|trail| trail.last());
        let decides = mark.map(|mark| (mark.code, mark.about));
        Self { verdict: judged.verdict, reason: judged.reason, decides }
    }

    /// Between endpoints without addresses there is nothing to tell.
    pub(super) fn nothing_asked() -> Self {
        Self { verdict: Verdict::Undecided, reason: Reason::Arrives, decides: None }
    }
}

/// The flows to some endpoints, whose addresses are looked up once: for a large matrix.
#[derive(Debug)]
pub struct Towards<'a> {
    judge: Judge<'a>,
    to: Vec<End>,
}

impl<'a> Towards<'a> {
    pub(super) fn new(judge: Judge<'a>, to: &[Endpoint]) -> Self {
        let to = judge.ends(to);
        Self { judge, to }
    }

    /// The answers to the flows from some endpoints, row by row, without their hops.
    pub fn answers(&self, from: &[Endpoint]) -> Vec<Answer> {
        self.judge.answers(&self.judge.ends(from), &self.to)
    }
}
