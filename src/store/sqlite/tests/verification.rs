//! Links in the register: promises 1 to 4 of the design, each from outside, with several connections where that matters. Codes and passwords are in
//! [`super::codes`], who is sent a link in [`super::mailings`].

use std::sync::Barrier;
use std::sync::atomic::{AtomicUsize, Ordering};

use jiff::SignedDuration;

use super::codes::{code, type_code};
use super::*;
use crate::domain::domains::{AllowedDomain, AllowedDomains};
use crate::domain::log::HistoryEvent;
use crate::domain::person::ConnectState;
use crate::domain::verification::{
    Audience, Capacity, Key, KeyRing, Lifetime, LinkState, Mac, Outcome, Rule, SendState,
};
use crate::store::{
    Claim, ClaimRule, Claimed, Enqueued, Fence, LinkOutcome, NewMailing, NewSend, Only,
    PersonFilter,
};

pub(super) const ANNA: (&str, &str, &str) = ("anna.a", "00417", "anna@foretaget.example");
pub(super) const BJORN: (&str, &str, &str) = ("bjorn.b", "00418", "bjorn@foretaget.example");

pub(super) fn ring() -> KeyRing {
    KeyRing::new(Key::new([7; 32]))
}

pub(super) fn rule(seconds: i64) -> Rule {
    Rule {
        domains: AllowedDomains::default(),
        audience: Audience::Everybody,
        include_protected: false,
        not_within: SignedDuration::from_hours(24),
        now: at(seconds),
    }
}

pub(super) fn new_send(ring: &KeyRing, seconds: i64) -> NewSend<'_> {
    let mut nonce = [0; 16];
    nonce[..8].copy_from_slice(&seconds.to_be_bytes());
    NewSend {
        ring,
        nonce,
        host: "foretaget.example",
        now: at(seconds),
    }
}

pub(super) fn enqueue(register: &mut Register, persons: &[PersonId], seconds: i64) -> Enqueued {
    let (ring, rule) = (ring(), rule(seconds));
    register
        .enqueue_mailing(&NewMailing {
            persons,
            rule: &rule,
            send: new_send(&ring, seconds),
            who: &who(),
        })
        .unwrap()
}

/// As fast as it goes.
pub(super) fn claim(register: &mut Register, fence: Fence, seconds: i64) -> Claim {
    let capacity = Capacity {
        per_minute: 1_000_000,
        per_day: 0,
    };
    claim_at(register, fence, seconds, capacity)
}

pub(super) fn claim_at(
    register: &mut Register,
    fence: Fence,
    seconds: i64,
    capacity: Capacity,
) -> Claim {
    let rule = ClaimRule {
        capacity,
        lifetime: Lifetime::Hours(24),
        zone: &jiff::tz::TimeZone::UTC,
        now: at(seconds),
    };
    register.claim(fence, &rule).unwrap()
}

pub(super) fn mail(claim: Claim) -> Claimed {
    match claim {
        Claim::Mail(mail) => *mail,
        other => panic!("{other:?}"),
    }
}

pub(super) fn lease(register: &mut Register, seconds: i64) -> Fence {
    register
        .acquire_lease("worker", at(seconds), SignedDuration::ZERO)
        .unwrap()
        .unwrap()
}

pub(super) fn settle(
    register: &mut Register,
    fence: Fence,
    mail: &Claimed,
    outcome: Outcome,
    seconds: i64,
) -> SendState {
    register
        .settle(fence, mail.id, outcome, None, 0, at(seconds))
        .unwrap()
}

/// Sends what is due and gives the mails that were accepted.
pub(super) fn send_all(register: &mut Register, seconds: i64) -> Vec<Claimed> {
    let fence = lease(register, seconds);
    let mut sent = Vec::new();
    while let Claim::Mail(mail) = claim(register, fence, seconds) {
        settle(register, fence, &mail, Outcome::Accepted, seconds);
        sent.push(*mail);
    }
    register.release_lease(fence).unwrap();
    sent
}

fn macs(mail: &Claimed) -> Vec<(String, Mac)> {
    let ring = ring();
    let token = ring.link(&mail.key_id, &mail.nonce, mail.number).unwrap();
    ring.macs(&token)
        .into_iter()
        .map(|(id, mac)| (id.to_owned(), mac))
        .collect()
}

