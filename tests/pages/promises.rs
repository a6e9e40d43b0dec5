//! Each promise of verification, by its number.

use std::sync::Barrier;
use std::time::{Duration, Instant};

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use koppla::domain::log::HistoryEvent;
use koppla::jobs::now;

use super::{ANNA, BJORN, CIA, OWN, is_verified};
use crate::support::commands::Office;
use crate::support::http::Answer;
use crate::support::pages::{
    Pages, Visitor, csrf, lasting, let_expire, links, mail, office, one_time_password, person,
    place,
};

/// Everything in the register but the queue's own signs of life.
fn contents(office: &Office) -> Vec<String> {
    let db = rusqlite::Connection::open(office.register()).unwrap();
    let mut tables = db
        .prepare(
            "SELECT name FROM sqlite_schema WHERE type = 'table' AND name <> 'queue' ORDER BY name",
        )
        .unwrap();
    let names: Vec<String> = tables
        .query_map([], |row| row.get(0))
        .unwrap()
        .map(Result::unwrap)
        .collect();
    let mut rows = Vec::new();
    for table in names {
        let mut all = db.prepare(&format!("SELECT * FROM \"{table}\"")).unwrap();
        let columns = all.column_count();
        let mut found = all.query([]).unwrap();
        while let Some(row) = found.next().unwrap() {
            let values: Vec<String> = (0..columns)
                .map(|at| format!("{:?}", row.get_ref(at).unwrap()))
                .collect();
            rows.push(format!("{table}: {}", values.join(", ")));
        }
    }
    rows
}

#[test]
fn promise_1_looking_changes_nothing_however_often() {
    let office = office(&[ANNA, BJORN]);
    let pages = Pages::serve(&office);
    let links = links(&office, &["anna.a", "bjorn.b"]);
    pages.post(&links[1]).is(200).says("Your link is active");
    let before = contents(&office);
    for link in [&links[0], &links[1], &format!("/l/{}", "A".repeat(43))] {
        for _ in 0..50 {
            pages.get(link);
            pages.ask("HEAD", link, &[], "");
        }
    }
    assert_eq!(contents(&office), before);
    let page = pages.get(&links[0]).is(200).says("<form method=\"post\"");
    assert!(page.body.contains("Confirm the address</button>"));
    assert!(!page.body.contains("<script"), "{}", page.body);
    // It does not say whose link it is, nor repeat it where somebody could read it over.
    assert!(!page.body.contains("Anna") && !page.body.contains("anna."));
    assert!(!page.body.contains(&links[0]));
    let head = pages.ask("HEAD", &links[0], &[], "").is(200);
    assert_eq!(head.header("content-length"), page.header("content-length"));
    assert!(!is_verified(&office, "anna.a"));
}

#[test]
fn promise_2_a_link_succeeds_once_also_in_a_race_and_its_person_is_told_so_later() {
    let office = office(&[ANNA]);
    let pages = Pages::serve(&office);
    let link = links(&office, &["anna.a"]).remove(0);
    let barrier = Barrier::new(16);
    let answers: Vec<Answer> = std::thread::scope(|scope| {
        let racers: Vec<_> = (0..16)
            .map(|_| {
                scope.spawn(|| {
                    barrier.wait();
                    pages.post(&link).is(200)
                })
            })
            .collect();
        racers.into_iter().map(|r| r.join().unwrap()).collect()
    });
    let said = |text: &str| answers.iter().filter(|a| a.body.contains(text)).count();
    assert_eq!(said("<h1>Your link is active"), 1);
    assert_eq!(said("<h1>The address is already verified"), 15);
    assert!(is_verified(&office, "anna.a"));
    let (register, anna) = person(&office, "anna.a");
    let history = register.history_of(anna.id).unwrap();
    let proofs = history
        .iter()
        .filter(|e| e.event == HistoryEvent::VerifiedByLink);
    assert_eq!(proofs.count(), 1);
    // The same person again.
    pages.post(&link).is(200).says("already verified");
    pages.get(&link).is(200).says("already verified");
}

