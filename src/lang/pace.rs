//! How fast a job goes on, in words.

use super::number;
use crate::jobs::Pace;
use crate::t;

/// How fast a job goes on and how much longer it takes.
pub fn told(pace: Pace) -> String {
    let seconds = pace.left.as_secs();
    let left = match seconds {
        0..60 => t!("pace-seconds", n = seconds),
        _ => t!("pace-minutes", n = seconds.div_ceil(60)),
    };
    match pace.rows {
        Some(rows) => t!("pace-rows", rows = number(rows), left = left),
        None => left,
    }
}

/// What a job is doing with how fast it goes on, where that can be told.
pub fn doing(what: &str, now: Option<Pace>) -> String {
    match now {
        Some(now) => format!("{what} {}", told(now)),
        None => what.to_owned(),
    }
}
