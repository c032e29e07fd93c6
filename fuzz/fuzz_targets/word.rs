#![no_main]

libfuzzer_sys::fuzz_target!(|input: &str| gouji::fuzz::word(input));
