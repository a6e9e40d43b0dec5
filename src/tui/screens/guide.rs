//! The guide: where everything starts. The six steps with their state, the two things to know before one begins, and
//! where one left off. An empty register is no dead end: it offers to load a people file.

use ratatui::Frame;
use ratatui::layout::Rect;

use crate::lang::number;
use crate::t;
use crate::tui::context::Context;
use crate::tui::keys::{Action, Binding, Key};
use crate::tui::layer::{Layer, Outcome};
use crate::tui::moving;
use crate::tui::outbox;
use crate::tui::screens::people_file::PeopleFile;
use crate::tui::screens::{draw_lines, with_register};
use crate::tui::steps::{self, Progress, STEPS};
use crate::tui::theme::Tone;
use crate::tui::widgets::list::{Item, ListState};
use crate::tui::widgets::text::cut;
use crate::tui::widgets::wrap::wrap;

static KEYS: &[Binding] = &[
    Binding::new(
        &[Key::ENTER, Key::f(2), Key::char('e')],
        Action::Open,
        || t!("guide-key-open"),
    )
    .in_footer(),
    Binding::new(&[Key::char('l')], Action::Load, || t!("guide-key-load")).in_footer(),
];

/// The guide.
pub struct Guide {
    list: ListState,
    /// Whether there is a register to load people into.
    loads: bool,
}

impl Guide {
    /// The guide with the cursor on the step where the operator left off.
    pub fn new(context: &Context) -> Guide {
        let mut list = ListState::default();
        let left = context
            .desk
            .facts
            .remembered
            .step
            .map(|step| usize::from(step) - 1)
            // With no register, the table is the only step there is.
            .or(context.desk.without_register().then_some(2))
            .unwrap_or_default();
        list.select(left, STEPS.len());
        Guide {
            list,
            loads: !context.desk.without_register(),
        }
    }

    fn items(context: &Context) -> Vec<Item> {
        STEPS
            .iter()
            .zip(1..)
            .map(|(step, number)| {
                let progress = step.progress_on(&context.desk);
                let tone = match &progress {
                    Progress::Done => Tone::Ok,
                    Progress::Ready => Tone::Plain,
                    Progress::Missing(_) => Tone::Dim,
                };
                let text = format!("{number}  {} {}", (step.title)(), steps::sign(&progress));
                Item::new(text)
                    .detail(step.state_on(&context.desk))
                    .tone(tone)
            })
            .collect()
    }

    /// What to know before one begins, and what the register holds; in a low window in one line each.
    fn facts(context: &Context, low: bool) -> Vec<(Tone, String)> {
        let facts = &context.desk.facts;
        let counts = facts.counts;
        if context.desk.without_register() {
            return vec![
                (Tone::Plain, t!("no-register-guide")),
                (Tone::Plain, Self::domains(context, low)),
            ];
        }
        let persons = Self::counts(context);
        let persons = persons.unwrap_or_else(|| (Tone::Plain, t!("guide-counting")));
        let empty = counts.persons == 0 && !facts.counting;
        let mut lines = match low {
            _ if empty => vec![(Tone::Warning, t!("guide-empty"))],
            false => vec![persons, (Tone::Plain, t!("guide-kept"))],
            true => vec![(Tone::Plain, t!("guide-kept-short"))],
        };
        if !empty {
            lines.push((Tone::Plain, Self::domains(context, low)));
        }
        // What an earlier session left in the queue waits until somebody goes on.
        if facts.mails_wait && !outbox::is_sending(context) {
            lines.push((Tone::Warning, t!("guide-mails-wait")));
        }
        if context.desk.newcomer {
            let welcome = match low {
                true => t!("guide-welcome-short"),
                false => t!("guide-welcome"),
            };
            lines.push((Tone::Title, welcome));
        }
        lines
    }

