//! `koppla template list | show | add | copy | activate | deactivate | remove`

use serde_json::{Value, json};

use super::args::{KindArg, TemplateAddArgs, TemplateCommand, TemplateNamed, TypeArg, YesNo};
use super::output::{Output, safe};
use super::{Exit, usage};
use crate::domain::template::{Delimiter, Direction, Encoding, Field, Kind, Template};
use crate::jobs::{JobError, Place, Register, StoredTemplate, templates};
use crate::lang::{number, sentences};
use crate::t;

fn kind(argument: KindArg) -> Kind {
    match argument {
        KindArg::Export => Kind::Export,
        KindArg::Import => Kind::Import,
    }
}

pub(super) fn run(
    command: TemplateCommand,
    place: &Place,
    output: Output,
) -> Result<Exit, JobError> {
    let mut register = place.open()?;
    match command {
        TemplateCommand::List => {
            let mut all = register.templates(Kind::Export)?;
            all.extend(register.templates(Kind::Import)?);
            if output.json {
                output.json(&all.iter().map(stored_json).collect());
            } else {
                for stored in &all {
                    let template = &stored.template;
                    let kind = sentences::template_kind(template.kind());
                    let inactive = if stored.active {
                        String::new()
                    } else {
                        format!("\t{}", t!("tpl-inactive"))
                    };
                    output.line(&format!(
                        "{kind}\t{}\t{}{inactive}",
                        safe(&template.name),
                        codes(template)
                    ));
                }
            }
        }
        TemplateCommand::Show { name, kind: which } => {
            let stored = templates::find(&register, &name, which.map(kind))?;
            show(output, &register, &stored)?;
        }
        TemplateCommand::Add(arguments) => {
            let template = match built(&arguments) {
                Ok(template) => template,
                Err(message) => return Ok(usage(&message, output.json)),
            };
            templates::add(&mut register, &template)?;
            output.note(&t!("cli-template-added", name = safe(&template.name)));
            if output.json {
                output.json(&to_json(&template));
            }
        }
        TemplateCommand::Copy { from, to } => {
            let template = templates::copy(&mut register, &from, &to)?;
            output.note(&t!("cli-template-added", name = safe(&template.name)));
            if output.json {
                output.json(&to_json(&template));
            }
        }
        TemplateCommand::Remove { name, kind: which } => {
            let stored = templates::find(&register, &name, which.map(kind))?;
            register.remove_template(stored.template.kind(), &name)?;
            output.note(&t!("cli-template-removed", name = safe(&name)));
        }
        TemplateCommand::Activate(which) => turn(&mut register, &which, true, output)?,
        TemplateCommand::Deactivate(which) => turn(&mut register, &which, false, output)?,
    }
    Ok(Exit::Done)
}

/// Takes a template into use or out of it.
fn turn(
    register: &mut Register,
    which: &TemplateNamed,
    active: bool,
    output: Output,
) -> Result<(), JobError> {
    let stored = templates::find(register, &which.name, which.kind.map(kind))?;
    register.set_template_active(stored.template.kind(), &which.name, active)?;
    output.note(&sentences::template_active(&safe(&which.name), active));
    if output.json {
        output.json(&stored_json(&StoredTemplate { active, ..stored }));
    }
    Ok(())
}

/// The columns that a list of field codes names, or the sentence of wrong usage.
pub(super) fn columns(codes: &[String]) -> Result<Vec<Option<Field>>, String> {
    codes
        .iter()
        .map(|code| match code.trim() {
            "-" => Ok(None),
            code => Field::from_code(code)
                .map(Some)
                .ok_or_else(|| t!("usage-field", value = safe(code))),
        })
        .collect()
}

fn built(arguments: &TemplateAddArgs) -> Result<Template, String> {
    let TypeArg::Employees = arguments.type_;
    let delimiter = Delimiter::from_code(&arguments.delimiter)
        .ok_or_else(|| t!("usage-delimiter", value = safe(&arguments.delimiter)))?;
    let encoding = match &arguments.encoding {
        None => None,
        Some(code) => Some(
            Encoding::from_code(code)
                .filter(|encoding| Encoding::CHOICES.contains(encoding))
                .ok_or_else(|| t!("usage-encoding", value = safe(code)))?,
        ),
    };
    let heading = arguments.heading.map(|choice| choice == YesNo::Yes);
    let direction = match arguments.kind {
        KindArg::Export if arguments.skip_rows.is_some() => return Err(t!("usage-skip-rows")),
        KindArg::Export => Direction::Export {
            encoding: encoding.unwrap_or(Encoding::Utf8),
            heading: heading.unwrap_or(true),
        },
        KindArg::Import => Direction::Import {
            encoding,
            skip_rows: arguments.skip_rows.or(heading.map(u32::from)),
        },
    };
    Ok(Template {
        name: arguments.name.trim().to_owned(),
        columns: columns(&arguments.fields)?,
        delimiter,
        direction,
    })
}

fn codes(template: &Template) -> String {
    let codes: Vec<&str> = template
        .columns
        .iter()
        .map(|column| column.map_or("-", Field::code))
        .collect();
    codes.join(",")
}

fn stored_json(stored: &StoredTemplate) -> Value {
    let mut json = to_json(&stored.template);
    json["active"] = stored.active.into();
    json
}

fn to_json(template: &Template) -> Value {
    let (encoding, heading, skip_rows) = match template.direction {
        Direction::Export { encoding, heading } => (Some(encoding), Some(heading), None),
        Direction::Import {
            encoding,
            skip_rows,
        } => (encoding, None, skip_rows),
    };
    let fields: Vec<&str> = template
        .columns
        .iter()
        .map(|column| column.map_or("-", Field::code))
        .collect();
    json!({
        "kind": template.kind().code(), "name": template.name, "type": "employees",
        "fields": fields, "delimiter": template.delimiter.code(),
        "encoding": encoding.map(Encoding::code), "heading": heading, "skip_rows": skip_rows,
    })
}

fn show(output: Output, register: &Register, stored: &StoredTemplate) -> Result<(), JobError> {
    let template = &stored.template;
    if output.json {
        output.json(&stored_json(stored));
        return Ok(());
    }
    output.line(&format!(
        "{}: {}",
        sentences::template_kind(template.kind()),
        safe(&template.name)
    ));
    let names: Vec<String> = template
        .columns
        .iter()
        .map(|column| column.map_or_else(|| "-".to_owned(), sentences::field))
        .collect();
    output.line(&format!("{}: {}", t!("label-fields"), names.join(", ")));
    output.line(&format!(
        "{}: {}",
        t!("label-delimiter"),
        sentences::delimiter(template.delimiter)
    ));
    let detected = || t!("label-detected");
    let (encoding, rows) = match template.direction {
        Direction::Export { encoding, heading } => (
            sentences::encoding(encoding),
            format!("{}: {}", t!("label-heading"), sentences::yes_no(heading)),
        ),
        Direction::Import {
            encoding,
            skip_rows,
        } => (
            encoding.map_or_else(detected, sentences::encoding),
            format!(
                "{}: {}",
                t!("label-skip-rows"),
                skip_rows.map_or_else(detected, number)
            ),
        ),
    };
    output.line(&format!("{}: {encoding}", t!("label-encoding")));
    output.line(&rows);
    let used = register.template_use(template.kind(), &template.name)?;
    output.line(&sentences::template_use(used));
    if !stored.active {
        output.line(&t!("tpl-is-inactive"));
    }
    Ok(())
}
