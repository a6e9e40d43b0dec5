//! How much memory handling an input may take at most: four times the input and 64 MB.

use peak_alloc::PeakAlloc;

/// Memory that is allowed whatever the input, in bytes.
const BASE: usize = 64 << 20;
/// Memory that is allowed for each byte of the input.
const FOR_A_BYTE: usize = 4;

/// Runs a check on an input and fails if it took too much memory at any moment.
///
/// # Panics
/// If it did, or the check does.
pub fn bounded(memory: &PeakAlloc, data: &[u8], check: impl Fn(&[u8])) {
    memory.reset_peak_usage();
    let before = memory.current_usage();
    check(data);
    let taken = memory.peak_usage().saturating_sub(before);
    assert!(
        taken <= BASE + FOR_A_BYTE * data.len(),
        "{taken} bytes of memory for an input of {} bytes",
        data.len()
    );
}
