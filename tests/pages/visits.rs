//! Visiting the pages: the way to an active link, forms, headers, languages, limits, and serving itself.

use koppla::jobs::people;
use rustix::process::Signal;

use super::{ANNA, OWN, is_verified};
use crate::support::commands::Office;
use crate::support::pages::{
    Pages, Visitor, all_at_once, invite, links, mail, mails, office, one_time_password, person,
    until,
};

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
    let statuses = all_at_once(8, 10, || fail("6.6.6.6, 192.0.2.1").status);
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
    refused.warns("base-url");
    set("base-url", "http://koppla.foretaget.example").exits(1);
    set("base-url", "http://localhost:8080").exits(0);
    assert!(serve("127.0.0.1:0").err.contains("sender"));
    set("sender", "hr@foretaget.example").exits(0);
    let plain = serve("0.0.0.0:0");
    assert_eq!(plain.json()["error"]["code"], "listen_insecure");
    plain.warns("unencrypted");
    let taken = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let address = taken.local_addr().unwrap().to_string();
    let refused = serve(&address);
    assert_eq!(refused.json()["error"]["code"], "listen_failed");
    refused.warns(&address);
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
