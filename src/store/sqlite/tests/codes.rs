//! Codes and passwords in the register: how often each may be tried, with several connections where that matters.

use std::sync::Barrier;
use std::sync::atomic::{AtomicUsize, Ordering};

use super::verification::{ANNA, events, new_send, ring, send_all};
use super::*;
use crate::domain::log::HistoryEvent;
use crate::store::CodeRequest;

/// A bench where Anna has been sent a code, and that code.
fn coded() -> (Bench, String) {
    let mut bench = Bench::with(&[ANNA]);
    let code = code(&mut bench, 0);
    (bench, code)
}

pub(super) fn code(bench: &mut Bench, seconds: i64) -> String {
    let anna = bench.id("anna.a");
    let ring = ring();
    let asked = bench.register.request_code(anna, &new_send(&ring, seconds));
    assert_eq!(asked.unwrap(), CodeRequest::Queued);
    let mail = send_all(&mut bench.register, seconds).pop().unwrap();
    let code = ring.code(&mail.key_id, &mail.nonce, mail.number).unwrap();
    code.reveal().to_owned()
}

/// Types a code as the job does; `None` where it was not even compared.
pub(super) fn type_code(
    register: &mut Register,
    person: PersonId,
    typed: &str,
    seconds: i64,
) -> Option<bool> {
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
