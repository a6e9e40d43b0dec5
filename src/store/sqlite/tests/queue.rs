//! The queue: one worker, one claim at a time, and nothing sent twice.

use jiff::SignedDuration;

use super::verification::{ANNA, BJORN, claim, claim_at, enqueue, lease, mail, new_send, ring};
use super::*;
use crate::domain::domains::{AllowedDomain, AllowedDomains};
use crate::domain::verification::{Capacity, Outcome, SendKind, SendState, Trouble};
use crate::store::{Claim, Claimed, Fence, PauseReason};

/// With a mailing to Anna and Björn in the outbox.
fn queued() -> Bench {
    let mut bench = Bench::with(&[ANNA, BJORN]);
    let persons = [bench.id("anna.a"), bench.id("bjorn.b")];
    assert_eq!(enqueue(&mut bench.register, &persons, 0).queued, 2);
    bench
}

fn settle(
    bench: &mut Bench,
    fence: Fence,
    mail: &Claimed,
    outcome: Outcome,
    seconds: i64,
) -> SendState {
    bench
        .register
        .settle(fence, mail.id, outcome, Some(250), 0, at(seconds))
        .unwrap()
}

fn state(bench: &Bench, user_id: &str) -> SendState {
    bench.register.sends_of(bench.id(user_id)).unwrap()[0].state
}

fn pause(claim: Claim) -> PauseReason {
    match claim {
        Claim::Paused(pause) => pause.reason,
        other => panic!("{other:?}"),
    }
}

#[test]
fn a_second_worker_waits_until_the_first_gives_no_sign_of_life() {
    let mut bench = queued();
    let minute = SignedDuration::from_secs(60);
    let first = bench
        .register
        .acquire_lease("one", at(0), minute)
        .unwrap()
        .unwrap();
    let mut other = bench.other();
    assert_eq!(other.acquire_lease("two", at(59), minute).unwrap(), None);
    // A claim is a sign of life.
    let anna = mail(claim(&mut bench.register, first, 30));
    assert_eq!(other.acquire_lease("two", at(89), minute).unwrap(), None);
    let second = other.acquire_lease("two", at(90), minute).unwrap().unwrap();
    assert!(second > first);
    // What the first was sending may have been sent, and is nobody's to send again.
    assert_eq!(state(&bench, "anna.a"), SendState::Unknown);
    assert_eq!(claim(&mut bench.register, first, 91), Claim::LeaseLost);
    assert_eq!(
        mail(claim(&mut other, second, 91)).person.user_id.unwrap(),
        "bjorn.b"
    );
    assert_eq!(claim(&mut other, second, 92), Claim::Idle);
    // The first comes back and knows better.
    assert_eq!(
        settle(&mut bench, first, &anna, Outcome::Accepted, 93),
        SendState::Accepted
    );
}

#[test]
fn a_lease_that_is_given_back_is_free_at_once() {
    let mut bench = Bench::new();
    let hour = SignedDuration::from_hours(1);
    let first = bench
        .register
        .acquire_lease("one", at(0), hour)
        .unwrap()
        .unwrap();
    bench.register.release_lease(first).unwrap();
    assert_eq!(claim(&mut bench.register, first, 1), Claim::LeaseLost);
    let second = bench
        .register
        .acquire_lease("two", at(1), hour)
        .unwrap()
        .unwrap();
    bench.register.release_lease(first).unwrap();
    assert_eq!(
        claim(&mut bench.register, second, 2),
        Claim::Idle,
        "only the newest lease is given back"
    );
}

#[test]
fn a_claim_is_on_the_disk_before_it_is_handed_out() {
    let mut bench = queued();
    let fence = lease(&mut bench.register, 0);
    let claimed = mail(claim(&mut bench.register, fence, 0));
    let seen = bench.other().sends_of(claimed.person.id).unwrap();
    assert_eq!(seen[0].state, SendState::Sending);
    assert_eq!((seen[0].attempts, seen[0].dispatched), (1, Some(at(0))));
}

#[test]
fn a_retry_carries_the_same_message_id_and_counts_from_its_own_dispatch() {
    let mut bench = queued();
    let fence = lease(&mut bench.register, 0);
    let first = mail(claim(&mut bench.register, fence, 0));
    assert_eq!(
        settle(&mut bench, fence, &first, Outcome::Transient, 0),
        SendState::Deferred
    );
    let _bjorn = mail(claim(&mut bench.register, fence, 0));
    // A minute less 20 per cent.
    assert_eq!(claim(&mut bench.register, fence, 47), Claim::Wait(at(48)));
    let again = mail(claim(&mut bench.register, fence, 48));
    assert_eq!(again.id, first.id);
    assert_eq!(again.message_id, first.message_id);
    assert_eq!(
        (again.nonce, again.number, again.attempts),
        (first.nonce, first.number, 2)
    );
    assert_eq!(again.expires, at(48 + 86_400));
    // The seventh is the last.
    let mut now = 48;
    let mut mail = again;
    while settle(&mut bench, fence, &mail, Outcome::Transient, now) == SendState::Deferred {
        now += 86_400;
        mail = super::verification::mail(claim(&mut bench.register, fence, now));
    }
    assert_eq!(mail.attempts, 7);
    let record = &bench.register.sends_of(mail.person.id).unwrap()[0];
    assert_eq!(
        (record.state, record.error.as_deref()),
        (SendState::Rejected, Some("gave_up"))
    );
}

