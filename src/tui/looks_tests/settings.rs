//! Settings.

pub(super) const LOOKS: &str = "
security | new | m s ~~ | security
security-add | new | m s + | security.add
security-add-meant | new | m s + 'anna@foretaget.se Enter | security.add-meant
security-remove | new | m s d | security.remove
verification-settings | new | m v | verification_settings
verification-settings-wrong | new | m v Tab Tab ^U 'http://koppla.foretaget.example ^S | verification_settings
settings-leave | new | m v Tab Tab 'x Esc | tui.leave
test-mail | new | m v F5 | verification_settings.to
message-settings-test-title | new* | m v F5 'mig@foretaget.example Enter | tui.message
test-mail-unsaved | new | m v Tab Tab 'x F5 | tui.message
program-settings | new | m i | program_settings
";

#[test]
fn pictures_of_settings() {
    super::look_at(LOOKS);
}
