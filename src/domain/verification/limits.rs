//! How often somebody may ask and fail.

use jiff::{SignedDuration, Timestamp};

/// How long a code counts from its dispatch.
pub const CODE_LIFETIME: SignedDuration = SignedDuration::from_mins(15);

/// How often a code may be tried, right or wrong.
pub const CODE_TRIES: u32 = 5;

/// So many wrong codes within [`FAILURE_WINDOW`] lock a person until an administrator unlocks them.
pub const FAILURES_TO_LOCK: u64 = 50;

/// See [`FAILURES_TO_LOCK`].
pub const FAILURE_WINDOW: SignedDuration = SignedDuration::from_hours(30 * 24);

/// So many wrong passwords within [`SIGN_IN_WINDOW`] make a person wait. They do not lock, as anybody could do that to anybody.
pub const SIGN_IN_FAILURES: u64 = 10;

/// See [`SIGN_IN_FAILURES`].
pub const SIGN_IN_WINDOW: SignedDuration = SignedDuration::from_mins(15);

const RESEND_AFTER: SignedDuration = SignedDuration::from_secs(60);
const WINDOWS: [(SignedDuration, usize); 2] = [
    (SignedDuration::from_hours(1), 5),
    (SignedDuration::from_hours(24), 10),
];

/// Why no new code, or link, is sent yet.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct CodeWait {
    /// When it may be asked for again.
    pub until: Timestamp,
    /// Whether the hour or the day is used up, rather than the minute between two codes.
    pub used_up: bool,
}

/// Whether a person who asked at these moments, newest first, may ask for another code or link now: a minute after the last, five an hour, ten a day.
///
/// # Errors
/// With the moment from which on they may.
pub fn may_ask(now: Timestamp, earlier: &[Timestamp]) -> Result<(), CodeWait> {
    let after = |at: &Timestamp, span| at.saturating_add(span).unwrap_or(Timestamp::MAX);
    let used_up = WINDOWS
        .iter()
        .filter_map(|(span, most)| earlier.get(most - 1).map(|at| after(at, *span)))
        .max()
        .filter(|until| *until > now);
    if let Some(until) = used_up {
        return Err(CodeWait {
            until,
            used_up: true,
        });
    }
    let until = earlier.first().map(|at| after(at, RESEND_AFTER));
    match until.filter(|until| *until > now) {
        Some(until) => Err(CodeWait {
            until,
            used_up: false,
        }),
        None => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(seconds: i64) -> Timestamp {
        Timestamp::from_second(1_800_000_000 + seconds).unwrap()
    }

    #[test]
    fn a_code_may_be_asked_for_a_minute_after_the_last_five_an_hour_ten_a_day() {
        let mut asked: Vec<Timestamp> = Vec::new();
        let mut granted = Vec::new();
        // Somebody who presses every ten seconds for two days.
        for second in (0..172_800).step_by(10) {
            if may_ask(at(second), &asked).is_ok() {
                asked.insert(0, at(second));
                granted.push(second);
            }
        }
        let hour = [0, 60, 120, 180, 240];
        let day: Vec<i64> = hour
            .iter()
            .copied()
            .chain(hour.map(|s| s + 3_600))
            .collect();
        let two: Vec<i64> = day
            .iter()
            .copied()
            .chain(day.iter().map(|s| s + 86_400))
            .collect();
        assert_eq!(granted, two);
    }

    #[test]
    fn the_wait_says_until_when() {
        let asked = [at(100)];
        let wait = may_ask(at(130), &asked).unwrap_err();
        assert_eq!(wait.until, at(160));
        assert!(!wait.used_up);
        let five: Vec<Timestamp> = [400, 300, 200, 100, 0].map(at).to_vec();
        let wait = may_ask(at(1_000), &five).unwrap_err();
        assert_eq!(wait.until, at(3_600));
        assert!(wait.used_up);
        assert_eq!(may_ask(at(3_600), &five), Ok(()));
    }
}
