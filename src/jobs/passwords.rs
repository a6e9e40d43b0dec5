//! Passwords for signing in to verify oneself: one-time passwords that an administrator issues, for one person or as a list in a file that only
//! its owner can read, and those that people choose. The register holds argon2id hashes; a password is shown once.

use std::path::Path;
use std::sync::OnceLock;
use std::sync::atomic::{AtomicUsize, Ordering};

use argon2::{Argon2, PasswordHasher, PasswordVerifier};
use zeroize::Zeroizing;

use super::control::Control;
use super::error::JobError;
use super::keys;
use super::people_lists::{List, Written};
use super::place::now;
use crate::domain::person::{Person, PersonId};
use crate::file::{WriteOptions, may_write, write_atomic};
use crate::store::Register;

/// The shortest password that somebody may choose, in characters.
pub const SHORTEST: usize = 10;

/// The longest, in characters; more only costs time.
pub const LONGEST: usize = 200;

/// Letters and digits that nobody confuses when they read them from paper.
const LETTERS: &[u8; 31] = b"abcdefghjkmnpqrstuvwxyz23456789";

/// A one-time password and whose it is.
#[derive(Debug, Clone)]
pub struct Issued {
    /// Whose.
    pub person: Person,
    /// The password; shown once, kept nowhere.
    pub password: Zeroizing<String>,
}

/// Gives each of these persons a new one-time password, in place of what they had. Persons without a user id get none, as nobody can sign in
/// without one. Hashing takes its time; progress goes to `control`.
///
/// # Errors
/// Cancelled, the register; nobody got a password then.
pub fn issue(
    register: &mut Register,
    persons: &[Person],
    control: &Control,
) -> Result<Vec<Issued>, JobError> {
    let issued = make(persons)?;
    let hashes = hash_all(&issued, control)?;
    register.set_passwords(&hashes, true, now())?;
    Ok(issued)
}

/// As [`issue`], with the list in a file that only its owner can read, also where it replaces one that others could read: `heading`, then user id,
/// name and password, separated by semicolons, in UTF-8 with a byte order mark, as spreadsheets like it. The file is written before the
/// passwords count.
///
/// # Errors
/// As [`issue`]; the file exists and is not to be replaced, or it cannot be written, and nobody got a password then.
pub fn issue_list(
    register: &mut Register,
    persons: &[Person],
    (path, replace): (&Path, bool),
    heading: [&str; 3],
    control: &Control,
) -> Result<Written, JobError> {
    let options = WriteOptions::private(replace);
    // Before the hashing, which takes its time.
    may_write(path, options)?;
    let issued = make(persons)?;
    let hashes = hash_all(&issued, control)?;
    let mut list = List::new(heading.map(Some))?;
    for issued in &issued {
        let name = issued.person.full_name();
        list.row([
            issued.person.user_id.as_deref(),
            Some(name.as_str()),
            Some(issued.password.as_str()),
        ])?;
    }
    let (bytes, written) = list.end();
    let bytes = Zeroizing::new(bytes);
    write_atomic(path, |out| out.write_all(&bytes), options)?;
    register.set_passwords(&hashes, true, now())?;
    Ok(written)
}

/// Gives a person the password that they chose.
///
/// # Errors
/// [`JobError::PasswordLength`]; the register.
pub fn choose(register: &mut Register, person: PersonId, password: &str) -> Result<(), JobError> {
    if !(SHORTEST..=LONGEST).contains(&password.chars().count()) {
        return Err(JobError::PasswordLength);
    }
    let hash = hash(password)?;
    Ok(register.set_passwords(&[(person, hash)], false, now())?)
}

/// Whether a password is the one of this hash.
pub(super) fn is(password: &str, hash: &str) -> bool {
    // What is longer than any password is not worth hashing, and the same for all.
    password.chars().count() <= LONGEST
        && Argon2::default()
            .verify_password(password.as_bytes(), hash)
            .is_ok()
}

/// Makes what unknown people are compared with, so that the first of them does not wait longer than the others.
pub fn prepare() {
    nobody();
}

/// A hash of the same cost that no known password has: who is not there is compared with it.
pub(super) fn nobody() -> &'static str {
    static NOBODY: OnceLock<String> = OnceLock::new();
    NOBODY.get_or_init(|| {
        keys::chance::<32>()
            .and_then(|bytes| hash(&format!("{bytes:?}")))
            .unwrap_or_default()
    })
}

fn make(persons: &[Person]) -> Result<Vec<Issued>, JobError> {
    persons
        .iter()
        .filter(|person| person.user_id.is_some())
        .map(|person| {
            Ok(Issued {
                person: person.clone(),
                password: password()?,
            })
        })
        .collect()
}

/// Twelve letters in three groups: 59 bits.
fn password() -> Result<Zeroizing<String>, JobError> {
    let mut password = Zeroizing::new(String::with_capacity(14));
    let mut letters = 0;
    while letters < 12 {
        for byte in keys::chance::<16>()? {
            // Bytes beyond the last whole multiple would favour the first letters.
            if letters == 12 || byte >= 248 {
                continue;
            }
            if letters > 0 && letters % 4 == 0 {
                password.push('-');
            }
            password.push(char::from(LETTERS[usize::from(byte) % LETTERS.len()]));
            letters += 1;
        }
    }
    Ok(password)
}

fn hash(password: &str) -> Result<String, JobError> {
    let salt: [u8; 16] = keys::chance()?;
    Argon2::default()
        .hash_password_with_salt(password.as_bytes(), &salt)
        .map(|hash| hash.to_string())
        .map_err(|_| JobError::Hashing)
}

/// Hashes on all processors.
fn hash_all(issued: &[Issued], control: &Control) -> Result<Vec<(PersonId, String)>, JobError> {
    let next = AtomicUsize::new(0);
    let threads = std::thread::available_parallelism().map_or(1, usize::from);
    let total = issued.len() as u64;
    let work = || {
        let mut done = Vec::new();
        loop {
            let at = next.fetch_add(1, Ordering::Relaxed);
            let Some(issued) = issued.get(at) else {
                return Ok(done);
            };
            if control.report(at as u64, total).is_break() {
                return Err(JobError::Cancelled);
            }
            done.push((issued.person.id, hash(&issued.password)?));
        }
    };
    std::thread::scope(|scope| {
        let workers: Vec<_> = (0..threads.min(issued.len()))
            .map(|_| scope.spawn(work))
            .collect();
        let mut all = Vec::with_capacity(issued.len());
        for worker in workers {
            match worker.join() {
                Ok(done) => all.extend(done?),
                Err(panic) => std::panic::resume_unwind(panic),
            }
        }
        Ok(all)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_one_time_password_is_twelve_clear_letters_and_never_the_same() {
        let one = password().unwrap();
        let groups: Vec<&str> = one.split('-').collect();
        assert_eq!(groups.len(), 3);
        for group in groups {
            assert_eq!(group.len(), 4);
            assert!(group.bytes().all(|b| LETTERS.contains(&b)), "{group}");
        }
        assert_ne!(*one, *password().unwrap());
    }

    #[test]
    fn a_hash_is_argon2id_salted_and_knows_its_password() {
        let one = hash("hemligt lösen").unwrap();
        assert!(one.starts_with("$argon2id$v=19$"), "{one}");
        assert_ne!(one, hash("hemligt lösen").unwrap());
        assert!(is("hemligt lösen", &one));
        assert!(!is("hemligt losen", &one));
        assert!(!is("", nobody()));
        let cost = |hash: &str| hash.split('$').nth(3).map(str::to_owned);
        assert_eq!(cost(nobody()), cost(&one), "as slow as any other");
    }
}
