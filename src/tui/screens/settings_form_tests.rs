//! Settings that the configuration file has taken out of the hands of the screen.

use super::*;
use crate::jobs::config::Config;
use crate::jobs::demo::Demo;
use crate::tui::screens::verification_settings::VerificationSettings;
use crate::tui::test_demo::session;
use crate::tui::test_util::Harness;

#[test]
fn what_the_configuration_file_says_is_shown_and_not_changed_here() {
    let demo = Demo::new().unwrap();
    let file = demo.directory().join("koppla.toml");
    std::fs::write(&file, "base-url = \"https://filen.foretaget.example\"\n").unwrap();
    let place = demo.place().clone();
    let before = settings::get(&place.open().unwrap(), settings::BASE_URL).unwrap();
    let place = place.configured(Config::read(&file).unwrap());
    let mut context = session(&demo, None);
    context.desk.place = place.clone();
    let screen = VerificationSettings::new(&place).unwrap();
    // Up and down pass it over: what is typed goes to the field below, and back above.
    let _ = Harness::with(screen, context)
        .size(100, 24)
        .shows("https://filen.foretaget.example (from the configuration file)")
        .keys("Tab Tab ^U")
        .type_text("Personal <p@foretaget.example>")
        .keys("S-Tab ^U")
        .type_text("foretaget.example")
        .keys("^S")
        .shows("The settings are saved")
        .shows("https://filen.foretaget.example (from the configuration file)");
    let register = place.open().unwrap();
    let held = |setting| settings::get(&register, setting).unwrap();
    assert_eq!(held(settings::BASE_URL), before);
    assert_eq!(held(settings::SENDER), "Personal <p@foretaget.example>");
    assert_eq!(held(settings::VERIFIED_DOMAINS), "foretaget.example");
}
