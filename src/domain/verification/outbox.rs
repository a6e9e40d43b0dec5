//! How a mail gets from the outbox to the server: its states, what an answer of the server means, and how fast it goes.

use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp, ToSpan};

/// What is sent.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum SendKind {
    /// A verification link.
    Link,
    /// A verification code.
    Code,
}

impl SendKind {
    /// The stable word.
    pub fn code(self) -> &'static str {
        match self {
            SendKind::Link => "link",
            SendKind::Code => "code",
        }
    }

    /// The kind with this word.
    pub fn from_code(code: &str) -> Option<SendKind> {
        [SendKind::Link, SendKind::Code]
            .into_iter()
            .find(|kind| kind.code() == code)
    }
}

/// Where a mail is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum SendState {
    /// Waits for its turn.
    Queued,
    /// With the server this very moment.
    Sending,
    /// The server took it. Whether it was delivered is another matter.
    Accepted,
    /// The server wants it later.
    Deferred,
    /// The server refuses this recipient.
    Rejected,
    /// May have been sent: the connection or the program ended after the text was on its way. Never sent again by itself.
    Unknown,
    /// Not sent, because nobody needs it any more.
    Cancelled,
    /// Came back.
    Bounced,
}

impl SendState {
    /// All states, in the order in which they are told.
    pub const ALL: [SendState; 8] = [
        SendState::Queued,
        SendState::Sending,
        SendState::Deferred,
        SendState::Accepted,
        SendState::Bounced,
        SendState::Rejected,
        SendState::Unknown,
        SendState::Cancelled,
    ];

    /// The stable word.
    pub fn code(self) -> &'static str {
        match self {
            SendState::Queued => "queued",
            SendState::Sending => "sending",
            SendState::Accepted => "accepted",
            SendState::Deferred => "deferred",
            SendState::Rejected => "rejected",
            SendState::Unknown => "unknown",
            SendState::Cancelled => "cancelled",
            SendState::Bounced => "bounced",
        }
    }

    /// The state with this word.
    pub fn from_code(code: &str) -> Option<SendState> {
        Self::ALL.into_iter().find(|state| state.code() == code)
    }

    /// Whether the recipient may have it, so that what it carries can be used.
    pub fn may_have_arrived(self) -> bool {
        matches!(self, SendState::Accepted | SendState::Unknown)
    }

    /// Whether it is still under way.
    pub fn is_live(self) -> bool {
        matches!(
            self,
            SendState::Queued | SendState::Sending | SendState::Deferred
        )
    }
}

/// What became of an attempt to send.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Outcome {
    /// The server took it.
    Accepted,
    /// 4xx for this recipient or this mail: later.
    Transient,
    /// 5xx for this recipient or this mail: never.
    Permanent,
    /// Nothing to do with the recipient: nobody's mail gets through now.
    Trouble(Trouble),
    /// The connection was lost after the text was on its way.
    Unknown,
}

/// Why nobody's mail gets through.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Trouble {
    /// No connection, no greeting, no TLS, or a 421.
    Connection,
    /// The server does not take user and password.
    SignIn,
    /// The server does not take the sender.
    Sender,
    /// The directory of the mails cannot be written, or the mail cannot be made.
    Local,
}

impl Trouble {
    /// All of them.
    pub const ALL: [Trouble; 4] = [
        Trouble::Connection,
        Trouble::SignIn,
        Trouble::Sender,
        Trouble::Local,
    ];

    /// The stable word.
    pub fn code(self) -> &'static str {
        match self {
            Trouble::Connection => "connection",
            Trouble::SignIn => "sign_in",
            Trouble::Sender => "sender",
            Trouble::Local => "local",
        }
    }

    /// The trouble with this word.
    pub fn from_code(code: &str) -> Option<Trouble> {
        Self::ALL.into_iter().find(|trouble| trouble.code() == code)
    }
}

/// What comes after an attempt.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Next {
    /// The state of the mail.
    pub state: SendState,
    /// For a deferred mail: when it is tried again, from now.
    pub retry_after: Option<SignedDuration>,
    /// Whether the attempt counts against the recipient.
    pub charged: bool,
    /// The queue pauses for this reason.
    pub pause: Option<Trouble>,
}

/// Minutes before the next attempt after the first, second, … one.
const RETRY_MINUTES: [i64; 6] = [1, 5, 15, 60, 240, 720];

/// What comes after an attempt: `attempts` counts this one; `jitter` is a random byte that spreads retries over ±20 %.
/// After the last retry a mail is rejected.
pub fn settle(attempts: u32, outcome: Outcome, jitter: u8) -> Next {
    let next = |state| Next {
        state,
        retry_after: None,
        charged: true,
        pause: None,
    };
    match outcome {
        Outcome::Accepted => next(SendState::Accepted),
        Outcome::Permanent => next(SendState::Rejected),
        Outcome::Unknown => next(SendState::Unknown),
        Outcome::Trouble(trouble) => Next {
            charged: false,
            pause: Some(trouble),
            ..next(SendState::Queued)
        },
        Outcome::Transient => {
            let done = usize::try_from(attempts.max(1) - 1).unwrap_or(usize::MAX);
            match RETRY_MINUTES.get(done) {
                Some(minutes) => Next {
                    retry_after: Some(spread(SignedDuration::from_mins(*minutes), jitter)),
                    ..next(SendState::Deferred)
                },
                None => next(SendState::Rejected),
            }
        }
    }
}

