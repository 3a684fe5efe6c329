//! From resources to the network, in two passes: who is there
//! ([`inventory`]), then what each one is and what it is joined to.

mod adrift;
mod appliance;
mod attributes;
mod class;
mod connection;
mod conversion;
mod directory;
mod express_route;
mod firewall;
mod firewall_policy;
mod gateway;
mod hidden_modules;
mod hub;
mod hub_connection;
mod inventory;
mod links;
mod machine;
mod nat_rule;
mod peering;
mod resource_path;
mod route_map;
mod route_server;
mod route_table;
mod security_group;
mod sites;
mod subnet;
mod virtual_network;

use std::{collections::BTreeMap, sync::Arc};

use directory::Directory;
use nexthop_iac::{Address, PlannedChange};

use crate::{Model, Network, Root, network::CreationOrders};

/// Whether resources of an ARM type are part of a network.
pub fn is_read(arm_type: &str) -> bool {
    class::Class::of(arm_type).is_some() || hidden_modules::is_managed(arm_type)
}

/// Extracts the network.
///
/// Reading a link can enter a resource that is only referred to, so the tables
/// are built in an order in which links lead to tables that come later.
pub(crate) fn extract(roots: &[Root<'_>], model: &Model) -> Network {
    let mut directory = inventory::take(roots);
    route_server::enrol(&mut directory);
    hub::enrol(&mut directory);
    let mut network = Network {
        hub_branches: directory.table(hub_connection::branch),
        hub_gateways: directory.table(hub_connection::gateway),
        routing_intents: directory.table(hub::routing_intent),
        global_reach: directory.table(hub::global_reach),
        connections: directory.table(connection::read),
        peerings: directory.table(peering::read),
        route_servers: directory.table(route_server::read),
        gateways: directory.table(gateway::read),
        network_interfaces: directory.table(appliance::network_interface),
        load_balancers: directory.table(appliance::load_balancer),
        private_endpoints: directory.table(appliance::private_endpoint),
        vpn_sites: directory.table(hub_connection::vpn_site),
        ..tables_of_hubs(&mut directory)
    };
    network = Network {
        firewalls: directory.table(firewall::read),
        route_maps: directory.table(route_map::read),
        virtual_hubs: directory.table(hub::read),
        virtual_wans: directory.table(hub::wan),
        firewall_policies: directory.table(firewall_policy::read),
        public_addresses: directory.table(appliance::public_address),
        local_network_gateways: directory.table(connection::local_network_gateway),
        circuits: directory.table(express_route::read),
        subnets: directory.table(subnet::read),
        route_tables: directory.table(route_table::read),
        security_groups: directory.table(security_group::read),
        application_groups: directory.table(security_group::application_group),
        virtual_networks: directory.table(virtual_network::read),
        hidden_modules: hidden_modules::read(&directory, roots),
        machines: machine::interfaces(&directory),
        joined: roots.len() > 1,
        planned: planned(roots),
        creation: CreationOrders::new(roots.iter().map(|root| root.resources)),
        ..network
    };
    // A hub that was met late has its built-in tables by now, and they hold nothing.
    directory.fill(&mut network.hub_route_tables, hub::route_table);
    appliance::note_siblings(&directory, &mut network);
    hub::note_what_is_open(&mut network);
    route_map::associate(&mut network);
    route_server::note_advertisements(&mut network, model);
    network.sites = sites::derive(&network, model);
    network
}

/// What a plan does, by address.
fn planned(roots: &[Root<'_>]) -> BTreeMap<Address, Arc<PlannedChange>> {
    let resources = roots.iter().flat_map(|root| root.resources);
    resources
        .filter_map(|one| Some((one.address.clone(), Arc::clone(one.planned.as_ref()?))))
        .collect()
}

/// Connections and route tables of hubs lead to each other, and either may enter one that
/// is only referred to.
fn tables_of_hubs(directory: &mut Directory<'_>) -> Network {
    let mut network = Network::default();
    loop {
        let before = (network.hub_connections.len(), network.hub_route_tables.len());
        directory.fill(&mut network.hub_connections, hub_connection::connection);
        directory.fill(&mut network.hub_route_tables, hub::route_table);
        if before == (network.hub_connections.len(), network.hub_route_tables.len()) {
            return network;
        }
    }
}
