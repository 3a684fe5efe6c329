//! One folder a rule, and the list of them.

mod asn_reserved_gateway;
mod asn_reserved_local_network_gateway;
mod asn_same_both_sides;
mod backup_vpn_not_equal_prefix;
mod basic_lb_global_peering;
mod basic_public_ip;
mod bgp_apipa_range;
mod bgp_basic_or_policy;
mod bgp_flag_mismatch;
mod bgp_peer_ip_in_vnet;
mod coexist_dual_stack_gateway_subnet;
mod coexist_policy_based_vpn;
mod coexist_vpn_asn_not_65515;
mod coexist_vpn_basic_sku;
mod dedicated_subnet_shared;
mod default_udr_on_gateway_subnet;
mod duplicate_gateway_type;
mod duplicate_gateways_per_spoke;
mod expressroute_circuit_too_many_links;
mod expressroute_connection_without_private_peering;
mod expressroute_gateway_custom_routes;
mod expressroute_gateway_too_many_circuits;
mod expressroute_hairpin_two_circuits;
mod expressroute_local_sku_remote_vnet;
mod expressroute_peer_asn_reserved;
mod expressroute_peering_prefix_overlap;
mod expressroute_prefix_limit;
mod expressroute_s2s_transit_without_route_server;
mod expressroute_scale_bounds;
mod expressroute_standard_sku_cross_geo;
mod expressroute_to_er_needs_global_reach;
mod expressroute_vnet_hairpin_toggle_missing;
mod fastpath_sku;
mod fastpath_unsupported_target;
mod firewall_always_snat;
mod firewall_application_rule_snat;
mod firewall_asymmetric_path;
mod firewall_autolearn_without_route_server;
mod firewall_fastpath_bypass;
mod firewall_ip_mismatch;
mod firewall_management_subnet;
mod firewall_management_subnet_routes;
mod firewall_policy_ignores_classic_ranges;
mod firewall_policy_tier_mismatch;
mod firewall_private_ranges_nonrfc1918;
mod firewall_subnet_default_route;
mod firewall_subnet_name_size;
mod firewall_subnet_nsg;
mod firewall_subnet_propagation_off;
mod firewall_two_regions_asymmetric;
mod gateway_generation_mismatch;
mod gateway_subnet_name;
mod gateway_subnet_nsg;
mod gateway_subnet_other_resources;
mod gateway_subnet_too_small;
mod gateway_subnet_udr_covers_itself;
mod gateway_subnet_udr_less_specific;
mod gateway_subnet_udr_missing_spoke;
mod gateway_subnet_udr_spoke_only_one_way;
mod gateway_subnet_vpn_size;
mod gateway_transit_unused;
mod hub_peering_global_cost;
mod indirect_spoke_not_advertised;
mod inline_standalone_conflict;
mod intra_vnet_range_without_local_exception;
mod local_network_gateway_default_route;
mod local_network_gateway_overlap;
mod local_network_gateway_peer_duplicated;
mod missing_depends_on_gateway;
mod multi_tunnel_without_bgp;
mod nat_sku;
mod nsg_priority_conflict;
mod nva_ip_forwarding_off;
mod onprem_prefix_longer_than_vnet;
mod p2s_active_active_three_ips;
mod p2s_basic_sku;
mod p2s_connection_limit;
mod p2s_custom_default_route;
mod p2s_custom_route_without_snat;
mod p2s_expressroute_no_return_route;
mod p2s_expressroute_reply_differs;
mod p2s_firewall_rule_missing;
mod p2s_forced_tunnel_no_egress;
mod p2s_hub_subnet_asymmetric;
mod p2s_indirect_spoke;
mod p2s_nsg_blocks_pool;
mod p2s_onprem_route_not_pushed;
mod p2s_policy_based;
mod p2s_pool_overlap;
mod p2s_pool_too_small;
mod p2s_profile_redownload;
mod p2s_radius_over_expressroute;
mod p2s_rt_propagation_off;
mod p2s_spoke_asymmetric_via_firewall;
mod p2s_spoke_no_remote_gateway;
mod p2s_traffic_selectors;
mod p2s_windows_bgp_routes;
mod peering_address_overlap;
mod peering_forwarded_traffic_disabled;
mod peering_limit;
mod peering_missing_reverse;
mod peering_sync_needed;
mod peering_vnet_access_disabled;
mod propagation_off_loses_onprem;
mod propagation_off_on_gateway_subnet;
mod reserved_ranges;
mod route_server_bgp_captured_by_udr;
mod route_server_branch_to_branch_disabled;
mod route_server_cost;
mod route_server_dual_homed_remote_gateway;
mod route_server_expressroute_ecmp_lost;
mod route_server_expressroute_route_limit;
mod route_server_gateways_not_same_vnet;
mod route_server_in_vwan_connected_vnet;
mod route_server_ipv6_vnet;
mod route_server_multiple_per_vnet;
mod route_server_multiregion_asn_loop;
mod route_server_nva_default_loop;
mod route_server_nva_equal_spoke_prefix;
mod route_server_p2s_expressroute_unsupported;
mod route_server_peer_asn_32bit;
mod route_server_peer_asn_reserved;
mod route_server_peer_in_rs_subnet;
mod route_server_peer_not_adjacent;
mod route_server_public_ip_missing;
mod route_server_spoke_not_using_remote_gateway;
mod route_server_subnet_name;
mod route_server_subnet_nsg;
mod route_server_subnet_service_endpoint_policy;
mod route_server_subnet_too_small;
mod route_server_subnet_udr;
mod route_server_too_many_peers;
mod route_server_vpn_asn;
mod route_server_vpn_not_active_active;
mod route_table_unassociated;
mod routing_intent_connection_not_default;
mod routing_intent_internet_flag_off;
mod routing_intent_non_rfc1918;
mod routing_intent_with_custom_route_tables;
mod routing_intent_with_vnet_static_route;
mod routing_weight_vpn_ignored;
mod special_subnet_outside_vnet;
mod spoke_spoke_overlap_via_hub;
mod spoke_to_spoke_asymmetric;
mod subnet_outside_vnet;
mod subnet_peering_not_advertised;
mod subnet_peering_unlisted_subnet;
mod subnet_without_route_table;
mod transitive_peering_assumed;
mod udr_default_bypassed_by_gateway_routes;
mod udr_default_bypassed_by_peering;
mod udr_duplicate_prefix;
mod udr_gateway_next_hop_with_expressroute;
mod udr_hub_subnet_not_inspected;
mod udr_internet_for_private;
mod udr_limit;
mod udr_loop;
mod udr_nexthop_ip_missing;
mod udr_nexthop_ip_unexpected;
mod udr_nexthop_not_found;
mod udr_nexthop_same_subnet;
mod udr_nexthop_unreachable;
mod udr_private_endpoint_bypass;
mod udr_service_tag_limit;
mod udr_shadowed;
mod unmodelled_route_feature;
mod use_remote_gateways_no_gateway;
mod use_remote_gateways_twice;
mod use_remote_gateways_with_local_gateway;
mod use_remote_gateways_without_transit;
mod vhub_prefix_overlap;
mod vhub_prefix_too_small;
mod vnet_connected_twice;
mod vnet_onprem_overlap;
mod vpn_legacy_sku;
mod vpn_more_specific_than_expressroute;
mod vpn_non_az_sku;
mod vpn_prefix_limit;
mod vpn_tunnel_limit;
mod vwan_basic_limits;
mod vwan_bow_tie;
mod vwan_branch_not_default_route_table;
mod vwan_branch_to_branch_disabled;
mod vwan_branches_propagate_differently;
mod vwan_cost;
mod vwan_default_route_not_delivered;
mod vwan_default_route_not_interhub;
mod vwan_duplicate_routing_intent;
mod vwan_encrypted_expressroute_routing_intent;
mod vwan_expressroute_hairpin_toggle;
mod vwan_expressroute_to_expressroute;
mod vwan_indirect_spoke_incomplete;
mod vwan_ipv6;
mod vwan_isolated_by_labels;
mod vwan_p2s_pool_overlap;
mod vwan_resource_of_other_hub;
mod vwan_route_table_propagation_off;
mod vwan_site_asn_65515;
mod vwan_spoke_udr_to_hub_fw;
mod vwan_static_nexthop_invalid;
mod vwan_static_not_interhub;
mod vwan_two_secured_hubs_asymmetry;
mod vwan_vnet_with_gateway;

