//! *Inställningar › Allmänt › Säkerhet*: the allowed domains, and the way to the settings of verification. Adding and removing never changes a stored address; the
//! pane says how many fall outside (D4).

use std::sync::Arc;

use ratatui::Frame;
use ratatui::layout::Rect;

use crate::domain::domains::DomainError;
use crate::jobs::{JobError, JobHandle, domains};
use crate::lang::errors;
use crate::t;
use crate::tui::context::Context;
use crate::tui::dialogs::{Confirm, Message, Prompt};
use crate::tui::keys::{Action, Binding, Key};
use crate::tui::layer::{Answer, Layer, Outcome, Value};
use crate::tui::moving;
use crate::tui::screens::{
    below, draw_lines, inset, to_guide, verification_settings, ways, wrapped,
};
use crate::tui::steps;
use crate::tui::theme::Tone;
use crate::tui::widgets::list::{Item, ListState};

const ADD: &str = "security.add";
const ADD_MEANT: &str = "security.add-meant";
const REMOVE: &str = "security.remove";

/// The allowed domains.
pub struct Security {
    list: ListState,
    /// How many stored addresses the list does not allow, once that is counted.
    outside: u64,
    counting: Option<JobHandle<Result<u64, JobError>>>,
    /// Whether the list has no domain to remove.
    empty: bool,
    /// The domain that a pasted text wraps, while the operator is asked whether it is meant.
    meant: Option<String>,
}

static KEYS: &[Binding] = &[
    Binding::new(
        &[Key::char('a'), Key::char('+'), Key::INSERT],
        Action::Add,
        || t!("security-key-add"),
    )
    .in_footer(),
    Binding::new(&[Key::char('d'), Key::DELETE], Action::Remove, || {
        t!("security-key-remove")
    })
    .in_footer(),
    Binding::new(&[Key::char('v')], Action::Settings, || {
        t!("settings-key-open")
    })
    .in_footer(),
    Binding::new(&[Key::ESC], Action::Back, || t!("security-key-back")).in_footer(),
];

impl Security {
    /// The list as it is now.
    pub fn new(context: &mut Context) -> Security {
        let mut security = Security {
            list: ListState::default(),
            empty: true,
            outside: 0,
            counting: None,
            meant: None,
        };
        security.look(context);
        security
    }

    fn look(&mut self, context: &mut Context) {
        steps::refresh(context);
        let place = context.desk.place.clone();
        let list = context.desk.facts.domains.clone();
        self.empty = list.entries().is_empty();
        let wake = Arc::new(context.waker.callback());
        // Everybody's address is looked at: with very many people that is not done between two keys.
        self.counting = Some(JobHandle::spawn(wake, move |control| {
            domains::count_outside(&place.open()?, &list, control)
        }));
    }

    fn chosen(&self, context: &Context) -> Option<String> {
        context
            .desk
            .facts
            .domains
            .entries()
            .get(self.list.cursor())
            .map(ToString::to_string)
    }

    fn add(&mut self, text: &str, context: &mut Context) -> Outcome {
        let added = context
            .desk
            .place
            .open_briefly()
            .and_then(|mut r| domains::add(&mut r, text));
        match added {
            Ok(entry) => {
                self.look(context);
                let entries = context.desk.facts.domains.entries();
                let place = entries.iter().position(|there| *there == entry);
                self.list.select(place.unwrap_or(0), entries.len());
                context.toast(
                    Tone::Ok,
                    &t!("cli-domain-added", domain = entry.to_string()),
                );
                Outcome::Changed
            }
            Err(JobError::Domain(DomainError::Wrapped { suggestion, .. })) => {
                let question = t!("security-meant", meant = suggestion.as_str());
                self.meant = Some(suggestion);
                Outcome::push(Confirm::new(ADD_MEANT, t!("security-add-title"), question))
            }
            Err(error) => Outcome::push(Message::error(errors::job(&error).whole())),
        }
    }

    fn remove(&mut self, context: &mut Context) -> Outcome {
        let Some(domain) = self.chosen(context) else {
            return Outcome::Unchanged;
        };
        match context
            .desk
            .place
            .open_briefly()
            .and_then(|mut r| domains::remove(&mut r, &domain))
        {
            Ok(_) => {
                self.look(context);
                self.list.select(
                    self.list.cursor(),
                    context.desk.facts.domains.entries().len(),
                );
                context.toast(Tone::Ok, &t!("cli-domain-removed", domain = domain));
                Outcome::Changed
            }
            Err(error) => Outcome::push(Message::error(errors::job(&error).whole())),
        }
    }
}

impl Layer for Security {
    fn id(&self) -> &'static str {
        "security"
    }

    fn title(&self) -> Vec<String> {
        ways::security()
    }

    fn bindings(&self) -> &'static [Binding] {
        KEYS
    }

    fn offers(&self, action: Action) -> bool {
        action != Action::Remove || !self.empty
    }

    fn wake(&mut self, context: &mut Context) -> Outcome {
        let Some(counted) = self.counting.as_mut().and_then(JobHandle::take) else {
            return Outcome::Unchanged;
        };
        self.counting = None;
        match counted {
            Ok(outside) => {
                return Outcome::changed(std::mem::replace(&mut self.outside, outside) != outside);
            }
            Err(error) => context.toast(Tone::Error, &errors::job(&error).whole()),
        }
        Outcome::Changed
    }

    fn act(&mut self, action: Action, context: &mut Context) -> Outcome {
        match action {
            Action::Add => Outcome::push(Prompt::new(
                ADD,
                t!("security-add-title"),
                t!("security-add-label"),
                "",
            )),
            Action::Remove => match self.chosen(context) {
                Some(domain) => Outcome::push(Confirm::new(
                    REMOVE,
                    t!("security-remove-title"),
                    t!("security-remove", domain = domain),
                )),
                None => Outcome::Unchanged,
            },
            Action::Settings => verification_settings::open(context),
            Action::Back => to_guide(context),
            other => moving::list(
                &mut self.list,
                context.desk.facts.domains.entries().len(),
                other,
            ),
        }
    }

    fn answer(&mut self, answer: Answer, context: &mut Context) -> Outcome {
        match (answer.question, answer.value) {
            (ADD, Value::Text(text)) => self.add(&text, context),
            (ADD_MEANT, Value::Yes) => match self.meant.take() {
                Some(meant) => self.add(&meant, context),
                None => Outcome::Changed,
            },
            (REMOVE, Value::Yes) => self.remove(context),
            _ => Outcome::Changed,
        }
    }

    fn draw(&self, frame: &mut Frame<'_>, area: Rect, context: &Context) {
        let entries = context.desk.facts.domains.entries();
        let theme = &context.theme;
        let area = below(area, 1);
        let mut texts = vec![
            (Tone::Title, t!("security-domains")),
            (Tone::Plain, t!("security-explain")),
        ];
        if entries.is_empty() {
            texts.push((Tone::Warning, t!("cli-domains-none")));
        } else if self.outside > 0 {
            texts.push((Tone::Warning, t!("cli-domain-outside", n = self.outside)));
        }
        let top = draw_lines(frame, area, &wrapped(area, texts), theme);
        let items: Vec<Item> = entries.iter().map(|e| Item::new(e.to_string())).collect();
        let list = inset(below(area, top + 1));
        self.list.draw(frame, list, &items, theme);
    }
}