pub(super) fn look(register: &Register, mail: &Claimed, seconds: i64) -> LinkState {
    let macs = macs(mail);
    let macs: Vec<(&str, Mac)> = macs.iter().map(|(id, mac)| (id.as_str(), *mac)).collect();
    register.look_at_link(&macs, at(seconds)).unwrap().0
}

pub(super) fn confirm(register: &mut Register, mail: &Claimed, seconds: i64) -> LinkOutcome {
    let macs = macs(mail);
    let macs: Vec<(&str, Mac)> = macs.iter().map(|(id, mac)| (id.as_str(), *mac)).collect();
    register.confirm_link(&macs, at(seconds)).unwrap()
}

/// A bench where Anna has been sent a link, and that link.
fn sent() -> (Bench, Claimed) {
    let mut bench = Bench::with(&[ANNA, BJORN]);
    let anna = bench.id("anna.a");
    enqueue(&mut bench.register, &[anna], 0);
    let sent = send_all(&mut bench.register, 0).pop().unwrap();
    (bench, sent)
}

pub(super) fn events(bench: &Bench, user_id: &str) -> Vec<HistoryEvent> {
    let history = bench.register.history_of(bench.id(user_id)).unwrap();
    history.iter().map(|entry| entry.event).collect()
}

#[test]
fn looking_at_a_link_a_hundred_times_changes_no_row() {
    let (bench, mail) = sent();
    let before = bench.register.conn.total_changes();
    for _ in 0..100 {
        assert_eq!(look(&bench.register, &mail, 10), LinkState::Ready);
    }
    assert_eq!(bench.register.conn.total_changes(), before);
    assert_eq!(bench.person("anna.a").verified_at, None);
}

#[test]
fn a_link_verifies_its_person_and_the_history_tells_it() {
    let (mut bench, mail) = sent();
    let anna = bench.id("anna.a");
    assert_eq!(
        confirm(&mut bench.register, &mail, 10),
        LinkOutcome::Verified(anna)
    );
    assert_eq!(bench.person("anna.a").verified_at, Some(at(10)));
    assert_eq!(
        events(&bench, "anna.a"),
        [HistoryEvent::Set, HistoryEvent::VerifiedByLink]
    );
    assert_eq!(
        bench.register.history_of(anna).unwrap()[1].who.login,
        "anna.a"
    );
    // The same person may look again, also long after.
    assert_eq!(
        confirm(&mut bench.register, &mail, 11),
        LinkOutcome::AlreadyVerified(anna)
    );
    assert_eq!(
        look(&bench.register, &mail, 1_000_000),
        LinkState::AlreadyVerified
    );
    assert_eq!(events(&bench, "anna.a").len(), 2);
}

#[test]
fn sixteen_presses_at_once_verify_once() {
    let (bench, mail) = sent();
    let path = bench.path();
    let start = Barrier::new(16);
    let verified = AtomicUsize::new(0);
    std::thread::scope(|scope| {
        for _ in 0..16 {
            scope.spawn(|| {
                let mut register = Register::open(&path).unwrap();
                start.wait();
                match confirm(&mut register, &mail, 10) {
                    LinkOutcome::Verified(_) => {
                        verified.fetch_add(1, Ordering::Relaxed);
                    }
                    LinkOutcome::AlreadyVerified(_) => {}
                    LinkOutcome::Gone => panic!("the same person's replay"),
                }
            });
        }
    });
    assert_eq!(verified.into_inner(), 1);
    assert_eq!(
        events(&bench, "anna.a"),
        [HistoryEvent::Set, HistoryEvent::VerifiedByLink]
    );
}

#[test]
fn an_expired_link_and_one_that_nobody_made_are_the_same_nothing() {
    let (mut bench, mail) = sent();
    assert_eq!(look(&bench.register, &mail, 86_399), LinkState::Ready);
    for late in [86_400, 1_000_000] {
        assert_eq!(look(&bench.register, &mail, late), LinkState::Gone);
        assert_eq!(confirm(&mut bench.register, &mail, late), LinkOutcome::Gone);
    }
    let foreign = Claimed { number: 99, ..mail };
    assert_eq!(look(&bench.register, &foreign, 10), LinkState::Gone);
    assert_eq!(
        confirm(&mut bench.register, &foreign, 10),
        LinkOutcome::Gone
    );
    assert_eq!(bench.person("anna.a").verified_at, None);
}

