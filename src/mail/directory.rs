//! Mails as `.eml` files in a directory: what happens to them where no mail server is set up, as in the demo. Each is written wholly or not at all
//! and can be read by its owner alone, as it holds a link or a code.

use std::fs::DirBuilder;
use std::io::{self, Write};
use std::os::unix::fs::DirBuilderExt;
use std::path::{Path, PathBuf};

use jiff::Timestamp;

use super::message::message;
use super::{Mail, SendOutcome, Transport};
use crate::domain::verification::{Outcome, Trouble};

/// A directory that mails are written into; made with the first one.
#[derive(Debug, Clone)]
pub struct Directory {
    path: PathBuf,
}

impl Directory {
    /// The directory at this path.
    pub fn new(path: PathBuf) -> Directory {
        Directory { path }
    }

    /// Where it is.
    pub fn path(&self) -> &Path {
        &self.path
    }

    fn write(&self, mail: &Mail, bytes: &[u8]) -> io::Result<()> {
        DirBuilder::new()
            .recursive(true)
            .mode(0o700)
            .create(&self.path)?;
        // A temporary file of this kind is readable by its owner alone.
        let mut file = tempfile::NamedTempFile::new_in(&self.path)?;
        file.write_all(bytes)?;
        file.as_file().sync_all()?;
        file.persist_noclobber(self.path.join(name(mail)))
            .map_err(|error| error.error)?;
        Ok(())
    }
}

/// A name that sorts by time, and that no other mail has: the moment and what is before the `@` of the Message-ID.
fn name(mail: &Mail) -> String {
    let (id, _) = mail.message_id().split_once('@').unwrap_or_default();
    let id: String = id.chars().filter(char::is_ascii_alphanumeric).collect();
    let at = Timestamp::now().strftime("%Y%m%dT%H%M%S%.6f");
    format!("{at}-{id}.eml")
}

impl Transport for Directory {
    fn send(&mut self, mail: &Mail) -> SendOutcome {
        let outcome = match message(mail) {
            None => Outcome::Permanent,
            Some(message) => match self.write(mail, &message.formatted()) {
                Ok(()) => Outcome::Accepted,
                Err(error) => {
                    tracing::warn!(%error, "a mail cannot be written");
                    Outcome::Trouble(Trouble::Local)
                }
            },
        };
        SendOutcome {
            outcome,
            reply: None,
        }
    }
}

#[cfg(test)]
mod tests {
    use std::os::unix::fs::PermissionsExt;

    use mail_parser::MessageParser;

    use super::*;
    use crate::mail::Mailbox;

    fn mail(name: &str, text: &str, id: &str) -> Mail {
        let to = Mailbox::parse("asa@foretaget.example").unwrap();
        let from = Mailbox::parse(&format!("{name} <hr@foretaget.example>")).unwrap();
        Mail::new(from, to, "Bekräfta din adress", text, id).unwrap()
    }

    fn written(directory: &Path) -> Vec<PathBuf> {
        let mut files: Vec<PathBuf> = std::fs::read_dir(directory)
            .unwrap()
            .map(|entry| entry.unwrap().path())
            .collect();
        files.sort();
        files
    }

    #[test]
    fn a_mail_becomes_a_file_that_its_owner_alone_can_read() {
        let parent = tempfile::tempdir().unwrap();
        let mut directory = Directory::new(parent.path().join("mails"));
        let text = "Hej Åsa!\n\nhttps://koppla.foretaget.example/l/abc\n.\n";
        let sent = directory.send(&mail("Löner, HR", text, "1.2@foretaget.example"));
        assert_eq!(sent.outcome, Outcome::Accepted);
        let files = written(directory.path());
        assert_eq!(files.len(), 1);
        let mode = |path: &Path| path.metadata().unwrap().permissions().mode() & 0o777;
        assert_eq!(mode(&files[0]), 0o600);
        assert_eq!(mode(directory.path()), 0o700);
        let bytes = std::fs::read(&files[0]).unwrap();
        let read = MessageParser::default().parse(&bytes).unwrap();
        assert_eq!(read.subject(), Some("Bekräfta din adress"));
        assert_eq!(read.message_id(), Some("1.2@foretaget.example"));
        let from = read.from().unwrap().first().unwrap();
        assert_eq!(from.name(), Some("Löner, HR"));
        assert_eq!(read.body_text(0).unwrap().replace("\r\n", "\n"), text);
    }

    #[test]
    fn mails_sort_as_they_were_sent() {
        let parent = tempfile::tempdir().unwrap();
        let mut directory = Directory::new(parent.path().to_owned());
        for id in ["z@a.example", "y@a.example", "x@a.example"] {
            directory.send(&mail("HR", "Hej\n", id));
        }
        let ends: Vec<String> = written(parent.path())
            .iter()
            .map(|path| {
                path.to_str()
                    .unwrap()
                    .rsplit('-')
                    .next()
                    .unwrap()
                    .to_owned()
            })
            .collect();
        assert_eq!(ends, ["z.eml", "y.eml", "x.eml"]);
    }

    #[test]
    fn a_directory_that_cannot_be_written_is_nobodys_fault() {
        let parent = tempfile::tempdir().unwrap();
        let file = parent.path().join("mails");
        std::fs::write(&file, "").unwrap();
        let sent = Directory::new(file).send(&mail("HR", "Hej\n", "1@a.example"));
        assert_eq!(sent.outcome, Outcome::Trouble(Trouble::Local));
    }
}
