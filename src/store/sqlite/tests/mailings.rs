//! Who is sent a link: by a mailing, and by asking for a new one.

use std::sync::Barrier;
use std::sync::atomic::{AtomicUsize, Ordering};

use super::verification::{ANNA, BJORN, confirm, enqueue, new_send, ring, rule, send_all};
use super::*;
use crate::domain::domains::AllowedDomain;
use crate::domain::verification::LeftOut;
use crate::store::{LinkOutcome, PersonFilter, Recipients};

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

/// Asks as whoever has this user id; whether a link was queued.
fn ask(bench: &mut Bench, user_id: &str, seconds: i64) -> bool {
    let ring = ring();
    let asked = bench
        .register
        .request_link(user_id, &new_send(&ring, seconds));
    asked.unwrap()
}

/// Asks and sends what was queued.
fn ask_and_get(bench: &mut Bench, user_id: &str, seconds: i64) -> bool {
    let queued = ask(bench, user_id, seconds);
    assert_eq!(
        send_all(&mut bench.register, seconds).len(),
        usize::from(queued)
    );
    queued
}

#[test]
fn who_was_sent_a_link_before_can_ask_for_another_and_both_count() {
    let mut bench = Bench::with(&[ANNA, BJORN]);
    let anna = bench.id("anna.a");
    assert!(!ask(&mut bench, "anna.a", 0), "nobody asked her to verify");
    enqueue(&mut bench.register, &[anna], 1);
    assert!(!ask(&mut bench, "anna.a", 2), "one is on its way");
    let first = send_all(&mut bench.register, 3).pop().unwrap();
    assert!(!ask(&mut bench, "anna.a", 60), "a minute after the last");
    assert!(ask(&mut bench, "ANNA.A", 61));
    let second = send_all(&mut bench.register, 61).pop().unwrap();
    assert_ne!(first.message_id, second.message_id);
    assert_eq!(
        confirm(&mut bench.register, &second, 70),
        LinkOutcome::Verified(anna)
    );
    assert!(!ask(&mut bench, "anna.a", 10_000), "verified");
    // No mailing that somebody could cancel came of it.
    assert_eq!(bench.register.mailings(None).unwrap().len(), 1);
}

#[test]
fn a_new_link_is_asked_for_five_times_an_hour_and_ten_a_day() {
    let mut bench = Bench::with(&[ANNA]);
    let anna = bench.id("anna.a");
    enqueue(&mut bench.register, &[anna], 0);
    send_all(&mut bench.register, 0);
    // Somebody who presses every half minute for a day; the mailing's own link is the first of the day.
    let granted: Vec<i64> = (30..86_400)
        .step_by(30)
        .filter(|second| ask_and_get(&mut bench, "anna.a", *second))
        .collect();
    let hour = [0, 60, 120, 180, 240];
    let second_hour = hour.map(|second| second + 3_600);
    assert_eq!(granted, [&hour[1..], &second_hour[..]].concat());
}

#[test]
fn nobody_gets_a_link_by_asking_who_would_get_none_from_an_administrator() {
    let someone = |name: &'static str| -> (&str, &str, &str) {
        match name {
            "bounced" => ("bounced", "1", "b@foretaget.example"),
            "moved" => ("moved", "2", "m@foretaget.example"),
            "away" => ("away", "3", "a@foretaget.example"),
            "locked" => ("locked", "4", "l@foretaget.example"),
            "outside" => ("outside", "5", "o@annan.example"),
            other => panic!("{other}"),
        }
    };
    let names = ["bounced", "moved", "away", "locked", "outside"];
    let mut bench = Bench::with(&names.map(someone));
    let ids = names.map(|name| bench.id(name));
    enqueue(&mut bench.register, &ids, 0);
    let sent = send_all(&mut bench.register, 0);
    assert_eq!(sent.len(), 5);
    let to_bounced = sent.iter().find(|mail| mail.person.id == ids[0]).unwrap();
    bench.register.mark_bounced(&to_bounced.message_id).unwrap();
    bench.apply(&[["moved", "2", "ny@foretaget.example"]]);
    let away = bench.person("away");
    let data = PersonData {
        active: false,
        ..data_of(&away)
    };
    bench
        .register
        .update(away.id, away.version, &data, &who(), at(1))
        .unwrap();
    for _ in 0..50 {
        bench.register.note_wrong_code(ids[3], at(1)).unwrap();
    }
    let allowed = AllowedDomain::parse("foretaget.example").unwrap();
    bench.register.add_domain(&allowed).unwrap();
    for name in names.into_iter().chain(["nobody", ""]) {
        assert!(!ask(&mut bench, name, 1_000), "{name}");
    }
    assert!(send_all(&mut bench.register, 1_000).is_empty());
    // The lock ends, and with it the reason.
    bench.register.unlock(ids[3]).unwrap();
    assert!(ask(&mut bench, "locked", 1_000));
}
