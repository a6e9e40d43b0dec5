//! The pages on which people verify their address: each promise of theirs, kept by the real server on a real socket.

#![expect(
    clippy::unwrap_used,
    reason = "a test that cannot go on shall fail here"
)]

mod support;

use std::sync::Barrier;
use std::time::{Duration, Instant};

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use koppla::domain::log::HistoryEvent;
use koppla::jobs::{now, people};
use rustix::process::Signal;
use serde_json::json;
use support::commands::Office;
use support::http::Answer;
use support::pages::{
    Pages, Visitor, csrf, invite, lasting, let_expire, links, mail, mails, office,
    one_time_password, person, place, until,
};

const ANNA: &str = "anna.a;00417;Anna;Andersson;anna.andersson@foretaget.example;ja";
const BJORN: &str = "bjorn.b;00418;Björn;Berg;bjorn.berg@foretaget.example;ja";
const CIA: &str = "cia.c;00421;Cia;Carlsson;cia.carlsson@foretaget.example;ja";
const OWN: &str = "tre röda kor på Öland";

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

fn is_verified(office: &Office, id: &str) -> bool {
    office.person(id)["state"] == json!("verified")
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

#[test]
fn the_way_by_password_and_code_ends_with_an_active_link() {
    let office = office(&[ANNA]);
    let pages = Pages::serve(&office);
    let mut anna = Visitor::new(&pages);
    anna.get("/").is(303);
    let one_time = one_time_password(&office, "anna.a");
    let fields = [("user_id", " ANNA.A "), ("password", one_time.as_str())];
    let signed_in = anna.send_only("/sign-in", &fields).is(303);
    let cookie = signed_in.header("set-cookie").unwrap();
    assert!(
        cookie.ends_with("; Path=/; HttpOnly; SameSite=Strict"),
        "{cookie}"
    );
    // Nothing else before the password.
    assert_eq!(anna.get("/").is(303).header("location"), Some("/password"));
    let short = [("password", "kort"), ("again", "kort")];
    anna.submit("/password", &short)
        .is(422)
        .says("between 10 and 200");
    let different = [("password", OWN), ("again", "tre röda kor på Gotland")];
    anna.submit("/password", &different)
        .is(422)
        .says("two different passwords");
    let before = anna.cookie().to_owned();
    anna.submit("/password", &[("password", OWN), ("again", OWN)])
        .is(200)
        .says("Verify your address");
    assert_ne!(anna.cookie(), before);
    anna.submit("/code/send", &[]).is(200).says("on its way");
    let sent = mail(&office, 1);
    assert_eq!(sent.to, "anna.andersson@foretaget.example");
    let code = sent.code();
    let wrong = if code == "123456" { "123457" } else { "123456" };
    anna.submit("/code", &[("code", wrong)])
        .is(422)
        .says("4 tries left");
    let spaced = format!("{} {}", &code[..3], &code[3..]);
    anna.submit("/code", &[("code", &spaced)])
        .is(200)
        .says("Your link is active");
    assert!(is_verified(&office, "anna.a"));
    // The one-time password is gone, the chosen one stays; signing out ends the session.
    anna.submit("/sign-out", &[]).says("Sign in");
    anna.get("/").is(303);
    anna.send("/sign-in", &fields).is(422);
    anna.send("/sign-in", &[("user_id", "anna.a"), ("password", OWN)])
        .is(200)
        .says("Your link is active");
}

#[test]
fn a_form_that_is_not_ours_does_nothing() {
    let office = office(&[ANNA]);
    let pages = Pages::serve(&office);
    let link = links(&office, &["anna.a"]).remove(0);
    for site in ["cross-site", "same-site"] {
        pages
            .ask("POST", &link, &[("Sec-Fetch-Site", site)], "")
            .is(403);
    }
    let mut anna = Visitor::new(&pages);
    anna.arrive("anna.a", &one_time_password(&office, "anna.a"), OWN);
    for word in ["", "x", &"A".repeat(43)] {
        anna.send("/code/send", &[("csrf", word)]).is(403);
        anna.send("/code", &[("csrf", word), ("code", "123456")])
            .is(403);
        anna.send("/sign-out", &[("csrf", word)]).is(403);
        let form = [("csrf", word), ("password", "x"), ("again", "x")];
        anna.send("/password", &form).is(403);
    }
    anna.send("/code/send", &[]).is(422);
    anna.get("/").is(200);
    assert_eq!(mails(&office).len(), 1);
    assert!(!is_verified(&office, "anna.a"));
    pages
        .ask("POST", &link, &[("Sec-Fetch-Site", "same-origin")], "")
        .is(200);
}

#[test]
fn every_answer_has_the_headers_that_keep_it_to_itself() {
    let office = office(&[ANNA]);
    let pages = Pages::serve(&office);
    for path in [
        "/sign-in",
        "/l/x",
        "/nowhere",
        "/",
        "/style.css",
        "/health",
        "/robots.txt",
    ] {
        let answer = pages.get(path);
        let header = |name| answer.header(name).unwrap_or_default();
        assert_eq!(header("cache-control"), "no-store", "{path}");
        assert_eq!(header("referrer-policy"), "no-referrer", "{path}");
        assert_eq!(header("x-frame-options"), "DENY", "{path}");
        assert_eq!(header("x-content-type-options"), "nosniff", "{path}");
        assert!(header("x-robots-tag").contains("noindex"), "{path}");
        let policy = header("content-security-policy");
        assert!(policy.starts_with("default-src 'none';"), "{path}");
        assert!(policy.contains("frame-ancestors 'none'"), "{path}");
        assert!(
            !policy.contains("script-src") && !policy.contains("unsafe"),
            "{path}"
        );
        assert!(answer.header("strict-transport-security").is_none());
    }
    pages.get("/health").is(200).says("ok");
    pages.get("/robots.txt").is(200).says("Disallow: /");
}

#[test]
fn behind_a_proxy_cookies_are_for_https_and_pages_under_the_path() {
    let office = office(&[ANNA]);
    let url = "https://koppla.foretaget.example/verifiera/";
    office.run(&["setting", "set", "base-url", url]).exits(0);
    let pages = Pages::serve(&office);
    invite(&office, &["anna.a"]);
    let text = mail(&office, 1).text;
    assert!(
        text.contains("https://koppla.foretaget.example/verifiera/l/"),
        "{text}"
    );
    let link = format!("/verifiera/l/{}", mail(&office, 1).token());
    let page = until("the link to count", || {
        let page = pages.get(&link);
        (page.status == 200).then_some(page)
    });
    assert!(page.body.contains("href=\"/verifiera/style.css\""));
    assert!(page.header("strict-transport-security").is_some());
    pages.get("/verifiera/style.css").is(200);
    pages.get("/health").is(200);
    pages.get(link.trim_start_matches("/verifiera")).is(404);
    let one_time = one_time_password(&office, "anna.a");
    let fields = [("user_id", "anna.a"), ("password", one_time.as_str())];
    let answer = Visitor::new(&pages)
        .send_only("/verifiera/sign-in", &fields)
        .is(303);
    let cookie = answer.header("set-cookie").unwrap();
    assert!(
        cookie.ends_with("; Path=/verifiera/; HttpOnly; SameSite=Strict; Secure"),
        "{cookie}"
    );
    assert_eq!(answer.header("location"), Some("/verifiera/password"));
    drop(pages);
    let url = "https://koppla.foretaget.example";
    office.run(&["setting", "set", "base-url", url]).exits(0);
    let pages = Pages::serve(&office);
    let one_time = one_time_password(&office, "anna.a");
    let fields = [("user_id", "anna.a"), ("password", one_time.as_str())];
    let answer = Visitor::new(&pages).send_only("/sign-in", &fields).is(303);
    let cookie = answer.header("set-cookie").unwrap();
    assert!(cookie.starts_with("__Host-koppla="), "{cookie}");
    assert!(
        cookie.ends_with("; Path=/; HttpOnly; SameSite=Strict; Secure"),
        "{cookie}"
    );
}

#[test]
fn pages_speak_the_visitors_language_and_remember_the_switch() {
    let office = office(&[ANNA]);
    let pages = Pages::serve(&office);
    let ask = |path: &str, headers: &[(&str, &str)]| pages.ask("GET", path, headers, "").body;
    let swedish = ask(
        "/sign-in",
        &[("Accept-Language", "sv-SE,sv;q=0.9,en;q=0.5")],
    );
    assert!(swedish.contains("<html lang=\"sv\">") && swedish.contains("Lösenord"));
    assert!(swedish.contains("href=\"?lang=en\""));
    let switched = pages.get("/sign-in?lang=sv").says("Lösenord");
    let cookie = switched.header("set-cookie").unwrap();
    let cookie = cookie.split(';').next().unwrap();
    assert!(ask("/sign-in", &[("Cookie", cookie)]).contains("Lösenord"));
    assert!(ask("/sign-in", &[]).contains("Password"));
}

#[test]
fn an_address_that_fails_too_often_waits_and_a_trusted_proxy_says_whose_it_is() {
    let office = office(&[ANNA]);
    let proxy = ["setting", "set", "trusted-proxies", "127.0.0.1"];
    office.run(&proxy).exits(0);
    let pages = Pages::serve(&office);
    let fail = |from: &str| {
        let form = "user_id=nobody&password=wrong";
        pages.ask("POST", "/sign-in", &[("X-Forwarded-For", from)], form)
    };
    let statuses: Vec<u16> = std::thread::scope(|scope| {
        let many: Vec<_> = (0..8)
            .map(|_| scope.spawn(|| (0..10).map(|_| fail("6.6.6.6, 192.0.2.1").status).collect()))
            .collect();
        many.into_iter()
            .flat_map(|thread| -> Vec<u16> { thread.join().unwrap() })
            .collect()
    });
    let waits = statuses.iter().filter(|status| **status == 429).count();
    // One more is allowed every five seconds, however slow the machine.
    assert!((1..=20).contains(&waits), "{waits}");
    assert_eq!(statuses.iter().filter(|s| **s == 422).count(), 80 - waits);
    let limited = until("the limit", || {
        let answer = fail("192.0.2.1");
        (answer.status == 429).then_some(answer)
    });
    assert!(limited.header("retry-after").is_some());
    fail("192.0.2.2").is(422);
}

#[test]
fn what_is_no_form_of_ours_is_refused_before_it_costs_anything() {
    let office = office(&[ANNA]);
    let pages = Pages::serve(&office);
    let large = format!("user_id=a&password={}", "x".repeat(9_000));
    pages
        .ask("POST", "/sign-in", &[], &large)
        .is(413)
        .says("could not be read");
    pages.ask("POST", "/sign-in", &[], "user_id=a").is(422);
    let json = [("Content-Type", "application/json")];
    pages.ask("POST", "/sign-in", &json, "{}").is(415);
    pages.ask("PUT", "/sign-in", &[], "").is(405);
    pages.ask("DELETE", "/l/x", &[], "").is(405);
    pages.get("/l/x/y").is(404).says("no such page");
    let long = format!("/l/{}", "x".repeat(100_000));
    assert!((400..500).contains(&pages.get(&long).status));
}

#[test]
fn serving_is_refused_with_a_clear_sentence_where_something_is_missing() {
    let office = Office::with_people(&["Användar-id;Anställningsnummer", "anna.a;00417"]);
    let serve = |listen: &str| {
        office
            .run(&["serve", "--listen", listen, "--json"])
            .exits(1)
    };
    let set = |key: &str, value: &str| office.run(&["setting", "set", key, value]);
    let refused = serve("127.0.0.1:0");
    assert_eq!(refused.json()["error"]["code"], "setting_missing");
    assert!(refused.err.contains("base-url"), "{}", refused.err);
    set("base-url", "http://koppla.foretaget.example").exits(1);
    set("base-url", "http://localhost:8080").exits(0);
    assert!(serve("127.0.0.1:0").err.contains("sender"));
    set("sender", "hr@foretaget.example").exits(0);
    let plain = serve("0.0.0.0:0");
    assert_eq!(plain.json()["error"]["code"], "listen_insecure");
    assert!(plain.err.contains("unencrypted"), "{}", plain.err);
    let taken = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let address = taken.local_addr().unwrap().to_string();
    let refused = serve(&address);
    assert_eq!(refused.json()["error"]["code"], "listen_failed");
    assert!(refused.err.contains(&address), "{}", refused.err);
    office.run(&["serve", "--listen", "nowhere"]).exits(2);
}

#[test]
fn each_signal_ends_the_server_in_order() {
    for signal in [Signal::TERM, Signal::INT, Signal::HUP] {
        let office = office(&[ANNA]);
        let pages = Pages::serve(&office);
        links(&office, &["anna.a"]);
        assert_eq!(pages.end(signal), Some(0), "{signal:?}");
        // The next server takes over at once: nothing is held any more.
        let pages = Pages::serve(&office);
        pages.get("/health").is(200);
    }
}

#[test]
fn a_person_who_is_removed_or_locked_out_is_signed_out() {
    let office = office(&[ANNA]);
    let pages = Pages::serve(&office);
    let mut anna = Visitor::new(&pages);
    anna.arrive("anna.a", &one_time_password(&office, "anna.a"), OWN)
        .says("Verify your address");
    let (mut register, person) = person(&office, "anna.a");
    people::remove(&mut register, &person).unwrap();
    assert_eq!(anna.get("/").is(303).header("location"), Some("/sign-in"));
}
