//! The mail server's answers and what they mean, over real sockets.

#![expect(
    clippy::unwrap_used,
    reason = "a test that cannot go on shall fail here"
)]

mod support;

use std::time::Duration;

use koppla::domain::verification::{Outcome, Trouble};
use koppla::mail::{
    Account, Mail, Mailbox, Patience, Security, SendOutcome, Server, Smtp, Transport,
};
use support::smtp::{Act, MailServer, Moment, Tls};

fn mail(to: &str) -> Mail {
    let from = Mailbox::parse("Löner, HR <hr@foretaget.example>").unwrap();
    let to = Mailbox::parse(to).unwrap();
    let text = "Hej!\n\nhttps://koppla.foretaget.example/l/abc\n.\n..\nHej då!\n";
    Mail::new(
        from,
        to,
        "Bekräfta din adress",
        text,
        "1.a@foretaget.example",
    )
    .unwrap()
}

fn plain(server: &MailServer) -> Server {
    Server {
        host: "127.0.0.1".into(),
        port: server.port(),
        security: Security::None,
        account: None,
        authority: None,
        patience: Patience::default(),
    }
}

fn secured(server: &MailServer, security: Security) -> Server {
    Server {
        host: "localhost".into(),
        security,
        authority: Some(server.certificate().as_bytes().to_vec()),
        ..plain(server)
    }
}

fn send(server: Server) -> SendOutcome {
    Smtp::new(server).send(&mail("asa@foretaget.example"))
}

/// A server that answers with `line` where `at` says so.
fn answering(at: fn(&Moment) -> bool, line: &'static str) -> MailServer {
    MailServer::new(Tls::None, move |moment| match at(moment) {
        true => Act::Say(line),
        false => Act::Go,
    })
}

fn greeting(moment: &Moment) -> bool {
    matches!(moment, Moment::Connected(_))
}
fn hello(moment: &Moment) -> bool {
    *moment == Moment::Hello
}
fn from(moment: &Moment) -> bool {
    matches!(moment, Moment::From(_))
}
fn to(moment: &Moment) -> bool {
    matches!(moment, Moment::To(_))
}
fn data(moment: &Moment) -> bool {
    *moment == Moment::Data
}
fn text(moment: &Moment) -> bool {
    matches!(moment, Moment::Text(_))
}
fn sign_in(moment: &Moment) -> bool {
    matches!(moment, Moment::SignIn(..))
}

#[test]
fn a_mail_arrives_as_it_was_written() {
    let server = MailServer::willing();
    let sent = send(plain(&server));
    assert_eq!((sent.outcome, sent.reply), (Outcome::Accepted, Some(250)));
    let taken = server.taken();
    assert_eq!(taken.len(), 1);
    assert_eq!(taken[0].to, "asa@foretaget.example");
    let read = mail_parser::MessageParser::default()
        .parse(taken[0].text.as_bytes())
        .unwrap();
    assert_eq!(read.subject(), Some("Bekräfta din adress"));
    assert_eq!(read.message_id(), Some("1.a@foretaget.example"));
    assert_eq!(
        read.header("Auto-Submitted")
            .and_then(|value| value.as_text()),
        Some("auto-generated")
    );
    assert_eq!(
        read.body_text(0).unwrap().replace("\r\n", "\n").trim_end(),
        "Hej!\n\nhttps://koppla.foretaget.example/l/abc\n.\n..\nHej då!"
    );
}