#[test]
fn what_nobody_needs_any_more_is_not_sent() {
    type Spoil = fn(&mut Bench);
    let spoils: [(&str, Spoil); 4] = [
        ("address_changed", |bench| {
            bench.apply(&[["anna.a", "00417", "anna.ny@foretaget.example"]]);
        }),
        ("verified", |bench| {
            let domains =
                AllowedDomains::new(vec![AllowedDomain::parse("foretaget.example").unwrap()]);
            let anna = bench.id("anna.a");
            bench
                .register
                .verify_by_domain(&[anna], &domains, &who(), at(1))
                .unwrap();
        }),
        ("address_changed", |bench| {
            let anna = bench.person("anna.a");
            let data = PersonData {
                active: false,
                ..data_of(&anna)
            };
            bench
                .register
                .update(anna.id, anna.version, &data, &who(), at(1))
                .unwrap();
        }),
        ("mailing_cancelled", |bench| {
            let id = bench.register.mailings(None).unwrap()[0].id;
            assert_eq!(bench.register.cancel_mailing(id, at(1)).unwrap(), 2);
        }),
    ];
    for (error, spoil) in spoils {
        let mut bench = queued();
        spoil(&mut bench);
        let fence = lease(&mut bench.register, 2);
        let mut sent = Vec::new();
        while let Claim::Mail(mail) = claim(&mut bench.register, fence, 2) {
            sent.extend(mail.person.user_id);
        }
        assert!(!sent.contains(&"anna.a".to_owned()), "{error}");
        let record = &bench.register.sends_of(bench.id("anna.a")).unwrap()[0];
        assert_eq!(
            (record.state, record.error.as_deref()),
            (SendState::Cancelled, Some(error))
        );
    }
}

#[test]
fn trouble_pauses_the_queue_and_charges_nobody() {
    let mut bench = queued();
    let fence = lease(&mut bench.register, 0);
    let today = at(0).to_zoned(jiff::tz::TimeZone::UTC).date();
    let anna = mail(claim(&mut bench.register, fence, 0));
    let trouble = Outcome::Trouble(Trouble::SignIn);
    assert_eq!(
        settle(&mut bench, fence, &anna, trouble, 1),
        SendState::Queued
    );
    let record = &bench.register.sends_of(anna.person.id).unwrap()[0];
    assert_eq!((record.attempts, record.dispatched), (0, None));
    assert_eq!(bench.register.queue_status(today).unwrap().sent_today, 0);
    let paused = PauseReason::Trouble(Trouble::SignIn);
    assert_eq!(pause(claim(&mut bench.register, fence, 2)), paused);
    assert_eq!(
        pause(claim(&mut bench.register, fence, 1_000_000)),
        paused,
        "not by itself"
    );
    bench.register.resume_queue(at(10)).unwrap();
    let mut sent = Vec::new();
    while let Claim::Mail(mail) = claim(&mut bench.register, fence, 10) {
        sent.extend(mail.person.user_id);
    }
    sent.sort();
    assert_eq!(sent, ["anna.a", "bjorn.b"]);
}

#[test]
fn a_lost_connection_is_tried_again_by_itself_less_and_less_often() {
    let mut bench = queued();
    let fence = lease(&mut bench.register, 0);
    let mut now = 0;
    let mut waits = Vec::new();
    for _ in 0..5 {
        let mail = mail(claim(&mut bench.register, fence, now));
        settle(
            &mut bench,
            fence,
            &mail,
            Outcome::Trouble(Trouble::Connection),
            now,
        );
        let Claim::Paused(pause) = claim(&mut bench.register, fence, now) else {
            panic!("no pause");
        };
        let until = pause.until.unwrap().duration_since(at(0)).as_secs();
        waits.push((until - now) / 60);
        now = until;
    }
    assert_eq!(waits, [1, 5, 15, 60, 60]);
    let mail = mail(claim(&mut bench.register, fence, now));
    settle(&mut bench, fence, &mail, Outcome::Accepted, now);
    let next = super::verification::mail(claim(&mut bench.register, fence, now));
    settle(
        &mut bench,
        fence,
        &next,
        Outcome::Trouble(Trouble::Connection),
        now,
    );
    let Claim::Paused(pause) = claim(&mut bench.register, fence, now) else {
        panic!("no pause");
    };
    assert_eq!(
        pause.until,
        Some(at(now + 60)),
        "a mail that got through ends the row"
    );
}