use crate::Rule;

/// Every rule, by name.
pub static ALL: &[&Rule] = &[
    &asn_reserved_gateway::RULE,
    &asn_reserved_local_network_gateway::RULE,
    &asn_same_both_sides::RULE,
    &backup_vpn_not_equal_prefix::RULE,
    &basic_lb_global_peering::RULE,
    &basic_public_ip::RULE,
    &bgp_apipa_range::RULE,
    &bgp_basic_or_policy::RULE,
    &bgp_flag_mismatch::RULE,
    &bgp_peer_ip_in_vnet::RULE,
    &coexist_dual_stack_gateway_subnet::RULE,
    &coexist_policy_based_vpn::RULE,
    &coexist_vpn_asn_not_65515::RULE,
    &coexist_vpn_basic_sku::RULE,
    &dedicated_subnet_shared::RULE,
    &default_udr_on_gateway_subnet::RULE,
    &duplicate_gateway_type::RULE,
    &duplicate_gateways_per_spoke::RULE,
    &expressroute_circuit_too_many_links::RULE,
    &expressroute_connection_without_private_peering::RULE,
    &expressroute_gateway_custom_routes::RULE,
    &expressroute_gateway_too_many_circuits::RULE,
    &expressroute_hairpin_two_circuits::RULE,
    &expressroute_local_sku_remote_vnet::RULE,
    &expressroute_peer_asn_reserved::RULE,
    &expressroute_peering_prefix_overlap::RULE,
    &expressroute_prefix_limit::RULE,
    &expressroute_s2s_transit_without_route_server::RULE,
    &expressroute_scale_bounds::RULE,
    &expressroute_standard_sku_cross_geo::RULE,
    &expressroute_to_er_needs_global_reach::RULE,
    &expressroute_vnet_hairpin_toggle_missing::RULE,
    &fastpath_sku::RULE,
    &fastpath_unsupported_target::RULE,
    &firewall_always_snat::RULE,
    &firewall_application_rule_snat::RULE,
    &firewall_asymmetric_path::RULE,
    &firewall_autolearn_without_route_server::RULE,
    &firewall_fastpath_bypass::RULE,
    &firewall_ip_mismatch::RULE,
    &firewall_management_subnet::RULE,
    &firewall_management_subnet_routes::RULE,
    &firewall_policy_ignores_classic_ranges::RULE,
    &firewall_policy_tier_mismatch::RULE,
    &firewall_private_ranges_nonrfc1918::RULE,
    &firewall_subnet_default_route::RULE,
    &firewall_subnet_name_size::RULE,
    &firewall_subnet_nsg::RULE,
    &firewall_subnet_propagation_off::RULE,
    &firewall_two_regions_asymmetric::RULE,
    &gateway_generation_mismatch::RULE,
    &gateway_subnet_name::RULE,
    &gateway_subnet_nsg::RULE,
    &gateway_subnet_other_resources::RULE,
    &gateway_subnet_too_small::RULE,
    &gateway_subnet_udr_covers_itself::RULE,
    &gateway_subnet_udr_less_specific::RULE,
    &gateway_subnet_udr_missing_spoke::RULE,
    &gateway_subnet_udr_spoke_only_one_way::RULE,
    &gateway_subnet_vpn_size::RULE,
    &gateway_transit_unused::RULE,
    &hub_peering_global_cost::RULE,
    &indirect_spoke_not_advertised::RULE,
    &inline_standalone_conflict::RULE,
    &intra_vnet_range_without_local_exception::RULE,
    &local_network_gateway_default_route::RULE,
    &local_network_gateway_overlap::RULE,
    &local_network_gateway_peer_duplicated::RULE,
    &missing_depends_on_gateway::RULE,
    &multi_tunnel_without_bgp::RULE,
    &nat_sku::RULE,
    &nsg_priority_conflict::RULE,
    &nva_ip_forwarding_off::RULE,
    &onprem_prefix_longer_than_vnet::RULE,
    &p2s_active_active_three_ips::RULE,
    &p2s_basic_sku::RULE,
    &p2s_connection_limit::RULE,
    &p2s_custom_default_route::RULE,
    &p2s_custom_route_without_snat::RULE,
    &p2s_expressroute_no_return_route::RULE,
    &p2s_expressroute_reply_differs::RULE,
    &p2s_firewall_rule_missing::RULE,
    &p2s_forced_tunnel_no_egress::RULE,
    &p2s_hub_subnet_asymmetric::RULE,
    &p2s_indirect_spoke::RULE,
    &p2s_nsg_blocks_pool::RULE,
    &p2s_onprem_route_not_pushed::RULE,
    &p2s_policy_based::RULE,
    &p2s_pool_overlap::RULE,
    &p2s_pool_too_small::RULE,
    &p2s_profile_redownload::RULE,
    &p2s_radius_over_expressroute::RULE,
    &p2s_rt_propagation_off::RULE,
    &p2s_spoke_asymmetric_via_firewall::RULE,
    &p2s_spoke_no_remote_gateway::RULE,
    &p2s_traffic_selectors::RULE,
    &p2s_windows_bgp_routes::RULE,
    &peering_address_overlap::RULE,
    &peering_forwarded_traffic_disabled::RULE,
    &peering_limit::RULE,
    &peering_missing_reverse::RULE,
    &peering_sync_needed::RULE,
    &peering_vnet_access_disabled::RULE,
    &propagation_off_loses_onprem::RULE,
    &propagation_off_on_gateway_subnet::RULE,
    &reserved_ranges::RULE,
    &route_server_bgp_captured_by_udr::RULE,
    &route_server_branch_to_branch_disabled::RULE,
    &route_server_cost::RULE,
    &route_server_dual_homed_remote_gateway::RULE,
    &route_server_expressroute_ecmp_lost::RULE,
    &route_server_expressroute_route_limit::RULE,
    &route_server_gateways_not_same_vnet::RULE,
    &route_server_in_vwan_connected_vnet::RULE,
    &route_server_ipv6_vnet::RULE,
    &route_server_multiple_per_vnet::RULE,
    &route_server_multiregion_asn_loop::RULE,
    &route_server_nva_default_loop::RULE,
    &route_server_nva_equal_spoke_prefix::RULE,
    &route_server_p2s_expressroute_unsupported::RULE,
    &route_server_peer_asn_32bit::RULE,
    &route_server_peer_asn_reserved::RULE,
    &route_server_peer_in_rs_subnet::RULE,
    &route_server_peer_not_adjacent::RULE,
    &route_server_public_ip_missing::RULE,
    &route_server_spoke_not_using_remote_gateway::RULE,
    &route_server_subnet_name::RULE,
    &route_server_subnet_nsg::RULE,
    &route_server_subnet_service_endpoint_policy::RULE,
    &route_server_subnet_too_small::RULE,
    &route_server_subnet_udr::RULE,
    &route_server_too_many_peers::RULE,
    &route_server_vpn_asn::RULE,
    &route_server_vpn_not_active_active::RULE,
    &route_table_unassociated::RULE,
    &routing_intent_connection_not_default::RULE,
    &routing_intent_internet_flag_off::RULE,
    &routing_intent_non_rfc1918::RULE,
    &routing_intent_with_custom_route_tables::RULE,
    &routing_intent_with_vnet_static_route::RULE,
    &routing_weight_vpn_ignored::RULE,
    &special_subnet_outside_vnet::RULE,
    &spoke_spoke_overlap_via_hub::RULE,
    &spoke_to_spoke_asymmetric::RULE,
    &subnet_outside_vnet::RULE,
    &subnet_peering_not_advertised::RULE,
    &subnet_peering_unlisted_subnet::RULE,
    &subnet_without_route_table::RULE,
    &transitive_peering_assumed::RULE,
    &udr_default_bypassed_by_gateway_routes::RULE,
    &udr_default_bypassed_by_peering::RULE,
    &udr_duplicate_prefix::RULE,
    &udr_gateway_next_hop_with_expressroute::RULE,
    &udr_hub_subnet_not_inspected::RULE,
    &udr_internet_for_private::RULE,
    &udr_limit::RULE,
    &udr_loop::RULE,
    &udr_nexthop_ip_missing::RULE,
    &udr_nexthop_ip_unexpected::RULE,
    &udr_nexthop_not_found::RULE,
    &udr_nexthop_same_subnet::RULE,
    &udr_nexthop_unreachable::RULE,
    &udr_private_endpoint_bypass::RULE,
    &udr_service_tag_limit::RULE,
    &udr_shadowed::RULE,
    &unmodelled_route_feature::RULE,
    &use_remote_gateways_no_gateway::RULE,
    &use_remote_gateways_twice::RULE,
    &use_remote_gateways_with_local_gateway::RULE,
    &use_remote_gateways_without_transit::RULE,
    &vhub_prefix_overlap::RULE,
    &vhub_prefix_too_small::RULE,
    &vnet_connected_twice::RULE,
    &vnet_onprem_overlap::RULE,
    &vpn_legacy_sku::RULE,
    &vpn_more_specific_than_expressroute::RULE,
    &vpn_non_az_sku::RULE,
    &vpn_prefix_limit::RULE,
    &vpn_tunnel_limit::RULE,
    &vwan_basic_limits::RULE,
    &vwan_bow_tie::RULE,
    &vwan_branch_not_default_route_table::RULE,
    &vwan_branch_to_branch_disabled::RULE,
    &vwan_branches_propagate_differently::RULE,
    &vwan_cost::RULE,
    &vwan_default_route_not_delivered::RULE,
    &vwan_default_route_not_interhub::RULE,
    &vwan_duplicate_routing_intent::RULE,
    &vwan_encrypted_expressroute_routing_intent::RULE,
    &vwan_expressroute_hairpin_toggle::RULE,
    &vwan_expressroute_to_expressroute::RULE,
    &vwan_indirect_spoke_incomplete::RULE,
    &vwan_ipv6::RULE,
    &vwan_isolated_by_labels::RULE,
    &vwan_p2s_pool_overlap::RULE,
    &vwan_resource_of_other_hub::RULE,
    &vwan_route_table_propagation_off::RULE,
    &vwan_site_asn_65515::RULE,
    &vwan_spoke_udr_to_hub_fw::RULE,
    &vwan_static_nexthop_invalid::RULE,
    &vwan_static_not_interhub::RULE,
    &vwan_two_secured_hubs_asymmetry::RULE,
    &vwan_vnet_with_gateway::RULE,
];
