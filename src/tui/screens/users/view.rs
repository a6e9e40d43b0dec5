//! How the list of everybody looks. Nothing here changes anything.

use std::borrow::Cow;
use std::ops::Range;

use ratatui::Frame;
use ratatui::layout::Rect;

use super::{Listing, Users, arrow};
use crate::domain::person::ConnectState;
use crate::domain::template::Field;
use crate::domain::text::visible;
use crate::domain::verification::{Mode, SendState};
use crate::jobs::roster::{Group, Part};
use crate::jobs::transport::Way;
use crate::lang::{moment, number, sentences, users as words};
use crate::t;
use crate::tui::context::Context;
use crate::tui::outbox;
use crate::tui::screens::{below, draw_lines, wrapped};
use crate::tui::theme::Tone;
use crate::tui::widgets::gauge;
use crate::tui::widgets::table::{Column, Place, Rows, Table, Width};

/// The columns.
pub(super) const PARTS: [Part; 5] = [
    Part::UserId,
    Part::Number,
    Part::Name,
    Part::State,
    Part::Address,
];

/// What a group is called.
pub(super) fn group(group: Group) -> String {
    match group {
        Group::All => t!("group-all"),
        Group::Lacking => t!("group-lacking"),
        Group::Unverified => t!("group-unverified"),
        Group::Sent => t!("group-sent"),
        Group::Expired => t!("group-expired"),
        Group::Verified => t!("group-verified"),
        Group::Bounced => t!("group-bounced"),
        Group::Inactive => t!("group-inactive"),
        Group::Outside => t!("group-outside"),
    }
}

/// The sign of a state, which says the same as its colour.
pub(super) fn sign(state: ConnectState) -> (&'static str, Tone) {
    match state {
        ConnectState::Lacking => ("·", Tone::Dim),
        ConnectState::Unverified => ("–", Tone::Plain),
        ConnectState::Sent => ("→", Tone::Changed),
        ConnectState::Expired => ("!", Tone::Warning),
        ConnectState::Verified => ("V", Tone::Locked),
    }
}

struct View<'a> {
    users: &'a Users,
    listing: &'a Listing,
}

impl Rows for View<'_> {
    fn len(&self) -> usize {
        self.users.shown.len()
    }

    fn cell(&self, row: usize, column: usize) -> (Cow<'_, str>, Tone) {
        let roster = &self.listing.roster;
        let (Some(&row), Some(&part)) = (self.users.shown.get(row), PARTS.get(column)) else {
            return ("".into(), Tone::Plain);
        };
        if part == Part::State {
            let state = roster.state(row);
            let (sign, tone) = sign(state);
            if roster.is_in(row, Group::Bounced) {
                return (format!("✗ {}", t!("state-bounced")).into(), Tone::Error);
            }
            let word = sentences::connect_state(state);
            return (format!("{sign} {word}").into(), tone);
        }
        let tone = match (part, roster.is_active(row)) {
            (_, false) => Tone::Dim,
            (Part::Address, true) if roster.is_in(row, Group::Outside) => Tone::Warning,
            _ => Tone::Plain,
        };
        let text = visible(roster.text(row, part));
        match part {
            Part::Name if !roster.is_active(row) => {
                (format!("{text} ({})", t!("users-inactive")).into(), tone)
            }
            Part::Name if roster.is_protected(row) => {
                (format!("{text} ({})", t!("users-protected")).into(), tone)
            }
            Part::Address if roster.is_in(row, Group::Outside) => {
                (format!("! {text}").into(), tone)
            }
            _ => (text, tone),
        }
    }

    fn chosen(&self, row: usize) -> bool {
        let row = self.users.shown.get(row);
        row.is_some_and(|row| self.users.marks.contains(&self.listing.roster.id(*row)))
    }

    fn hits(&self, column: usize, text: &str) -> Vec<Range<usize>> {
        match (&self.users.look.needle, PARTS.get(column)) {
            (Some(needle), Some(part)) if *part != Part::State => needle.places(text),
            _ => Vec::new(),
        }
    }
}

