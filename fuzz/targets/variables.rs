#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| nexthop_fuzz::read_variables("terraform.tfvars", bytes));
