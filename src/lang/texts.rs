//! The texts of one language. A program that shows one screen says a hundred of its thousand sentences; each is therefore parsed when
//! it is said for the first time, and the start waits for none of the others. That no text refers to another is held by a test.
//! Not here: which language is chosen, and the sentences themselves.

use std::collections::HashMap;
use std::sync::{PoisonError, RwLock};

use fluent::concurrent::FluentBundle;
use fluent::{FluentArgs, FluentResource, FluentValue};
use intl_memoizer::concurrent::IntlLangMemoizer;
use unic_langid::LanguageIdentifier;

/// How numbers look in a sentence.
pub(super) type Formatter = fn(&FluentValue<'_>, &IntlLangMemoizer) -> Option<String>;

/// All texts of a language.
pub struct Texts {
    /// By id, as they stand in the file.
    sources: HashMap<&'static str, &'static str, foldhash::fast::FixedState>,
    /// Those that were said already.
    parsed: RwLock<FluentBundle<FluentResource>>,
}

impl Texts {
    pub(super) fn new(
        file: &'static str,
        language: LanguageIdentifier,
        formatter: Formatter,
    ) -> Texts {
        let mut bundle = FluentBundle::new_concurrent(vec![language]);
        // No isolation marks around arguments: they would reach files and pipes as invisible characters.
        bundle.set_use_isolating(false);
        bundle.set_formatter(Some(formatter));
        Texts {
            sources: sources(file).collect(),
            parsed: RwLock::new(bundle),
        }
    }

    /// Whether there is such a text.
    pub fn has(&self, id: &str) -> bool {
        self.sources.contains_key(id)
    }

    /// A text without arguments. The name is the one that the macros of i18n-embed-fl use, as with the next.
    pub fn get(&self, id: &str) -> String {
        self.say(id, None)
    }

    /// A text with its arguments.
    pub fn get_args_concrete<'a>(
        &self,
        id: &str,
        arguments: HashMap<&'a str, FluentValue<'a>>,
    ) -> String {
        self.say(id, Some(&arguments.into_iter().collect()))
    }

    fn say(&self, id: &str, arguments: Option<&FluentArgs<'_>>) -> String {
        let parsed = self.parsed.read().unwrap_or_else(PoisonError::into_inner);
        if let Some(text) = format(&parsed, id, arguments) {
            return text;
        }
        drop(parsed);
        let mut parsed = self.parsed.write().unwrap_or_else(PoisonError::into_inner);
        if let Some(source) = self.sources.get(id) {
            let resource = FluentResource::try_new((*source).to_owned());
            // What cannot be parsed is no text of this id, as the last line says; that another thread was faster is no harm.
            let (Ok(resource) | Err((resource, _))) = resource;
            let _ = parsed.add_resource(resource);
        }
        format(&parsed, id, arguments).unwrap_or_else(|| {
            tracing::error!(id, "there is no such text");
            id.to_owned()
        })
    }
}

fn format(
    bundle: &FluentBundle<FluentResource>,
    id: &str,
    arguments: Option<&FluentArgs<'_>>,
) -> Option<String> {
    let pattern = bundle.get_message(id)?.value()?;
    let mut errors = Vec::new();
    let text = bundle.format_pattern(pattern, arguments, &mut errors);
    if !errors.is_empty() {
        tracing::error!(id, ?errors, "a text was not formatted well");
    }
    Some(text.into_owned())
}

/// Each text of a file with its id: it begins at the start of a line and goes on to the next.
pub(super) fn sources(file: &'static str) -> impl Iterator<Item = (&'static str, &'static str)> {
    let begins = |at: &usize| {
        file.as_bytes()
            .get(*at)
            .is_some_and(u8::is_ascii_alphabetic)
    };
    let lines =
        std::iter::once(0).chain(memchr::memchr_iter(b'\n', file.as_bytes()).map(|at| at + 1));
    let mut starts = lines.filter(begins).peekable();
    std::iter::from_fn(move || {
        let start = starts.next()?;
        let end = starts.peek().copied().unwrap_or(file.len());
        let source = &file[start..end];
        let id = source.split([' ', '=']).next().unwrap_or_default();
        Some((id, source))
    })
}
