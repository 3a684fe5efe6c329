#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| nexthop_fuzz::read("export.json", bytes));
