//! The keys of step 3, by what the screen is about.

use crate::t;
use crate::tui::keys::{Action, Binding, Key};
use crate::tui::screens::row_table::{FILTER, SEARCH, SEARCH_NEXT, SEARCH_PREVIOUS};

/// On the table.
pub(super) static TABLE_KEYS: &[Binding] = &[
    Binding::new(
        &[Key::ENTER, Key::f(2), Key::char('e')],
        Action::Open,
        || t!("addresses-key-edit"),
    )
    .in_footer(),
    Binding::new(&[Key::char('i')], Action::ImportTouched, || {
        t!("addresses-key-import-touched")
    })
    .in_footer(),
    // Not in the footer: at 80 columns saving has to be there. The sentence of a row without an address names it.
    Binding::new(&[Key::TAB], Action::NextField, || t!("addresses-key-next")),
    Binding::new(&[Key::BACK_TAB], Action::PreviousField, || {
        t!("addresses-key-previous")
    }),
    Binding::new(&[Key::char('f')], Action::Fill, || t!("filling-key"))
        .in_footer_as(|| t!("filling-key-short")),
    Binding::new(&[Key::char('s')], Action::TakeSuggestion, || {
        t!("addresses-key-take")
    }),
    Binding::new(&[Key::char('S')], Action::TakeAllSuggestions, || {
        t!("addresses-key-take-all")
    }),
    FILTER,
    SEARCH,
    SEARCH_NEXT,
    SEARCH_PREVIOUS,
    Binding::new(&[Key::char('<')], Action::SortUp, || t!("finding-key-up")),
    Binding::new(&[Key::char('>')], Action::SortDown, || {
        t!("finding-key-down")
    }),
    Binding::new(&[Key::char('L')], Action::GoToLine, || {
        t!("finding-key-line")
    }),
    Binding::new(&[Key::DELETE], Action::Clear, || t!("addresses-key-clear")),
    Binding::new(&[Key::char('u'), Key::ctrl('z')], Action::Undo, || {
        t!("addresses-key-undo")
    })
    .in_footer(),
    Binding::new(&[Key::ctrl('r'), Key::ctrl('y')], Action::Redo, || {
        t!("addresses-key-redo")
    }),
    Binding::new(&[Key::ctrl('s')], Action::Save, || t!("addresses-key-save")).in_footer(),
    Binding::new(&[Key::ctrl('n')], Action::NextStep, || {
        t!("tui-key-next-step")
    })
    .in_footer_as(|| t!("addresses-key-next-step-short")),
    Binding::new(&[Key::char('x'), Key::SPACE], Action::Mark, || {
        t!("addresses-key-mark")
    }),
    Binding::new(&[Key::char('X')], Action::MarkAll, || {
        t!("addresses-key-mark-all")
    }),
    Binding::new(&[Key::char('*')], Action::MarkOthers, || {
        t!("addresses-key-mark-others")
    }),
    Binding::new(&[Key::char('-')], Action::MarkNone, || {
        t!("addresses-key-mark-none")
    }),
    Binding::new(&[Key::char('o')], Action::Load, || t!("addresses-key-open")).in_footer(),
    Binding::new(&[Key::char('w')], Action::SaveAs, || {
        t!("addresses-key-save-as")
    }),
    Binding::new(&[Key::char('E')], Action::Encoding, || {
        t!("addresses-key-encoding")
    }),
    Binding::new(&[Key::char('c')], Action::Columns, || {
        t!("addresses-key-columns")
    }),
];

/// While a cell is typed in.
pub(super) static TYPING_KEYS: &[Binding] = &[
    Binding::new(&[Key::ENTER], Action::Open, || t!("addresses-key-commit")).in_footer(),
    Binding::new(&[Key::TAB], Action::NextField, || {
        t!("addresses-key-commit-next")
    })
    .in_footer_as(|| t!("addresses-key-commit-next-short")),
    Binding::new(&[Key::BACK_TAB], Action::PreviousField, || {
        t!("addresses-key-commit-previous")
    }),
    Binding::new(&[Key::ESC], Action::Back, || t!("addresses-key-give-up")).in_footer(),
    Binding::new(&[Key::ctrl('s')], Action::Save, || t!("addresses-key-save")).in_footer(),
];

/// Where no file is open, or none yet.
pub(super) static EMPTY_KEYS: &[Binding] = &[
    Binding::new(&[Key::char('o'), Key::ENTER], Action::Load, || {
        t!("addresses-key-open")
    })
    .in_footer(),
    Binding::new(&[Key::ctrl('p')], Action::PreviousStep, || {
        t!("tui-key-previous-step")
    })
    .in_footer(),
];

/// Where a column is not known.
pub(super) static COLUMN_KEYS: &[Binding] = &[
    Binding::new(&[Key::ENTER, Key::char('c')], Action::Columns, || {
        t!("addresses-key-columns")
    })
    .in_footer(),
    Binding::new(&[Key::char('o')], Action::Load, || t!("addresses-key-open")).in_footer(),
];
