//! The settings: one list of what there is, what each takes and what holds where nothing was chosen.

use super::error::JobError;
use crate::file::Limits;
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

/// The language of the interface, over that of the locale.
pub const LANGUAGE: Setting = Setting {
    key: "language",
    default: "auto",
    takes: "auto|sv|en",
    check: |value| matches!(value, "auto" | "sv" | "en"),
};

/// From how many changes on an import is confirmed by typing their number.
pub const CONFIRM_ABOVE: Setting = Setting {
    key: "confirm-above",
    default: "100",
    takes: "0-1000000000",
    check: |value| value.parse::<u32>().is_ok_and(|n| n <= 1_000_000_000),
};

/// The largest file that is opened, in MiB.
pub const MAX_FILE: Setting = Setting {
    key: "max-file-mib",
    default: "2048",
    takes: "1-4095",
    check: |value| value.parse::<u64>().is_ok_and(|n| (1..=4095).contains(&n)),
};

/// After how many days the rows of a run leave the log.
pub const LOG_DAYS: Setting = Setting {
    key: "log-days",
    default: "180",
    takes: "1-36500|0|never",
    check: |value| value == "never" || value.parse::<u32>().is_ok_and(|n| n <= 36_500),
};

/// Whether an import keeps a copy of its file beside the register.
pub const KEEP_FILES: Setting = Setting {
    key: "keep-files",
    default: "no",
    takes: "no|yes",
    check: |value| matches!(value, "no" | "yes"),
};

/// All settings.
pub const ALL: [Setting; 5] = [LANGUAGE, CONFIRM_ABOVE, MAX_FILE, LOG_DAYS, KEEP_FILES];

/// The setting with this name.
///
/// # Errors
/// [`JobError::SettingUnknown`]
pub fn find(key: &str) -> Result<Setting, JobError> {
    ALL.into_iter()
        .find(|setting| setting.key == key)
        .ok_or_else(|| JobError::SettingUnknown(key.to_owned()))
}

/// What holds now.
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
}