    /// How many persons are in which state, where there are any.
    fn counts(context: &Context) -> Option<(Tone, String)> {
        let counts = context.desk.facts.counts;
        let told = || {
            t!(
                "guide-counts",
                persons = counts.persons,
                lacking = number(counts.lacking),
                unverified = number(counts.unverified),
                verified = number(counts.verified)
            )
        };
        (counts.persons > 0).then(|| (Tone::Plain, told()))
    }

    fn domains(context: &Context, low: bool) -> String {
        let entries = context.desk.facts.domains.entries();
        let entries: Vec<String> = entries.iter().map(ToString::to_string).collect();
        match entries.join(", ") {
            all if all.is_empty() && low => t!("guide-domains-all-short"),
            all if all.is_empty() => t!("guide-domains-all"),
            domains if low => t!("guide-domains-short", domains = domains),
            domains => t!("guide-domains", domains = domains),
        }
    }
}

impl Layer for Guide {
    fn id(&self) -> &'static str {
        "guide"
    }

    fn title(&self) -> Vec<String> {
        vec![t!("guide-title")]
    }

    fn bindings(&self) -> &'static [Binding] {
        KEYS
    }

    fn offers(&self, action: Action) -> bool {
        action != Action::Load || self.loads
    }

    fn act(&mut self, action: Action, context: &mut Context) -> Outcome {
        match action {
            Action::Open => {
                let number = u8::try_from(self.list.cursor() + 1).unwrap_or(u8::MAX);
                steps::open(context, number)
            }
            Action::NextStep => steps::open(context, 1),
            Action::Load => with_register(context, |_| Outcome::reset(PeopleFile::new())),
            other => moving::list(&mut self.list, STEPS.len(), other),
        }
    }

    fn draw(&self, frame: &mut Frame<'_>, area: Rect, context: &Context) {
        let theme = context.theme;
        let columns = usize::from(area.width.saturating_sub(2)).min(76);
        let height = usize::from(area.height);
        let wrapped = |texts: Vec<(Tone, String)>| -> Vec<(Tone, String)> {
            let lines = texts.into_iter().flat_map(|(tone, text)| {
                wrap(&text, columns)
                    .into_iter()
                    .map(move |line| (tone, line))
            });
            lines.collect()
        };
        let mut explained = Vec::new();
        if let Some(step) = STEPS.get(self.list.cursor()) {
            // What is missing first: it is the next thing to do.
            if let Progress::Missing(what) = step.progress_on(&context.desk) {
                explained.push((Tone::Warning, what));
            }
            explained.push((Tone::Plain, (step.explain)()));
        }
        let explained = wrapped(explained);
        let items = Self::items(context);
        let below = items.len() + explained.len();
        let facts = wrapped(Self::facts(context, false));
        // Free rows are what a low window does without first, then the long sentences.
        let gaps = facts.len() + below + 3 <= height;
        let short = Self::facts(context, true);
        // The counts too, where there is room for them beside what has to be known.
        let counted = Self::counts(context).into_iter().chain(short.clone());
        let facts = [facts, wrapped(counted.collect()), wrapped(short.clone())]
            .into_iter()
            .find(|facts| facts.len() + below <= height)
            .unwrap_or_else(|| {
                let cut = |(tone, text): (Tone, String)| (tone, cut(&text, columns).into_owned());
                short.into_iter().map(cut).collect()
            });
        let gap = u16::from(gaps);
        let mut y = area.y + gap;
        let rest = |y: u16| Rect {
            y,
            height: area.bottom().saturating_sub(y),
            ..area
        };
        y += draw_lines(frame, rest(y), &facts, &theme) + gap;
        let rows = u16::try_from(items.len()).unwrap_or(u16::MAX);
        let list = Rect {
            x: area.x + 1,
            width: area.width.saturating_sub(2).min(76),
            height: rows,
            ..rest(y)
        }
        .intersection(rest(y));
        self.list.draw(frame, list, &items, &theme);
        draw_lines(frame, rest(list.bottom() + gap), &explained, &theme);
    }
}

#[cfg(test)]
#[path = "guide_tests.rs"]
mod tests;