#[test]
fn every_change_of_the_address_kills_link_and_code() {
    type Change = fn(&mut Bench);
    fn data(bench: &mut Bench, change: fn(&mut PersonData)) {
        let anna = bench.person("anna.a");
        let mut data = data_of(&anna);
        change(&mut data);
        bench
            .register
            .update(anna.id, anna.version, &data, &who(), at(5))
            .unwrap();
    }
    let changes: [(&str, Change); 5] = [
        ("an import", |bench| {
            bench.apply(&[["anna.a", "00417", "anna.ny@foretaget.example"]]);
        }),
        ("an import there and back", |bench| {
            bench.apply(&[["anna.a", "00417", "anna.ny@foretaget.example"]]);
            bench.apply(&[["anna.a", "00417", ANNA.2]]);
        }),
        ("by hand", |bench| {
            data(bench, |data| {
                data.connect_address = Some(parsed("a@foretaget.example"))
            });
        }),
        ("clearing", |bench| {
            let anna = bench.person("anna.a");
            bench
                .register
                .clear_address(anna.id, anna.version, &who(), at(5))
                .unwrap();
        }),
        ("deactivation and back", |bench| {
            data(bench, |data| data.active = false);
            data(bench, |data| data.active = true);
        }),
    ];
    for (name, change) in changes {
        let (mut bench, mail) = sent();
        let code = code(&mut bench, 1);
        change(&mut bench);
        assert_eq!(look(&bench.register, &mail, 10), LinkState::Gone, "{name}");
        assert_eq!(
            confirm(&mut bench.register, &mail, 10),
            LinkOutcome::Gone,
            "{name}"
        );
        let anna = bench.id("anna.a");
        assert_eq!(
            type_code(&mut bench.register, anna, &code, 10),
            None,
            "{name}"
        );
        assert_eq!(bench.person("anna.a").sent_until, None, "{name}");
    }
}

#[test]
fn what_leaves_the_address_alone_leaves_the_link_alone() {
    let (mut bench, mail) = sent();
    let anna = bench.person("anna.a");
    let mut data = data_of(&anna);
    data.department = Some("Vård".into());
    bench
        .register
        .update(anna.id, anna.version, &data, &who(), at(5))
        .unwrap();
    bench.apply(&[
        ["anna.a", "00417", "Anna@Foretaget.example"],
        ["bjorn.b", "00418", "b@foretaget.example"],
    ]);
    assert!(matches!(
        confirm(&mut bench.register, &mail, 10),
        LinkOutcome::Verified(_)
    ));
}

#[test]
fn removing_the_link_kills_the_mail_that_made_it() {
    let (mut bench, mail) = sent();
    confirm(&mut bench.register, &mail, 10);
    let anna = bench.person("anna.a");
    bench
        .register
        .unlink(anna.id, anna.version, &who(), at(11))
        .unwrap();
    assert_eq!(look(&bench.register, &mail, 12), LinkState::Gone);
    assert_eq!(confirm(&mut bench.register, &mail, 12), LinkOutcome::Gone);
}

#[test]
fn nobody_can_change_an_address_and_forget_its_links() {
    let bench = Bench::with(&[ANNA, ("cia.c", "1", "!cia@foretaget.example")]);
    let shell = bench.shell();
    for sql in [
        "UPDATE person SET connect_address = 'x@y.se', connect_key = 'x@y.se' WHERE id = 1",
        "UPDATE person SET active = 0 WHERE id = 1",
        "UPDATE person SET verified_at = NULL WHERE id = 2",
    ] {
        let refused = shell.execute(sql, []).unwrap_err().to_string();
        assert!(refused.contains("address_version"), "{sql}: {refused}");
    }
}

