//! Step 6 by keys: everybody, mailings, persons one by one, and the settings of verification.

use std::path::PathBuf;

use crate::domain::person::ConnectState;
use crate::jobs::demo::Demo;
use crate::jobs::roster::Group;
use crate::jobs::{JobError, Register, fault, now, settings};
use crate::tui::outbox;
use crate::tui::screens::guide::Guide;
use crate::tui::screens::users::Users;
use crate::tui::test_demo::{give, session};
use crate::tui::test_util::Harness;

struct Office {
    demo: Demo,
    register: Register,
}

/// The demo, sending as fast as it goes.
fn office() -> (Harness, Office) {
    let demo = Demo::new().unwrap();
    let mut register = demo.place().open().unwrap();
    settings::set(&mut register, settings::PER_MINUTE, "6000").unwrap();
    let context = session(&demo, None);
    let guide = Guide::new(&context);
    (Harness::with(guide, context), Office { demo, register })
}

/// The demo with everybody on the screen, the cursor on Anna.
fn list() -> (Harness, Office) {
    let (screen, office) = office();
    (screen.keys("6").wake_until("anna.a"), office)
}

impl Office {
    fn mails(&self) -> Vec<PathBuf> {
        let mails = self.demo.directory().join("mails");
        let found = crate::file::list(&mails, false, &mut |_| std::ops::ControlFlow::Continue(()))
            .unwrap_or_default();
        found
            .into_iter()
            .map(|entry| mails.join(entry.name))
            .collect()
    }

    fn state(&self, key: &str) -> ConnectState {
        let person = self.register.find_person(key, None).unwrap();
        person.state(now())
    }
}

#[test]
fn step_six_shows_everybody_with_the_state_of_their_address_in_a_word_and_a_sign() {
    let (screen, _office) = office();
    let screen = screen.keys("6").wake_until("of 1,204 persons");
    let _ = screen
        .on_top("users")
        .shows("anna.a")
        .shows("V verified")
        .shows("· lacking")
        .shows("anna.andersson@fore");
}

#[test]
fn a_filter_a_text_and_an_order_narrow_the_list_and_esc_shows_everybody_again() {
    let (screen, _office) = office();
    let screen = screen.keys("6").wake_until("1,204 of 1,204 persons");
    let screen = screen
        .keys("& Down Down Enter")
        .wake_until("140 of 1,204 persons");
    let screen = screen
        .shows_not("V verified")
        .shows("· Unverified")
        .keys("/")
        .type_text("lindgren")
        .keys("Enter")
        .wake_until("1 of 1,204 persons")
        .shows("holding “lindgren”")
        .shows("emil.lindgren")
        .shows_not("lukasz.w");
    let screen = screen
        .keys("Esc")
        .wake_until("1,204 of 1,204 persons")
        .keys("Right Right >")
        .wake_until("Name ↓");
    let _ = screen
        .keys(">")
        .wake_until_it("no order", |h| !h.screen().contains('↓'));
}

#[test]
fn links_go_to_those_who_are_marked_once_the_number_is_typed_and_the_mails_are_where_the_screen_says()
 {
    let (screen, office) = office();
    let screen = screen.keys("6").wake_until("of 1,204 persons");
    let screen = screen
        .keys("& Down Down Enter")
        .wake_until("140 of 1,204 persons");
    let screen = screen.keys("x x x").shows("3 marked").keys("v");
    let screen = screen
        .wake_until("2 persons get a verification link")
        // Maria has a protected identity.
        .shows("protected identity 1")
        .keys("Enter")
        .type_text("7")
        .keys("Enter")
        .on_top("new_mailing.begin")
        .keys("Backspace")
        .type_text("2")
        .keys("Enter");
    // The list follows what the sender has written to the register.
    let screen = screen.wake_until("no mails wait").wake_until("→ sent");
    let directory = office.demo.directory().join("mails");
    let _ = screen.on_top("users").shows(directory.to_str().unwrap());
    assert_eq!(office.mails().len(), 2);
    assert_eq!(office.state("lukasz.w"), ConnectState::Sent);
    assert_eq!(office.state("maria.m"), ConnectState::Unverified);
}

/// Sends links to two persons of one domain, as far as they can be sent.
fn links_to_two(screen: Harness) -> Harness {
    let screen = screen.keys("6").wake_until("of 1,204 persons");
    let screen = screen.keys("/").type_text("bolaget.example").keys("Enter");
    let screen = screen.wake_until("holding").keys("& Down Down Enter");
    let screen = screen.wake_until_it("unverified only", |h| !h.screen().contains("V verified"));
    let screen = screen.keys("x x v").wake_until("2 persons get");
    screen.keys("Enter").type_text("2").keys("Enter")
}

