//! All flows between two ends: one for each pair of addresses that routes may treat by
//! themselves.

use std::collections::BTreeMap;

use super::{
    Answer, Code, Endpoint, Verdict,
    alike::{Alike, Class, Pair, apart},
    target::{Place, Spot, Spots},
    verdict::{Judge, Judged, Reason},
};

/// How many pairs of classes of two ends are looked at, so that no input takes forever.
const MOST_PAIRS: usize = 250_000;

/// How many classes of an end are looked at, however many the other end has.
const ENOUGH: usize = 500;

/// Ends with no more spots are asked about pair by pair.
const FEW: usize = 8;

/// So many columns of a matrix are computed for some rows before the next columns are.
const BESIDE: usize = 32;

/// An end of flows: its addresses, by class.
#[derive(Clone, Debug)]
pub(super) struct End {
    classes: Vec<Class>,
    /// Some of them are guesses, one of which is right.
    is_guessed: bool,
}

/// The flows between two ends, one for all that are alike.
#[derive(Debug)]
pub(super) struct Flows {
    pub(super) judged: Vec<Judged>,
    from: Vec<Class>,
    to: Vec<Class>,
}

impl Flows {
    /// The flow that stands for all.
    pub(super) fn deciding(&self) -> Option<&Judged> {
        deciding(&self.judged)
    }

    /// The spots of either end that have a flow like one of these, each once.
    pub(super) fn places<'f>(&self, flows: impl Iterator<Item = &'f Judged>) -> [Vec<Spot>; 2] {
        let by_spot = [&self.from, &self.to].map(|classes| {
            let members = classes
                .iter()
                .flat_map(|class| class.members.iter().map(move |(_, spot)| (*spot, class)));
            members.collect::<BTreeMap<_, _>>()
        });
        let mut places = [Vec::new(), Vec::new()];
        for flow in flows {
            let classes = (by_spot[0].get(&flow.from), by_spot[1].get(&flow.to));
            let (Some(from), Some(to)) = classes else { continue };
            let is_same = flow.from == flow.to;
            places[0].extend(from.members_beside(to, is_same));
            places[1].extend(to.members_beside(from, is_same));
        }
        for spots in &mut places {
            spots.sort_unstable();
            spots.dedup();
        }
        places
    }
}

