//! The ways through the menu tree, as the guide names them; a screen shows its own as its title, and menu and palette
//! list the same. Not here: how a way is shortened where there is no room ([`crate::tui::chrome`]).

use crate::t;

/// What lies under *Inställningar › Import/export*.
pub(in crate::tui) fn exchange(last: String) -> Vec<String> {
    vec![t!("path-settings"), t!("path-exchange"), last]
}

/// What lies under *Inställningar › Allmänt*.
pub(in crate::tui) fn general(last: String) -> Vec<String> {
    vec![t!("path-settings"), t!("path-general"), last]
}

/// *Inställningar › Allmänt › Säkerhet*.
pub(in crate::tui) fn security() -> Vec<String> {
    general(t!("path-security"))
}

/// What lies under *Bearbetningar › Servicerutiner*.
pub(in crate::tui) fn routines(last: String) -> Vec<String> {
    vec![t!("way-processing"), t!("way-routines"), last]
}

/// What lies under *Användare*.
pub(in crate::tui) fn users(last: String) -> Vec<String> {
    vec![t!("users-title"), last]
}

/// What lies under *Hjälp*.
pub(in crate::tui) fn help(last: String) -> Vec<String> {
    vec![t!("path-help"), last]
}