/// Lets mails be written where nothing can be written.
fn block(office: &mut Office) {
    let blocked = office.demo.place().path().join("no-directory");
    let blocked = blocked.to_str().unwrap();
    settings::set(&mut office.register, settings::MAIL_DIRECTORY, blocked).unwrap();
}

#[test]
fn what_cannot_be_sent_waits_and_the_next_session_offers_to_go_on() {
    let (screen, mut office) = office();
    block(&mut office);
    let screen = links_to_two(screen).wake_until("mails cannot be made or written on this machine");
    let _ = screen.wake_until("2 wait");

    // Another session: nothing was lost.
    let context = session(&office.demo, None);
    let guide = Guide::new(&context);
    let _ = Harness::with(guide, context).shows("Mails with verification links wait");
}

#[test]
fn what_ended_the_sending_of_another_program_is_told_until_it_goes_on() {
    let (screen, mut office) = office();
    block(&mut office);
    let screen = links_to_two(screen)
        .wake_until("2 wait")
        .wake_until_it("no worker here", |h| !outbox::is_sending(&h.context))
        .shows_not("Sending ended at");
    fault::note_before(office.demo.place(), &JobError::Chance);
    let screen = screen
        .wake_until("Sending ended at")
        .shows("[system_failed]")
        .shows("r goes on once that is mended");
    let mails = office.demo.directory().join("mails");
    let mails = mails.to_str().unwrap();
    settings::set(&mut office.register, settings::MAIL_DIRECTORY, mails).unwrap();
    let _ = screen
        .keys("r")
        .wake_until("no mails wait")
        .shows_not("Sending ended at");
    assert_eq!(office.mails().len(), 2);
}

#[test]
fn while_a_switch_is_prepared_no_links_are_offered_and_the_screen_says_what_happens_instead() {
    let (screen, mut office) = office();
    settings::set(&mut office.register, settings::MODE, "preparing").unwrap();
    let screen = screen.keys("6").wake_until("A switch is being prepared");
    let screen = screen
        .keys("v")
        .shows("asks for a verification code")
        .keys("Enter")
        .keys("& Down Down Enter")
        .wake_until("140 of 1,204 persons");
    // The instruction for mail merge goes to who can sign in: not to the protected, the inactive, and those without a user id.
    let path = office.demo.directory().join("sheet.csv");
    let screen = screen
        .keys("w Down Enter ^U")
        .type_text(path.to_str().unwrap());
    let _ = screen.keys("Enter").wake_until("sheet.csv");
    let text = crate::file::read(
        &crate::file::Input::Path(path),
        crate::file::Limits::default(),
    )
    .unwrap();
    let text = String::from_utf8_lossy(&text.bytes).into_owned();
    assert!(text.contains("http://localhost:8080"), "{text}");
    assert!(text.contains("lukasz.w"), "{text}");
    assert!(
        !text.contains("maria.m") && !text.contains("nils.l;"),
        "{text}"
    );
}

#[test]
fn what_somebody_else_writes_shows_by_itself_and_nothing_is_drawn_where_nothing_changed() {
    let (screen, office) = office();
    let screen = screen.keys("6").wake_until("anna.a").wake().changed(false);
    give(&office.demo, "bjorn.b", "b@foretaget.example");
    let _ = screen.wake_until("b@foretaget.example");
}

#[test]
fn the_card_removes_a_link_and_clears_an_address_and_asks_with_no_as_the_answer() {
    let (screen, office) = list();
    let screen = screen.keys("Enter");
    let screen = screen
        .on_top("person_card")
        .shows("anna.andersson@foretaget.example (verified)")
        .keys("t Enter")
        .shows("(verified)")
        .keys("t Y")
        .shows("(unverified)")
        .shows("The link is removed")
        .keys("d Y")
        .shows("(lacking)");
    let _ = screen.keys("Esc").on_top("users").wake_until("· lacking");
    assert_eq!(office.state("anna.a"), ConnectState::Lacking);
}

#[test]
fn a_one_time_password_is_shown_once() {
    let (screen, office) = list();
    let screen = screen.keys("Enter o Y");
    let screen = screen.wake_until("One-time password for anna.a");
    let _ = screen
        .keys("Enter")
        .on_top("person_card")
        .shows_not("One-time password for");
    let person = office.register.find_person("anna.a", None).unwrap();
    assert!(office.register.has_password(person.id).unwrap());
}

