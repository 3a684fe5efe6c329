//! Which rules of a long list can have to do with a packet.

use ipnet::IpNet;

use super::{
    super::{by_prefix::ByPrefix, target::Target},
    addresses::Addresses,
    rule_set::Rule,
};

/// Shorter lists are asked from the first rule to the last.
const SHORT: usize = 16;

/// The rules of a list by the prefixes that one side of them names.
#[derive(Debug, Default)]
pub(super) struct RuleIndex {
    covering: ByPrefix,
    /// The same prefixes with their rules, sorted.
    sorted: Vec<(IpNet, usize)>,
    /// The rules that name something else, too.
    others: Vec<usize>,
}

impl RuleIndex {
    /// `None` for a short list.
    pub(super) fn new(rules: &[Rule], side: impl Fn(&Rule) -> &Addresses) -> Option<Self> {
        if rules.len() <= SHORT {
            return None;
        }
        let mut index = Self::default();
        for (at, rule) in rules.iter().enumerate() {
            match side(rule).only_nets() {
                Some(nets) => index.sorted.extend(nets.iter().map(|net| (*net, at))),
                None => index.others.push(at),
            }
        }
        index.sorted.sort_unstable();
        index.covering = ByPrefix::new(index.sorted.clone());
        Some(index)
    }

    /// The rules that name addresses of a target, or may, in their order; `None` where that
    /// cannot be told.
    pub(super) fn about(&self, target: Target) -> Option<Vec<usize>> {
        let Target::Net(net) = target else { return None };
        let mut found = self.others.clone();
        found.extend(self.covering.covering(net).flat_map(|(_, rules)| rules));
        let first = self.sorted.partition_point(|(one, _)| *one <= net);
        let within = self.sorted[first..].iter().take_while(|(one, _)| net.contains(one));
        found.extend(within.map(|(_, rule)| *rule));
        found.sort_unstable();
        found.dedup();
        Some(found)
    }
}

#[cfg(test)]
mod tests {
    use nexthop_source::{Sources, Span};

    use super::*;
    use crate::{Fact, routing::filter::addresses::Vocabulary};

    fn rule(texts: &[&str], span: Span) -> Rule {
        let texts = texts.iter().map(|&text| text.to_owned()).collect();
        let sources = Addresses::read(&Fact::set(texts, span), Vocabulary::SecurityGroup);
        Rule { sources, ..Rule::allows_all() }
    }

    #[test]
    fn rules_that_name_a_part_or_all_of_a_prefix_are_found_and_those_by_other_words_always() {
        let mut sources = Sources::default();
        let file = sources.add("main.tf", String::new());
        let span = Span::new(file, 0..0);
        let mut rules: Vec<Rule> =
            (0..20).map(|number| rule(&[&format!("10.{number}.0.0/16")], span)).collect();
        rules.push(rule(&["VirtualNetwork"], span));
        rules.push(rule(&["10.3.7.0/24", "192.168.0.0/16"], span));
        rules.push(rule(&["10.0.0.0/8"], span));
        rules.push(rule(&["10.3.0.1-10.3.0.9"], span));
        rules.push(rule(&["*"], span));
        let index = RuleIndex::new(&rules, |rule| &rule.sources).expect("the list is long");
        let about = |net: &str| index.about(Target::Net(net.parse().expect("a prefix")));
        assert_eq!(about("10.3.0.0/16"), Some(vec![3, 20, 21, 22, 23, 24]));
        assert_eq!(about("10.3.7.4/32"), Some(vec![3, 20, 21, 22, 23, 24]));
        assert_eq!(about("10.3.8.0/24"), Some(vec![3, 20, 22, 23, 24]));
        assert_eq!(about("172.16.0.0/12"), Some(vec![20, 23, 24]));
        assert!(RuleIndex::new(&rules[..16], |rule| &rule.sources).is_none());
    }
}
