//! What hands mails over, chosen by the settings: the mail server, or the directory where there is none. And the mail to oneself that shows whether
//! it works.

use std::path::{Path, PathBuf};

use zeroize::Zeroizing;

use super::dispatch::Composed;
use super::error::JobError;
use super::keys;
use super::place::Place;
use super::settings;
use crate::domain::address;
use crate::domain::verification::{Outcome, Trouble};
use crate::file::{FileError, expand_home};
use crate::mail::{
    Account, Directory, Mail, Mailbox, Patience, Security, SendOutcome, Server, Smtp, Transport,
    is_this_machine,
};
use crate::store::Register;

/// The environment variable that holds the password for the mail server.
const PASSWORD_VARIABLE: &str = "KOPPLA_SMTP_PASSWORD";

/// Where mails go.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Way {
    /// To a mail server.
    Server {
        /// Its name.
        host: String,
        /// Its port.
        port: u16,
    },
    /// Into a directory, as no mail server is set up.
    Directory(PathBuf),
}

/// Where mails go.
///
/// # Errors
/// When the register cannot be read.
pub fn way(place: &Place, register: &Register) -> Result<Way, JobError> {
    let at = |setting| settings::at(place, register, setting);
    let host = at(settings::SMTP_HOST)?;
    if !host.is_empty() {
        let port = at(settings::SMTP_PORT)?.parse().unwrap_or(587);
        return Ok(Way::Server { host, port });
    }
    let chosen = at(settings::MAIL_DIRECTORY)?;
    Ok(Way::Directory(match chosen.as_str() {
        "" => place.path().with_file_name("mails"),
        chosen => expand_home(chosen),
    }))
}

/// What hands mails over. Nothing is connected or written yet.
///
/// # Errors
/// [`JobError::MailUnsecured`]; [`JobError::SettingMissing`] for the password of a user; files that cannot be read; the register.
pub fn of(place: &Place, register: &Register) -> Result<Box<dyn Transport + Send>, JobError> {
    let (host, port) = match way(place, register)? {
        Way::Directory(path) => return Ok(Box::new(Directory::new(path))),
        Way::Server { host, port } => (host, port),
    };
    let at = |setting| settings::at(place, register, setting);
    let security = Security::from_code(&at(settings::SMTP_SECURITY)?).unwrap_or(Security::StartTls);
    if security == Security::None && !is_this_machine(&host) {
        return Err(JobError::MailUnsecured(host));
    }
    let user = at(settings::SMTP_USER)?;
    let account = match user.is_empty() {
        true => None,
        false => Some(Account {
            user,
            password: password(&at(settings::SMTP_PASSWORD_FILE)?)?,
        }),
    };
    let authority = match at(settings::SMTP_CA_FILE)?.as_str() {
        "" => None,
        path => Some(read(&expand_home(path))?.as_bytes().to_vec()),
    };
    Ok(Box::new(Smtp::new(Server {
        host,
        port,
        security,
        account,
        authority,
        patience: Patience::default(),
    })))
}

/// What hands mails over as the settings are when it connects: whatever runs for long follows them, so that a mended password is used without a
/// restart.
struct Current {
    place: Place,
    connected: Option<Box<dyn Transport + Send>>,
}

impl Transport for Current {
    fn send(&mut self, mail: &Mail) -> SendOutcome {
        let transport = match self.connected.take() {
            Some(transport) => Ok(transport),
            None => self
                .place
                .open()
                .and_then(|register| of(&self.place, &register)),
        };
        match transport {
            Ok(transport) => self.connected.insert(transport).send(mail),
            Err(error) => {
                tracing::warn!("no mail can be handed over: {error}");
                SendOutcome {
                    outcome: Outcome::Trouble(Trouble::Local),
                    reply: None,
                }
            }
        }
    }

    fn hang_up(&mut self) {
        if let Some(mut transport) = self.connected.take() {
            transport.hang_up();
        }
    }
}

/// As [`of`], for whatever runs for long: each new connection is made by the settings as they are then.
///
/// # Errors
/// As [`of`], for the settings as they are now.
pub fn current(place: &Place) -> Result<Box<dyn Transport + Send>, JobError> {
    let connected = Some(of(place, &place.open()?)?);
    Ok(Box::new(Current {
        place: place.clone(),
        connected,
    }))
}

/// The password: from the environment, else the first line of the file.
fn password(file: &str) -> Result<Zeroizing<String>, JobError> {
    if let Ok(password) = std::env::var(PASSWORD_VARIABLE) {
        return Ok(Zeroizing::new(password));
    }
    if file.is_empty() {
        return Err(JobError::SettingMissing(settings::SMTP_PASSWORD_FILE.key));
    }
    let text = read(&expand_home(file))?;
    Ok(Zeroizing::new(
        text.lines().next().unwrap_or_default().to_owned(),
    ))
}

fn read(path: &Path) -> Result<Zeroizing<String>, JobError> {
    let text = std::fs::read_to_string(path).map_err(|source| FileError::Unreadable {
        path: path.to_owned(),
        source,
    })?;
    Ok(Zeroizing::new(text))
}

/// Sends a mail to `to`, past the outbox, and tells what became of it. It blocks until the server has answered.
///
/// # Errors
/// [`JobError::Address`]; [`JobError::SettingMissing`] for the sender; as [`of`].
pub fn test(
    place: &Place,
    register: &Register,
    to: &str,
    words: &Composed,
) -> Result<SendOutcome, JobError> {
    let parsed = address::parse(to).map_err(|error| JobError::Address {
        value: to.to_owned(),
        error,
    })?;
    let from = settings::sender(place, register)?;
    let mut transport = of(place, register)?;
    let number = u64::from_be_bytes(keys::chance()?);
    let id = format!("test.{number:016x}@{}", from.domain());
    let mail = Mailbox::new(None, &parsed.address)
        .and_then(|to| Mail::new(from, to, &words.subject, &words.text, &id))
        .map_err(JobError::Mail)?;
    let sent = transport.send(&mail);
    transport.hang_up();
    Ok(sent)
}