#[test]
fn a_person_is_added_corrected_and_erased() {
    let (screen, office) = list();
    let screen = screen.keys("a");
    let screen = screen
        .on_top("person_form")
        .type_text("ny.person")
        .keys("Tab")
        .type_text("99001")
        .keys("^S")
        .on_top("users")
        .keys("/")
        .type_text("ny.person")
        .keys("Enter")
        .wake_until("1 of 1,205 persons")
        .keys("Enter e Tab Tab Tab")
        .type_text("Nina")
        .keys("^S")
        .on_top("person_card")
        .shows("Nina")
        .keys("Del")
        .shows("cannot be undone")
        .keys("Y")
        .on_top("users");
    let _ = screen.wake_until("0 of 1,204 persons");
    assert!(office.register.find_person("ny.person", None).is_err());
}

#[test]
fn addresses_under_domains_of_ones_own_are_verified_without_a_mail_and_only_when_asked_for() {
    let (screen, mut office) = office();
    let own = "bolaget.example";
    settings::set(&mut office.register, settings::VERIFIED_DOMAINS, own).unwrap();
    let screen = screen.keys("6").wake_until("of 1,204 persons");
    let screen = screen.keys("/").type_text("karl.jansson").keys("Enter");
    let screen = screen.wake_until("1 of 1,204 persons").keys("D Y");
    let _ = screen
        .wake_until("1 address is verified")
        .wake_until("V verified");
    assert_eq!(office.state("karl.jansson"), ConnectState::Verified);
    assert!(office.mails().is_empty());
}

#[test]
fn it_fits_every_window() {
    for (columns, lines) in [(60, 16), (80, 24), (200, 50)] {
        let (_, office) = office();
        let context = session(&office.demo, None);
        let users = Users::new(Group::Unverified, &context);
        let screen = Harness::with(users, context).size(columns, lines);
        let _ = screen.wake_until("lukasz.w").shows("Unverified");
    }
}

#[test]
fn settings_are_held_to_what_they_take_and_a_test_mail_shows_that_they_work() {
    let (screen, office) = office();
    let screen = screen.keys(":").type_text("Verification").keys("Enter");
    let screen = screen.on_top("verification_settings").keys("Tab Tab");
    let screen = screen
        .keys("^U")
        .type_text("http://koppla.foretaget.example")
        .keys("^S")
        .shows("Takes https://")
        .keys("^U")
        .type_text("https://koppla.foretaget.example")
        .keys("^S")
        .shows("The settings are saved");
    let screen = screen
        .keys("F5")
        .type_text("mig@foretaget.example")
        .keys("Enter");
    let _ = screen.wake_until("The test mail is written into");
    assert_eq!(office.mails().len(), 1);
    let url = settings::get(&office.register, settings::BASE_URL).unwrap();
    assert_eq!(url, "https://koppla.foretaget.example");
}

#[test]
fn the_toggles_of_a_people_file_say_what_they_mean_as_they_stand() {
    let (screen, _office) = list();
    let screen = screen.keys("i").on_top("people-file").keys("Tab");
    let _ = screen
        .shows("Off: known persons keep")
        .keys("Space")
        .shows("On: unverified addresses are replaced")
        .keys("Tab")
        .shows("Off: the file verifies no address")
        .keys("Space")
        .shows("On: new persons get their address verified");
}

#[test]
fn what_a_mailing_lacks_among_the_settings_can_be_filled_in_at_once() {
    let (screen, mut office) = list();
    settings::set(&mut office.register, settings::SENDER, "").unwrap();
    let _ = screen
        .keys("v")
        .wake_until("“Sender” is not filled in under Security › Verification.")
        .keys("Y")
        .on_top("verification_settings")
        .shows("▸ Sender");
}

#[test]
fn a_mailing_says_before_it_begins_that_its_mails_become_files() {
    let (screen, _office) = list();
    let _ = screen
        .keys("v")
        .wake_until("No mail server is set up: mails are written as files into")
        .shows("/mails");
}

#[test]
fn settings_that_are_not_saved_are_asked_about_once() {
    let (screen, _office) = office();
    let _ = screen
        .keys("m v Down")
        .on_top("verification_settings")
        .type_text("x")
        .keys("Esc")
        .shows("The settings are not saved.")
        .keys("Y")
        .on_top("guide");
}
