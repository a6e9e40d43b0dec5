//! The configuration file: settings that a machine keeps beside the register, in TOML. What stands there counts before what the register says,
//! so that a server can be set up by files alone. Not here: what a setting takes ([`super::settings`]).

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use toml::{Table, Value};

use super::error::JobError;
use super::settings;
use crate::file::FileError;

/// The settings of a configuration file.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Config {
    values: BTreeMap<&'static str, String>,
    path: Option<PathBuf>,
}

impl Config {
    /// Reads a configuration file: one `name = value` a line, with the names of `koppla setting list`.
    ///
    /// # Errors
    /// [`JobError::Config`] for what is no TOML, a name that is no setting, and a value that its setting does not take; the file.
    pub fn read(path: &Path) -> Result<Config, JobError> {
        let text = std::fs::read_to_string(path).map_err(|source| match source.kind() {
            std::io::ErrorKind::NotFound => FileError::Missing {
                path: path.to_owned(),
            },
            _ => FileError::Unreadable {
                path: path.to_owned(),
                source,
            },
        })?;
        let mut config = Config::parse(&text).map_err(|what| JobError::Config {
            path: path.to_owned(),
            what,
        })?;
        config.path = Some(path.to_owned());
        Ok(config)
    }

    fn parse(text: &str) -> Result<Config, String> {
        let table: Table = text.parse().map_err(|error: toml::de::Error| {
            // Without the line itself, which may hold what is nobody else's business.
            let line = error.span().map_or(1, |span| {
                text[..span.start.min(text.len())].matches('\n').count() + 1
            });
            format!("{line}: {}", error.message())
        })?;
        let mut values = BTreeMap::new();
        for (key, value) in table {
            let setting = settings::find(&key).map_err(|_| key.clone())?;
            let value = match value {
                Value::String(text) => text,
                Value::Integer(number) => number.to_string(),
                _ => return Err(key),
            };
            if !setting.accepts(&value) {
                return Err(format!("{key} ({})", setting.takes));
            }
            values.insert(setting.key, value);
        }
        Ok(Config { values, path: None })
    }

    /// What the file says of a setting.
    pub fn get(&self, key: &str) -> Option<&str> {
        self.values.get(key).map(String::as_str)
    }

    /// The file.
    pub fn path(&self) -> Option<&Path> {
        self.path.as_deref()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn settings_are_read_as_text_or_number() {
        let config = Config::parse(
            "# the mail server\nsmtp-host = \"mail.foretaget.example\"\nsmtp-port = 465\nmails-per-minute = \"50\"\n",
        )
        .unwrap();
        assert_eq!(config.get("smtp-host"), Some("mail.foretaget.example"));
        assert_eq!(config.get("smtp-port"), Some("465"));
        assert_eq!(config.get("mails-per-minute"), Some("50"));
        assert_eq!(config.get("mails-per-day"), None);
    }

    #[test]
    fn what_is_no_setting_is_named() {
        assert_eq!(Config::parse("smtp-hots = \"x\"").unwrap_err(), "smtp-hots");
        assert_eq!(Config::parse("smtp-port = [25]").unwrap_err(), "smtp-port");
        let range = Config::parse("smtp-port = 99999").unwrap_err();
        assert!(range.starts_with("smtp-port ("), "{range}");
        let broken = Config::parse("a = 1\nb c").unwrap_err();
        assert!(broken.starts_with("2: "), "{broken}");
        assert!(!broken.contains("b c"));
    }

    #[test]
    fn a_password_has_no_place_in_it() {
        assert_eq!(
            Config::parse("smtp-password = \"x\"").unwrap_err(),
            "smtp-password"
        );
    }
}
