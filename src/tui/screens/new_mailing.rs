//! A mailing before it is begun: how many get a link, who gets none and why, when the last mail will have gone. Confirming begins this very
//! mailing; nobody is added after the number was read. Not here: planning ([`crate::jobs::mailing`]) and sending ([`outbox`]).

use std::borrow::Cow;
use std::sync::Arc;

use ratatui::Frame;
use ratatui::layout::Rect;

use super::{below, draw_lines, wrapped};
use crate::domain::person::PersonId;
use crate::domain::text::visible;
use crate::domain::verification::{Audience, LeftOut};
use crate::jobs::mailing::{self, NOT_WITHIN_DAYS, Planned, Request};
use crate::jobs::roster::{Part, Roster};
use crate::jobs::transport::{self, Way};
use crate::jobs::{Enqueued, JobError, JobHandle, Recipients, settings};
use crate::lang::{errors, moment, number, users as words};
use crate::t;
use crate::tui::context::Context;
use crate::tui::dialogs::{Confirm, ConfirmNumber, Message, Prompt};
use crate::tui::keys::{Action, Binding, Key};
use crate::tui::layer::{Answer, Layer, Outcome, Value};
use crate::tui::theme::Tone;
use crate::tui::widgets::gauge;
use crate::tui::widgets::table::{Column, Rows, Table, TableState, Width};
use crate::tui::{moving, outbox};

/// What it is called among layers: it answers [`Value::Yes`] once a mailing has begun.
pub const ID: &str = "new_mailing";
/// The question whether a setting that is missing is to be filled in, which whoever opened the mailing hears: a yes leads to
/// [`super::verification_settings::open_for_mail`].
pub const ASK_SETTINGS: &str = "new_mailing.settings";
const ASK_BEGIN: &str = "new_mailing.begin";
const ASK_DAYS: &str = "new_mailing.days";

static KEYS: &[Binding] = &[
    Binding::new(&[Key::char('v'), Key::ENTER], Action::Send, || {
        t!("mailing-key-send")
    })
    .in_footer(),
    Binding::new(&[Key::char('d')], Action::Settings, || {
        t!("mailing-key-days")
    })
    .in_footer(),
    Binding::new(&[Key::char('p')], Action::Toggle, || {
        t!("mailing-key-protected")
    })
    .in_footer(),
    Binding::new(&[Key::char('o')], Action::SendAgain, || {
        t!("again-key-unknown")
    })
    .in_footer(),
    Binding::new(&[Key::ESC], Action::Back, || t!("mailing-key-back")).in_footer(),
];

/// Who is left out, with names where they are known.
struct Left {
    roster: Option<Arc<Roster>>,
    left_out: Vec<(PersonId, LeftOut)>,
}

impl Rows for Left {
    fn len(&self) -> usize {
        self.left_out.len()
    }

    fn cell(&self, row: usize, column: usize) -> (Cow<'_, str>, Tone) {
        let (id, reason) = self.left_out[row];
        if column == 2 {
            return (words::left_out(reason).into(), Tone::Warning);
        }
        let known = self.roster.as_ref().and_then(|r| Some((r, r.row_of(id)?)));
        let text = known.map_or(Cow::Borrowed(""), |(roster, row)| match column {
            0 => visible(roster.key(row)),
            _ => visible(roster.text(row, Part::Name)),
        });
        (text, Tone::Plain)
    }
}

/// A mailing that is planned.
pub struct NewMailing {
    request: Request,
    roster: Option<Arc<Roster>>,
    planning: Option<JobHandle<Result<(Planned, Way), JobError>>>,
    plan: Option<(Planned, Left)>,
    /// Where the mails would go.
    way: Option<Way>,
    beginning: Option<JobHandle<Result<Enqueued, JobError>>>,
    state: TableState,
}

impl NewMailing {
    /// Plans a mailing to these persons. `roster` names those who are left out.
    pub fn new(
        persons: Vec<PersonId>,
        roster: Option<Arc<Roster>>,
        context: &Context,
    ) -> NewMailing {
        let request = Request {
            recipients: Recipients::Persons(persons),
            audience: Audience::Everybody,
            include_protected: false,
            not_within_days: NOT_WITHIN_DAYS,
        };
        NewMailing::of(request, roster, context)
    }

    /// Plans to send again to those of these persons who belong to the audience; nobody who got a link in the last `days` days gets another.
    pub fn again(
        persons: Vec<PersonId>,
        roster: Option<Arc<Roster>>,
        (audience, days): (Audience, u16),
        context: &Context,
    ) -> NewMailing {
        let request = Request {
            recipients: Recipients::Persons(persons),
            audience,
            include_protected: false,
            not_within_days: days,
        };
        NewMailing::of(request, roster, context)
    }