#[test]
fn each_answer_says_something_of_the_mail_or_of_the_queue() {
    let connection = Outcome::Trouble(Trouble::Connection);
    let sender = Outcome::Trouble(Trouble::Sender);
    type At = fn(&Moment) -> bool;
    let cases: [(At, &'static str, Outcome, Option<u16>); 16] = [
        (greeting, "421 too many connections", connection, Some(421)),
        (greeting, "554 go away", connection, Some(554)),
        (hello, "421 later", connection, Some(421)),
        (from, "421 shutting down", connection, Some(421)),
        (from, "451 try later", connection, Some(451)),
        (from, "550 no such sender", sender, Some(550)),
        (
            from,
            "530 sign in first",
            Outcome::Trouble(Trouble::SignIn),
            Some(530),
        ),
        (to, "421 shutting down", connection, Some(421)),
        (to, "450 mailbox busy", Outcome::Transient, Some(450)),
        (to, "550 no such user", Outcome::Permanent, Some(550)),
        (to, "554 5.7.1 Relay access denied", sender, Some(554)),
        (data, "451 later", Outcome::Transient, Some(451)),
        (data, "250 what", connection, Some(250)),
        (text, "452 full", Outcome::Transient, Some(452)),
        (text, "554 looks like spam", Outcome::Permanent, Some(554)),
        (text, "421 shutting down", connection, Some(421)),
    ];
    for (at, line, outcome, reply) in cases {
        let server = answering(at, line);
        let sent = send(plain(&server));
        assert_eq!((sent.outcome, sent.reply), (outcome, reply), "{line}");
        assert!(server.taken().is_empty(), "{line}");
    }
}

#[test]
fn a_connection_lost_before_the_text_is_trouble_and_after_it_nobody_knows() {
    for at in [greeting, hello, from, to, data] as [fn(&Moment) -> bool; 5] {
        let server = MailServer::new(Tls::None, move |moment| match at(moment) {
            true => Act::Cut,
            false => Act::Go,
        });
        let sent = send(plain(&server));
        assert_eq!(sent.outcome, Outcome::Trouble(Trouble::Connection));
        assert!(server.taken().is_empty());
    }
    let server = MailServer::new(Tls::None, |moment| match text(moment) {
        true => Act::Cut,
        false => Act::Go,
    });
    assert_eq!(send(plain(&server)).outcome, Outcome::Unknown);
    assert_eq!(
        server.taken().len(),
        1,
        "it was taken, and not offered again"
    );
}

#[test]
fn a_server_that_says_nothing_is_waited_for_only_so_long() {
    let patience = Patience {
        command: Duration::from_millis(300),
        text: Duration::from_millis(400),
    };
    for (at, outcome) in [
        (
            greeting as fn(&Moment) -> bool,
            Outcome::Trouble(Trouble::Connection),
        ),
        (to, Outcome::Trouble(Trouble::Connection)),
        (text, Outcome::Unknown),
    ] {
        let server = MailServer::new(Tls::None, move |moment| match at(moment) {
            true => Act::Stall,
            false => Act::Go,
        });
        let sent = send(Server {
            patience,
            ..plain(&server)
        });
        assert_eq!(sent.outcome, outcome);
    }
}

#[test]
fn nobody_listening_is_trouble_with_the_connection() {
    let free = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let port = free.local_addr().unwrap().port();
    drop(free);
    let sent = send(Server {
        port,
        ..plain(&MailServer::willing())
    });
    assert_eq!(sent.outcome, Outcome::Trouble(Trouble::Connection));
}

#[test]
fn one_connection_serves_the_mails_that_follow_also_after_a_refusal() {
    let server = MailServer::new(Tls::None, |moment| match moment {
        Moment::To(to) if to.starts_with("nobody@") => Act::Say("550 no such user"),
        _ => Act::Go,
    });
    let mut smtp = Smtp::new(plain(&server));
    let outcomes = ["a", "nobody", "b"].map(|name| {
        let to = format!("{name}@foretaget.example");
        smtp.send(&mail(&to)).outcome
    });
    assert_eq!(
        outcomes,
        [Outcome::Accepted, Outcome::Permanent, Outcome::Accepted]
    );
    assert_eq!(server.connections(), 1);
    smtp.hang_up();
    assert_eq!(
        smtp.send(&mail("c@foretaget.example")).outcome,
        Outcome::Accepted
    );
    assert_eq!(server.connections(), 2);
}

#[test]
fn a_kept_connection_that_the_server_ended_is_made_anew_once() {
    // The second mail on the first connection is answered as by a server that was idle for too long.
    let server = MailServer::new(Tls::None, {
        let senders = std::sync::atomic::AtomicUsize::new(0);
        move |moment| match from(moment) {
            true if senders.fetch_add(1, std::sync::atomic::Ordering::SeqCst) == 1 => {
                Act::Say("421 idle for too long")
            }
            _ => Act::Go,
        }
    });
    let mut smtp = Smtp::new(plain(&server));
    for name in ["a", "b"] {
        let sent = smtp.send(&mail(&format!("{name}@foretaget.example")));
        assert_eq!(sent.outcome, Outcome::Accepted);
    }
    assert_eq!(server.connections(), 2);
    assert_eq!(server.taken().len(), 2);
}

#[test]
fn both_kinds_of_tls_carry_mails_and_the_password() {
    for (tls, security) in [
        (Tls::Start, Security::StartTls),
        (Tls::AtOnce, Security::Tls),
    ] {
        let server = MailServer::new(tls, |moment| match moment {
            Moment::SignIn(user, password)
                if (user.as_str(), password.as_str()) != ("hr", "hemligt ö") =>
            {
                Act::Say("535 no")
            }
            _ => Act::Go,
        });
        let account = Account {
            user: "hr".into(),
            password: "hemligt ö".to_owned().into(),
        };
        let sent = send(Server {
            account: Some(account),
            ..secured(&server, security)
        });
        assert_eq!(sent.outcome, Outcome::Accepted);
        assert!(server.taken()[0].secured);
        assert!(server.moments().iter().any(sign_in));
    }
}

#[test]
fn a_wrong_password_is_trouble_with_the_sign_in_and_nothing_is_sent() {
    let account = Account {
        user: "hr".into(),
        password: "fel".to_owned().into(),
    };
    for (line, trouble) in [
        ("535 5.7.8 wrong", Trouble::SignIn),
        ("454 4.7.0 not now", Trouble::Connection),
        ("421 later", Trouble::Connection),
    ] {
        let server = answering(sign_in, line);
        let sent = send(Server {
            account: Some(account.clone()),
            ..plain(&server)
        });
        assert_eq!(sent.outcome, Outcome::Trouble(trouble), "{line}");
        assert!(!server.moments().iter().any(from));
    }
}

#[test]
fn nothing_is_said_in_the_clear_where_tls_is_asked_for() {
    let account = Account {
        user: "hr".into(),
        password: "hemligt".to_owned().into(),
    };
    let trouble = Outcome::Trouble(Trouble::Connection);
    // STARTTLS is not offered.
    let server = MailServer::willing();
    let sent = send(Server {
        account: Some(account.clone()),
        ..secured(&server, Security::StartTls)
    });
    assert_eq!(sent.outcome, trouble);
    assert_eq!(server.moments(), [Moment::Connected(0), Moment::Hello]);
    // The certificate is nobody's.
    let server = MailServer::new(Tls::Start, |_| Act::Go);
    let sent = send(Server {
        account: Some(account.clone()),
        authority: None,
        ..secured(&server, Security::StartTls)
    });
    assert_eq!(sent.outcome, trouble);
    assert!(!server.moments().iter().any(sign_in));
    // The certificate is for another host.
    let server = MailServer::new(Tls::AtOnce, |_| Act::Go);
    let sent = send(Server {
        account: Some(account),
        host: "127.0.0.1".into(),
        ..secured(&server, Security::Tls)
    });
    assert_eq!(sent.outcome, trouble);
    assert_eq!(server.moments(), [Moment::Connected(0)]);
}

#[test]
fn an_unsecured_server_on_another_machine_is_not_even_connected_to() {
    let server = MailServer::willing();
    let sent = send(Server {
        host: "0.0.0.0".into(),
        ..plain(&server)
    });
    assert_eq!(sent.outcome, Outcome::Trouble(Trouble::Connection));
    assert_eq!(server.connections(), 0);
}
