//! See `koppla_fuzz::checks::address`.

#![no_main]

use libfuzzer_sys::fuzz_target;
use peak_alloc::PeakAlloc;

#[global_allocator]
static MEMORY: PeakAlloc = PeakAlloc;

fuzz_target!(|data: &[u8]| koppla_fuzz::memory::bounded(
    &MEMORY,
    data,
    koppla_fuzz::checks::address
));
