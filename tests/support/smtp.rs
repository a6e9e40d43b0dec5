//! A mail server for tests: real sockets, every mail that it takes kept, every answer as the test says. It speaks enough SMTP for koppla, with
//! STARTTLS or TLS where it has a certificate.

#![allow(
    dead_code,
    unreachable_pub,
    clippy::unwrap_used,
    reason = "each test binary uses the part it needs, and a test may fail by panicking"
)]

use std::io::{self, Read, Write};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};

use super::commands::Office;
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use rustls::{ServerConfig, ServerConnection, StreamOwned};

/// What the client has just done.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Moment {
    /// Connected; the how many-th, from 0.
    Connected(usize),
    /// `EHLO`.
    Hello,
    /// Signed in as this user with this password.
    SignIn(String, String),
    /// `MAIL FROM` of this address.
    From(String),
    /// `RCPT TO` of this address.
    To(String),
    /// `DATA`.
    Data,
    /// The dot after the text for this address.
    Text(String),
}

/// What the server does then.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Act {
    /// What a server does that has nothing against it.
    Go,
    /// Answers with this line; the mail, if it is one, is not kept.
    Say(&'static str),
    /// Ends the connection. A text is kept first: the server has taken it, and the client will not hear of it.
    Cut,
    /// Answers nothing until the client gives up. A text is kept, as above.
    Stall,
}

/// A mail that the server took.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Taken {
    /// To whom, as in `RCPT TO`.
    pub to: String,
    /// The text, dots undone.
    pub text: String,
    /// The how many-th connection brought it, from 0.
    pub connection: usize,
    /// Whether the connection was secured.
    pub secured: bool,
}

type Script = dyn Fn(&Moment) -> Act + Send + Sync;

/// How connections are secured.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Tls {
    /// Not, and `STARTTLS` is not offered.
    None,
    /// By `STARTTLS`.
    Start,
    /// From the first byte.
    AtOnce,
}

struct Shared {
    script: Box<Script>,
    taken: Mutex<Vec<Taken>>,
    moments: Mutex<Vec<Moment>>,
    connections: AtomicUsize,
    closing: AtomicBool,
    tls: Tls,
    config: Arc<ServerConfig>,
}

/// The server; it ends when it is dropped.
pub struct MailServer {
    address: SocketAddr,
    shared: Arc<Shared>,
    certificate: String,
}

impl MailServer {
    /// A server that takes everything, unsecured.
    pub fn willing() -> MailServer {
        MailServer::new(Tls::None, |_| Act::Go)
    }

    /// A server with this script.
    pub fn new(tls: Tls, script: impl Fn(&Moment) -> Act + Send + Sync + 'static) -> MailServer {
        let key = rcgen::generate_simple_self_signed(vec!["localhost".to_owned()]).unwrap();
        let certificate = key.cert.pem();
        let private = rustls::pki_types::PrivateKeyDer::try_from(key.signing_key.serialize_der());
        let provider = Arc::new(rustls::crypto::ring::default_provider());
        let config = ServerConfig::builder_with_provider(provider)
            .with_safe_default_protocol_versions()
            .unwrap()
            .with_no_client_auth()
            .with_single_cert(vec![key.cert.der().clone()], private.unwrap())
            .unwrap();
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let address = listener.local_addr().unwrap();
        let shared = Arc::new(Shared {
            script: Box::new(script),
            taken: Mutex::default(),
            moments: Mutex::default(),
            connections: AtomicUsize::new(0),
            closing: AtomicBool::new(false),
            tls,
            config: Arc::new(config),
        });
        let for_thread = Arc::clone(&shared);
        std::thread::spawn(move || {
            for stream in listener.incoming() {
                if for_thread.closing.load(Ordering::SeqCst) {
                    return;
                }
                let Ok(stream) = stream else { continue };
                let shared = Arc::clone(&for_thread);
                std::thread::spawn(move || {
                    // A client that is killed ends its connection anywhere.
                    let _ = Session::new(&shared, stream).and_then(|mut session| session.serve());
                });
            }
        });
        MailServer {
            address,
            shared,
            certificate,
        }
    }

