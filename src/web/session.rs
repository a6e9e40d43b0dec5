//! Who is signed in: a random name in a cookie, and everything else here in memory. A session ends half an hour after its last page.

use std::collections::HashMap;
use std::sync::Mutex;
use std::time::{Duration, Instant};

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;

use super::app::lock;
use crate::domain::person::PersonId;
use crate::jobs::{JobError, keys};

/// How long a session lasts after its last page.
const IDLE: Duration = Duration::from_secs(30 * 60);

/// How long a session lasts whatever happens.
const WHOLE: Duration = Duration::from_secs(8 * 60 * 60);

/// How many sessions there are at most; the longest idle one makes room.
const MOST: usize = 20_000;

/// A session.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Session {
    /// Who.
    pub(super) person: PersonId,
    /// What a form must hold to be one of ours.
    pub(super) csrf: String,
    /// Nothing else before they have chosen a password of their own.
    pub(super) must_choose: bool,
    begun: Instant,
    seen: Instant,
}

impl Session {
    fn lives(&self, now: Instant) -> bool {
        now.duration_since(self.seen) < IDLE && now.duration_since(self.begun) < WHOLE
    }

    /// Whether a form is one of this session's, in a time that does not tell how much of the text was right.
    pub(super) fn owns(&self, csrf: &str) -> bool {
        csrf.len() == self.csrf.len()
            && csrf
                .bytes()
                .zip(self.csrf.bytes())
                .fold(0, |differs, (a, b)| differs | (a ^ b))
                == 0
    }
}

/// All sessions.
#[derive(Debug, Default)]
pub(super) struct Sessions {
    live: Mutex<HashMap<String, Session>>,
}

impl Sessions {
    /// Begins a session, and gives what its cookie says.
    pub(super) fn open(
        &self,
        person: PersonId,
        must_choose: bool,
        now: Instant,
    ) -> Result<String, JobError> {
        let (name, csrf) = (secret()?, secret()?);
        let session = Session {
            person,
            csrf,
            must_choose,
            begun: now,
            seen: now,
        };
        let mut live = lock(&self.live);
        if live.len() >= MOST {
            live.retain(|_, session| session.lives(now));
        }
        if live.len() >= MOST
            && let Some(oldest) = live
                .iter()
                .min_by_key(|(_, session)| session.seen)
                .map(|(name, _)| name.clone())
        {
            live.remove(&oldest);
        }
        live.insert(name.clone(), session);
        Ok(name)
    }

    /// The session that a cookie names.
    pub(super) fn find(&self, name: &str, now: Instant) -> Option<Session> {
        let mut live = lock(&self.live);
        let session = live.get_mut(name)?;
        if !session.lives(now) {
            live.remove(name);
            return None;
        }
        session.seen = now;
        Some(session.clone())
    }

    /// Ends a session.
    pub(super) fn close(&self, name: &str) {
        lock(&self.live).remove(name);
    }

    /// Ends every session of a person.
    pub(super) fn close_all_of(&self, person: PersonId) {
        lock(&self.live).retain(|_, session| session.person != person);
    }
}

/// 256 random bits.
fn secret() -> Result<String, JobError> {
    Ok(URL_SAFE_NO_PAD.encode(keys::chance::<32>()?))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_session_ends_by_itself_and_by_signing_out() {
        let sessions = Sessions::default();
        let start = Instant::now();
        let name = sessions.open(PersonId(7), false, start).unwrap();
        let minute = Duration::from_secs(60);
        for passed in [29, 58, 87] {
            let found = sessions.find(&name, start + passed * minute).unwrap();
            assert_eq!(found.person, PersonId(7));
        }
        assert!(sessions.find(&name, start + 118 * minute).is_none());
        let name = sessions.open(PersonId(7), false, start).unwrap();
        sessions.close(&name);
        assert!(sessions.find(&name, start).is_none());
        let names = [(); 2].map(|()| sessions.open(PersonId(7), true, start).unwrap());
        sessions.close_all_of(PersonId(7));
        assert!(
            names
                .iter()
                .all(|name| sessions.find(name, start).is_none())
        );
    }

    #[test]
    fn a_session_that_never_rests_ends_with_the_working_day() {
        let sessions = Sessions::default();
        let start = Instant::now();
        let name = sessions.open(PersonId(1), false, start).unwrap();
        let alive = (1..60)
            .take_while(|n| {
                sessions
                    .find(&name, start + *n * Duration::from_secs(20 * 60))
                    .is_some()
            })
            .count();
        assert_eq!(alive, 23);
    }

    #[test]
    fn a_form_belongs_to_its_session_alone() {
        let sessions = Sessions::default();
        let now = Instant::now();
        let [one, other] = [1, 2].map(|id| {
            let name = sessions.open(PersonId(id), false, now).unwrap();
            sessions.find(&name, now).unwrap()
        });
        assert!(one.owns(&one.csrf));
        assert!(!one.owns(&other.csrf));
        assert!(!one.owns(""));
    }
}