#[test]
fn an_administrators_pause_holds_links_and_lets_codes_through() {
    let mut bench = queued();
    let fence = lease(&mut bench.register, 0);
    bench.register.pause_queue(&who(), at(0)).unwrap();
    assert_eq!(
        pause(claim(&mut bench.register, fence, 1)),
        PauseReason::Administrator
    );
    let anna = bench.id("anna.a");
    let ring = ring();
    bench
        .register
        .request_code(anna, &new_send(&ring, 2))
        .unwrap();
    let code = mail(claim(&mut bench.register, fence, 2));
    // Trouble with it neither lifts the pause nor sends it again at once.
    settle(
        &mut bench,
        fence,
        &code,
        Outcome::Trouble(Trouble::Connection),
        2,
    );
    assert_eq!(claim(&mut bench.register, fence, 3), Claim::Wait(at(62)));
    assert_eq!(mail(claim(&mut bench.register, fence, 62)).id, code.id);
    assert_eq!(
        pause(claim(&mut bench.register, fence, 63)),
        PauseReason::Administrator
    );
    bench.register.resume_queue(at(64)).unwrap();
    assert!(matches!(
        claim(&mut bench.register, fence, 64),
        Claim::Mail(_)
    ));
}

#[test]
fn a_code_goes_before_the_links_that_wait() {
    let mut bench = queued();
    let bjorn = bench.id("bjorn.b");
    let ring = ring();
    bench
        .register
        .request_code(bjorn, &new_send(&ring, 5))
        .unwrap();
    let fence = lease(&mut bench.register, 6);
    let first = mail(claim(&mut bench.register, fence, 6));
    assert_eq!(first.kind, SendKind::Code);
    assert_eq!(first.expires, at(6 + 900));
}

#[test]
fn the_rate_and_the_day_are_kept_over_restarts() {
    let people: Vec<(String, String, String)> = (0..20)
        .map(|n| {
            (
                format!("p{n}"),
                n.to_string(),
                format!("p{n}@foretaget.example"),
            )
        })
        .collect();
    let refs: Vec<(&str, &str, &str)> = people
        .iter()
        .map(|(a, b, c)| (a.as_str(), b.as_str(), c.as_str()))
        .collect();
    let mut bench = Bench::with(&refs);
    let ids: Vec<PersonId> = people
        .iter()
        .map(|(user_id, ..)| bench.id(user_id))
        .collect();
    enqueue(&mut bench.register, &ids, 0);
    let capacity = Capacity {
        per_minute: 60,
        per_day: 8,
    };
    let mut sent = Vec::new();
    let mut now = 0;
    // Each mail by a worker of its own, which knows nothing but the register.
    while sent.len() < 10 {
        let mut register = bench.other();
        let fence = lease(&mut register, now);
        match claim_at(&mut register, fence, now, capacity) {
            Claim::Mail(mail) => {
                register
                    .settle(fence, mail.id, Outcome::Accepted, None, 0, at(now))
                    .unwrap();
                sent.push(now);
            }
            Claim::Wait(until) => now = until.duration_since(at(0)).as_secs(),
            other => panic!("{other:?}"),
        }
    }
    // 09:00 UTC is the zero of these tests: the next day begins fifteen hours later.
    let day = 15 * 3_600;
    assert_eq!(sent, [0, 0, 0, 0, 0, 1, 2, 3, day, day]);
}

#[test]
fn counts_of_a_mailing_add_up_and_its_failures_can_be_had() {
    let mut bench = queued();
    let fence = lease(&mut bench.register, 0);
    for outcome in [Outcome::Permanent, Outcome::Unknown] {
        let mail = mail(claim(&mut bench.register, fence, 0));
        settle(&mut bench, fence, &mail, outcome, 0);
    }
    let mailing = bench.register.mailings(None).unwrap().pop().unwrap();
    assert_eq!(mailing.who, who());
    assert_eq!(
        (
            mailing.recipients,
            mailing.counts.total(),
            mailing.counts.live()
        ),
        (2, 2, 0)
    );
    assert_eq!(mailing.counts.get(SendState::Rejected), 1);
    let failed = |unknown| bench.register.failed_of(mailing.id, unknown).unwrap();
    assert_eq!(failed(false), [bench.id("anna.a")]);
    assert_eq!(failed(true), [bench.id("anna.a"), bench.id("bjorn.b")]);
}