    pub fn port(&self) -> u16 {
        self.address.port()
    }

    /// The certificate, in PEM; it is for `localhost`.
    pub fn certificate(&self) -> &str {
        &self.certificate
    }

    /// What it took so far.
    pub fn taken(&self) -> Vec<Taken> {
        self.shared.taken.lock().unwrap().clone()
    }

    /// What clients did so far.
    pub fn moments(&self) -> Vec<Moment> {
        self.shared.moments.lock().unwrap().clone()
    }

    /// How many connections there were.
    pub fn connections(&self) -> usize {
        self.shared.connections.load(Ordering::SeqCst)
    }

    /// How many mails each address got.
    pub fn counts(&self) -> std::collections::BTreeMap<String, usize> {
        let mut counts = std::collections::BTreeMap::new();
        for mail in self.taken() {
            *counts.entry(mail.to).or_default() += 1;
        }
        counts
    }
}

/// Makes an office send its mails to this server, unsecured.
pub fn send_to(office: &Office, server: &MailServer) {
    let port = server.port().to_string();
    for (key, value) in [
        ("smtp-host", "127.0.0.1"),
        ("smtp-port", port.as_str()),
        ("smtp-security", "none"),
    ] {
        office.run(&["setting", "set", key, value]).exits(0);
    }
}

impl Drop for MailServer {
    fn drop(&mut self) {
        self.shared.closing.store(true, Ordering::SeqCst);
        // Wakes the thread that waits for connections.
        let _ = TcpStream::connect(self.address);
    }
}

enum Wire {
    Plain(TcpStream),
    Secured(Box<StreamOwned<ServerConnection, TcpStream>>),
}

impl Wire {
    fn secured(stream: TcpStream, config: &Arc<ServerConfig>) -> io::Result<Wire> {
        let connection = ServerConnection::new(Arc::clone(config)).map_err(io::Error::other)?;
        Ok(Wire::Secured(Box::new(StreamOwned::new(
            connection, stream,
        ))))
    }
}

impl Read for Wire {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        match self {
            Wire::Plain(stream) => stream.read(buffer),
            Wire::Secured(stream) => stream.read(buffer),
        }
    }
}

struct Session<'a> {
    shared: &'a Shared,
    wire: Wire,
    buffer: Vec<u8>,
    number: usize,
}

