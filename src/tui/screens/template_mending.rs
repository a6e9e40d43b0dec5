//! Mending what differs between an import template and the export template beside it: one line, or all of them. Not here:
//! what a difference is and what mending it means ([`super::template_compare`]).

use super::template_compare::{self as compare, Mark, Row, Setting};
use super::templates::{Pane, Templates};
use crate::domain::template::Template;
use crate::t;
use crate::tui::layer::Outcome;
use crate::tui::theme::Tone;

/// A line of the comparison.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Line {
    Setting(Setting),
    Field(usize),
}

impl Templates {
    /// The line under the cursor, if it differs.
    fn difference(&self) -> Option<Line> {
        let (_, rows) = self.comparison()?;
        let (line, place) = match self.pane {
            Pane::Form => {
                let setting = self.draft.setting()?;
                (Line::Setting(setting), setting as usize)
            }
            Pane::Fields => {
                let place = self.fields.cursor();
                (Line::Field(place), Setting::ALL.len() + place)
            }
            Pane::List | Pane::Button => return None,
        };
        differs(&rows, place).then_some(line)
    }

    /// Whether the line under the cursor differs.
    pub(super) fn can_mend(&self) -> bool {
        self.difference().is_some()
    }

    /// Whether any line differs.
    pub(super) fn can_mend_all(&self) -> bool {
        let compared = self.comparison();
        compared.is_some_and(|(_, rows)| compare::differences(&rows) > 0)
    }

    fn mend_line(&mut self, line: Line, export: &Template) {
        match line {
            Line::Setting(setting) => self.draft.take(setting, &export.to_import("")),
            Line::Field(place) => {
                let mended = compare::mend_field(self.draft.columns(), &export.columns, place);
                self.draft.set_columns(mended);
            }
        }
    }

    /// Mends the line under the cursor.
    pub(super) fn mend(&mut self) -> Outcome {
        let export = self.exports.get(self.compared).cloned();
        let (Some(line), Some(export)) = (self.difference(), export) else {
            return Outcome::Unchanged;
        };
        self.mend_line(line, &export);
        self.changed()
    }

    /// Mends every line.
    pub(super) fn mend_all(&mut self) -> Outcome {
        let Some((export, rows)) = self.comparison() else {
            return Outcome::Unchanged;
        };
        let export = export.clone();
        for setting in Setting::ALL {
            if differs(&rows, setting as usize) {
                self.mend_line(Line::Setting(setting), &export);
            }
        }
        let mended = compare::mend_fields(self.draft.columns(), &export.columns);
        self.draft.set_columns(mended);
        self.to(Pane::Button, false);
        self.changed();
        self.note = Some((Tone::Plain, t!("tpl-note-mended")));
        Outcome::Changed
    }
}

fn differs(rows: &[Row], place: usize) -> bool {
    rows.get(place)
        .is_some_and(|row| row.mark == Mark::Different)
}
