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

/// Which colours are used.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Palette {
    /// None: attributes only.
    None,
    /// Those of the terminal as they are, on whatever background.
    #[default]
    Any,
    /// Those that can be read on a light background: no yellow, no cyan.
    Light,
    /// Those that can be read on a dark one: no dark blue.
    Dark,
}

impl Palette {
    /// What a setting says (`auto`, `light`, `dark`, `none`), on a terminal with or without colours, with `NO_COLOR` set or not,
    /// and with what `COLORFGBG` says of its background.
    pub fn chosen(
        setting: &str,
        colour: bool,
        no_color: bool,
        background: Option<&str>,
    ) -> Palette {
        if !colour || no_color {
            return Palette::None;
        }
        match setting {
            "none" => Palette::None,
            "light" => Palette::Light,
            "dark" => Palette::Dark,
            // Some terminals say it: `15;0` is white on black.
            _ => match background.and_then(|value| value.rsplit(';').next()) {
                Some("7" | "15") => Palette::Light,
                Some("0" | "8") => Palette::Dark,
                _ => Palette::Any,
            },
        }
    }
}

/// The styles of all tones.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Theme {
    palette: Palette,
}

impl From<Palette> for Theme {
    fn from(palette: Palette) -> Theme {
        Theme { palette }
    }
}

impl Theme {
    /// The theme that a setting means on a terminal with or without colours, as the environment lets it.
    pub fn chosen(setting: &str, colour: bool) -> Theme {
        let no_color = std::env::var_os("NO_COLOR").is_some_and(|value| !value.is_empty());
        let background = std::env::var("COLORFGBG").ok();
        Palette::chosen(setting, colour, no_color, background.as_deref()).into()
    }

    /// A theme; `no_color` is what the variable `NO_COLOR` asks for: attributes only, no colour.
    pub fn new(no_color: bool) -> Theme {
        Theme::from(if no_color {
            Palette::None
        } else {
            Palette::Any
        })
    }

    /// The style of a tone. Only named colours and attributes: the user's own palette decides the rest.
    pub fn style(&self, tone: Tone) -> Style {
        let plain = Style::new();
        match tone {
            Tone::Plain => plain,
            Tone::Dim | Tone::Border => plain.add_modifier(Modifier::DIM),
            Tone::Ok => self.coloured(Color::Green, Color::Green),
            Tone::Warning => self.coloured(Color::Magenta, Color::Yellow),
            Tone::Error => self
                .coloured(Color::Red, Color::Red)
                .add_modifier(Modifier::BOLD),
            Tone::Changed => self
                .coloured(Color::Blue, Color::Cyan)
                .add_modifier(Modifier::BOLD),
            Tone::Locked if self.palette == Palette::Dark => plain.fg(Color::LightBlue),
            Tone::Locked => self.coloured(Color::Blue, Color::Blue),
            Tone::Selected | Tone::Hit => plain.add_modifier(Modifier::REVERSED),
            Tone::Title | Tone::Key => plain.add_modifier(Modifier::BOLD),
        }
    }

    fn coloured(&self, on_light: Color, otherwise: Color) -> Style {
        match self.palette {
            Palette::None => Style::new(),
            Palette::Light => Style::new().fg(on_light),
            Palette::Any | Palette::Dark => Style::new().fg(otherwise),
        }
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

    #[test]
    fn on_a_light_background_nothing_is_yellow_or_cyan_and_on_a_dark_one_nothing_is_dark_blue() {
        let used = |palette: Palette| TONES.map(|tone| Theme::from(palette).style(tone).fg);
        for faint in [Color::Yellow, Color::Cyan, Color::White] {
            assert!(!used(Palette::Light).contains(&Some(faint)), "{faint}");
        }
        assert!(!used(Palette::Dark).contains(&Some(Color::Blue)));
    }

    #[test]
    fn the_setting_chooses_and_no_color_goes_before_it() {
        for (setting, colour, no_color, background, palette) in [
            ("auto", true, false, None, Palette::Any),
            ("auto", true, false, Some("0;15"), Palette::Light),
            ("auto", true, false, Some("15;default;0"), Palette::Dark),
            ("light", true, false, Some("15;0"), Palette::Light),
            ("dark", true, false, None, Palette::Dark),
            ("none", true, false, None, Palette::None),
            ("light", true, true, None, Palette::None),
            ("dark", false, false, None, Palette::None),
        ] {
            let chosen = Palette::chosen(setting, colour, no_color, background);
            assert_eq!(chosen, palette, "{setting} {background:?}");
        }
    }
}
