//! What the terminal can do, told from its name (`TERM`), the locale and the multiplexer around it. It is asked nothing: an answer
//! that comes late would be read as keys. No database of terminals either: a server that lacks the entry of a new terminal is
//! common, and what koppla sends is what every terminal since the VT100 obeys, but for the few things told apart here.

use crate::tui::alphabet::{Alphabet, Letters, Signs};

/// What the terminal can do beside moving its cursor.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Abilities {
    /// A second screen, so that what the shell showed comes back.
    pub alternate: bool,
    /// Colours.
    pub colour: bool,
    /// Commands of the operating system kind (OSC): the title, the clipboard. Where they are unknown they would be shown as text.
    pub messages: bool,
    /// What it can show.
    pub alphabet: Alphabet,
    /// Whether GNU screen stands between, which hands a clipboard on only when told to.
    pub in_screen: bool,
}

impl Default for Abilities {
    /// Everything, as xterm and all that follow it.
    fn default() -> Abilities {
        Abilities {
            alternate: true,
            colour: true,
            messages: true,
            alphabet: Alphabet::default(),
            in_screen: false,
        }
    }
}

/// Names of what cannot put its cursor anywhere: printers, editors' shells, lines of which nothing is known.
const LINES_ONLY: [&str; 10] = [
    "", "dumb", "unknown", "network", "dialup", "switch", "emacs", "tty33", "glasstty", "vt52",
];

impl Abilities {
    /// What a terminal in this environment can do; `None` where it cannot address its cursor.
    pub fn of(environment: impl Fn(&str) -> Option<String>) -> Option<Abilities> {
        let get = |name: &str| environment(name).unwrap_or_default();
        let term = get("TERM");
        if LINES_ONLY.contains(&term.as_str()) {
            return None;
        }
        let letters = letters(&get);
        let console = term == "linux" || term.starts_with("linux-");
        let old = ["vt1", "vt2", "vt3", "vt4", "vt5"];
        let old = old.iter().any(|start| term.starts_with(start));
        let plain = ["ansi", "cons25", "pcansi", "sun"].contains(&term.as_str());
        let signs = match letters {
            Letters::Utf8 if console => Signs::Console,
            Letters::Utf8 if !old && !plain => Signs::All,
            _ => Signs::Ascii,
        };
        Some(Abilities {
            alternate: !console && !old && !plain,
            colour: !old && !term.ends_with("-mono") && !term.ends_with("-m"),
            messages: !console && !old && !plain,
            alphabet: Alphabet { letters, signs },
            in_screen: !get("STY").is_empty() && get("TMUX").is_empty(),
        })
    }
}

/// The first variable that says anything decides, as everywhere.
fn letters(get: &impl Fn(&str) -> String) -> Letters {
    let locale = ["LC_ALL", "LC_CTYPE", "LANG"]
        .into_iter()
        .map(get)
        .find(|value| !value.is_empty())
        .unwrap_or_default();
    let (name, rest) = locale.split_once('.').unwrap_or((&locale, ""));
    let charset = rest.split('@').next().unwrap_or_default();
    let charset = charset.replace(['-', '_'], "").to_ascii_lowercase();
    match charset.as_str() {
        "utf8" => Letters::Utf8,
        "iso88591" | "iso885915" | "latin1" | "cp1252" => Letters::Latin1,
        // Swedish and its neighbours with no character set named mean that of old.
        "" if name.contains('_') => Letters::Latin1,
        _ => Letters::Ascii,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(variables: &[(&str, &str)]) -> Option<Abilities> {
        let find = |name: &str| variables.iter().find(|(key, _)| *key == name);
        Abilities::of(|name| find(name).map(|(_, value)| (*value).to_owned()))
    }

    const UTF8: (&str, &str) = ("LANG", "sv_SE.UTF-8");

    #[test]
    fn what_follows_xterm_can_do_everything() {
        for term in [
            "xterm",
            "xterm-256color",
            "xterm-kitty",
            "tmux-256color",
            "screen.xterm-256color",
            "rxvt-unicode",
            "foot",
            "alacritty",
        ] {
            assert_eq!(
                of(&[("TERM", term), UTF8]),
                Some(Abilities::default()),
                "{term}"
            );
        }
    }

    #[test]
    fn older_ones_are_sent_what_they_know() {
        let summary = |term: &str| {
            let a = of(&[("TERM", term), UTF8]).unwrap();
            (a.alternate, a.colour, a.messages, a.alphabet.signs)
        };
        for (term, expected) in [
            ("linux", (false, true, false, Signs::Console)),
            ("linux-16color", (false, true, false, Signs::Console)),
            ("vt100", (false, false, false, Signs::Ascii)),
            ("vt220", (false, false, false, Signs::Ascii)),
            ("ansi", (false, true, false, Signs::Ascii)),
            ("xterm-mono", (true, false, true, Signs::All)),
        ] {
            assert_eq!(summary(term), expected, "{term}");
        }
    }

    #[test]
    fn what_cannot_address_its_cursor_has_no_screens() {
        for term in ["dumb", "unknown", "", "vt52"] {
            assert_eq!(of(&[("TERM", term), UTF8]), None, "{term}");
        }
        assert_eq!(of(&[UTF8]), None);
    }

    #[test]
    fn the_first_variable_that_says_anything_is_the_locale() {
        let letters = |variables: &[(&str, &str)]| {
            let mut all = vec![("TERM", "xterm")];
            all.extend_from_slice(variables);
            let alphabet = of(&all).unwrap().alphabet;
            assert_eq!(
                alphabet.signs == Signs::All,
                alphabet.letters == Letters::Utf8
            );
            alphabet.letters
        };
        assert_eq!(letters(&[("LANG", "C.UTF-8")]), Letters::Utf8);
        assert_eq!(letters(&[("LANG", "sv_SE.utf8")]), Letters::Utf8);
        assert_eq!(letters(&[("LANG", "sv_SE")]), Letters::Latin1);
        assert_eq!(
            letters(&[("LANG", "sv_SE.ISO-8859-15@euro")]),
            Letters::Latin1
        );
        assert_eq!(letters(&[("LANG", "C")]), Letters::Ascii);
        assert_eq!(letters(&[]), Letters::Ascii);
        assert_eq!(
            letters(&[("LC_ALL", "C"), ("LANG", "C.UTF-8")]),
            Letters::Ascii
        );
        assert_eq!(
            letters(&[("LC_CTYPE", "C.UTF-8"), ("LANG", "C")]),
            Letters::Utf8
        );
    }

    #[test]
    fn screen_is_known_by_its_session_unless_tmux_runs_in_it() {
        let inside = |variables: &[(&str, &str)]| {
            let mut all = vec![("TERM", "screen"), UTF8];
            all.extend_from_slice(variables);
            of(&all).unwrap().in_screen
        };
        assert!(inside(&[("STY", "12.pts-1")]));
        assert!(!inside(&[
            ("STY", "12.pts-1"),
            ("TMUX", "/tmp/tmux-0/default")
        ]));
        assert!(!inside(&[]));
    }
}