/// 80 % to 120 % of a span.
fn spread(span: SignedDuration, jitter: u8) -> SignedDuration {
    let millis = i64::try_from(span.as_millis()).unwrap_or(i64::MAX);
    let fifth = millis / 5;
    SignedDuration::from_millis(millis - fifth + 2 * fifth * i64::from(jitter) / 255)
}

/// When a queue that paused tries again by itself: after a lost connection, the longer the more often it happened in a row.
/// `None`: not before somebody has looked at it and resumes.
pub fn trouble_retry(trouble: Trouble, in_a_row: u32) -> Option<SignedDuration> {
    match trouble {
        Trouble::Connection => {
            let at = usize::try_from(in_a_row.max(1) - 1).unwrap_or(usize::MAX);
            Some(SignedDuration::from_mins(RETRY_MINUTES[at.min(3)]))
        }
        Trouble::SignIn | Trouble::Sender | Trouble::Local => None,
    }
}

/// How many mails may follow each other without a pause when nothing was sent for a while.
pub const BURST: f64 = 5.0;

/// The token bucket of the rate: one token a mail.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Bucket {
    /// Tokens at [`Bucket::at`].
    pub tokens: f64,
    /// When they were counted.
    pub at: Timestamp,
}

impl Bucket {
    /// The bucket with one token less.
    ///
    /// # Errors
    /// With how long to wait until there is one.
    pub fn take(self, per_minute: u32, now: Timestamp) -> Result<Bucket, SignedDuration> {
        let rate = f64::from(per_minute.max(1)) / 60.0;
        // A clock that was set back must neither fill nor drain the bucket.
        let passed = now.duration_since(self.at).as_secs_f64().max(0.0);
        let tokens = passed.mul_add(rate, self.tokens).min(BURST);
        // What is missing may be a rounding of the last wait.
        if tokens < 1.0 - 1e-6 {
            let millis = ((1.0 - tokens) / rate * 1e3).ceil() as i64;
            return Err(SignedDuration::from_millis(millis));
        }
        Ok(Bucket {
            tokens: tokens - 1.0,
            at: now,
        })
    }
}

/// How fast mails may go.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Capacity {
    /// Mails a minute, at least 1.
    pub per_minute: u32,
    /// Mails a day of the calendar; 0 means as many as go.
    pub per_day: u32,
}

