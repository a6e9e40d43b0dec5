//! A mail server, spoken to in SMTP. The connection is secured before anything is said that matters, or the server is on this machine; it is kept
//! for the mails that follow. Each answer of the server is taken for what it says of the mail, and where it says nothing of the mail, of the queue.

use std::time::Duration;

use lettre::address::Envelope;
use lettre::transport::smtp::Error;
use lettre::transport::smtp::authentication::{Credentials, Mechanism};
use lettre::transport::smtp::client::{Certificate, SmtpConnection, TlsParameters};
use lettre::transport::smtp::commands::{Data, Mail as MailFrom, Rcpt, Rset};
use lettre::transport::smtp::extension::{ClientId, Extension, MailParameter};
use zeroize::Zeroizing;

use super::message::message;
use super::{Mail, SendOutcome, Transport};
use crate::domain::verification::{Outcome, Trouble};

/// How long a farewell may take.
const FAREWELL: Duration = Duration::from_secs(2);

/// How the connection is secured.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Security {
    /// Plain at first, then TLS, or not at all.
    StartTls,
    /// TLS from the first byte.
    Tls,
    /// Not. For a server on this machine only.
    None,
}

impl Security {
    /// The security with this word of the settings.
    pub fn from_code(code: &str) -> Option<Security> {
        match code {
            "starttls" => Some(Security::StartTls),
            "tls" => Some(Security::Tls),
            "none" => Some(Security::None),
            _ => None,
        }
    }
}

/// How long an answer may take.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Patience {
    /// To anything but a text.
    pub command: Duration,
    /// To a text: ten minutes and more are allowed to the server, and whoever gives up earlier does not know what became of the mail.
    pub text: Duration,
}

impl Default for Patience {
    fn default() -> Patience {
        Patience {
            command: Duration::from_secs(60),
            text: Duration::from_secs(600),
        }
    }
}

/// A name and the password that goes with it.
#[derive(Clone)]
pub struct Account {
    /// The name.
    pub user: String,
    /// The password.
    pub password: Zeroizing<String>,
}

/// A mail server and how it is spoken to.
#[derive(Clone)]
pub struct Server {
    /// Its name, or its address.
    pub host: String,
    /// Its port.
    pub port: u16,
    /// How the connection is secured.
    pub security: Security,
    /// As whom koppla signs in; `None`: not at all.
    pub account: Option<Account>,
    /// A certificate in PEM that is trusted beside those of the system: that of an organisation's own authority.
    pub authority: Option<Vec<u8>>,
    /// How long an answer may take.
    pub patience: Patience,
}

/// Whether a host is this machine, so that nobody listens between.
pub fn is_this_machine(host: &str) -> bool {
    matches!(plain_host(host), "localhost" | "127.0.0.1" | "::1")
}

/// The host without the brackets that an IPv6 address may have.
fn plain_host(host: &str) -> &str {
    host.trim_start_matches('[').trim_end_matches(']')
}

/// A mail server as a [`Transport`].
pub struct Smtp {
    server: Server,
    connection: Option<SmtpConnection>,
}

impl Smtp {
    /// A server that is connected to with the first mail.
    pub fn new(server: Server) -> Smtp {
        Smtp {
            server,
            connection: None,
        }
    }

    /// Hands a mail over on the connection that there is, or a new one.
    fn attempt(&mut self, envelope: &Envelope, text: &[u8]) -> SendOutcome {
        let connection = match self.connection.take() {
            Some(connection) => Ok(connection),
            None => self.connect(),
        };
        let mut connection = match connection {
            Ok(connection) => connection,
            Err(sent) => return sent,
        };
        let sent = hand_over(&mut connection, envelope, text, self.server.patience);
        let usable = match sent.outcome {
            Outcome::Accepted => true,
            Outcome::Transient | Outcome::Permanent => connection.command(Rset).is_ok(),
            Outcome::Trouble(_) | Outcome::Unknown => false,
        };
        match usable {
            true => self.connection = Some(connection),
            // Who no longer answers is not told farewell.
            false if sent.reply.is_none() => drop(connection),
            false => part(connection),
        }
        sent
    }

    fn connect(&self) -> Result<SmtpConnection, SendOutcome> {
        let server = &self.server;
        let host = plain_host(&server.host);
        let trouble = |error: Error| {
            tracing::warn!(%error, "no connection to the mail server");
            SendOutcome {
                outcome: Outcome::Trouble(Trouble::Connection),
                reply: reply(&error),
            }
        };
        if server.security == Security::None && !is_this_machine(host) {
            tracing::warn!("the mail server is another machine and the connection is not secured");
            return Err(Outcome::Trouble(Trouble::Connection).into());
        }
        let tls = self.tls(host).map_err(trouble)?;
        let hello = hello();
        let at_once = tls.as_ref().filter(|_| server.security == Security::Tls);
        let timeout = Some(server.patience.command);
        let mut connection =
            SmtpConnection::connect((host, server.port), timeout, &hello, at_once, None)
                .map_err(trouble)?;
        if let (Some(tls), Security::StartTls) = (&tls, server.security) {
            // A server that does not offer it is an error, so nothing is ever said in the clear.
            connection.starttls(tls, &hello).map_err(trouble)?;
        }
        if let Some(account) = &server.account {
            let credentials =
                Credentials::new(account.user.clone(), account.password.as_str().to_owned());
            if let Err(error) = connection.auth(&[Mechanism::Plain, Mechanism::Login], &credentials)
            {
                part(connection);
                // Refused for good, or the server offers no way to sign in.
                let refused = error.is_permanent() || error.is_client();
                let outcome = match refused {
                    true => Trouble::SignIn,
                    false => Trouble::Connection,
                };
                tracing::warn!(reply = reply(&error), "no sign-in at the mail server");
                return Err(SendOutcome {
                    outcome: Outcome::Trouble(outcome),
                    reply: reply(&error),
                });
            }
        }
        Ok(connection)
    }

