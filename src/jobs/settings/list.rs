//! Every setting that there is, with what it takes and what holds where nothing was chosen.

use std::net::IpAddr;

use super::Setting;
use crate::domain::domains::{AllowedDomain, AllowedDomains};
use crate::domain::text::is_bad;
use crate::domain::verification::{Lifetime, Mode};
use crate::file::Limits;
use crate::mail::Mailbox;

/// The language of the interface, over that of the locale.
pub const LANGUAGE: Setting = Setting {
    key: "language",
    default: "auto",
    takes: "auto|sv|en",
    check: |value| matches!(value, "auto" | "sv" | "en"),
};

/// The colours of the screens: for a light background or a dark one, or none; `auto` takes what the terminal says of itself.
pub const THEME: Setting = Setting {
    key: "theme",
    default: "auto",
    takes: "auto|light|dark|none",
    check: |value| matches!(value, "auto" | "light" | "dark" | "none"),
};

/// Whether the screens take wheel and clicks; without, they are the terminal's own, for selecting and copying.
pub const MOUSE: Setting = Setting {
    key: "mouse",
    default: "no",
    takes: "no|yes",
    check: |value| matches!(value, "no" | "yes"),
};

/// From how many changes on an import is confirmed by typing their number.
pub const CONFIRM_ABOVE: Setting = Setting {
    key: "confirm-above",
    default: "100",
    takes: "0-1000000000",
    check: |value| value.parse::<u32>().is_ok_and(|n| n <= 1_000_000_000),
};

/// Whether an import is confirmed by typing its number when addresses come under a domain under which nobody has one so far.
pub const CONFIRM_NEW_DOMAINS: Setting = Setting {
    key: "confirm-new-domains",
    default: "yes",
    takes: "no|yes",
    check: |value| matches!(value, "no" | "yes"),
};

/// What [`MAX_FILE`] is at least.
pub const SMALLEST_LIMIT: Limits = Limits { bytes: 1 << 20 };

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

/// What verification is for.
pub const MODE: Setting = Setting {
    key: "verification-mode",
    default: "login",
    takes: "login|preparing",
    check: |value| Mode::from_code(value).is_some(),
};

/// How long a link counts.
pub const LINK_LIFETIME: Setting = Setting {
    key: "link-lifetime",
    default: "5d",
    takes: "1d-30d|1h-720h",
    check: |value| Lifetime::parse(value).is_some(),
};

/// How many mails go out a minute.
pub const PER_MINUTE: Setting = Setting {
    key: "mails-per-minute",
    default: "25",
    takes: "1-6000",
    check: |value| value.parse::<u32>().is_ok_and(|n| (1..=6000).contains(&n)),
};

/// How many mails go out a day; 0 is as many as go.
pub const PER_DAY: Setting = Setting {
    key: "mails-per-day",
    default: "10000",
    takes: "0-1000000",
    check: |value| value.parse::<u32>().is_ok_and(|n| n <= 1_000_000),
};

/// Where the pages are reached.
pub const BASE_URL: Setting = Setting {
    key: "base-url",
    default: "",
    takes: "https://…|http://localhost:…",
    check: |value| value.is_empty() || is_base_url(value),
};

/// From whom mails come.
pub const SENDER: Setting = Setting {
    key: "sender",
    default: "",
    takes: "a@b.se|Namn <a@b.se>",
    check: |value| value.is_empty() || Mailbox::parse(value).is_ok(),
};

/// The mail server; without one, mails are written into a directory.
pub const SMTP_HOST: Setting = Setting {
    key: "smtp-host",
    default: "",
    takes: "host",
    check: |value| {
        value
            .bytes()
            .all(|b| b.is_ascii_alphanumeric() || b".-:[]".contains(&b))
    },
};

/// The port of the mail server.
pub const SMTP_PORT: Setting = Setting {
    key: "smtp-port",
    default: "587",
    takes: "1-65535",
    check: |value| value.parse::<u16>().is_ok_and(|port| port > 0),
};

/// How the connection to the mail server is secured; `none` is for the same machine only.
pub const SMTP_SECURITY: Setting = Setting {
    key: "smtp-security",
    default: "starttls",
    takes: "starttls|tls|none",
    check: |value| matches!(value, "starttls" | "tls" | "none"),
};

