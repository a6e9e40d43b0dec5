//! The fuzz targets' checks, held against their seeds, whatever they ever found (`found-…`) and the sample files, so that
//! every test run sees them. The fuzzing itself is in `fuzz/`.

#![expect(
    clippy::unwrap_used,
    reason = "a test that cannot go on shall fail here"
)]

#[path = "../fuzz/src/checks/mod.rs"]
#[expect(unreachable_pub, reason = "public to the fuzz targets")]
mod checks;

use std::path::Path;

/// The content of each file in a directory.
fn contents(directory: &str) -> Vec<Vec<u8>> {
    let directory = Path::new(env!("CARGO_MANIFEST_DIR")).join(directory);
    let entries = std::fs::read_dir(directory).unwrap();
    let contents: Vec<_> = entries
        .map(|entry| std::fs::read(entry.unwrap().path()).unwrap())
        .collect();
    assert!(!contents.is_empty());
    contents
}

#[test]
fn seeds_and_findings_open_and_are_saved_to_the_byte() {
    contents("fuzz/seeds/open")
        .iter()
        .for_each(|data| checks::open(data));
}

#[test]
fn seeds_and_findings_are_edited_in_the_edited_fields_only() {
    contents("fuzz/seeds/open_edit_save")
        .iter()
        .for_each(|data| checks::open_edit_save(data));
}

#[test]
fn seeds_and_findings_are_read_as_delivery_reports_or_are_none() {
    contents("fuzz/seeds/report")
        .iter()
        .for_each(|data| checks::report(data));
}

#[test]
fn seeds_and_findings_are_addresses_in_every_form_or_none() {
    contents("fuzz/seeds/address")
        .iter()
        .for_each(|data| checks::address(data));
}

#[test]
fn seeds_and_findings_are_lists_of_domains_that_hold() {
    contents("fuzz/seeds/domain")
        .iter()
        .for_each(|data| checks::domain(data));
}

#[test]
fn seeds_and_findings_fit_their_template_or_are_refused_with_a_cure() {
    contents("fuzz/seeds/template")
        .iter()
        .for_each(|data| checks::template(data));
}

#[test]
fn seeds_and_findings_load_people_with_keys_and_addresses_of_their_own() {
    contents("fuzz/seeds/people_file")
        .iter()
        .for_each(|data| checks::people_file(data));
}

#[test]
fn each_sample_file_opens_in_every_way_and_is_saved_to_the_byte() {
    for bytes in contents("sample-data") {
        // Thousands of rows in each of 70 ways would take long; the beginning has all that is special.
        let mut data = bytes[..bytes.len().min(3_000)].to_vec();
        for how in 0..=69 {
            data.push(how);
            checks::open(&data);
            data.pop();
        }
    }
}
