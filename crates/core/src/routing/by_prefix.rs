//! Routes by the prefix that they are for, found by its address as a number.

use ipnet::IpNet;

/// Prefixes that have routes. What a search looks at lies side by side: most places have few
/// prefixes, and a large matrix asks all of them in turn.
#[derive(Debug, Default)]
pub(super) struct ByPrefix {
    /// The lengths that prefixes of IPv4 have, and those of IPv6, longest first.
    lengths: [Vec<OfLength>; 2],
    /// The addresses of IPv4 prefixes, sorted within a length.
    v4: Vec<u32>,
    /// Those of IPv6, whose prefixes come behind those of IPv4.
    v6: Vec<u128>,
    nets: Vec<IpNet>,
    /// By prefix: where its routes begin in `routes`. They end where the next one's begin.
    starts: Vec<usize>,
    routes: Vec<usize>,
}

/// The prefixes of one length: a range of the sorted addresses.
#[derive(Clone, Copy, Debug)]
struct OfLength {
    length: u8,
    first: usize,
    end: usize,
}

impl ByPrefix {
    /// From the prefixes of routes, each with the route's number.
    pub(super) fn new(mut all: Vec<(IpNet, usize)>) -> Self {
        let order = |net: &IpNet| (is_v6(*net), u8::MAX - net.prefix_len(), net.network());
        all.sort_by_key(|(net, route)| (order(net), *route));
        let mut by_prefix = Self::default();
        for (net, route) in all {
            let net = net.trunc();
            if by_prefix.nets.last() != Some(&net) {
                by_prefix.add(net);
            }
            by_prefix.routes.push(route);
        }
        by_prefix
    }

    fn add(&mut self, net: IpNet) {
        let (lengths, place) = match net {
            IpNet::V4(net) => {
                self.v4.push(net.addr().to_bits());
                (&mut self.lengths[0], self.v4.len())
            }
            IpNet::V6(net) => {
                self.v6.push(net.addr().to_bits());
                (&mut self.lengths[1], self.v6.len())
            }
        };
        let length = net.prefix_len();
        match lengths.last_mut() {
            Some(last) if last.length == length => last.end = place,
            _ => lengths.push(OfLength { length, first: place - 1, end: place }),
        }
        self.nets.push(net);
        self.starts.push(self.routes.len());
    }

    /// The prefixes that hold a net, longest first: their lengths and routes.
    pub(super) fn covering(&self, net: IpNet) -> impl Iterator<Item = (u8, &[usize])> {
        let lengths = self.lengths[usize::from(is_v6(net))].iter();
        lengths.filter(move |one| one.length <= net.prefix_len()).filter_map(move |one| {
            let place = self.place(*one, net)?;
            Some((one.length, self.of(place)))
        })
    }

    /// The routes for a prefix.
    pub(super) fn exactly(&self, net: IpNet) -> &[usize] {
        let mut lengths = self.lengths[usize::from(is_v6(net))].iter();
        let length = lengths.find(|one| one.length == net.prefix_len());
        length.and_then(|one| self.place(*one, net)).map_or(&[], |place| self.of(place))
    }

    fn place(&self, OfLength { length, first, end }: OfLength, net: IpNet) -> Option<usize> {
        match net {
            IpNet::V4(net) => {
                let host = u32::MAX.checked_shr(length.into()).unwrap_or(0);
                let sought = net.addr().to_bits() & !host;
                Some(first + self.v4[first..end].binary_search(&sought).ok()?)
            }
            IpNet::V6(net) => {
                let host = u128::MAX.checked_shr(length.into()).unwrap_or(0);
                let sought = net.addr().to_bits() & !host;
                Some(self.v4.len() + first + self.v6[first..end].binary_search(&sought).ok()?)
            }
        }
    }

    fn of(&self, place: usize) -> &[usize] {
        let end = self.starts.get(place + 1).copied().unwrap_or(self.routes.len());
        &self.routes[self.starts[place]..end]
    }

    pub(super) fn iter(&self) -> impl Iterator<Item = (IpNet, &[usize])> {
        self.nets.iter().enumerate().map(|(place, net)| (*net, self.of(place)))
    }
}

fn is_v6(net: IpNet) -> bool {
    matches!(net, IpNet::V6(_))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn prefixes_that_hold_a_net_are_found_longest_first_in_its_own_family() {
        let nets = [
            "10.0.0.0/8",
            "10.1.0.0/16",
            "10.1.2.0/24",
            "10.2.0.0/16",
            "0.0.0.0/0",
            "::/0",
            "fd00::/8",
            "fd00:1::/32",
            "10.1.2.3/32",
            "10.1.0.0/16",
        ];
        let all = nets.iter().enumerate().map(|(at, net)| (net.parse().expect("a net"), at));
        let by_prefix = ByPrefix::new(all.collect());
        let found = |net: &str| -> Vec<(u8, Vec<usize>)> {
            let net = net.parse().expect("a net");
            by_prefix.covering(net).map(|(length, routes)| (length, routes.to_vec())).collect()
        };
        assert_eq!(
            found("10.1.2.0/25"),
            [(24, vec![2]), (16, vec![1, 9]), (8, vec![0]), (0, vec![4])]
        );
        assert_eq!(found("10.1.2.3/32").len(), 5);
        assert_eq!(found("192.168.0.0/24"), [(0, vec![4])]);
        assert_eq!(found("fd00:1:2::/48"), [(32, vec![7]), (8, vec![6]), (0, vec![5])]);
        let exactly = |net: &str| by_prefix.exactly(net.parse().expect("a net"));
        assert_eq!(exactly("10.1.0.0/16"), [1, 9]);
        assert_eq!(exactly("10.1.0.0/17"), [0_usize; 0]);
        assert_eq!(exactly("::/0"), [5]);
        assert_eq!(by_prefix.iter().count(), 9);
    }
}
