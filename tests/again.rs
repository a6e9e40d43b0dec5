//! Asking for a new link where the old one counts no more: it works without a password, and tells nobody who there is.

#![expect(
    clippy::unwrap_used,
    reason = "a test that cannot go on shall fail here"
)]

mod support;

use std::time::{Duration, Instant};

use rustix::process::Signal;
use support::commands::Office;
use support::http::{Answer, encoded};
use support::pages::{
    Pages, all_at_once, lasting, let_expire, links, mail, mails, office, person, until,
};

const ANNA: &str = "anna.a;00417;Anna;Andersson;anna.andersson@foretaget.example;ja";
const BJORN: &str = "bjorn.b;00418;Björn;Berg;bjorn.berg@foretaget.example;ja";
const CIA: &str = "cia.c;00421;Cia;Carlsson;cia.carlsson@foretaget.example;ja";
const DAN: &str = "dan.d;00422;Dan;Dahl;dan.dahl@foretaget.example;ja";
const EVA: &str = "eva.e;00423;Eva;Ek;eva.ek@foretaget.example;ja";

/// Lets so many seconds pass for what was queued.
fn let_pass(office: &Office, seconds: i64) {
    let db = rusqlite::Connection::open(office.register()).unwrap();
    let moved = db.execute(
        "UPDATE outbox SET queued_at = queued_at - ?1",
        [seconds * 1_000],
    );
    assert_ne!(moved.unwrap(), 0);
}

fn ask(pages: &Pages, user_id: &str) -> Answer {
    pages.ask("POST", "/again", &[], &encoded(&[("user_id", user_id)]))
}

/// How many mails lie in the outbox, sent or not.
fn queued(office: &Office) -> usize {
    let db = rusqlite::Connection::open(office.register()).unwrap();
    let count = db.query_row("SELECT count(*) FROM outbox", [], |row| row.get(0));
    count.unwrap()
}

#[test]
fn from_an_expired_link_to_an_active_one_without_a_password() {
    let office = office(&[ANNA]);
    let pages = Pages::serve(&office);
    let old = links(&office, &["anna.a"]).remove(0);
    let_expire(&office);
    let_pass(&office, 60);
    let gone = pages.get(&old).is(410);
    assert!(gone.body.contains("<a href=\"/again\">"), "{}", gone.body);
    // Whoever comes to sign in without a password finds the way too, also after trying one.
    let tried = encoded(&[("user_id", "anna.a"), ("password", "hemligt-hemligt")]);
    for sign_in in [
        pages.get("/sign-in").is(200),
        pages.ask("POST", "/sign-in", &[], &tried).is(422),
    ] {
        assert!(
            sign_in.body.contains("<a href=\"/again\">"),
            "{}",
            sign_in.body
        );
    }
    let form = pages.get("/again").is(200).says("name=\"user_id\"");
    assert!(form.body.contains("action=\"/again\""), "{}", form.body);
    ask(&pages, " Anna.A ")
        .is(200)
        .says("a new link is on its way");
    let sent = mail(&office, 2);
    assert_eq!(sent.to, "anna.andersson@foretaget.example");
    let link = format!("/l/{}", sent.token());
    assert_ne!(link, old);
    until("the link to count", || {
        (pages.get(&link).status == 200).then_some(())
    });
    pages.post(&link).is(200).says("Your link is active");
    pages.get(&old).is(410);
    // At once again: she is verified, and nothing more is sent.
    let_pass(&office, 60);
    ask(&pages, "anna.a").is(200);
    assert_eq!(queued(&office), 2);
}

