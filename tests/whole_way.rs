//! The whole guide as one test: from an empty register to an active link, by keys in a real pseudo-terminal, the last step in a real browser.

mod support;

use support::browser::Browser;
use support::commands::Office;
use support::pages::{Pages, mails, until};
use support::pty::{Pty, Start};

const ENTER: &str = "\r";
const TAB: &str = "\t";
const SAVE: &str = "\x13";
const DOWN: &str = "\x1b[B";
const RIGHT: &str = "\x1b[C";
const QUIT: &str = "\x11";

const PEOPLE: &str = "Användar-id;Anställningsnummer;Förnamn;Efternamn\n\
    asa.l;00417;Åsa;Lindström\n\
    bjorn.b;00418;Björn;Berg\n\
    bjorn.b2;00419;Björn;Berg\n";

/// Steps 1 to 5: templates, export, addresses by a pattern, import.
fn to_the_import(pty: &mut Pty) {
    pty.wait_for("Registret är tomt");
    pty.send("l").wait_for("Personfil");
    pty.send("personer.csv")
        .send(TAB)
        .send(TAB)
        .send(TAB)
        .send(ENTER)
        .wait_for("3 skapas");
    pty.send("i").wait_for("Vill du läsa in dem?");
    pty.send(RIGHT).send(ENTER).wait_for("3 saknar adress");
    pty.send(ENTER).wait_for("E-post Visma Connect");
    pty.send(SAVE).wait_for("sparades");
    pty.send(ENTER).wait_for("anstallda_epost.csv");
    pty.send(ENTER).wait_for("3 personer skrevs");
    pty.send(ENTER).wait_for("bjorn.b2").wait_for("3 tomma");
    pty.send("f").wait_for("Efter mönster");
    pty.send(ENTER).wait_for("Mönster");
    // Nothing is known yet that a domain could be proposed from.
    pty.send("\x15")
        .send("{first}.{last}@foretaget.example")
        .wait_for("bjorn.berg@foretaget.example");
    pty.send(SAVE).wait_for("bjorn.berg2@foretaget.example");
    pty.send(ENTER).wait_for("3 adresser ifyllda");
    pty.send(SAVE).wait_for("är sparad");
    pty.send("4").wait_for("Import E-post Visma");
    pty.send(SAVE).wait_for("Import E-post Visma Connect”");
    pty.send("5").wait_for("anstallda_epost.csv");
    pty.send(ENTER).wait_for("Så här skulle importen bli");
    // A domain that nobody has yet: the number is typed.
    pty.send("i").wait_for("3 adresser");
    pty.send("3").send(ENTER).wait_for("3 uppdaterade");
}

#[test]
fn from_an_empty_register_to_an_active_link() {
    let Some(browser) = Browser::open() else {
        return;
    };
    let office = Office::empty();
    std::fs::write(office.path().join("personer.csv"), PEOPLE).unwrap();
    for (key, value) in [
        ("base-url", "http://localhost"),
        ("sender", "Personal <hr@foretaget.example>"),
        ("mails-per-minute", "6000"),
    ] {
        office.run(&["setting", "set", key, value]).exits(0);
    }
    let register = office.register();
    let mut pty = Start::koppla(&["--lang", "sv", "--register", register.to_str().unwrap()])
        .directory(office.path())
        .size(80, 24)
        .start();
    to_the_import(&mut pty);

    // 6: links for all three; the mails lie in a directory, for no mail server is chosen.
    let pages = Pages::serve(&office);
    let base = format!("http://{}", pages.address);
    office.run(&["setting", "set", "base-url", &base]).exits(0);
    pty.send("6").wait_for("3 av 3 personer");
    pty.send("v").wait_for("3 personer får en verifieringslänk");
    pty.send(ENTER).wait_for("verifieringslänkar skickas");
    pty.send("3").send(ENTER);
    let text = until("Björn's mail", || {
        let all = mails(&office);
        all.into_iter()
            .find(|mail| mail.to == "bjorn.berg@foretaget.example")
    })
    .text;
    let url = text
        .split_whitespace()
        .find(|word| word.contains("/l/"))
        .unwrap();
    let path = &url[url.find("/l/").unwrap()..];
    // The mail is there a moment before the link counts; nobody clicks so fast.
    until("the link to count", || {
        (pages.get(path).status == 200).then_some(())
    });
    browser.open_page(&format!("{base}{path}"));
    browser.shows("Bekräfta din adress").click("main button");
    browser.shows("Din koppling är aktiv");

    // Nobody pressed a key: the screen and the register say so all the same.
    pty.wait_until("a verified person", |screen| {
        let text = screen.contents();
        let mut lines = text.lines();
        lines.any(|line| line.contains("bjorn.b ") && line.contains("V verifierad"))
    });
    let status = office.run(&["register", "status", "--json"]).exits(0);
    assert_eq!(status.json()["verified"], 1);
    pty.send(DOWN).send(QUIT);
    assert_eq!(pty.wait_exit(), 0);
}