    fn tls(&self, host: &str) -> Result<Option<TlsParameters>, Error> {
        if self.server.security == Security::None {
            return Ok(None);
        }
        let mut tls = TlsParameters::builder(host.to_owned());
        if let Some(pem) = &self.server.authority {
            tls = tls.add_root_certificate(Certificate::from_pem(pem)?);
        }
        tls.build_rustls().map(Some)
    }
}

impl Transport for Smtp {
    fn send(&mut self, mail: &Mail) -> SendOutcome {
        let Some(message) = message(mail) else {
            return Outcome::Permanent.into();
        };
        let text = message.formatted();
        let kept = self.connection.is_some();
        let sent = self.attempt(message.envelope(), &text);
        // A server may end a connection on which nothing was said for a while. That is no trouble, and it has not taken the mail.
        if kept && sent.outcome == Outcome::Trouble(Trouble::Connection) {
            return self.attempt(message.envelope(), &text);
        }
        sent
    }

    fn hang_up(&mut self) {
        if let Some(connection) = self.connection.take() {
            part(connection);
        }
    }
}

impl Drop for Smtp {
    fn drop(&mut self) {
        self.hang_up();
    }
}

/// Says farewell, unless the connection is broken, and ends it.
fn part(mut connection: SmtpConnection) {
    // Whatever this answers, the connection is done with.
    let _ = connection.set_timeout(Some(FAREWELL));
    connection.abort();
}

/// As whom koppla greets: the name of this machine where it looks like one that a server takes.
fn hello() -> ClientId {
    let name = whoami::hostname().unwrap_or_default();
    let plain = |c: char| c.is_ascii_alphanumeric() || c == '-' || c == '.';
    match name.contains('.') && name.len() <= 255 && name.chars().all(plain) {
        true => ClientId::Domain(name),
        false => ClientId::default(),
    }
}

fn reply(error: &Error) -> Option<u16> {
    error.status().map(u16::from)
}

fn hand_over(
    connection: &mut SmtpConnection,
    envelope: &Envelope,
    text: &[u8],
    patience: Patience,
) -> SendOutcome {
    let mut parameters = Vec::new();
    let mut addresses = envelope.to().iter().chain(envelope.from());
    if !addresses.all(|address| AsRef::<str>::as_ref(address).is_ascii()) {
        if !connection
            .server_info()
            .supports_feature(Extension::SmtpUtfEight)
        {
            return Outcome::Permanent.into();
        }
        parameters.push(MailParameter::SmtpUtfEight);
    }
    if let Err(error) = connection.command(MailFrom::new(envelope.from().cloned(), parameters)) {
        return sender_refused(&error);
    }
    for to in envelope.to() {
        if let Err(error) = connection.command(Rcpt::new(to.clone(), Vec::new())) {
            return recipient_refused(&error);
        }
    }
    match connection.command(Data) {
        Ok(answer) if answer.has_code(354) => {}
        Ok(answer) => {
            return SendOutcome {
                outcome: Outcome::Trouble(Trouble::Connection),
                reply: Some(answer.code().into()),
            };
        }
        Err(error) => return recipient_refused(&error),
    }
    if connection.set_timeout(Some(patience.text)).is_err() {
        return Outcome::Trouble(Trouble::Connection).into();
    }
    let answer = connection.message(text);
    let sent = match answer {
        Ok(answer) => SendOutcome {
            outcome: Outcome::Accepted,
            reply: Some(answer.code().into()),
        },
        // From the first byte of the text on, silence may mean that it got through.
        Err(error) if error.status().is_none() => Outcome::Unknown.into(),
        Err(error) => recipient_refused(&error),
    };
    match connection.set_timeout(Some(patience.command)) {
        Ok(()) => sent,
        Err(_) => {
            tracing::debug!("the connection to the mail server is gone");
            sent
        }
    }
}

/// What an answer to the sender means: nobody's mail gets through, now or until somebody mends it.
fn sender_refused(error: &Error) -> SendOutcome {
    let reply = reply(error);
    let trouble = match reply {
        Some(530 | 534 | 535 | 538) => Trouble::SignIn,
        Some(500..) => Trouble::Sender,
        _ => Trouble::Connection,
    };
    tracing::warn!(reply, "the mail server does not take the sender");
    SendOutcome {
        outcome: Outcome::Trouble(trouble),
        reply,
    }
}

/// What an answer to the recipient or the text means.
fn recipient_refused(error: &Error) -> SendOutcome {
    let reply = reply(error);
    let outcome = match reply {
        // The connection is lost, and not one byte of the text was on its way.
        None | Some(421) => Outcome::Trouble(Trouble::Connection),
        Some(530) => Outcome::Trouble(Trouble::SignIn),
        // It takes no mail from us, whoever it is for: no recipient is to blame.
        Some(500..) if error.to_string().to_ascii_lowercase().contains("relay") => {
            Outcome::Trouble(Trouble::Sender)
        }
        Some(500..) => Outcome::Permanent,
        Some(_) => Outcome::Transient,
    };
    SendOutcome { outcome, reply }
}
