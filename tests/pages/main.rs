//! The pages on which people verify their address: each promise of theirs, kept by the real server on a real socket.

#![expect(
    clippy::unwrap_used,
    reason = "a test that cannot go on shall fail here"
)]

#[path = "../support/mod.rs"]
mod support;

mod promises;
mod visits;

use support::commands::Office;

const ANNA: &str = "anna.a;00417;Anna;Andersson;anna.andersson@foretaget.example;ja";
const BJORN: &str = "bjorn.b;00418;Björn;Berg;bjorn.berg@foretaget.example;ja";
const CIA: &str = "cia.c;00421;Cia;Carlsson;cia.carlsson@foretaget.example;ja";
const OWN: &str = "tre röda kor på Öland";

/// Whether a person has proved their address.
fn is_verified(office: &Office, id: &str) -> bool {
    office.person(id)["state"] == "verified"
}