impl<'a> Session<'a> {
    fn new(shared: &'a Shared, stream: TcpStream) -> io::Result<Session<'a>> {
        stream.set_nodelay(true)?;
        Ok(Session {
            shared,
            number: shared.connections.fetch_add(1, Ordering::SeqCst),
            wire: match shared.tls {
                Tls::AtOnce => Wire::secured(stream, &shared.config)?,
                Tls::None | Tls::Start => Wire::Plain(stream),
            },
            buffer: Vec::new(),
        })
    }

    fn say(&mut self, line: &str) -> io::Result<()> {
        let text = format!("{line}\r\n");
        match &mut self.wire {
            Wire::Plain(stream) => stream.write_all(text.as_bytes()),
            Wire::Secured(stream) => {
                stream.write_all(text.as_bytes())?;
                stream.flush()
            }
        }
    }

    /// The next line without its end; an error at the end of the connection.
    fn line(&mut self) -> io::Result<String> {
        loop {
            if let Some(end) = self.buffer.windows(2).position(|two| two == b"\r\n") {
                let line: Vec<u8> = self.buffer.drain(..end + 2).collect();
                return String::from_utf8(line[..end].to_vec()).map_err(io::Error::other);
            }
            let mut more = [0; 8192];
            match self.wire.read(&mut more)? {
                0 => return Err(io::ErrorKind::UnexpectedEof.into()),
                n => self.buffer.extend_from_slice(&more[..n]),
            }
        }
    }

    /// Asks the script; `usual` is the answer where it has nothing to say. An error ends the connection.
    fn act(&mut self, moment: Moment, usual: &str) -> io::Result<bool> {
        self.shared.moments.lock().unwrap().push(moment.clone());
        match (self.shared.script)(&moment) {
            Act::Go => self.say(usual).map(|()| true),
            Act::Say(line) => self.say(line).map(|()| false),
            Act::Cut => Err(io::ErrorKind::ConnectionAborted.into()),
            Act::Stall => loop {
                self.line()?;
            },
        }
    }

    fn hello(&mut self, secured: bool) -> io::Result<()> {
        let start = if self.shared.tls == Tls::Start && !secured {
            "\r\n250-STARTTLS"
        } else {
            ""
        };
        let usual = format!("250-localhost{start}\r\n250-AUTH PLAIN LOGIN\r\n250 SMTPUTF8");
        self.act(Moment::Hello, &usual).map(|_| ())
    }

    fn serve(&mut self) -> io::Result<()> {
        let mut secured = self.shared.tls == Tls::AtOnce;
        if !self.act(Moment::Connected(self.number), "220 localhost ESMTP")? {
            return Ok(());
        }
        let mut to = String::new();
        loop {
            let line = self.line()?;
            let (verb, rest) = line.split_once(' ').unwrap_or((&line, ""));
            let address = || {
                let rest = rest.split_once('<').map_or("", |(_, rest)| rest);
                rest.split_once('>')
                    .map_or("", |(address, _)| address)
                    .to_owned()
            };
            match verb {
                "EHLO" => self.hello(secured)?,
                "STARTTLS" => {
                    self.say("220 go")?;
                    let Wire::Plain(stream) = &self.wire else {
                        return Ok(());
                    };
                    self.wire = Wire::secured(stream.try_clone()?, &self.shared.config)?;
                    secured = true;
                }
                "AUTH" => {
                    let given = rest.rsplit(' ').next().unwrap_or_default();
                    let plain = STANDARD.decode(given).map_err(io::Error::other)?;
                    let text = String::from_utf8_lossy(&plain).into_owned();
                    let mut parts = text.split('\0').skip(1).map(str::to_owned);
                    let user = parts.next().unwrap_or_default();
                    let password = parts.next().unwrap_or_default();
                    self.act(Moment::SignIn(user, password), "235 hello")?;
                }
                "MAIL" => {
                    self.act(Moment::From(address()), "250 ok")?;
                }
                "RCPT" => {
                    to = address();
                    self.act(Moment::To(to.clone()), "250 ok")?;
                }
                "DATA" => {
                    if self.act(Moment::Data, "354 go on")? {
                        self.text(&to, secured)?;
                    }
                }
                "RSET" | "NOOP" => self.say("250 ok")?,
                "QUIT" => return self.say("221 bye"),
                _ => self.say("502 what?")?,
            }
        }
    }

    fn text(&mut self, to: &str, secured: bool) -> io::Result<()> {
        let mut text = String::new();
        loop {
            let line = self.line()?;
            if line == "." {
                break;
            }
            text.push_str(line.strip_prefix('.').unwrap_or(&line));
            text.push('\n');
        }
        let moment = Moment::Text(to.to_owned());
        // What the server answers is decided when it has the mail, and the mail is kept before the answer is on its way.
        let act = (self.shared.script)(&moment);
        self.shared.moments.lock().unwrap().push(moment);
        if !matches!(act, Act::Say(_)) {
            self.shared.taken.lock().unwrap().push(Taken {
                to: to.to_owned(),
                text,
                connection: self.number,
                secured,
            });
        }
        match act {
            Act::Go => self.say("250 taken"),
            Act::Say(line) => self.say(line),
            Act::Cut => Err(io::ErrorKind::ConnectionAborted.into()),
            Act::Stall => loop {
                self.line()?;
            },
        }
    }
}
