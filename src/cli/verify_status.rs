//! `koppla verify status`: where mails go, how many are where, why nothing is sent.

use jiff::Timestamp;
use serde_json::{Map, Value, json};

use super::output::{Output, safe};
use crate::domain::verification::SendState;
use crate::jobs::mailing::{self, Status};
use crate::jobs::{JobError, Pause, Place, Register, SendCounts, transport};
use crate::lang::moment;
use crate::lang::verification as words;
use crate::t;

/// Prints how the outbox and the latest mailings stand.
pub(super) fn status(place: &Place, register: &Register, output: Output) -> Result<(), JobError> {
    let status = mailing::status(place, register)?;
    let way = transport::way(place, register)?;
    if output.json {
        output.json(&status_json(&status, &way));
        return Ok(());
    }
    output.line(&words::way(&way));
    let queue = &status.queue;
    output.line(&t!(
        "cli-verify-links",
        counts = words::send_counts(&queue.links)
    ));
    if queue.codes.total() > 0 {
        output.line(&t!(
            "cli-verify-codes",
            counts = words::send_counts(&queue.codes)
        ));
    }
    if let Some(pause) = &queue.pause {
        output.line(&words::pause(pause));
    }
    if let Some(fault) = &status.fault {
        output.line(&words::fault(fault));
    }
    if let Some((who, at)) = &queue.worker {
        output.line(&t!("cli-verify-worker", who = safe(who), at = moment(*at)));
    }
    if let Some(finish) = status.finish {
        output.line(&t!("cli-verify-finish", at = moment(finish)));
    }
    for mailing in &status.mailings {
        output.line(&t!(
            "cli-verify-mailing",
            mailing = mailing.id.0.to_string(),
            at = moment(mailing.at),
            who = safe(&mailing.who.login),
            n = mailing.recipients,
            counts = words::send_counts(&mailing.counts)
        ));
    }
    Ok(())
}

fn status_json(status: &Status, way: &transport::Way) -> Value {
    let queue = &status.queue;
    let text = |at: Option<Timestamp>| at.map(|at| at.to_string());
    let way = match way {
        transport::Way::Server { host, port } => json!({ "server": host, "port": port }),
        transport::Way::Directory(path) => json!({ "directory": path.to_string_lossy() }),
    };
    let mailings: Vec<Value> = status
        .mailings
        .iter()
        .map(|mailing| {
            json!({
                "mailing": mailing.id.0, "at": mailing.at.to_string(), "who": mailing.who.login,
                "client": mailing.who.client, "recipients": mailing.recipients,
                "cancelled": text(mailing.cancelled), "counts": counts_json(&mailing.counts),
            })
        })
        .collect();
    json!({
        "way": way, "links": counts_json(&queue.links), "codes": counts_json(&queue.codes),
        "pause": pause_json(queue.pause.as_ref()), "sent_today": queue.sent_today,
        "worker": queue.worker.as_ref().map(|(who, at)| json!({ "who": who, "at": at.to_string() })),
        "next_due": text(queue.next_due), "finish": text(status.finish), "mailings": mailings,
        "fault": status.fault.as_ref().map(|fault| json!({ "code": fault.code, "at": fault.at.to_string() })),
    })
}

fn counts_json(counts: &SendCounts) -> Value {
    let counts: Map<String, Value> = SendState::ALL
        .into_iter()
        .map(|state| (state.code().to_owned(), json!(counts.get(state))))
        .collect();
    counts.into()
}

/// A pause as JSON; `null` where there is none.
pub(super) fn pause_json(pause: Option<&Pause>) -> Value {
    pause.map_or(Value::Null, |pause| {
        json!({
            "reason": pause.reason.code(), "since": pause.since.to_string(),
            "until": pause.until.map(|until| until.to_string()), "who": pause.who, "reply": pause.reply,
        })
    })
}
