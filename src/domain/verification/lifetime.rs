//! How long a link counts.

use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp, ToSpan};

/// How long a link counts from its dispatch: whole days of the calendar, or hours.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Lifetime {
    /// To the end of the n-th calendar day, the day of dispatch being the first. 1–30.
    Days(u8),
    /// So many hours. 1–720.
    Hours(u16),
}

impl Lifetime {
    /// Five days including the day of dispatch.
    pub const DEFAULT: Lifetime = Lifetime::Days(5);

    /// Reads `5d` or `24h`.
    pub fn parse(text: &str) -> Option<Lifetime> {
        if let Some(days) = text.strip_suffix('d') {
            let days = days.parse().ok()?;
            (1..=30).contains(&days).then_some(Lifetime::Days(days))
        } else {
            let hours = text.strip_suffix('h')?.parse().ok()?;
            (1..=720).contains(&hours).then_some(Lifetime::Hours(hours))
        }
    }

    /// The first moment at which a link dispatched at this one counts no more. Days end at midnight in the given time zone.
    pub fn end(self, dispatched: Timestamp, zone: &TimeZone) -> Timestamp {
        let hours = |n: i64| dispatched.saturating_add(SignedDuration::from_hours(n));
        let end = match self {
            Lifetime::Hours(n) => hours(n.into()),
            Lifetime::Days(n) => dispatched
                .to_zoned(zone.clone())
                .date()
                .checked_add(i64::from(n).days())
                .and_then(|day| day.to_zoned(zone.clone()))
                .map(|midnight| midnight.timestamp())
                // Only at the end of the calendar, in the year 9999.
                .map_or_else(|_| hours(i64::from(n) * 24), Ok),
        };
        end.unwrap_or(Timestamp::MAX)
    }
}

impl std::fmt::Display for Lifetime {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Lifetime::Days(n) => write!(f, "{n}d"),
            Lifetime::Hours(n) => write!(f, "{n}h"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn five_days_include_the_day_of_dispatch_and_end_at_local_midnight() {
        let stockholm = TimeZone::get("Europe/Stockholm").unwrap();
        for (lifetime, dispatched, end) in [
            ("5d", "2026-01-05T08:00:00Z", "2026-01-09T23:00:00Z"),
            // 23:30 UTC is the next day in Stockholm already.
            ("5d", "2026-01-05T23:30:00Z", "2026-01-10T23:00:00Z"),
            // Over the change to summer time, in the night to 29 March.
            ("5d", "2026-03-27T10:00:00Z", "2026-03-31T22:00:00Z"),
            ("1d", "2026-01-05T08:00:00Z", "2026-01-05T23:00:00Z"),
            ("24h", "2026-01-05T08:00:00Z", "2026-01-06T08:00:00Z"),
        ] {
            let dispatched: Timestamp = dispatched.parse().unwrap();
            let lifetime = Lifetime::parse(lifetime).unwrap();
            assert_eq!(
                lifetime.end(dispatched, &stockholm).to_string(),
                end,
                "{lifetime} from {dispatched}"
            );
        }
    }

    #[test]
    fn a_lifetime_is_days_or_hours_within_a_month() {
        for text in ["5d", "1d", "30d", "24h", "1h", "720h"] {
            assert_eq!(Lifetime::parse(text).unwrap().to_string(), text);
        }
        for text in ["", "5", "d", "0d", "31d", "0h", "721h", "-1d", "5 d", "1w"] {
            assert_eq!(Lifetime::parse(text), None, "{text}");
        }
    }
}