#[test]
fn the_answer_is_the_same_page_after_the_same_time_whoever_is_asked_for() {
    let office = office(&[ANNA, BJORN, CIA, DAN, EVA]);
    let pages = Pages::serve(&office);
    let sent = links(&office, &["anna.a", "bjorn.b", "cia.c", "dan.d"]);
    pages.post(&sent[1]).is(200).says("Your link is active");
    office
        .run(&["person", "set", "cia.c", "--active", "no"])
        .exits(0);
    let (mut register, dan) = person(&office, "dan.d");
    let came_back: String = rusqlite::Connection::open(office.register())
        .unwrap()
        .query_row(
            "SELECT message_id FROM outbox WHERE person = ?1",
            [dan.id.0],
            |row| row.get(0),
        )
        .unwrap();
    register.mark_bounced(&came_back).unwrap();
    let_pass(&office, 60);
    let asked = |user_id: &str| {
        let begun = Instant::now();
        let answer = ask(&pages, user_id).is(200);
        // Whatever the register had to do for it is hidden in this.
        assert!(begun.elapsed() >= Duration::from_millis(300), "{user_id}");
        lasting(answer)
    };
    let nobody = asked("nobody.n");
    assert_eq!(asked("bjorn.b"), nobody, "verified");
    assert_eq!(asked("cia.c"), nobody, "inactive");
    assert_eq!(asked("dan.d"), nobody, "came back");
    assert_eq!(asked("eva.e"), nobody, "never sent one");
    assert_eq!(asked(""), nobody, "nothing typed");
    assert_eq!(asked(&"x".repeat(5_000)), nobody, "no user id");
    assert_eq!(queued(&office), 4, "nothing was queued for any of them");
    assert_eq!(asked("anna.a"), nobody, "the one who gets a link");
    assert_eq!(asked("anna.a"), nobody, "at once again");
    assert_eq!(queued(&office), 5);
    assert_eq!(mail(&office, 5).to, "anna.andersson@foretaget.example");
    assert!(!nobody.2.contains("nobody.n"), "{}", nobody.2);
    assert_eq!(pages.end(Signal::TERM), Some(0));
    assert_eq!(mails(&office).len(), 5);
}

#[test]
fn looking_at_the_form_changes_nothing_and_a_page_of_another_site_cannot_send_it() {
    let office = office(&[ANNA]);
    let pages = Pages::serve(&office);
    links(&office, &["anna.a"]);
    let_pass(&office, 60);
    for method in ["GET", "HEAD"] {
        pages
            .ask(method, "/again?user_id=anna.a", &[], "user_id=anna.a")
            .is(200);
    }
    let elsewhere = [("Sec-Fetch-Site", "cross-site")];
    pages
        .ask("POST", "/again", &elsewhere, "user_id=anna.a")
        .is(403);
    pages.ask("POST", "/again", &[], "").is(422);
    assert_eq!(queued(&office), 1);
}

#[test]
fn where_a_switch_is_prepared_links_are_not_asked_for() {
    let office = office(&[ANNA]);
    let pages = Pages::serve(&office);
    let link = links(&office, &["anna.a"]).remove(0);
    let_expire(&office);
    let_pass(&office, 60);
    office
        .run(&["setting", "set", "verification-mode", "preparing"])
        .exits(0);
    let gone = pages.get(&link).is(410);
    assert!(gone.body.contains("<a href=\"/sign-in\">"), "{}", gone.body);
    let sign_in = pages.get("/sign-in").is(200);
    assert!(!sign_in.body.contains("/again"), "{}", sign_in.body);
    for answer in [pages.get("/again"), ask(&pages, "anna.a")] {
        assert_eq!(answer.is(303).header("location"), Some("/sign-in"));
    }
    assert_eq!(queued(&office), 1);
}

#[test]
fn an_address_that_asks_too_often_waits_and_can_still_sign_in() {
    let office = office(&[ANNA]);
    let pages = Pages::serve(&office);
    let statuses = all_at_once(16, 5, || ask(&pages, "nobody").status);
    let waits = statuses.iter().filter(|status| **status == 429).count();
    // One more is allowed every five seconds, however slow the machine.
    assert!((1..=20).contains(&waits), "{waits}");
    let limited = until("the limit", || {
        let answer = ask(&pages, "nobody");
        (answer.status == 429).then_some(answer)
    });
    assert!(limited.header("retry-after").is_some());
    pages
        .ask("POST", "/sign-in", &[], "user_id=nobody&password=wrong")
        .is(422);
}