fn columns(users: &Users) -> Table {
    let title = |part: Part, name: String| format!("{name}{}", arrow(&users.look, part));
    Table::new(vec![
        Column::new(
            title(Part::UserId, sentences::field(Field::UserId)),
            Width::Flex(12, 1),
        ),
        Column::new(
            title(Part::Number, t!("users-column-number")),
            Width::Fixed(8),
        )
        .place(Place::Yields),
        Column::new(
            title(Part::Name, t!("users-column-name")),
            Width::Flex(14, 1),
        ),
        Column::new(
            title(Part::State, t!("users-column-state")),
            Width::Fixed(13),
        ),
        Column::new(
            title(Part::Address, sentences::field(Field::ConnectAddress)),
            Width::Flex(18, 3),
        ),
    ])
    .headings()
    .apart()
}

/// What is shown, and of how many.
fn shown(users: &Users, listing: &Listing) -> String {
    let mut parts = vec![t!(
        "users-shown",
        shown = number(users.shown.len() as u64),
        persons = listing.roster.len() as u64
    )];
    if users.look.group != Group::All {
        parts.push(group(users.look.group));
    }
    if let Some(needle) = &users.look.needle {
        let text = visible(needle.text()).into_owned();
        parts.push(t!("users-holding", text = text));
    }
    if !users.marks.is_empty() {
        parts.push(t!("users-marked", n = users.marks.len() as u64));
    }
    parts.join(" · ")
}

/// How the mailing stands, or what this step is for.
fn standing(listing: &Listing, context: &Context) -> Vec<(Tone, String)> {
    let queue = &listing.status.queue;
    let live = queue.links.live();
    if listing.mode == Mode::Preparing {
        return vec![(Tone::Warning, t!("users-preparing"))];
    }
    let accepted = queue.links.get(SendState::Accepted);
    let mut lines = Vec::new();
    if queue.links.total() == 0 {
        lines.push((Tone::Dim, t!("users-login")));
    } else if live == 0 {
        lines.push((Tone::Ok, t!("users-sent", sent = number(accepted))));
    }
    match (&queue.pause, listing.status.finish) {
        (Some(pause), _) if live > 0 => {
            let why = words::pause(pause);
            lines.push((
                Tone::Warning,
                t!(
                    "users-paused",
                    live = live,
                    sent = number(accepted),
                    why = why
                ),
            ));
        }
        (None, Some(at)) if live > 0 && (outbox::is_sending(context) || queue.worker.is_some()) => {
            lines.push((
                Tone::Ok,
                t!(
                    "users-sending",
                    live = live,
                    sent = number(accepted),
                    at = moment(at)
                ),
            ))
        }
        _ if live == 0 => {}
        _ => lines.push((
            Tone::Warning,
            t!("users-waiting", live = live, sent = number(accepted)),
        )),
    }
    // Also what ended the sending of another program.
    if let Some(fault) = listing.status.fault.as_ref().filter(|_| live > 0) {
        let why = sentences::failure(&fault.code);
        let told = t!("users-fault", at = moment(fault.at), why = why);
        lines.push((Tone::Error, told));
    }
    if let (Way::Directory(path), true) = (&listing.way, queue.links.total() > 0) {
        let path = visible(&path.to_string_lossy()).into_owned();
        lines.push((Tone::Dim, t!("users-where-directory", path = path)));
    }
    let (rejected, unknown) = listing.status.failed;
    if rejected + unknown > 0 {
        lines.push((
            Tone::Warning,
            t!(
                "users-failed",
                rejected = number(rejected),
                unknown = number(unknown)
            ),
        ));
    }
    lines
}

pub(super) fn draw(users: &Users, frame: &mut Frame<'_>, area: Rect, context: &Context) {
    let theme = &context.theme;
    let Some(listing) = users.listing.as_deref() else {
        if let Some((done, total)) = users.reading.progress() {
            let row = Rect::new(area.x + 1, area.y, area.width.saturating_sub(2), 1);
            gauge::draw(frame, row, done, total, &t!("users-reading"), theme);
        }
        return;
    };
    let mut texts = vec![(Tone::Title, shown(users, listing))];
    texts.extend(standing(listing, context));
    let top = draw_lines(frame, area, &wrapped(area, texts), theme);
    let rest = below(area, top);
    if users.shown.is_empty() {
        let none = match listing.roster.is_empty() {
            true => t!("users-nobody"),
            false => t!("users-none"),
        };
        draw_lines(frame, below(rest, 1), &[(Tone::Dim, none)], theme);
        return;
    }
    let view = View { users, listing };
    columns(users).draw(frame, rest, &users.state, &view, theme);
}