/// As whom koppla signs in to the mail server; empty: not at all.
pub const SMTP_USER: Setting = Setting {
    key: "smtp-user",
    default: "",
    takes: "name",
    check: |value| !value.chars().any(is_bad),
};

/// The file that holds the password for the mail server; the environment variable `KOPPLA_SMTP_PASSWORD` goes before it.
pub const SMTP_PASSWORD_FILE: Setting = Setting {
    key: "smtp-password-file",
    default: "",
    takes: "path",
    check: |value| !value.chars().any(is_bad),
};

/// A file with a certificate (PEM) that the mail server is trusted by, beside those of the system; empty: none.
pub const SMTP_CA_FILE: Setting = Setting {
    key: "smtp-ca-file",
    default: "",
    takes: "path",
    check: |value| !value.chars().any(is_bad),
};

/// Where mails are written when there is no mail server; empty: `mails` beside the register.
pub const MAIL_DIRECTORY: Setting = Setting {
    key: "mail-directory",
    default: "",
    takes: "path",
    check: |value| !value.chars().any(is_bad),
};

/// The domains that the organisation is known to own; empty: none.
pub const VERIFIED_DOMAINS: Setting = Setting {
    key: "verified-domains",
    default: "",
    takes: "a.se b.se …",
    check: |value| parse_domains(value).is_some(),
};

/// The proxies whose word on who is asking is taken; empty: none.
pub const TRUSTED_PROXIES: Setting = Setting {
    key: "trusted-proxies",
    default: "",
    takes: "127.0.0.1 ::1 …",
    check: |value| parse_proxies(value).is_some(),
};

/// All settings.
pub const ALL: [Setting; 23] = [
    LANGUAGE,
    THEME,
    MOUSE,
    CONFIRM_ABOVE,
    CONFIRM_NEW_DOMAINS,
    MAX_FILE,
    LOG_DAYS,
    KEEP_FILES,
    MODE,
    LINK_LIFETIME,
    PER_MINUTE,
    PER_DAY,
    BASE_URL,
    SENDER,
    SMTP_HOST,
    SMTP_PORT,
    SMTP_SECURITY,
    SMTP_USER,
    SMTP_PASSWORD_FILE,
    SMTP_CA_FILE,
    MAIL_DIRECTORY,
    VERIFIED_DOMAINS,
    TRUSTED_PROXIES,
];

/// `https://` anywhere, `http://` on this machine only; a host, perhaps a port and a path, and nothing else.
fn is_base_url(value: &str) -> bool {
    let (secure, rest) = if let Some(rest) = value.strip_prefix("https://") {
        (true, rest)
    } else if let Some(rest) = value.strip_prefix("http://") {
        (false, rest)
    } else {
        return false;
    };
    let (authority, path) = rest.split_once('/').unwrap_or((rest, ""));
    let (host, port) = match authority.rsplit_once(':') {
        Some((host, port)) if !authority.ends_with(']') => (host, Some(port)),
        _ => (authority, None),
    };
    let local = matches!(host, "localhost" | "127.0.0.1" | "[::1]");
    let named = !host.is_empty()
        && host
            .bytes()
            .all(|b| b.is_ascii_alphanumeric() || matches!(b, b'.' | b'-'));
    let plain = |b: u8| b.is_ascii_alphanumeric() || b"/-._~".contains(&b);
    (local || (secure && named))
        && port.is_none_or(|port| port.parse::<u16>().is_ok_and(|port| port > 0))
        && path.bytes().all(plain)
}

/// The addresses of proxies, parted by spaces or commas.
pub(super) fn parse_proxies(value: &str) -> Option<Vec<IpAddr>> {
    value
        .split([' ', ','])
        .filter(|word| !word.is_empty())
        .map(|word| word.parse().ok())
        .collect()
}

/// The names of domains, parted by spaces or commas; none with a `*`.
pub(super) fn parse_domains(value: &str) -> Option<AllowedDomains> {
    let entries = value
        .split([' ', ','])
        .filter(|word| !word.is_empty())
        .map(|word| {
            AllowedDomain::parse(word)
                .ok()
                .filter(|d| !d.key().starts_with('*'))
        })
        .collect::<Option<Vec<_>>>()?;
    Some(AllowedDomains::new(entries))
}
