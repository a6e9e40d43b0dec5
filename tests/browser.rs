//! Both ways to an active link in a real browser, from the mail file to what the register says; and every page on the way checked by axe-core, at
//! the width of a desk and of a telephone.

#![expect(
    clippy::unwrap_used,
    reason = "a test that cannot go on shall fail here"
)]

mod support;

use serde_json::json;
use support::browser::{Browser, say};
use support::commands::Office;
use support::pages::{Pages, invite, mail, office, one_time_password};

const ANNA: &str = "anna.a;00417;Anna;Andersson;anna.andersson@foretaget.example;ja";
const BJORN: &str =
    "bjorn.b;00418;Björn;Berg;bjorn.berg@mycket-lang-avdelning.dotterbolaget.foretaget.example;ja";
const OWN: &str = "tre röda kor på Öland";

/// A browser on the pages of an office.
struct Walk {
    office: Office,
    pages: Pages,
    browser: Browser,
    axe: Option<String>,
}

impl Walk {
    fn begin() -> Option<Walk> {
        let browser = Browser::open()?;
        let office = office(&[ANNA, BJORN]);
        let pages = Pages::serve(&office);
        // Links in mails lead to this very server.
        let base = format!("http://{}", pages.address);
        office.run(&["setting", "set", "base-url", &base]).exits(0);
        let axe = std::env::var("KOPPLA_AXE").ok();
        let axe = axe.map(|path| std::fs::read_to_string(path).unwrap());
        if axe.is_none() {
            say("SKIPPED: axe-core: KOPPLA_AXE names no axe.min.js");
        }
        Some(Walk {
            office,
            pages,
            browser,
            axe,
        })
    }

    fn open(&self, path: &str) {
        let url = format!("http://{}{path}", self.pages.address);
        self.browser.open_page(&url);
    }

    /// Waits for a page, and looks at it in both widths.
    #[track_caller]
    fn sees(&self, heading: &str, name: &str) {
        self.browser.shows(heading);
        self.check(name);
        self.browser.picture(name);
        self.browser.phone();
        self.check(name);
        let fits = "return document.documentElement.scrollWidth <= window.innerWidth";
        assert_eq!(
            self.browser.run(fits),
            json!(true),
            "{name} is wider than a telephone"
        );
        self.browser.picture(&format!("{name}-phone"));
        self.browser.desk();
    }

    #[track_caller]
    fn check(&self, name: &str) {
        let scripts = self.browser.run("return document.scripts.length");
        assert_eq!(scripts, json!(0), "{name}");
        assert_eq!(self.violations(), json!([]), "{name}");
    }

    /// What axe-core finds; nothing where it is not there.
    fn violations(&self) -> serde_json::Value {
        let Some(axe) = &self.axe else {
            return json!([]);
        };
        self.browser.run_and_wait(&format!(
            "{axe}\naxe.run(document, {{ resultTypes: ['violations'] }}).then(
                r => done(r.violations.map(v => v.id + ': ' + v.nodes.map(n => n.html).join(' '))),
                e => done([String(e)]));"
        ))
    }

    fn state(&self, id: &str) -> serde_json::Value {
        self.office.person(id)["state"].clone()
    }
}

#[test]
fn from_the_mail_by_link_and_button_to_an_active_link() {
    let Some(walk) = Walk::begin() else { return };
    walk.open("/l/nothing");
    walk.sees("Länken gäller inte", "gone");
    walk.browser.click("main a");
    walk.sees("Begär en ny länk", "again");
    walk.browser
        .enter("#user_id", "anna.a")
        .click("main button");
    walk.sees("Vi har tagit emot din begäran", "asked");
    walk.open("/nowhere");
    walk.sees("Sidan finns inte", "not-found");
    invite(&walk.office, &["anna.a"]);
    let text = mail(&walk.office, 1).text;
    let url = text
        .split_whitespace()
        .find(|word| word.contains("/l/"))
        .unwrap();
    // The mail is there a moment before the link counts; nobody clicks so fast.
    support::pages::until("the link to count", || {
        let path = &url[url.find("/l/").unwrap()..];
        (walk.pages.get(path).status == 200).then_some(())
    });
    walk.browser.open_page(url);
    walk.sees("Bekräfta din adress", "confirm");
    walk.browser.click("nav a");
    walk.sees("Confirm your address", "confirm-english");
    walk.browser.click("nav a").shows("Bekräfta din adress");
    assert_eq!(walk.state("anna.a"), "sent");
    walk.browser.click("main button");
    walk.sees("Din koppling är aktiv", "verified");
    assert_eq!(walk.state("anna.a"), "verified");
    walk.browser.open_page(url);
    walk.sees("Adressen är redan verifierad", "already-verified");
    // The check would notice.
    walk.browser
        .run("document.querySelector('main').append(document.createElement('input'))");
    let noticed = walk.violations() != json!([]);
    assert_eq!(noticed, walk.axe.is_some());
}

#[test]
fn by_signing_in_and_a_code_to_an_active_link() {
    let Some(walk) = Walk::begin() else { return };
    let browser = &walk.browser;
    let one_time = one_time_password(&walk.office, "bjorn.b");
    walk.open("/");
    walk.sees("Logga in", "sign-in");
    browser
        .enter("#user_id", "bjorn.b")
        .enter("#password", "fel lösenord");
    browser.click("main button");
    browser.has("[role=alert]");
    walk.sees("Logga in", "sign-in-refused");
    // The user id is still there.
    browser.enter("#password", &one_time).click("main button");
    walk.sees("Välj ett eget lösenord", "password");
    browser
        .enter("#password", OWN)
        .enter("#again", "något annat än så");
    browser.click("main button");
    browser.has("[role=alert]");
    walk.sees("Välj ett eget lösenord", "password-refused");
    browser
        .enter("#password", OWN)
        .enter("#again", OWN)
        .click("main button");
    walk.sees("Verifiera din adress", "unverified");
    browser.click("main button");
    let code = mail(&walk.office, 1).code();
    browser.has("#code");
    walk.sees("Verifiera din adress", "code");
    let wrong = if code == "000000" { "111111" } else { "000000" };
    browser.enter("#code", wrong).click("main button");
    browser.has("[role=alert]");
    walk.sees("Verifiera din adress", "code-wrong");
    browser.enter("#code", &code).click("main button");
    walk.sees("Din koppling är aktiv", "active");
    assert_eq!(walk.state("bjorn.b"), "verified");
    browser.click("main button").shows("Logga in");
}