#[test]
fn promise_3_a_new_address_removing_the_link_and_deactivation_kill_it() {
    let office = office(&[ANNA, BJORN, CIA]);
    let pages = Pages::serve(&office);
    let links = links(&office, &["anna.a", "bjorn.b", "cia.c"]);
    let set = |arguments: &[&str]| {
        let mut all = vec!["person", "set"];
        all.extend(arguments);
        office.run(&all).exits(0);
    };
    set(&["anna.a", "--connect-address", "anna@foretaget.example"]);
    pages.post(&links[1]).is(200);
    let (mut register, bjorn) = person(&office, "bjorn.b");
    let place = place(&office);
    register
        .unlink(bjorn.id, bjorn.version, place.who(), now())
        .unwrap();
    set(&["cia.c", "--active", "no"]);
    for link in &links {
        pages.get(link).is(410);
        pages.post(link).is(410);
    }
    // Coming back, to the old address or to the organisation, does not wake them.
    set(&[
        "anna.a",
        "--connect-address",
        "anna.andersson@foretaget.example",
    ]);
    set(&["cia.c", "--active", "yes"]);
    for link in &links {
        pages.post(link).is(410);
    }
    for id in ["anna.a", "bjorn.b", "cia.c"] {
        assert!(!is_verified(&office, id), "{id}");
    }
}

#[test]
fn promise_4_neither_token_nor_code_is_in_the_register_or_a_log() {
    let office = office(&[ANNA]);
    let pages = Pages::serve(&office);
    let link = links(&office, &["anna.a"]).remove(0);
    let mut anna = Visitor::new(&pages);
    anna.arrive("anna.a", &one_time_password(&office, "anna.a"), OWN);
    anna.submit("/code/send", &[]).is(200);
    let code = mail(&office, 2).code();
    anna.submit("/code", &[("code", "1234567")]);
    pages.post(&link).is(200);
    let token = link.trim_start_matches("/l/").to_owned();
    let raw = URL_SAFE_NO_PAD.decode(&token).unwrap();
    assert_eq!(raw.len() * 8, 256);
    let mut searched = 0;
    for file in std::fs::read_dir(office.path()).unwrap() {
        let path = file.unwrap().path();
        let name = path.file_name().unwrap().to_string_lossy().into_owned();
        if path.is_dir() || !(name.starts_with("register.db") || name.ends_with(".log")) {
            continue;
        }
        searched += 1;
        let bytes = std::fs::read(&path).unwrap();
        let holds = |secret: &[u8]| bytes.windows(secret.len()).any(|window| window == secret);
        for secret in [token.as_bytes(), &raw, code.as_bytes(), OWN.as_bytes()] {
            assert!(!holds(secret), "{name}");
        }
        if name.ends_with(".log") {
            assert!(
                !holds(b"foretaget.example") && !holds(b"127.0.0.1"),
                "{name}"
            );
        }
    }
    assert!(searched >= 3, "{searched}");
    let log = pages.log();
    assert!(log.contains("POST /l/{token} 200"), "{log}");
}

#[test]
fn promise_5_links_and_codes_end_and_a_code_has_five_tries_however_many_come_at_once() {
    let office = office(&[ANNA, BJORN]);
    let pages = Pages::serve(&office);
    let link = links(&office, &["bjorn.b"]).remove(0);
    let mut anna = Visitor::new(&pages);
    anna.arrive("anna.a", &one_time_password(&office, "anna.a"), OWN)
        .says("Verify your address");
    anna.submit("/code/send", &[])
        .says("on its way to anna.andersson@");
    let code = mail(&office, 2).code();
    anna.submit("/code/send", &[]).is(422).says("Wait a minute");
    let wrong = if code == "000000" { "000001" } else { "000000" };
    let word = csrf(&anna.get("/").body);
    let cookie = anna.cookie().to_owned();
    let barrier = Barrier::new(50);
    let answers: Vec<String> = std::thread::scope(|scope| {
        let tries: Vec<_> = (0..50)
            .map(|_| {
                scope.spawn(|| {
                    let form = format!("csrf={word}&code={wrong}");
                    barrier.wait();
                    let headers = [("Cookie", cookie.as_str())];
                    pages.ask("POST", "/code", &headers, &form).is(422).body
                })
            })
            .collect();
        tries.into_iter().map(|t| t.join().unwrap()).collect()
    });
    let said = |text: &str| answers.iter().filter(|body| body.contains(text)).count();
    assert_eq!(said("The code is not right"), 5);
    assert_eq!(said("The code no longer counts"), 45);
    anna.submit("/code", &[("code", &code)])
        .is(422)
        .says("The code no longer counts");
    assert!(!is_verified(&office, "anna.a"));
    // The link's time.
    pages.get(&link).is(200);
    let_expire(&office);
    pages.get(&link).is(410);
    pages.post(&link).is(410);
    assert!(!is_verified(&office, "bjorn.b"));
}