    fn of(request: Request, roster: Option<Arc<Roster>>, context: &Context) -> NewMailing {
        let mut mailing = NewMailing {
            request,
            roster,
            planning: None,
            plan: None,
            way: None,
            beginning: None,
            state: TableState::default(),
        };
        mailing.read(context);
        mailing
    }

    /// What this mailing is called.
    fn name(&self) -> String {
        match self.request.audience {
            Audience::Everybody => t!("mailing-title"),
            Audience::Failed { .. } | Audience::Reminded => t!("again-title"),
        }
    }

    fn read(&mut self, context: &Context) {
        let (place, request) = (context.desk.place.clone(), self.request.clone());
        let wake = Arc::new(context.waker.callback());
        self.planning = Some(JobHandle::spawn(wake, move |_| {
            let register = place.open()?;
            let planned = mailing::plan(&place, &register, &request)?;
            Ok((planned, transport::way(&place, &register)?))
        }));
    }

    fn ask(&self) -> Outcome {
        let Some((planned, _)) = &self.plan else {
            return Outcome::Unchanged;
        };
        if self.planning.is_some() || self.beginning.is_some() {
            return Outcome::Unchanged;
        }
        let recipients = planned.plan.recipients.len() as u64;
        let title = self.name();
        let question = t!(
            "mailing-confirm",
            n = recipients,
            at = moment(planned.finish)
        );
        match recipients {
            0 => {
                let text = match planned.plan.left_out.is_empty() {
                    true => t!("again-nobody"),
                    false => t!("mailing-nobody"),
                };
                Outcome::push(Message::new(Tone::Plain, title, text))
            }
            1 => Outcome::push(Confirm::new(ASK_BEGIN, title, question)),
            n => Outcome::push(ConfirmNumber::new(ASK_BEGIN, title, question, n)),
        }
    }

    fn begin(&mut self, context: &Context) -> Outcome {
        let Some((planned, _)) = &self.plan else {
            return Outcome::Unchanged;
        };
        let (place, planned) = (context.desk.place.clone(), planned.clone());
        let wake = Arc::new(context.waker.callback());
        self.beginning = Some(JobHandle::spawn(wake, move |_| {
            mailing::begin(&place, &mut place.open()?, &planned)
        }));
        Outcome::Changed
    }

    fn lines(&self, planned: &Planned) -> Vec<(Tone, String)> {
        let recipients = planned.plan.recipients.len() as u64;
        let mut lines = vec![(Tone::Title, t!("mailing-recipients", n = recipients))];
        if recipients > 0 {
            lines.push((
                Tone::Plain,
                t!("mailing-finish", at = moment(planned.finish)),
            ));
        }
        if let (Some(Way::Directory(path)), true) = (&self.way, recipients > 0) {
            let path = visible(&path.to_string_lossy()).into_owned();
            lines.push((Tone::Warning, t!("mailing-as-files", path = path)));
        }
        let days = self.request.not_within_days;
        match self.request.audience {
            Audience::Everybody => lines.push((
                Tone::Dim,
                match days {
                    0 => t!("mailing-days-none"),
                    days => t!("mailing-days", n = days),
                },
            )),
            Audience::Failed { unknown } => {
                lines.push((Tone::Dim, t!("again-about-failed")));
                if unknown {
                    lines.push((Tone::Warning, t!("again-about-unknown")));
                }
            }
            Audience::Reminded => {
                lines.push((Tone::Dim, t!("again-about-reminded", n = days)));
            }
        }
        if self.request.include_protected {
            lines.push((Tone::Warning, t!("mailing-protected")));
        }
        let left = planned.left_out();
        if !left.is_empty() {
            let parts: Vec<String> = left
                .into_iter()
                .map(|(reason, count)| format!("{} {}", words::left_out(reason), number(count)))
                .collect();
            lines.push((
                Tone::Warning,
                t!("mailing-left-out", list = parts.join(" · ")),
            ));
        }
        lines
    }
}

/// Asks how many days must have passed since somebody's last link.
pub fn ask_days(question: &'static str, title: String, days: u16) -> Prompt {
    let label = t!("mailing-days-label");
    let prompt = Prompt::new(question, title, label, &days.to_string());
    prompt.checked(|text| match days_typed(text) {
        Some(_) => Ok(()),
        None => Err(t!("mailing-days-wrong")),
    })
}

/// The number of days in the answer to [`ask_days`].
pub fn days_typed(text: &str) -> Option<u16> {
    text.trim().parse().ok().filter(|days| *days <= 366)
}

