//! `[limits]`: Azure's numbers, where a user knows better.

use std::collections::BTreeMap;

use nexthop_core::{Limits, NumbersByName};
use toml::Spanned;

use super::{user::UserLimits, validate::Check};

impl Check {
    pub(super) fn limits(&mut self, user: &UserLimits) -> Limits {
        let mut limits = Limits::default();
        let single = [
            (&mut limits.routes_per_table, user.routes_per_table),
            (&mut limits.peerings_per_vnet, user.peerings_per_vnet),
            (&mut limits.route_server_peers, user.route_server_peers),
            (&mut limits.route_server_subnet_prefix_length, user.route_server_subnet_prefix_length),
            (&mut limits.expressroute_prefixes, user.expressroute_prefixes),
            (&mut limits.expressroute_scale_units, user.expressroute_scale_units),
            (&mut limits.links_per_circuit, user.links_per_circuit),
        ];
        for (limit, number) in single {
            *limit = number.unwrap_or(*limit);
        }
        self.by_sku(&mut limits.vpn_tunnels, &user.vpn_tunnels);
        self.by_sku(&mut limits.p2s_connections, &user.p2s_connections);
        self.by_sku(&mut limits.circuits_per_gateway, &user.circuits_per_gateway);
        for (megabits, &links) in &user.links_per_premium_circuit {
            match megabits.get_ref().parse() {
                Ok(megabits) => drop(limits.links_per_premium_circuit.insert(megabits, links)),
                Err(_) => self.complain(megabits, "write a bandwidth in Mbps such as 1000"),
            }
        }
        limits
    }

    fn by_sku(&mut self, limits: &mut NumbersByName, user: &BTreeMap<Spanned<String>, usize>) {
        for (sku, &number) in user {
            if limits.of(sku.get_ref()).is_some() {
                limits.set(sku.get_ref(), number);
            } else {
                self.complain(sku, format!("no number is kept for a SKU `{}`", sku.get_ref()));
            }
        }
    }
}
