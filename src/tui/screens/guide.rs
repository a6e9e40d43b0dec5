//! The guide: where everything starts. The six steps with their state, the two things to know before one begins, and
//! where one left off. An empty register is no dead end: it offers to load a people file.

use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::text::{Line, Span};

use crate::lang::number;
use crate::t;
use crate::tui::context::Context;
use crate::tui::keys::{Action, Binding, Key};
use crate::tui::layer::{Layer, Outcome};
use crate::tui::moving;
use crate::tui::outbox;
use crate::tui::screens::people_file::PeopleFile;
use crate::tui::screens::with_register;
use crate::tui::steps::{self, Progress, STEPS};
use crate::tui::theme::Tone;
use crate::tui::widgets::list::{Item, ListState};
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
                let (tone, state) = match &progress {
                    Progress::Done => (Tone::Ok, t!("guide-done")),
                    Progress::Ready => (Tone::Plain, String::new()),
                    Progress::Missing(_) => (Tone::Dim, t!("guide-not-ready")),
                };
                let text = format!("{number}  {} {}", (step.title)(), steps::sign(&progress));
                Item::new(text).detail(state).tone(tone)
            })
            .collect()
    }

    /// What to know before one begins, and what the register holds.
    fn facts(context: &Context) -> Vec<(Tone, String)> {
        let facts = &context.desk.facts;
        let counts = facts.counts;
        if context.desk.without_register() {
            return vec![
                (Tone::Plain, t!("no-register-guide")),
                (Tone::Plain, Self::domains(context)),
            ];
        }
        if counts.persons == 0 && !facts.counting {
            return vec![(Tone::Warning, t!("guide-empty"))];
        }
        let persons = match counts.persons {
            0 => t!("guide-counting"),
            persons => t!(
                "guide-counts",
                persons = persons,
                lacking = number(counts.lacking),
                unverified = number(counts.unverified),
                verified = number(counts.verified)
            ),
        };
        let mut lines = vec![
            (Tone::Plain, persons),
            (Tone::Plain, t!("guide-kept")),
            (Tone::Plain, Self::domains(context)),
        ];
        // What an earlier session left in the queue waits until somebody goes on.
        if facts.mails_wait && !outbox::is_sending(context) {
            lines.push((Tone::Warning, t!("guide-mails-wait")));
        }
        lines
    }

    fn domains(context: &Context) -> String {
        let entries = context.desk.facts.domains.entries();
        let entries: Vec<String> = entries.iter().map(ToString::to_string).collect();
        if entries.is_empty() {
            t!("guide-domains-all")
        } else {
            t!("guide-domains", domains = entries.join(", "))
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
        let columns = usize::from(area.width.saturating_sub(2));
        let mut lines: Vec<Line<'_>> = Vec::new();
        for (tone, text) in Self::facts(context) {
            for line in wrap(&text, columns.min(76)) {
                lines.push(Line::from(Span::styled(
                    format!(" {line}"),
                    theme.style(tone),
                )));
            }
        }
        let top = u16::try_from(lines.len()).unwrap_or(u16::MAX);
        let text = Rect {
            y: area.y + 1,
            height: top.min(area.height.saturating_sub(1)),
            ..area
        };
        frame.render_widget(ratatui::text::Text::from(lines), text);

        let items = Self::items(context);
        let list_y = text.bottom() + 1;
        let height = u16::try_from(items.len()).unwrap_or(u16::MAX);
        let list = Rect {
            x: area.x + 1,
            y: list_y,
            width: area.width.saturating_sub(2).min(60),
            height: height.min(area.bottom().saturating_sub(list_y)),
        };
        self.list.draw(frame, list, &items, &theme);

        let Some(step) = STEPS.get(self.list.cursor()) else {
            return;
        };
        let mut explained = vec![(Tone::Plain, (step.explain)())];
        if let Progress::Missing(what) = step.progress_on(&context.desk) {
            explained.push((Tone::Warning, what));
        }
        let mut y = list.bottom() + 1;
        for (tone, text) in explained {
            for line in wrap(&text, columns.min(76)) {
                if y < area.bottom() {
                    let place = Rect {
                        y,
                        height: 1,
                        ..area
                    };
                    let span = Span::styled(format!(" {line}"), theme.style(tone));
                    frame.render_widget(Line::from(span), place);
                    y += 1;
                }
            }
        }
    }
}