/// A failed job has nothing more to show: the screen goes, and its message stays. What is missing among the settings can be filled
/// in at once.
fn failed(error: &JobError) -> Outcome {
    let name = match error {
        JobError::SettingMissing(key) if *key == settings::SENDER.key => t!("settings-sender"),
        JobError::SettingMissing(key) if *key == settings::BASE_URL.key => t!("settings-url"),
        _ => return Outcome::replace(Message::error(errors::job(error).whole())),
    };
    Outcome::replace(Confirm::new(
        ASK_SETTINGS,
        t!("mailing-title"),
        t!("mailing-setting-missing", name = name),
    ))
}

impl Layer for NewMailing {
    fn id(&self) -> &'static str {
        ID
    }

    fn title(&self) -> Vec<String> {
        vec![t!("users-title"), self.name()]
    }

    fn bindings(&self) -> &'static [Binding] {
        KEYS
    }

    fn offers(&self, action: Action) -> bool {
        let failed = matches!(self.request.audience, Audience::Failed { .. });
        match action {
            Action::Settings => !failed,
            Action::SendAgain => failed,
            _ => true,
        }
    }

    fn step(&self) -> Option<u8> {
        Some(6)
    }

    fn act(&mut self, action: Action, context: &mut Context) -> Outcome {
        match action {
            Action::Send | Action::Open => self.ask(),
            Action::Settings if self.offers(action) => Outcome::push(ask_days(
                ASK_DAYS,
                self.name(),
                self.request.not_within_days,
            )),
            Action::SendAgain => {
                let Audience::Failed { unknown } = &mut self.request.audience else {
                    return Outcome::Unchanged;
                };
                *unknown = !*unknown;
                self.read(context);
                Outcome::Changed
            }
            Action::Toggle => {
                self.request.include_protected = !self.request.include_protected;
                self.read(context);
                Outcome::Changed
            }
            // Queueing is one transaction of moments; there is nothing to do but wait.
            Action::Back if self.beginning.is_some() => Outcome::Unchanged,
            other => {
                let len = self.plan.as_ref().map_or(0, |(_, left)| left.len());
                moving::table(&mut self.state, len, 3, other)
            }
        }
    }

    fn answer(&mut self, answer: Answer, context: &mut Context) -> Outcome {
        match (answer.question, answer.value) {
            (ASK_BEGIN, Value::Yes) => self.begin(context),
            (ASK_DAYS, Value::Text(text)) => {
                self.request.not_within_days = days_typed(&text).unwrap_or(NOT_WITHIN_DAYS);
                self.read(context);
                Outcome::Changed
            }
            _ => Outcome::Changed,
        }
    }

    fn wake(&mut self, context: &mut Context) -> Outcome {
        if self.beginning.as_ref().is_some_and(JobHandle::is_finished) {
            return match self.beginning.take().and_then(|mut job| job.take()) {
                Some(Ok(begun)) => {
                    context.toast(Tone::Ok, &t!("mailing-begun", n = begun.queued));
                    match outbox::start(context) {
                        Ok(()) => Outcome::answer(Value::Yes),
                        Err(error) => failed(&error),
                    }
                }
                Some(Err(error)) => failed(&error),
                None => Outcome::replace(Message::error(t!("job-died"))),
            };
        }
        if !self.planning.as_ref().is_some_and(JobHandle::is_finished) {
            return Outcome::Unchanged;
        }
        match self.planning.take().and_then(|mut job| job.take()) {
            Some(Ok((planned, way))) => {
                self.way = Some(way);
                let left = Left {
                    roster: self.roster.clone(),
                    left_out: planned.plan.left_out.clone(),
                };
                self.state.select(0, 1);
                self.plan = Some((planned, left));
                Outcome::Changed
            }
            Some(Err(error)) => failed(&error),
            None => Outcome::replace(Message::error(t!("job-died"))),
        }
    }

    fn draw(&self, frame: &mut Frame<'_>, area: Rect, context: &Context) {
        let theme = &context.theme;
        let Some((planned, left)) = &self.plan else {
            let row = Rect::new(area.x + 1, area.y, area.width.saturating_sub(2), 1);
            gauge::draw(frame, row, 0, None, &t!("mailing-planning"), theme);
            return;
        };
        let lines = wrapped(area, self.lines(planned));
        let top = draw_lines(frame, area, &lines, theme);
        if left.is_empty() || left.roster.is_none() {
            return;
        }
        let table = Table::new(vec![
            Column::new(t!("column-who"), Width::Flex(12, 1)),
            Column::new(t!("users-column-name"), Width::Flex(14, 2)),
            Column::new(t!("column-reason"), Width::Flex(24, 2)),
        ]);
        table.draw(frame, below(area, top + 1), &self.state, left, theme);
    }
}
