//! The settings: what holds of those that there are, and choosing it. The list of them is in `list.rs`.

mod list;

use std::net::IpAddr;

pub use self::list::{
    ALL, BASE_URL, CONFIRM_ABOVE, CONFIRM_NEW_DOMAINS, KEEP_FILES, LANGUAGE, LINK_LIFETIME,
    LOG_DAYS, MAIL_DIRECTORY, MAX_FILE, MODE, MOUSE, PER_DAY, PER_MINUTE, SENDER, SMALLEST_LIMIT,
    SMTP_CA_FILE, SMTP_HOST, SMTP_PASSWORD_FILE, SMTP_PORT, SMTP_SECURITY, SMTP_USER, THEME,
    TRUSTED_PROXIES, VERIFIED_DOMAINS,
};
use self::list::{parse_domains, parse_proxies};
use super::error::JobError;
use super::place::Place;
use crate::domain::domains::AllowedDomains;
use crate::domain::verification::{Capacity, Lifetime, Mode};
use crate::file::Limits;
use crate::mail::Mailbox;
use crate::store::Register;

/// A setting.
#[derive(Debug, Clone, Copy)]
pub struct Setting {
    /// Its name.
    pub key: &'static str,
    /// What holds where nothing was chosen.
    pub default: &'static str,
    /// What it takes, in the words of a usage line.
    pub takes: &'static str,
    check: fn(&str) -> bool,
}

/// The setting with this name.
///
/// # Errors
/// [`JobError::SettingUnknown`]
pub fn find(key: &str) -> Result<Setting, JobError> {
    ALL.into_iter()
        .find(|setting| setting.key == key)
        .ok_or_else(|| JobError::SettingUnknown(key.to_owned()))
}

impl Setting {
    /// Whether the setting takes this value.
    pub fn accepts(&self, value: &str) -> bool {
        (self.check)(value)
    }
}

/// What holds at a place: what its configuration file says, else the register.
///
/// # Errors
/// When the register cannot be read.
pub fn at(place: &Place, register: &Register, setting: Setting) -> Result<String, JobError> {
    match place.config().get(setting.key) {
        Some(value) => Ok(value.to_owned()),
        None => get(register, setting),
    }
}

/// How the screens look and are used.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Appearance {
    /// The value of [`THEME`].
    pub theme: String,
    /// Whether wheel and clicks are koppla's.
    pub mouse: bool,
}

/// How the screens look and are used at a place, where there may be no register.
///
/// # Errors
/// When the register cannot be read.
pub fn appearance(place: &Place, register: Option<&Register>) -> Result<Appearance, JobError> {
    let value = |setting: Setting| match register {
        Some(register) => at(place, register, setting),
        None => Ok(place
            .config()
            .get(setting.key)
            .unwrap_or(setting.default)
            .to_owned()),
    };
    Ok(Appearance {
        theme: value(THEME)?,
        mouse: value(MOUSE)? == "yes",
    })
}

/// The code of the language that was chosen for a place; `None` where that is left to the locale, also where there is no
/// register yet or it cannot be read: what is wrong with it is told by whoever opens it for good.
pub fn language(place: &Place) -> Option<String> {
    let stored = || {
        let register = Register::open(place.path()).ok()?;
        get(&register, LANGUAGE).ok()
    };
    let configured = place.config().get(LANGUAGE.key).map(str::to_owned);
    configured
        .or_else(|| place.exists().then(stored).flatten())
        .filter(|code| *code != LANGUAGE.default)
}

/// What verification is for.
///
/// # Errors
/// When the register cannot be read.
pub fn mode(place: &Place, register: &Register) -> Result<Mode, JobError> {
    Ok(Mode::from_code(&at(place, register, MODE)?).unwrap_or_default())
}

/// How long a link counts.
///
/// # Errors
/// When the register cannot be read.
pub fn lifetime(place: &Place, register: &Register) -> Result<Lifetime, JobError> {
    Ok(Lifetime::parse(&at(place, register, LINK_LIFETIME)?).unwrap_or(Lifetime::DEFAULT))
}

/// How fast mails go.
///
/// # Errors
/// When the register cannot be read.
pub fn capacity(place: &Place, register: &Register) -> Result<Capacity, JobError> {
    Ok(Capacity {
        per_minute: at(place, register, PER_MINUTE)?.parse().unwrap_or(25),
        per_day: at(place, register, PER_DAY)?.parse().unwrap_or(10_000),
    })
}

/// Where the pages are reached, without a slash at the end.
///
/// # Errors
/// [`JobError::SettingMissing`]; the register.
pub fn base_url(place: &Place, register: &Register) -> Result<String, JobError> {
    let url = at(place, register, BASE_URL)?;
    match url.trim_end_matches('/') {
        "" => Err(JobError::SettingMissing(BASE_URL.key)),
        url => Ok(url.to_owned()),
    }
}