impl Judge<'_> {
    fn spots(&self) -> Spots<'_> {
        self.routing.spots(self.network)
    }

    /// What is alike in the network, where an end has more than a few spots.
    fn alike(&self, spots: &Spots<'_>) -> Option<&Alike> {
        let alike = || {
            let all = Endpoint::all(self.network);
            let has_many = all.into_iter().any(|end| spots.of(end).len() > FEW);
            has_many.then(|| Alike::new(self.network, &self.routing.effective, &self.routing.said))
        };
        self.routing.alike.get_or_init(alike).as_ref()
    }

    fn classes(&self, spots: &Spots<'_>, end: Endpoint) -> Vec<Class> {
        let of_end = spots.of(end);
        match self.alike(spots) {
            Some(alike) => alike.classes(of_end),
            None => apart(of_end),
        }
    }

    /// All flows between two endpoints, one for each pair of addresses that
    /// routes may treat by themselves.
    pub(super) fn flows(&self, from: Endpoint, to: Endpoint) -> Flows {
        let spots = self.spots();
        let to = self.classes(&spots, to);
        let from = self.classes(&spots, from);
        Flows { judged: self.between(&spots, &from, &to), from, to }
    }

    /// The addresses of some endpoints, for [`Self::answers`].
    pub(super) fn ends(&self, ends: &[Endpoint]) -> Vec<End> {
        let spots = self.spots();
        let end = |&end: &Endpoint| {
            let classes = self.classes(&spots, end);
            let is_guessed = is_guessed(&spots, &classes);
            End { classes, is_guessed }
        };
        ends.iter().map(end).collect()
    }

    /// The answers to the flows from each of some ends to each of some others, row by row.
    pub(super) fn answers(&self, from: &[End], to: &[End]) -> Vec<Answer> {
        let spots = self.spots();
        let mut answers = vec![Answer::nothing_asked(); from.len() * to.len()];
        // Row by row would ask for the routes of all ends before it asked for one's again.
        for first in (0..to.len()).step_by(BESIDE) {
            for (row, source) in answers.chunks_mut(to.len()).zip(from) {
                let beside = row[first..].iter_mut().zip(&to[first..]).take(BESIDE);
                for (answer, destination) in beside {
                    *answer = self.answer(&spots, source, destination);
                }
            }
        }
        answers
    }

    fn answer(&self, spots: &Spots<'_>, from: &End, to: &End) -> Answer {
        if let ([from], [to], false) =
            (&*from.classes, &*to.classes, from.is_guessed || to.is_guessed)
            && let ([(_, from)], [(_, to)]) = (&*from.members, &*to.members)
        {
            return Answer::of(&self.flow(*from, *to));
        }
        let flows = self.between(spots, &from.classes, &to.classes);
        deciding(&flows).map_or_else(Answer::nothing_asked, Answer::of)
    }

    fn between(&self, spots: &Spots<'_>, from: &[Class], to: &[Class]) -> Vec<Judged> {
        let (some, others) = (thinned(from, to.len()), thinned(to, from.len()));
        let is_part = some.len() < from.len() || others.len() < to.len();
        let pairs = some.iter().flat_map(|from| others.iter().flat_map(|to| from.pairs(to)));
        let speak = |(_, (from, to)): &Pair| from.target.speaks_with(to.target);
        let (speaking, foreign): (Vec<Pair>, Vec<Pair>) = pairs.partition(speak);
        // Ends without a family in common are asked about all the same.
        let mut pairs = if speaking.is_empty() { foreign } else { speaking };
        pairs.sort_by_key(|(order, _)| *order);
        let mut flows: Vec<_> =
            pairs.into_iter().map(|(_, (from, to))| self.flow(from, to)).collect();
        if is_part {
            for flow in &mut flows {
                flow.there.assumed.push(Code::AssumedAlike);
            }
        }
        if is_guessed(spots, from) || is_guessed(spots, to) {
            return settle_alternatives(spots, flows);
        }
        flows
    }
}

fn is_guessed(spots: &Spots<'_>, classes: &[Class]) -> bool {
    let mut members = classes.iter().flat_map(|class| &class.members);
    members.any(|(_, spot)| spots.are_alternatives(spot.place))
}

/// The classes of an end that are looked at, evenly spread, where the other end has so many.
fn thinned(classes: &[Class], others: usize) -> Vec<&Class> {
    let most = MOST_PAIRS / others.clamp(1, ENOUGH);
    classes.iter().step_by(classes.len().div_ceil(most).max(1)).collect()
}

/// Leaves one flow for each subnet whose prefix is unknown: it depends on where the
/// subnet lies if that makes a difference.
fn settle_alternatives(spots: &Spots<'_>, flows: Vec<Judged>) -> Vec<Judged> {
    let mut settled: Vec<Judged> = Vec::with_capacity(flows.len());
    for judged in flows {
        let guessed = [judged.from.place, judged.to.place]
            .into_iter()
            .find(|&place| spots.are_alternatives(place));
        let Some(Place::Subnet(subnet)) = guessed else {
            settled.push(judged);
            continue;
        };
        let earlier = settled.iter_mut().find(|earlier| {
            (earlier.from.place, earlier.to.place) == (judged.from.place, judged.to.place)
        });
        match earlier {
            Some(earlier) if earlier.verdict != judged.verdict => {
                earlier.verdict = Verdict::Depends;
                earlier.reason = Reason::SomewhereIn(subnet);
            }
            Some(_) => {}
            None => settled.push(judged),
        }
    }
    settled
}

/// The first of the flows with the worst verdict. The Internet gets to an end if it gets to
/// a part of it, so there it is the best.
fn deciding(flows: &[Judged]) -> Option<&Judged> {
    if flows.first().is_some_and(|judged| judged.from.place == Place::Internet) {
        return flows.iter().min_by_key(|judged| judged.verdict);
    }
    flows.iter().rev().max_by_key(|judged| judged.verdict)
}
