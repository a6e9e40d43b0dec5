//! How a meaning looks: sixteen colours at most, readable on light and on dark, and without colour at all.
//! A theme is not the only carrier of a meaning: wherever a [`Tone`] is used, a sign or a word says the same.

use ratatui::style::{Color, Modifier, Style};

/// What a piece of text means; the theme turns it into a style.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Tone {
    /// Ordinary text in the terminal's own colours.
    #[default]
    Plain,
    /// Less important: hints, units, what cannot be changed here.
    Dim,
    /// Done, right, verified.
    Ok,
    /// Works, but look at it.
    Warning,
    /// Wrong.
    Error,
    /// Changed but not saved.
    Changed,
    /// Kept as it is, cannot be changed.
    Locked,
    /// Where the cursor is.
    Selected,
    /// What was looked for.
    Hit,
    /// Headings and the current place.
    Title,
    /// Frames and rules.
    Border,
    /// The name of a key.
    Key,
}

impl Tone {
    /// The sign that says the same as the colour; empty where the place itself says it.
    pub fn sign(self) -> &'static str {
        match self {
            Tone::Ok => "✓",
            Tone::Warning => "!",
            Tone::Error => "✗",
            Tone::Changed => "*",
            Tone::Locked => "V",
            Tone::Selected => "▸",
            Tone::Plain | Tone::Dim | Tone::Hit | Tone::Title | Tone::Border | Tone::Key => "",
        }
    }
}

/// The styles of all tones.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Theme {
    colour: bool,
}

impl Theme {
    /// A theme; `no_color` is what the variable `NO_COLOR` asks for: attributes only, no colour.
    pub fn new(no_color: bool) -> Theme {
        Theme { colour: !no_color }
    }

    /// The style of a tone. Only named colours and attributes: the user's own palette decides the rest.
    pub fn style(&self, tone: Tone) -> Style {
        let plain = Style::new();
        match tone {
            Tone::Plain => plain,
            Tone::Dim | Tone::Border => plain.add_modifier(Modifier::DIM),
            Tone::Ok => self.coloured(plain, Color::Green),
            Tone::Warning => self.coloured(plain, Color::Yellow),
            Tone::Error => self
                .coloured(plain, Color::Red)
                .add_modifier(Modifier::BOLD),
            Tone::Changed => self
                .coloured(plain, Color::Cyan)
                .add_modifier(Modifier::BOLD),
            Tone::Locked => self.coloured(plain, Color::Blue),
            Tone::Selected | Tone::Hit => plain.add_modifier(Modifier::REVERSED),
            Tone::Title | Tone::Key => plain.add_modifier(Modifier::BOLD),
        }
    }

    fn coloured(&self, style: Style, colour: Color) -> Style {
        if self.colour { style.fg(colour) } else { style }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const TONES: [Tone; 12] = [
        Tone::Plain,
        Tone::Dim,
        Tone::Ok,
        Tone::Warning,
        Tone::Error,
        Tone::Changed,
        Tone::Locked,
        Tone::Selected,
        Tone::Hit,
        Tone::Title,
        Tone::Border,
        Tone::Key,
    ];

    #[test]
    fn without_colour_there_is_none() {
        for tone in TONES {
            let style = Theme::new(true).style(tone);
            assert_eq!((style.fg, style.bg), (None, None), "{tone:?}");
        }
    }

    #[test]
    fn every_coloured_tone_has_a_sign() {
        for tone in TONES {
            if Theme::new(false).style(tone).fg.is_some() {
                assert!(!tone.sign().is_empty(), "{tone:?}");
            }
        }
    }
}