/// From whom mails come.
///
/// # Errors
/// [`JobError::SettingMissing`]; the register.
pub fn sender(place: &Place, register: &Register) -> Result<Mailbox, JobError> {
    Mailbox::parse(&at(place, register, SENDER)?).map_err(|_| JobError::SettingMissing(SENDER.key))
}

/// The domains that the organisation is known to own; by default none.
///
/// # Errors
/// When the register cannot be read.
pub fn verified_domains(place: &Place, register: &Register) -> Result<AllowedDomains, JobError> {
    Ok(parse_domains(&at(place, register, VERIFIED_DOMAINS)?).unwrap_or_default())
}

/// The proxies whose `X-Forwarded-For` is believed; by default none.
///
/// # Errors
/// When the register cannot be read.
pub fn trusted_proxies(place: &Place, register: &Register) -> Result<Vec<IpAddr>, JobError> {
    Ok(parse_proxies(&at(place, register, TRUSTED_PROXIES)?).unwrap_or_default())
}

/// What holds now in the register.
///
/// # Errors
/// When the register cannot be read.
pub fn get(register: &Register, setting: Setting) -> Result<String, JobError> {
    let stored = register.setting(setting.key)?;
    Ok(stored
        .filter(|v| (setting.check)(v))
        .unwrap_or_else(|| setting.default.to_owned()))
}

/// Chooses a value.
///
/// # Errors
/// A value that the setting does not take.
pub fn set(register: &mut Register, setting: Setting, value: &str) -> Result<(), JobError> {
    if !(setting.check)(value) {
        return Err(JobError::SettingInvalid {
            key: setting.key,
            value: value.to_owned(),
            takes: setting.takes,
        });
    }
    Ok(register.set_setting(setting.key, value)?)
}

/// From how many changes on an import is confirmed by typing their number.
///
/// # Errors
/// When the register cannot be read.
pub fn confirm_above(register: &Register) -> Result<u64, JobError> {
    Ok(get(register, CONFIRM_ABOVE)?.parse().unwrap_or(100))
}

/// Whether a domain under which nobody has an address so far wants the number typed.
///
/// # Errors
/// When the register cannot be read.
pub fn confirm_new_domains(register: &Register) -> Result<bool, JobError> {
    Ok(get(register, CONFIRM_NEW_DOMAINS)? == "yes")
}

/// After how many days the rows of a run leave the log; `None` keeps them.
///
/// # Errors
/// When the register cannot be read.
pub fn log_days(register: &Register) -> Result<Option<u32>, JobError> {
    Ok(get(register, LOG_DAYS)?
        .parse()
        .ok()
        .filter(|days| *days > 0))
}

/// Whether an import keeps a copy of its file.
///
/// # Errors
/// When the register cannot be read.
pub fn keep_files(register: &Register) -> Result<bool, JobError> {
    Ok(get(register, KEEP_FILES)? == "yes")
}

/// How large a file may be.
///
/// # Errors
/// When the register cannot be read.
pub fn limits(register: &Register) -> Result<Limits, JobError> {
    let mib: u64 = get(register, MAX_FILE)?.parse().unwrap_or(2048);
    Ok(Limits { bytes: mib << 20 })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_default_is_a_value_that_its_setting_takes() {
        for setting in ALL {
            assert!((setting.check)(setting.default), "{}", setting.key);
        }
    }

    #[test]
    fn pages_are_reached_by_https_and_plainly_on_this_machine_only() {
        for url in [
            "https://koppla.foretaget.example",
            "https://koppla.foretaget.example:8443/verifiera/",
            "http://localhost:8080",
            "http://127.0.0.1",
            "http://[::1]:8080",
        ] {
            assert!(BASE_URL.accepts(url), "{url}");
        }
        for url in [
            "http://koppla.foretaget.example",
            "http://localhost.foretaget.example",
            "https://",
            "https://a b.example",
            "https://a.example/?x=1",
            "https://a.example/#x",
            "https://user@a.example",
            "https://a.example:0",
            "javascript:alert(1)",
            "koppla.foretaget.example",
        ] {
            assert!(!BASE_URL.accepts(url), "{url}");
        }
    }

    #[test]
    fn proxies_are_addresses() {
        assert!(TRUSTED_PROXIES.accepts("127.0.0.1, ::1 10.0.0.7"));
        assert!(!TRUSTED_PROXIES.accepts("localhost"));
        assert!(!TRUSTED_PROXIES.accepts("10.0.0.0/8"));
    }

    #[test]
    fn verified_domains_are_domains_and_no_patterns() {
        assert!(VERIFIED_DOMAINS.accepts("foretaget.example, företaget.example"));
        assert!(!VERIFIED_DOMAINS.accepts("*.foretaget.example"));
        assert!(!VERIFIED_DOMAINS.accepts("foretaget"));
    }
}