/// When so many mails will have been sent, if nothing comes between. `sent_today` have gone today already.
pub fn finish_time(
    mails: u64,
    capacity: Capacity,
    sent_today: u64,
    now: Timestamp,
    zone: &TimeZone,
) -> Timestamp {
    let minute = u64::from(capacity.per_minute.max(1));
    let takes = |mails: u64| {
        let millis = i64::try_from(mails.saturating_mul(60_000) / minute).unwrap_or(i64::MAX);
        SignedDuration::from_millis(millis)
    };
    let (mut left, mut from, mut room) = (
        mails,
        now,
        match u64::from(capacity.per_day) {
            0 => u64::MAX,
            cap => cap.saturating_sub(sent_today),
        },
    );
    loop {
        let midnight = from
            .to_zoned(zone.clone())
            .date()
            .checked_add(1.days())
            .and_then(|day| day.to_zoned(zone.clone()));
        let Ok(midnight) = midnight.map(|midnight| midnight.timestamp()) else {
            return Timestamp::MAX;
        };
        let fit =
            u64::try_from(midnight.duration_since(from).as_millis()).unwrap_or(0) * minute / 60_000;
        if left <= room.min(fit) {
            return from.saturating_add(takes(left)).unwrap_or(Timestamp::MAX);
        }
        left -= room.min(fit);
        from = midnight;
        room = match capacity.per_day {
            0 => u64::MAX,
            cap => cap.into(),
        };
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn at(seconds: i64) -> Timestamp {
        Timestamp::from_second(1_800_000_000 + seconds).unwrap()
    }

    #[test]
    fn each_answer_of_the_server_has_its_state() {
        for (outcome, state, charged, pause) in [
            (Outcome::Accepted, SendState::Accepted, true, None),
            (Outcome::Permanent, SendState::Rejected, true, None),
            (Outcome::Unknown, SendState::Unknown, true, None),
            (Outcome::Transient, SendState::Deferred, true, None),
            (
                Outcome::Trouble(Trouble::SignIn),
                SendState::Queued,
                false,
                Some(Trouble::SignIn),
            ),
        ] {
            let next = settle(1, outcome, 0);
            assert_eq!(
                (next.state, next.charged, next.pause),
                (state, charged, pause),
                "{outcome:?}"
            );
            assert_eq!(
                next.retry_after.is_some(),
                state == SendState::Deferred,
                "{outcome:?}"
            );
        }
    }

    #[test]
    fn a_mail_is_tried_seven_times_over_seventeen_hours() {
        let seconds = |attempt, jitter| {
            settle(attempt, Outcome::Transient, jitter)
                .retry_after
                .map(|span| span.as_secs())
        };
        let shortest: Vec<_> = (1..=7).map(|n| seconds(n, 0)).collect();
        let longest: Vec<_> = (1..=7).map(|n| seconds(n, 255)).collect();
        let minutes = [1, 5, 15, 60, 240, 720];
        let of = |percent: i64| -> Vec<Option<i64>> {
            let spans = minutes.iter().map(|m| Some(m * 60 * percent / 100));
            spans.chain([None]).collect()
        };
        assert_eq!(shortest, of(80));
        assert_eq!(longest, of(120));
        assert_eq!(
            settle(7, Outcome::Transient, 0).state,
            SendState::Rejected,
            "after the last retry"
        );
    }

    #[test]
    fn a_lost_connection_is_tried_again_and_a_refused_password_is_not() {
        let minutes = |n| trouble_retry(Trouble::Connection, n).map(|span| span.as_mins());
        assert_eq!([1, 2, 3, 4, 99].map(minutes), [1, 5, 15, 60, 60].map(Some));
        for trouble in [Trouble::SignIn, Trouble::Sender, Trouble::Local] {
            assert_eq!(trouble_retry(trouble, 1), None);
        }
    }

    #[test]
    fn words_are_read_back() {
        for state in SendState::ALL {
            assert_eq!(SendState::from_code(state.code()), Some(state));
        }
        for trouble in Trouble::ALL {
            assert_eq!(Trouble::from_code(trouble.code()), Some(trouble));
        }
    }

    #[test]
    fn after_a_pause_five_mails_go_at_once_and_then_one_every_two_and_a_half_seconds() {
        let mut bucket = Bucket {
            tokens: 1e9,
            at: at(-1_000),
        };
        let mut now = at(0);
        let mut sent = Vec::new();
        while sent.len() < 8 {
            match bucket.take(25, now) {
                Ok(next) => {
                    bucket = next;
                    sent.push(now.duration_since(at(0)).as_millis());
                }
                Err(wait) => now += wait,
            }
        }
        assert_eq!(sent, [0, 0, 0, 0, 0, 2_400, 4_800, 7_200]);
    }

    proptest! {
        #[test]
        fn never_more_than_the_rate_and_the_burst(
            per_minute in 1u32..600,
            pauses in proptest::collection::vec(0i64..90_000, 1..200),
        ) {
            let mut bucket = Bucket { tokens: BURST, at: at(0) };
            let (mut now, mut sent) = (at(0), 0u32);
            for pause in pauses {
                now += SignedDuration::from_millis(pause);
                if let Ok(next) = bucket.take(per_minute, now) {
                    bucket = next;
                    sent += 1;
                }
                let minutes = now.duration_since(at(0)).as_secs_f64() / 60.0;
                let most = BURST + minutes * f64::from(per_minute) + 0.001;
                prop_assert!(f64::from(sent) <= most);
            }
        }

        #[test]
        fn a_clock_that_is_set_back_does_not_stop_the_queue_for_longer_than_a_token_takes(
            back in 0i64..1_000_000,
        ) {
            let bucket = Bucket { tokens: 0.0, at: at(0) };
            let wait = bucket.take(60, at(-back)).unwrap_err();
            prop_assert!(wait <= SignedDuration::from_secs(1));
        }
    }

    #[test]
    fn the_finish_time_knows_rate_day_and_what_went_today() {
        let zone = TimeZone::get("Europe/Stockholm").unwrap();
        let now: Timestamp = "2026-01-05T08:00:00Z".parse().unwrap();
        let end = |mails, per_minute, per_day, sent| {
            let capacity = Capacity {
                per_minute,
                per_day,
            };
            finish_time(mails, capacity, sent, now, &zone).to_string()
        };
        assert_eq!(end(0, 25, 0, 0), "2026-01-05T08:00:00Z");
        assert_eq!(end(1_000, 25, 0, 0), "2026-01-05T08:40:00Z");
        assert_eq!(end(1_000, 25, 500, 0), "2026-01-05T23:20:00Z");
        assert_eq!(end(1_000, 25, 500, 500), "2026-01-06T23:20:00Z");
        // A minute's mail each, over midnight without a cap: 15 hours are left of today.
        assert_eq!(end(1_000, 1, 0, 0), "2026-01-06T00:40:00Z");
        assert_eq!(end(3, 25, 1, 1), "2026-01-07T23:00:02.4Z");
    }
}