#[test]
fn the_state_of_a_person_follows_what_was_sent() {
    let mut bench = Bench::with(&[ANNA, BJORN]);
    let anna = bench.id("anna.a");
    let state = |bench: &Bench, seconds| bench.person("anna.a").state(at(seconds));
    enqueue(&mut bench.register, &[anna], 0);
    assert_eq!(
        state(&bench, 0),
        ConnectState::Unverified,
        "queued is not sent"
    );
    let mail = send_all(&mut bench.register, 0).pop().unwrap();
    assert_eq!(state(&bench, 86_399), ConnectState::Sent);
    assert_eq!(state(&bench, 86_400), ConnectState::Expired);
    let only = |bench: &Bench, only| -> Vec<String> {
        let filter = PersonFilter {
            only,
            company: None,
        };
        let found = bench.register.persons(filter).unwrap();
        found.into_iter().filter_map(|p| p.user_id).collect()
    };
    assert_eq!(only(&bench, Only::Sent(at(10))), ["anna.a"]);
    assert_eq!(only(&bench, Only::Expired(at(10))), [""; 0]);
    assert_eq!(only(&bench, Only::Expired(at(86_400))), ["anna.a"]);
    assert_eq!(only(&bench, Only::Unverified), ["anna.a", "bjorn.b"]);
    assert_eq!(
        bench.register.mark_bounced(&mail.message_id).unwrap(),
        Some(anna)
    );
    assert_eq!(bench.register.mark_bounced("koppla.x@y").unwrap(), None);
    assert_eq!(only(&bench, Only::Bounced), ["anna.a"]);
    assert_eq!(state(&bench, 10), ConnectState::Unverified, "it came back");
    bench
        .register
        .add_domain(&AllowedDomain::parse("annan.example").unwrap())
        .unwrap();
    assert_eq!(only(&bench, Only::OutsideDomains), ["anna.a", "bjorn.b"]);
    // Another address is another matter.
    bench.register.remove_domain("annan.example").unwrap();
    bench.apply(&[["anna.a", "00417", "anna.ny@foretaget.example"]]);
    assert_eq!(only(&bench, Only::Bounced), [""; 0]);
}

#[test]
fn a_verified_domain_links_the_active_and_unverified_under_it() {
    let mut bench = Bench::with(&[
        ANNA,
        ("bjorn.b", "2", "bjorn@it.foretaget.example"),
        ("cia.c", "3", "!cia@foretaget.example"),
        ("dan.d", "4", "dan@evilforetaget.example"),
        ("eva.e", "5", "eva@foretaget.example"),
        ("fia.f", "6", ""),
    ]);
    let eva = bench.person("eva.e");
    let inactive = PersonData {
        active: false,
        ..data_of(&eva)
    };
    bench
        .register
        .update(eva.id, eva.version, &inactive, &who(), at(0))
        .unwrap();
    let all: Vec<PersonId> = bench
        .register
        .persons(PersonFilter::default())
        .unwrap()
        .iter()
        .map(|p| p.id)
        .collect();
    let owned = AllowedDomains::new(vec![AllowedDomain::parse("foretaget.example").unwrap()]);
    assert_eq!(
        bench
            .register
            .verify_by_domain(&all, &AllowedDomains::default(), &who(), at(1))
            .unwrap(),
        []
    );
    let verified = bench
        .register
        .verify_by_domain(&all, &owned, &who(), at(1))
        .unwrap();
    assert_eq!(verified, [bench.id("anna.a")]);
    assert_eq!(
        events(&bench, "anna.a"),
        [HistoryEvent::Set, HistoryEvent::VerifiedByDomain]
    );
}

#[test]
fn the_register_holds_no_link_and_no_code() {
    let (mut bench, mail) = sent();
    let code = code(&mut bench, 1);
    let token = ring().link(&mail.key_id, &mail.nonce, mail.number).unwrap();
    let mut columns = bench.register.conn.prepare("SELECT * FROM outbox").unwrap();
    let width = columns.column_count();
    let mut rows = columns.query([]).unwrap();
    while let Some(row) = rows.next().unwrap() {
        for column in 0..width {
            let value = format!("{:?}", row.get_ref(column).unwrap());
            assert!(
                !value.contains(token.reveal()) && !value.contains(&code),
                "{value}"
            );
        }
    }
}

#[test]
fn erasing_a_person_erases_what_was_sent_to_them() {
    let (mut bench, mail) = sent();
    let anna = bench.id("anna.a");
    bench
        .register
        .set_passwords(&[(anna, "hash".into())], true, at(2))
        .unwrap();
    for _ in 0..50 {
        bench.register.note_wrong_code(anna, at(2)).unwrap();
    }
    bench.register.remove(anna).unwrap();
    for table in ["outbox", "password", "failure", "person_lock"] {
        let left: i64 = bench
            .shell()
            .query_row(&format!("SELECT count(*) FROM {table}"), [], |row| {
                row.get(0)
            })
            .unwrap();
        assert_eq!(left, 0, "{table}");
    }
    assert_eq!(look(&bench.register, &mail, 3), LinkState::Gone);
    assert_eq!(
        bench.register.mailings(None).unwrap()[0].recipients,
        1,
        "the count stays"
    );
    assert_eq!(bench.register.verify().unwrap(), [""; 0]);
}
