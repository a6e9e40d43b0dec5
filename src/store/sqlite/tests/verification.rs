//! Verification in the register: promises 1 to 5 of the design, each from outside, with several connections where that matters.

use std::sync::Barrier;
use std::sync::atomic::{AtomicUsize, Ordering};

use jiff::SignedDuration;

use super::*;
use crate::domain::domains::{AllowedDomain, AllowedDomains};
use crate::domain::log::HistoryEvent;
use crate::domain::person::ConnectState;
use crate::domain::verification::{
    Audience, Capacity, Key, KeyRing, LeftOut, Lifetime, LinkState, Mac, Outcome, Rule, SendState,
};
use crate::store::{
    Claim, ClaimRule, Claimed, CodeRequest, Enqueued, Fence, LinkOutcome, NewMailing, NewSend,
    Only, PersonFilter, Recipients,
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

fn settle(
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
fn send_all(register: &mut Register, seconds: i64) -> Vec<Claimed> {
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

fn look(register: &Register, mail: &Claimed, seconds: i64) -> LinkState {
    let macs = macs(mail);
    let macs: Vec<(&str, Mac)> = macs.iter().map(|(id, mac)| (id.as_str(), *mac)).collect();
    register.look_at_link(&macs, at(seconds)).unwrap().0
}

fn confirm(register: &mut Register, mail: &Claimed, seconds: i64) -> LinkOutcome {
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

/// A bench where Anna has been sent a code, and that code.
fn coded() -> (Bench, String) {
    let mut bench = Bench::with(&[ANNA]);
    let code = code(&mut bench, 0);
    (bench, code)
}

fn code(bench: &mut Bench, seconds: i64) -> String {
    let anna = bench.id("anna.a");
    let ring = ring();
    let asked = bench.register.request_code(anna, &new_send(&ring, seconds));
    assert_eq!(asked.unwrap(), CodeRequest::Queued);
    let mail = send_all(&mut bench.register, seconds).pop().unwrap();
    let code = ring.code(&mail.key_id, &mail.nonce, mail.number).unwrap();
    code.reveal().to_owned()
}

/// Types a code as the job does; `None` where it was not even compared.
fn type_code(register: &mut Register, person: PersonId, typed: &str, seconds: i64) -> Option<bool> {
    let counted = register.count_code_try(person, at(seconds)).unwrap()?;
    let right = ring().is_code(&counted.key_id, &counted.nonce, counted.number, typed);
    Some(if right {
        register.accept_code(counted.id, at(seconds)).unwrap()
    } else {
        register.note_wrong_code(person, at(seconds)).unwrap();
        false
    })
}

fn wrong(code: &str) -> &'static str {
    if code == "000000" { "000001" } else { "000000" }
}

fn events(bench: &Bench, user_id: &str) -> Vec<HistoryEvent> {
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
fn a_code_verifies_once_and_only_the_newest_counts() {
    let (mut bench, old) = coded();
    let anna = bench.id("anna.a");
    let new = code(&mut bench, 60);
    if old != new {
        assert_eq!(type_code(&mut bench.register, anna, &old, 61), Some(false));
    }
    assert_eq!(type_code(&mut bench.register, anna, &new, 62), Some(true));
    assert_eq!(bench.person("anna.a").verified_at, Some(at(62)));
    assert_eq!(type_code(&mut bench.register, anna, &new, 63), None);
    assert_eq!(
        events(&bench, "anna.a"),
        [HistoryEvent::Set, HistoryEvent::VerifiedByCode]
    );
}

#[test]
fn a_code_counts_for_fifteen_minutes() {
    let (mut bench, code) = coded();
    let anna = bench.id("anna.a");
    assert_eq!(type_code(&mut bench.register, anna, &code, 900), None);
    assert_eq!(type_code(&mut bench.register, anna, &code, 899), Some(true));
}

#[test]
fn of_fifty_wrong_codes_at_once_five_are_compared() {
    let (bench, code) = coded();
    let anna = bench.id("anna.a");
    let path = bench.path();
    let start = Barrier::new(50);
    let compared = AtomicUsize::new(0);
    std::thread::scope(|scope| {
        for _ in 0..50 {
            scope.spawn(|| {
                let mut register = Register::open(&path).unwrap();
                start.wait();
                if let Some(right) = type_code(&mut register, anna, wrong(&code), 10) {
                    assert!(!right);
                    compared.fetch_add(1, Ordering::Relaxed);
                }
            });
        }
    });
    assert_eq!(compared.into_inner(), 5);
    let mut register = bench.other();
    assert_eq!(
        type_code(&mut register, anna, &code, 11),
        None,
        "also the right one comes too late"
    );
}

#[test]
fn fifty_wrong_codes_in_thirty_days_lock_until_somebody_unlocks() {
    let mut bench = Bench::with(&[ANNA]);
    let anna = bench.id("anna.a");
    let day = 86_400;
    for n in 0..49 {
        assert!(
            !bench
                .register
                .note_wrong_code(anna, at(n * day / 2))
                .unwrap(),
            "{n}"
        );
    }
    // The first ones are more than thirty days old by now.
    assert!(!bench.register.note_wrong_code(anna, at(31 * day)).unwrap());
    assert_eq!(bench.register.locked_since(anna).unwrap(), None);
    let locked = (0..50).position(|_| {
        bench
            .register
            .note_wrong_code(anna, at(31 * day + 1))
            .unwrap()
    });
    assert!(locked.is_some());
    let ring = ring();
    let ask = |register: &mut Register| {
        register
            .request_code(anna, &new_send(&ring, 32 * day))
            .unwrap()
    };
    assert_eq!(ask(&mut bench.register), CodeRequest::Locked);
    assert!(bench.register.unlock(anna).unwrap());
    assert!(!bench.register.unlock(anna).unwrap());
    assert_eq!(ask(&mut bench.register), CodeRequest::Queued);
}

#[test]
fn codes_go_to_active_persons_with_an_unverified_address_and_not_too_often() {
    let mut bench = Bench::with(&[
        ANNA,
        ("cia.c", "1", "!cia@foretaget.example"),
        ("dan.d", "2", ""),
    ]);
    let ring = ring();
    let ask = |bench: &mut Bench, user_id: &str, seconds| {
        let id = bench.id(user_id);
        bench
            .register
            .request_code(id, &new_send(&ring, seconds))
            .unwrap()
    };
    assert_eq!(ask(&mut bench, "cia.c", 0), CodeRequest::AlreadyVerified);
    assert_eq!(ask(&mut bench, "dan.d", 0), CodeRequest::NoAddress);
    assert_eq!(ask(&mut bench, "anna.a", 0), CodeRequest::Queued);
    assert!(matches!(
        ask(&mut bench, "anna.a", 59),
        CodeRequest::Wait(_)
    ));
    assert_eq!(ask(&mut bench, "anna.a", 60), CodeRequest::Queued);
    // The replaced one is not sent any more.
    assert_eq!(send_all(&mut bench.register, 60).len(), 1);
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

#[test]
fn a_one_time_password_signs_in_once_also_in_a_race() {
    let mut bench = Bench::with(&[ANNA]);
    let anna = bench.id("anna.a");
    bench
        .register
        .set_passwords(&[(anna, "hash".into())], true, at(0))
        .unwrap();
    let path = bench.path();
    let start = Barrier::new(8);
    let signed_in = AtomicUsize::new(0);
    std::thread::scope(|scope| {
        for _ in 0..8 {
            scope.spawn(|| {
                let mut register = Register::open(&path).unwrap();
                start.wait();
                if register.note_sign_in(anna, "hash", at(1)).unwrap() {
                    signed_in.fetch_add(1, Ordering::Relaxed);
                }
            });
        }
    });
    assert_eq!(signed_in.into_inner(), 1);
    let data = bench.register.password_of("ANNA.A").unwrap().unwrap();
    assert!(data.one_time && data.used);
    assert!(!bench.register.has_password(anna).unwrap());
    bench
        .register
        .set_passwords(&[(anna, "own".into())], false, at(2))
        .unwrap();
    for _ in 0..3 {
        assert!(bench.register.note_sign_in(anna, "own", at(3)).unwrap());
    }
}

#[test]
fn ten_failed_sign_ins_make_a_person_wait_a_quarter_of_an_hour() {
    let mut bench = Bench::with(&[ANNA]);
    let anna = bench.id("anna.a");
    bench
        .register
        .set_passwords(&[(anna, "own".into())], false, at(0))
        .unwrap();
    for n in 0..10 {
        assert!(bench.register.count_sign_in(anna, at(n)).unwrap(), "{n}");
    }
    assert!(!bench.register.count_sign_in(anna, at(10)).unwrap());
    assert!(!bench.register.count_sign_in(anna, at(899)).unwrap());
    assert!(bench.register.count_sign_in(anna, at(900)).unwrap());
    assert!(bench.register.note_sign_in(anna, "own", at(900)).unwrap());
    assert!(
        bench.register.count_sign_in(anna, at(901)).unwrap(),
        "a success forgets the failures"
    );
}

#[test]
fn who_is_left_out_is_told_with_the_reason() {
    let mut bench = Bench::with(&[
        ANNA,
        BJORN,
        ("cia.c", "1", "!cia@foretaget.example"),
        ("dan.d", "2", ""),
    ]);
    let ids = |bench: &Bench, names: &[&str]| -> Vec<PersonId> {
        names.iter().map(|n| bench.id(n)).collect()
    };
    let everybody = Recipients::Filter(PersonFilter::default());
    let plan = bench.register.plan_mailing(&everybody, &rule(0)).unwrap();
    assert_eq!(plan.recipients, ids(&bench, &["anna.a", "bjorn.b"]));
    let (cia, dan) = (bench.id("cia.c"), bench.id("dan.d"));
    assert_eq!(
        plan.left_out,
        [(cia, LeftOut::Verified), (dan, LeftOut::NoAddress)]
    );
    let anna = bench.id("anna.a");
    enqueue(&mut bench.register, &[anna], 0);
    let reason = |bench: &Bench, seconds| {
        let plan = bench
            .register
            .plan_mailing(&Recipients::Persons(vec![anna]), &rule(seconds))
            .unwrap();
        plan.left_out.first().map(|(_, reason)| *reason)
    };
    assert_eq!(reason(&bench, 1), Some(LeftOut::OnItsWay));
    let mail = send_all(&mut bench.register, 2).pop().unwrap();
    assert_eq!(reason(&bench, 86_401), Some(LeftOut::SentRecently));
    assert_eq!(reason(&bench, 86_402), None);
    bench.register.mark_bounced(&mail.message_id).unwrap();
    assert_eq!(reason(&bench, 1_000_000), Some(LeftOut::Bounced));
    bench.apply(&[["anna.a", "00417", "anna.ny@foretaget.example"]]);
    assert_eq!(
        reason(&bench, 1_000_000),
        None,
        "another address has not come back"
    );
}

#[test]
fn two_administrators_with_the_same_plan_send_once() {
    let bench = Bench::with(&[ANNA, BJORN]);
    let persons = [bench.id("anna.a"), bench.id("bjorn.b")];
    let path = bench.path();
    let start = Barrier::new(2);
    let queued = AtomicUsize::new(0);
    std::thread::scope(|scope| {
        for n in 0..2 {
            let (path, start, queued) = (&path, &start, &queued);
            scope.spawn(move || {
                let mut register = Register::open(path).unwrap();
                start.wait();
                let done = enqueue(&mut register, &persons, n);
                assert_eq!(done.queued + done.left_out.len() as u64, 2);
                assert_eq!(done.mailing.is_some(), done.queued > 0);
                queued.fetch_add(usize::try_from(done.queued).unwrap(), Ordering::Relaxed);
            });
        }
    });
    assert_eq!(queued.into_inner(), 2);
    let mut register = bench.other();
    assert_eq!(
        register.mailings(None).unwrap().len(),
        1,
        "an empty mailing is not written"
    );
    assert_eq!(send_all(&mut register, 10).len(), 2);
    // Also when the first has been sent by the time that the second begins.
    assert_eq!(enqueue(&mut register, &persons, 20).queued, 0);
}