#[test]
fn promise_6_links_that_are_worth_nothing_are_alike_byte_for_byte() {
    let ours = office(&[ANNA, BJORN, CIA]);
    let elsewhere = office(&[ANNA]);
    let pages = Pages::serve(&ours);
    let [revoked, expired]: [String; 2] = links(&ours, &["anna.a", "bjorn.b"]).try_into().unwrap();
    ours.run(&["person", "set", "anna.a", "--active", "no"])
        .exits(0);
    let_expire(&ours);
    let foreign = {
        let pages = Pages::serve(&elsewhere);
        let link = links(&elsewhere, &["anna.a"]).remove(0);
        pages.get(&link).is(200);
        link
    };
    let unknown = format!("/l/{}", "x".repeat(43));
    let cut = expired[..20].to_owned();
    for method in ["GET", "POST"] {
        for language in ["sv", "en"] {
            let ask = |link: &str| {
                lasting(
                    pages
                        .ask(method, link, &[("Accept-Language", language)], "")
                        .is(410),
                )
            };
            let one = ask(&unknown);
            for other in [&revoked, &expired, &foreign, &cut, &"/l/%00%ff".to_owned()] {
                assert_eq!(ask(other), one, "{method} {other}");
            }
            assert!(one.2.contains("href=\"/again\""));
        }
    }
}

#[test]
fn promise_6_signing_in_fails_alike_whoever_it_is() {
    let office = office(&[ANNA, BJORN, CIA]);
    let pages = Pages::serve(&office);
    let used = one_time_password(&office, "bjorn.b");
    Visitor::new(&pages)
        .send("/sign-in", &[("user_id", "bjorn.b"), ("password", &used)])
        .says("Choose a password");
    one_time_password(&office, "anna.a");
    let refused = |user_id: &str, password: &str| {
        let fields = [("user_id", user_id), ("password", password)];
        let begun = Instant::now();
        let answer = Visitor::new(&pages).send_only("/sign-in", &fields).is(422);
        // Whatever the register had to do for it is hidden in this.
        assert!(begun.elapsed() >= Duration::from_millis(300));
        assert!(answer.header("set-cookie").is_none());
        // The form keeps what was typed; nothing else may differ.
        let (_, _, body) = lasting(answer);
        body.replace(&format!("value=\"{user_id}\""), "value=\"\"")
    };
    let one = refused("nobody.n", "wrong password");
    assert_eq!(refused("anna.a", "wrong password"), one, "a wrong password");
    assert_eq!(refused("cia.c", "wrong password"), one, "no password");
    assert_eq!(refused("bjorn.b", &used), one, "a one-time password again");
}

#[test]
fn promise_7_a_name_stays_a_name() {
    let name = "<script>alert(1)</script>";
    let row = format!("eve.e;00999;{name};x\"'><b>x&y;eve@foretaget.example;ja");
    let office = office(&[&row]);
    let pages = Pages::serve(&office);
    let link = links(&office, &["eve.e"]).remove(0);
    let mut eve = Visitor::new(&pages);
    let home = eve
        .arrive("eve.e", &one_time_password(&office, "eve.e"), OWN)
        .says("You are signed in as");
    assert!(home.body.contains("&#60;script&#62;"), "{}", home.body);
    assert!(!home.body.contains("<script") && !home.body.contains("<b>x"));
    let typed = [("user_id", "\"><script>x"), ("password", "x")];
    let page = Visitor::new(&pages).send_only("/sign-in", &typed).is(422);
    assert!(!page.body.contains("<script"), "{}", page.body);
    // The mail holds no link but ours, and no name that could be one.
    let text = mail(&office, 1).text;
    assert_eq!(text.matches("://").count(), 2, "{text}");
    assert_eq!(text.matches(&format!("http://localhost{link}")).count(), 2);
    assert!(!text.contains("script"));
}
